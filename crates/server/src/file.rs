//! The server's file under many requests: writes one after another, reads beside them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use store::StoreError;
use store::server::{ServerFile, Tables};

/// The file, opened as often as requests need it at once.
#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    writer: Mutex<ServerFile>,
    readers: Mutex<Vec<ServerFile>>,
}

impl File {
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(ServerFile::open(path)?),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Reads, beside a write that may be running.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let reader = match idle {
            Some(reader) => reader,
            None => ServerFile::open(&self.path)?,
        };
        let answer = reader.read(work);
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(reader);
        answer
    }

    /// Writes in one transaction. A writer that panicked left no trace in the file.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(work)
    }
}
