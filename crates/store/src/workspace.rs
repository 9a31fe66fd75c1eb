//! A workspace: campaigns with their history and images, registered logs, last forecasts,
//! settings, and what is still to be sent. One SQLite file; one file of code per table.

mod migrations;

mod assets;
mod campaigns;
mod forecasts;
mod history;
mod logs;
mod outbox;
mod settings;
mod sync_state;
mod versions;

use std::path::Path;

pub use assets::NewAsset;
pub use campaigns::{CampaignHead, CampaignRecord, DeletedCampaign, Import, Save};
pub use forecasts::{ForecastRecord, Glance};
pub use history::HistoryLabels;
pub use logs::LogRecord;
pub use outbox::OutboxRecord;
pub use sync_state::{SyncBase, SyncHead};
pub use versions::{Cause, NewVersion, VersionRecord};

use crate::StoreError;
pub use crate::database::Access;
use crate::database::{Database, Kind};

const KIND: Kind = Kind {
    name: "Rehearsal workspace",
    application_id: i32::from_be_bytes(*b"RhWs"),
    migrations: migrations::MIGRATIONS,
};

/// An open workspace. Each thread and each window opens its own on the same file.
#[derive(Debug)]
pub struct Workspace {
    database: Database,
}

impl Workspace {
    /// Opens a workspace file, makes it where there is none, brings an older one up to date. One
    /// of a newer version opens for reading only: see [`Workspace::access`].
    ///
    /// # Errors
    /// A file that cannot be opened or is not a workspace.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let database = Database::open(path, &KIND)?;
        Ok(Self { database })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// Whether it may be changed.
    pub fn access(&self) -> Access {
        self.database.access()
    }

    /// Refuses where it may not be changed: work that takes long asks before it begins.
    ///
    /// # Errors
    /// [`StoreError::Newer`].
    pub fn refuse_if_newer(&self) -> Result<(), StoreError> {
        self.database.refuse_if_newer()
    }

    /// A number that differs from an earlier one wherever anything was written since, through
    /// this connection or any other: of another thread, another window, another program.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn data_version(&self) -> Result<u64, StoreError> {
        self.database.data_version()
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod version_tests;

#[cfg(test)]
mod kill_tests;
