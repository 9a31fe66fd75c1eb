//! The log: exports of analytics tools become a prepared log, and the prepared log is read.
//!
//! This room knows the formats that tools export, who a person is, where sessions end, and the
//! columnar folder in which a log is kept; it is the only one that knows Arrow and Parquet, and
//! neither shows in its public names. It must never know a campaign, a gate or a cap: it says what
//! happened, not what would have been shown.
//!
//! To follow an import start at [`import::import`]: a [`source`] reads rows, [`prepare`] turns
//! them into the folder. To follow a replay's reading start at [`PreparedLog::load`].

pub mod event;
mod properties;
pub mod time;

pub mod source;

pub mod import;
pub mod prepare;

pub mod manifest;
pub mod shard;

mod columns;
mod files;
mod prepared;
mod walk;

mod one_person;

mod error;

pub use error::Error;
pub use event::{Event, EventError};
pub use import::{ImportOptions, Observer, Progress, Stage, import};
pub use manifest::Manifest;
pub use prepare::LogWriter;
pub use prepared::PreparedLog;
pub use shard::{
    Column, Context, Devices, Events, Identifier, MISSING, Need, Partition, People, Sessions,
    Shard, Texts, UserProperty,
};
pub use source::Format;
pub use source::mapping::Mapping;
pub use walk::{Position, Walk};

/// Bytes as hexadecimal text.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)] as char);
    bytes.iter().flat_map(digits).collect()
}
