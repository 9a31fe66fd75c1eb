//! `rehearsal import`: a tool's export becomes a prepared log.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use events::import::MAX_BAD_SHARE;
use events::manifest::SourceFile;
use events::{Format, ImportOptions, Manifest, Mapping, Observer, Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use tokio::sync::oneshot;

use crate::commands::replay::could_not;

/// Turns exports of an analytics tool or web server into a prepared log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  rehearsal import access.log.gz -o logs/site
  rehearsal import amplitude-export.zip -o logs/app
  rehearsal import orders.csv --mapping orders.mapping.json -o logs/shop

Recognised from their content: exports of Amplitude, Mixpanel, Segment and RudderStack, PostHog,
Google Analytics 4 (BigQuery) and Snowplow, web servers' access logs, and CSV, JSON and Parquet
with the fields user_id, device_id, session_id, ts, name, platform, … Files, folders and one zip
of them, plain, .gz and .zst. CSV, JSON and Parquet with other columns need a mapping:
  {\"user_id\": \"customer\", \"name\": \"action\",
   \"ts\": {\"column\": \"at\", \"format\": \"%Y-%m-%d %H:%M:%S\", \"time_zone\": \"Asia/Seoul\"},
   \"platform\": {\"column\": \"device\", \"values\": {\"phone\": \"mobile_web\"}},
   \"event_properties\": [\"price\"], \"user_properties\": [\"country\"]}

Rows that cannot be read are counted and kept in DIR/rejects.jsonl.")]
pub struct Args {
    /// Files, zip archives, or folders of them
    #[arg(required = true, value_name = "LOG")]
    logs: Vec<PathBuf>,
    /// Folder to write; a prepared log that is there is replaced
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// What the files are, where it is not recognised
    #[arg(long, value_parser = format_parser())]
    format: Option<Format>,
    /// JSON file that says which column is which field
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Share of rows that may be unreadable before the import stops
    #[arg(long, value_name = "SHARE", default_value_t = MAX_BAD_SHARE, value_parser = share)]
    max_bad: f64,
    /// Print a summary as JSON
    #[arg(long)]
    json: bool,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .try_map(|name| Format::from_name(&name).ok_or("unknown format"))
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().map_err(|error| error.to_string())?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("not from 0 to 1".to_owned())
    }
}

/// Imports and prints what was found.
///
/// # Errors
/// When the log cannot be imported; nothing is left behind then.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let manifest = import(args).map_err(could_not)?;
    if args.json {
        println!(
            "{}",
            serde_json::to_string(&Summary::new(&manifest, &args.out))?
        );
    } else {
        print!("{}", describe(&manifest, &args.out));
    }
    Ok(ExitCode::SUCCESS)
}

fn import(args: &Args) -> Result<Manifest, events::Error> {
    let options = ImportOptions {
        format: args.format,
        mapping: args.mapping.as_deref().map(Mapping::read).transpose()?,
        bad_share_max: args.max_bad,
        ..ImportOptions::default()
    };
    let is_cancelled = AtomicBool::new(false);
    // Dropped when the import is done, which ends the wait for Ctrl-C.
    let (done, is_done) = oneshot::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(|| note_interrupt(&is_cancelled, is_done));
        let mut bar = Bar {
            drawn: ProgressBar::new(0),
            stage: None,
            is_cancelled: &is_cancelled,
        };
        let imported = events::import(&args.logs, &args.out, &options, &mut bar);
        bar.drawn.finish_and_clear();
        drop(done);
        imported
    })
}

/// Waits until Ctrl-C or the end of the import. Without a signal handler Ctrl-C ends the process
/// at once, and the next import removes what was half-written.
fn note_interrupt(is_cancelled: &AtomicBool, is_done: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        tokio::select! {
            Ok(()) = tokio::signal::ctrl_c() => is_cancelled.store(true, Ordering::Relaxed),
            _ = is_done => {}
        }
    });
}

/// Draws on stderr, and only where it is a terminal.
struct Bar<'a> {
    drawn: ProgressBar,
    stage: Option<Stage>,
    is_cancelled: &'a AtomicBool,
}

impl Bar<'_> {
    /// What is read is counted in bytes, what comes after in rows.
    fn begin(&mut self, stage: Stage) {
        self.stage = Some(stage);
        let template = match stage {
            Stage::Reading => {
                "{msg} {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
            }
            Stage::Arranging | Stage::Writing => "{msg} {bar:30} {percent} %, {eta} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.drawn.set_style(style);
        }
        self.drawn.reset();
    }
}

impl Observer for Bar<'_> {
    fn on_progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        if self.stage != Some(progress.stage) {
            self.begin(progress.stage);
        }
        let (done, total) = match progress.stage {
            Stage::Reading => (progress.bytes_read, progress.bytes_total),
            Stage::Arranging | Stage::Writing => (progress.rows_done, progress.rows),
        };
        self.drawn.set_length(total);
        self.drawn.set_position(done);
        self.drawn.set_message(match progress.stage {
            Stage::Reading => format!("reading, {} rows", count(progress.rows)),
            Stage::Arranging => "finding people".to_owned(),
            Stage::Writing => "writing".to_owned(),
        });
        if self.is_cancelled.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

