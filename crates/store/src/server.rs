//! The reference server's tables: published campaigns and their images, what people did with
//! them, and the answers already given. One SQLite file, which is the server's whole state: a
//! copy of it is a backup. One file of code per table; [`Tables`] is all of them inside one
//! transaction, so that whoever decides can read, decide and write without being overtaken.

mod migrations;

mod answers;
mod assets;
mod campaigns;
mod message_events;
mod people;
mod settings;
mod site_events;

use std::path::Path;

use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;

pub use answers::AnswerRecord;
pub use assets::{ImageContent, ImageRecord};
pub use campaigns::PublishedRecord;
pub use message_events::{GroupCounts, MessageEventRecord};
pub use site_events::SiteEventRecord;

use crate::StoreError;
use crate::database::{Database, Kind, Trouble};

const KIND: Kind = Kind {
    name: "Rehearsal server's data",
    application_id: i32::from_be_bytes(*b"RhSv"),
    migrations: migrations::MIGRATIONS,
};

/// The server's open file. Each thread opens its own on the same file.
#[derive(Debug)]
pub struct ServerFile {
    database: Database,
}

impl ServerFile {
    /// Opens the file, makes it where there is none, brings an older one up to date.
    ///
    /// # Errors
    /// A file that cannot be opened or is something else.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let database = Database::open(path, &KIND)?;
        Ok(Self { database })
    }

    /// Reads.
    ///
    /// # Errors
    /// What `work` returns.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.database.path();
        self.database
            .read("read", |connection| Ok(work(&Tables { connection, path })?))
    }

    /// Reads and writes in one transaction, which is on the disk when this returns `Ok` and
    /// leaves no trace when it does not.
    ///
    /// # Errors
    /// What `work` returns, or the file cannot be written.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.database.path().to_owned();
        self.database.write("write", |transaction| {
            let tables = Tables {
                connection: transaction,
                path: &path,
            };
            Ok(work(&tables)?)
        })
    }
}

/// Every table, inside one transaction.
#[derive(Debug)]
pub struct Tables<'a> {
    connection: &'a Connection,
    path: &'a Path,
}

impl Tables<'_> {
    /// Does one piece of work; `doing` completes "could not …".
    fn run<T>(
        &self,
        doing: &str,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        work(self.connection).map_err(|trouble| {
            let (doing, path) = (doing.to_owned(), self.path.to_owned());
            match trouble {
                Trouble::Sql(source) => StoreError::Sql {
                    doing,
                    path,
                    source,
                },
                Trouble::Json(source) => StoreError::Json {
                    doing,
                    path,
                    source,
                },
                Trouble::Refused(refusal) => refusal,
            }
        })
    }
}

/// A column of JSON.
fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Trouble> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?)?)
}

#[cfg(test)]
mod tests;
