//! The decision: one event comes in, at most one message goes out, every "no" has a name.
//!
//! This room knows the ordered list of gates, how exposures are counted, how a condition is
//! compared and how a person is assigned to a group. The same code decides in replay, in the
//! server and in "why did it not show?". It must never do I/O, read a clock, roll dice, or
//! know how a log is stored: what is known of an event comes in through [`facts::Facts`],
//! what was decided goes out through [`sink::Sink`], and time only moves forward.
//!
//! Start with [`pipeline::GATES`], the list; then [`person::Person::decide`], the walk.

pub mod pipeline;
pub mod reason;

pub mod gates;

pub mod facts;
pub mod plan;

pub mod person;
pub mod sink;

pub mod explain;

pub mod assignment;
pub mod matching;
pub mod page;

pub use facts::{Facts, Truth};
pub use person::Person;
pub use pipeline::{GATES, Gate, Order};
pub use plan::Plan;
pub use reason::Reason;
pub use sink::Sink;
