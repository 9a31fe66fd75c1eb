//! Answers already given, by idempotency key: a request that comes again is not done again.

use rusqlite::params;
use serde_json::Value as Json;

use super::{Tables, json};
use crate::StoreError;

/// The answer to a request that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRecord {
    /// The idempotency key.
    pub id: String,
    /// Hash of method, path, precondition and body: what the key stands for.
    pub request: String,
    /// What was answered.
    pub answer: Json,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

impl Tables<'_> {
    /// The answer given under a key.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn answer(&self, id: &str) -> Result<Option<AnswerRecord>, StoreError> {
        self.run("read an earlier answer", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, request, answer, at_ms FROM answers WHERE id = ?1")?;
            let mut rows = statement.query_and_then([id], |row| {
                Ok(AnswerRecord {
                    id: row.get(0)?,
                    request: row.get(1)?,
                    answer: json(row, 2)?,
                    at_ms: row.get(3)?,
                })
            })?;
            rows.next().transpose()
        })
    }

    /// Keeps an answer, and lets go of those given before `oldest_ms`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep_answer(&self, record: &AnswerRecord, oldest_ms: i64) -> Result<(), StoreError> {
        self.run("keep an answer", |connection| {
            connection.execute("DELETE FROM answers WHERE at_ms < ?1", [oldest_ms])?;
            connection.execute(
                "INSERT INTO answers (id, request, answer, at_ms) VALUES (?1, ?2, ?3, ?4)",
                params![
                    record.id,
                    record.request,
                    serde_json::to_string(&record.answer)?,
                    record.at_ms
                ],
            )?;
            Ok(())
        })
    }
}
