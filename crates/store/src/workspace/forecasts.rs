//! The last forecast of each campaign.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value as Json;

use super::Workspace;
use crate::StoreError;
use crate::database::Trouble;

/// A stored forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastRecord {
    /// The campaign's key.
    pub campaign: String,
    /// Id of the log it was made from.
    pub log: String,
    /// The forecast.
    pub forecast: Json,
    /// What the list shows of it; `None` where an earlier version kept it.
    pub glance: Option<Json>,
    /// When it was made.
    pub made_ms: i64,
}

/// What the list shows of a stored forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// The campaign's key.
    pub campaign: String,
    /// It, as JSON; `None` where an earlier version kept the forecast.
    pub text: Option<String>,
}

impl Workspace {
    /// What the list shows of the last forecast of every campaign that has one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn glances(&self) -> Result<Vec<Glance>, StoreError> {
        self.database.read("read the forecasts", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT forecasts.campaign, glance
                 FROM forecasts LEFT JOIN glances ON glances.campaign = forecasts.campaign",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Glance {
                    campaign: row.get(0)?,
                    text: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The last forecast of a campaign.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn forecast(&self, campaign: &str) -> Result<Option<ForecastRecord>, StoreError> {
        self.database
            .read(format!("read the forecast of {campaign}"), |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT forecasts.campaign, log, forecast, made_ms, glance
                     FROM forecasts LEFT JOIN glances ON glances.campaign = forecasts.campaign
                     WHERE forecasts.campaign = ?1",
                )?;
                let record = statement.query_row([campaign], |row| Ok(read_record(row)));
                record.optional()?.transpose()
            })
    }

    /// Keeps a campaign's forecast in place of the one before.
    ///
    /// # Errors
    /// No such campaign, or the file cannot be written.
    pub fn put_forecast(&mut self, record: &ForecastRecord) -> Result<(), StoreError> {
        let doing = format!("keep the forecast of {}", record.campaign);
        self.database.write(doing, |transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO forecasts (campaign, log, forecast, made_ms)
                 VALUES (?1, ?2, ?3, ?4)",
                params![
                    record.campaign,
                    record.log,
                    serde_json::to_string(&record.forecast)?,
                    record.made_ms
                ],
            )?;
            if let Some(glance) = &record.glance {
                transaction.execute(
                    "INSERT OR REPLACE INTO glances (campaign, glance) VALUES (?1, ?2)",
                    params![record.campaign, serde_json::to_string(glance)?],
                )?;
            }
            Ok(())
        })
    }
}

fn read_record(row: &Row<'_>) -> Result<ForecastRecord, Trouble> {
    Ok(ForecastRecord {
        campaign: row.get(0)?,
        log: row.get(1)?,
        forecast: serde_json::from_str(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?,
        made_ms: row.get(3)?,
        glance: read_glance(row, 4)?,
    })
}

fn read_glance(row: &Row<'_>, column: usize) -> Result<Option<Json>, Trouble> {
    let text: Option<String> = row.get(column)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}
