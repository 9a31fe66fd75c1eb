//! `rehearsal sample`: a workspace to look around in.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use serde_json::json;
use workbench::views::WorkspaceView;
use workbench::{Failure, Host, SystemHost, Workbench};

/// Makes a sample workspace: three campaigns with images, and a shop's log
#[derive(clap::Args)]
#[command(after_help = "Example: rehearsal sample ~/rehearsal/sample.rehearsal")]
pub struct Args {
    /// Workspace file to make; the sample is added to one that is there
    #[arg(value_name = "WORKSPACE")]
    workspace: PathBuf,
    /// Do nothing where the file is there already
    #[arg(long)]
    if_missing: bool,
}

/// Makes the workspace.
///
/// # Errors
/// A file that is there but no workspace, or that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.if_missing && args.workspace.exists() {
        return Ok(ExitCode::SUCCESS);
    }
    let (_, view) = make(&args.workspace, Arc::new(SystemHost)).map_err(words)?;
    println!(
        "{}: {} campaigns, {} logs",
        args.workspace.display(),
        view.campaigns.len(),
        view.logs.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// Opens the workspace, making it where it is not there, and adds the sample.
///
/// # Errors
/// See [`run`].
pub fn make(path: &Path, host: Arc<dyn Host>) -> Result<(Workbench, WorkspaceView), Failure> {
    let workbench = Workbench::open(path, host)?;
    let view = workbench.call("load_sample", json!({}))?;
    let view = serde_json::from_value(view).map_err(|error| {
        Failure::new("sample", format!("read the sample workspace: {error}"), "")
    })?;
    Ok((workbench, view))
}

/// A failure as the command line says it.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub fn words(failure: Failure) -> anyhow::Error {
    let hint = if failure.hint.is_empty() {
        String::new()
    } else {
        format!("\nhint: {}", failure.hint)
    };
    anyhow::anyhow!("{}{hint}", failure.message)
}

/// Refuses a folder that something else lives in, so that a command never writes among it.
///
/// # Errors
/// The folder is there and none of `marks` is in it.
pub fn refuse_strange_folder(folder: &Path, marks: &[&str]) -> anyhow::Result<()> {
    let is_empty = folder
        .read_dir()
        .map_or(true, |mut entries| entries.next().is_none());
    if is_empty || marks.iter().any(|mark| folder.join(mark).exists()) {
        return Ok(());
    }
    bail!(
        "could not use the folder {}: something else is in it\nhint: name an empty or a new one",
        folder.display()
    )
}
