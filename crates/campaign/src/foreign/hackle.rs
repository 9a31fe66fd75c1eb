//! A Hackle workspace's configuration, as its SDKs fetch it: `inAppMessages` with the
//! experiments and buckets that they refer to. Field names and words are those of the vendor's
//! public SDKs.

mod conditions;
mod experiment;
mod message;
mod time;

use serde_json::Value as Json;

use super::place::Place;
use super::{Arrival, campaigns_of, key, priority};
use crate::draft::{DeviceIdKind, Draft, Orientation, Platform, Status, TestDevice};
use crate::experiment::{Group, WHOLE_BP};
use crate::frequency::{Frequency, UserWindowCap, WindowUnit};
use crate::trigger::{Delay, TriggerRule};
use time::span_ms;

const HOUR_MS: u64 = 3_600_000;

/// Other tools call their lists `inAppMessages` too.
pub(super) fn is_ours(json: &Json) -> bool {
    let config = json.get("config").unwrap_or(json);
    let messages = config.get("inAppMessages").and_then(Json::as_array);
    messages.is_some_and(|messages| {
        let has = |name| messages.iter().any(|one| one.get(name).is_some());
        config.get("experiments").is_some() || has("messageContext") || has("eventTriggerRules")
    })
}

/// What else stands in a configuration, and why it does not arrive.
const NO_CAMPAIGNS: [(&str, &str); 7] = [
    (
        "workspace",
        "It numbers the workspace there and says nothing of its campaigns.",
    ),
    ("events", "Rehearsal knows events from the log."),
    (
        "segments",
        "Rehearsal does not define segments; conditions name them.",
    ),
    (
        "featureFlags",
        "Rehearsal does not switch features; conditions name them.",
    ),
    (
        "containers",
        "Rehearsal does not keep A/B tests of several campaigns apart.",
    ),
    (
        "parameterConfigurations",
        "Rehearsal does not configure apps.",
    ),
    (
        "remoteConfigParameters",
        "Rehearsal does not configure apps.",
    ),
];

pub(super) fn read(root: &Place<'_>) -> Vec<Arrival> {
    let config = root.field("config").unwrap_or_else(|| root.clone());
    let messages = config.field("inAppMessages");
    let messages = messages.map_or_else(Vec::new, |list| campaigns_of(&list));
    let arrival = |(index, place): (usize, &Place<'_>)| Arrival {
        draft: campaign(place, index, &config),
        notes: place.notes(),
    };
    let arrivals = messages.iter().enumerate().map(arrival).collect();
    for (name, why) in NO_CAMPAIGNS {
        if let Some(other) = config.field(name).filter(|other| !other.parts().is_empty()) {
            other.note(why);
        }
    }
    for experiment in config.items_of("experiments") {
        if !experiment.is_touched() {
            experiment.note("It is the A/B test of none of the in-app messages.");
        }
    }
    arrivals
}

fn campaign(place: &Place<'_>, index: usize, config: &Place<'_>) -> Draft {
    let number = place.id_of("key");
    let name = number.as_deref().unwrap_or("without a key");
    let origin = place
        .id_of("id")
        .map_or_else(String::new, |id| format!(" (id {id})"));
    let (period, timetable) = (time::period(place), time::timetable(place));
    let mut draft = Draft {
        key: key("hackle", number.as_deref(), index),
        name: format!("In-app message {name}"),
        description: format!("Imported from Hackle, in-app message {name}{origin}."),
        status: status(place),
        priority: priority(place.field("order")),
        triggers: triggers(place),
        delay: delay(place),
        frequency: frequency(place),
        period,
        timetable,
        ..Draft::default()
    };
    if let Some(target) = place.field("targetContext") {
        draft.audience.groups = conditions::groups(&target.items_of("targets"));
        draft.test_devices = test_devices(&target);
    }
    if let Some(context) = place.field("messageContext") {
        context_of_messages(&context, config, &mut draft);
    }
    draft
}

/// Nothing runs by itself after an import; what is over stays over.
fn status(place: &Place<'_>) -> Status {
    let Some(field) = place.field("status") else {
        return Status::Draft;
    };
    let words = [
        ("INITIALIZED", Status::Draft),
        ("DRAFT", Status::Draft),
        ("ACTIVE", Status::Active),
        ("PAUSE", Status::Paused),
        ("FINISH", Status::Ended),
        ("FINISHED", Status::Ended),
        ("DEPRECATED", Status::Ended),
        ("ARCHIVED", Status::Ended),
    ];
    match field.word(&words) {
        Some(Status::Ended) => Status::Ended,
        Some(Status::Active | Status::Paused) => {
            field.note("It arrives as a draft: start it here when it is complete.");
            Status::Draft
        }
        Some(Status::Draft) | None => Status::Draft,
    }
}

/// A rule with several targets holds if any of them does; ours has one list of filters.
fn triggers(place: &Place<'_>) -> Vec<TriggerRule> {
    let mut rules = Vec::new();
    for rule in place.items_of("eventTriggerRules") {
        let event = rule.text_of("eventKey").unwrap_or_default();
        let mut alternatives = conditions::groups(&rule.items_of("targets"));
        if alternatives.is_empty() {
            alternatives.push(Vec::new());
        }
        rules.extend(alternatives.into_iter().map(|filters| TriggerRule {
            event: event.to_owned(),
            filters,
            ..TriggerRule::default()
        }));
    }
    rules
}

