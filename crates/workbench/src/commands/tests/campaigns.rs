use serde_json::{Value as Json, json};

use super::{at, renamed};
use crate::testing::Bench;

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

/// Acts on campaigns; what was done and the codes of what was refused.
fn act(bench: &Bench, keys: &[&Json], act: &str) -> (Vec<Json>, Vec<Json>) {
    let report = bench.call("act_on_campaigns", json!({"keys": keys, "act": act}));
    let refused = report["refused"].as_array().unwrap().iter();
    (
        report["done"].as_array().unwrap().clone(),
        refused
            .map(|refusal| json!([refusal["key"], refusal["name"], refusal["failure"]["code"]]))
            .collect(),
    )
}

fn names(bench: &Bench) -> Vec<String> {
    let view = bench.call("workspace", json!({}));
    let rows = view["campaigns"].as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_done_to_several_is_done_to_each_by_itself() {
    let bench = Bench::new();
    let [one, two, three] = ["One", "Two", "Three"].map(|name| bench.campaign(name));
    let nameless = renamed(&bench, &two, "");
    let keys = [&one["key"], &two["key"], &three["key"]];
    let unknown = json!("unknown");

    let (done, refused) = act(&bench, &[keys[0], keys[1], &unknown, keys[2]], "start");
    assert_eq!(done, [keys[0].clone(), keys[2].clone()]);
    assert_eq!(
        refused,
        [
            json!([two["key"], "", "blocked"]),
            json!(["unknown", "unknown", "no_campaign"])
        ]
    );
    assert_eq!(act(&bench, &keys, "pause").0.len(), 2);
    assert_eq!(act(&bench, &[keys[0]], "resume").0.len(), 1);
    let (done, refused) = act(&bench, &keys, "end");
    assert_eq!(
        (done.len(), &refused[0]),
        (2, &json!([nameless["key"], "", "move_refused"]))
    );
    let (done, refused) = act(&bench, &[keys[0], keys[0], keys[0]], "delete");
    assert_eq!(
        (done.len(), refused.len()),
        (1, 0),
        "named thrice, deleted once"
    );
}

#[test]
fn copies_of_several_are_campaigns_of_their_own() {
    let bench = Bench::new();
    let [one, two] = ["One", "Two"].map(|name| bench.campaign(name));
    let (done, refused) = act(&bench, &[&one["key"], &two["key"]], "duplicate");
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(names(&bench), ["One", "Two", "One (copy)", "Two (copy)"]);
    let copy = bench.call("open_draft", json!({"key": done[1]}));
    assert_eq!(copy["draft"]["name"], "Two (copy)");
}

#[test]
fn deleted_campaigns_are_listed_and_come_back_in_their_places() {
    let bench = Bench::new();
    let made = ["One", "Two", "Three"].map(|name| bench.campaign(name));
    assert_eq!(bench.call("deleted_campaigns", json!({})), json!([]));
    act(&bench, &[&made[1]["key"]], "delete");
    bench.host.pass_ms(5);
    act(&bench, &[&made[0]["key"]], "delete");
    assert_eq!(names(&bench), ["Three"]);

    let bench = Bench::around(bench.host);
    let deleted = bench.call("deleted_campaigns", json!({}));
    assert_eq!(
        deleted,
        json!([
            {"key": made[0]["key"], "name": "One", "deleted_ms": 1_700_000_000_005_i64},
            {"key": made[1]["key"], "name": "Two", "deleted_ms": 1_700_000_000_000_i64},
        ])
    );
    let keys = [&made[0]["key"], &made[1]["key"], &made[2]["key"]];
    let (done, refused) = act(&bench, &keys, "restore");
    assert_eq!(done, [keys[0].clone(), keys[1].clone()]);
    assert_eq!(refused[0][2], "no_campaign", "it was not deleted");
    assert_eq!(names(&bench), ["One", "Two", "Three"]);
    assert_eq!(bench.call("deleted_campaigns", json!({})), json!([]));
}

#[test]
fn a_campaign_that_another_hides_says_so() {
    let bench = Bench::new();
    let uncapped = |view: &Json, priority: i32| {
        let mut draft = view["draft"].clone();
        for cap in ["per_session", "per_device", "per_user", "per_user_window"] {
            draft["frequency"][cap] = Json::Null;
        }
        draft["priority"] = json!(priority);
        let args = json!({"key": view["key"], "version": view["version"], "draft": draft});
        bench.call("save_draft", args)
    };
    let hidden = bench.campaign("Hidden");
    let hides = uncapped(&bench.campaign("Hides"), -1);
    let shadows = |view: &Json| {
        let view = bench.call("open_draft", json!({"key": view["key"]}));
        let findings = view["findings"].as_array().unwrap().iter();
        let shadows = findings.filter(|finding| finding["code"] == "shadowed");
        shadows
            .map(|one| one["severity"].clone())
            .collect::<Vec<_>>()
    };
    let warnings = || {
        let rows = bench.call("workspace", json!({}))["campaigns"].clone();
        rows[0]["findings"]["warn"].as_u64().unwrap()
    };
    assert_eq!((shadows(&hidden), warnings()), (vec![json!("note")], 0));
    bench.call("set_status", json!({"key": hides["key"], "move": "start"}));
    assert_eq!((shadows(&hidden), warnings()), (vec![json!("warn")], 1));
    assert_eq!(shadows(&hides), Vec::<Json>::new());
    let plan = bench.call("publish_plan", json!({}));
    assert_eq!(plan["items"][0]["findings"]["warn"], 1);
    bench.call(
        "act_on_campaigns",
        json!({"keys": [hides["key"]], "act": "delete"}),
    );
    assert_eq!((shadows(&hidden), warnings()), (vec![], 0));
}
