//! Campaigns to files and from files, as the window does it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::testing::Bench;

fn outcomes(report: &Json) -> Vec<&str> {
    let added = report["added"].as_array().unwrap();
    added
        .iter()
        .map(|one| one["outcome"].as_str().unwrap())
        .collect()
}

#[test]
fn a_campaign_goes_to_another_workspace_with_its_images() {
    let here = Bench::new();
    let sample = here.call("load_sample", json!({}));
    let key = sample["campaigns"][0]["key"].clone();
    let path = here.host.workspace().with_file_name("one.campaign");
    let written = here.call("export_campaigns", json!({"keys": [key], "path": path}));
    assert_eq!(written["campaigns"], 1);
    assert_eq!(written["missing"], json!([]));

    let there = Bench::new();
    let from = json!({"path": path});
    let report = there.call("import_campaigns", json!({"from": from}));
    assert_eq!(report["source"], "Rehearsal campaign");
    assert_eq!(outcomes(&report), ["added"]);
    let arrived = there.call("open_draft", json!({"key": key}));
    let sent = here.call("open_draft", json!({"key": key}));
    assert_eq!(arrived["draft"], sent["draft"]);
    assert_eq!(arrived["assets"], sent["assets"]);
    assert_eq!(arrived["findings"], sent["findings"]);
    let versions = there.call("versions", json!({"key": key}));
    assert_eq!(versions[0]["cause"], "imported");

    let dropped = STANDARD.encode(std::fs::read(&path).unwrap());
    let from = json!({"name": "one.campaign", "base64": dropped});
    let again = there.call("import_campaigns", json!({"from": from}));
    assert_eq!(outcomes(&again), ["unchanged"]);
}

#[test]
fn a_hackle_workspace_arrives_with_a_list_of_what_did_not() {
    let Some(path) = fixtures::shared_data("hackle/iam.json") else {
        println!("skipped: ../shared/data is not beside the checkout");
        return;
    };
    let bench = Bench::new();
    let report = bench.call("import_campaigns", json!({"from": {"path": path}}));
    assert_eq!(report["source"], "Hackle workspace");
    assert_eq!(outcomes(&report), ["added"; 12]);
    assert_eq!(report["skipped"][0]["what"], "Workspace");
    let notes = report["added"][0]["notes"].as_array().unwrap();
    let told = |part: &str| {
        notes
            .iter()
            .any(|note| note["what"].as_str().unwrap().contains(part))
    };
    assert!(
        told("https://vertical-image.png") && told("Status: ACTIVE"),
        "{notes:?}"
    );
    let rows = bench.call("workspace", json!({}));
    let rows = rows["campaigns"].as_array().unwrap().clone();
    assert!(rows.iter().all(|row| row["status"] == "draft"));
    let again = bench.call("import_campaigns", json!({"from": {"path": path}}));
    assert_eq!(outcomes(&again), ["unchanged"; 12]);
}

#[test]
fn other_tools_files_are_recognised_by_what_they_hold() {
    for (name, json) in fixtures::foreign_campaigns() {
        let bench = Bench::new();
        let from = json!({"name": "x", "base64": STANDARD.encode(json.to_string())});
        let report = bench.call("import_campaigns", json!({"from": from}));
        let tool = name.split('-').next().unwrap();
        let source = report["source"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .replace('.', "");
        assert!(source.starts_with(tool), "{name}: {source}");
        for campaign in report["added"].as_array().unwrap() {
            let view = bench.call("open_draft", json!({"key": campaign["key"]}));
            assert_eq!(view["draft"]["name"], campaign["name"]);
        }
    }
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let bench = Bench::new();
    for (from, code) in [
        (json!({"path": "/no/such/file"}), "file_unread"),
        (json!({"name": "a", "base64": "!"}), "bad_base64"),
        (json!({"name": "a", "base64": "AAAA"}), "file_unknown"),
    ] {
        let failure = bench.refused("import_campaigns", json!({"from": from}));
        assert_eq!(failure.code, code, "{failure:?}");
    }
    assert_eq!(bench.call("workspace", json!({}))["campaigns"], json!([]));
}
