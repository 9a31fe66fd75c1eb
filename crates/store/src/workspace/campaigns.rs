//! Campaigns: the draft as JSON, a version that guards against overwriting, and a date of
//! deletion in place of losing anything.

use campaign::Draft;
use campaign::history::History;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, params};

use super::assets::{self, NewAsset};
use super::versions::{self, Cause, NewVersion};
use super::{Workspace, history};
use crate::StoreError;
use crate::database::Trouble;

/// A campaign as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignRecord {
    /// The draft.
    pub draft: Draft,
    /// Grows with every save.
    pub version: i64,
    /// When it was last saved.
    pub updated_ms: i64,
}

/// What is known of a campaign without reading its draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignHead {
    /// Its key.
    pub key: String,
    /// Grows with every save.
    pub version: i64,
    /// When it was last saved.
    pub updated_ms: i64,
}

/// A campaign that was taken out of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedCampaign {
    /// Its key.
    pub key: String,
    /// What people called it.
    pub name: String,
    /// When it was deleted.
    pub deleted_ms: i64,
}

/// What comes in together: all of it or nothing.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// Images, where they are not stored yet.
    pub images: &'a [NewAsset<'a>],
    /// New campaigns, in the order in which they stand at the end of the list.
    pub campaigns: &'a [Draft],
    /// Keys of deleted campaigns that come back as they were.
    pub restored: &'a [String],
    /// When they come.
    pub now_ms: i64,
}

/// A change to keep.
#[derive(Debug)]
pub struct Save<'a> {
    /// The whole draft after the change; its key says which campaign.
    pub draft: &'a Draft,
    /// The version that the change was made to.
    pub seen_version: i64,
    /// Undo and redo after the change.
    pub history: &'a History,
    /// Versions of the campaign that are kept with it, in order.
    pub versions: &'a [NewVersion<'a>],
    /// When it is saved.
    pub now_ms: i64,
}

impl Workspace {
    /// Every campaign that is not deleted, in list order.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn campaigns(&self) -> Result<Vec<CampaignRecord>, StoreError> {
        self.database.read("read the campaigns", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT draft, version, updated_ms FROM campaigns
                 WHERE deleted_ms IS NULL ORDER BY place",
            )?;
            let rows = statement.query_and_then([], read_record)?;
            rows.collect()
        })
    }

    /// Every campaign that is not deleted, in list order, without the drafts.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn campaign_heads(&self) -> Result<Vec<CampaignHead>, StoreError> {
        self.database.read("read the campaigns", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT key, version, updated_ms FROM campaigns
                 WHERE deleted_ms IS NULL ORDER BY place",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(CampaignHead {
                    key: row.get(0)?,
                    version: row.get(1)?,
                    updated_ms: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every deleted campaign, the last one deleted first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn deleted_campaigns(&self) -> Result<Vec<DeletedCampaign>, StoreError> {
        let doing = "read the deleted campaigns";
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT key, coalesce(draft ->> '$.name', ''), deleted_ms FROM campaigns
                 WHERE deleted_ms IS NOT NULL ORDER BY deleted_ms DESC, place",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(DeletedCampaign {
                    key: row.get(0)?,
                    name: row.get(1)?,
                    deleted_ms: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Whether nothing was ever kept in it, deleted campaigns included.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_untouched(&self) -> Result<bool, StoreError> {
        self.database.read("read the campaigns", |connection| {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM campaigns)
                       AND NOT EXISTS (SELECT 1 FROM logs)";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
    }

    /// One campaign.
    ///
    /// # Errors
    /// There is none of this key, it is deleted, or the file cannot be read.
    pub fn campaign(&self, key: &str) -> Result<CampaignRecord, StoreError> {
        self.database
            .read(format!("read campaign {key}"), |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT draft, version, updated_ms FROM campaigns
                 WHERE key = ?1 AND deleted_ms IS NULL",
                )?;
                let mut rows = statement.query_and_then([key], read_record)?;
                rows.next().unwrap_or_else(|| Err(no_campaign(key).into()))
            })
    }

    /// Adds a campaign at the end of the list, with nothing to undo, and keeps it as its first
    /// version.
    ///
    /// # Errors
    /// Its key is taken (also by a deleted campaign), or the file cannot be written.
    pub fn add_campaign(&mut self, draft: &Draft, now_ms: i64) -> Result<(), StoreError> {
        let doing = format!("add campaign {}", draft.key);
        self.database.write(doing, |transaction| {
            add(transaction, draft, Cause::Created, now_ms)
        })
    }

    /// Adds campaigns and images from elsewhere, all or none.
    ///
    /// # Errors
    /// A key is taken (also by a deleted campaign), or the file cannot be written.
    pub fn import(&mut self, import: &Import<'_>) -> Result<(), StoreError> {
        self.database.write("keep what is imported", |transaction| {
            for image in import.images {
                assets::put(transaction, image)?;
            }
            for draft in import.campaigns {
                add(transaction, draft, Cause::Imported, import.now_ms)?;
            }
            for key in import.restored {
                mark_deleted(transaction, key, None)?;
            }
            Ok(())
        })
    }

    /// Saves a change, its history and the versions kept with it together, and returns the new
    /// number of the campaign.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] where the stored version is not the one the change was
    /// made to; no such campaign; the file cannot be written. Nothing is saved then.
    pub fn save_campaign(&mut self, save: &Save<'_>) -> Result<i64, StoreError> {
        let key = &save.draft.key;
        self.database
            .write(format!("save campaign {key}"), |transaction| {
                let current = version_of(transaction, key)?;
                if current != save.seen_version {
                    let refusal = StoreError::ChangedElsewhere {
                        key: key.clone(),
                        seen: save.seen_version,
                        current,
                    };
                    return Err(refusal.into());
                }
                transaction.execute(
                    "UPDATE campaigns SET draft = ?2, version = ?3, updated_ms = ?4 WHERE key = ?1",
                    params![
                        key,
                        serde_json::to_string(save.draft)?,
                        current + 1,
                        save.now_ms
                    ],
                )?;
                history::replace(transaction, key, save.history)?;
                for version in save.versions {
                    versions::keep(transaction, version)?;
                }
                Ok(current + 1)
            })
    }

    /// Takes a campaign out of the list; it can be restored with its history.
    ///
    /// # Errors
    /// No such campaign, or the file cannot be written.
    pub fn delete_campaign(&mut self, key: &str, now_ms: i64) -> Result<(), StoreError> {
        self.set_deleted(key, Some(now_ms))
    }

    /// Puts a deleted campaign back in its place in the list.
    ///
    /// # Errors
    /// No such campaign, or the file cannot be written.
    pub fn restore_campaign(&mut self, key: &str) -> Result<(), StoreError> {
        self.set_deleted(key, None)
    }

    fn set_deleted(&mut self, key: &str, deleted_ms: Option<i64>) -> Result<(), StoreError> {
        let doing = match deleted_ms {
            Some(_) => format!("delete campaign {key}"),
            None => format!("restore campaign {key}"),
        };
        self.database.write(doing, |transaction| {
            mark_deleted(transaction, key, deleted_ms)
        })
    }

    /// A deleted campaign as it was; `None` where none of this key is deleted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn deleted_draft(&self, key: &str) -> Result<Option<Draft>, StoreError> {
        let doing = format!("read the deleted campaign {key}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT draft, version, updated_ms FROM campaigns
                 WHERE key = ?1 AND deleted_ms IS NOT NULL",
            )?;
            let mut rows = statement.query_and_then([key], read_record)?;
            rows.next().map(|record| Ok(record?.draft)).transpose()
        })
    }
}

