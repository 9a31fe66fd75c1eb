//! Every command, driven as a window drives it: by name, with JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::NAMES;
use crate::testing::Bench;

/// A port on which nothing listens any more.
fn dead_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Saves the draft with another name; the new view.
fn renamed(bench: &Bench, view: &Json, name: &str) -> Json {
    let mut draft = view["draft"].clone();
    draft["name"] = json!(name);
    let args = json!({"key": view["key"], "version": view["version"], "draft": draft});
    bench.call("save_draft", args)
}

fn at(view: &Json) -> Json {
    json!({"key": view["key"], "version": view["version"]})
}

#[test]
fn no_command_is_without_a_test() {
    let tests = concat!(include_str!("tests.rs"), include_str!("../testing.rs"));
    for name in NAMES {
        assert!(
            tests.contains(&format!("\"{name}\"")),
            "{name} is not called here"
        );
    }
}

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
fn keys_are_short_and_never_the_same() {
    let bench = Bench::new();
    let keys: Vec<String> = (0..50)
        .map(|_| bench.campaign("Spring")["key"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        keys.iter().all(|key| key.len() == 10 && key.is_ascii()),
        "{keys:?}"
    );
    let distinct: std::collections::BTreeSet<&String> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len());
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let two = renamed(&bench, &created, "Two");
    bench.host.pass_ms(10_000);
    let three = renamed(&bench, &two, "Three");
    assert_eq!(
        (&three["undo"], &three["redo"]),
        (&json!("Name"), &Json::Null)
    );

    let bench = Bench::around(bench.host);
    let view = bench.call("open_draft", json!({"key": created["key"]}));
    assert_eq!(view, three);
    let back = bench.call("undo", at(&view));
    assert_eq!(
        (&back["draft"]["name"], &back["redo"]),
        (&json!("Two"), &json!("Name"))
    );

    let bench = Bench::around(bench.host);
    let start = bench.call("undo", at(&back));
    assert_eq!(start["draft"]["name"], "One");
    assert_eq!(
        bench.refused("undo", at(&start)).message,
        "Could not undo: there is nothing to undo."
    );
    let again = bench.call("redo", at(&start));
    assert_eq!(again["draft"]["name"], "Two");
}

#[test]
fn saving_what_is_there_already_changes_nothing() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let saved = renamed(&bench, &created, "One");
    assert_eq!(saved, created);
}

#[test]
fn an_edit_of_something_older_is_refused() {
    let bench = Bench::new();
    let seen = bench.campaign("One");
    let other = Bench::around(bench.host.clone());
    let theirs = renamed(&other, &seen, "Theirs");
    let mut draft = seen["draft"].clone();
    draft["name"] = json!("Ours");
    let args = json!({"key": seen["key"], "version": seen["version"], "draft": draft});
    let failure = bench.refused("save_draft", args);
    assert_eq!(failure.code, "changed_elsewhere");
    assert!(failure.hint.contains("Load it again"), "{failure:?}");
    assert_eq!(bench.refused("undo", at(&seen)).code, "changed_elsewhere");
    assert_eq!(
        bench.call("open_draft", json!({"key": seen["key"]})),
        theirs
    );
}

