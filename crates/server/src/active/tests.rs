use std::collections::BTreeMap;

use campaign::condition::{Condition, Key, Operator, ValueType};
use campaign::draft::{Status, TestDevice};
use campaign::experiment::{Experiment, Group};
use campaign::frequency::{Counts, Frequency, UserWindowCap, WindowUnit};
use campaign::message::Content;
use campaign::schedule::{Period, PeriodKind};
use campaign::{Draft, Unknown, Value};
use exposure::Order;

use super::*;

const HOUR_MS: i64 = 3_600_000;
const NOW_MS: i64 = 1_800_000_000_000;

/// An active campaign of text alone, shown to everybody as often as they like.
fn draft() -> Draft {
    let mut draft = Draft::new("spring".to_owned(), "Spring".to_owned());
    draft.status = Status::Active;
    draft.frequency = Frequency::default();
    let step = &mut draft.groups[0].message.steps[0];
    step.content = Content::TextButton;
    step.title.text = "Hello".to_owned();
    step.body.text = "There".to_owned();
    draft
}

/// With a second group at half of the traffic.
fn tested(edit: impl FnOnce(&mut Experiment, &mut [Group])) -> Draft {
    let mut draft = draft();
    draft.groups[0].weight_bp = 5_000;
    let key = "B".to_owned();
    draft.groups.push(Group {
        key: key.clone(),
        name: key,
        ..draft.groups[0].clone()
    });
    let mut test = Experiment {
        seed: 42,
        ..Experiment::default()
    };
    edit(&mut test, &mut draft.groups);
    draft.experiment = Some(test);
    draft
}

fn visitor(distinct_id: &str) -> Visitor {
    Visitor {
        distinct_id: distinct_id.to_owned(),
        device_id: Some("phone".to_owned()),
        properties: BTreeMap::new(),
        seen: Vec::new(),
    }
}

fn event(event: MessageEvent, group: &str, ago_ms: i64) -> MessageEventRecord {
    MessageEventRecord {
        event_id: String::new(),
        campaign: "spring".to_owned(),
        group: group.to_owned(),
        event: event.word().to_owned(),
        distinct_id: String::new(),
        device_id: Some("phone".to_owned()),
        session_id: Some("s".to_owned()),
        at_ms: NOW_MS - ago_ms,
        action_name: None,
        action_value: None,
    }
}

fn ask(draft: &Draft, visitor: &Visitor) -> Option<ActiveMessage> {
    let (findings, campaign) = draft.check(&BTreeMap::new(), &campaign::Limits::default());
    let campaign = campaign.unwrap_or_else(|| panic!("{findings:#?}"));
    let plan = Plan::new([campaign], Order::Documented);
    messages(&plan, visitor, NOW_MS).pop()
}

fn is_listed(draft: &Draft, visitor: &Visitor) -> bool {
    ask(draft, visitor).is_some()
}

#[test]
fn only_what_runs_is_listed() {
    for status in Status::ALL {
        let draft = Draft { status, ..draft() };
        assert_eq!(
            is_listed(&draft, &visitor("mia")),
            status == Status::Active,
            "{status:?}"
        );
    }
}

#[test]
fn a_test_device_sees_a_paused_campaign() {
    let mut draft = tested(|_, _| {});
    draft.status = Status::Paused;
    draft.test_devices = vec![TestDevice {
        id: "mia".to_owned(),
        group: Some("B".to_owned()),
        ..Default::default()
    }];
    let message = ask(&draft, &visitor("mia")).unwrap();
    assert!(message.test_device);
    assert_eq!(message.variants[&message.assigned].group, "B");
    assert!(!is_listed(&draft, &visitor("leo")));
}

#[test]
fn the_period_is_the_pages_until_it_is_over() {
    let period = |start: &str, end: &str| Period {
        kind: PeriodKind::Scheduled,
        start: start.to_owned(),
        end: end.to_owned(),
        ..Period::default()
    };
    // It is January 2027.
    for (start, end, expected) in [
        ("2026-01-01T00:00", "2028-01-01T00:00", true),
        ("2027-06-01T00:00", "2028-01-01T00:00", true),
        ("2026-01-01T00:00", "2026-12-01T00:00", false),
    ] {
        let draft = Draft {
            period: period(start, end),
            ..draft()
        };
        assert_eq!(
            is_listed(&draft, &visitor("mia")),
            expected,
            "{start} to {end}"
        );
    }
}

