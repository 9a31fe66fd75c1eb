//! The check: every way in which a draft is imperfect, and the only way to a [`Campaign`].

mod message;
mod rules;
mod sdks;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::asset::Assets;
use crate::campaign::{Campaign, DAY_US, Slot};
use crate::draft::{Draft, Kind};
use crate::expression::compile;
use crate::finding::{Code, Finding, Severity};
use crate::limits::Limits;
use crate::schedule::{Period, PeriodKind, TimetableSlot, Weekday};

/// The longest name, in grapheme clusters.
pub const NAME_CHARS_MAX: usize = 100;
/// The longest description.
pub const DESCRIPTION_CHARS_MAX: usize = 1_000;

/// Collects findings; every rule writes through it.
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, severity: Severity, path: &str, code: Code, message: String, fix: &str) {
        let fix = (!fix.is_empty()).then(|| fix.to_owned());
        self.0.push(Finding {
            path: path.to_owned(),
            severity,
            code,
            message,
            fix,
            repair: None,
        });
    }

    pub(crate) fn block(&mut self, path: &str, code: Code, message: String, fix: &str) {
        self.add(Severity::Block, path, code, message, fix);
    }

    pub(crate) fn warn(&mut self, path: &str, code: Code, message: String, fix: &str) {
        self.add(Severity::Warn, path, code, message, fix);
    }

    pub(crate) fn note(&mut self, path: &str, code: Code, message: String, fix: &str) {
        self.add(Severity::Note, path, code, message, fix);
    }

    /// A text that must be there and not be too long, in grapheme clusters.
    pub(crate) fn length(
        &mut self,
        path: &str,
        what: &str,
        text: &str,
        (min, max): (usize, usize),
    ) {
        let length = text.trim().graphemes(true).count();
        if length < min {
            self.block(
                path,
                Code::Missing,
                format!("{what} is empty."),
                "Write it.",
            );
        } else if length > max {
            let message = format!("{what} has {length} characters; at most {max} fit.");
            self.block(path, Code::TooLong, message, "Shorten it.");
        }
    }

    pub(crate) fn expression(&mut self, path: &str, text: Option<&str>) -> Option<Regex> {
        match compile(text.filter(|text| !text.is_empty())?) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let message = format!("Rehearsal could not {error}.");
                self.block(
                    path,
                    Code::Malformed,
                    message,
                    "Correct the expression or clear it.",
                );
                None
            }
        }
    }
}

impl Draft {
    /// Checks the draft. `assets` answers for its images, `limits` are the
    /// workspace's. A campaign comes out exactly when no
    /// finding blocks.
    pub fn check(&self, assets: &dyn Assets, limits: &Limits) -> (Vec<Finding>, Option<Campaign>) {
        let mut findings = Findings(Vec::new());
        identity(self, &mut findings);
        places(self, &mut findings);
        message::groups(self, assets, limits, &mut findings);
        sdks::older(self, limits, &mut findings);
        rules::experiment(self, &mut findings);
        rules::triggers(self, &mut findings);
        rules::delay(self, &mut findings);
        rules::frequency(self, &mut findings);
        rules::audience(self, &mut findings);
        let zone = zone(&self.period, &mut findings);
        let period_us = period(&self.period, &zone, &mut findings);
        let slots = timetable(&self.timetable, &mut findings);
        let url = findings.expression("/url_regex", self.url_regex.as_deref());
        let group_urls = self.groups.iter().enumerate().map(|(index, group)| {
            findings.expression(
                &format!("/groups/{index}/url_regex"),
                group.url_regex.as_deref(),
            )
        });
        let group_urls = group_urls.collect();
        let campaign =
            (!findings.0.iter().any(|f| f.severity == Severity::Block)).then(|| Campaign {
                draft: self.clone(),
                zone,
                period_us,
                slots,
                url,
                group_urls,
                first_versions: sdks::first_versions(self, limits),
            });
        (findings.0, campaign)
    }
}

