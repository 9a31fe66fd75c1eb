use super::*;
use crate::condition::{Condition, Key, Operator, ValueType};
use crate::draft::{Orientation, Platform, TestDevice};
use crate::experiment::Experiment;
use crate::finding::{Repair, Severity};
use crate::message::Content;
use crate::schedule::{Period, PeriodKind, TimetableSlot};
use crate::trigger::PageRule;
use crate::unknown::Unknown;

/// A campaign that nothing uses up: text alone, everywhere, at every page view.
fn wide(key: &str, priority: i32) -> Draft {
    let mut draft = Draft::new(key.to_owned(), key.to_uppercase());
    draft.status = Status::Active;
    draft.priority = priority;
    draft.frequency = Frequency::default();
    let step = &mut draft.groups[0].message.steps[0];
    step.content = Content::TextButton;
    step.title.text = "Hello".to_owned();
    draft
}

type Change = fn(&mut Draft);

#[track_caller]
fn check(winner: Change, other: Change, is_shadowed: bool) {
    let (mut first, mut second) = (wide("first", 1), wide("second", 2));
    winner(&mut first);
    other(&mut second);
    let found = shadowed(&[&second, &first]);
    assert_eq!(found.contains_key("second"), is_shadowed, "{found:?}");
    assert!(!found.contains_key("first"), "{found:?}");
}

const SAME: Change = |_| ();

#[test]
fn the_one_before_always_wins() {
    check(SAME, SAME, true);
    check(SAME, |d| d.frequency = Frequency::once_ever(), true);
    check(SAME, |d| d.delay.seconds = 5, true);
    check(SAME, |d| d.url_regex = Some("^/cart".into()), true);
    check(SAME, |d| d.platforms = vec![Platform::Ios], true);
    check(SAME, |d| d.experiment = Some(Experiment::default()), true);
    check(SAME, |d| d.status = Status::Paused, true);
    check(
        SAME,
        |d| d.audience.include_segments = vec!["vip".into()],
        true,
    );
}

#[test]
fn what_is_over_or_cannot_start_shadows_nothing() {
    check(|d| d.status = Status::Ended, SAME, false);
    check(SAME, |d| d.status = Status::Ended, false);
    check(|d| d.status = Status::Draft, SAME, true);
    let unfinished: Change = |d| {
        d.status = Status::Draft;
        d.name.clear();
    };
    check(unfinished, SAME, false);
    check(|d| d.kind = Kind::Inbox, SAME, false);
}

#[test]
fn what_can_be_used_up_shadows_nothing() {
    check(|d| d.frequency.per_session = Some(1), SAME, false);
    check(|d| d.frequency.per_device = Some(9), SAME, false);
    check(|d| d.frequency.per_user = Some(99), SAME, false);
    let hides: Change = |d| d.groups[0].message.steps[0].buttons[0].action = Action::HIDE_FOR_A_DAY;
    check(hides, SAME, false);
    check(|d| d.experiment = Some(Experiment::default()), SAME, false);
    check(|d| d.delay.seconds = 1, SAME, false);
    check(|d| d.groups[0].delay_seconds = Some(1), SAME, false);
    let tooltip: Change = |d| d.groups[0].message.steps[0].layout = Layout::Tooltip;
    check(tooltip, tooltip, false);
}

fn starts(event: &str, filters: &[&str]) -> TriggerRule {
    let filter = |name: &&str| Condition {
        key: Key::EventProperty {
            name: (*name).to_owned(),
            unknown: Unknown::NONE,
        },
        operator: Operator::Exists,
        values: Vec::new(),
        value_type: ValueType::String,
        negated: false,
        unknown: Unknown::NONE,
    };
    TriggerRule {
        event: event.to_owned(),
        filters: filters.iter().map(filter).collect(),
        ..TriggerRule::default()
    }
}

#[test]
fn every_start_event_must_be_covered() {
    check(SAME, |d| d.triggers.push(starts("purchase", &[])), false);
    check(|d| d.triggers.push(starts("purchase", &[])), SAME, true);
    check(|d| d.triggers = vec![starts("$click", &[])], SAME, false);
    check(
        SAME,
        |d| d.triggers = vec![starts("$pageview", &["a"])],
        true,
    );
    check(
        |d| d.triggers = vec![starts("$pageview", &["a"])],
        SAME,
        false,
    );
    check(
        |d| d.triggers = vec![starts("$pageview", &["a"])],
        |d| d.triggers = vec![starts("$pageview", &["b", "a"])],
        true,
    );
    check(SAME, |d| d.triggers.clear(), false);
}

