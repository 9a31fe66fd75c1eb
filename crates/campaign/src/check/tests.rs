//! Every case of `fixtures/drafts`, and what must hold of all of them: findings, repairs, codes.

use std::collections::{BTreeMap, BTreeSet};

use fixtures::{DraftCase, draft_cases};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::asset::AssetFacts;
use crate::diff::diff;
use crate::draft::Draft;
use crate::finding::{Code, Finding, Repair, Severity};
use crate::frequency::{UserWindowCap, Window, WindowUnit};
use crate::limits::Limits;

/// A case made ready for the check.
struct Case {
    name: String,
    draft: Draft,
    images: BTreeMap<String, AssetFacts>,
    limits: Limits,
    expected: Vec<(String, Severity, Code)>,
}

impl Case {
    fn read(case: DraftCase) -> Self {
        fn parse<T: serde::de::DeserializeOwned>(name: &str, json: Json) -> T {
            serde_json::from_value(json).unwrap_or_else(|error| panic!("{name}: {error}"))
        }
        let name = case.name;
        let silent = Limits {
            first_versions: Vec::new(),
            ..Limits::default()
        };
        let finding = |[path, severity, code]: [String; 3]| {
            let severity = parse(&name, Json::String(severity));
            (path, severity, parse(&name, Json::String(code)))
        };
        Self {
            draft: parse(&name, case.draft),
            images: parse(&name, Json::Object(case.images)),
            limits: case.limits.map_or(silent, |limits| parse(&name, limits)),
            expected: case.findings.into_iter().map(finding).collect(),
            name,
        }
    }

    fn findings(&self, draft: &Draft) -> Vec<Finding> {
        let (findings, campaign) = draft.check(&self.images, &self.limits);
        let blocked = findings.iter().any(|one| one.severity == Severity::Block);
        let name = &self.name;
        assert_eq!(
            campaign.is_none(),
            blocked,
            "{name}: a campaign exactly when nothing blocks"
        );
        findings
    }
}

fn cases() -> Vec<Case> {
    draft_cases().into_iter().map(Case::read).collect()
}

