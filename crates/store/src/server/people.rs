//! What is known of people: their properties, by distinct id.

use std::collections::BTreeMap;

use campaign::Value;
use rusqlite::params;

use super::{Tables, json};
use crate::StoreError;

impl Tables<'_> {
    /// A person's properties; empty for somebody never identified.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn properties(&self, distinct_id: &str) -> Result<BTreeMap<String, Value>, StoreError> {
        self.run("read a person's properties", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT properties FROM people WHERE distinct_id = ?1")?;
            let mut rows = statement.query_and_then([distinct_id], |row| json(row, 0))?;
            Ok(rows.next().transpose()?.unwrap_or_default())
        })
    }

    /// Sets some of a person's properties; the others stay.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_properties(
        &self,
        distinct_id: &str,
        properties: &BTreeMap<String, Value>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let mut all = self.properties(distinct_id)?;
        all.extend(
            properties
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        self.run("keep a person's properties", |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO people (distinct_id, properties, updated_ms)
                 VALUES (?1, ?2, ?3)",
                params![distinct_id, serde_json::to_string(&all)?, now_ms],
            )?;
            Ok(())
        })
    }
}
