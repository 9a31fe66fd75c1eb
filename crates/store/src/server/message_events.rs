//! What people did with messages; each event id once, whichever way it came.

use std::collections::BTreeMap;

use rusqlite::params;

use super::Tables;
use crate::StoreError;

/// One event of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageEventRecord {
    /// Made by the SDK.
    pub event_id: String,
    /// The campaign's key.
    pub campaign: String,
    /// The group's key.
    pub group: String,
    /// The word of the wire, `message_impression`.
    pub event: String,
    /// The person.
    pub distinct_id: String,
    /// The device.
    pub device_id: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// When it happened, in milliseconds since 1970.
    pub at_ms: i64,
    /// The name of what was clicked.
    pub action_name: Option<String>,
    /// Where it led.
    pub action_value: Option<String>,
}

/// Events and distinct people, by the event's word.
pub type GroupCounts = BTreeMap<String, (u64, u64)>;

impl Tables<'_> {
    /// Adds an event; false where its id is known already.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add_message_event(&self, record: &MessageEventRecord) -> Result<bool, StoreError> {
        self.run("keep a message's event", |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO message_events
                   (event_id, campaign, group_key, event, distinct_id, device_id, session_id,
                    at_ms, action_name, action_value)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            )?;
            let added = statement.execute(params![
                record.event_id,
                record.campaign,
                record.group,
                record.event,
                record.distinct_id,
                record.device_id,
                record.session_id,
                record.at_ms,
                record.action_name,
                record.action_value,
            ])?;
            Ok(added == 1)
        })
    }

    /// Everything a person did with messages, the oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn message_events(&self, distinct_id: &str) -> Result<Vec<MessageEventRecord>, StoreError> {
        self.run("read what a person saw", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT event_id, campaign, group_key, event, distinct_id, device_id, session_id,
                        at_ms, action_name, action_value
                 FROM message_events WHERE distinct_id = ?1 ORDER BY at_ms, rowid",
            )?;
            let rows = statement.query_and_then([distinct_id], |row| {
                Ok(MessageEventRecord {
                    event_id: row.get(0)?,
                    campaign: row.get(1)?,
                    group: row.get(2)?,
                    event: row.get(3)?,
                    distinct_id: row.get(4)?,
                    device_id: row.get(5)?,
                    session_id: row.get(6)?,
                    at_ms: row.get(7)?,
                    action_name: row.get(8)?,
                    action_value: row.get(9)?,
                })
            })?;
            rows.collect()
        })
    }

    /// What was counted of a campaign, by group key.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn counts(&self, campaign: &str) -> Result<BTreeMap<String, GroupCounts>, StoreError> {
        self.run(&format!("count the events of {campaign}"), |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT group_key, event, count(*), count(DISTINCT distinct_id)
                 FROM message_events WHERE campaign = ?1 GROUP BY group_key, event",
            )?;
            let mut rows = statement.query([campaign])?;
            let mut counts: BTreeMap<String, GroupCounts> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (events, people): (i64, i64) = (row.get(2)?, row.get(3)?);
                let group = counts.entry(row.get(0)?).or_default();
                group.insert(row.get(1)?, (events as u64, people as u64));
            }
            Ok(counts)
        })
    }
}