#[test]
fn every_case_has_its_findings_and_no_other() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = case.findings(&case.draft).into_iter();
        let found: Vec<_> = found
            .map(|one| (one.path, one.severity, one.code))
            .collect();
        let sorted = |list: &[(String, Severity, Code)]| {
            let mut words: Vec<String> = list.iter().map(|one| format!("{one:?}")).collect();
            words.sort();
            words
        };
        if sorted(&found) != sorted(&case.expected) {
            let name = case.name;
            wrong.push(format!(
                "{name}\n  found {found:?}\n  expected {:?}",
                case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_cases_that_find_it() {
    let all = cases();
    let found: BTreeSet<String> = all
        .iter()
        .flat_map(|case| case.expected.iter().map(|(.., code)| format!("{code:?}")))
        .collect();
    // Only several campaigns together make this one; its cases are with it.
    for code in Code::ALL.into_iter().filter(|code| *code != Code::Shadowed) {
        assert!(found.contains(&format!("{code:?}")), "no draft is {code:?}");
    }
    let sound = all.iter().filter(|case| case.expected.is_empty()).count();
    assert!(
        all.len() >= 120 && sound >= 60,
        "{} cases, {sound} sound",
        all.len()
    );
}

#[test]
fn messages_are_sentences_and_point_into_the_draft() {
    for case in cases() {
        let json = serde_json::to_value(&case.draft).unwrap();
        for finding in case.findings(&case.draft) {
            let Finding {
                path, message, fix, ..
            } = &finding;
            for text in std::iter::once(message).chain(fix) {
                assert!(text.ends_with('.'), "{}: {text}", case.name);
            }
            // An optional part that is missing has no field yet: then its owner is there.
            let owner = path.rsplit_once('/').map_or("", |(owner, _)| owner);
            let is_there = json.pointer(path).is_some() || json.pointer(owner).is_some();
            assert!(is_there, "{}: {path}", case.name);
        }
    }
}

/// One click takes its finding away and makes nothing else block.
#[test]
fn every_repair_repairs() {
    let mut labels = BTreeSet::new();
    for case in cases() {
        let before = case.findings(&case.draft);
        for finding in &before {
            let Some(repair @ Repair::Set { label, fields }) = &finding.repair else {
                continue;
            };
            let name = format!("{}: {label} at {}", case.name, finding.path);
            let repaired = case.draft.repaired(repair);
            let repaired = repaired.unwrap_or_else(|| panic!("{name}: it does not fit"));
            let changed = diff(&case.draft, &repaired);
            assert!(!changed.is_empty(), "{name}: nothing changed");
            for change in &changed {
                let names_it =
                    |path: &str| change.path.starts_with(path) || path.starts_with(&change.path);
                let list = |path: &str| path.rsplit_once('/').map_or("", |it| it.0).to_owned();
                let is_named = |field: &crate::finding::Setting| {
                    names_it(&field.path) || field.value.is_null() && names_it(&list(&field.path))
                };
                assert!(
                    fields.iter().any(is_named),
                    "{name}: {} changed",
                    change.path
                );
            }
            let after = case.findings(&repaired);
            let count = |list: &[Finding]| {
                let same = |one: &&Finding| one.path == finding.path && one.code == finding.code;
                list.iter().filter(same).count()
            };
            assert!(count(&after) < count(&before), "{name}: {after:?}");
            let blocks = |list: &[Finding]| {
                list.iter()
                    .filter(|one| one.severity == Severity::Block)
                    .count()
            };
            let allowed = blocks(&before) - usize::from(finding.severity == Severity::Block);
            assert!(blocks(&after) <= allowed, "{name}: {after:?}");
            labels.insert(label.clone());
        }
    }
    assert!(labels.len() >= 30, "{labels:#?}");
}

#[test]
fn an_image_knows_its_repair() {
    let all = cases();
    let repairs = |wanted: Code| {
        let findings = all.iter().flat_map(|case| case.findings(&case.draft));
        let of_code = findings.filter(move |finding| finding.code == wanted);
        of_code.map(|finding| finding.repair).collect::<Vec<_>>()
    };
    let ratios = repairs(Code::ImageRatio);
    assert!(
        ratios.contains(&Some(Repair::Crop { wide: 29, high: 10 })),
        "{ratios:?}"
    );
    assert!(
        ratios.contains(&Some(Repair::Crop { wide: 2, high: 3 })),
        "{ratios:?}"
    );
    let sizes = repairs(Code::ImageTooLarge);
    let bytes_max = 1_048_576;
    assert!(
        sizes
            .iter()
            .all(|one| *one == Some(Repair::Fit { bytes_max })),
        "{sizes:?}"
    );
}

#[test]
fn periods_are_read_in_their_zone() {
    let case = cases()
        .into_iter()
        .find(|case| case.name.ends_with("a period in a zone"));
    let case = case.expect("the case is there");
    let campaign = case
        .draft
        .check(&case.images, &case.limits)
        .1
        .expect("it is sound");
    assert_eq!(
        campaign.period_us(),
        Some((1_777_593_600_000_000, 1_777_680_000_000_000))
    );
}

#[test]
fn a_draft_with_every_part_is_sound() {
    let draft = Draft::from_json(fixtures::every_part()).unwrap();
    assert_eq!(draft.to_json(), fixtures::every_part());
    let base = draft_cases().remove(0);
    let images: BTreeMap<String, AssetFacts> =
        serde_json::from_value(Json::Object(base.images)).unwrap();
    let (findings, campaign) = draft.check(&images, &Limits::default());
    assert!(campaign.is_some(), "{findings:?}");
}

/// JSON pointers of everything in the document that is no object.
fn leaves(json: &Json, path: &str, found: &mut Vec<String>) {
    match json {
        Json::Object(fields) => {
            for (name, part) in fields {
                leaves(part, &format!("{path}/{name}"), found);
            }
        }
        Json::Array(items) => {
            found.push(path.to_owned());
            for (index, part) in items.iter().enumerate() {
                leaves(part, &format!("{path}/{index}"), found);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            found.push(path.to_owned());
        }
    }
}

fn extreme() -> impl Strategy<Value = Json> {
    let words = [
        "",
        " ",
        "9999-12-31T23:59:59",
        "-9999-01-01T00:00",
        "24:00",
        "(",
        "*",
        "#",
        "0",
        "1e999",
        "Asia/Seoul",
        "Antarctica/Troll",
        "🏳️‍🌈",
        "\u{0}",
        "{{ x }}",
        "exists",
        "permanent",
        "calendar_day",
    ];
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        prop::sample::select(vec![0, 1, 2, 10_000, 86_401, u32::MAX]).prop_map(Json::from),
        prop::sample::select(vec![-1, i64::from(i32::MIN), i64::MAX]).prop_map(Json::from),
        prop::sample::select(words.to_vec()).prop_map(Json::from),
        Just(Json::Array(Vec::new())),
    ]
}

#[test]
fn the_longest_window_there_is_can_be_checked() {
    let mut draft = Draft::from_json(fixtures::every_part()).unwrap();
    for window in [Window::Rolling, Window::CalendarDay] {
        draft.frequency.window = window;
        let cap = UserWindowCap::new(1, u32::MAX, WindowUnit::Days);
        draft.frequency.per_user_window = Some(cap);
        let (findings, _) = draft.check(&BTreeMap::new(), &Limits::default());
        let idle = findings
            .iter()
            .find(|one| one.code == Code::CapNeverReached);
        assert_eq!(
            idle.map(|one| one.path.as_str()),
            Some("/frequency/per_user")
        );
    }
}

proptest! {
    /// Whatever is typed, a check ends, a campaign comes out exactly when nothing blocks, and
    /// the campaign next to it is looked at too.
    #[test]
    fn no_value_breaks_a_check(
        typed in prop::collection::vec((any::<prop::sample::Index>(), extreme()), 1..8)
    ) {
        let mut json: Json = serde_json::from_str(fixtures::every_part()).unwrap();
        let mut paths = Vec::new();
        leaves(&json, "", &mut paths);
        for (place, value) in typed {
            let path: &String = place.get(&paths);
            let before = json.clone();
            // A list that was emptied has no elements any more.
            let Some(field) = json.pointer_mut(path) else { continue };
            *field = value;
            if serde_json::from_value::<Draft>(json.clone()).is_err() {
                json = before;
            }
        }
        let draft: Draft = serde_json::from_value(json).unwrap();
        let (findings, campaign) = draft.check(&BTreeMap::new(), &Limits::default());
        let blocked = findings.iter().any(|one| one.severity == Severity::Block);
        prop_assert_eq!(campaign.is_none(), blocked);
        super::shadowed(&[&draft, &draft]);
    }
}
