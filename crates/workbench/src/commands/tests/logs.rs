use serde_json::{Value as Json, json};

use crate::testing::Bench;

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

/// The name of each property with the type of its values.
fn types(properties: &Json) -> Vec<String> {
    let properties = properties.as_array().unwrap().iter();
    let text = |one: &Json, field: &str| one[field].as_str().unwrap().to_owned();
    properties
        .map(|one| format!("{} {}", text(one, "name"), text(one, "value_type")))
        .collect()
}

/// Four events of two people on a web site, as JSON lines.
fn web_log() -> String {
    let pages = ["/", "/pricing", "/pricing", "/blog/1"].into_iter();
    let events = pages.enumerate().map(|(minute, path)| {
        json!({
            "user_id": format!("u{}", minute % 2),
            "ts": format!("2026-03-01T10:{minute:02}:00Z"),
            "name": if path == "/" { "$session_start" } else { "$pageview" },
            "platform": "pc_web",
            "app_version": format!("1.{minute}.0"),
            "url": format!("https://example.com{path}"),
            "properties": {"price": minute, "sale": true, "colors": ["red", "blue"]},
            "user_properties": {"plan": "free"},
        })
    });
    let lines: Vec<String> = events.map(|event| event.to_string()).collect();
    lines.join("\n")
}

#[test]
fn the_words_of_a_log_are_offered_with_their_counts() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web.jsonl");
    std::fs::write(&file, web_log()).unwrap();
    let imported = bench.ended(&bench.call("import_log", json!({"path": file})));
    assert_eq!(imported["state"], "done", "{imported}");
    let log = &imported["result"]["id"];

    let created = bench.campaign("One");
    let mut draft = created["draft"].clone();
    draft["audience"]["include_segments"] = json!(["vip"]);
    draft["audience"]["exclude_segments"] = json!(["staff", "vip"]);
    let args = json!({"key": created["key"], "version": created["version"], "draft": draft});
    bench.call("save_draft", args);

    let words = bench.call("log_words", json!({"log": log}));
    assert_eq!(
        words["events"],
        json!([{"text": "$pageview", "count": 3}, {"text": "$session_start", "count": 1}])
    );
    assert_eq!(words["segments"], json!(["staff", "vip"]));
    assert_eq!(words["urls"][0], json!({"text": "/pricing", "count": 2}));
    assert_eq!(
        words["user_properties"],
        json!([{
            "name": "plan", "count": 4, "distinct": 1, "at_least": false,
            "value_type": "string", "values": [{"text": "free", "count": 4}],
        }])
    );
    assert_eq!(
        types(&words["event_properties"]),
        ["colors string", "price number", "sale boolean"]
    );
    assert_eq!(
        types(&words["device_properties"]),
        ["platform string", "app_version version"]
    );
    assert_eq!(
        words["event_properties"][0]["values"],
        json!([{"text": "blue", "count": 4}, {"text": "red", "count": 4}])
    );
    assert_eq!(
        bench.refused("log_words", json!({"log": "none"})).code,
        "no_log"
    );
}
