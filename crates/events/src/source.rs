//! Where events come from: one file of a tool's export, read row by row.
//!
//! A format is one file beside this one that implements [`Source`], an entry in [`Format`], and a
//! rule in [`recognise`].

pub mod access_log;
pub mod binding;
pub mod csv;
pub mod file;
pub mod jsonl;
pub mod lines;
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

/// Whether an event can be prepared: it has a person and a believable time, and every number can
/// be written down.
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
    /// One JSON object a line with the names of [`Event`].
    Jsonl,
    /// A web server's access log, Apache or nginx combined format.
    AccessLog,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Jsonl, Self::AccessLog];

    /// The name that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::AccessLog => "access-log",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Recognises a format from the first bytes of a file's content; `None` for binary files and
/// for JSON that is not one object a line.
pub fn recognise(head: &[u8]) -> Option<Format> {
    let head = head.strip_prefix(lines::BYTE_ORDER_MARK).unwrap_or(head);
    if head.contains(&0) {
        return None;
    }
    let mut first_lines = head
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let first = first_lines.next()?.trim_ascii();
    if first.starts_with(b"{") {
        return Some(Format::Jsonl);
    }
    if first.starts_with(b"[") {
        return None;
    }
    let is_access_log = std::iter::once(first)
        .chain(first_lines.take(4))
        .any(access_log::is_line);
    Some(if is_access_log {
        Format::AccessLog
    } else {
        Format::Csv
    })
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

    #[test]
    fn formats_are_recognised_from_content() {
        let line = r#"1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "Opera""#;
        for (head, expected) in [
            ("user_id,name,ts\na,b,1\n", Some(Format::Csv)),
            ("\u{feff}{\"name\":\"x\"}\n", Some(Format::Jsonl)),
            ("\n  {\"name\":\"x\"}\n", Some(Format::Jsonl)),
            ("[{\"name\":\"x\"}]", None),
            (line, Some(Format::AccessLog)),
            (&format!("garbage\n{line}\n"), Some(Format::AccessLog)),
            ("PAR1\0\0", None),
            ("", None),
        ] {
            assert_eq!(recognise(head.as_bytes()), expected, "{head}");
        }
    }
}