#[test]
fn only_moves_change_the_status_and_an_active_campaign_is_locked() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let key = &created["key"];
    let step = |step: &str| json!({"key": key, "move": step});
    let mut draft = created["draft"].clone();
    draft["status"] = json!("ended");
    draft["key"] = json!("another");
    draft["priority"] = json!(3);
    let saved = bench.call(
        "save_draft",
        json!({"key": key, "version": created["version"], "draft": draft}),
    );
    assert_eq!(
        (&saved["draft"]["status"], &saved["draft"]["key"]),
        (&json!("draft"), key)
    );

    let active = bench.call("set_status", step("start"));
    assert_eq!(
        (&active["draft"]["status"], &active["locked"]),
        (&json!("active"), &json!(true))
    );
    for (name, args) in [
        (
            "save_draft",
            json!({"key": key, "version": active["version"], "draft": draft}),
        ),
        ("undo", at(&active)),
    ] {
        let failure = bench.refused(name, args);
        assert_eq!(failure.code, "locked");
        assert_eq!(failure.message, "Could not edit One: it is active.");
        assert_eq!(failure.hint, "Pause it first: people see it as it is.");
    }
    let failure = bench.refused("set_status", step("start"));
    assert_eq!(
        failure.message,
        "Could not start a campaign that is active."
    );
    let paused = bench.call("set_status", step("pause"));
    assert_eq!(paused["locked"], false);
    let undone = bench.call("undo", at(&paused));
    assert_eq!(
        (&undone["draft"]["status"], &undone["draft"]["priority"]),
        (&json!("paused"), &json!(0)),
        "undo takes back the edit, not the move"
    );
    bench.call("set_status", step("resume"));
    bench.call("set_status", step("end"));
    let failure = bench.refused("set_status", step("resume"));
    assert_eq!(failure.hint, "Duplicate it to run it again.");
}

#[test]
fn what_does_not_pass_the_check_does_not_start() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let nameless = renamed(&bench, &created, "");
    let failure = bench.refused(
        "set_status",
        json!({"key": nameless["key"], "move": "start"}),
    );
    assert_eq!(failure.code, "blocked");
    assert_eq!(failure.message, "Could not start : one finding blocks it.");
    assert!(!failure.hint.is_empty());
}

#[test]
fn a_copy_is_a_draft_with_a_key_and_a_seed_of_its_own() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let mut draft = created["draft"].clone();
    draft["experiment"] = json!({"seed": 7, "winner": "A"});
    let args = json!({"key": created["key"], "version": created["version"], "draft": draft});
    bench.call("save_draft", args);
    let copy = bench.call("duplicate_campaign", json!({"key": created["key"]}));
    assert_ne!(copy["key"], created["key"]);
    assert_eq!(copy["draft"]["name"], "One (copy)");
    assert_ne!(copy["draft"]["experiment"]["seed"], 7);
    assert_eq!(copy["draft"]["experiment"]["winner"], Json::Null);
    assert_eq!((&copy["undo"], &copy["version"]), (&Json::Null, &json!(1)));
}

#[test]
fn a_deleted_campaign_comes_back_as_it_was() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let edited = renamed(&bench, &created, "Two");
    let key = json!({"key": created["key"]});
    let act = |act: &str| json!({"keys": [created["key"]], "act": act});
    bench.call("act_on_campaigns", act("delete"));
    assert_eq!(bench.call("workspace", json!({}))["campaigns"], json!([]));
    let failure = bench.refused("open_draft", key.clone());
    assert_eq!(failure.code, "no_campaign");
    bench.call("act_on_campaigns", act("restore"));
    assert_eq!(bench.call("open_draft", key), edited);
}

