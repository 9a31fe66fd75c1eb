//! What can go wrong with a log as a whole; single rows are counted rejects.

use std::io;
use std::path::PathBuf;

use crate::manifest::FORMAT;
use crate::source::Reject;
use crate::source::binding::MappingError;
use crate::source::file::ZIP_ENTRIES_MAX;

/// Why a log could not be imported or read. The texts fit after "could not …"; what to do about it
/// is the [`Error::hint`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be opened or listed.
    #[error("open {}: {source}", .path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be read to its end.
    #[error("read {} to its end, after {rows} rows: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Rows read before.
        rows: u64,
        /// What the system or the decompression says.
        source: io::Error,
    },
    /// A folder without files.
    #[error("find a file in the folder {}", .path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// A file without content.
    #[error("find rows in {}: it is empty", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A container that is not read.
    #[error("read {} as it is: it is a {what}", .path.display())]
    Packed {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// Content of no known format.
    #[error("recognise the format of {}", .path.display())]
    NotRecognised {
        /// The file.
        path: PathBuf,
    },
    /// A mapping file that is not one.
    #[error("read the mapping {}: {detail}", .path.display())]
    NotAMapping {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        detail: String,
    },
    /// Columns and mapping do not fit.
    #[error("map {} to events: {source}", .path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        source: MappingError,
    },
    /// A mapping for a format whose fields are known.
    #[error("map {}: it is read as {format}, which needs no mapping", .path.display())]
    NeedsNoMapping {
        /// The file.
        path: PathBuf,
        /// What it is read as.
        format: &'static str,
    },
    /// A format that a file cannot be.
    #[error("read {} as {format}: it is {found}", .path.display())]
    OtherShape {
        /// The file.
        path: PathBuf,
        /// What it was to be read as.
        format: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// An archive of too many files.
    #[error("read {}: it has {entries} entries, more than {ZIP_ENTRIES_MAX}", .path.display())]
    TooManyEntries {
        /// The archive.
        path: PathBuf,
        /// Its entries.
        entries: usize,
    },
    /// Too large a share of rows that cannot be read.
    #[error(
        "read {bad} of {rows} rows; the first is line {} of {}: {}",
        .first.line, .path.display(), .first.detail
    )]
    TooManyRejects {
        /// The file of the first reject.
        path: PathBuf,
        /// Rows that cannot be read.
        bad: u64,
        /// All rows so far.
        rows: u64,
        /// The first of them.
        first: Reject,
    },
    /// No event was found.
    #[error("find an event in the log ({rows} rows read)")]
    NoEvents {
        /// Rows read.
        rows: u64,
    },
    /// More events than an index of 32 bits can name.
    #[error("index more than 4,294,967,294 events")]
    TooManyEvents,
    /// The observer asked to stop.
    #[error("finish the import: it was cancelled")]
    Cancelled,
    /// The output folder holds something else.
    #[error("replace {}: it is not a prepared log", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The prepared log cannot be written.
    #[error("write {}: {source}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder that is not a prepared log.
    #[error("open {} as a prepared log: {detail}", .path.display())]
    NotPrepared {
        /// The folder.
        path: PathBuf,
        /// What is missing or wrong.
        detail: String,
    },
    /// A prepared log of another version.
    #[error("read {}: its layout is {found}, this version reads {FORMAT}", .path.display())]
    OtherFormat {
        /// The folder.
        path: PathBuf,
        /// Its layout.
        found: u32,
    },
    /// A file of a prepared log that is damaged.
    #[error("read {}, which is damaged: {detail}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
}

impl Error {
    /// What to do next; `None` where the text says it all.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Open { .. } => "check the path and that the file may be read".to_owned(),
            Self::Read { .. } => {
                "the file may be cut short: fetch it again; nothing was imported".to_owned()
            }
            Self::NoFiles { .. } | Self::Empty { .. } => "choose another file".to_owned(),
            Self::Packed { .. } => {
                "unpack it: files, folders and one zip of them are read, plain, .gz and .zst"
                    .to_owned()
            }
            Self::NotRecognised { .. } => {
                "a log is CSV, JSON, Parquet, an analytics tool's export or a web server's \
                 access log"
                    .to_owned()
            }
            Self::NotAMapping { .. } => {
                "a mapping is JSON like {\"user_id\": \"customer\", \"name\": \"action\", \
                 \"ts\": {\"column\": \"at\", \"format\": \"%Y-%m-%d %H:%M:%S\"}}"
                    .to_owned()
            }
            Self::Mapping { source, .. } => mapping_hint(source),
            Self::NeedsNoMapping { .. } => {
                "leave out --mapping, or say --format csv, jsonl or parquet".to_owned()
            }
            Self::OtherShape { .. } => "leave out --format, or say another".to_owned(),
            Self::TooManyEntries { .. } => "unpack it and import the folder".to_owned(),
            Self::TooManyRejects { .. } => {
                "check the format and the mapping, or allow more with --max-bad".to_owned()
            }
            Self::NoEvents { .. } => "check the format and the mapping".to_owned(),
            Self::NotOurs { .. } => "choose a new folder with -o".to_owned(),
            Self::Write { .. } => "check the free space and the rights of the folder".to_owned(),
            Self::NotPrepared { .. } => "make it with `rehearsal import LOG -o DIR`".to_owned(),
            Self::OtherFormat { .. } | Self::Damaged { .. } => {
                "import the log again with `rehearsal import`".to_owned()
            }
            Self::TooManyEvents => "import a shorter period".to_owned(),
            Self::Cancelled => return None,
        })
    }
}

fn mapping_hint(error: &MappingError) -> String {
    match error {
        MappingError::NoColumn { columns, .. } => {
            return format!("its columns are: {}", columns.join(", "));
        }
        MappingError::NeedsMapping { .. } => {
            "say with --mapping FILE which column is the user, the time and the event name"
        }
        MappingError::NoTimeZone(_) => "use a name like Asia/Seoul or UTC",
        MappingError::TwoColumns(_) => "rename one of them",
    }
    .to_owned()
}
