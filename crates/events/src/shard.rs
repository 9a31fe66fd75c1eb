//! What a reader gets: one shard's people and the partitions it asked for, as plain columns.

use std::collections::{BTreeMap, BTreeSet};

use campaign::Value;
use serde::{Deserialize, Serialize};

/// The code of a missing value, and the index of a device that an event does not name.
pub const MISSING: u32 = u32::MAX;

/// What a reader needs of a log; everything else stays on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// Event partitions.
    pub events: Events,
    /// Event properties, by key.
    pub properties: BTreeSet<String>,
    /// User properties, by key.
    pub user_properties: BTreeSet<String>,
    /// Platform, versions, URL and the like.
    pub context: BTreeSet<Context>,
    /// Raw ids beyond the person's own.
    pub identifiers: BTreeSet<Identifier>,
}

/// Which event partitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Events {
    /// Every event.
    #[default]
    All,
    /// The events of these names; a name that the log lacks gives nothing.
    Named(BTreeSet<String>),
}

/// A text that an event carries besides its properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// `pc_web`, `mobile_web`, `android`, `ios`.
    Platform,
    /// `javascript`, `react`, `android`, `ios`, `react_native`, `flutter`.
    Sdk,
    /// `portrait`, `landscape`.
    Orientation,
    /// Version of the operating system.
    OsVersion,
    /// Version of the SDK.
    SdkVersion,
    /// Version of the app.
    AppVersion,
    /// The page's URL.
    Url,
    /// The page's name, as an app gives it.
    Page,
}

impl Context {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 8] = [
        Self::Platform,
        Self::Sdk,
        Self::Orientation,
        Self::OsVersion,
        Self::SdkVersion,
        Self::AppVersion,
        Self::Url,
        Self::Page,
    ];

    /// The name in files, the same as the field's in [`crate::Event`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Sdk => "sdk",
            Self::Orientation => "orientation",
            Self::OsVersion => "os_version",
            Self::SdkVersion => "sdk_version",
            Self::AppVersion => "app_version",
            Self::Url => "url",
            Self::Page => "page",
        }
    }
}

/// A raw id beside the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    /// The device ids, see [`Devices`].
    Device,
    /// The session ids and times, see [`Sessions`].
    Session,
}

/// One shard: its people, and their events by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shard {
    /// The people, by index.
    pub people: People,
    /// One partition per event name that was asked for and occurs in this shard.
    pub partitions: Vec<Partition>,
}

/// The people of a shard, ordered by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People {
    /// `user_id`, or the device's id for those never identified.
    pub ids: Texts,
    /// Whether the id is a `user_id`.
    pub is_user: Vec<bool>,
    /// User properties that are the same in all events of each person of this shard; those that
    /// change are columns of the partitions. See [`Shard::user_property`].
    pub user_properties: BTreeMap<String, Column>,
    /// Device ids, if asked for.
    pub devices: Option<Devices>,
    /// Session ids and times, if asked for.
    pub sessions: Option<Sessions>,
}

/// The devices of each person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Devices {
    /// Where each person's devices start in `ids`; one more than there are people.
    pub starts: Vec<u32>,
    /// Device ids.
    pub ids: Texts,
}

impl Devices {
    /// The raw id of a person's device.
    pub fn id(&self, person: u32, device: u32) -> Option<&str> {
        (device != MISSING).then(|| self.ids.get(self.starts[person as usize] + device))
    }
}

/// The sessions of each person, in the order in which they began.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sessions {
    /// Where each person's sessions start; one more than there are people.
    pub starts: Vec<u32>,
    /// The log's own session id; `None` for a session found by gap.
    pub ids: Vec<Option<String>>,
    /// First event of the session, microseconds UTC.
    pub first_ts_us: Vec<i64>,
    /// Last event of the session, microseconds UTC.
    pub last_ts_us: Vec<i64>,
}

impl Sessions {
    /// Where a person's session stands in the other columns.
    pub fn row(&self, person: u32, session: u32) -> usize {
        (self.starts[person as usize] + session) as usize
    }
}

/// All events of one name in a shard, sorted by person, time and `seq`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Partition {
    /// The event's name.
    pub name: String,
    /// Index of the person in the shard's people.
    pub person: Vec<u32>,
    /// Microseconds since 1970, UTC.
    pub ts_us: Vec<i64>,
    /// Position among all events of the person, from 0; the partitions merge by it.
    pub seq: Vec<u32>,
    /// Index of the session among the person's, from 0.
    pub session: Vec<u32>,
    /// Index of the device among the person's, from 0; [`MISSING`] where the event names none.
    pub device: Vec<u32>,
    /// Platform and the like, those asked for that occur here.
    pub context: BTreeMap<Context, Column>,
    /// Event properties, those asked for that occur here.
    pub properties: BTreeMap<String, Column>,
    /// User properties that change over time, those asked for that occur here.
    pub user_properties: BTreeMap<String, Column>,
}

impl Partition {
    /// Number of events.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }
}

/// A column of values by code, so that a condition is evaluated once per distinct value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// Index into `values`, or [`MISSING`].
    pub codes: Vec<u32>,
    /// The distinct values.
    pub values: Vec<Value>,
}

impl Column {
    /// The value in a row.
    pub fn get(&self, row: usize) -> Option<&Value> {
        self.values.get(self.codes[row] as usize)
    }
}

/// Many texts in one piece of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    /// The text at an index.
    pub fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|index| self.get(index))
    }
}

/// Where the values of a user property are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum UserProperty<'a> {
    /// Indexed by person: it never changes for anyone in this shard.
    ByPerson(&'a Column),
    /// Indexed by the partition's row.
    ByEvent(&'a Column),
    /// Nobody has it here.
    Absent,
}

impl Shard {
    /// Where to look up a user property for the events of a partition.
    pub fn user_property<'a>(&'a self, partition: &'a Partition, key: &str) -> UserProperty<'a> {
        if let Some(column) = self.people.user_properties.get(key) {
            return UserProperty::ByPerson(column);
        }
        match partition.user_properties.get(key) {
            Some(column) => UserProperty::ByEvent(column),
            None => UserProperty::Absent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_index() {
        let mut texts = Texts::default();
        for text in ["", "가나", "x"] {
            texts.push(text);
        }
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["", "가나", "x"]);
        assert_eq!((texts.len(), texts.is_empty()), (3, false));
    }
}
