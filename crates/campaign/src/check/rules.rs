//! What is wrong with who sees a draft, when, and how often.

use std::collections::HashSet;

use crate::check::Findings;
use crate::condition::{Condition, Key, Operator, ValueType};
use crate::draft::Draft;
use crate::experiment::{Allocation, WHOLE_BP};
use crate::finding::Code;
use crate::trigger::PageMatch;
use crate::value::Value;

/// Groups of an A/B test.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=10;
/// Hours between two re-weightings.
const CADENCES_HOURS: [u32; 3] = [1, 24, 48];

/// The groups' keys, each of which must be there once.
fn groups<'a>(draft: &'a Draft, findings: &mut Findings) -> HashSet<&'a str> {
    let mut keys = HashSet::new();
    for (index, group) in draft.groups.iter().enumerate() {
        if group.key.is_empty() || !keys.insert(group.key.as_str()) {
            let message = if group.key.is_empty() {
                "The group has no key.".to_owned()
            } else {
                format!("Two groups have the key {:?}.", group.key)
            };
            let path = format!("/groups/{index}/key");
            findings.block(
                &path,
                Code::Duplicate,
                message,
                "Give each group a key of its own.",
            );
        }
        if group.control && draft.experiment.is_none() {
            let message = "A control group sees nothing; without a test nobody would.".to_owned();
            let path = format!("/groups/{index}/control");
            findings.block(&path, Code::NeverHolds, message, "Add an A/B test.");
        }
    }
    keys
}

pub(super) fn experiment(draft: &Draft, findings: &mut Findings) {
    let keys = groups(draft, findings);
    let Some(experiment) = &draft.experiment else {
        return;
    };
    if !GROUPS.contains(&draft.groups.len()) {
        let message = format!(
            "An A/B test has 2 to 10 groups, this has {}.",
            draft.groups.len()
        );
        findings.block(
            "/groups",
            Code::OutOfRange,
            message,
            "Add or remove groups.",
        );
    }
    let sum: u64 = draft
        .groups
        .iter()
        .map(|group| u64::from(group.weight_bp))
        .sum();
    if sum != u64::from(WHOLE_BP) {
        let message = format!("The weights sum to {} %, not 100 %.", sum as f64 / 100.0);
        findings.block("/groups", Code::WeightSum, message, "Spread them evenly.");
    }
    if experiment.traffic_bp == 0 || experiment.traffic_bp > WHOLE_BP {
        let message = "The share of people in the test is not between 0 and 100 %.".to_owned();
        findings.block(
            "/experiment/traffic_bp",
            Code::OutOfRange,
            message,
            "Write 100 %.",
        );
    }
    if let Allocation::Mab { cadence_hours, .. } = experiment.allocation
        && !CADENCES_HOURS.contains(&cadence_hours)
    {
        let message = format!("Weights cannot be computed every {cadence_hours} hours.");
        let path = "/experiment/allocation/cadence_hours";
        findings.block(path, Code::OutOfRange, message, "Choose 1, 24 or 48.");
    }
    if let Some(winner) = &experiment.winner
        && !keys.contains(winner.as_str())
    {
        let message = format!("The winner {winner:?} is none of the groups.");
        findings.block(
            "/experiment/winner",
            Code::NeverHolds,
            message,
            "Choose a group.",
        );
    }
}

pub(super) fn triggers(draft: &Draft, findings: &mut Findings) {
    if draft.triggers.is_empty() {
        let message = "No event sets it off.".to_owned();
        findings.block("/triggers", Code::Missing, message, "Add a start event.");
    }
    for (index, rule) in draft.triggers.iter().enumerate() {
        let path = format!("/triggers/{index}");
        findings.length(
            &format!("{path}/event"),
            "The event's name",
            &rule.event,
            (1, 200),
        );
        for (index, filter) in rule.filters.iter().enumerate() {
            condition(&format!("{path}/filters/{index}"), filter, findings);
        }
    }
    for (index, rule) in draft.page_rules.iter().enumerate() {
        let empty = rule.value.trim().is_empty();
        if empty {
            let message = "The page rule is empty.".to_owned();
            let fix = match rule.compare {
                PageMatch::Wildcard => "Write a URL, or * for every page.",
                PageMatch::Contains | PageMatch::Equals => "Write a URL or remove the rule.",
            };
            findings.block(
                &format!("/page_rules/{index}/value"),
                Code::Missing,
                message,
                fix,
            );
        }
    }
}

