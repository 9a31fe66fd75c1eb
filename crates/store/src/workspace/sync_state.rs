//! What workspace and server last agreed on, per campaign: the common base of a merge.

use campaign::Draft;
use rusqlite::{OptionalExtension, params};

use super::Workspace;
use crate::StoreError;
use crate::database::Trouble;

/// The last revision that workspace and server shared.
#[derive(Debug, Clone, PartialEq)]
pub struct SyncBase {
    /// The server's number.
    pub revision: i64,
    /// The draft of that revision.
    pub draft: Draft,
}

/// What is known of a common base without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncHead {
    /// The campaign's key.
    pub campaign: String,
    /// Grows whenever the base is noted anew.
    pub noted: i64,
}

impl Workspace {
    /// What is known of every common base.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sync_heads(&self) -> Result<Vec<SyncHead>, StoreError> {
        let doing = "read the published state";
        self.database.read(doing, |connection| {
            // A row that replaces another has the next number of its table.
            let mut statement =
                connection.prepare_cached("SELECT campaign, rowid FROM sync_state")?;
            let rows = statement.query_map([], |row| {
                Ok(SyncHead {
                    campaign: row.get(0)?,
                    noted: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Whether the common base is letter for letter what the workspace has. Where it is not, the
    /// two may still mean the same: that takes reading both.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_as_published(&self, key: &str) -> Result<bool, StoreError> {
        let doing = format!("read the published state of {key}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT campaigns.draft = sync_state.draft
                 FROM sync_state JOIN campaigns ON key = campaign WHERE campaign = ?1",
            )?;
            let same = statement.query_row([key], |row| row.get(0));
            Ok(same.optional()?.unwrap_or(false))
        })
    }

    /// The common base of a campaign; `None` where it was never published from here.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sync_base(&self, key: &str) -> Result<Option<SyncBase>, StoreError> {
        self.database
            .read(format!("read the published state of {key}"), |connection| {
                let mut statement = connection
                    .prepare_cached("SELECT revision, draft FROM sync_state WHERE campaign = ?1")?;
                let base = statement.query_row([key], |row| {
                    Ok(|| -> Result<SyncBase, Trouble> {
                        Ok(SyncBase {
                            revision: row.get(0)?,
                            draft: serde_json::from_str(&row.get::<_, String>(1)?)?,
                        })
                    }())
                });
                base.optional()?.transpose()
            })
    }

    /// Notes what workspace and server agree on now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_sync_base(&mut self, key: &str, base: &SyncBase) -> Result<(), StoreError> {
        self.database.write(
            format!("note the published state of {key}"),
            |transaction| {
                transaction.execute(
                    "INSERT OR REPLACE INTO sync_state (campaign, revision, draft)
                 VALUES (?1, ?2, ?3)",
                    params![key, base.revision, serde_json::to_string(&base.draft)?],
                )?;
                Ok(())
            },
        )
    }
}
