//! The workspace at a glance.

use serde::{Deserialize, Serialize};
use store::Workspace;
use store::workspace::Access;
use ts_rs::TS;

use super::{forecasts, logs, publishing, server};
use crate::overview::Beside;
use crate::views::{CampaignRow, Nothing, WorkspaceView};
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
        campaigns: rows(workbench, &workspace)?,
        logs: logs::rows(&workspace)?,
        jobs: workbench.jobs().running(),
        server,
    })
}

fn rows(workbench: &Workbench, workspace: &Workspace) -> Result<Vec<CampaignRow>, Failure> {
    let sending = publishing::pending(workspace)?.into_iter();
    let beside = Beside {
        glances: forecasts::glances(workspace)?,
        sending: sending.map(|entry| entry.campaign).collect(),
    };
    let mut overview = workbench.overview(workspace)?;
    overview.rows(workspace, beside)
}
