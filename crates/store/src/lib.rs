//! The memory: what a person wrote, kept in one SQLite file.
//!
//! This room knows SQL, files and transactions: where each word of a workspace lies, how a file
//! of an earlier version is brought up to date, and that nobody's change overwrites another's.
//! It must never know what a campaign means, what time it is (moments are arguments), or that
//! there is a window or a network.
//!
//! Start with [`Workspace`]: its methods stand in one file per table, below `workspace/`; the
//! tables themselves are written down in `workspace/migrations.rs`.

mod database;
mod error;
mod migration;

pub mod images;
pub mod server;
pub mod workspace;

pub use error::StoreError;
pub use workspace::Workspace;
