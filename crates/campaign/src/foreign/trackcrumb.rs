//! A TrackCrumb campaign: trigger, steps, frequency cap, and variants where it is part of an
//! A/B test. It shows on the web only, and its cap counts terminal interactions.

use serde_json::Value as Json;

use super::place::Place;
use super::{Arrival, any_looks_like, key, numbered, one_or_many, priority, unreadable_condition};
use crate::condition::ScoreAudience;
use crate::draft::{Draft, Orientation, Platform, Status};
use crate::experiment::{Experiment, Group, WHOLE_BP};
use crate::frequency::{Counts, Frequency, UserWindowCap, WindowUnit};
use crate::message::{Action, Anchor, Button, Content, Cta, Layout, Link, Message, Step, Text};
use crate::trigger::TriggerRule;

/// Names under which a list of campaigns stands.
const LISTS: [&str; 3] = ["campaigns", "messages", "data"];

pub(super) fn is_ours(json: &Json) -> bool {
    any_looks_like(json, &LISTS, |one| {
        let has = |name| one.get(name).is_some();
        let shows = has("steps") || has("variants");
        shows && (has("trigger") || has("frequencyCap") || has("experimentId"))
    })
}

pub(super) fn read(root: &Place<'_>) -> Vec<Arrival> {
    one_or_many(root, &LISTS, campaign)
}

fn campaign(place: &Place<'_>, index: usize) -> Draft {
    let id = place.id_of("id");
    let key = key("trackcrumb", id.as_deref(), index);
    let id = id.unwrap_or_else(|| "without an id".to_owned());
    let name = place.text_of("name");
    let (groups, experiment) = groups(place, &key);
    let mut draft = Draft {
        key,
        name: name.map_or_else(|| format!("TrackCrumb message {id}"), str::to_owned),
        description: format!("Imported from TrackCrumb, message {id}."),
        status: status(place),
        priority: priority(place.field("priority")),
        platforms: vec![Platform::PcWeb, Platform::MobileWeb],
        orientations: Orientation::ALL.to_vec(),
        groups,
        experiment,
        frequency: frequency(place),
        ..Draft::default()
    };
    if let Some(trigger) = place.field("trigger") {
        read_trigger(&trigger, &mut draft);
    }
    draft
}

fn status(place: &Place<'_>) -> Status {
    let words = [
        ("draft", Status::Draft),
        ("Draft", Status::Draft),
        ("active", Status::Active),
        ("Active", Status::Active),
        ("paused", Status::Paused),
        ("Paused", Status::Paused),
    ];
    if let Some(field) = place.field("status")
        && matches!(field.word(&words), Some(Status::Active | Status::Paused))
    {
        field.note("It arrives as a draft: start it here when it is complete.");
    }
    Status::Draft
}

/// The cap of a campaign without one is "once ever", as in the tool's editor.
fn frequency(place: &Place<'_>) -> Frequency {
    let once_a_session = Frequency {
        per_session: Some(1),
        counts: Counts::Terminal,
        ..Frequency::default()
    };
    let once_a_day = Frequency {
        per_user_window: Some(UserWindowCap::new(1, 1, WindowUnit::Days)),
        counts: Counts::Terminal,
        ..Frequency::default()
    };
    let cap = place.field("frequencyCap").and_then(|cap| {
        // The number of the row in the table below.
        let words = [("session", 0), ("day", 1), ("ever", 2)];
        cap.word(&words)
    });
    match cap {
        Some(0) => once_a_session,
        Some(1) => once_a_day,
        _ => Frequency::once_ever(),
    }
}

fn read_trigger(trigger: &Place<'_>, draft: &mut Draft) {
    let event = trigger
        .field("eventName")
        .or_else(|| trigger.field("event"))
        .and_then(|event| event.text());
    draft.triggers = vec![TriggerRule {
        event: event.unwrap_or_default().to_owned(),
        ..TriggerRule::default()
    }];
    let regex = trigger.text_of("urlRegex");
    draft.url_regex = regex.filter(|regex| !regex.is_empty()).map(str::to_owned);
    if let Some(audience) = trigger.field("audience") {
        match score(&audience) {
            Some(score) => draft.audience.score = Some(score),
            None => draft.audience.groups = vec![vec![unreadable_condition()]],
        }
    }
}

/// An audience by churn score; none, with a note, for any other.
fn score(audience: &Place<'_>) -> Option<ScoreAudience> {
    let kind = audience.field("type");
    if kind.as_ref().and_then(|kind| kind.json().as_str()) != Some("score") {
        audience.note(
            "Rehearsal reads audiences by score only. A condition without values stands in its \
             place and blocks the start; complete or remove it.",
        );
        return None;
    }
    audience.take_field("type");
    Some(ScoreAudience {
        churn_prob_gt: audience.number_of("churnProbGt"),
        top_n: audience.count_of("topN"),
        ..ScoreAudience::default()
    })
}

