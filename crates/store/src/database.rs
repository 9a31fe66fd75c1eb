//! One open SQLite file of ours: opened the same way everywhere, read and written through two
//! functions that turn every error into a sentence naming the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::StoreError;
use crate::migration;

/// How long a statement waits for another program's transaction.
const BUSY_MS_MAX: u64 = 5_000;

/// What makes a file ours.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What people call it, "Rehearsal workspace".
    pub name: &'static str,
    /// Stands in the file's header.
    pub application_id: i32,
    /// Every step of its schema, oldest first.
    pub migrations: &'static [&'static str],
}

/// Whether the file may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It may.
    ReadWrite,
    /// A newer version made it; it can only be read.
    ReadOnly {
        /// The file's format.
        found: u32,
        /// The newest format of this build.
        known: u32,
    },
}

/// Why a piece of work inside [`Database`] stopped.
#[derive(Debug)]
pub(crate) enum Trouble {
    Sql(rusqlite::Error),
    Json(serde_json::Error),
    Refused(StoreError),
}

impl From<rusqlite::Error> for Trouble {
    fn from(source: rusqlite::Error) -> Self {
        Self::Sql(source)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(source: serde_json::Error) -> Self {
        Self::Json(source)
    }
}

impl From<StoreError> for Trouble {
    fn from(refusal: StoreError) -> Self {
        Self::Refused(refusal)
    }
}

/// An open file.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    path: PathBuf,
    access: Access,
}

impl Database {
    /// Opens the file, makes it (and its folder) where there is none, and brings it up to date.
    /// A file of a newer version opens read-only.
    pub(crate) fn open(path: &Path, kind: &Kind) -> Result<Self, StoreError> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
                path: folder.to_owned(),
                source,
            })?;
        }
        let mut connection = Connection::open(path).map_err(|source| open_error(path, source))?;
        let found = recognise(&connection, path, kind)?;
        let known = kind.migrations.len() as u32;
        if found > known {
            return Self::open_newer(path, Access::ReadOnly { found, known });
        }
        prepare(&mut connection, kind).map_err(|source| open_error(path, source))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access: Access::ReadWrite,
        })
    }

    fn open_newer(path: &Path, access: Access) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|source| open_error(path, source))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn access(&self) -> Access {
        self.access
    }

    pub(crate) fn refuse_if_newer(&self) -> Result<(), StoreError> {
        match self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly { found, known } => Err(StoreError::Newer {
                path: self.path.clone(),
                found,
                known,
            }),
        }
    }

    /// SQLite counts the commits of other connections and the rows written through this one; both
    /// only grow, so their sum says whether either did.
    pub(crate) fn data_version(&self) -> Result<u64, StoreError> {
        self.read("ask for changes", |connection| {
            let others: i64 =
                connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
            Ok(others.unsigned_abs() + connection.total_changes())
        })
    }

    /// Reads; `doing` completes "could not …".
    pub(crate) fn read<T>(
        &self,
        doing: impl Into<String>,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        work(&self.connection).map_err(|trouble| self.explain(doing, trouble))
    }

    /// Writes in one transaction, which is on the disk when this returns `Ok` and leaves no trace
    /// when it does not; `doing` completes "could not …".
    pub(crate) fn write<T>(
        &mut self,
        doing: impl Into<String>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        self.refuse_if_newer()?;
        // Immediate: what the work reads cannot change before it writes.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let outcome = transaction.map_err(Trouble::from).and_then(|transaction| {
            let answer = work(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        });
        outcome.map_err(|trouble| self.explain(doing, trouble))
    }

    fn explain(&self, doing: impl Into<String>, trouble: Trouble) -> StoreError {
        let (doing, path) = (doing.into(), self.path.clone());
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
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// The file's format; an error where it is somebody else's.
fn recognise(connection: &Connection, path: &Path, kind: &Kind) -> Result<u32, StoreError> {
    let foreign = || StoreError::Foreign {
        path: path.to_owned(),
        expected: kind.name,
    };
    let read = || -> rusqlite::Result<(i32, i64, u32)> {
        connection.busy_timeout(Duration::from_millis(BUSY_MS_MAX))?;
        let id = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((id, tables, migration::format_of(connection)?))
    };
    match read() {
        Ok((id, _, format)) if id == kind.application_id => Ok(format),
        Ok((0, 0, 0)) => Ok(0),
        Ok(_) => Err(foreign()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Err(foreign()),
        Err(source) => Err(open_error(path, source)),
    }
}

/// WAL lets a second window read while one writes; `FULL` has every commit on the disk before
/// it is called saved.
fn prepare(connection: &mut Connection, kind: &Kind) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migration::bring_up_to_date(connection, kind.application_id, kind.migrations)
}

fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    StoreError::Open {
        path: path.to_owned(),
        source,
    }
}
