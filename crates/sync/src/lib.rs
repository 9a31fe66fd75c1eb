//! The exchange: what leaves a workspace for a server, and what comes back.
//!
//! This room knows the words of the wire, how two people's edits of one campaign meet, how a
//! message that may have been lost is sent again without being applied twice, and HTTP. It must
//! never know how a campaign is decided or drawn, nor what the server does with what it takes.
//!
//! Start with [`publish()`]; its pure parts are [`merge()`], [`plan::decide`] and [`outbox`].

pub mod wire;

pub mod merge;
pub mod outbox;
pub mod plan;

mod error;
pub mod secret;
pub mod shell;

pub mod client;
pub mod publish;

pub use client::Client;
pub use error::SyncError;
pub use merge::{Conflict, Merge, merge};
pub use plan::{PlanItem, SyncState, plan};
pub use publish::{Outcome, PublishItem, PublishReport, publish};
pub use shell::{Flow, Progress, Shell, SystemShell};