fn page(value: &str) -> PageRule {
    PageRule {
        value: value.to_owned(),
        ..PageRule::default()
    }
}

#[test]
fn pages_must_be_covered() {
    check(|d| d.url_regex = Some("^/a".into()), SAME, false);
    let same: Change = |d| d.url_regex = Some("^/a".into());
    check(same, same, true);
    let other_group: Change = |d| {
        d.url_regex = Some("^/a".into());
        d.groups[0].url_regex = Some("^/b".into());
    };
    check(same, other_group, false);
    check(|d| d.url_regex = Some(String::new()), SAME, true);
    check(|d| d.page_rules = vec![page("*")], SAME, false);
    check(
        |d| d.page_rules = vec![page("*")],
        |d| d.page_rules = vec![page("x")],
        true,
    );
    let two: Change = |d| d.page_rules = vec![page("x"), page("y")];
    check(two, |d| d.page_rules = vec![page("y")], true);
    check(two, |d| d.page_rules = vec![page("y"), page("z")], false);
}

#[test]
fn places_and_layouts_must_be_covered() {
    check(|d| d.platforms = vec![Platform::Ios], SAME, false);
    check(
        |d| d.orientations = vec![Orientation::Portrait],
        SAME,
        false,
    );
    let full: Change = |d| d.groups[0].message.steps[0].layout = Layout::FullScreen;
    check(full, SAME, false);
    check(full, full, true);
}

fn scheduled(start: &str, end: &str) -> Period {
    Period {
        kind: PeriodKind::Scheduled,
        start: start.to_owned(),
        end: end.to_owned(),
        ..Period::default()
    }
}

#[test]
fn times_must_be_covered() {
    let may: Change = |d| d.period = scheduled("2026-05-01T00:00", "2026-06-01T00:00");
    let first_of_may: Change = |d| d.period = scheduled("2026-05-01T00:00", "2026-05-02T00:00");
    check(may, SAME, false);
    check(may, may, true);
    check(may, first_of_may, true);
    check(first_of_may, may, false);
    check(SAME, may, true);
    let mondays: Change = |d| {
        d.timetable = vec![TimetableSlot {
            from: "09:00".into(),
            to: "18:00".into(),
            ..TimetableSlot::default()
        }];
    };
    check(mondays, SAME, false);
    check(mondays, mondays, true);
    let elsewhere: Change = |d| {
        d.timetable = vec![TimetableSlot {
            from: "09:00".into(),
            to: "18:00".into(),
            ..TimetableSlot::default()
        }];
        d.period.time_zone = "Asia/Seoul".into();
    };
    check(mondays, elsewhere, false);
}

#[test]
fn people_must_be_covered() {
    let vip: Change = |d| d.audience.include_segments = vec!["vip".into()];
    check(vip, SAME, false);
    check(vip, vip, true);
    let tested: Change = |d| {
        d.audience.include_segments = vec!["vip".into()];
        d.test_devices = vec![TestDevice::default()];
    };
    // A test device sees it whoever it is.
    check(vip, tested, false);
    check(SAME, tested, true);
}

#[test]
fn equal_priority_keeps_the_order_of_the_list() {
    let (first, second) = (wide("a", 5), wide("b", 5));
    let keys = |list: &[&Draft]| shadowed(list).into_keys().collect::<Vec<_>>();
    assert_eq!(keys(&[&first, &second]), ["b"]);
    assert_eq!(keys(&[&second, &first]), ["a"]);
}

#[test]
fn one_click_lets_it_go_first() {
    let (first, mut second) = (wide("first", 1), wide("second", 2));
    let found = shadowed(&[&first, &second]).remove("second").unwrap();
    assert_eq!(
        (found.severity, found.code, found.path.as_str()),
        (Severity::Warn, Code::Shadowed, "/priority")
    );
    assert!(found.message.contains("“FIRST”"), "{}", found.message);
    let Some(repair @ Repair::Set { .. }) = &found.repair else {
        panic!("{found:?}")
    };
    second = second.repaired(repair).unwrap();
    assert_eq!(second.priority, 0);
    assert_eq!(
        shadowed(&[&first, &second]).into_keys().collect::<Vec<_>>(),
        ["first"]
    );
    let waiting = Draft {
        status: Status::Draft,
        ..wide("waiting", 1)
    };
    let second = wide("second", 2);
    let found = shadowed(&[&waiting, &second]).remove("second").unwrap();
    assert_eq!(found.severity, Severity::Note);
}
