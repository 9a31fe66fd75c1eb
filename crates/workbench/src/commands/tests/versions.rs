use serde_json::{Value as Json, json};

use super::{at, renamed};
use crate::testing::Bench;

/// Ten minutes and a moment.
const LONG_MS: i64 = 600_001;

/// The versions of a campaign, the newest first: cause, name, number of changes.
fn versions(bench: &Bench, view: &Json) -> Vec<(String, Option<String>, u64)> {
    let rows = bench.call("versions", json!({"key": view["key"]}));
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        (
            row["cause"].as_str().unwrap().to_owned(),
            row["name"].as_str().map(str::to_owned),
            row["changes"].as_u64().unwrap(),
        )
    })
    .collect()
}

fn causes(bench: &Bench, view: &Json) -> Vec<String> {
    let versions = versions(bench, view).into_iter();
    versions.map(|(cause, _, _)| cause).collect()
}

/// Id of the version at a place in the list.
fn id(bench: &Bench, view: &Json, place: usize) -> Json {
    bench.call("versions", json!({"key": view["key"]}))[place]["id"].clone()
}

fn restored(bench: &Bench, view: &Json, id: &Json) -> Json {
    let args = json!({"key": view["key"], "version": view["version"], "id": id});
    bench.call("restore_version", args)
}

#[test]
fn versions_are_kept_at_moments_that_matter() {
    let bench = Bench::new();
    let mut view = bench.campaign("One");
    assert_eq!(causes(&bench, &view), ["created"]);
    view = renamed(&bench, &view, "Two");
    assert_eq!(causes(&bench, &view), ["created"], "a moment later");
    bench.host.pass_ms(LONG_MS);
    view = renamed(&bench, &view, "Three");
    view = renamed(&bench, &view, "Four");
    assert_eq!(causes(&bench, &view), ["edited", "created"]);
    bench.host.pass_ms(LONG_MS);
    view = bench.call("undo", at(&view));
    assert_eq!(causes(&bench, &view), ["edited", "edited", "created"]);
    for step in ["start", "pause", "resume", "end"] {
        bench.call("set_status", json!({"key": view["key"], "move": step}));
    }
    let kept = ["started", "started", "edited", "edited", "created"];
    assert_eq!(causes(&bench, &view), kept);

    let bench = Bench::around(bench.host);
    let act = |act: &str| json!({"keys": [view["key"]], "act": act});
    bench.call("act_on_campaigns", act("delete"));
    let refused = bench.refused("versions", json!({"key": view["key"]}));
    assert_eq!(refused.code, "no_campaign");
    bench.call("act_on_campaigns", act("restore"));
    assert_eq!(
        causes(&bench, &view),
        kept,
        "after a restart, deleted and restored"
    );
}

#[test]
fn what_is_kept_already_is_not_kept_again() {
    let bench = Bench::new();
    let view = bench.campaign("One");
    bench.host.pass_ms(LONG_MS);
    renamed(&bench, &view, "Two");
    assert_eq!(causes(&bench, &view), ["created"]);
}

#[test]
fn a_version_can_be_named_and_renamed() {
    let bench = Bench::new();
    let view = bench.campaign("One");
    let named =
        |version: &Json, name: &str| json!({"key": view["key"], "version": version, "name": name});
    bench.call("name_version", named(&view["version"], " Before the sale "));
    let edited = renamed(&bench, &view, "Two");
    let expected = |name: &str| {
        [
            ("named".to_owned(), Some(name.to_owned()), 1),
            ("created".to_owned(), None, 1),
        ]
    };
    assert_eq!(versions(&bench, &view), expected("Before the sale"));
    let rename = json!({"key": view["key"], "id": id(&bench, &view, 0), "name": "Sale"});
    bench.call("rename_version", rename);
    assert_eq!(versions(&bench, &view), expected("Sale"));

    let stale = bench.refused("name_version", named(&view["version"], "Late"));
    assert_eq!(stale.code, "changed_elsewhere");
    for name in ["", "  ", &"x".repeat(101)] {
        let failure = bench.refused("name_version", named(&edited["version"], name));
        assert_eq!(failure.code, "bad_name", "{name:?}");
    }
    let unknown = json!({"key": view["key"], "id": 99, "name": "Sale"});
    assert_eq!(bench.refused("rename_version", unknown).code, "no_version");
}

#[test]
fn a_version_is_shown_with_what_was_changed_since() {
    let bench = Bench::new();
    let view = bench.campaign("One");
    let edited = renamed(&bench, &view, "Two");
    bench.call("set_status", json!({"key": view["key"], "move": "start"}));
    let created = id(&bench, &view, 1);
    let shown = bench.call("show_version", json!({"key": view["key"], "id": created}));
    assert_eq!(shown["draft"], view["draft"]);
    assert_eq!(shown["row"]["changes"], 1);
    assert_eq!(
        shown["changes"],
        json!([{"path": "/name", "label": "Name", "before": "One", "after": "Two"}]),
        "the status is not content"
    );
    let other = bench.campaign("Other");
    let failure = bench.refused("show_version", json!({"key": other["key"], "id": created}));
    assert_eq!(failure.code, "no_version", "it belongs to another campaign");
    assert_eq!(edited["draft"]["name"], "Two");
}

#[test]
fn an_earlier_version_comes_back_as_one_step() {
    let bench = Bench::new();
    let one = bench.campaign("One");
    let two = renamed(&bench, &one, "Two");
    let created = id(&bench, &one, 0);
    let back = restored(&bench, &two, &created);
    assert_eq!(back["draft"], one["draft"]);
    assert_eq!(causes(&bench, &one), ["restored", "edited", "created"]);
    assert_eq!(
        versions(&bench, &one)
            .iter()
            .map(|row| row.2)
            .collect::<Vec<_>>(),
        [0, 1, 0],
        "what was replaced is kept"
    );
    // What is typed right after is a step of its own.
    let typed = renamed(&bench, &back, "Onely");
    let undone = bench.call("undo", at(&typed));
    assert_eq!(undone["draft"]["name"], "One");
    let undone = bench.call("undo", at(&undone));
    assert_eq!(undone["draft"]["name"], "Two");
    let redone = bench.call("redo", at(&undone));
    assert_eq!(redone["draft"], one["draft"]);

    let same = restored(&bench, &redone, &created);
    assert_eq!(same, redone, "it is there already");
}

#[test]
fn restoring_is_an_edit_like_any_other() {
    let bench = Bench::new();
    let one = bench.campaign("One");
    let created = id(&bench, &one, 0);
    let two = renamed(&bench, &one, "Two");
    let args = |version: &Json| json!({"key": one["key"], "version": version, "id": created});
    let stale = bench.refused("restore_version", args(&one["version"]));
    assert_eq!(stale.code, "changed_elsewhere");
    let active = bench.call("set_status", json!({"key": one["key"], "move": "start"}));
    let locked = bench.refused("restore_version", args(&active["version"]));
    assert_eq!(locked.code, "locked");
    let paused = bench.call("set_status", json!({"key": one["key"], "move": "pause"}));
    let back = restored(&bench, &paused, &created);
    assert_eq!(
        (&back["draft"]["name"], &back["draft"]["status"]),
        (&json!("One"), &json!("paused")),
        "no version brings a status back"
    );
    assert_eq!(two["draft"]["name"], "Two");
}
