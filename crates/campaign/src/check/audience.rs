//! Who may see a campaign, and the test devices that always do.

use serde_json::Value as Json;

use crate::check::{Findings, condition, contradiction};
use crate::condition::{Audience, Key, ScoreAudience};
use crate::draft::{Draft, TestDevice};
use crate::finding::Code;

/// The longest id of a test device.
const ID_CHARS_MAX: usize = 200;

pub(super) fn check(draft: &Draft, findings: &mut Findings) {
    let audience = &draft.audience;
    conditions(audience, findings);
    segments(
        "/audience/include_segments",
        &audience.include_segments,
        findings,
    );
    segments(
        "/audience/exclude_segments",
        &audience.exclude_segments,
        findings,
    );
    for (index, segment) in audience.exclude_segments.iter().enumerate() {
        if !segment.trim().is_empty() && audience.include_segments.contains(segment) {
            let path = format!("/audience/exclude_segments/{index}");
            let message = format!("Nobody is in the segment {segment:?} and out of it.");
            let fix = "Take it out of one of the two lists.";
            findings.block(&path, Code::NeverHolds, message, fix);
        }
    }
    if let Some(score) = &audience.score {
        by_score(score, findings);
    }
    test_devices(draft, findings);
}

fn conditions(audience: &Audience, findings: &mut Findings) {
    for (group, conditions) in audience.groups.iter().enumerate() {
        if conditions.is_empty() && audience.groups.len() > 1 {
            let path = format!("/audience/groups/{group}");
            let message = "This group has no condition, so everyone is in the audience.".to_owned();
            findings
                .warn(
                    &path,
                    Code::Missing,
                    message,
                    "Add a condition or remove the group.",
                )
                .one_click("Remove the group", [(path, Json::Null)]);
        }
        for (index, one) in conditions.iter().enumerate() {
            let path = format!("/audience/groups/{group}/{index}");
            if matches!(one.key, Key::EventProperty { .. }) {
                let message = "An event's property never holds in an audience.".to_owned();
                let fix = "Make it a filter of the start event.";
                findings.block(&path, Code::NeverHolds, message, fix);
            }
            condition::check(&path, one, findings);
        }
    }
    let groups = audience.groups.iter().enumerate();
    let groups = groups.map(|(group, list)| (format!("/audience/groups/{group}"), list.as_slice()));
    contradiction::check("group", groups, findings);
}

fn segments(list: &str, segments: &[String], findings: &mut Findings) {
    for (index, segment) in segments.iter().enumerate() {
        if segment.trim().is_empty() {
            let path = format!("{list}/{index}");
            let message = "A segment has no name.".to_owned();
            findings
                .block(&path, Code::Missing, message, "Write it or remove it.")
                .one_click("Remove it", [(path, Json::Null)]);
        }
    }
    findings.repeated(list, segments, |segment| format!("The segment {segment:?}"));
}

fn by_score(score: &ScoreAudience, findings: &mut Findings) {
    let path = "/audience/score";
    if score.churn_prob_gt.is_none() && score.top_n.is_none() {
        let message = "The score has no bound, so it leaves nobody out.".to_owned();
        findings
            .warn(
                path,
                Code::Missing,
                message,
                "Write a bound, or remove the score.",
            )
            .one_click("Remove the score", [(path.to_owned(), Json::Null)]);
    }
    if let Some(bound) = score.churn_prob_gt
        && !(0.0..1.0).contains(&bound)
    {
        let at = format!("{path}/churn_prob_gt");
        let who = if bound < 0.0 { "Every" } else { "No" };
        let message = format!("{who} probability is above {bound}.");
        findings.block(
            &at,
            Code::OutOfRange,
            message,
            "Write a number from 0 to below 1.",
        );
    }
    if score.top_n == Some(0) {
        let at = format!("{path}/top_n");
        let message = "Nobody is among the first 0.".to_owned();
        findings
            .block(
                &at,
                Code::OutOfRange,
                message,
                "Write 1 or more, or clear it.",
            )
            .one_click("Clear it", [(at, Json::Null)]);
    }
}

fn test_devices(draft: &Draft, findings: &mut Findings) {
    let devices = &draft.test_devices;
    for (index, device) in devices.iter().enumerate() {
        let path = format!("/test_devices/{index}");
        let at = format!("{path}/id");
        findings.length(&at, "The test device's id", &device.id, (1, ID_CHARS_MAX));
        let is_same = |other: &TestDevice| other.kind == device.kind && other.id == device.id;
        if !device.id.trim().is_empty() && devices[..index].iter().any(is_same) {
            let message = format!("The test device {:?} is there twice.", device.id);
            findings
                .warn(
                    &path,
                    Code::Duplicate,
                    message,
                    "The first of them counts; remove the other.",
                )
                .one_click("Remove it", [(path.clone(), Json::Null)]);
        }
        let Some(key) = &device.group else { continue };
        let at = format!("{path}/group");
        match draft.groups.iter().find(|group| group.key == *key) {
            None => {
                let message = format!("The test device's group {key:?} does not exist.");
                findings
                    .block(&at, Code::NeverHolds, message, "Choose a group.")
                    .one_click("Let its id decide", [(at, Json::Null)]);
            }
            Some(group) if group.control => {
                let message = format!("Group {key} is a control group: this device sees nothing.");
                findings.note(
                    &at,
                    Code::NeverHolds,
                    message,
                    "Choose another to see a message.",
                );
            }
            Some(_) => {}
        }
    }
}
