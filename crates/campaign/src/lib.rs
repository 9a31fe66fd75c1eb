//! The words of Rehearsal: what a campaign is, how it is edited, what is wrong with it.
//!
//! This room knows the fields, enums and limits of a campaign, the file format, what an edit
//! changed, and every way in which a draft can be imperfect (a *finding*). It must never do
//! I/O, read a clock or roll dice: keys, seeds and times are arguments.
//!
//! Start with [`draft::Draft`], then [`Draft::check`], which is the only way to a [`Campaign`].

pub mod unknown;
pub mod value;

pub mod condition;
pub mod draft;
pub mod experiment;
pub mod frequency;
pub mod message;
pub mod schedule;
pub mod trigger;

pub mod asset;
pub mod color;
pub mod expression;
pub mod limits;
pub mod link;
pub mod sdk;
pub mod selector;
pub mod version;

pub mod campaign;
pub mod check;
pub mod finding;
pub mod repair;

pub mod diff;
pub mod file;
pub mod foreign;
pub mod history;
pub mod status;

pub use asset::{AssetFacts, AssetFormat, Assets};
pub use campaign::Campaign;
pub use diff::{Change, diff};
pub use draft::Draft;
pub use file::FileError;
pub use finding::{Finding, Repair, Severity, Tally};
pub use history::History;
pub use limits::Limits;
pub use sdk::Sdk;
pub use status::Move;
pub use unknown::Unknown;
pub use value::Value;
pub use version::Version;
