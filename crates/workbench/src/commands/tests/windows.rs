//! Two windows, or two programs, on one workspace.

use serde_json::{Value as Json, json};

use super::renamed;
use crate::testing::Bench;

fn seen(bench: &Bench) -> Json {
    bench.call("seen_version", json!({}))["data_version"].clone()
}

#[test]
fn nothing_new_is_nothing_new() {
    let bench = Bench::new();
    let view = bench.campaign("One");
    let before = seen(&bench);
    bench.call("workspace", json!({}));
    bench.call("open_draft", json!({"key": view["key"]}));
    bench.call("versions", json!({"key": view["key"]}));
    assert_eq!(seen(&bench), before);
}

#[test]
fn each_window_sees_what_the_other_wrote() {
    let ours = Bench::new();
    let theirs = Bench::around(ours.host.clone());
    let view = ours.campaign("One");
    for (writer, reader, name) in [(&theirs, &ours, "Two"), (&ours, &theirs, "Three")] {
        let before = [seen(writer), seen(reader)];
        let current = writer.call("open_draft", json!({"key": view["key"]}));
        renamed(writer, &current, name);
        assert_ne!(seen(reader), before[1], "{name}");
        assert_ne!(
            seen(writer),
            before[0],
            "another page may ask the same workbench"
        );
        let rows = reader.call("workspace", json!({}))["campaigns"].clone();
        assert_eq!(rows[0]["name"], name);
    }
}

#[test]
fn what_a_job_wrote_is_seen() {
    let bench = Bench::new();
    let view = bench.call("load_sample", json!({}));
    let before = seen(&bench);
    let args = json!({"key": view["campaigns"][0]["key"], "log": view["logs"][0]["id"]});
    let job = bench.ended(&bench.call("start_forecast", args));
    assert_eq!(job["state"], "done", "{job}");
    assert_ne!(seen(&bench), before);
}

#[test]
fn neither_window_overwrites_the_other() {
    let ours = Bench::new();
    let theirs = Bench::around(ours.host.clone());
    let one = ours.campaign("One");
    let other = ours.campaign("Other");
    let mut typed = renamed(&ours, &one, "Ours");
    let mut draft = one["draft"].clone();
    draft["name"] = json!("Theirs");
    let stale = json!({"key": one["key"], "version": one["version"], "draft": draft});
    assert_eq!(
        theirs.refused("save_draft", stale).code,
        "changed_elsewhere"
    );
    // Two people at two campaigns do not meet.
    renamed(&theirs, &other, "Another");
    typed = renamed(&ours, &typed, "Ours again");
    for bench in [&ours, &theirs] {
        let rows = bench.call("workspace", json!({}))["campaigns"].clone();
        assert_eq!(
            [&rows[0]["name"], &rows[1]["name"]],
            ["Ours again", "Another"]
        );
    }
    // Who has seen the change may go on from it.
    let seen = theirs.call("open_draft", json!({"key": one["key"]}));
    assert_eq!(seen, typed);
    assert_eq!(renamed(&theirs, &seen, "Theirs")["draft"]["name"], "Theirs");
    let mine = json!({"key": one["key"], "move": "start"});
    assert_eq!(ours.call("set_status", mine)["draft"]["name"], "Theirs");
}
