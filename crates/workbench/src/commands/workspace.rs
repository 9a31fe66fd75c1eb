//! The workspace at a glance.

use std::collections::BTreeMap;

use campaign::message::Step;
use campaign::schedule::PeriodKind;
use campaign::{AssetFacts, Draft, Limits, Tally};
use store::Workspace;
use store::workspace::{Access, CampaignRecord};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{forecasts, limits, logs, publishing, server};
use crate::views::{CampaignRow, MessageColors, Nothing, WorkspaceView};
use crate::{Failure, Workbench};

/// Whether anything was changed since another answer of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Seen {
    /// Another number wherever anything was written meanwhile, by whomever.
    pub data_version: u64,
}

pub(super) fn seen(workbench: &Workbench, _: &Nothing) -> Result<Seen, Failure> {
    let data_version = workbench.workspace().data_version()?;
    Ok(Seen { data_version })
}

pub(super) fn look(workbench: &Workbench, _: &Nothing) -> Result<WorkspaceView, Failure> {
    let server = server::known(workbench)?;
    let workspace = workbench.workspace();
    let path = workspace.path();
    Ok(WorkspaceView {
        path: path.display().to_string(),
        name: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        read_only: workspace.access() != Access::ReadWrite,
        first_start: workspace.is_untouched()?,
        campaigns: rows(&workspace)?,
        logs: logs::rows(&workspace)?,
        jobs: workbench.jobs().running(),
        server,
    })
}

fn rows(workspace: &Workspace) -> Result<Vec<CampaignRow>, Failure> {
    let assets = workspace.assets()?;
    let pending = publishing::pending(workspace)?;
    let limits = limits::of(workspace)?;
    let mut glances = forecasts::glances(workspace)?;
    let mut rows = Vec::new();
    for record in workspace.campaigns()? {
        let base = workspace.sync_base(&record.draft.key)?;
        let sync = sync::plan::local_state(&record.draft, base.as_ref(), &pending);
        rows.push(CampaignRow {
            sync,
            forecast: glances.remove(&record.draft.key),
            ..row(record, &assets, &limits)
        });
    }
    Ok(rows)
}

/// What the draft alone says.
fn row(
    record: CampaignRecord,
    assets: &BTreeMap<String, AssetFacts>,
    limits: &Limits,
) -> CampaignRow {
    let CampaignRecord {
        draft, updated_ms, ..
    } = record;
    let (findings, _) = draft.check(assets, limits);
    let first_step = draft
        .groups
        .iter()
        .find_map(|group| group.message.steps.first());
    CampaignRow {
        layout: first_step.map(|step| step.layout),
        colors: first_step.map(colors),
        trigger: trigger(&draft),
        period: period(&draft),
        thumbnail: draft.assets().first().map(|&sha256| sha256.to_owned()),
        sync: sync::SyncState::LocalOnly,
        findings: Tally::of(&findings),
        forecast: None,
        key: draft.key,
        name: draft.name,
        status: draft.status,
        kind: draft.kind,
        priority: draft.priority,
        platforms: draft.platforms,
        orientations: draft.orientations,
        tags: draft.tags,
        updated_ms,
    }
}

fn colors(step: &Step) -> MessageColors {
    MessageColors {
        background: step.background.clone(),
        title: step.title.color.clone(),
        button: step.buttons.first().map(|button| button.background.clone()),
    }
}

fn trigger(draft: &Draft) -> String {
    let events: Vec<&str> = draft
        .triggers
        .iter()
        .map(|rule| rule.event.as_str())
        .collect();
    events.join(", ")
}

fn period(draft: &Draft) -> Option<String> {
    match draft.period.kind {
        PeriodKind::Permanent => None,
        PeriodKind::Scheduled => Some(format!("{} – {}", draft.period.start, draft.period.end)),
    }
}
