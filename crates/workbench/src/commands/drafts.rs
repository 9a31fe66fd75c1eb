//! A draft while it is edited: opened, saved, undone, redone.

use std::collections::BTreeMap;

use campaign::draft::Status;
use campaign::{AssetFacts, Draft, History};
use store::workspace::{CampaignRecord, Save};
use store::{StoreError, Workspace};

use super::{Key, SaveDraft, Version, publishing, versions};
use crate::views::DraftView;
use crate::{Failure, Workbench};

pub(super) fn open(workbench: &Workbench, args: &Key) -> Result<DraftView, Failure> {
    view(workbench, &workbench.workspace(), &args.key)
}

pub(super) fn save(workbench: &Workbench, args: &SaveDraft) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    let stored = editable(&workspace, &args.key, args.version)?;
    // The key never changes, and only moves change the status.
    let draft = Draft {
        key: args.key.clone(),
        status: stored.draft.status,
        ..args.draft.clone()
    };
    if draft != stored.draft {
        let mut history = workspace.history(&draft.key)?;
        history.push(&stored.draft, &draft, now_ms);
        keep(&mut workspace, &stored, &draft, &history, now_ms)?;
    }
    view(workbench, &workspace, &draft.key)
}

pub(super) fn undo(workbench: &Workbench, args: &Version) -> Result<DraftView, Failure> {
    walk(workbench, args, History::undo, "undo")
}

pub(super) fn redo(workbench: &Workbench, args: &Version) -> Result<DraftView, Failure> {
    walk(workbench, args, History::redo, "redo")
}

/// One step through the history; what happened to the status meanwhile stays.
fn walk(
    workbench: &Workbench,
    args: &Version,
    step: fn(&mut History, &Draft) -> Option<Draft>,
    word: &str,
) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    let stored = editable(&workspace, &args.key, args.version)?;
    let mut history = workspace.history(&args.key)?;
    let there = step(&mut history, &stored.draft).ok_or_else(|| {
        Failure::new(
            "no_history",
            format!("{word}: there is nothing to {word}"),
            "",
        )
    })?;
    let draft = Draft {
        status: stored.draft.status,
        ..there
    };
    keep(&mut workspace, &stored, &draft, &history, now_ms)?;
    view(workbench, &workspace, &args.key)
}

fn keep(
    workspace: &mut Workspace,
    stored: &CampaignRecord,
    draft: &Draft,
    history: &History,
    now_ms: i64,
) -> Result<(), Failure> {
    let before = versions::before_edit(workspace, &stored.draft, now_ms)?;
    workspace.save_campaign(&Save {
        draft,
        seen_version: stored.version,
        history,
        versions: before.as_slice(),
        now_ms,
    })?;
    Ok(())
}

/// The stored campaign, if it is the one that was seen.
pub(super) fn as_seen(
    workspace: &Workspace,
    key: &str,
    seen: i64,
) -> Result<CampaignRecord, Failure> {
    let stored = workspace.campaign(key)?;
    if stored.version == seen {
        return Ok(stored);
    }
    let refusal = StoreError::ChangedElsewhere {
        key: key.to_owned(),
        seen,
        current: stored.version,
    };
    Err(refusal.into())
}

/// The stored campaign, if it is the one that was seen and may be edited.
pub(super) fn editable(
    workspace: &Workspace,
    key: &str,
    seen: i64,
) -> Result<CampaignRecord, Failure> {
    let stored = as_seen(workspace, key, seen)?;
    let hint = match stored.draft.status {
        Status::Draft | Status::Paused => return Ok(stored),
        Status::Active => "Pause it first: people see it as it is.",
        Status::Ended => "Duplicate it to run it again.",
    };
    let (name, status) = (&stored.draft.name, stored.draft.status.word());
    Err(Failure::new(
        "locked",
        format!("edit {name}: it is {status}"),
        hint,
    ))
}

/// A campaign as the editor shows it.
pub(super) fn view(
    workbench: &Workbench,
    workspace: &Workspace,
    key: &str,
) -> Result<DraftView, Failure> {
    let CampaignRecord { draft, version, .. } = workspace.campaign(key)?;
    let assets = stored_images(workspace, &draft)?;
    let labels = workspace.history_labels(key)?;
    let base = workspace.sync_base(key)?;
    let pending = publishing::pending(workspace)?;
    let (mut findings, _) = draft.check(&assets, &workspace.limits()?);
    findings.extend(workbench.overview(workspace)?.shadow(key).cloned());
    Ok(DraftView {
        key: draft.key.clone(),
        version,
        findings,
        undo: labels.undo,
        redo: labels.redo,
        locked: !draft.status.is_editable(),
        sync: sync::plan::local_state(&draft, base.as_ref(), &pending),
        assets,
        draft,
    })
}

/// The draft's images that are in the workspace.
pub(super) fn stored_images(
    workspace: &Workspace,
    draft: &Draft,
) -> Result<BTreeMap<String, AssetFacts>, Failure> {
    let mut stored = BTreeMap::new();
    for sha256 in draft.assets() {
        if let Some(facts) = workspace.asset_facts(sha256)? {
            stored.insert(sha256.to_owned(), facts);
        }
    }
    Ok(stored)
}
