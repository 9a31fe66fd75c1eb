//! What is still to be sent, in the order in which it was meant. An entry leaves when the server
//! has answered; its content belongs to whoever sends it.

use rusqlite::params;
use serde_json::Value as Json;

use super::Workspace;
use crate::StoreError;

/// An intent that is waiting.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRecord {
    /// Grows with every entry.
    pub id: i64,
    /// What is to be sent.
    pub entry: Json,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong the last time.
    pub why: Option<String>,
}

impl Workspace {
    /// Queues an intent and returns its id.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn outbox_push(&mut self, entry: &Json) -> Result<i64, StoreError> {
        self.database
            .write("queue what is to be published", |transaction| {
                transaction.execute(
                    "INSERT INTO outbox (entry) VALUES (?1)",
                    [serde_json::to_string(entry)?],
                )?;
                Ok(transaction.last_insert_rowid())
            })
    }

    /// Everything that waits, the oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn outbox_pending(&self) -> Result<Vec<OutboxRecord>, StoreError> {
        self.database
            .read("read what is to be published", |connection| {
                let mut statement = connection
                    .prepare_cached("SELECT id, entry, attempts, why FROM outbox ORDER BY id")?;
                let rows = statement.query_and_then([], |row| {
                    Ok(OutboxRecord {
                        id: row.get(0)?,
                        entry: serde_json::from_str(&row.get::<_, String>(1)?)?,
                        attempts: row.get(2)?,
                        why: row.get(3)?,
                    })
                })?;
                rows.collect()
            })
    }

    /// Takes out an entry that was answered, or that nobody wants to send any more.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn outbox_done(&mut self, id: i64) -> Result<(), StoreError> {
        self.database
            .write("take out what was published", |transaction| {
                transaction.execute("DELETE FROM outbox WHERE id = ?1", [id])?;
                Ok(())
            })
    }

    /// Notes a failed attempt; the entry stays.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn outbox_failed(&mut self, id: i64, why: &str, attempts: u32) -> Result<(), StoreError> {
        self.database
            .write("note a failed attempt to publish", |transaction| {
                transaction.execute(
                    "UPDATE outbox SET why = ?2, attempts = ?3 WHERE id = ?1",
                    params![id, why, attempts],
                )?;
                Ok(())
            })
    }
}
