//! How logs write moments.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Microseconds from 1990 on: nothing that tracks events is older, and a clock that was never set
/// says 1970.
pub const TS_US_MIN: i64 = 631_152_000_000_000;
/// Microseconds up to 2100: later moments come from broken clocks and wrong units.
pub const TS_US_MAX: i64 = 4_102_444_800_000_000;

/// Reads integer microseconds, or RFC 3339 with an offset.
pub fn microseconds_or_rfc3339(text: &str) -> Option<i64> {
    match text.parse::<i64>() {
        Ok(ts_us) => Some(ts_us),
        Err(_) => Some(text.parse::<Timestamp>().ok()?.as_microsecond()),
    }
}

/// Reads a date and a time: with an offset, or without one in UTC; `2024-03-13 10:21:14.5 UTC` as
/// BigQuery prints it is read, too.
pub fn utc_or_offset(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_microsecond());
    }
    let local: DateTime = text.strip_suffix(" UTC").unwrap_or(text).parse().ok()?;
    Some(TimeZone::UTC.to_timestamp(local).ok()?.as_microsecond())
}

/// Reads seconds, milliseconds or microseconds since 1970, told apart by how large they are:
/// seconds from 1990 to 2099 have at most ten digits, milliseconds at least twelve.
pub fn unix_by_magnitude(value: &serde_json::Value) -> Option<i64> {
    let number = match value {
        serde_json::Value::String(digits) => digits.parse().ok()?,
        value => value.as_f64()?,
    };
    let per_second = match number.abs() {
        0.0..1e11 => 1.0,
        1e11..1e14 => 1e3,
        1e14..1e17 => 1e6,
        _ => return None,
    };
    Some((number * (1e6 / per_second)).round() as i64)
}

/// How a column writes its moments.
#[derive(Debug, Clone)]
pub enum TimeFormat {
    /// Microseconds since 1970, or RFC 3339 with an offset.
    Rehearsal,
    /// A number in these units since 1970.
    Unix {
        /// Units in a second: 1, 1,000 or 1,000,000.
        per_second: i64,
    },
    /// A `strptime` pattern; a pattern without an offset is read in the zone.
    Pattern {
        /// For example `%Y-%m-%d %H:%M:%S`.
        pattern: String,
        /// The zone of what is written without an offset.
        zone: TimeZone,
    },
}

impl TimeFormat {
    /// Microseconds since 1970, UTC; `None` where the text is not in this format.
    pub fn read(&self, text: &str) -> Option<i64> {
        match self {
            Self::Rehearsal => microseconds_or_rfc3339(text),
            Self::Unix { per_second } => read_unix(text, *per_second),
            Self::Pattern { pattern, zone } => read_pattern(text, pattern, zone),
        }
    }
}

fn read_unix(text: &str, per_second: i64) -> Option<i64> {
    let unit_us = 1_000_000 / per_second;
    if let Ok(whole) = text.parse::<i64>() {
        return whole.checked_mul(unit_us);
    }
    // Some exports write seconds with a fraction.
    let ts_us = text.parse::<f64>().ok()? * unit_us as f64;
    (ts_us.abs() < i64::MAX as f64).then_some(ts_us.round() as i64)
}

fn read_pattern(text: &str, pattern: &str, zone: &TimeZone) -> Option<i64> {
    let parsed = jiff::fmt::strtime::parse(pattern, text).ok()?;
    if parsed.offset().is_some() {
        return Some(parsed.to_timestamp().ok()?.as_microsecond());
    }
    let local: DateTime = parsed.to_datetime().ok()?;
    Some(zone.to_timestamp(local).ok()?.as_microsecond())
}

/// RFC 3339 in UTC, for people and JSON.
pub fn rfc3339(ts_us: i64) -> String {
    Timestamp::from_microsecond(ts_us)
        .map_or_else(|_| format!("{ts_us} µs"), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARCH_13: i64 = 1_710_325_274_000_000; // 2024-03-13T10:21:14Z

    #[test]
    fn formats_read_the_same_moment() {
        let unix = |per_second| TimeFormat::Unix { per_second };
        let pattern = |pattern: &str, zone: &str| TimeFormat::Pattern {
            pattern: pattern.to_owned(),
            zone: TimeZone::get(zone).unwrap(),
        };
        for (format, text) in [
            (TimeFormat::Rehearsal, "2024-03-13T10:21:14Z"),
            (TimeFormat::Rehearsal, "1710325274000000"),
            (unix(1), "1710325274"),
            (unix(1), "1710325274.0"),
            (unix(1_000), "1710325274000"),
            (unix(1_000_000), "1710325274000000"),
            (pattern("%Y-%m-%d %H:%M:%S", "UTC"), "2024-03-13 10:21:14"),
            (
                pattern("%Y-%m-%d %H:%M:%S", "Asia/Seoul"),
                "2024-03-13 19:21:14",
            ),
            (
                pattern("%d/%b/%Y:%H:%M:%S %z", "UTC"),
                "13/Mar/2024:19:21:14 +0900",
            ),
        ] {
            assert_eq!(format.read(text), Some(MARCH_13), "{format:?}");
        }
    }

    #[test]
    fn moments_of_tools() {
        for (text, expected) in [
            ("2024-03-13 10:21:14.000000", Some(MARCH_13)),
            ("2024-03-13 10:21:14", Some(MARCH_13)),
            ("2024-03-13T10:21:14.000Z", Some(MARCH_13)),
            ("2024-03-13 19:21:14+09:00", Some(MARCH_13)),
            ("2024-03-13 10:21:14 UTC", Some(MARCH_13)),
            ("2024-02-30 10:21:14", None),
            ("1710325274", None),
            ("", None),
        ] {
            assert_eq!(utc_or_offset(text), expected, "{text}");
        }
        for (json, expected) in [
            ("1710325274", Some(MARCH_13)),
            ("1710325274.0", Some(MARCH_13)),
            ("1710325274000", Some(MARCH_13)),
            ("1710325274000000", Some(MARCH_13)),
            ("\"1710325274\"", Some(MARCH_13)),
            ("\"NaN\"", None),
            ("1e30", None),
            ("[]", None),
        ] {
            let value = serde_json::from_str(json).unwrap();
            assert_eq!(unix_by_magnitude(&value), expected, "{json}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_none() {
        let pattern = TimeFormat::Pattern {
            pattern: "%Y-%m-%d %H:%M:%S".to_owned(),
            zone: TimeZone::UTC,
        };
        for (format, text) in [
            (&TimeFormat::Rehearsal, ""),
            (&TimeFormat::Rehearsal, "2024-03-13 10:21:14"),
            (&TimeFormat::Rehearsal, "NaN"),
            (&TimeFormat::Unix { per_second: 1 }, "NaN"),
            (&TimeFormat::Unix { per_second: 1 }, "9223372036854775807"),
            (&TimeFormat::Unix { per_second: 1 }, "1e300"),
            (&pattern, "2024-02-30 10:21:14"),
            (&pattern, "2024-03-13 10:21:14 and more"),
        ] {
            assert_eq!(format.read(text), None, "{format:?} {text}");
        }
    }
}
