//! When a campaign runs: its zone, its period, its timetable.

use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde_json::json;

use crate::campaign::{DAY_US, Slot};
use crate::check::Findings;
use crate::check::opening::Opening;
use crate::draft::Draft;
use crate::finding::{Code, Finding};
use crate::schedule::{Period, PeriodKind, TimetableSlot, Weekday};

/// The times of a draft, read.
pub(super) struct Times {
    pub zone: TimeZone,
    pub period_us: Option<(i64, i64)>,
    pub slots: Vec<Slot>,
}

/// The times, if all of them could be read.
pub(super) fn check(draft: &Draft, findings: &mut Findings) -> Option<Times> {
    let zone = zone(&draft.period, findings);
    let utc = TimeZone::UTC;
    let period_us = period(&draft.period, zone.as_ref().unwrap_or(&utc), findings);
    let slots = timetable(&draft.timetable, findings);
    let times = Times {
        zone: zone?,
        period_us: period_us.ok()?,
        slots: slots?,
    };
    if Opening::new(&times).is_some_and(|opening| opening.first_us().is_none()) {
        let message = "The period has no hour of the timetable.".to_owned();
        let fix = "Lengthen the period, or add a slot on one of its days.";
        findings.block("/timetable", Code::NeverHolds, message, fix);
    }
    Some(times)
}

fn zone(period: &Period, findings: &mut Findings) -> Option<TimeZone> {
    let zone = TimeZone::get(&period.time_zone).ok();
    if zone.is_none() {
        let message = format!("{:?} is not a time zone.", period.time_zone);
        let fix = "Write an IANA name such as Europe/Berlin or Asia/Seoul.";
        findings.block("/period/time_zone", Code::Malformed, message, fix);
    }
    zone
}

/// Start and end cannot be read, or are in the wrong order.
struct Unusable;

/// Start and end in microseconds UTC; none where permanent.
fn period(
    period: &Period,
    zone: &TimeZone,
    findings: &mut Findings,
) -> Result<Option<(i64, i64)>, Unusable> {
    if period.kind == PeriodKind::Permanent {
        return Ok(None);
    }
    let is_empty = period.start.trim().is_empty() && period.end.trim().is_empty();
    let mut read = |path: &str, what: &str, text: &str| {
        moment(path, what, text, zone, findings).map_err(|finding| {
            if is_empty {
                let permanent = json!(PeriodKind::Permanent);
                finding.one_click(
                    "Show it permanently",
                    [("/period/type".to_owned(), permanent)],
                );
            }
        })
    };
    let start = read("/period/start", "The start", &period.start);
    let end = read("/period/end", "The end", &period.end);
    let (Ok(start), Ok(end)) = (start, end) else {
        return Err(Unusable);
    };
    if end <= start {
        let order = if end < start { "before" } else { "as" };
        let message = format!("The period ends {order} it starts.");
        let finding = findings.block(
            "/period/end",
            Code::PeriodReversed,
            message,
            "Move the end.",
        );
        if end < start {
            let swapped = [
                ("/period/start".to_owned(), json!(period.end)),
                ("/period/end".to_owned(), json!(period.start)),
            ];
            finding.one_click("Swap start and end", swapped);
        }
        return Err(Unusable);
    }
    Ok(Some((start, end)))
}

/// A local date and time in microseconds UTC. Where the clock skips it, the time after the gap
/// is taken, where the clock shows it twice, the first (RFC 5545, 3.3.5).
fn moment<'a>(
    path: &str,
    what: &str,
    text: &str,
    zone: &TimeZone,
    findings: &'a mut Findings,
) -> Result<i64, &'a mut Finding> {
    let fix = "Write it like 2026-05-01T09:00.";
    if text.trim().is_empty() {
        let message = format!("{what} of the period is empty.");
        return Err(findings.block(path, Code::Missing, message, fix));
    }
    let local = text.parse::<DateTime>().ok();
    let Some((local, taken)) =
        local.and_then(|local| Some((local, local.to_zoned(zone.clone()).ok()?)))
    else {
        let message = format!("{what} {text:?} is not a date and time.");
        return Err(findings.block(path, Code::Malformed, message, fix));
    };
    let (day, shown) = (local.strftime("%F %H:%M"), taken.strftime("%H:%M"));
    let what = what.to_lowercase();
    let message = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { .. } => Some(format!(
            "The clock skips {day}: {what} is taken to be {shown}."
        )),
        AmbiguousOffset::Fold { .. } => {
            let offset = taken.offset();
            Some(format!(
                "The clock shows {day} twice: {what} is the first ({offset})."
            ))
        }
    };
    if let Some(message) = message {
        let fix = "Choose another hour to be sure.";
        findings.note(path, Code::ClockChange, message, fix);
    }
    Ok(taken.timestamp().as_microsecond())
}

/// The slots; nothing where one cannot be read.
fn timetable(slots: &[TimetableSlot], findings: &mut Findings) -> Option<Vec<Slot>> {
    let parsed = slots.iter().enumerate().map(|(index, slot)| {
        let path = format!("/timetable/{index}");
        let (Some(from_us), Some(to_us)) = (time_of_day_us(&slot.from), time_of_day_us(&slot.to))
        else {
            let message = format!("The slot {:?} to {:?} has no times.", slot.from, slot.to);
            findings.block(&path, Code::Malformed, message, "Write times like 09:00.");
            return None;
        };
        if from_us < to_us {
            return Some(Slot {
                weekday: slot.weekday as u8,
                from_us,
                to_us,
            });
        }
        let order = if to_us < from_us { "before" } else { "as" };
        let message = format!(
            "The slot {} to {} ends {order} it starts.",
            slot.from, slot.to
        );
        let fix = "Let it end later; a night needs one slot on each day.";
        let finding = findings.block(&path, Code::PeriodReversed, message, fix);
        if to_us < from_us {
            let (label, slots) = over_midnight(slots, index, to_us);
            finding.one_click(label, [("/timetable".to_owned(), json!(slots))]);
        }
        None
    });
    // Every slot is looked at before any is missed.
    let parsed: Vec<Option<Slot>> = parsed.collect();
    findings.repeated("/timetable", slots, |slot| {
        format!("The slot {:?} {} to {}", slot.weekday, slot.from, slot.to)
    });
    parsed.into_iter().collect()
}

/// The timetable with a slot over midnight split into two, one on each day.
fn over_midnight(
    slots: &[TimetableSlot],
    index: usize,
    to_us: i64,
) -> (&'static str, Vec<TimetableSlot>) {
    let mut slots = slots.to_vec();
    let slot = &mut slots[index];
    let to = std::mem::replace(&mut slot.to, "24:00".to_owned());
    if to_us == 0 {
        return ("End it at 24:00", slots);
    }
    let morning = TimetableSlot {
        weekday: Weekday::ALL[(slot.weekday as usize + 1) % Weekday::ALL.len()],
        from: "00:00".to_owned(),
        to,
        ..slot.clone()
    };
    slots.insert(index + 1, morning);
    ("Split the night over two days", slots)
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
