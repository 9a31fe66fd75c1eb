//! What arrives from other tools, and that nothing gets lost on the way.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{AssetFacts, Limits, Severity, diff};

/// The fixtures, and the vendor's own test data where it lies beside the checkout.
fn sources() -> Vec<(String, Json)> {
    let mut sources = fixtures::foreign_campaigns();
    match fixtures::shared_data("hackle/iam.json") {
        Some(path) => {
            let text = std::fs::read_to_string(path).unwrap();
            let json = serde_json::from_str(&text).unwrap();
            sources.push(("vendor-hackle-iam.json".to_owned(), json));
        }
        None => println!("skipped: ../shared/data is not beside the checkout"),
    }
    sources
}

/// What arrived, as the fields that differ from an empty draft, and every note.
fn described(arrivals: &Arrivals) -> String {
    let mut text = String::new();
    let lines = |text: &mut String, notes: &[Note]| {
        for note in notes {
            let _ = writeln!(text, "  ! {} | {} | {}", note.path, note.what, note.why);
        }
    };
    for arrival in &arrivals.campaigns {
        let _ = writeln!(text, "{}", arrival.draft.key);
        for change in diff(&Draft::default(), &arrival.draft).iter().skip(1) {
            let _ = writeln!(text, "  {} {}", change.path, change.after);
        }
        lines(&mut text, &arrival.notes);
    }
    let _ = writeln!(text, "left");
    lines(&mut text, &arrivals.left);
    text
}

#[test]
fn this_arrives() {
    for (name, json) in sources() {
        let tool = recognise(&json).unwrap();
        let text = format!("{}\n{}", tool.file_words(), described(&read(tool, &json)));
        insta::assert_snapshot!(name.trim_end_matches(".json"), text);
    }
}

#[test]
fn a_draft_of_ours_is_no_other_tools() {
    let draft = serde_json::to_value(Draft::new("a".to_owned(), "A".to_owned())).unwrap();
    for json in [draft, json!({}), json!([]), json!(7), json!({"steps": []})] {
        assert_eq!(recognise(&json), None, "{json}");
    }
}

