//! Opens logs: files, folders of them, zip archives of them; plain, gzip or Zstandard.

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;

use super::kind::Kind;
use super::mapping::Mapping;
use super::parquet::Parquet;
use super::shape::{self, Shape};
use super::unpack::{self, Packing};
use super::{Format, Source};
use crate::error::Error;

/// Bytes that are looked at to recognise a format.
const HEAD_BYTES: u64 = 1 << 20;
/// Entries of a zip archive that are read.
pub const ZIP_ENTRIES_MAX: usize = 100_000;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, with the folders in which it was found.
    pub name: String,
    /// How it came to be read.
    pub origin: Origin,
}

/// How a file came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was named: without content it is a mistake.
    Named,
    /// It was found in a folder or an archive, where some may be empty.
    Found,
}

/// What was found in a file.
pub enum Found<'a> {
    /// A log.
    Log(Opened<'a>),
    /// A file without content, by name.
    Empty(String),
}

/// An opened log.
pub struct Opened<'a> {
    /// The file; of an archive with the path inside.
    pub path: PathBuf,
    /// Its name, with the folders in which it was found.
    pub name: String,
    /// What it is read as.
    pub format: Format,
    /// Its rows.
    pub source: Box<dyn Source + 'a>,
}

/// How to read files.
pub struct How<'a> {
    /// What they are; recognised from their content unless set.
    pub format: Option<Format>,
    /// Which columns are which fields.
    pub mapping: Option<&'a Mapping>,
    /// The bytes read from disk are added here.
    pub bytes_read: Arc<AtomicU64>,
}

/// The files of the given files and folders: a folder gives its files and those of its folders by
/// name, without what begins with a point or an underscore (as `.DS_Store` and `_SUCCESS`).
///
/// # Errors
/// When one is missing or cannot be listed, or a folder has no file.
pub fn list(logs: &[PathBuf]) -> Result<Vec<Listed>, Error> {
    let mut files = Vec::new();
    for log in logs {
        let is_folder = fs::metadata(log)
            .map_err(|source| open_failed(log, source))?
            .is_dir();
        if !is_folder {
            let name = log.file_name().unwrap_or(log.as_os_str());
            files.push(Listed {
                path: log.clone(),
                name: name.to_string_lossy().into_owned(),
                origin: Origin::Named,
            });
            continue;
        }
        let before = files.len();
        list_folder(log, "", &mut files)?;
        if files.len() == before {
            return Err(Error::NoFiles { path: log.clone() });
        }
        files[before..].sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(files)
}

fn list_folder(folder: &Path, prefix: &str, files: &mut Vec<Listed>) -> Result<(), Error> {
    let failed = |source| open_failed(folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // Links are not followed, so that no folder is read twice.
        let of_type = entry.file_type().map_err(failed)?;
        if is_hidden(&name) {
            continue;
        }
        if of_type.is_dir() {
            list_folder(&entry.path(), &format!("{name}/"), files)?;
        } else if of_type.is_file() {
            files.push(Listed {
                path: entry.path(),
                name,
                origin: Origin::Found,
            });
        }
    }
    Ok(())
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with(['.', '_']))
}

fn open_failed(path: &Path, source: io::Error) -> Error {
    Error::Open {
        path: path.to_owned(),
        source,
    }
}

/// Hands over every log of a file: one, or those of an archive.
///
/// # Errors
/// When the file cannot be read or recognised, or `take` fails.
pub fn each(
    listed: &Listed,
    how: &How<'_>,
    take: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let failed = |source| open_failed(&listed.path, source);
    let mut file = File::open(&listed.path).map_err(failed)?;
    let mut head = Vec::new();
    (&mut file).take(4).read_to_end(&mut head).map_err(failed)?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    match unpack::packing(&head) {
        Packing::Zip => each_of_archive(listed, counted(file, how), how, take),
        Packing::Parquet => {
            let rows = Parquet::new(file, Arc::clone(&how.bytes_read))
                .map_err(|source| read_failed(&listed.path, source))?;
            take(Found::Log(open_parquet(listed, rows, how)?))
        }
        _ => take(open_text(listed, counted(file, how), how)?),
    }
}

