//! Where events come from: one file of a tool's export, read row by row.
//!
//! What a file is, is seen from its content: [`file`] unpacks it, [`shape`] says how its rows lie,
//! and of rows with named values the list [`tools::TOOLS`] says whose they are. A new tool is one
//! file in `tools/`, its line in that list, and an entry in [`Format`].

pub mod file;
pub mod unpack;

mod kind;
pub mod lines;
pub mod shape;

pub mod access_log;
pub mod csv;
pub mod jsonl;
pub mod parquet;
pub mod tsv;

pub mod export;
pub mod fields;
pub mod mapped;
pub mod tools;

pub mod binding;
mod device;
pub mod mapping;
mod user_agent;

use std::io;

use serde::{Deserialize, Serialize};

use crate::event::{Event, EventError};
use crate::{properties, time};

/// Reads the rows of one file.
pub trait Source {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// When the file itself cannot be read on; a row that cannot be read is a [`Row::Reject`].
    fn next_row(&mut self) -> io::Result<Option<Row>>;

    /// Columns of the file that no event gets.
    fn unused_columns(&self) -> &[String] {
        &[]
    }
}

/// A row of a log.
#[derive(Debug)]
pub enum Row {
    /// An event.
    Event(Box<Incoming>),
    /// Something that happened but is no user's event, for example `asset` or `bot`.
    LeftOut(&'static str),
    /// A row that cannot be read.
    Reject(Reject),
}

/// An event and where it stood.
#[derive(Debug)]
pub struct Incoming {
    /// Line of the file, from 1.
    pub line: u64,
    /// The event.
    pub event: Event,
    /// The id by which the tool knows repeated deliveries.
    pub insert_id: Option<String>,
}

/// A row that could not be read, as `rejects.jsonl` keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Line of the file, from 1.
    pub line: u64,
    /// Why, as a code.
    pub cause: Cause,
    /// Why, in words.
    pub detail: String,
    /// The beginning of the row.
    pub text: String,
}

impl Reject {
    /// Characters kept of the row.
    const TEXT_CHARACTERS_MAX: usize = 200;

    /// A reject of a row's bytes.
    pub fn new(line: u64, flaw: Flaw, bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(4 * Self::TEXT_CHARACTERS_MAX)];
        let text = String::from_utf8_lossy(head);
        let text = text.chars().take(Self::TEXT_CHARACTERS_MAX).collect();
        Self {
            line,
            cause: flaw.cause,
            detail: flaw.detail,
            text,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// As a code.
    pub cause: Cause,
    /// In words, with what was found.
    pub detail: String,
}

impl Flaw {
    /// A flaw in words.
    pub fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            cause,
            detail: detail.into(),
        }
    }

    /// The flaw of a line that was cut.
    fn line_too_long() -> Self {
        Self::new(Cause::LineTooLong, "the line is longer than 16 MiB")
    }
}

/// Why a row could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A line longer than [`lines::LINE_BYTES_MAX`].
    LineTooLong,
    /// A line that is not JSON.
    NotJson,
    /// A field that does not hold what it must.
    NotAnEvent,
    /// Another number of cells than the header has.
    ColumnsDiffer,
    /// A quoted cell that does not end.
    QuoteNotClosed,
    /// A line that is not in the combined log format.
    NotALogLine,
    /// No event name.
    NoName,
    /// An event name or a property's key that is longer than [`NAME_BYTES_MAX`].
    NameTooLong,
    /// No time.
    NoTime,
    /// A time that is not in the expected format.
    TimeUnreadable,
    /// A time before 1990 or after 2099.
    TimeOutOfRange,
    /// Neither a user nor a device.
    NoIdentity,
    /// A property that is NaN or infinite.
    NumberNotFinite,
    /// A new event name, beyond the most that a log may have.
    TooManyEventNames,
    /// A new property key, beyond the most that a log may have.
    TooManyPropertyKeys,
}

