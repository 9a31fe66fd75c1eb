//! Groups and the A/B test that divides people over them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::{Button, Message, Step};
use crate::unknown::Unknown;

/// All of a share: weights and traffic are integers in basis points.
pub const WHOLE_BP: u32 = 10_000;

/// One group of a test, or the only one of a campaign without a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Group {
    /// `A`, `B`, … ; unique in the campaign.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Share of the test's traffic in basis points.
    pub weight_bp: u32,
    /// A control group sees nothing.
    pub control: bool,
    /// What it sees.
    pub message: Message,
    /// Overrides the campaign's delay.
    pub delay_seconds: Option<u32>,
    /// Overrides the campaign's URL expression.
    pub url_regex: Option<String>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            key: String::new(),
            name: String::new(),
            weight_bp: WHOLE_BP,
            control: false,
            message: Message::default(),
            delay_seconds: None,
            url_regex: None,
            unknown: Unknown::NONE,
        }
    }
}

impl Group {
    /// Group A with one modal step and a Close button.
    pub fn first() -> Self {
        let close = Button {
            text: "Close".to_owned(),
            ..Button::default()
        };
        let step = Step {
            buttons: vec![close],
            ..Step::default()
        };
        Self {
            key: "A".to_owned(),
            name: "A".to_owned(),
            message: Message {
                steps: vec![step],
                ..Message::default()
            },
            ..Self::default()
        }
    }
}

/// How the test's traffic is divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Allocation {
    /// By the groups' weights.
    Fixed(#[ts(skip)] Unknown),
    /// Re-weighted from click rates.
    Mab {
        /// Hours between two re-weightings: 1, 24 or 48.
        cadence_hours: u32,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
}

impl Allocation {
    /// By the groups' weights.
    pub const FIXED: Self = Self::Fixed(Unknown::NONE);

    /// Re-weighted from click rates every 1, 24 or 48 hours.
    pub const fn mab(cadence_hours: u32) -> Self {
        Self::Mab {
            cadence_hours,
            unknown: Unknown::NONE,
        }
    }
}

impl Default for Allocation {
    fn default() -> Self {
        Self::FIXED
    }
}

/// By which id a person is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Identifier {
    /// The user id.
    #[default]
    User,
    /// The device id.
    Device,
    /// The session id.
    Session,
}

/// An A/B test over the campaign's groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Experiment {
    /// Keys the hash; made at creation, copied on a variant, new on a duplicate.
    pub seed: u32,
    /// Share of people in the test, in basis points.
    pub traffic_bp: u32,
    /// How traffic is divided.
    pub allocation: Allocation,
    /// By which id a person is assigned.
    pub identifier: Identifier,
    /// Whether a person who has been exposed keeps the group.
    pub sticky: bool,
    /// The winner's key once the test was ended.
    pub winner: Option<String>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Experiment {
    fn default() -> Self {
        Self {
            seed: 0,
            traffic_bp: WHOLE_BP,
            allocation: Allocation::FIXED,
            identifier: Identifier::User,
            sticky: true,
            winner: None,
            unknown: Unknown::NONE,
        }
    }
}
