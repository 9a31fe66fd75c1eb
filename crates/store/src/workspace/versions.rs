//! Versions: whole drafts of a campaign as it was at moments that matter, beside the steps of
//! undo. A person may name one; named ones stay for ever.

use campaign::Draft;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Workspace;
use crate::StoreError;
use crate::database::Trouble;

/// Nameless `edited` versions kept of a campaign; the oldest go first.
pub(super) const EDITED_COUNT_MAX: u32 = 300;

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Cause {
    /// The campaign was made.
    Created,
    /// It was about to be edited.
    Edited,
    /// It was started or resumed.
    Started,
    /// It was published.
    Published,
    /// An earlier version came back.
    Restored,
    /// It came from a file.
    Imported,
    /// Somebody wanted it kept.
    Named,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 7] = [
        Self::Created,
        Self::Edited,
        Self::Started,
        Self::Published,
        Self::Restored,
        Self::Imported,
        Self::Named,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Started => "started",
            Self::Published => "published",
            Self::Restored => "restored",
            Self::Imported => "imported",
            Self::Named => "named",
        }
    }
}

/// A version to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    /// The whole draft; its key says which campaign.
    pub draft: &'a Draft,
    /// Why it is kept.
    pub cause: Cause,
    /// What a person calls it.
    pub name: Option<&'a str>,
    /// When it is kept.
    pub at_ms: i64,
}

/// A version as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRecord {
    /// Grows with every version of any campaign.
    pub id: i64,
    /// The whole draft.
    pub draft: Draft,
    /// Why it was kept.
    pub cause: Cause,
    /// What a person calls it.
    pub name: Option<String>,
    /// When it was kept.
    pub at_ms: i64,
}

impl Workspace {
    /// Every version of a campaign, the newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn versions(&self, key: &str) -> Result<Vec<VersionRecord>, StoreError> {
        let doing = format!("read the versions of {key}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, draft, cause, name, at_ms FROM versions
                 WHERE campaign = ?1 ORDER BY id DESC",
            )?;
            let rows = statement.query_and_then([key], read_record)?;
            rows.collect()
        })
    }

    /// The newest version of a campaign; `None` where nothing was kept yet.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_version(&self, key: &str) -> Result<Option<VersionRecord>, StoreError> {
        let doing = format!("read the versions of {key}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, draft, cause, name, at_ms FROM versions
                 WHERE campaign = ?1 ORDER BY id DESC LIMIT 1",
            )?;
            let record = statement.query_row([key], |row| Ok(read_record(row)));
            record.optional()?.transpose()
        })
    }

    /// One version of a campaign.
    ///
    /// # Errors
    /// There is none of this id, or the file cannot be read.
    pub fn version(&self, key: &str, id: i64) -> Result<VersionRecord, StoreError> {
        let doing = format!("read version {id} of {key}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, draft, cause, name, at_ms FROM versions
                 WHERE campaign = ?1 AND id = ?2",
            )?;
            let mut rows = statement.query_and_then(params![key, id], read_record)?;
            rows.next()
                .unwrap_or_else(|| Err(no_version(key, id).into()))
        })
    }

    /// Keeps a version and returns its id.
    ///
    /// # Errors
    /// No such campaign, or the file cannot be written.
    pub fn keep_version(&mut self, version: &NewVersion<'_>) -> Result<i64, StoreError> {
        let doing = format!("keep a version of {}", version.draft.key);
        self.database
            .write(doing, |transaction| keep(transaction, version))
    }

    /// Gives a version another name.
    ///
    /// # Errors
    /// There is none of this id, or the file cannot be written.
    pub fn rename_version(&mut self, key: &str, id: i64, name: &str) -> Result<(), StoreError> {
        let doing = format!("name version {id} of {key}");
        self.database.write(doing, |transaction| {
            let changed = transaction.execute(
                "UPDATE versions SET name = ?3 WHERE campaign = ?1 AND id = ?2",
                params![key, id, name],
            )?;
            if changed == 0 {
                return Err(no_version(key, id).into());
            }
            Ok(())
        })
    }
}

/// Keeps a version, and lets the oldest of too many go.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    version: &NewVersion<'_>,
) -> Result<i64, Trouble> {
    let key = &version.draft.key;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO versions (campaign, draft, cause, name, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    insert.execute(params![
        key,
        serde_json::to_string(version.draft)?,
        version.cause.word(),
        version.name,
        version.at_ms
    ])?;
    let id = transaction.last_insert_rowid();
    let mut forget = transaction.prepare_cached(
        "DELETE FROM versions WHERE campaign = ?1 AND cause = 'edited' AND name IS NULL AND id <= (
           SELECT id FROM versions WHERE campaign = ?1 AND cause = 'edited' AND name IS NULL
           ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?;
    forget.execute(params![key, EDITED_COUNT_MAX])?;
    Ok(id)
}

fn read_record(row: &Row<'_>) -> Result<VersionRecord, Trouble> {
    Ok(VersionRecord {
        id: row.get(0)?,
        draft: serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?,
        cause: cause_of(&row.get::<_, String>(2)?),
        name: row.get(3)?,
        at_ms: row.get(4)?,
    })
}

/// The table admits these words only.
fn cause_of(word: &str) -> Cause {
    let found = Cause::ALL.into_iter().find(|cause| cause.word() == word);
    found.unwrap_or(Cause::Edited)
}

fn no_version(key: &str, id: i64) -> StoreError {
    StoreError::NoVersion {
        key: key.to_owned(),
        id,
    }
}
