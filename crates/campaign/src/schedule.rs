//! When a campaign runs. Dates and times are kept as typed; checking parses them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::unknown::Unknown;

/// The period of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Period {
    /// Whether it ends by itself.
    #[serde(rename = "type")]
    pub kind: PeriodKind,
    /// Local date and time of the start, `2026-05-01T09:00`; counts when scheduled.
    pub start: String,
    /// Local date and time of the end, excluded.
    pub end: String,
    /// IANA time zone of period, timetable and calendar days.
    pub time_zone: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Period {
    fn default() -> Self {
        Self {
            kind: PeriodKind::Permanent,
            start: String::new(),
            end: String::new(),
            time_zone: "UTC".to_owned(),
            unknown: Unknown::NONE,
        }
    }
}

/// Whether a campaign ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PeriodKind {
    /// From Start until End is pressed.
    #[default]
    Permanent,
    /// Between two points in time.
    Scheduled,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Weekday {
    /// Monday.
    #[default]
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The week from Monday; a day's place in it is its number.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// A weekly slot in which the campaign runs, `from <= t < to`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TimetableSlot {
    /// The day.
    pub weekday: Weekday,
    /// Local time `09:00`.
    pub from: String,
    /// Local time `18:00`; `24:00` is the end of the day.
    pub to: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}
