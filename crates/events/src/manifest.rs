//! What a prepared log holds, in one small file: for pickers, checks and forecasts.

use std::collections::BTreeMap;

use campaign::Value;
use serde::{Deserialize, Serialize};

use crate::shard::Context;
use crate::source::Cause;

/// The layout of the prepared folder that this version writes and reads.
pub const FORMAT: u32 = 1;
/// Distinct values counted exactly; beyond it a manifest says "at least".
pub const DISTINCT_COUNTED_MAX: u64 = 10_000;
/// Sample values kept per property.
pub const SAMPLES_MAX: usize = 20;
/// URL paths kept.
pub const URL_PATHS_MAX: usize = 200;

/// `manifest.json` of a prepared log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `rehearsal-log`: marks the folder as one that may be replaced.
    pub kind: Kind,
    /// Version of the layout, see [`FORMAT`].
    pub format: u32,
    /// SHA-256 over every person's events, in hex: the same for any number of shards and threads,
    /// and for any order of input rows that does not change the events' order.
    pub content_hash: String,
    /// Number of events.
    pub events: u64,
    /// Number of people.
    pub users: u64,
    /// Number of sessions.
    pub sessions: u64,
    /// Number of devices, counted per person.
    pub devices: u64,
    /// First event, microseconds UTC.
    pub first_ts_us: i64,
    /// Last event, microseconds UTC.
    pub last_ts_us: i64,
    /// Number of shards.
    pub shards: u32,
    /// The event names, in the order of their partitions.
    pub event_names: Vec<EventName>,
    /// Event properties by key.
    pub event_properties: BTreeMap<String, Property>,
    /// User properties by key.
    pub user_properties: BTreeMap<String, Property>,
    /// Platform, SDK, versions, URL and page; absent where no event has one.
    pub context: BTreeMap<Context, Property>,
    /// The most frequent URL paths.
    pub url_paths: Vec<Sample>,
    /// The files it was made from, in order.
    pub sources: Vec<SourceFile>,
    /// Rows that could not be read, by cause.
    pub rejected: BTreeMap<Cause, u64>,
    /// Rows that are no user's events, by what they are: `asset`, `bot`, ….
    pub left_out: BTreeMap<String, u64>,
    /// Events dropped because their insert id had been seen for that person.
    pub duplicates: u64,
}

/// Marks a folder as a prepared log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A prepared log.
    #[serde(rename = "rehearsal-log")]
    RehearsalLog,
}

/// An event name; its place in the list is its partition's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventName {
    /// The name.
    pub name: String,
    /// Number of events.
    pub events: u64,
}

/// What is known of a property's values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Property {
    /// Events that have it.
    pub events: u64,
    /// Distinct values.
    #[serde(flatten)]
    pub distinct: Distinct,
    /// Events by type of value: `text`, `number`, `boolean`, `list`.
    pub types: BTreeMap<String, u64>,
    /// The most frequent values, most frequent first.
    pub samples: Vec<Sample>,
}

/// A number of distinct values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Distinct {
    /// Exactly so many.
    #[serde(rename = "distinct")]
    Exactly(u64),
    /// So many or more.
    #[serde(rename = "distinct_at_least")]
    AtLeast(u64),
}

/// A value and the number of events that have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The value.
    pub value: Value,
    /// Events that have it.
    pub events: u64,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The file's name, without its folder.
    pub name: String,
    /// What it was read as; `empty` for a file without content.
    pub format: String,
    /// Rows read, header and empty lines not counted.
    pub rows: u64,
    /// Columns that the mapping does not use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused_columns: Vec<String>,
}

impl SourceFile {
    /// A file without content.
    pub(crate) fn empty(name: String) -> Self {
        Self {
            name,
            format: "empty".to_owned(),
            rows: 0,
            unused_columns: Vec::new(),
        }
    }
}

impl Manifest {
    /// The partition number of an event name.
    pub fn event_number(&self, name: &str) -> Option<usize> {
        self.event_names.iter().position(|event| event.name == name)
    }
}