/// Pointers of every value that says something.
fn leaves(path: &str, json: &Json, found: &mut Vec<String>) {
    let escape = |name: &String| name.replace('~', "~0").replace('/', "~1");
    match json {
        Json::Null => {}
        Json::Object(fields) => {
            for (name, value) in fields {
                leaves(&format!("{path}/{}", escape(name)), value, found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(&format!("{path}/{index}"), value, found);
            }
        }
        Json::Bool(_) | Json::Number(_) | Json::String(_) => found.push(path.to_owned()),
    }
}

/// Every leaf was read, or a note covers it.
fn assert_nothing_is_lost(tool: Tool, json: &Json) {
    let reading = Reading::default();
    let arrivals = read_by(&reading, tool, json);
    let mut all = Vec::new();
    leaves("", json, &mut all);
    for leaf in all {
        assert!(reading.has_taken(&leaf), "{tool:?} lost {leaf}");
    }
    let notes = arrivals.campaigns.iter().flat_map(|one| &one.notes);
    for note in notes.chain(&arrivals.left) {
        assert!(json.pointer(&note.path).is_some(), "{tool:?}: {note:?}");
        assert!(!note.what.is_empty() && !note.why.is_empty());
    }
}

#[test]
fn every_leaf_is_read_or_noted() {
    for (_, json) in sources() {
        assert_nothing_is_lost(recognise(&json).unwrap(), &json);
    }
}

/// The same value, recognisably another.
fn changed(json: &Json) -> Json {
    match json {
        Json::Bool(flag) => (!flag).into(),
        Json::Number(number) => json!(number.as_i64().unwrap_or_default() + 3_600_000),
        Json::String(text) => format!("{text}~").into(),
        other => other.clone(),
    }
}

/// Reading a value is not enough: unless a note covers it, another value must give another draft
/// or another note. The exceptions are ids by which a file refers to itself and words that are
/// always the same.
#[test]
fn every_leaf_makes_a_difference() {
    for (name, json) in sources() {
        let tool = recognise(&json).unwrap();
        let before = read(tool, &json);
        let notes = before.campaigns.iter().flat_map(|one| &one.notes);
        let noted: Vec<&str> = notes.chain(&before.left).map(|n| n.path.as_str()).collect();
        let mut all = Vec::new();
        leaves("", &json, &mut all);
        let mut swallowed = Vec::new();
        for leaf in all {
            let covered = |note: &&&str| leaf.strip_prefix(**note).is_some_and(is_end);
            if noted.iter().any(|note| covered(&note)) {
                continue;
            }
            let mut other = json.clone();
            let value = other.pointer_mut(&leaf).unwrap();
            *value = changed(value);
            if read(tool, &other) == before {
                swallowed.push(leaf);
            }
        }
        if name == "hackle-test.json" {
            swallowed.retain(|leaf| !SWALLOWED.contains(&leaf.as_str()));
        }
        assert_eq!(swallowed, [""; 0], "{name}");
    }
}

/// What comes after a pointer where it ends at a whole name.
fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// What is read without a trace: an experiment's own numbers, a cap above another one (which has
/// the note), names that are always the same, and the variation of a test that is not there.
const SWALLOWED: [&str; 10] = [
    "/experiments/0/id",
    "/experiments/0/version",
    "/experiments/0/bucketId",
    "/experiments/0/variations/2/id",
    "/experiments/0/execution/status",
    "/experiments/0/execution/version",
    "/inAppMessages/0/eventFrequencyCap/identifiers/0/countPerIdentifier",
    "/inAppMessages/0/targetContext/targets/0/conditions/0/key/name",
    "/inAppMessages/0/targetContext/targets/0/conditions/1/key/name",
    "/inAppMessages/1/messageContext/messages/0/variationKey",
];

/// What blocks an arrival is what could not arrive: pictures, texts, what stands in for something.
#[test]
fn arrivals_are_blocked_by_what_is_missing() {
    let mut text = String::new();
    for (name, json) in fixtures::foreign_campaigns() {
        for arrival in read(recognise(&json).unwrap(), &json).campaigns {
            let stored: BTreeMap<String, AssetFacts> = BTreeMap::new();
            let (findings, _) = arrival.draft.check(&stored, &Limits::default());
            let _ = writeln!(text, "{name} {}", arrival.draft.key);
            for finding in findings
                .iter()
                .filter(|one| one.severity == Severity::Block)
            {
                let _ = writeln!(text, "  {:?} {}", finding.code, finding.path);
            }
        }
    }
    insta::assert_snapshot!("blocked", text);
}

/// A change that a file can suffer on its way.
#[derive(Debug, Clone)]
enum Damage {
    Drop,
    Replace(Json),
    Rename(String),
}

fn damage() -> impl Strategy<Value = Damage> {
    let text = prop_oneof![
        Just(String::new()),
        ".{0,20}",
        Just("9".repeat(5_000)),
        Just("ACTIVE".to_owned()),
    ];
    let value = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text.clone().prop_map(Json::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[{"key": {}}], null, "x", {"conditions": [{}]}])),
    ];
    prop_oneof![
        Just(Damage::Drop),
        value.prop_map(Damage::Replace),
        text.prop_map(Damage::Rename),
    ]
}

/// Every place of a document, containers too.
fn places(path: &str, json: &Json, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(&format!("{path}/{name}"), value, found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(&format!("{path}/{index}"), value, found);
            }
        }
        _ => {}
    }
}

fn apply(json: &mut Json, at: usize, damage: &Damage) {
    let mut all = Vec::new();
    places("", json, &mut all);
    let path = &all[at % all.len()];
    let Some((holder, name)) = path.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match (json.pointer_mut(holder), damage) {
        (Some(Json::Object(fields)), Damage::Drop) => {
            fields.remove(&name);
        }
        (Some(Json::Object(fields)), Damage::Replace(value)) => {
            fields.insert(name, value.clone());
        }
        (Some(Json::Object(fields)), Damage::Rename(new)) => {
            if let Some(value) = fields.remove(&name) {
                fields.insert(new.clone(), value);
            }
        }
        (Some(Json::Array(items)), damage) => {
            let index: usize = name.parse().unwrap();
            match damage {
                Damage::Drop => {
                    items.remove(index);
                }
                Damage::Replace(value) => items[index] = value.clone(),
                Damage::Rename(text) => items.push(text.clone().into()),
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_damage_breaks_a_reader(
        source in 0_usize..5,
        damages in proptest::collection::vec((any::<usize>(), damage()), 1..12),
    ) {
        let (_, mut json) = fixtures::foreign_campaigns().swap_remove(source);
        for (at, damage) in &damages {
            apply(&mut json, *at, damage);
        }
        let stored: BTreeMap<String, AssetFacts> = BTreeMap::new();
        for tool in Tool::ALL {
            assert_nothing_is_lost(tool, &json);
            for arrival in read(tool, &json).campaigns {
                let _ = arrival.draft.check(&stored, &Limits::default());
                let written = arrival.draft.to_json();
                prop_assert_eq!(Draft::from_json(&written).unwrap(), arrival.draft);
            }
        }
    }
}
