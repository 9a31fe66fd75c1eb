//! Versions of a campaign: kept by themselves at moments that matter, or by a person, with a
//! name; looked at, and brought back.

use campaign::{Change, Draft, History, diff};
use serde::{Deserialize, Serialize};
use store::Workspace;
use store::workspace::{Cause, NewVersion, Save, VersionRecord};
use ts_rs::TS;

use super::{Key, drafts};
use crate::views::DraftView;
use crate::{Failure, Workbench};

/// An edit keeps the draft before it as a version where the last one is older than this.
const EDITED_AFTER_MS: i64 = 600_000;

/// The longest name of a version, in characters.
const NAME_CHARS_MAX: usize = 100;

/// Arguments of `name_version`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct NameVersion {
    /// The campaign.
    pub key: String,
    /// The version of the draft that was seen last.
    pub version: i64,
    /// What to call it.
    pub name: String,
}

/// Arguments of `rename_version`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RenameVersion {
    /// The campaign.
    pub key: String,
    /// Id of the kept version.
    pub id: i64,
    /// What to call it.
    pub name: String,
}

/// A kept version of a campaign.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct VersionAt {
    /// The campaign.
    pub key: String,
    /// Id of the kept version.
    pub id: i64,
}

/// Arguments of `restore_version`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RestoreVersion {
    /// The campaign.
    pub key: String,
    /// The version of the draft that was seen last.
    pub version: i64,
    /// Id of the kept version.
    pub id: i64,
}

/// A version in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VersionRow {
    /// Its id.
    pub id: i64,
    /// What a person calls it.
    pub name: Option<String>,
    /// Why it was kept.
    pub cause: Cause,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// In how many fields the draft in hand differs; the status does not count.
    pub changes: usize,
}

/// A version as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VersionView {
    /// Its row.
    pub row: VersionRow,
    /// All of it.
    pub draft: Draft,
    /// What was changed from it to the draft in hand.
    pub changes: Vec<Change>,
}

pub(super) fn list(workbench: &Workbench, args: &Key) -> Result<Vec<VersionRow>, Failure> {
    rows(&workbench.workspace(), &args.key)
}

pub(super) fn name(workbench: &Workbench, args: &NameVersion) -> Result<Vec<VersionRow>, Failure> {
    let name = readable(&args.name)?;
    let at_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    let stored = drafts::as_seen(&workspace, &args.key, args.version)?;
    workspace.keep_version(&NewVersion {
        draft: &stored.draft,
        cause: Cause::Named,
        name: Some(name),
        at_ms,
    })?;
    rows(&workspace, &args.key)
}

pub(super) fn rename(
    workbench: &Workbench,
    args: &RenameVersion,
) -> Result<Vec<VersionRow>, Failure> {
    let name = readable(&args.name)?;
    let mut workspace = workbench.workspace();
    workspace.rename_version(&args.key, args.id, name)?;
    rows(&workspace, &args.key)
}

pub(super) fn show(workbench: &Workbench, args: &VersionAt) -> Result<VersionView, Failure> {
    let workspace = workbench.workspace();
    let in_hand = workspace.campaign(&args.key)?.draft;
    let record = workspace.version(&args.key, args.id)?;
    let changes = changes_since(&record.draft, &in_hand);
    Ok(VersionView {
        row: row(&record, changes.len()),
        draft: record.draft,
        changes,
    })
}

pub(super) fn restore(workbench: &Workbench, args: &RestoreVersion) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    let stored = drafts::editable(&workspace, &args.key, args.version)?;
    let there = workspace.version(&args.key, args.id)?.draft;
    let draft = Draft {
        key: stored.draft.key.clone(),
        status: stored.draft.status,
        ..there
    };
    if draft == stored.draft {
        return drafts::view(workbench, &workspace, &args.key);
    }
    let mut history = workspace.history(&args.key)?;
    close_step(&mut history);
    history.push(&stored.draft, &draft, now_ms);
    close_step(&mut history);
    let mut versions = Vec::new();
    let last = workspace.last_version(&args.key)?;
    if last.is_none_or(|last| last.draft != stored.draft) {
        versions.push(automatic(&stored.draft, Cause::Edited, now_ms));
    }
    versions.push(automatic(&draft, Cause::Restored, now_ms));
    workspace.save_campaign(&Save {
        draft: &draft,
        seen_version: stored.version,
        history: &history,
        versions: &versions,
        now_ms,
    })?;
    drafts::view(workbench, &workspace, &args.key)
}

/// What is typed next never joins the last step.
fn close_step(history: &mut History) {
    if let Some(last) = history.past.last_mut() {
        last.path = None;
    }
}

/// A version that nobody asked for.
pub(super) fn automatic(draft: &Draft, cause: Cause, at_ms: i64) -> NewVersion<'_> {
    NewVersion {
        draft,
        cause,
        name: None,
        at_ms,
    }
}

/// The draft before an edit, where nothing was kept for a while.
pub(super) fn before_edit<'a>(
    workspace: &Workspace,
    before: &'a Draft,
    now_ms: i64,
) -> Result<Option<NewVersion<'a>>, Failure> {
    let last = workspace.last_version(&before.key)?;
    let is_kept =
        last.is_some_and(|last| now_ms - last.at_ms < EDITED_AFTER_MS || last.draft == *before);
    Ok((!is_kept).then(|| automatic(before, Cause::Edited, now_ms)))
}

fn rows(workspace: &Workspace, key: &str) -> Result<Vec<VersionRow>, Failure> {
    let in_hand = workspace.campaign(key)?.draft;
    let records = workspace.versions(key)?;
    Ok(records
        .iter()
        .map(|record| row(record, changes_since(&record.draft, &in_hand).len()))
        .collect())
}

fn row(record: &VersionRecord, changes: usize) -> VersionRow {
    VersionRow {
        id: record.id,
        name: record.name.clone(),
        cause: record.cause,
        at_ms: record.at_ms,
        changes,
    }
}

/// The status is not content: moves change it, and no version brings it back.
fn changes_since(version: &Draft, in_hand: &Draft) -> Vec<Change> {
    let version = Draft {
        status: in_hand.status,
        ..version.clone()
    };
    diff(&version, in_hand)
}

fn readable(name: &str) -> Result<&str, Failure> {
    let name = name.trim();
    let chars = name.chars().count();
    if (1..=NAME_CHARS_MAX).contains(&chars) {
        return Ok(name);
    }
    let hint = format!("A name has 1 to {NAME_CHARS_MAX} characters.");
    let could_not = format!("name a version: its name has {chars} characters");
    Err(Failure::new("bad_name", could_not, hint))
}
