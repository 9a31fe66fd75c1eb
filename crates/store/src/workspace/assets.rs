//! Images, stored once each, by the SHA-256 of their content.

use std::collections::BTreeMap;

use campaign::{AssetFacts, AssetFormat};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::Workspace;
use crate::StoreError;
use crate::database::Trouble;

/// An image to store; whoever decoded it says what it is.
#[derive(Debug, Clone, Copy)]
pub struct NewAsset<'a> {
    /// Name of the file it came from.
    pub name: &'a str,
    /// Size and real format.
    pub facts: AssetFacts,
    /// The file's bytes.
    pub content: &'a [u8],
}

impl Workspace {
    /// Stores an image and returns its hash; one that is there already stays as it is.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put_asset(&mut self, asset: &NewAsset<'_>) -> Result<String, StoreError> {
        let doing = format!("store the image {}", asset.name);
        self.database
            .write(doing, |transaction| put(transaction, asset))
    }

    /// Name of the file that an image came from; `None` where it is not stored.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn asset_name(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        self.database
            .read(format!("read the image {sha256}"), |connection| {
                let mut statement =
                    connection.prepare_cached("SELECT name FROM assets WHERE sha256 = ?1")?;
                Ok(statement.query_row([sha256], |row| row.get(0)).optional()?)
            })
    }

    /// Size and format of an image; `None` where it is not stored.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn asset_facts(&self, sha256: &str) -> Result<Option<AssetFacts>, StoreError> {
        let doing = format!("read the image {sha256}");
        self.database.read(doing, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT width, height, length(content), format FROM assets WHERE sha256 = ?1",
            )?;
            let facts = statement.query_row([sha256], read_facts);
            Ok(facts.optional()?)
        })
    }

    /// Size and format of every image, by hash.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn assets(&self) -> Result<BTreeMap<String, AssetFacts>, StoreError> {
        self.database.read("read the list of images", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT width, height, length(content), format, sha256 FROM assets",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(4)?, read_facts(row)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// An image's bytes; `None` where it is not stored.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn asset_content(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.database
            .read(format!("read the image {sha256}"), |connection| {
                let mut statement =
                    connection.prepare_cached("SELECT content FROM assets WHERE sha256 = ?1")?;
                Ok(statement.query_row([sha256], |row| row.get(0)).optional()?)
            })
    }
}

/// Stores an image and returns its hash.
pub(super) fn put(transaction: &Transaction<'_>, asset: &NewAsset<'_>) -> Result<String, Trouble> {
    let sha256 = sha256_hex(asset.content);
    let mut insert = transaction.prepare_cached(
        "INSERT INTO assets (sha256, name, format, width, height, content)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    )?;
    insert.execute(params![
        sha256,
        asset.name,
        word_of(asset.facts.format),
        asset.facts.width,
        asset.facts.height,
        asset.content
    ])?;
    Ok(sha256)
}

fn sha256_hex(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// Width, height, bytes and format stand in the first four columns.
fn read_facts(row: &Row<'_>) -> rusqlite::Result<AssetFacts> {
    Ok(AssetFacts {
        width: row.get(0)?,
        height: row.get(1)?,
        bytes: row.get(2)?,
        format: format_of(&row.get::<_, String>(3)?),
    })
}

const fn word_of(format: AssetFormat) -> &'static str {
    match format {
        AssetFormat::Png => "png",
        AssetFormat::Jpeg => "jpeg",
    }
}

/// The table admits these two words only.
fn format_of(word: &str) -> AssetFormat {
    match word {
        "png" => AssetFormat::Png,
        _ => AssetFormat::Jpeg,
    }
}
