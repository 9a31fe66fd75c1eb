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
    /// When it was made.
    pub made_ms: i64,
}

impl Workspace {
    /// The last forecast of every campaign that has one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn forecasts(&self) -> Result<Vec<ForecastRecord>, StoreError> {
        self.database.read("read the forecasts", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT campaign, log, forecast, made_ms FROM forecasts")?;
            let rows = statement.query_and_then([], read_record)?;
            rows.collect()
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
                    "SELECT campaign, log, forecast, made_ms FROM forecasts WHERE campaign = ?1",
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
    })
}
