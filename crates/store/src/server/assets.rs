//! Published images, stored once each, by the SHA-256 of their content.

use campaign::{AssetFacts, AssetFormat};
use rusqlite::params;

use super::{Tables, json};
use crate::StoreError;
use crate::database::Trouble;

/// What is known of a stored image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRecord {
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// Size and format.
    pub facts: AssetFacts,
}

/// A stored image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageContent {
    /// Its real format.
    pub format: AssetFormat,
    /// The file's bytes.
    pub content: Vec<u8>,
}

impl Tables<'_> {
    /// Stores an image under its hash; one that is there already stays as it is.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put_image(&self, record: &ImageRecord, content: &[u8]) -> Result<(), StoreError> {
        self.run(&format!("keep image {}", record.sha256), |connection| {
            connection.execute(
                "INSERT INTO assets (sha256, facts, content) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
                params![
                    record.sha256,
                    serde_json::to_string(&record.facts)?,
                    content
                ],
            )?;
            Ok(())
        })
    }

    /// An image's facts; none where it is not stored.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn image(&self, sha256: &str) -> Result<Option<AssetFacts>, StoreError> {
        self.run(&format!("read image {sha256}"), |connection| {
            let mut statement =
                connection.prepare_cached("SELECT facts FROM assets WHERE sha256 = ?1")?;
            let mut rows = statement.query_and_then([sha256], |row| json(row, 0))?;
            rows.next().transpose()
        })
    }

    /// An image with its bytes; none where it is not stored.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn image_content(&self, sha256: &str) -> Result<Option<ImageContent>, StoreError> {
        self.run(&format!("read image {sha256}"), |connection| {
            let mut statement =
                connection.prepare_cached("SELECT facts, content FROM assets WHERE sha256 = ?1")?;
            let mut rows = statement.query_and_then([sha256], |row| {
                let facts: AssetFacts = json(row, 0)?;
                Ok::<_, Trouble>(ImageContent {
                    format: facts.format,
                    content: row.get(1)?,
                })
            })?;
            rows.next().transpose()
        })
    }
}
