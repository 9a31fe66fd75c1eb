//! Published campaigns. A deleted one keeps its place and its revision, so that publishing it
//! again can never be taken for an older state.

use campaign::Draft;
use rusqlite::params;

use super::{Tables, json};
use crate::StoreError;
use crate::database::Trouble;

/// A published campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedRecord {
    /// Counts its changes, content and status alike, from 1.
    pub revision: i64,
    /// Content and status.
    pub draft: Draft,
    /// When it last changed, in milliseconds since 1970.
    pub updated_ms: i64,
    /// Whether it was deleted.
    pub deleted: bool,
}

const COLUMNS: &str = "SELECT revision, draft, updated_ms, deleted FROM campaigns";

impl Tables<'_> {
    /// Every campaign that is not deleted, in order of creation.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn campaigns(&self) -> Result<Vec<PublishedRecord>, StoreError> {
        self.run("read the campaigns", |connection| {
            let mut statement = connection
                .prepare_cached(&format!("{COLUMNS} WHERE deleted = 0 ORDER BY place"))?;
            statement.query_and_then([], read_record)?.collect()
        })
    }

    /// One campaign, deleted or not; none where there never was one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn campaign(&self, key: &str) -> Result<Option<PublishedRecord>, StoreError> {
        self.run(&format!("read campaign {key}"), |connection| {
            let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE key = ?1"))?;
            statement
                .query_and_then([key], read_record)?
                .next()
                .transpose()
        })
    }

    /// Writes a campaign as it is now; a new one goes to the end of the list.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_campaign(&self, record: &PublishedRecord) -> Result<(), StoreError> {
        let key = &record.draft.key;
        self.run(&format!("keep campaign {key}"), |connection| {
            connection.execute(
                "INSERT INTO campaigns (key, place, revision, draft, updated_ms, deleted)
                 VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM campaigns), ?2, ?3, ?4, ?5)
                 ON CONFLICT (key) DO UPDATE SET revision = excluded.revision,
                   draft = excluded.draft, updated_ms = excluded.updated_ms,
                   deleted = excluded.deleted",
                params![
                    key,
                    record.revision,
                    serde_json::to_string(&record.draft)?,
                    record.updated_ms,
                    record.deleted,
                ],
            )?;
            Ok(())
        })
    }
}

fn read_record(row: &rusqlite::Row<'_>) -> Result<PublishedRecord, Trouble> {
    Ok(PublishedRecord {
        revision: row.get(0)?,
        draft: json(row, 1)?,
        updated_ms: row.get(2)?,
        deleted: row.get(3)?,
    })
}
