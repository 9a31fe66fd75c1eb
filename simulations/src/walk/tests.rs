//! The decision cases of `fixtures/decisions/`: campaigns, events, what each must give.

use std::collections::{BTreeMap, BTreeSet};

use campaign::Draft;
use exposure::Order;
use serde_json::{Value as Json, json};

use super::*;

#[derive(Deserialize)]
struct Case {
    name: String,
    campaigns: Vec<Json>,
    #[serde(default)]
    order: Order,
    events: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    event: Json,
    #[serde(default)]
    shown: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    reason: Option<Reason>,
}

/// A case writes only what matters: the rest comes from a text modal that is active.
fn draft(change: &Json, number: usize) -> Draft {
    let mut draft = Draft::new(format!("c{number}"), format!("Campaign {number}"));
    draft.status = campaign::draft::Status::Active;
    draft.frequency = campaign::frequency::Frequency::default();
    let step = &mut draft.groups[0].message.steps[0];
    step.content = campaign::message::Content::TextButton;
    step.title.text = "Hello".to_owned();
    let mut base = serde_json::to_value(&draft).unwrap();
    merge(&mut base, change, &step_json(&draft));
    serde_json::from_value(base).unwrap()
}

fn step_json(draft: &Draft) -> Json {
    serde_json::to_value(&draft.groups[0].message).unwrap()
}

fn merge(base: &mut Json, change: &Json, message: &Json) {
    for (key, value) in change.as_object().unwrap() {
        base[key] = value.clone();
    }
    for group in base["groups"].as_array_mut().unwrap() {
        if group.get("message").is_none() && group.get("control") != Some(&json!(true)) {
            group["message"] = message.clone();
        }
    }
}

fn plan(case: &Case) -> Plan {
    let campaigns = case.campaigns.iter().enumerate().map(|(number, change)| {
        let draft = draft(change, number + 1);
        let (findings, campaign) = draft.check(&BTreeMap::new(), &campaign::Limits::default());
        campaign.unwrap_or_else(|| panic!("{}: {findings:?}", case.name))
    });
    Plan::new(campaigns, case.order)
}

fn run(case: &Case, met: &mut BTreeSet<Reason>) {
    let plan = plan(case);
    let mut walk = Walk::new(&plan, &People::AsTheySay, |source| {
        !matches!(source, Source::Elsewhere(_))
    });
    for (number, step) in case.events.iter().enumerate() {
        let Json::Object(object) = step.event.clone() else {
            panic!("{}", case.name)
        };
        let event = Event::from_object(object).unwrap();
        let decision = walk.decide(&event, event.ts_us).unwrap();
        let place = format!("{}, event {}", case.name, number + 1);
        assert_eq!(decision.shown, step.shown, "{place}: {decision:?}");
        if step.group.is_some() {
            assert_eq!(decision.group, step.group, "{place}");
        }
        if let Some(expected) = step.reason {
            let first = decision.reasons.first().map(|reason| reason.reason);
            assert_eq!(first, Some(expected), "{place}");
            met.insert(expected);
        }
    }
}

#[test]
fn every_case_decides_as_written_and_every_reason_has_one() {
    let mut met = BTreeSet::new();
    let mut cases = 0;
    for (file, cases_of_file) in fixtures::decision_cases() {
        let all: Vec<Case> =
            serde_json::from_value(cases_of_file).unwrap_or_else(|e| panic!("{file}: {e}"));
        for case in &all {
            run(case, &mut met);
            cases += 1;
        }
    }
    let missing: Vec<_> = Reason::ALL
        .iter()
        .filter(|reason| !met.contains(reason))
        .collect();
    assert!(
        missing.is_empty(),
        "no case gives {missing:?} ({cases} cases)"
    );
}