fn identity(draft: &Draft, findings: &mut Findings) {
    if draft.key.is_empty() {
        let message = "The campaign has no key.".to_owned();
        findings.block(
            "/key",
            Code::Missing,
            message,
            "Create it in the app, or write a key.",
        );
    }
    findings.length("/name", "The name", &draft.name, (1, NAME_CHARS_MAX));
    let bounds = (0, DESCRIPTION_CHARS_MAX);
    findings.length(
        "/description",
        "The description",
        &draft.description,
        bounds,
    );
    if draft.kind == Kind::Inbox {
        let message = "App inbox messages cannot be started by this version.".to_owned();
        findings.block(
            "/kind",
            Code::NotSupported,
            message,
            "Make it an in-app message.",
        );
    }
}

fn places(draft: &Draft, findings: &mut Findings) {
    if draft.platforms.is_empty() {
        let message = "No platform is chosen, so nobody would see it.".to_owned();
        findings.block(
            "/platforms",
            Code::Missing,
            message,
            "Choose at least one platform.",
        );
    }
    if draft.orientations.is_empty() {
        let message = "No orientation is chosen.".to_owned();
        findings.block(
            "/orientations",
            Code::Missing,
            message,
            "Choose portrait or landscape.",
        );
    }
}

fn zone(period: &Period, findings: &mut Findings) -> TimeZone {
    TimeZone::get(&period.time_zone).unwrap_or_else(|_| {
        let message = format!("{:?} is not a time zone.", period.time_zone);
        findings.block(
            "/period/time_zone",
            Code::Malformed,
            message,
            "Write an IANA name such as Europe/Berlin or Asia/Seoul.",
        );
        TimeZone::UTC
    })
}

fn period(period: &Period, zone: &TimeZone, findings: &mut Findings) -> Option<(i64, i64)> {
    if period.kind == PeriodKind::Permanent {
        return None;
    }
    let mut read = |path: &str, what: &str, text: &str| {
        let at = text
            .parse::<DateTime>()
            .ok()
            .and_then(|local| local.to_zoned(zone.clone()).ok());
        if at.is_none() {
            let message = format!("{what} {text:?} is not a date and time.");
            findings.block(
                path,
                Code::Malformed,
                message,
                "Write it like 2026-05-01T09:00.",
            );
        }
        at.map(|at| at.timestamp().as_microsecond())
    };
    let start = read("/period/start", "The start", &period.start);
    let end = read("/period/end", "The end", &period.end);
    let (start, end) = (start?, end?);
    if end <= start {
        let message = "The period ends before it starts.".to_owned();
        findings.block(
            "/period/end",
            Code::PeriodReversed,
            message,
            "Move the end.",
        );
    }
    Some((start, end))
}

fn timetable(slots: &[TimetableSlot], findings: &mut Findings) -> Vec<Slot> {
    let mut parsed = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        let path = format!("/timetable/{index}");
        let (from, to) = (time_of_day_us(&slot.from), time_of_day_us(&slot.to));
        match (from, to) {
            (Some(from_us), Some(to_us)) if from_us < to_us => {
                parsed.push(Slot {
                    weekday: day_number(slot.weekday),
                    from_us,
                    to_us,
                });
            }
            (Some(_), Some(_)) => {
                let message = format!("The slot {} to {} is empty.", slot.from, slot.to);
                let fix = "Let it end later; a night needs one slot on each day.";
                findings.block(&path, Code::PeriodReversed, message, fix);
            }
            _ => {
                let message = format!("The slot {:?} to {:?} has no times.", slot.from, slot.to);
                findings.block(&path, Code::Malformed, message, "Write times like 09:00.");
            }
        }
    }
    parsed
}

/// `09:30` in microseconds since midnight; `24:00` is the end of the day.
fn time_of_day_us(text: &str) -> Option<i64> {
    if text == "24:00" {
        return Some(DAY_US);
    }
    let time: Time = text.parse().ok()?;
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60;
    Some((seconds + i64::from(time.second())) * 1_000_000)
}

/// Days since Monday.
const fn day_number(weekday: Weekday) -> u8 {
    match weekday {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    }
}

#[cfg(test)]
mod tests;
