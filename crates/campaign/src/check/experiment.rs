//! Groups, and the A/B test that divides people over them.

use serde_json::json;

use crate::check::Findings;
use crate::check::identity::NAME_CHARS_MAX;
use crate::draft::Draft;
use crate::experiment::{Allocation, Experiment, Group, WHOLE_BP};
use crate::finding::Code;

/// Groups of an A/B test.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=10;
/// Hours between two re-weightings.
const CADENCES_HOURS: [u32; 3] = [1, 24, 48];

pub(super) fn check(draft: &Draft, findings: &mut Findings) {
    keys(&draft.groups, findings);
    for (index, group) in draft.groups.iter().enumerate() {
        let path = format!("/groups/{index}/name");
        findings.length(&path, "The group's name", &group.name, (0, NAME_CHARS_MAX));
    }
    match &draft.experiment {
        Some(experiment) => test(draft, experiment, findings),
        None => no_test(draft, findings),
    }
}

/// Each key must be there once.
fn keys(groups: &[Group], findings: &mut Findings) {
    for (index, group) in groups.iter().enumerate() {
        let is_taken = groups[..index].iter().any(|other| other.key == group.key);
        if !group.key.is_empty() && !is_taken {
            continue;
        }
        let path = format!("/groups/{index}/key");
        let (code, message) = if group.key.is_empty() {
            (Code::Missing, "The group has no key.".to_owned())
        } else {
            (
                Code::Duplicate,
                format!("Two groups have the key {:?}.", group.key),
            )
        };
        let finding = findings.block(&path, code, message, "Give each group a key of its own.");
        let mut letters = ('A'..='Z').map(String::from);
        if let Some(free) = letters.find(|key| groups.iter().all(|one| one.key != *key)) {
            finding.one_click(&format!("Call it {free}"), [(path, free.into())]);
        }
    }
}

fn no_test(draft: &Draft, findings: &mut Findings) {
    for (index, group) in draft.groups.iter().enumerate() {
        if group.control {
            let message = "A control group sees nothing; without a test nobody would.".to_owned();
            let path = format!("/groups/{index}/control");
            findings.block(&path, Code::NeverHolds, message, "Add an A/B test.");
        }
    }
    if let [first, _, ..] = draft.groups.as_slice() {
        let message = format!("Without an A/B test only group {} is shown.", first.key);
        let fix = "Add an A/B test, or remove the other groups.";
        findings.note("/groups", Code::NeverHolds, message, fix);
    }
}

fn test(draft: &Draft, experiment: &Experiment, findings: &mut Findings) {
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
    weights(draft, experiment, findings);
    controls(&draft.groups, findings);
    if experiment.traffic_bp == 0 || experiment.traffic_bp > WHOLE_BP {
        let path = "/experiment/traffic_bp";
        let message = "The share of people in the test is not between 0 and 100 %.".to_owned();
        findings
            .block(path, Code::OutOfRange, message, "Write 100 %.")
            .one_click("Set it to 100 %", [(path.to_owned(), WHOLE_BP.into())]);
    }
    if let Allocation::Mab { cadence_hours, .. } = experiment.allocation
        && !CADENCES_HOURS.contains(&cadence_hours)
    {
        let path = "/experiment/allocation/cadence_hours";
        let message = format!("Weights cannot be computed every {cadence_hours} hours.");
        findings
            .block(path, Code::OutOfRange, message, "Choose 1, 24 or 48.")
            .one_click("Every 24 hours", [(path.to_owned(), 24.into())]);
    }
    if let Some(winner) = &experiment.winner {
        let group = draft.groups.iter().find(|group| group.key == *winner);
        let message = match group {
            None => format!("The winner {winner:?} is none of the groups."),
            Some(group) if group.control => {
                format!("The winner {winner} is a control group, so nobody sees anything.")
            }
            Some(_) => return,
        };
        let path = "/experiment/winner";
        findings.block(
            path,
            Code::NeverHolds,
            message,
            "Choose a group with a message.",
        );
    }
}

fn weights(draft: &Draft, experiment: &Experiment, findings: &mut Findings) {
    let groups = &draft.groups;
    let sum: u64 = groups.iter().map(|group| u64::from(group.weight_bp)).sum();
    if sum != u64::from(WHOLE_BP) {
        let message = format!("The weights sum to {} %, not 100 %.", sum as f64 / 100.0);
        let finding = findings.block(
            "/groups",
            Code::WeightSum,
            message,
            "Change them, or spread evenly.",
        );
        let even = even_weights(groups.len()).enumerate();
        let fields = even.map(|(index, bp)| (format!("/groups/{index}/weight_bp"), bp.into()));
        finding.one_click("Spread them evenly", fields);
    } else if experiment.winner.is_none() {
        for (index, group) in groups
            .iter()
            .enumerate()
            .filter(|(_, one)| one.weight_bp == 0)
        {
            let path = format!("/groups/{index}/weight_bp");
            let message = format!("Nobody is assigned to group {}.", group.key);
            findings.note(
                &path,
                Code::NeverHolds,
                message,
                "Give it a share, or remove it.",
            );
        }
    }
}

/// Equal weights that sum to the whole; the first groups take what is left over.
fn even_weights(count: usize) -> impl Iterator<Item = u32> {
    let groups = (count as u32).max(1);
    (0..count as u32).map(move |index| WHOLE_BP / groups + u32::from(index < WHOLE_BP % groups))
}

/// Only the first group may see nothing, and not all may.
fn controls(groups: &[Group], findings: &mut Findings) {
    if !groups.is_empty() && groups.iter().all(|group| group.control) {
        let message = "Every group is a control group, so nobody sees anything.".to_owned();
        findings.block(
            "/groups",
            Code::NeverHolds,
            message,
            "Give one of them a message.",
        );
        return;
    }
    for (index, group) in groups
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, one)| one.control)
    {
        let path = format!("/groups/{index}/control");
        let message = format!(
            "Group {} is a control group, which only the first can be.",
            group.key
        );
        let finding = findings.warn(
            &path,
            Code::NotSupported,
            message,
            "Move it to the first place.",
        );
        if !groups[0].control {
            let swapped = [
                ("/groups/0".to_owned(), json!(group)),
                (format!("/groups/{index}"), json!(groups[0])),
            ];
            finding.one_click("Move it to the first place", swapped);
        }
    }
}