pub(super) fn read_failed(path: &Path, source: io::Error) -> Error {
    Error::Read {
        path: path.to_owned(),
        rows: 0,
        source,
    }
}

fn each_of_archive(
    listed: &Listed,
    file: Counted,
    how: &How<'_>,
    take: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let failed = |error: zip::result::ZipError| read_failed(&listed.path, error.into());
    let mut archive = ZipArchive::new(file).map_err(failed)?;
    if archive.len() > ZIP_ENTRIES_MAX {
        return Err(Error::TooManyEntries {
            path: listed.path.clone(),
            entries: archive.len(),
        });
    }
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(failed)?;
        let name = entry.name().map_err(failed)?.into_owned();
        if entry.is_file() && !is_hidden(&name) {
            entries.push((name, index));
        }
    }
    if entries.is_empty() {
        return Err(Error::NoFiles {
            path: listed.path.clone(),
        });
    }
    entries.sort();
    for (name, index) in entries {
        let inside = Listed {
            path: listed.path.join(&name),
            name: format!("{}/{name}", listed.name),
            origin: Origin::Found,
        };
        let entry = archive
            .by_index(index)
            .map_err(|error| read_failed(&inside.path, error.into()))?;
        let packed = entry.compressed_size();
        take(open_text(&inside, unpack::bounded(entry, packed), how)?)?;
    }
    Ok(())
}

fn open_text<'a>(
    listed: &Listed,
    reader: impl Read + 'a,
    how: &How<'_>,
) -> Result<Found<'a>, Error> {
    let failed = |source| read_failed(&listed.path, source);
    let (_, mut reader) = unpack::unpack(reader).map_err(failed)?;
    let mut head = Vec::new();
    if let Err(error) = (&mut reader).take(HEAD_BYTES).read_to_end(&mut head) {
        if head.is_empty() {
            return Err(failed(error));
        }
        // The rows before the damage are read, so that the error says how many there were.
        reader = Box::new(BufReader::new(Broken(Some(error))));
    }
    if head.trim_ascii().is_empty() {
        return match listed.origin {
            Origin::Found => Ok(Found::Empty(listed.name.clone())),
            Origin::Named => Err(Error::Empty {
                path: listed.path.clone(),
            }),
        };
    }
    let packed = |what| Error::Packed {
        path: listed.path.clone(),
        what,
    };
    match unpack::packing(&head) {
        Packing::Plain => {}
        Packing::Gzip | Packing::Zstd => return Err(packed("file that was compressed twice")),
        Packing::Zip => return Err(packed("zip archive inside another file")),
        Packing::Parquet => return Err(packed("Parquet file inside another file")),
    }
    let shape = shape::of_text(&head).ok_or_else(|| Error::NotRecognised {
        path: listed.path.clone(),
    })?;
    let kind = Kind::of(listed, shape, || shape::first_rows(&head, shape), how)?;
    let reader = Cursor::new(head).chain(reader);
    Ok(Found::Log(Opened {
        path: listed.path.clone(),
        name: listed.name.clone(),
        format: kind.format,
        source: kind.source(listed, reader, how)?,
    }))
}

fn open_parquet<'a>(listed: &Listed, rows: Parquet, how: &How<'_>) -> Result<Opened<'a>, Error> {
    let kind = Kind::of(listed, Shape::Parquet, || vec![rows.columns()], how)?;
    Ok(Opened {
        path: listed.path.clone(),
        name: listed.name.clone(),
        format: kind.format,
        source: kind.parquet_source(listed, rows, how)?,
    })
}

/// The place from which a file cannot be read on.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what is read from disk, for progress.
struct Counted {
    file: File,
    bytes_read: Arc<AtomicU64>,
}

fn counted(file: File, how: &How<'_>) -> Counted {
    Counted {
        file,
        bytes_read: Arc::clone(&how.bytes_read),
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bytes_read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
