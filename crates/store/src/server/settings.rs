//! Settings of the server: one JSON value per name.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Tables, json};
use crate::StoreError;

impl Tables<'_> {
    /// A setting; none until it is set.
    ///
    /// # Errors
    /// The file cannot be read, or the stored value is not a `T`.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.run(&format!("read the setting {name}"), |connection| {
            let mut statement =
                connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
            let mut rows = statement.query_and_then([name], |row| json(row, 0))?;
            rows.next().transpose()
        })
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        self.run(&format!("keep the setting {name}"), |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
                params![name, serde_json::to_string(value)?],
            )?;
            Ok(())
        })
    }
}
