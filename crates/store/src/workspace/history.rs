//! Undo and redo: one row per snapshot, so that they survive a restart.

use campaign::history::{Entry, History};
use rusqlite::{OptionalExtension, Transaction, params};

use super::Workspace;
use crate::StoreError;
use crate::database::Trouble;

impl Workspace {
    /// What can be undone and redone in a campaign; empty where there is nothing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn history(&self, key: &str) -> Result<History, StoreError> {
        self.database
            .read(format!("read the history of {key}"), |connection| {
                let side = |side: &str| -> Result<Vec<Entry>, Trouble> {
                    let mut statement = connection.prepare_cached(
                    "SELECT entry FROM history WHERE campaign = ?1 AND side = ?2 ORDER BY place",
                )?;
                    let entries = statement.query_and_then([key, side], |row| {
                        let text = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                        Ok(serde_json::from_str(text)?)
                    })?;
                    entries.collect()
                };
                Ok(History {
                    past: side("past")?,
                    future: side("future")?,
                })
            })
    }
}

/// What undo would take back and redo bring back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLabels {
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would bring back.
    pub redo: Option<String>,
}

impl Workspace {
    /// The labels of the nearest steps of a campaign's history, without reading it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn history_labels(&self, key: &str) -> Result<HistoryLabels, StoreError> {
        self.database
            .read(format!("read the history of {key}"), |connection| {
                let label = |side: &str| -> Result<Option<String>, Trouble> {
                    let mut statement = connection.prepare_cached(
                        "SELECT entry ->> '$.label' FROM history
                         WHERE campaign = ?1 AND side = ?2 ORDER BY place DESC LIMIT 1",
                    )?;
                    let label = statement.query_row([key, side], |row| row.get(0));
                    Ok(label.optional()?)
                };
                Ok(HistoryLabels {
                    undo: label("past")?,
                    redo: label("future")?,
                })
            })
    }
}

/// Writes the history of a campaign; rows that stay as they are cost no write.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    key: &str,
    history: &History,
) -> Result<(), Trouble> {
    for (side, entries) in [("past", &history.past), ("future", &history.future)] {
        let mut put = transaction.prepare_cached(
            "INSERT INTO history (campaign, side, place, entry) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET entry = excluded.entry WHERE entry <> excluded.entry",
        )?;
        for (place, entry) in entries.iter().enumerate() {
            put.execute(params![
                key,
                side,
                place as i64,
                serde_json::to_string(entry)?
            ])?;
        }
        transaction.execute(
            "DELETE FROM history WHERE campaign = ?1 AND side = ?2 AND place >= ?3",
            params![key, side, entries.len() as i64],
        )?;
    }
    Ok(())
}
