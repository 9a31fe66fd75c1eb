use serde_json::{Value as Json, json};

use super::{at, renamed};
use crate::testing::Bench;

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
