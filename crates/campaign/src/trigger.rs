//! What sets a message off, and on which pages.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::condition::Condition;
use crate::unknown::Unknown;

/// A start event with filters; all filters must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TriggerRule {
    /// The event's name.
    pub event: String,
    /// Conditions on the event's properties.
    pub filters: Vec<Condition>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// How a page rule is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PageMatch {
    /// The full URL with `*` for any run of characters.
    #[default]
    Wildcard,
    /// The full URL contains the text.
    Contains,
    /// The full URL equals the text.
    Equals,
}

/// One page on which the message may show.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PageRule {
    /// How it is compared.
    #[serde(rename = "match")]
    pub compare: PageMatch,
    /// The text compared with.
    pub value: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// The wait between trigger and message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Delay {
    /// Seconds to wait; 0 shows at once.
    pub seconds: u32,
    /// Whether everything is decided a second time when it is due.
    pub check_again: bool,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}
