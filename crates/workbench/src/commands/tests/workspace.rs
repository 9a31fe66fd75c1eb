use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::testing::Bench;

#[test]
fn a_fresh_workspace_says_so() {
    let bench = Bench::new();
    let view = bench.call("workspace", json!({}));
    assert_eq!(view["name"], "shop");
    assert_eq!(
        (&view["first_start"], &view["read_only"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(view["server"]["state"], "none");
    bench.campaign("Spring");
    assert_eq!(bench.call("workspace", json!({}))["first_start"], false);
}

#[test]
fn a_row_shows_what_the_list_needs() {
    let bench = Bench::new();
    let view = bench.campaign("Spring");
    let rows = bench.call("workspace", json!({}))["campaigns"].clone();
    assert_eq!(rows[0]["key"], view["key"]);
    insta::assert_json_snapshot!(rows[0], @r##"
    {
      "key": "n0zmmz5qsv",
      "name": "Spring",
      "status": "draft",
      "kind": "message",
      "priority": 0,
      "platforms": [
        "pc_web",
        "mobile_web",
        "android",
        "ios"
      ],
      "orientations": [
        "portrait",
        "landscape"
      ],
      "layout": "modal",
      "trigger": "$pageview",
      "period": null,
      "tags": [],
      "thumbnail": null,
      "colors": {
        "background": "#ffffff",
        "title": "#111827",
        "button": "#1f2937"
      },
      "sync": "local_only",
      "findings": {
        "block": 0,
        "warn": 0,
        "note": 1
      },
      "forecast": null,
      "updated_ms": 1700000000000
    }
    "##);
}

#[test]
fn the_sample_is_added_once_and_forecasts() {
    let bench = Bench::new();
    let view = bench.call("load_sample", json!({}));
    assert_eq!(view["campaigns"].as_array().unwrap().len(), 3);
    for row in view["campaigns"].as_array().unwrap() {
        assert_eq!(row["findings"]["block"], 0, "{row}");
        let sha256 = row["thumbnail"].as_str().unwrap();
        assert!(bench.workbench.image(sha256).unwrap().is_some());
    }
    let log = &view["logs"][0];
    assert_eq!(log["name"], "Sample shop");
    assert!(log["events"].as_u64().unwrap() > 1_000, "{log}");
    assert_eq!(
        std::fs::read_dir(bench.host.workspace().with_file_name("data"))
            .unwrap()
            .count(),
        1
    );

    let key = &view["campaigns"][0]["key"];
    bench.call("act_on_campaigns", json!({"keys": [key], "act": "delete"}));
    let again = bench.call("load_sample", json!({}));
    assert_eq!(
        again, view,
        "what was deleted is back, nothing is there twice"
    );

    assert_eq!(bench.call("last_forecast", json!({"key": key})), Json::Null);
    let start = json!({"key": key, "log": log["id"], "seed": "7"});
    let job = bench.ended(&bench.call("start_forecast", start.clone()));
    assert_eq!(job["state"], "done", "{job}");
    let forecast = &job["result"];
    assert_eq!(
        (&forecast["seed"], &forecast["events"]),
        (&json!(7), &log["events"])
    );
    let ours = &forecast["campaigns"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| &one["key"] == key);
    assert!(
        ours.unwrap()["impressions"].as_u64().unwrap() > 0,
        "{forecast}"
    );
    assert_eq!(&bench.call("last_forecast", json!({"key": key})), forecast);
    assert_eq!(
        &bench.ended(&bench.call("start_forecast", start))["result"],
        forecast
    );
    let rows = bench.call("workspace", json!({}))["campaigns"].clone();
    assert_eq!(
        rows[0]["forecast"]["impressions"],
        ours.unwrap()["impressions"]
    );

    for (args, code) in [
        (json!({"key": key, "log": "none"}), "no_log"),
        (json!({"key": "none", "log": log["id"]}), "no_campaign"),
        (
            json!({"key": key, "log": log["id"], "seed": "x"}),
            "bad_seed",
        ),
    ] {
        assert_eq!(bench.refused("start_forecast", args).code, code);
    }
    bench.call("forget_log", json!({"id": log["id"]}));
    assert_eq!(bench.call("workspace", json!({}))["logs"], json!([]));
}

#[test]
fn the_lab_opens_at_the_campaign() {
    let bench = Bench::new();
    bench.call("open_lab", json!({"key": "a"}));
    bench.call("open_lab", json!({"key": null}));
    let path = bench.host.workspace();
    let opened = bench.host.opened.lock().unwrap();
    assert_eq!(
        *opened,
        [(path.clone(), Some("a".to_owned())), (path, None)]
    );
}

#[test]
fn what_is_no_command_is_refused() {
    let bench = Bench::new();
    assert_eq!(bench.refused("format_disk", json!({})).code, "no_command");
    for args in [json!({}), json!({"key": 7}), json!(null), json!([])] {
        let failure = bench.refused("open_draft", args);
        assert_eq!(failure.code, "bad_arguments");
        assert!(
            failure
                .message
                .starts_with("Could not read the arguments of open_draft: ")
        );
    }
    assert_eq!(
        bench.refused("cancel_job", json!({"job": "9"})).code,
        "no_job"
    );
}

#[test]
fn the_list_is_as_good_as_read_anew_whatever_was_done() {
    let bench = Bench::new();
    bench.call("load_sample", json!({}));
    let one = bench.campaign("One");
    let mut draft = one["draft"].clone();
    let image = fixtures::sample_assets()[0];
    let missing = "0".repeat(64);
    draft["groups"][0]["message"]["steps"][0]["content"] = json!("image");
    draft["groups"][0]["message"]["steps"][0]["images"]["portrait"] = json!([{"asset": missing}]);
    let keys = |keys: &[&Json], act: &str| json!({"keys": keys, "act": act});
    let sample = bench.call("workspace", json!({}))["campaigns"][1]["key"].clone();
    let save = json!({"key": one["key"], "version": one["version"], "draft": draft});
    let limits = bench.call("limits", json!({}));
    let mut tight = limits.clone();
    tight["image_bytes_max"] = json!(3_000);
    for (name, args) in [
        ("save_draft", save),
        (
            "act_on_campaigns",
            keys(&[&one["key"], &sample], "duplicate"),
        ),
        ("act_on_campaigns", keys(&[&sample], "delete")),
        ("set_limits", json!({"limits": tight})),
        ("act_on_campaigns", keys(&[&sample], "restore")),
        (
            "put_asset",
            json!({"name": image.0, "base64": STANDARD.encode(image.1)}),
        ),
        ("set_limits", json!({"limits": limits})),
    ] {
        bench.call(name, args);
        let fresh = Bench::around(bench.host.clone());
        let rows = |bench: &Bench| bench.call("workspace", json!({}))["campaigns"].clone();
        assert_eq!(rows(&bench), rows(&fresh), "{name}");
    }
}

#[test]
fn an_image_that_comes_later_is_no_longer_missed() {
    let bench = Bench::new();
    bench.call("load_sample", json!({}));
    let sample = bench.call("workspace", json!({}))["campaigns"].clone();
    // A workspace that has the campaign and not yet its images.
    let bench = Bench::new();
    let one = bench.campaign("One");
    let mut draft = one["draft"].clone();
    let step = &mut draft["groups"][0]["message"]["steps"][0];
    step["content"] = json!("image_button");
    step["images"]["portrait"] = json!([{"asset": sample[0]["thumbnail"]}]);
    step["images"]["landscape"] = step["images"]["portrait"].clone();
    let args = json!({"key": one["key"], "version": one["version"], "draft": draft});
    bench.call("save_draft", args);
    let blocks = || {
        let rows = bench.call("workspace", json!({}))["campaigns"].clone();
        rows[0]["findings"]["block"].as_u64().unwrap()
    };
    let before = blocks();
    for (name, content) in fixtures::sample_assets() {
        let args = json!({"name": name, "base64": STANDARD.encode(content)});
        bench.call("put_asset", args);
    }
    assert_eq!(blocks() + 2, before);
}
