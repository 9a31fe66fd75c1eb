//! `rehearsal import-campaign`: files of ours and of other tools become campaigns.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;
use workbench::files::{
    self, ExportReport, ImportOutcome, ImportReport, ImportedCampaign, Incoming,
};
use workbench::{Failure, SystemHost, Workbench};

use crate::commands::export::{counted, describe as describe_export};
use crate::commands::sample::words;

/// Adds campaigns from .campaign files, folders of JSON, and other tools' files
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  rehearsal import-campaign spring-table.campaign --workspace shop.rehearsal
  rehearsal import-campaign hackle.json --workspace shop.rehearsal --dry-run
  rehearsal import-campaign hackle.json trackcrumb.json -o campaigns

Read are .campaign files and folders that Rehearsal wrote, a Hackle workspace's configuration, a
TrackCrumb campaign and a Customer.io message; which one it is shows in the content. All files
arrive or none. A campaign whose key another one has gets a new key; one that is there already
stays as it is. Nothing is started.

Ends with 1 where something could not be carried over; it is listed.")]
pub struct Args {
    /// Files, or folders of campaigns
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Workspace to add to; it is made where it is not there
    #[arg(long, value_name = "FILE", required_unless_present_any = ["out", "dry_run"])]
    workspace: Option<PathBuf>,
    /// Folder to write as JSON, without a workspace
    #[arg(short, long, value_name = "DIR", conflicts_with = "workspace")]
    out: Option<PathBuf>,
    /// Say what would arrive and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// `import-campaign --json`.
#[derive(Serialize)]
struct Imported {
    files: Vec<ImportedFile>,
    /// The folder, where one was written.
    out: Option<ExportReport>,
}

#[derive(Serialize)]
struct ImportedFile {
    path: String,
    #[serde(flatten)]
    report: ImportReport,
}

/// Imports and prints what arrived.
///
/// # Errors
/// A file that cannot be read, or a workspace that cannot be written; nothing is kept then.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let incoming = args.files.iter().map(|file| files::read_path(file));
    let incoming: Vec<Incoming> = incoming.collect::<Result<_, Failure>>().map_err(words)?;
    let (reports, out) = arrive(args, incoming).map_err(words)?;
    let files = args.files.iter().zip(reports);
    let imported = Imported {
        files: files
            .map(|(path, report)| ImportedFile {
                path: path.display().to_string(),
                report,
            })
            .collect(),
        out,
    };
    if args.json {
        println!("{}", serde_json::to_string(&imported)?);
    } else {
        print!("{}", describe(&imported));
    }
    let lost = imported.files.iter().map(|file| lost_count(&file.report));
    Ok(if lost.sum::<usize>() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn arrive(
    args: &Args,
    incoming: Vec<Incoming>,
) -> Result<(Vec<ImportReport>, Option<ExportReport>), Failure> {
    let there = |path: &PathBuf| !args.dry_run || path.exists();
    let workbench = match args.workspace.as_ref().filter(|path| there(path)) {
        Some(path) => Some(Workbench::open(path, Arc::new(SystemHost))?),
        None => None,
    };
    match (&workbench, &args.out) {
        _ if args.dry_run => Ok((files::rehearse_import(workbench.as_ref(), incoming)?, None)),
        (Some(workbench), _) => Ok((files::import(workbench, incoming)?, None)),
        (None, Some(folder)) => {
            let (reports, written) = files::write_out(incoming, folder)?;
            Ok((reports, Some(written)))
        }
        (None, None) => Ok((files::rehearse_import(None, incoming)?, None)),
    }
}

/// How many things could not be carried over.
fn lost_count(report: &ImportReport) -> usize {
    let notes = report.added.iter().map(|campaign| campaign.notes.len());
    notes.sum::<usize>() + report.skipped.len()
}

fn describe(imported: &Imported) -> String {
    let mut text = String::new();
    let (mut campaigns, mut lost) = (0, 0);
    for file in &imported.files {
        text += &format!("{}: {}\n", file.path, file.report.source);
        for campaign in &file.report.added {
            text += &describe_campaign(campaign);
        }
        for skipped in &file.report.skipped {
            text += &format!("  left: {}\n    {}\n", skipped.what, skipped.why);
        }
        campaigns += file.report.added.len();
        lost += lost_count(&file.report);
    }
    text += &counted(campaigns, "campaign");
    text += &match lost {
        0 => "; everything was carried over\n".to_owned(),
        1 => "; 1 thing could not be carried over\n".to_owned(),
        _ => format!("; {lost} things could not be carried over\n"),
    };
    if let Some(written) = &imported.out {
        text += &describe_export(written);
    }
    text
}

fn describe_campaign(campaign: &ImportedCampaign) -> String {
    let outcome = match campaign.outcome {
        ImportOutcome::Added => "added",
        ImportOutcome::Unchanged => "there already",
        ImportOutcome::Copied => "added under a new key",
    };
    let mut text = format!("  {} ({}): {outcome}\n", campaign.name, campaign.key);
    for note in &campaign.notes {
        text += &format!("    {}  {}\n      {}\n", note.path, note.what, note.why);
    }
    text
}