/// Deletes a campaign that is in the list, or restores one that is not.
fn mark_deleted(
    transaction: &Transaction<'_>,
    key: &str,
    deleted_ms: Option<i64>,
) -> Result<(), Trouble> {
    let changed = transaction.execute(
        "UPDATE campaigns SET deleted_ms = ?2
         WHERE key = ?1 AND (deleted_ms IS NULL) = (?2 IS NOT NULL)",
        params![key, deleted_ms],
    )?;
    if changed == 0 {
        return Err(no_campaign(key).into());
    }
    Ok(())
}

fn add(
    transaction: &Transaction<'_>,
    draft: &Draft,
    cause: Cause,
    now_ms: i64,
) -> Result<(), Trouble> {
    let key = &draft.key;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO campaigns (key, place, draft, version, updated_ms)
         VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM campaigns), ?2, 1, ?3)",
    )?;
    match insert.execute(params![key, serde_json::to_string(draft)?, now_ms]) {
        Ok(_) => {}
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            return Err(StoreError::KeyTaken { key: key.clone() }.into());
        }
        Err(error) => return Err(error.into()),
    }
    let version = NewVersion {
        draft,
        cause,
        name: None,
        at_ms: now_ms,
    };
    versions::keep(transaction, &version)?;
    Ok(())
}

fn version_of(connection: &Connection, key: &str) -> Result<i64, Trouble> {
    let version = connection
        .query_row(
            "SELECT version FROM campaigns WHERE key = ?1 AND deleted_ms IS NULL",
            [key],
            |row| row.get(0),
        )
        .optional()?;
    version.ok_or_else(|| no_campaign(key).into())
}

fn read_record(row: &Row<'_>) -> Result<CampaignRecord, Trouble> {
    Ok(CampaignRecord {
        draft: serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?,
        version: row.get(1)?,
        updated_ms: row.get(2)?,
    })
}

fn no_campaign(key: &str) -> StoreError {
    StoreError::NoCampaign {
        key: key.to_owned(),
    }
}
