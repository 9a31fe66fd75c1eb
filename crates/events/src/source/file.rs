//! Opens a log: a file or a folder of them, plain or gzip.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::access_log::AccessLog;
use super::csv::Csv;
use super::jsonl::Jsonl;
use super::lines::Lines;
use super::mapping::Mapping;
use super::{Format, Source, recognise};
use crate::error::Error;

/// Bytes that are looked at to recognise a format.
const HEAD_BYTES: u64 = 64 << 10;

/// An opened log file.
pub struct Opened {
    /// The file.
    pub path: PathBuf,
    /// What it is read as.
    pub format: Format,
    /// Its rows.
    pub source: Box<dyn Source>,
}

/// The files of the given files and folders: a folder gives its files by name, hidden ones and
/// sub-folders left out.
///
/// # Errors
/// When one is missing or cannot be listed, or a folder is empty.
pub fn list(logs: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for log in logs {
        let failed = |source| Error::Open {
            path: log.clone(),
            source,
        };
        if !fs::metadata(log).map_err(failed)?.is_dir() {
            files.push(log.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(log).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if entry.file_type().map_err(failed)?.is_file() && !is_hidden {
                inside.push(entry.path());
            }
        }
        if inside.is_empty() {
            return Err(Error::NoFiles { path: log.clone() });
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// Opens a file; the bytes read from disk are added to `bytes_read`.
///
/// # Errors
/// When the file cannot be read or its format is not one of [`Format`].
pub fn open(
    path: &Path,
    format: Option<Format>,
    mapping: Option<&Mapping>,
    bytes_read: Arc<AtomicU64>,
) -> Result<Opened, Error> {
    let failed = |source| Error::Open {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mut reader = unpack(path, BufReader::new(Counted { file, bytes_read }))?;
    let mut head = Vec::new();
    (&mut reader)
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .map_err(failed)?;
    if head.trim_ascii().is_empty() {
        return Err(Error::Empty {
            path: path.to_owned(),
        });
    }
    let format = format
        .or_else(|| recognise(&head))
        .ok_or_else(|| Error::NotRecognised {
            path: path.to_owned(),
        })?;
    if mapping.is_some() && format != Format::Csv {
        return Err(Error::NoColumns {
            path: path.to_owned(),
            format: format.name(),
        });
    }
    let lines = Lines::new(Cursor::new(head).chain(reader));
    let source: Box<dyn Source> =
        match format {
            Format::Csv => Box::new(Csv::new(lines, mapping).map_err(failed)?.map_err(
                |source| Error::Mapping {
                    path: path.to_owned(),
                    source,
                },
            )?),
            Format::Jsonl => Box::new(Jsonl::new(lines)),
            Format::AccessLog => Box::new(AccessLog::new(lines)),
        };
    Ok(Opened {
        path: path.to_owned(),
        format,
        source,
    })
}

/// Decompresses by content, whatever the file is called.
fn unpack(path: &Path, mut reader: BufReader<Counted>) -> Result<Box<dyn BufRead>, Error> {
    let failed = |source| Error::Open {
        path: path.to_owned(),
        source,
    };
    let head = reader.fill_buf().map_err(failed)?;
    let packed = |what| Error::Packed {
        path: path.to_owned(),
        what,
    };
    match head {
        [0x1f, 0x8b, ..] => Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader)))),
        [b'P', b'K', 3, 4, ..] => Err(packed("zip archive")),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(packed("zstd file")),
        [b'P', b'A', b'R', b'1', ..] => Err(packed("Parquet file")),
        _ => Ok(Box::new(reader)),
    }
}

/// Counts what is read from disk, for progress.
struct Counted {
    file: File,
    bytes_read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bytes_read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