/// `import --json`.
#[derive(Serialize)]
struct Summary<'a> {
    events: u64,
    users: u64,
    sessions: u64,
    /// RFC 3339.
    first: String,
    /// RFC 3339.
    last: String,
    rejected: BTreeMap<&'static str, u64>,
    left_out: &'a BTreeMap<String, u64>,
    duplicates: u64,
    /// The files, and what each was read as.
    sources: &'a [SourceFile],
    content_hash: &'a str,
    out: &'a Path,
}

impl<'a> Summary<'a> {
    fn new(manifest: &'a Manifest, out: &'a Path) -> Self {
        let rejected = manifest
            .rejected
            .iter()
            .map(|(cause, rows)| (cause.code(), *rows));
        Self {
            events: manifest.events,
            users: manifest.users,
            sessions: manifest.sessions,
            first: events::time::rfc3339(manifest.first_ts_us),
            last: events::time::rfc3339(manifest.last_ts_us),
            rejected: rejected.collect(),
            left_out: &manifest.left_out,
            duplicates: manifest.duplicates,
            sources: &manifest.sources,
            content_hash: &manifest.content_hash,
            out,
        }
    }
}

/// The summary for people.
fn describe(manifest: &Manifest, out: &Path) -> String {
    let mut lines = vec![
        format!(
            "{} events of {} users in {} sessions",
            count(manifest.events),
            count(manifest.users),
            count(manifest.sessions)
        ),
        format!(
            "{} to {}",
            events::time::rfc3339(manifest.first_ts_us),
            events::time::rfc3339(manifest.last_ts_us)
        ),
    ];
    let by_count = |rows: Vec<(&str, u64)>| {
        let parts: Vec<_> = rows
            .into_iter()
            .map(|(what, rows)| format!("{what} {}", count(rows)))
            .collect();
        parts.join(", ")
    };
    lines.extend(describe_sources(&manifest.sources));
    if !manifest.left_out.is_empty() {
        let rows = manifest
            .left_out
            .iter()
            .map(|(what, rows)| (what.as_str(), *rows));
        lines.push(format!("left out: {}", by_count(rows.collect())));
    }
    if !manifest.rejected.is_empty() {
        let rows = manifest
            .rejected
            .iter()
            .map(|(cause, rows)| (cause.code(), *rows));
        let rejects = out.join("rejects.jsonl");
        lines.push(format!(
            "not readable: {} (see {})",
            by_count(rows.collect()),
            rejects.display()
        ));
    }
    if manifest.duplicates > 0 {
        lines.push(format!(
            "duplicates dropped: {}",
            count(manifest.duplicates)
        ));
    }
    lines.push(format!("prepared log: {}", out.display()));
    lines.join("\n") + "\n"
}

/// Files that are listed one by one; more are counted by format.
const SOURCES_LISTED_MAX: usize = 10;

/// What each file was read as.
fn describe_sources(sources: &[SourceFile]) -> Vec<String> {
    if sources.len() > SOURCES_LISTED_MAX {
        let mut by_format: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for source in sources {
            let (files, rows) = by_format.entry(&source.format).or_default();
            *files += 1;
            *rows += source.rows;
        }
        let lines = by_format.into_iter().map(|(format, (files, rows))| {
            let files = match files {
                1 => "1 file".to_owned(),
                files => format!("{} files", count(files)),
            };
            format!("{files} read as {format}, {} rows", count(rows))
        });
        return lines.collect();
    }
    let mut lines = Vec::new();
    for source in sources {
        let rows = count(source.rows);
        lines.push(format!(
            "{} read as {}, {rows} rows",
            source.name, source.format
        ));
        if !source.unused_columns.is_empty() {
            lines.push(format!(
                "  columns not used: {}",
                source.unused_columns.join(", ")
            ));
        }
    }
    lines
}

/// A number with thousands separated.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (31_106, "31,106"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn many_files_are_counted_by_format() {
        let source = |name: &str, format: &str| SourceFile {
            name: name.to_owned(),
            format: format.to_owned(),
            rows: 700,
            unused_columns: vec!["note".to_owned()],
        };
        let few = [source("a.csv", "csv"), source("b.gz", "amplitude")];
        assert_eq!(
            describe_sources(&few),
            [
                "a.csv read as csv, 700 rows",
                "  columns not used: note",
                "b.gz read as amplitude, 700 rows",
                "  columns not used: note",
            ]
        );
        let many = [few.to_vec(), vec![source("c.gz", "amplitude"); 10]].concat();
        assert_eq!(
            describe_sources(&many),
            [
                "11 files read as amplitude, 7,700 rows",
                "1 file read as csv, 700 rows",
            ]
        );
    }

    #[test]
    fn a_share_is_from_0_to_1() {
        for (text, is_share) in [
            ("0", true),
            ("0.5", true),
            ("1", true),
            ("1.1", false),
            ("NaN", false),
            ("x", false),
        ] {
            assert_eq!(share(text).is_ok(), is_share, "{text}");
        }
    }
}