impl Cause {
    /// The code in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not_utf8",
            Self::LineTooLong => "line_too_long",
            Self::NotJson => "not_json",
            Self::NotAnEvent => "not_an_event",
            Self::ColumnsDiffer => "columns_differ",
            Self::QuoteNotClosed => "quote_not_closed",
            Self::NotALogLine => "not_a_log_line",
            Self::NoName => "no_name",
            Self::NameTooLong => "name_too_long",
            Self::NoTime => "no_time",
            Self::TimeUnreadable => "time_unreadable",
            Self::TimeOutOfRange => "time_out_of_range",
            Self::NoIdentity => "no_identity",
            Self::NumberNotFinite => "number_not_finite",
            Self::TooManyEventNames => "too_many_event_names",
            Self::TooManyPropertyKeys => "too_many_property_keys",
        }
    }
}

impl From<EventError> for Flaw {
    fn from(error: EventError) -> Self {
        let cause = match error {
            EventError::NoName => Cause::NoName,
            EventError::NoTime => Cause::NoTime,
            EventError::Time(_) => Cause::TimeUnreadable,
            EventError::NotText { .. } | EventError::NotObject { .. } => Cause::NotAnEvent,
        };
        Self::new(cause, error.to_string())
    }
}

/// The longest name of an event and key of a property: both are in memory throughout.
pub const NAME_BYTES_MAX: usize = 1_000;

/// Whether an event can be prepared: it has a person and a believable time, no endless name, and
/// every number can be written down.
///
/// # Errors
/// The cause and what was found.
pub fn check(event: &Event) -> Result<(), Flaw> {
    if event.name.is_empty() {
        return Err(EventError::NoName.into());
    }
    if event.user_id.is_none() && event.device_id.is_none() {
        return Err(Flaw::new(
            Cause::NoIdentity,
            "neither `user_id` nor `device_id`",
        ));
    }
    if !(time::TS_US_MIN..time::TS_US_MAX).contains(&event.ts_us) {
        let detail = format!(
            "`ts` is {}, not from 1990 to 2099",
            time::rfc3339(event.ts_us)
        );
        return Err(Flaw::new(Cause::TimeOutOfRange, detail));
    }
    let keys = event.properties.keys().chain(event.user_properties.keys());
    if let Some(long) = keys
        .chain([&event.name])
        .find(|name| name.len() > NAME_BYTES_MAX)
    {
        let detail = format!(
            "a name or key has {} bytes, more than {NAME_BYTES_MAX}",
            long.len()
        );
        return Err(Flaw::new(Cause::NameTooLong, detail));
    }
    let mut all = event.properties.iter().chain(&event.user_properties);
    match all.find(|(_, value)| !properties::is_finite(value)) {
        Some((key, _)) => {
            let detail = format!("property `{key}` is not a finite number");
            Err(Flaw::new(Cause::NumberNotFinite, detail))
        }
        None => Ok(()),
    }
}

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV with the names of [`Event`], or with a mapping.
    Csv,
    /// JSON objects, one a line or in one list, with the names of [`Event`] or with a mapping.
    Jsonl,
    /// Parquet with the names of [`Event`], or with a mapping.
    Parquet,
    /// A web server's access log, Apache or nginx combined format.
    AccessLog,
    /// Amplitude's export.
    Amplitude,
    /// Google Analytics 4's export to BigQuery.
    Ga4,
    /// Mixpanel's raw export.
    Mixpanel,
    /// PostHog's export.
    Posthog,
    /// Segment or RudderStack.
    Segment,
    /// Snowplow's enriched events.
    Snowplow,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Csv,
        Self::Jsonl,
        Self::Parquet,
        Self::AccessLog,
        Self::Amplitude,
        Self::Ga4,
        Self::Mixpanel,
        Self::Posthog,
        Self::Segment,
        Self::Snowplow,
    ];

    /// The name that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::AccessLog => "access-log",
            Self::Amplitude => "amplitude",
            Self::Ga4 => "ga4",
            Self::Mixpanel => "mixpanel",
            Self::Posthog => "posthog",
            Self::Segment => "segment",
            Self::Snowplow => "snowplow",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether its columns may have any names, so that a mapping can say which is which.
    pub fn takes_mapping(self) -> bool {
        matches!(self, Self::Csv | Self::Jsonl | Self::Parquet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_has_one_code() {
        for cause in [
            Cause::NotUtf8,
            Cause::NotALogLine,
            Cause::TooManyPropertyKeys,
        ] {
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.code());
        }
    }
}
