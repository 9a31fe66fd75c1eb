//! The rehearsal: a log replayed through the decision, and bandits simulated many times over.
//!
//! This room knows how a log's rows reach the decision, what people do with a message, and how
//! sums of many people or replications become a forecast. Every draw comes from a stream that
//! is found by name, so the same seed and inputs give the same bytes for any number of threads
//! or shards. It must never read a clock or know a window, a socket or a database.
//!
//! Start with [`replay::run`]; for a single event with its state, [`walk`]; for bandits,
//! [`bandit`].

pub mod streams;

pub mod bandit;

pub mod facts;
pub mod replay;
pub mod walk;
