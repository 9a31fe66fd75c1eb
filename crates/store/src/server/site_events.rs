//! Events of the site, as the SDK reports them; each id once.

use std::collections::BTreeMap;

use campaign::Value;
use rusqlite::params;

use super::Tables;
use crate::StoreError;

/// One event of the site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteEventRecord {
    /// Made by the SDK.
    pub event_id: String,
    /// The event's name.
    pub event: String,
    /// The person.
    pub distinct_id: String,
    /// The device.
    pub device_id: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// When it happened, in milliseconds since 1970.
    pub at_ms: i64,
    /// Its properties.
    pub properties: BTreeMap<String, Value>,
}

impl Tables<'_> {
    /// Adds an event; false where its id is known already.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add_site_event(&self, record: &SiteEventRecord) -> Result<bool, StoreError> {
        self.run("keep an event", |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO site_events
                   (event_id, event, distinct_id, device_id, session_id, at_ms, properties)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            )?;
            let added = statement.execute(params![
                record.event_id,
                record.event,
                record.distinct_id,
                record.device_id,
                record.session_id,
                record.at_ms,
                serde_json::to_string(&record.properties)?,
            ])?;
            Ok(added == 1)
        })
    }
}
