//! What can go wrong with a file of ours. Every sentence fits after "could not" and names the
//! file or the thing in it.

use std::path::PathBuf;

/// A store operation that was not done. Nothing was written where one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of a new file cannot be made.
    #[error("make the folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file cannot be opened at all.
    #[error("open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file belongs to something else.
    #[error("open {}: it is not a {expected}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What was expected, "Rehearsal workspace".
        expected: &'static str,
    },
    /// A change to a file of a newer version.
    #[error(
        "change {}: a newer Rehearsal made it (format {found}; this one writes {known}), so it \
         is open for reading only",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format of this build.
        known: u32,
    },
    /// SQLite refused.
    #[error("{doing} in {}: {source}", path.display())]
    Sql {
        /// What was being done, "save campaign `k1`".
        doing: String,
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A stored value cannot be read back.
    #[error("{doing} in {}: {source}", path.display())]
    Json {
        /// What was being done.
        doing: String,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Another window or program saved the campaign first.
    #[error("save campaign {key}: it was changed elsewhere (version {current}, not {seen})")]
    ChangedElsewhere {
        /// The campaign.
        key: String,
        /// The version that the change was made to.
        seen: i64,
        /// The version that is stored now.
        current: i64,
    },
    /// There is no campaign of this key, or it is deleted.
    #[error("find campaign {key}")]
    NoCampaign {
        /// The key asked for.
        key: String,
    },
    /// A new campaign has the key of another.
    #[error("add campaign {key}: its key is taken")]
    KeyTaken {
        /// The key.
        key: String,
    },
    /// There is no version of this id, or it belongs to another campaign.
    #[error("find version {id} of campaign {key}")]
    NoVersion {
        /// The campaign asked for.
        key: String,
        /// The version asked for.
        id: i64,
    },
}
