//! `rehearsal lab`: opens the lab's window.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use workbench::host::{default_workspace, start_beside};

/// Opens the lab: forecasts and bandits over millions of points
#[derive(clap::Args)]
#[command(after_help = "Example: rehearsal lab shop.rehearsal --campaign k7x2m9q4tz")]
pub struct Args {
    /// The workspace; without one, the one in your data folder
    workspace: Option<PathBuf>,
    /// The key of the campaign to open at
    #[arg(long, value_name = "KEY")]
    campaign: Option<String>,
}

/// Starts the lab beside this program.
///
/// # Errors
/// The lab is not there or cannot be started.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let workspace = args.workspace.unwrap_or_else(default_workspace);
    let mut passed: Vec<OsString> = vec![workspace.into()];
    if let Some(key) = args.campaign {
        passed.extend(["--campaign".into(), key.into()]);
    }
    start_beside("rehearsal-lab", &passed)
        .context("could not start the lab; build it with `cargo build -p lab`")?;
    Ok(ExitCode::SUCCESS)
}