fn delay(place: &Place<'_>) -> Delay {
    let context = place.field("evaluateContext");
    let again = context.and_then(|context| context.flag_of("atDeliverTime"));
    let mut delay = Delay {
        check_again: again.unwrap_or(false),
        ..Delay::default()
    };
    let Some(source) = place.field("eventTriggerDelay") else {
        return delay;
    };
    let waits = source.word_of("type", &[("IMMEDIATE", false), ("AFTER", true)]);
    let span = source
        .field("afterCondition")
        .and_then(|condition| condition.field("duration"));
    if waits != Some(true) {
        return delay;
    }
    let Some(span) = span else {
        source.note("The length of the delay is missing, so it shows at once.");
        return delay;
    };
    // A delay shorter than a second is still one.
    let seconds = span_ms(&span).and_then(|ms| u32::try_from(ms.div_ceil(1_000)).ok());
    match seconds {
        Some(seconds) => delay.seconds = seconds,
        None => span.note("The length of the delay cannot be read, so it shows at once."),
    }
    delay
}

fn frequency(place: &Place<'_>) -> Frequency {
    let mut frequency = Frequency::default();
    let Some(caps) = place.field("eventFrequencyCap") else {
        return frequency;
    };
    for cap in caps.items_of("identifiers") {
        let count = cap.count_of("countPerIdentifier");
        let slot = match cap.text_of("identifierType") {
            Some("$sessionId") => &mut frequency.per_session,
            Some("$deviceId" | "$hackleDeviceId") => &mut frequency.per_device,
            Some("$id" | "$userId") => &mut frequency.per_user,
            _ => {
                cap.note("Rehearsal counts per session, device or user only; this cap is lost.");
                continue;
            }
        };
        match (*slot, count) {
            (Some(there), Some(count)) => {
                *slot = Some(there.min(count));
                cap.note("There are two caps of this kind; the smaller one counts.");
            }
            (None, Some(count)) => *slot = Some(count),
            (_, None) => {}
        }
    }
    frequency.per_user_window = caps.field("duration").and_then(|cap| window(&cap));
    frequency
}

fn window(cap: &Place<'_>) -> Option<UserWindowCap> {
    let count = cap.count_of("countPerDuration");
    let unit = cap.field("durationUnit");
    let unit_word = unit.as_ref().and_then(|unit| unit.json().get("timeUnit"));
    let in_days = unit_word.and_then(Json::as_str) == Some("DAYS");
    let hours = unit
        .and_then(|unit| span_ms(&unit))
        .filter(|ms| ms % HOUR_MS == 0)
        .map(|ms| ms / HOUR_MS);
    let (amount, unit) = match hours {
        Some(hours) if in_days => (Some(hours / 24), WindowUnit::Days),
        hours => (hours, WindowUnit::Hours),
    };
    let amount = amount.and_then(|amount| u32::try_from(amount).ok());
    let cap_read = count.zip(amount);
    let Some((count, amount)) = cap_read else {
        cap.note("Rehearsal counts in whole hours or days only; this cap is lost.");
        return None;
    };
    Some(UserWindowCap::new(count, amount, unit))
}

/// Users and devices that always see the message.
fn test_devices(target: &Place<'_>) -> Vec<TestDevice> {
    let mut devices = Vec::new();
    for list in target.items_of("overrides") {
        let words = [
            ("$id", DeviceIdKind::User),
            ("$userId", DeviceIdKind::User),
            ("$deviceId", DeviceIdKind::Device),
            ("$hackleDeviceId", DeviceIdKind::Device),
        ];
        let Some(kind) = list.word_of("identifierType", &words) else {
            list.note("Test devices are known by a user or device id only.");
            continue;
        };
        let ids = list.texts_of("identifiers").into_iter();
        devices.extend(ids.map(|id| TestDevice {
            id,
            kind,
            ..TestDevice::default()
        }));
    }
    devices
}

fn context_of_messages(context: &Place<'_>, config: &Place<'_>, draft: &mut Draft) {
    if let Some(lang) = context.field("defaultLang") {
        lang.note_as(
            format!("Language {}", lang.text().unwrap_or_default()),
            "Its texts arrived; that they are in this language is not kept.",
        );
    }
    draft.platforms = platforms(context);
    for orientation in context.items_of("orientations") {
        let words = [
            ("VERTICAL", Orientation::Portrait),
            ("HORIZONTAL", Orientation::Landscape),
        ];
        let known = orientation.word(&words);
        let new = known.filter(|one| !draft.orientations.contains(one));
        draft.orientations.extend(new);
    }
    draft.groups = match experiment::read(context, config) {
        Some((experiment, groups)) => {
            draft.experiment = Some(experiment);
            groups
        }
        None => vec![Group {
            key: "A".to_owned(),
            name: "A".to_owned(),
            weight_bp: WHOLE_BP,
            message: message::of_first_variation(context),
            ..Group::default()
        }],
    };
}

fn platforms(context: &Place<'_>) -> Vec<Platform> {
    let mut platforms = Vec::new();
    for platform in context.items_of("platformTypes") {
        let words: [(&str, &[Platform]); 5] = [
            ("ANDROID", &[Platform::Android]),
            ("IOS", &[Platform::Ios]),
            ("WEB", &[Platform::PcWeb, Platform::MobileWeb]),
            ("PC_WEB", &[Platform::PcWeb]),
            ("MOBILE_WEB", &[Platform::MobileWeb]),
        ];
        for one in platform.word(&words).unwrap_or_default() {
            if !platforms.contains(one) {
                platforms.push(*one);
            }
        }
    }
    platforms
}
