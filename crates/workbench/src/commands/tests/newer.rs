//! A workspace that a newer version made: all of it can be looked at, nothing can be changed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::super::NAMES;
use super::renamed;
use crate::testing::Bench;

/// Where a SQLite file says how many migrations it has seen.
const USER_VERSION: std::ops::Range<usize> = 60..64;

/// What the commands are called with.
struct Known {
    key: Json,
    version: Json,
    draft: Json,
    /// Id of a kept version.
    id: Json,
    log: Json,
    image: Json,
    limits: Json,
    /// A folder that is not there yet.
    files: Json,
}

/// A workspace with something of everything, made by a newer version.
fn newer() -> (Bench, Known) {
    let bench = Bench::new();
    let sample = bench.call("load_sample", json!({}));
    let created = bench.campaign("One");
    let edited = renamed(&bench, &created, "Two");
    let view = bench.call("undo", super::at(&edited));
    let mut draft = view["draft"].clone();
    draft["name"] = json!("Three");
    let known = Known {
        id: bench.call("versions", json!({"key": view["key"]}))[0]["id"].clone(),
        key: view["key"].clone(),
        version: view["version"].clone(),
        draft,
        log: sample["logs"][0]["id"].clone(),
        image: sample["campaigns"][0]["thumbnail"].clone(),
        limits: bench.call("limits", json!({})),
        files: json!(bench.host.workspace().with_file_name("files")),
    };
    let host = bench.host.clone();
    drop(bench);
    let mut file = std::fs::read(host.workspace()).unwrap();
    file[USER_VERSION].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(host.workspace(), file).unwrap();
    (Bench::around(host), known)
}

/// Every command that changes something.
fn changes(known: &Known) -> Vec<(&'static str, Json)> {
    let Known {
        key,
        version,
        draft,
        id,
        log,
        image,
        limits,
        ..
    } = known;
    let at = json!({"key": key, "version": version});
    let kept = json!({"key": key, "version": version, "id": id, "name": "Kept"});
    let crop = json!({"sha256": image, "x": 0, "y": 0, "width": 2, "height": 2});
    let picture = STANDARD.encode(fixtures::sample_assets()[0].1);
    let server = json!({"url": "http://127.0.0.1:1", "token": "t"});
    vec![
        ("set_limits", json!({"limits": limits})),
        ("load_sample", json!({})),
        (
            "create_campaign",
            json!({"name": "New", "template": "blank"}),
        ),
        ("duplicate_campaign", at.clone()),
        ("act_on_campaigns", json!({"keys": [key], "act": "delete"})),
        ("set_status", json!({"key": key, "move": "start"})),
        (
            "save_draft",
            json!({"key": key, "version": version, "draft": draft}),
        ),
        ("undo", at.clone()),
        ("redo", at),
        ("name_version", kept.clone()),
        ("rename_version", kept.clone()),
        ("restore_version", kept),
        ("put_asset", json!({"name": "a.png", "base64": picture})),
        ("crop_asset", crop),
        ("fit_asset", json!({"sha256": image, "bytes_max": 5_000})),
        (
            "import_campaigns",
            json!({"from": {"name": "a.json", "base64": "e30="}}),
        ),
        ("import_log", json!({"path": "shop.csv"})),
        ("forget_log", json!({"id": log})),
        ("start_publish", json!({"keys": [key]})),
        ("set_server", server),
    ]
}

/// Every other command.
fn looks(known: &Known) -> Vec<(&'static str, Json)> {
    let Known {
        key,
        id,
        log,
        files,
        ..
    } = known;
    let at = json!({"key": key});
    let url = json!({
        "url": "/", "page_name": null, "url_regex": "a", "page_rules": [], "log": log,
    });
    vec![
        ("workspace", json!({})),
        ("seen_version", json!({})),
        ("limits", json!({})),
        ("deleted_campaigns", json!({})),
        ("open_draft", at.clone()),
        ("versions", at.clone()),
        ("show_version", json!({"key": key, "id": id})),
        ("export_campaigns", json!({"keys": [key], "path": files})),
        ("log_words", json!({"log": log})),
        ("try_url", url),
        ("start_forecast", json!({"key": key, "log": log})),
        ("last_forecast", at.clone()),
        ("poll_job", json!({"job": "1"})),
        ("cancel_job", json!({"job": "1"})),
        ("publish_plan", json!({})),
        ("check_server", json!({})),
        ("open_lab", at),
    ]
}

#[test]
fn the_two_lists_name_every_command() {
    let (_, known) = newer();
    let mut named: Vec<&str> = changes(&known)
        .iter()
        .chain(&looks(&known))
        .map(|call| call.0)
        .collect();
    let mut expected = NAMES.to_vec();
    named.sort_unstable();
    expected.sort_unstable();
    assert_eq!(named, expected);
}

#[test]
fn every_command_reads_or_is_refused_in_the_same_words() {
    let (bench, known) = newer();
    let path = bench.host.workspace();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(bench.call("workspace", json!({}))["read_only"], true);
    for (name, args) in changes(&known) {
        let failure = bench.refused(name, args);
        assert_eq!(failure.code, "workspace_newer", "{name}");
        let expected = format!(
            "Could not change {}: a newer Rehearsal made it (format 99; this one writes 2), so it \
             is open for reading only.",
            path.display()
        );
        assert_eq!(failure.message, expected, "{name}");
    }
    for (name, args) in looks(&known) {
        let answer = bench.call(name, args);
        if name == "start_forecast" {
            assert_eq!(bench.ended(&answer)["state"], "done");
        }
    }
    assert_eq!(std::fs::read(&path).unwrap(), before, "nothing was written");
    let log = std::fs::metadata(path.with_extension("rehearsal-wal"));
    assert!(
        log.map_or(0, |log| log.len()) == 0,
        "nor is anything about to be"
    );
}
