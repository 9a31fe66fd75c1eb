//! Publishing: what would be sent, and sending it.

use campaign::{Draft, diff};
use store::Workspace;
use sync::outbox::Entry;
use sync::{Client, Flow, PlanItem, Progress, SystemShell};

use super::{Publish, server};
use crate::jobs::{Label, Watch};
use crate::views::{JobStarted, Nothing, PlannedCampaign, PublishPlan};
use crate::workbench::JobContext;
use crate::{Failure, Workbench};

pub(super) fn plan(workbench: &Workbench, _: &Nothing) -> Result<PublishPlan, Failure> {
    // Opened anew: while the server is asked, no other command waits.
    let workspace = Workspace::open(&workbench.path())?;
    let asked = server::client(workbench)?.map(|client| {
        let items = sync::plan(&workspace, &client, None);
        workbench.note_server(&server::described(client.address(), items.as_ref().err()));
        items
    });
    let server = server::known(workbench)?;
    let items = match asked {
        Some(Ok(items)) => items,
        // The window shows what is known here, and why it is not more.
        Some(Err(_)) | None => as_known_here(&workspace)?,
    };
    let overview = workbench.overview(&workspace)?;
    let tallies = overview.tallies();
    let planned = items.into_iter().map(|plan| PlannedCampaign {
        findings: tallies.get(plan.key.as_str()).copied().unwrap_or_default(),
        plan,
    });
    Ok(PublishPlan {
        server,
        items: planned.collect(),
    })
}

/// The plan against what workspace and server last agreed on.
fn as_known_here(workspace: &Workspace) -> Result<Vec<PlanItem>, Failure> {
    let pending = pending(workspace)?;
    let mut items = Vec::new();
    for record in workspace.campaigns()? {
        let ours = record.draft;
        let base = workspace.sync_base(&ours.key)?;
        let before = base
            .as_ref()
            .map_or_else(Draft::default, |base| base.draft.clone());
        items.push(PlanItem {
            state: sync::plan::local_state(&ours, base.as_ref(), &pending),
            changes: diff(&before, &ours),
            new: base.is_none(),
            moves: sync::plan::moves(before.status, ours.status).unwrap_or_default(),
            conflicts: Vec::new(),
            revision: base.map(|base| base.revision),
            key: ours.key,
            name: ours.name,
        });
    }
    Ok(items)
}

pub(super) fn start(workbench: &Workbench, args: &Publish) -> Result<JobStarted, Failure> {
    let Some(client) = server::client(workbench)? else {
        let hint = "Set its address and token in the settings.";
        return Err(Failure::new("no_server", "publish: no server is set", hint));
    };
    let title = match args.keys.as_slice() {
        [key] => format!(
            "Publish {}",
            workbench.workspace().campaign(key)?.draft.name
        ),
        keys => format!("Publish {} campaigns", keys.len()),
    };
    let label = Label {
        thread: "publish",
        title,
        unit: "campaigns",
    };
    let keys = args.keys.clone();
    let job = workbench.start_job(label, move |context| publish(context, &client, &keys))?;
    Ok(JobStarted { job })
}

fn publish(
    context: &JobContext<'_>,
    client: &Client,
    keys: &[String],
) -> Result<serde_json::Value, Failure> {
    let mut workspace = Workspace::open(context.path)?;
    let mut shell = SystemShell(|progress: Progress<'_>| watched(context.watch, progress));
    let report = sync::publish(&mut workspace, client, Some(keys), &mut shell)?;
    Ok(crate::command::to_json(&report))
}

fn watched(watch: &Watch, progress: Progress<'_>) -> Flow {
    if let Progress::Campaign { done, total, .. } = progress {
        watch.report(done as u64, total as u64);
    }
    if watch.is_cancelled() {
        Flow::Stop
    } else {
        Flow::Continue
    }
}

/// What waits to be sent. An entry that this version cannot read was never sent by it.
pub(super) fn pending(workspace: &Workspace) -> Result<Vec<Entry>, Failure> {
    let records = workspace.outbox_pending()?.into_iter();
    Ok(records
        .filter_map(|record| serde_json::from_value(record.entry).ok())
        .collect())
}
