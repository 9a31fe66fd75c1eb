//! Registered logs: where a prepared log lies and what was found in it.

use std::path::PathBuf;

use rusqlite::params;
use serde_json::Value as Json;

use super::Workspace;
use crate::StoreError;

/// A registered log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRecord {
    /// Unique in the workspace.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Folder of the prepared form.
    pub path: PathBuf,
    /// What was found in it, in the words of whoever imported it.
    pub summary: Json,
    /// When it was registered.
    pub added_ms: i64,
}

impl Workspace {
    /// Every registered log, the newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn logs(&self) -> Result<Vec<LogRecord>, StoreError> {
        self.database.read("read the list of logs", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, name, path, summary, added_ms FROM logs ORDER BY added_ms DESC, id",
            )?;
            let rows = statement.query_and_then([], |row| {
                Ok(LogRecord {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    path: PathBuf::from(row.get::<_, String>(2)?),
                    summary: serde_json::from_str(&row.get::<_, String>(3)?)?,
                    added_ms: row.get(4)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Registers a log; one with the same id is replaced.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put_log(&mut self, log: &LogRecord) -> Result<(), StoreError> {
        self.database
            .write(format!("register the log {}", log.name), |transaction| {
                transaction.execute(
                    "INSERT OR REPLACE INTO logs (id, name, path, summary, added_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![
                        log.id,
                        log.name,
                        log.path.to_string_lossy(),
                        serde_json::to_string(&log.summary)?,
                        log.added_ms
                    ],
                )?;
                Ok(())
            })
    }

    /// Takes a log off the list; its files stay.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn forget_log(&mut self, id: &str) -> Result<(), StoreError> {
        self.database
            .write(format!("forget the log {id}"), |transaction| {
                transaction.execute("DELETE FROM logs WHERE id = ?1", [id])?;
                Ok(())
            })
    }
}
