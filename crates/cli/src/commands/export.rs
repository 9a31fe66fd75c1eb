//! `rehearsal export`: campaigns of a workspace become files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use serde_json::json;
use workbench::files::{self, ExportReport};
use workbench::views::WorkspaceView;
use workbench::{SystemHost, Workbench};

use crate::commands::sample::words;

/// Writes campaigns of a workspace into a .campaign file or a folder of JSON
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  rehearsal export shop.rehearsal spring-table -o spring-table.campaign
  rehearsal export shop.rehearsal -o campaigns

A .campaign file holds one campaign with its images. A folder holds any number, as
campaigns/KEY.json and images/SHA256.png; files that did not change stay untouched, so that it
can be kept under version control.

Ends with 1 where an image that a campaign shows is not in the workspace.")]
pub struct Args {
    /// The workspace
    #[arg(value_name = "WORKSPACE")]
    workspace: PathBuf,
    /// Keys of the campaigns; all where none is named
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// File that ends in .campaign, or folder
    #[arg(short, long, value_name = "PATH")]
    out: PathBuf,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Writes and prints what was written.
///
/// # Errors
/// No such workspace or campaign, or files that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let workbench = open(&args.workspace)?;
    let keys = if args.keys.is_empty() {
        all_keys(&workbench)?
    } else {
        args.keys.clone()
    };
    let report = files::export(&workbench, &keys, &args.out).map_err(words)?;
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", describe(&report));
    }
    Ok(if report.missing.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Opens a workspace that is there; a mistyped name makes none.
///
/// # Errors
/// There is none, or it cannot be opened.
pub fn open(path: &Path) -> anyhow::Result<Workbench> {
    if !path.exists() {
        bail!(
            "could not open {}: there is no such workspace\nhint: check the path",
            path.display()
        );
    }
    Workbench::open(path, Arc::new(SystemHost)).map_err(words)
}

fn all_keys(workbench: &Workbench) -> anyhow::Result<Vec<String>> {
    let view = workbench.call("workspace", json!({})).map_err(words)?;
    let view: WorkspaceView = serde_json::from_value(view)?;
    if view.campaigns.is_empty() {
        bail!(
            "could not export {}: it holds no campaign\nhint: create one with `rehearsal design`",
            workbench.path().display()
        );
    }
    Ok(view.campaigns.into_iter().map(|row| row.key).collect())
}

/// The report for people.
pub fn describe(report: &ExportReport) -> String {
    let mut text = format!(
        "{}: {}, {}\n",
        report.path,
        counted(report.campaigns, "campaign"),
        counted(report.images, "image")
    );
    for sha256 in &report.missing {
        text += &format!("missing image: {sha256}\n");
    }
    for file in &report.left {
        text += &format!("left from an earlier export: {file}\n");
    }
    text
}

/// A number of things.
pub fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_is_missing_and_what_is_left() {
        let report = ExportReport {
            path: "out".to_owned(),
            campaigns: 1,
            images: 2,
            missing: vec!["ab".to_owned()],
            left: vec!["campaigns/old.json".to_owned()],
        };
        let expected = "out: 1 campaign, 2 images\nmissing image: ab\n\
                        left from an earlier export: campaigns/old.json\n";
        assert_eq!(describe(&report), expected);
    }
}
