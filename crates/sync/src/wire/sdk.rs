//! The web SDK's side of the wire. Its own words are camelCase, as in the vendors' SDKs; the
//! parts of a campaign keep the words of the file format.

use std::collections::BTreeMap;

use campaign::Value;
use campaign::draft::{Orientation, Platform};
use campaign::frequency::Frequency;
use campaign::message::Step;
use campaign::schedule::{Period, TimetableSlot};
use campaign::trigger::{Delay, PageRule, TriggerRule};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Separates the campaign's key from the group's in a message id.
const MESSAGE_ID_SEPARATOR: char = ':';

/// `GET /api/v1/messages/active`: what a person may see now, first come first shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActiveMessages {
    /// Whether the product shows messages at all; where it does not, the list is empty.
    pub auto_render: bool,
    /// By priority, then the order of the list.
    pub messages: Vec<ActiveMessage>,
}

/// One logical campaign, its groups together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ActiveMessage {
    /// The campaign's key.
    pub id: String,
    /// The experiment's id, which is the campaign's key; none without an A/B test.
    pub experiment_id: Option<String>,
    /// `control` and `treatment` where two groups both show, otherwise by group key.
    pub variants: BTreeMap<String, Variant>,
    /// The variant of this person; one without steps shows nothing.
    pub assigned: String,
    /// Whether the person is a test device of this campaign, which ignores all that follows
    /// but trigger and pages, and reports nothing.
    pub test_device: bool,
    /// Lower goes first.
    pub priority: i32,
    /// Where it shows.
    pub platforms: Vec<Platform>,
    /// How the device may be held.
    pub orientations: Vec<Orientation>,
    /// Start events; any rule firing is enough.
    pub triggers: Vec<TriggerRule>,
    /// Limits firing to paths that match.
    pub url_regex: Option<String>,
    /// Limits firing to pages.
    pub page_rules: Vec<PageRule>,
    /// Wait between trigger and message.
    pub delay: Delay,
    /// The caps; only those of a session are left to decide.
    pub frequency: Frequency,
    /// When it runs.
    pub period: Period,
    /// Weekly slots; empty means always.
    pub timetable: Vec<TimetableSlot>,
}

/// What one group sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Variant {
    /// The id under which its events are reported.
    pub message_id: String,
    /// The group's key in the campaign.
    pub group: String,
    /// Played in order; empty for a control group.
    pub steps: Vec<Step>,
    /// Overrides the campaign's delay.
    pub delay_seconds: Option<u32>,
    /// Overrides the campaign's URL expression.
    pub url_regex: Option<String>,
}

/// What happened to a message, in the words of the wire and of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum MessageEvent {
    /// It was drawn; once per campaign, at the first step.
    #[serde(rename = "message_impression")]
    Impression,
    /// Its flow ended by Done.
    #[serde(rename = "message_complete")]
    Complete,
    /// It was closed before its end.
    #[serde(rename = "message_dismiss")]
    Dismiss,
    /// A link set in it was clicked.
    #[serde(rename = "message_cta_click")]
    CtaClick,
}

impl MessageEvent {
    /// Every event.
    pub const ALL: [Self; 4] = [
        Self::Impression,
        Self::Complete,
        Self::Dismiss,
        Self::CtaClick,
    ];

    /// The word of the wire and of logs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Impression => "message_impression",
            Self::Complete => "message_complete",
            Self::Dismiss => "message_dismiss",
            Self::CtaClick => "message_cta_click",
        }
    }

    /// The event of a word; none where it is not a message's.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.word() == word)
    }
}

/// The body of `POST /api/v1/messages/{id}/track`; `id` is a message id or a campaign's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Track {
    /// Made by the SDK; the same id is counted once, whichever way it comes.
    pub event_id: String,
    /// What happened.
    pub event: MessageEvent,
    /// The person: user id, or the device's where nobody is identified.
    pub distinct_id: String,
    /// The device.
    #[serde(default)]
    pub device_id: Option<String>,
    /// The session.
    #[serde(default)]
    pub session_id: Option<String>,
    /// The group's key, where `id` is a campaign's.
    #[serde(default)]
    pub group: Option<String>,
    /// When it happened by the browser's clock, in milliseconds since 1970; none: now.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub at_ms: Option<i64>,
    /// The name of what was clicked.
    #[serde(default)]
    pub action_name: Option<String>,
    /// Where it led.
    #[serde(default)]
    pub action_value: Option<String>,
}

/// One event of `POST /e`. The event `$identify` sets the person's properties; a message's own
/// event names its message in the property `message_id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SiteEvent {
    /// Made by the SDK; the same id is counted once.
    pub event_id: String,
    /// The event's name.
    pub event: String,
    /// The person: user id, or the device's where nobody is identified.
    pub distinct_id: String,
    /// The device.
    #[serde(default)]
    pub device_id: Option<String>,
    /// The session.
    #[serde(default)]
    pub session_id: Option<String>,
    /// When it happened by the browser's clock, in milliseconds since 1970; none: now.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub at_ms: Option<i64>,
    /// Its properties.
    #[serde(default)]
    pub properties: BTreeMap<String, Value>,
}

/// The name of the event that sets a person's properties.
pub const IDENTIFY: &str = "$identify";

/// The body of `POST /e`: one event or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Ingest {
    /// Several.
    Batch {
        /// At most 500, oldest first.
        batch: Vec<SiteEvent>,
    },
    /// One.
    Single(SiteEvent),
}

/// The answer to events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Accepted {
    /// Events that were new.
    pub accepted: u32,
    /// Events that the server had already.
    pub duplicates: u32,
}

/// The id under which one group's message is reported.
pub fn message_id(campaign: &str, group: &str) -> String {
    format!("{campaign}{MESSAGE_ID_SEPARATOR}{group}")
}

/// Campaign and group of a message id; none where it is not one.
pub fn parts_of_message_id(id: &str) -> Option<(&str, &str)> {
    id.rsplit_once(MESSAGE_ID_SEPARATOR)
}
