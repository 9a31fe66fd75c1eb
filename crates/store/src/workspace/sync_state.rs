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

impl Workspace {
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