/// A forecast decides once, at the trigger.
pub(super) fn delay(draft: &Draft, findings: &mut Findings) {
    if draft.delay.check_again {
        let message = "A forecast does not check a second time when the delay is over.".to_owned();
        findings.note("/delay/check_again", Code::NotSupported, message, "");
    }
}

pub(super) fn frequency(draft: &Draft, findings: &mut Findings) {
    let frequency = &draft.frequency;
    let window = frequency.per_user_window.as_ref();
    let caps = [
        ("per_session", frequency.per_session),
        ("per_device", frequency.per_device),
        ("per_user", frequency.per_user),
        ("per_user_window/count", window.map(|window| window.count)),
        ("per_user_window/amount", window.map(|window| window.amount)),
    ];
    for (field, value) in caps {
        if value == Some(0) {
            let message = "A limit of 0 shows nothing to anybody.".to_owned();
            let path = format!("/frequency/{field}");
            findings.block(
                &path,
                Code::OutOfRange,
                message,
                "Write 1 or more, or clear it.",
            );
        }
    }
}

pub(super) fn audience(draft: &Draft, findings: &mut Findings) {
    for (group, conditions) in draft.audience.groups.iter().enumerate() {
        for (index, one) in conditions.iter().enumerate() {
            let path = format!("/audience/groups/{group}/{index}");
            if matches!(one.key, Key::EventProperty { .. }) {
                let message = "An event's property never holds in an audience.".to_owned();
                let fix = "Make it a filter of the start event.";
                findings.block(&path, Code::NeverHolds, message, fix);
            }
            condition(&path, one, findings);
        }
    }
    for (index, device) in draft.test_devices.iter().enumerate() {
        let path = format!("/test_devices/{index}");
        findings.length(
            &format!("{path}/id"),
            "The test device's id",
            &device.id,
            (1, 200),
        );
        if let Some(group) = &device.group
            && !draft.groups.iter().any(|one| one.key == *group)
        {
            let message = format!("The test device's group {group:?} does not exist.");
            findings.block(
                &format!("{path}/group"),
                Code::NeverHolds,
                message,
                "Choose a group.",
            );
        }
    }
}

fn condition(path: &str, condition: &Condition, findings: &mut Findings) {
    let name = match &condition.key {
        Key::UserProperty { name, .. }
        | Key::EventProperty { name, .. }
        | Key::Segment { name, .. }
        | Key::FeatureFlag { name, .. }
        | Key::Cohort { name, .. }
        | Key::Score { name, .. }
        | Key::ExperimentGroup { campaign: name, .. }
        | Key::EventCount { event: name, .. } => name.as_str(),
        Key::Device { .. } => "device",
    };
    if name.trim().is_empty() {
        let message = "The condition looks at nothing.".to_owned();
        findings.block(
            &format!("{path}/key"),
            Code::Missing,
            message,
            "Choose a property.",
        );
    }
    let values = format!("{path}/values");
    if condition.operator != Operator::Exists && condition.values.is_empty() {
        let message = "The condition compares with nothing, so it never holds.".to_owned();
        findings.block(&values, Code::NeverHolds, message, "Add a value.");
    }
    let unreadable = |value: &&Value| match condition.value_type {
        ValueType::Number => !matches!(value, Value::Number(_)),
        ValueType::Boolean => !matches!(value, Value::Boolean(_)),
        ValueType::String | ValueType::Version => matches!(value, Value::List(_)),
    };
    if condition.operator != Operator::Exists
        && let Some(value) = condition.values.iter().find(unreadable)
    {
        let shown = value.as_text().unwrap_or_else(|| "a list".to_owned());
        let message = format!("{shown:?} cannot be compared as the chosen type.");
        findings.block(
            &values,
            Code::Malformed,
            message,
            "Change the value or the type.",
        );
    }
}
