//! Every case of `fixtures/drafts`, and what must hold of all of them: findings, repairs, codes.

use std::collections::{BTreeMap, BTreeSet};

use fixtures::{DraftCase, draft_cases};
use serde_json::Value as Json;

use crate::asset::AssetFacts;
use crate::diff::diff;
use crate::draft::Draft;
use crate::finding::{Code, Finding, Repair, Severity};
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
