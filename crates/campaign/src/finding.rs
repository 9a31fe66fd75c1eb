//! A finding: one way in which a draft is imperfect.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Severity {
    /// The campaign cannot start.
    Block,
    /// It can start, and somebody will see something poor.
    Warn,
    /// Worth knowing.
    Note,
}

/// What kind of imperfection it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Code {
    /// A required text is empty.
    Missing,
    /// A text is longer than it may be.
    TooLong,
    /// A text cannot be read as what it should be: colour, date, expression, version.
    Malformed,
    /// A number is outside its bounds.
    OutOfRange,
    /// The same key twice.
    Duplicate,
    /// A link's scheme is refused.
    LinkRefused,
    /// The layout does not have this content, or the platform not this layout.
    NotSupported,
    /// An image is missing for an orientation.
    ImageMissing,
    /// An image's ratio is not the layout's.
    ImageRatio,
    /// An image is larger than allowed.
    ImageTooLarge,
    /// Nothing closes the message.
    CannotBeClosed,
    /// Weights do not sum to the whole.
    WeightSum,
    /// A period or slot ends before it starts.
    PeriodReversed,
    /// Something that never shows to anybody: a condition, a timetable, a group.
    NeverHolds,
    /// Text and background are too alike.
    Contrast,
    /// Older SDKs do not know the layout.
    OlderSdks,
    /// A cap that other caps or the period keep from ever being reached.
    CapNeverReached,
    /// A local time that a change of the clock skips or repeats.
    ClockChange,
    /// Another campaign always wins over this one.
    Shadowed,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 19] = [
        Self::Missing,
        Self::TooLong,
        Self::Malformed,
        Self::OutOfRange,
        Self::Duplicate,
        Self::LinkRefused,
        Self::NotSupported,
        Self::ImageMissing,
        Self::ImageRatio,
        Self::ImageTooLarge,
        Self::CannotBeClosed,
        Self::WeightSum,
        Self::PeriodReversed,
        Self::NeverHolds,
        Self::Contrast,
        Self::OlderSdks,
        Self::CapNeverReached,
        Self::ClockChange,
        Self::Shadowed,
    ];
}

/// What one click can do about a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Repair {
    /// Sets fields of the draft; one step of its history.
    Set {
        /// What the button says, "Spread them evenly".
        label: String,
        /// The fields with their new values, in order.
        fields: Vec<Setting>,
    },
    /// Cuts the image at the finding's path to a ratio.
    Crop {
        /// Width of the ratio.
        wide: u32,
        /// Height of the ratio.
        high: u32,
    },
    /// Makes the image at the finding's path small enough.
    Fit {
        /// Size that it may have, in bytes.
        bytes_max: u32,
    },
}

/// A field with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Setting {
    /// JSON pointer to the field.
    pub path: String,
    /// The whole new value; null takes an element out of its list.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// One way in which a draft is imperfect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Finding {
    /// JSON pointer to the field, `/groups/0/message/steps/0/title/text`.
    pub path: String,
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// A sentence for a person, naming the thing.
    pub message: String,
    /// What to do next.
    pub fix: Option<String>,
    /// What one click can do about it.
    pub repair: Option<Repair>,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tally {
    /// Findings that block.
    pub block: u32,
    /// Warnings.
    pub warn: u32,
    /// Notes.
    pub note: u32,
}

impl Tally {
    /// Counts findings by severity.
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count() as u32;
        Self {
            block: count(Severity::Block),
            warn: count(Severity::Warn),
            note: count(Severity::Note),
        }
    }
}
