//! Rows of named values, whatever the form of the file, become rows of a log.

use std::io;

use super::fields::Fields;
use super::tools::Meaning;
use super::{Flaw, Incoming, Reject, Row, Source};

/// A file's rows of named values.
pub trait Rows {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// When the file itself cannot be read on.
    fn next_row(&mut self) -> io::Result<Option<NamedRow>>;
}

/// One row and where it stood.
#[derive(Debug)]
pub struct NamedRow {
    /// Line of the file, from 1; in Parquet the row.
    pub line: u64,
    /// The row's text; empty where the file is not text.
    pub bytes: Vec<u8>,
    /// The values.
    pub fields: Result<Fields, Flaw>,
}

/// What a row's values mean.
pub type Read = Box<dyn Fn(Fields) -> Result<Meaning, Flaw>>;

/// Reads rows and what they mean.
pub struct Export<R> {
    rows: R,
    read: Read,
}

impl<R: Rows> Export<R> {
    /// A source over rows.
    pub fn new(rows: R, read: Read) -> Self {
        Self { rows, read }
    }
}

impl<R: Rows> Source for Export<R> {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some(NamedRow {
            line,
            bytes,
            fields,
        }) = self.rows.next_row()?
        else {
            return Ok(None);
        };
        Ok(Some(match fields.and_then(&self.read) {
            Ok(Meaning::Event(event, insert_id)) => Row::Event(Box::new(Incoming {
                line,
                event: *event,
                insert_id,
            })),
            Ok(Meaning::LeftOut(what)) => Row::LeftOut(what),
            Err(flaw) => Row::Reject(Reject::new(line, flaw, &bytes)),
        }))
    }
}
