use std::collections::BTreeMap;

use super::*;
use crate::asset::{AssetFacts, AssetFormat};
use crate::draft::Kind;
use crate::message::{Action, Button, CloseButton, Content, Image, Link, OpenIn};
use crate::schedule::{Period, PeriodKind, TimetableSlot};
use crate::trigger::TriggerRule;

const PICTURE: &str = "aa";

fn assets() -> BTreeMap<String, AssetFacts> {
    let facts = AssetFacts {
        width: 1450,
        height: 500,
        bytes: 90_000,
        format: AssetFormat::Png,
    };
    BTreeMap::from([
        (PICTURE.to_owned(), facts),
        (
            "square".to_owned(),
            AssetFacts {
                width: 500,
                ..facts
            },
        ),
        (
            "heavy".to_owned(),
            AssetFacts {
                bytes: 2_000_000,
                ..facts
            },
        ),
    ])
}

fn image(asset: &str) -> Image {
    Image {
        asset: asset.to_owned(),
        ..Image::default()
    }
}

/// A draft without any finding, on which each case makes one thing wrong.
fn sound() -> Draft {
    let mut draft = Draft::new("spring".to_owned(), "Spring".to_owned());
    let step = &mut draft.groups[0].message.steps[0];
    step.title.text = "Hello".to_owned();
    step.images.portrait = vec![image(PICTURE)];
    step.images.landscape = vec![image(PICTURE)];
    draft
}

fn codes(change: impl FnOnce(&mut Draft)) -> Vec<(String, Severity, Code)> {
    let mut draft = sound();
    change(&mut draft);
    let (mut findings, campaign) = draft.check(&assets(), &Limits::default());
    findings.retain(|finding| finding.code != Code::OlderSdks);
    let blocked = findings.iter().any(|f| f.severity == Severity::Block);
    assert_eq!(
        campaign.is_none(),
        blocked,
        "a campaign exactly when nothing blocks: {findings:?}"
    );
    findings
        .into_iter()
        .map(|f| (f.path, f.severity, f.code))
        .collect()
}

#[track_caller]
fn check(change: impl FnOnce(&mut Draft), path: &str, severity: Severity, code: Code) {
    let found = codes(change);
    assert!(
        found.contains(&(path.to_owned(), severity, code)),
        "{found:?}"
    );
}

fn link_to(url: &str) -> Action {
    Action::Link(Link {
        url: url.to_owned(),
        ..Link::default()
    })
}

#[test]
fn a_sound_draft_has_no_findings() {
    assert_eq!(codes(|_| ()), []);
}

#[test]
fn identity_is_checked() {
    use Severity::Block;
    check(|d| d.key.clear(), "/key", Block, Code::Missing);
    check(|d| d.name = "  ".into(), "/name", Block, Code::Missing);
    check(|d| d.name = "x".repeat(101), "/name", Block, Code::TooLong);
    check(
        |d| d.description = "x".repeat(1_001),
        "/description",
        Block,
        Code::TooLong,
    );
    check(|d| d.platforms.clear(), "/platforms", Block, Code::Missing);
    check(
        |d| d.orientations.clear(),
        "/orientations",
        Block,
        Code::Missing,
    );
    check(|d| d.kind = Kind::Inbox, "/kind", Block, Code::NotSupported);
}

#[test]
fn lengths_count_grapheme_clusters() {
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}";
    assert_eq!(
        codes(|d| d.groups[0].message.steps[0].title.text = family.repeat(30)),
        []
    );
    check(
        |d| d.groups[0].message.steps[0].title.text = family.repeat(31),
        "/groups/0/message/steps/0/title/text",
        Severity::Block,
        Code::TooLong,
    );
}

#[test]
fn messages_are_checked() {
    use Severity::{Block, Warn};
    let step = "/groups/0/message/steps/0";
    let at = |field: &str| format!("{step}/{field}");
    check(|d| d.groups.clear(), "/groups", Block, Code::Missing);
    check(
        |d| d.groups[0].message.steps.clear(),
        "/groups/0/message/steps",
        Block,
        Code::Missing,
    );
    check(
        |d| d.groups[0].message.steps[0].body.text = "x".repeat(71),
        &at("body/text"),
        Block,
        Code::TooLong,
    );
    check(
        |d| d.groups[0].message.steps[0].background = "red".into(),
        &at("background"),
        Block,
        Code::Malformed,
    );
    check(
        |d| d.groups[0].message.steps[0].title.color = "#eeeeee".into(),
        &at("title/color"),
        Warn,
        Code::Contrast,
    );
    check(
        |d| d.groups[0].message.steps[0].content = Content::Text,
        &at("content"),
        Block,
        Code::NotSupported,
    );
}

