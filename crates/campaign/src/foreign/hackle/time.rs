//! Periods, weekly slots and spans of time.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::foreign::place::Place;
use crate::schedule::{Period, PeriodKind, TimetableSlot, Weekday};

const DAY_MS: i64 = 86_400_000;

/// The period of a campaign; its moments are absolute, so they are written in UTC.
pub(super) fn period(place: &Place<'_>) -> Period {
    let kinds = [
        ("IMMEDIATE", PeriodKind::Permanent),
        ("CUSTOM", PeriodKind::Scheduled),
    ];
    Period {
        kind: place.word_of("timeUnit", &kinds).unwrap_or_default(),
        start: moment(place, "startEpochTimeMillis", "startEpochTime"),
        end: moment(place, "endEpochTimeMillis", "endEpochTime"),
        ..Period::default()
    }
}

/// A moment in milliseconds, else in seconds, as local time in UTC. Some files give both.
fn moment(place: &Place<'_>, in_ms: &str, in_seconds: &str) -> String {
    let by_ms = place.whole_of(in_ms);
    let by_seconds = place.whole_of(in_seconds);
    if let (Some(ms), Some(seconds)) = (by_ms, by_seconds)
        && ms.div_euclid(1_000) != seconds
        && let Some(field) = place.field(in_seconds)
    {
        field.note("It differs from the milliseconds beside it, which count.");
    }
    let Some(seconds) = by_ms.map(|ms| ms.div_euclid(1_000)).or(by_seconds) else {
        return String::new();
    };
    let Ok(at) = Timestamp::from_second(seconds) else {
        for field in [in_ms, in_seconds]
            .iter()
            .filter_map(|name| place.field(name))
        {
            field.note("It lies outside the calendar, so the moment is left empty.");
        }
        return String::new();
    };
    let local = at.to_zoned(TimeZone::UTC).datetime();
    let format = if local.second() == 0 {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%dT%H:%M:%S"
    };
    local.strftime(format).to_string()
}

/// The weekly slots. The SDKs leave out a slot of an unknown day, and take a timetable without
/// any slot, or of an unknown type, as "always"; so does the import.
pub(super) fn timetable(place: &Place<'_>) -> Vec<TimetableSlot> {
    let Some(table) = place.field("timetable") else {
        return Vec::new();
    };
    if table.word_of("type", &[("ALL", false), ("CUSTOM", true)]) != Some(true) {
        return Vec::new();
    }
    let slots: Vec<TimetableSlot> = table.items_of("slots").iter().filter_map(slot).collect();
    if let (false, Some(kind)) = (slots.is_empty(), table.field("type")) {
        kind.note(
            "The slots are read in the time zone of each device there, and in the campaign's here: \
             it is UTC; set the one that was meant.",
        );
    }
    slots
}

fn slot(place: &Place<'_>) -> Option<TimetableSlot> {
    let days = [
        ("MONDAY", Weekday::Monday),
        ("TUESDAY", Weekday::Tuesday),
        ("WEDNESDAY", Weekday::Wednesday),
        ("THURSDAY", Weekday::Thursday),
        ("FRIDAY", Weekday::Friday),
        ("SATURDAY", Weekday::Saturday),
        ("SUNDAY", Weekday::Sunday),
    ];
    let Some(weekday) = place.word_of("dayOfWeek", &days) else {
        place.note("There is no such day, so the slot is left out, as the vendor's SDKs do.");
        return None;
    };
    let time = |name: &str| {
        let field = place.field(name)?;
        let time = field.whole().and_then(time_of_day);
        if time.is_none() {
            field.note("It is no time of day, so it is left empty.");
        }
        time
    };
    Some(TimetableSlot {
        weekday,
        from: time("startMillisInclusive").unwrap_or_default(),
        to: time("endMillisExclusive").unwrap_or_default(),
        ..TimetableSlot::default()
    })
}

/// Milliseconds since midnight as `09:30`, with seconds where there are any.
fn time_of_day(ms: i64) -> Option<String> {
    if !(0..=DAY_MS).contains(&ms) {
        return None;
    }
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    Some(if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    })
}

/// A span of time in milliseconds: an amount of a unit. None, with a note, where it cannot be
/// read or is negative.
pub(super) fn span_ms(span: &Place<'_>) -> Option<u64> {
    let units = [
        ("MILLISECONDS", 1),
        ("SECONDS", 1_000),
        ("MINUTES", 60_000),
        ("HOURS", 3_600_000),
        ("DAYS", DAY_MS),
    ];
    let unit_ms = span.word_of("timeUnit", &units);
    let amount = span.whole_of("amount");
    u64::try_from(amount?.checked_mul(unit_ms?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_of_a_day_read_as_times() {
        for (ms, expected) in [
            (0, Some("00:00")),
            (32_400_000, Some("09:00")),
            (34_201_000, Some("09:30:01")),
            (86_400_000, Some("24:00")),
            (86_400_001, None),
            (-1, None),
        ] {
            assert_eq!(time_of_day(ms).as_deref(), expected, "{ms}");
        }
    }
}
