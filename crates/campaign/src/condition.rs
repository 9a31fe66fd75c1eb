//! Conditions: key, operator, values, negated or not. In a group all must hold, of the groups
//! any one; no groups match everyone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::unknown::Unknown;
use crate::value::Value;

/// What a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Key {
    /// A property of the user.
    UserProperty {
        /// Its name.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// A property of the event; in trigger filters only.
    EventProperty {
        /// Its name.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// A property of the device or SDK.
    Device {
        /// Which one.
        property: DeviceProperty,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// Membership of a segment.
    Segment {
        /// Its key.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// The person's group in another campaign's A/B test.
    ExperimentGroup {
        /// That campaign's key.
        campaign: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// A feature flag's variation.
    FeatureFlag {
        /// Its key.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// How often the person did something lately.
    EventCount {
        /// The event's name.
        event: String,
        /// Length of the window in days.
        days: u32,
        /// Filters on those events.
        filters: Vec<CountFilter>,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// Membership of a cohort.
    Cohort {
        /// Its key.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
    /// A score.
    Score {
        /// Its name.
        name: String,
        /// Fields of a newer version, kept and written back.
        #[serde(flatten)]
        #[ts(skip)]
        unknown: Unknown,
    },
}

impl Key {
    /// What people call what is looked at, in the middle of a sentence.
    pub fn subject(&self) -> String {
        match self {
            Self::UserProperty { name, .. } | Self::EventProperty { name, .. } => name.clone(),
            Self::Device { property, .. } => property.name().to_owned(),
            Self::Segment { name, .. } => format!("the segment {name}"),
            Self::ExperimentGroup { campaign, .. } => format!("the test of {campaign}"),
            Self::FeatureFlag { name, .. } => format!("the flag {name}"),
            Self::EventCount { event, .. } => format!("the number of {event}"),
            Self::Cohort { name, .. } => format!("the cohort {name}"),
            Self::Score { name, .. } => format!("the score {name}"),
        }
    }
}

/// A filter inside an event count: an event property compared with values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CountFilter {
    /// The event property's name.
    pub name: String,
    /// The operator.
    pub operator: Operator,
    /// The values as text, read by `value_type`.
    pub values: Vec<String>,
    /// How values are read.
    pub value_type: ValueType,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// A property that the SDK reports of itself and its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DeviceProperty {
    /// `pc_web`, `mobile_web`, `android`, `ios`.
    Platform,
    /// Version of the operating system.
    OsVersion,
    /// Version of the SDK.
    SdkVersion,
    /// Version of the app.
    AppVersion,
    /// Language, `ko`.
    Language,
    /// Locale, `ko-KR`.
    Locale,
    /// IANA time zone.
    TimeZone,
    /// Model of the device.
    DeviceModel,
    /// Width of the screen in CSS px.
    ScreenWidth,
    /// Height of the screen in CSS px.
    ScreenHeight,
}

impl DeviceProperty {
    /// What people call it, in the middle of a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::OsVersion => "OS version",
            Self::SdkVersion => "SDK version",
            Self::AppVersion => "app version",
            Self::Language => "language",
            Self::Locale => "locale",
            Self::TimeZone => "time zone",
            Self::DeviceModel => "device model",
            Self::ScreenWidth => "screen width",
            Self::ScreenHeight => "screen height",
        }
    }
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Operator {
    /// Equal to any of the values.
    #[default]
    In,
    /// Contains any of them.
    Contains,
    /// Starts with any.
    StartsWith,
    /// Ends with any.
    EndsWith,
    /// Greater than any.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// There is a value.
    Exists,
}

/// How values are read before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ValueType {
    /// Text.
    #[default]
    String,
    /// Number.
    Number,
    /// Boolean.
    Boolean,
    /// Version, `major[.minor[.patch]][-pre][+build]`.
    Version,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Condition {
    /// What is looked at.
    pub key: Key,
    /// How it is compared.
    #[serde(default)]
    pub operator: Operator,
    /// Compared with any of these.
    #[serde(default)]
    pub values: Vec<Value>,
    /// How values are read.
    #[serde(default)]
    pub value_type: ValueType,
    /// Inverts the result.
    #[serde(default)]
    pub negated: bool,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// `TrackCrumb`'s audience by predicted churn; both that are set must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ScoreAudience {
    /// The churn probability is strictly greater.
    pub churn_prob_gt: Option<f64>,
    /// The rank within the tenant is strictly below.
    pub top_n: Option<u32>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// Who may see a campaign.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Audience {
    /// Groups of conditions: AND within, OR between; none: everyone.
    pub groups: Vec<Vec<Condition>>,
    /// The person must be in all of these segments.
    pub include_segments: Vec<String>,
    /// The person must be in none of these.
    pub exclude_segments: Vec<String>,
    /// By churn score.
    pub score: Option<ScoreAudience>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}
