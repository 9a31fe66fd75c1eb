//! The words of Rehearsal: what a campaign is, how it is edited, what is wrong with it.
//!
//! This room knows the fields, enums and limits of a campaign, the file format, how an edit
//! changes a draft, and every way in which a draft can be imperfect (a *finding*). It must
//! never do I/O, read a clock or roll dice: keys, seeds and times are arguments.
//!
//! Start with [`draft::Draft`], then [`check`], which is the only way to a [`Campaign`].

pub mod value;

pub mod condition;
pub mod draft;
pub mod experiment;
pub mod frequency;
pub mod message;
pub mod schedule;
pub mod trigger;

pub use draft::Draft;
pub use value::Value;