/// One group, or one for each variant; the variants share people evenly.
fn groups(place: &Place<'_>, key: &str) -> (Vec<Group>, Option<Experiment>) {
    let variants = place.field("variants").map(|variants| variants.parts());
    let variants = variants.filter(|variants| variants.len() > 1);
    let Some(variants) = variants else {
        let group = Group {
            key: "A".to_owned(),
            name: "A".to_owned(),
            message: message(place),
            ..Group::default()
        };
        return (vec![group], None);
    };
    if let Some(steps) = place.field("steps") {
        steps.note("The steps of the variants count.");
    }
    for name in ["experimentId", "flagKey"] {
        if let Some(field) = place.field(name) {
            field.note("The A/B test is the campaign's own here; people are assigned anew.");
        }
    }
    let count = variants.len() as u32;
    let border_bp = |index: usize| WHOLE_BP * index as u32 / count;
    let group = |(index, variant): (usize, &Place<'_>)| {
        if let Some(message_id) = variant.field("messageId") {
            message_id.note("The variant's message has no key of its own here.");
        }
        Group {
            key: letters(index),
            name: variant.name(),
            weight_bp: border_bp(index + 1) - border_bp(index),
            message: message(variant),
            ..Group::default()
        }
    };
    let experiment = Experiment {
        seed: seed(key),
        ..Experiment::default()
    };
    (
        variants.iter().enumerate().map(group).collect(),
        Some(experiment),
    )
}

/// `A` to `Z`, then `AA` and so on.
fn letters(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// A seed that depends on the key alone, so that the same file gives the same campaign
/// (FNV-1a, 32 bits).
fn seed(key: &str) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    key.bytes().fold(2_166_136_261, mix)
}

fn message(place: &Place<'_>) -> Message {
    let steps = place.items_of("steps");
    let steps = steps.iter().enumerate();
    Message {
        steps: steps.map(|(index, place)| step(place, index)).collect(),
        ..Message::default()
    }
}

fn step(place: &Place<'_>, index: usize) -> Step {
    let words = [
        ("modal", Layout::Modal),
        ("Modal", Layout::Modal),
        ("banner", Layout::Banner),
        ("Banner", Layout::Banner),
        ("tooltip", Layout::Tooltip),
        ("Tooltip", Layout::Tooltip),
    ];
    let text = |names: &[&str]| {
        let field = names.iter().find_map(|name| place.field(name));
        field
            .and_then(|field| field.text())
            .unwrap_or_default()
            .to_owned()
    };
    let layout = place.word_of("type", &words);
    let layout = layout.unwrap_or_default();
    let base = Step::default();
    let mut step = Step {
        name: format!("step_{}", index + 1),
        layout,
        content: match layout {
            Layout::Banner | Layout::Tooltip => Content::Text,
            Layout::Modal | Layout::FullScreen | Layout::BottomSheet => Content::TextButton,
        },
        title: Text {
            text: text(&["title"]),
            ..base.title.clone()
        },
        body: Text {
            text: text(&["content", "body"]),
            ..base.body.clone()
        },
        ..base
    };
    let selector = text(&["selector", "cssSelector"]);
    if layout == Layout::Tooltip || !selector.is_empty() {
        step.anchor = Some(Anchor {
            selector,
            ..Anchor::default()
        });
    }
    let (label, url) = (text(&["ctaLabel"]), text(&["ctaUrl"]));
    if !(label.is_empty() && url.is_empty()) {
        let cta = Cta {
            name: numbered("cta", index),
            label,
            url,
            ..Cta::default()
        };
        call_to_action(place, &mut step, cta);
    }
    step
}

/// A click on it always ends the flow there. A modal shows it as a button.
fn call_to_action(place: &Place<'_>, step: &mut Step, cta: Cta) {
    if !step.content.has_buttons() {
        step.cta = Some(cta);
        return;
    }
    if cta.url.is_empty()
        && let Some(field) = place.field("ctaLabel")
    {
        field.note("It has no URL, so it arrives as a button that closes and counts no click.");
    }
    let action = if cta.url.is_empty() {
        Action::CLOSE
    } else {
        Action::Link(Link {
            url: cta.url,
            ..Link::default()
        })
    };
    step.buttons.push(Button {
        name: cta.name,
        text: cta.label,
        action,
        ..Button::default()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_lettered() {
        for (index, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB")] {
            assert_eq!(letters(index), expected);
        }
    }
}
