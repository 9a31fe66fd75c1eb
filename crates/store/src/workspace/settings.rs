//! Settings of the workspace: one JSON value per name.

use campaign::Limits;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Workspace;
use crate::StoreError;

/// Name of the setting that holds the limits.
const LIMITS: &str = "limits";

impl Workspace {
    /// Against what the drafts in it are checked; the documented limits until others are set.
    ///
    /// # Errors
    /// The file cannot be read, or the stored value are no limits.
    pub fn limits(&self) -> Result<Limits, StoreError> {
        Ok(self.setting(LIMITS)?.unwrap_or_default())
    }

    /// Sets against what the drafts in it are checked.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_limits(&mut self, limits: &Limits) -> Result<(), StoreError> {
        self.set_setting(LIMITS, limits)
    }

    /// A setting; `None` until it is set.
    ///
    /// # Errors
    /// The file cannot be read, or the stored value is not a `T`.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.database
            .read(format!("read the setting {name}"), |connection| {
                let mut statement =
                    connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
                let text: Option<String> =
                    statement.query_row([name], |row| row.get(0)).optional()?;
                Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
            })
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_setting<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), StoreError> {
        self.database
            .write(format!("keep the setting {name}"), |transaction| {
                transaction.execute(
                    "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
                    params![name, serde_json::to_string(value)?],
                )?;
                Ok(())
            })
    }
}
