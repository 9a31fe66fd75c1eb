//! How often the same person may see a campaign.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::unknown::Unknown;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Counts {
    /// Every display.
    #[default]
    Display,
    /// Only a dismissal, a CTA click or a completion.
    Terminal,
}

/// How the window of a user cap is laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Window {
    /// The time before now, both ends included.
    #[default]
    Rolling,
    /// Days of the campaign's time zone.
    CalendarDay,
}

/// The unit of a user cap's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WindowUnit {
    /// 60 minutes.
    Hours,
    /// 24 hours, or a calendar day.
    #[default]
    Days,
}

/// At most `count` in `amount` hours or days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UserWindowCap {
    /// How many.
    pub count: u32,
    /// How many units long the window is.
    pub amount: u32,
    /// The unit.
    pub unit: WindowUnit,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl UserWindowCap {
    /// At most `count` in `amount` hours or days.
    pub const fn new(count: u32, amount: u32, unit: WindowUnit) -> Self {
        Self {
            count,
            amount,
            unit,
            unknown: Unknown::NONE,
        }
    }

    /// Length of the window in microseconds.
    pub const fn window_us(&self) -> i64 {
        let hours = match self.unit {
            WindowUnit::Hours => self.amount as i64,
            WindowUnit::Days => self.amount as i64 * 24,
        };
        hours.saturating_mul(3_600_000_000)
    }
}

/// The caps of a campaign; every one that is set must still have room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Frequency {
    /// At most this many per session.
    pub per_session: Option<u32>,
    /// At most this many per device, ever.
    pub per_device: Option<u32>,
    /// At most this many per person, ever.
    pub per_user: Option<u32>,
    /// At most so many per person in a window.
    pub per_user_window: Option<UserWindowCap>,
    /// What is counted.
    pub counts: Counts,
    /// How the window is laid.
    pub window: Window,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Frequency {
    /// Whether it shows once per session though only terminals count: then a message that was
    /// on screen does not come again in that session, whatever happened with it.
    pub fn is_once_a_session(&self) -> bool {
        self.counts == Counts::Terminal && self.per_session == Some(1)
    }

    /// The preset of a new campaign: one terminal interaction ever.
    pub fn once_ever() -> Self {
        Self {
            per_user: Some(1),
            counts: Counts::Terminal,
            ..Self::default()
        }
    }
}
