//! A tool's export becomes a prepared log.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::manifest::{Manifest, SourceFile};
use crate::prepare::{LogWriter, NotTaken, Provenance, Size};
use crate::source::file::{self, Found, How, Opened};
use crate::source::mapping::Mapping;
use crate::source::{Format, Incoming, Reject, Row};

/// The share of rows that may be unreadable unless set. A rotated or truncated log has a few
/// broken rows; where one row in twenty cannot be read, the format or the mapping is wrong.
pub const MAX_BAD_SHARE: f64 = 0.05;
/// Rejects kept with their text; all are counted.
pub const REJECTS_KEPT_MAX: usize = 10_000;
/// Rows after which a wrong mapping stops the import without reading a large file to its end.
const ROWS_BEFORE_EARLY_STOP: u64 = 10_000;
/// Rows between two reports of progress.
const ROWS_PER_REPORT: u64 = 8_192;

/// How to import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOptions {
    /// What the files are; recognised from their content unless set.
    pub format: Option<Format>,
    /// Which columns are which fields; for CSV with other names.
    pub mapping: Option<Mapping>,
    /// The share of rows that may be unreadable, 0 to 1.
    pub bad_share_max: f64,
    /// How to divide the work and the result.
    pub size: Size,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            format: None,
            mapping: None,
            bad_share_max: MAX_BAD_SHARE,
            size: Size::default(),
        }
    }
}

/// Watches an import, and may end it.
pub trait Observer {
    /// Called every few thousand rows and at each stage; `Break` cancels the import, which then
    /// leaves nothing behind.
    fn on_progress(&mut self, progress: &Progress) -> ControlFlow<()>;
}

/// Nobody watches.
impl Observer for () {
    fn on_progress(&mut self, _: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes read from disk so far.
    pub bytes_read: u64,
    /// Bytes of all files on disk.
    pub bytes_total: u64,
    /// Rows read so far.
    pub rows: u64,
    /// Rows of this stage that are done.
    pub rows_done: u64,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading rows.
    Reading,
    /// Finding people and sessions, sorting.
    Arranging,
    /// Writing the prepared log.
    Writing,
}

/// Imports files and folders into a prepared log at `out`, which is replaced if it is one.
///
/// # Errors
/// When a file cannot be read or recognised, too many rows are bad, the log is empty, `out` holds
/// something else or cannot be written, or the observer cancels. Nothing is left behind then.
pub fn import(
    logs: &[PathBuf],
    out: &Path,
    options: &ImportOptions,
    observer: &mut dyn Observer,
) -> Result<Manifest, Error> {
    let files = file::list(logs)?;
    let bytes_total = files
        .iter()
        .filter_map(|file| fs::metadata(&file.path).ok())
        .map(|of| of.len());
    let meter = Meter {
        bytes_total: bytes_total.sum(),
        bytes_read: Arc::default(),
        observer,
    };
    let mut import = Import {
        writer: LogWriter::new(out, options.size)?,
        provenance: Provenance::default(),
        first_reject: None,
        rows: 0,
        bad: 0,
        bad_share_max: options.bad_share_max,
        meter,
    };
    let how = How {
        format: options.format,
        mapping: options.mapping.as_ref(),
        bytes_read: Arc::clone(&import.meter.bytes_read),
    };
    for listed in &files {
        file::each(listed, &how, &mut |found| import.read(found))?;
    }
    import.finish()
}

/// Reports progress to the observer.
struct Meter<'a> {
    bytes_total: u64,
    bytes_read: Arc<AtomicU64>,
    observer: &'a mut dyn Observer,
}

impl Meter<'_> {
    fn report(&mut self, stage: Stage, rows: u64, rows_done: u64) -> Result<(), Error> {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed);
        let progress = Progress {
            stage,
            bytes_read,
            bytes_total: self.bytes_total,
            rows,
            rows_done,
        };
        match self.observer.on_progress(&progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}

struct Import<'a> {
    writer: LogWriter,
    provenance: Provenance,
    first_reject: Option<(PathBuf, Reject)>,
    rows: u64,
    bad: u64,
    bad_share_max: f64,
    meter: Meter<'a>,
}

impl Import<'_> {
    fn read(&mut self, found: Found<'_>) -> Result<(), Error> {
        let mut opened = match found {
            Found::Log(opened) => opened,
            Found::Empty(name) => {
                self.provenance.sources.push(SourceFile::empty(name));
                return Ok(());
            }
        };
        let rows_before = self.rows;
        loop {
            let row = opened.source.next_row().map_err(|source| Error::Read {
                path: opened.path.clone(),
                rows: self.rows - rows_before,
                source,
            })?;
            let Some(row) = row else { break };
            self.rows += 1;
            match row {
                Row::Event(incoming) => self.take(&opened, *incoming)?,
                Row::LeftOut(what) => {
                    *self.provenance.left_out.entry(what.to_owned()).or_default() += 1;
                }
                Row::Reject(reject) => self.reject(&opened, reject),
            }
            if self.rows.is_multiple_of(ROWS_PER_REPORT) {
                self.meter.report(Stage::Reading, self.rows, self.rows)?;
                if self.rows >= ROWS_BEFORE_EARLY_STOP {
                    self.check_share()?;
                }
            }
        }
        self.provenance.sources.push(SourceFile {
            name: opened.name,
            format: opened.format.name().to_owned(),
            rows: self.rows - rows_before,
            unused_columns: opened.source.unused_columns().to_vec(),
        });
        Ok(())
    }

    fn take(&mut self, from: &Opened<'_>, incoming: Incoming) -> Result<(), Error> {
        let Incoming {
            line,
            event,
            insert_id,
        } = incoming;
        match self.writer.push(&event, insert_id.as_deref()) {
            Ok(()) => {}
            Err(NotTaken::Failed(error)) => return Err(error),
            Err(NotTaken::Flawed(flaw)) => {
                let text = serde_json::to_string(&event).unwrap_or_default();
                self.reject(from, Reject::new(line, flaw, text.as_bytes()));
            }
        }
        Ok(())
    }

    fn reject(&mut self, from: &Opened<'_>, reject: Reject) {
        self.bad += 1;
        *self.provenance.rejected.entry(reject.cause).or_default() += 1;
        if self.first_reject.is_none() {
            self.first_reject = Some((from.path.clone(), reject.clone()));
        }
        if self.provenance.rejects.len() < REJECTS_KEPT_MAX {
            self.provenance.rejects.push((from.name.clone(), reject));
        }
    }

    fn check_share(&self) -> Result<(), Error> {
        match &self.first_reject {
            Some((path, first)) if self.bad as f64 > self.bad_share_max * self.rows as f64 => {
                Err(Error::TooManyRejects {
                    path: path.clone(),
                    bad: self.bad,
                    rows: self.rows,
                    first: first.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> Result<Manifest, Error> {
        self.check_share()?;
        let Self {
            writer,
            provenance,
            rows,
            mut meter,
            ..
        } = self;
        if writer.is_empty() {
            return Err(Error::NoEvents { rows });
        }
        let arranged =
            writer.arrange_watched(&mut |done| meter.report(Stage::Arranging, rows, done))?;
        let written = arranged.write_watched(provenance, &mut |done| {
            meter.report(Stage::Writing, rows, done)
        })?;
        // The last moment at which a cancelled import leaves no trace.
        meter.report(Stage::Writing, rows, rows)?;
        written.commit()
    }
}
