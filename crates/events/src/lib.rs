//! The log: import of the tools' exports, the prepared columnar form, its readers.

pub mod event;
mod properties;
pub mod time;

pub use event::{Event, EventError};
