//! The workspace at a glance.

use std::collections::BTreeMap;

use campaign::schedule::PeriodKind;
use campaign::{AssetFacts, Draft, Tally};
use simulations::replay::Forecast;
use store::Workspace;
use store::workspace::{Access, CampaignRecord};

use super::{logs, publishing, server};
use crate::views::{CampaignRow, ForecastGlance, Nothing, WorkspaceView};
use crate::{Failure, Workbench};

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
    let mut forecasts: BTreeMap<String, serde_json::Value> = workspace
        .forecasts()?
        .into_iter()
        .map(|record| (record.campaign, record.forecast))
        .collect();
    let mut rows = Vec::new();
    for record in workspace.campaigns()? {
        let base = workspace.sync_base(&record.draft.key)?;
        let sync = sync::plan::local_state(&record.draft, base.as_ref(), &pending);
        let forecast = forecasts.remove(&record.draft.key);
        rows.push(CampaignRow {
            sync,
            forecast: forecast.and_then(|forecast| glance(forecast, &record.draft.key)),
            ..row(record, &assets)
        });
    }
    Ok(rows)
}

/// What the draft alone says.
fn row(record: CampaignRecord, assets: &BTreeMap<String, AssetFacts>) -> CampaignRow {
    let CampaignRecord {
        draft, updated_ms, ..
    } = record;
    let (findings, _) = draft.check(assets, &campaign::Limits::default());
    let first_step = draft
        .groups
        .iter()
        .find_map(|group| group.message.steps.first());
    CampaignRow {
        layout: first_step.map(|step| step.layout),
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

/// A forecast of another version is not shown; it can be made again.
fn glance(forecast: serde_json::Value, key: &str) -> Option<ForecastGlance> {
    let forecast: Forecast = serde_json::from_value(forecast).ok()?;
    let ours = forecast
        .campaigns
        .into_iter()
        .find(|campaign| campaign.key == key)?;
    Some(ForecastGlance {
        impressions: ours.impressions,
        cap_hits: ours.cap_hits.values().sum(),
        by_day: ours.by_day.iter().map(|day| day.impressions).collect(),
    })
}
