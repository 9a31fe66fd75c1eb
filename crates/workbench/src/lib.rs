//! Every command of the designer, written against a small [`Host`].
//!
//! This room knows what a person can do in the designer: open and change campaigns, bring
//! images and logs, forecast, publish. It joins the rooms below (words, memory, log, replay,
//! exchange) and answers views that a window can show at once; longer work becomes a job. It
//! must never know which window asks: the desktop shell, a browser on the loopback or a test.
//!
//! Start with the list in [`commands`]; each command is one function in a file below it.

pub mod failure;
pub mod files;
pub mod host;
pub mod images;
pub mod jobs;
pub mod preview;
pub mod templates;
pub mod views;

mod command;
mod overview;
mod workbench;

pub mod commands;

pub use failure::Failure;
pub use host::{Host, SystemHost};
pub use workbench::{StoredImage, Workbench};

#[cfg(test)]
mod testing;