#[test]
fn images_and_buttons_are_checked() {
    use Severity::{Block, Warn};
    let at = |field: &str| format!("/groups/0/message/steps/0/{field}");
    check(
        |d| d.groups[0].message.steps[0].images.portrait.clear(),
        &at("images/portrait"),
        Block,
        Code::ImageMissing,
    );
    check(
        |d| d.groups[0].message.steps[0].images.portrait[0] = image("gone"),
        &at("images/portrait/0/asset"),
        Block,
        Code::ImageMissing,
    );
    check(
        |d| d.groups[0].message.steps[0].images.portrait[0] = image("square"),
        &at("images/portrait/0/asset"),
        Warn,
        Code::ImageRatio,
    );
    check(
        |d| d.groups[0].message.steps[0].images.portrait[0] = image("heavy"),
        &at("images/portrait/0/asset"),
        Block,
        Code::ImageTooLarge,
    );
    check(
        |d| d.groups[0].message.steps[0].buttons[0].text.clear(),
        &at("buttons/0/text"),
        Block,
        Code::Missing,
    );
    check(
        |d| d.groups[0].message.steps[0].buttons[0].action = link_to(""),
        &at("buttons/0/action/url"),
        Block,
        Code::Missing,
    );
    check(
        |d| d.groups[0].message.steps[0].buttons[0].action = link_to("javascript:x"),
        &at("buttons/0/action/url"),
        Block,
        Code::LinkRefused,
    );
    check(
        |d| d.groups[0].message.steps[0].buttons = vec![Button::default(); 3],
        &at("buttons"),
        Block,
        Code::OutOfRange,
    );
}

#[test]
fn a_message_must_be_closable() {
    let stay = Link {
        url: "https://a.de".into(),
        dismiss_on_click: false,
        open_in: OpenIn::SameWindow,
        ..Link::default()
    };
    let change = |d: &mut Draft| {
        let step = &mut d.groups[0].message.steps[0];
        step.close = CloseButton {
            shown: false,
            ..CloseButton::default()
        };
        step.buttons[0].action = Action::Link(stay);
    };
    let path = "/groups/0/message/steps/0/close";
    check(change, path, Severity::Block, Code::CannotBeClosed);
    assert_eq!(
        codes(|d| d.groups[0].message.steps[0].close.shown = false),
        []
    );
}

#[test]
fn next_and_done_count_in_the_two_buttons() {
    let found = codes(|d| {
        let mut step = d.groups[0].message.steps[0].clone();
        step.buttons.push(Button {
            text: "More".into(),
            ..Button::default()
        });
        d.groups[0].message.steps = vec![step.clone(), step];
    });
    assert_eq!(
        found.iter().filter(|f| f.2 == Code::OutOfRange).count(),
        2,
        "{found:?}"
    );
}

#[test]
fn rules_are_checked() {
    use Severity::Block;
    check(|d| d.triggers.clear(), "/triggers", Block, Code::Missing);
    check(
        |d| d.triggers = vec![TriggerRule::default()],
        "/triggers/0/event",
        Block,
        Code::Missing,
    );
    check(
        |d| d.url_regex = Some("(".into()),
        "/url_regex",
        Block,
        Code::Malformed,
    );
    check(
        |d| d.frequency.per_session = Some(0),
        "/frequency/per_session",
        Block,
        Code::OutOfRange,
    );
    check(
        |d| d.experiment = Some(crate::experiment::Experiment::default()),
        "/groups",
        Block,
        Code::OutOfRange,
    );
    check(
        |d| d.groups[0].control = true,
        "/groups/0/control",
        Block,
        Code::NeverHolds,
    );
}

fn scheduled(start: &str, end: &str) -> Period {
    Period {
        kind: PeriodKind::Scheduled,
        start: start.into(),
        end: end.into(),
        time_zone: "Asia/Seoul".into(),
        ..Period::default()
    }
}

#[test]
fn periods_are_read_in_their_zone() {
    let mut draft = sound();
    draft.period = scheduled("2026-05-01T09:00", "2026-05-02T09:00");
    let campaign = draft.check(&assets(), &Limits::default()).1.unwrap();
    assert_eq!(
        campaign.period_us(),
        Some((1_777_593_600_000_000, 1_777_680_000_000_000))
    );
}

#[test]
fn bad_periods_are_found() {
    use Severity::Block;
    check(
        |d| d.period = scheduled("2026-13-01", "2026-05-02T09:00"),
        "/period/start",
        Block,
        Code::Malformed,
    );
    check(
        |d| d.period = scheduled("2026-05-02T09:00", "2026-05-02T09:00"),
        "/period/end",
        Block,
        Code::PeriodReversed,
    );
    check(
        |d| d.period.time_zone = "Mars".into(),
        "/period/time_zone",
        Block,
        Code::Malformed,
    );
    let slot = |from: &str, to: &str| {
        vec![TimetableSlot {
            from: from.into(),
            to: to.into(),
            ..TimetableSlot::default()
        }]
    };
    check(
        |d| d.timetable = slot("18:00", "09:00"),
        "/timetable/0",
        Block,
        Code::PeriodReversed,
    );
    check(
        |d| d.timetable = slot("", "09:00"),
        "/timetable/0",
        Block,
        Code::Malformed,
    );
    assert_eq!(codes(|d| d.timetable = slot("18:00", "24:00")), []);
}