#[test]
fn an_image_is_taken_or_refused_in_words() {
    let bench = Bench::new();
    let (name, content) = fixtures::sample_assets()[0];
    let taken = bench.call(
        "put_asset",
        json!({"name": name, "base64": STANDARD.encode(content)}),
    );
    let sha256 = taken["sha256"].as_str().unwrap();
    assert_eq!(taken["facts"]["format"], "png");
    let image = bench.workbench.image(sha256).unwrap().unwrap();
    assert_eq!(
        (image.media_type, image.content.as_slice()),
        ("image/png", content)
    );
    assert_eq!(bench.workbench.image("0000").unwrap(), None);

    for (base64, code) in [
        (STANDARD.encode("no picture"), "image_format"),
        (
            STANDARD.encode(&content[..content.len() / 2]),
            "image_damaged",
        ),
        ("*".to_owned(), "bad_base64"),
    ] {
        let failure = bench.refused("put_asset", json!({"name": "van.png", "base64": base64}));
        assert_eq!(failure.code, code);
        assert!(failure.message.contains("van.png"), "{failure:?}");
    }
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
fn a_log_is_imported_by_the_mapping_beside_it() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let (content, mapping) = fixtures::shop_log();
    let file = folder.path().join("shop.csv.gz");
    std::fs::write(&file, content).unwrap();
    let import =
        |path: &std::path::Path| bench.ended(&bench.call("import_log", json!({"path": path})));

    let unmapped = import(&file);
    assert_eq!(unmapped["state"], "failed");
    let hint = unmapped["failure"]["hint"].as_str().unwrap();
    assert!(hint.contains("shop.mapping.json beside it"), "{unmapped}");

    std::fs::write(folder.path().join("shop.mapping.json"), "{").unwrap();
    assert_eq!(import(&file)["failure"]["code"], "bad_mapping");

    std::fs::write(folder.path().join("shop.mapping.json"), mapping).unwrap();
    let imported = import(&file);
    assert_eq!(imported["state"], "done", "{imported}");
    let row = &imported["result"];
    assert_eq!(row["name"], "shop");
    assert_eq!(&bench.call("workspace", json!({}))["logs"], &json!([row]));

    let again = import(std::path::Path::new(row["path"].as_str().unwrap()));
    assert_eq!(
        again["result"]["id"], row["id"],
        "a prepared log is taken as it is"
    );
    let given = json!({"path": file, "mapping": serde_json::from_str::<Json>(mapping).unwrap()});
    let given = bench.ended(&bench.call("import_log", given));
    assert_eq!(
        given["result"]["id"], row["id"],
        "the same events are the same log"
    );
    assert_eq!(
        bench.call("workspace", json!({}))["logs"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let logs = bench.host.workspace().with_file_name("data/logs");
    assert_eq!(std::fs::read_dir(logs).unwrap().count(), 1);
}

#[test]
fn a_log_that_is_not_one_is_refused_in_words() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    let job = bench.ended(&bench.call("import_log", json!({"path": missing})));
    assert_eq!(job["state"], "failed");
    let message = job["failure"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("Could not import missing.csv: "),
        "{message}"
    );
    assert!(!job["failure"]["hint"].as_str().unwrap().is_empty());
    let args = json!({"path": missing, "mapping": {"name": "event"}});
    assert_eq!(bench.refused("import_log", args).code, "bad_mapping");
}

#[test]
fn publishing_without_a_server_shows_what_is_known_here() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let plan = bench.call("publish_plan", json!({}));
    assert_eq!(plan["server"]["state"], "none");
    let item = &plan["items"][0];
    assert_eq!(
        (&item["key"], &item["state"]),
        (&created["key"], &json!("local_only"))
    );
    assert_eq!(
        (&item["new"], &item["findings"]["block"]),
        (&json!(true), &json!(0))
    );
    let failure = bench.refused("start_publish", json!({"keys": [created["key"]]}));
    assert_eq!(failure.message, "Could not publish: no server is set.");
}

#[test]
fn a_server_that_is_down_is_said_and_nothing_is_lost() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let address = dead_address();
    let view = bench.call("set_server", json!({"url": address, "token": "t"}));
    assert_eq!(
        (&view["state"], &view["url"]),
        (&json!("offline"), &json!(address))
    );
    assert_eq!(bench.call("check_server", json!({})), view);
    assert_eq!(bench.call("workspace", json!({}))["server"], view);
    let plan = bench.call("publish_plan", json!({}));
    assert_eq!(
        (&plan["server"], &plan["items"][0]["new"]),
        (&view, &json!(true))
    );
    let job = bench.ended(&bench.call("start_publish", json!({"keys": [created["key"]]})));
    assert_eq!(job["state"], "failed", "{job}");
    let message = job["failure"]["message"].as_str().unwrap();
    assert!(
        message.starts_with(&format!("Could not reach the server at {address}")),
        "{message}"
    );
    assert_eq!(
        bench.call("open_draft", json!({"key": created["key"]})),
        created
    );

    let failure = bench.refused("set_server", json!({"url": "ftp://x", "token": "t"}));
    assert_eq!(failure.code, "server_address");
    let unset = bench.call("set_server", json!({"url": "", "token": ""}));
    assert_eq!(unset["state"], "none");
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
