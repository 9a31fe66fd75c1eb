//! From an export on the disk to a registered log.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use events::{Error, ImportOptions, Manifest, Mapping, Observer, PreparedLog, Progress, time};
use store::Workspace;
use store::workspace::LogRecord;

use crate::command::to_json;
use crate::jobs::Watch;
use crate::views::{EventCount, LogSummary};
use crate::{Failure, Host};

/// Folder of the prepared logs in the app's data.
const LOGS_FOLDER: &str = "logs";

/// Characters of the content hash that name a log; 64 bits.
const ID_CHARS: usize = 16;

/// What is to be imported.
pub(super) struct Source {
    /// A file, a folder of files, or a prepared log.
    pub path: PathBuf,
    pub mapping: Option<Mapping>,
    /// What people call it; none: after the file.
    pub name: Option<String>,
}

impl Source {
    pub(super) fn file_name(&self) -> String {
        self.path
            .file_name()
            .unwrap_or(self.path.as_os_str())
            .to_string_lossy()
            .into_owned()
    }

    /// `shop` of `shop.csv.gz`.
    fn stem(&self) -> String {
        let name = self.file_name();
        let stem = name.split('.').find(|part| !part.is_empty());
        stem.unwrap_or(&name).to_owned()
    }

    /// The mapping that was given, else the one beside the file, `shop.mapping.json`.
    fn mapping(&self) -> Result<Option<Mapping>, Failure> {
        if self.mapping.is_some() {
            return Ok(self.mapping.clone());
        }
        let beside = self
            .path
            .with_file_name(format!("{}.mapping.json", self.stem()));
        let Ok(text) = fs::read_to_string(&beside) else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            let could_not = format!("read the mapping {}: {error}", beside.display());
            Failure::new("bad_mapping", could_not, "Correct it, or move it away.")
        })
    }
}

/// Imports and registers a log. One that is prepared already stays where it is.
pub(super) fn bring_in(
    workspace: &mut Workspace,
    host: &dyn Host,
    source: &Source,
    watch: &Watch,
) -> Result<LogRecord, Failure> {
    let (folder, manifest) = match PreparedLog::open(&source.path) {
        Ok(log) => (source.path.clone(), log.manifest().clone()),
        Err(_) => prepare(host, source, watch)?,
    };
    let record = LogRecord {
        id: id_of(&manifest),
        name: source.name.clone().unwrap_or_else(|| source.stem()),
        path: folder,
        summary: to_json(&summary(&manifest)),
        added_ms: host.now_ms(),
    };
    workspace.put_log(&record)?;
    Ok(record)
}

/// Imports into a folder of its own that takes its final name only when it is whole.
fn prepare(
    host: &dyn Host,
    source: &Source,
    watch: &Watch,
) -> Result<(PathBuf, Manifest), Failure> {
    let logs = host.data_folder().join(LOGS_FOLDER);
    let part = logs.join(format!("part-{:016x}", host.random()));
    fs::create_dir_all(&logs).map_err(|error| unwritable(&logs, &error))?;
    let options = ImportOptions {
        mapping: source.mapping()?,
        ..ImportOptions::default()
    };
    let manifest = events::import(
        std::slice::from_ref(&source.path),
        &part,
        &options,
        &mut Watched(watch),
    )
    .map_err(|error| described(&error, source))?;
    let folder = logs.join(id_of(&manifest));
    let settled = if folder.exists() {
        // The same events were imported before.
        fs::remove_dir_all(&part)
    } else {
        fs::rename(&part, &folder)
    };
    settled.map_err(|error| unwritable(&folder, &error))?;
    Ok((folder, manifest))
}

/// Hands progress to the job, and a person's wish to stop to the import.
struct Watched<'a>(&'a Watch);

impl Observer for Watched<'_> {
    fn on_progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self.0.report(progress.bytes_read, progress.bytes_total);
        if self.0.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

fn id_of(manifest: &Manifest) -> String {
    manifest.content_hash.chars().take(ID_CHARS).collect()
}

fn summary(manifest: &Manifest) -> LogSummary {
    let mut event_names: Vec<EventCount> = manifest
        .event_names
        .iter()
        .map(|event| EventCount {
            name: event.name.clone(),
            count: event.events,
        })
        .collect();
    event_names.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    LogSummary {
        events: manifest.events,
        users: manifest.users,
        sessions: manifest.sessions,
        first: time::rfc3339(manifest.first_ts_us),
        last: time::rfc3339(manifest.last_ts_us),
        event_names,
    }
}

fn described(error: &Error, source: &Source) -> Failure {
    if matches!(error, Error::Cancelled) {
        return Failure::cancelled(&format!("import {}", source.file_name()));
    }
    let hint = match error {
        // What the command line calls an option is a file beside the log here.
        Error::Mapping { .. } | Error::NotRecognised { .. } | Error::TooManyRejects { .. } => {
            format!(
                "A log is CSV, JSON lines or a web server's access log. For a CSV, say which \
                 column is the user, the time and the event's name in {}.mapping.json beside it.",
                source.stem()
            )
        }
        other => sentence(&other.hint().unwrap_or_default()),
    };
    Failure::new(
        "log",
        format!("import {}: {error}", source.file_name()),
        hint,
    )
}

/// `check the path` reads `Check the path.`
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    format!("{}{}.", first.to_uppercase(), letters.as_str())
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Failure {
    let could_not = format!("write into {}: {error}", folder.display());
    Failure::new(
        "log_folder",
        could_not,
        "Check the free space and the rights of the folder.",
    )
}
