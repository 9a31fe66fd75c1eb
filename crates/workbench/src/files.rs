//! Campaigns as files: a `.campaign` package of one, a folder of canonical JSON for many, and
//! what other tools write.
//!
//! Reading never trusts a file: its kind is judged by its content, every size has a bound, an
//! image is decoded and its hash compared with its name. An import keeps all of it or nothing.

mod beside;
mod folder;
mod incoming;
mod package;
mod plan;

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;

use campaign::foreign::Note;
use campaign::{AssetFormat, Draft, Limits};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Workspace;
use ts_rs::TS;

use crate::{Failure, Workbench};

pub use beside::images_beside;
pub use incoming::{Incoming, IncomingImage, read_bytes, read_path};

use plan::{Empty, Plan};

/// The ending of a package.
pub const PACKAGE_ENDING: &str = "campaign";

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportReport {
    /// The package or folder.
    pub path: String,
    /// Number of campaigns.
    pub campaigns: usize,
    /// Number of images.
    pub images: usize,
    /// Images that campaigns name and that are not there, by SHA-256.
    pub missing: Vec<String>,
    /// Files of an earlier export that belong to nothing any more; they are left.
    pub left: Vec<String>,
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportReport {
    /// What the file was recognised as, "Hackle workspace".
    pub source: String,
    /// The campaigns that are in the workspace now.
    pub added: Vec<ImportedCampaign>,
    /// Parts of the file that belong to no campaign and were left behind.
    pub skipped: Vec<Skipped>,
}

/// A campaign that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportedCampaign {
    /// Its key in the workspace.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

/// What became of a campaign of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportOutcome {
    /// It is new in the list, or was deleted and is back.
    Added,
    /// The workspace has it already.
    Unchanged,
    /// Another campaign has its key: it got a new one.
    Copied,
}

/// A part of a file that was left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Skipped {
    /// What it is.
    pub what: String,
    /// Why it was left behind.
    pub why: String,
}

/// An image as a file.
struct ImageFile {
    format: AssetFormat,
    content: Vec<u8>,
}

/// Where an export finds images.
trait Images {
    /// An image by its hash; `None` where there is none.
    fn image(&self, sha256: &str) -> Result<Option<ImageFile>, Failure>;
}

impl Images for Workspace {
    fn image(&self, sha256: &str) -> Result<Option<ImageFile>, Failure> {
        let Some(facts) = self.asset_facts(sha256)? else {
            return Ok(None);
        };
        let content = self.asset_content(sha256)?;
        Ok(content.map(|content| ImageFile {
            format: facts.format,
            content,
        }))
    }
}

/// Writes campaigns of a workspace: one into a package where the path ends in `.campaign`, else
/// any number into a folder.
///
/// # Errors
/// No such campaign, several for one package, or the files cannot be written. A package is there
/// whole or not at all; of a folder, what was written before a failure stays.
pub fn export(
    workbench: &Workbench,
    keys: &[String],
    path: &Path,
) -> Result<ExportReport, Failure> {
    // Opened anew: writing takes a moment, and no other command should wait for it.
    let workspace = Workspace::open(&workbench.path())?;
    let drafts = keys
        .iter()
        .map(|key| Ok(workspace.campaign(key)?.draft))
        .collect::<Result<Vec<Draft>, Failure>>()?;
    let is_package = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(PACKAGE_ENDING));
    if !is_package {
        let listed = workspace.campaign_heads()?;
        let listed: Vec<&str> = listed.iter().map(|head| head.key.as_str()).collect();
        return folder::write(path, &drafts, &workspace, &listed);
    }
    let [draft] = drafts.as_slice() else {
        return Err(Failure::new(
            "one_package_one_campaign",
            format!("write {} campaigns into {}", drafts.len(), path.display()),
            "A .campaign file holds one campaign; name a folder for several.",
        ));
    };
    package::write(path, draft, &workspace)
}

/// Keeps what came in, all of it or nothing; a report for each.
///
/// # Errors
/// The workspace cannot be read or written.
pub fn import(
    workbench: &Workbench,
    incoming: Vec<Incoming>,
) -> Result<Vec<ImportReport>, Failure> {
    let mut workspace = Workspace::open(&workbench.path())?;
    workspace.refuse_if_newer()?;
    let plan = plan_for(&workspace, incoming)?;
    plan.keep(&mut workspace, workbench.host().now_ms())?;
    Ok(plan.reports)
}

/// What [`import`] would do, into a new workspace where none is given; nothing is changed.
///
/// # Errors
/// The workspace cannot be read.
pub fn rehearse_import(
    workbench: Option<&Workbench>,
    incoming: Vec<Incoming>,
) -> Result<Vec<ImportReport>, Failure> {
    let plan = match workbench {
        Some(workbench) => plan_for(&Workspace::open(&workbench.path())?, incoming)?,
        None => Plan::make(&Empty, &Limits::default(), incoming)?,
    };
    Ok(plan.reports)
}

fn plan_for(workspace: &Workspace, incoming: Vec<Incoming>) -> Result<Plan, Failure> {
    Plan::make(workspace, &workspace.limits()?, incoming)
}

/// Writes what came in into a folder of canonical JSON, without a workspace.
///
/// # Errors
/// The folder cannot be written.
pub fn write_out(
    incoming: Vec<Incoming>,
    folder: &Path,
) -> Result<(Vec<ImportReport>, ExportReport), Failure> {
    let plan = Plan::make(&Empty, &Limits::default(), incoming)?;
    let keys: Vec<&str> = plan.new.iter().map(|draft| draft.key.as_str()).collect();
    let written = folder::write(folder, &plan.new, &plan, &keys)?;
    Ok((plan.reports, written))
}

/// File name of an image, the same wherever it is written.
fn image_name(sha256: &str, format: AssetFormat) -> String {
    let ending = match format {
        AssetFormat::Png => "png",
        AssetFormat::Jpeg => "jpg",
    };
    format!("{sha256}.{ending}")
}

/// The hash in the name of an image; `None` where the name is no such name.
fn hash_in(name: &str) -> Option<&str> {
    let (hash, ending) = name.split_once('.')?;
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_name =
        hash.len() == 64 && hash.bytes().all(hex) && matches!(ending, "png" | "jpg" | "jpeg");
    is_name.then_some(hash)
}

/// SHA-256 in lower-case hex.
fn sha256_hex(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it. A file
/// that is the same already stays untouched.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let is_same = fs::metadata(path).is_ok_and(|there| there.len() == content.len() as u64)
        && fs::read(path)? == content;
    if is_same {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = write_synced(&part, content).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // It may not be there; the first failure is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written
}

fn write_synced(path: &Path, content: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut file = fs::File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        "file_unwritten",
        format!("write {}: {error}", path.display()),
        "Check the free space and that you may write there.",
    )
}

fn unread(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        "file_unread",
        format!("read {}: {error}", path.display()),
        "Check that it is there and that you may read it.",
    )
}
