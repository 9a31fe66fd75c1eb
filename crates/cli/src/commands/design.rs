//! `rehearsal design`: opens the designer, as a window or in a browser.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use workbench::host::{default_workspace, start_beside};
use workbench::{SystemHost, Workbench};

use crate::browser;

/// Opens the designer
#[derive(clap::Args)]
#[command(after_help = "Example: rehearsal design shop.rehearsal --browser")]
pub struct Args {
    /// The workspace, made where there is none; without one, the one in your data folder
    workspace: Option<PathBuf>,
    /// Serve the designer to a browser on this machine instead of opening a window
    #[arg(long)]
    browser: bool,
    /// With --browser: print `{"url"}` as JSON
    #[arg(long, requires = "browser")]
    json: bool,
}

/// Opens the window beside this program, or serves until Ctrl-C.
///
/// # Errors
/// The workspace cannot be opened, or the window or the server cannot be started.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let workspace = args.workspace.unwrap_or_else(default_workspace);
    if !args.browser {
        start_beside("rehearsal-designer", &[workspace.into()])
            .context("could not start the designer; build it with `cargo build -p designer`")?;
        return Ok(ExitCode::SUCCESS);
    }
    let workbench = Workbench::open(&workspace, Arc::new(SystemHost))
        .map_err(|failure| anyhow!("{}\nhint: {}", failure.message, failure.hint))?;
    browser::serve(workbench, |url| {
        if args.json {
            println!("{}", serde_json::json!({ "url": url }));
        } else {
            println!("Open {url}\nCtrl-C ends it; everything is saved as you type.");
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