#[test]
fn caps_that_outlive_a_session_are_held_here() {
    use MessageEvent::{CtaClick, Dismiss, Impression};
    let once = |counts| Frequency {
        per_user: Some(1),
        counts,
        ..Frequency::default()
    };
    let daily = UserWindowCap::new(1, 1, WindowUnit::Days);
    let daily = Frequency {
        per_user_window: Some(daily),
        ..Frequency::default()
    };
    let device = Frequency {
        per_device: Some(1),
        ..Frequency::default()
    };
    let session = Frequency {
        per_session: Some(1),
        ..Frequency::default()
    };
    let terminal_session = Frequency {
        counts: Counts::Terminal,
        ..session.clone()
    };
    for (frequency, seen, expected) in [
        (once(Counts::Display), vec![], true),
        (once(Counts::Display), vec![(Impression, 1)], false),
        (once(Counts::Terminal), vec![(Impression, 1)], true),
        (
            once(Counts::Terminal),
            vec![(Impression, 2), (Dismiss, 1)],
            false,
        ),
        (once(Counts::Terminal), vec![(CtaClick, 1)], false),
        (daily.clone(), vec![(Impression, 24 * HOUR_MS)], false),
        (daily, vec![(Impression, 24 * HOUR_MS + 1)], true),
        (device.clone(), vec![(Impression, 1)], false),
        (session, vec![(Impression, 1)], true),
        (terminal_session, vec![(Impression, 2), (Dismiss, 1)], true),
    ] {
        let draft = Draft {
            frequency: frequency.clone(),
            ..draft()
        };
        let mut visitor = visitor("mia");
        visitor.seen = seen
            .iter()
            .map(|(what, ago_ms)| event(*what, "A", *ago_ms))
            .collect();
        assert_eq!(
            is_listed(&draft, &visitor),
            expected,
            "{frequency:?} {seen:?}"
        );
    }
    let mut other_device = visitor("mia");
    other_device.seen = vec![event(Impression, "A", 1)];
    other_device.device_id = Some("laptop".to_owned());
    assert!(is_listed(
        &Draft {
            frequency: device,
            ..draft()
        },
        &other_device
    ));
}

#[test]
fn a_cap_adds_up_over_all_groups() {
    let mut draft = tested(|_, _| {});
    draft.frequency = Frequency {
        per_user: Some(2),
        ..Frequency::default()
    };
    let mut visitor = visitor("mia");
    visitor.seen = vec![event(MessageEvent::Impression, "A", 2)];
    assert!(is_listed(&draft, &visitor));
    visitor.seen.push(event(MessageEvent::Impression, "B", 1));
    assert!(!is_listed(&draft, &visitor));
}

#[test]
fn the_audience_is_asked_of_the_persons_properties() {
    let mut draft = draft();
    let key = Key::UserProperty {
        name: "plan".to_owned(),
        unknown: Unknown::NONE,
    };
    draft.audience.groups = vec![vec![Condition {
        key,
        operator: Operator::default(),
        values: vec![Value::from("gold")],
        value_type: ValueType::default(),
        negated: false,
        unknown: Unknown::NONE,
    }]];
    let mut visitor = visitor("mia");
    assert!(!is_listed(&draft, &visitor));
    for (plan, expected) in [("gold", true), ("silver", false)] {
        visitor
            .properties
            .insert("plan".to_owned(), Value::from(plan));
        assert_eq!(is_listed(&draft, &visitor), expected, "{plan}");
    }
}

/// `user_1` has slot 9926, `ae2182e0` slot 4358 under seed 42.
#[test]
fn the_group_is_that_of_the_hash_until_it_was_seen() {
    let draft = tested(|_, _| {});
    let group = |visitor: &Visitor| {
        let message = ask(&draft, visitor).unwrap();
        let names: Vec<&str> = message.variants.keys().map(String::as_str).collect();
        assert_eq!(names, ["control", "treatment"]);
        assert_eq!(message.experiment_id.as_deref(), Some("spring"));
        (
            message.assigned.clone(),
            message.variants[&message.assigned].message_id.clone(),
        )
    };
    let pair = |name: &str, id: &str| (name.to_owned(), id.to_owned());
    assert_eq!(group(&visitor("ae2182e0")), pair("control", "spring:A"));
    assert_eq!(group(&visitor("user_1")), pair("treatment", "spring:B"));
    let mut seen = visitor("user_1");
    seen.seen = vec![event(MessageEvent::Impression, "A", 1)];
    assert_eq!(group(&seen), pair("control", "spring:A"));
}

#[test]
fn a_control_group_is_told_to_show_nothing() {
    let draft = tested(|_, groups| groups[0].control = true);
    let message = ask(&draft, &visitor("ae2182e0")).unwrap();
    assert_eq!(message.variants.keys().collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(
        (message.assigned.as_str(), message.variants["A"].steps.len()),
        ("A", 0)
    );
    assert_eq!(message.variants["B"].steps.len(), 1);
}

#[test]
fn who_is_outside_of_the_traffic_is_told_nothing() {
    let draft = tested(|test, _| test.traffic_bp = 9_000);
    assert!(is_listed(&draft, &visitor("ae2182e0")));
    assert!(!is_listed(&draft, &visitor("user_1")));
}

#[test]
fn a_winner_is_all_there_is() {
    let draft = tested(|test, _| test.winner = Some("B".to_owned()));
    let message = ask(&draft, &visitor("ae2182e0")).unwrap();
    assert_eq!(message.variants.keys().collect::<Vec<_>>(), ["B"]);
    assert_eq!(
        (message.assigned.as_str(), message.experiment_id),
        ("B", None)
    );
}
