//! What publishing would do: per campaign where it stands between workspace and server, what
//! would change there, and what a person must decide first. [`decide`] is pure; [`plan()`] asks
//! the server and changes nothing.

mod decide;

use std::collections::BTreeMap;

use campaign::{Change, Draft, Move, diff};
use serde::{Deserialize, Serialize};
use store::Workspace;
use store::workspace::SyncBase;
use ts_rs::TS;

use crate::SyncError;
use crate::client::Client;
use crate::merge::Conflict;
use crate::outbox::Entry;
use crate::wire::CampaignHead;

pub use decide::{Content, Sending, Way, decide, is_same_content, moves};

/// Where a campaign stands between workspace and server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SyncState {
    /// It was never published from here.
    LocalOnly,
    /// Both sides hold the same.
    InSync,
    /// Only this side changed.
    ChangedHere,
    /// Only the server's side changed.
    ChangedThere,
    /// Both changed, one field differently.
    Conflict,
    /// A change is on its way, or waits to be sent again.
    Publishing,
    /// The last attempt to publish it failed.
    Failed,
}

/// Where a campaign stands as far as the workspace knows, without asking the server.
pub fn local_state(ours: &Draft, base: Option<&SyncBase>, outbox: &[Entry]) -> SyncState {
    match base {
        _ if outbox.iter().any(|entry| entry.campaign == ours.key) => SyncState::Publishing,
        None => SyncState::LocalOnly,
        Some(base) if base.draft == *ours => SyncState::InSync,
        Some(_) => SyncState::ChangedHere,
    }
}

/// What publishing would do to one campaign.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct PlanItem {
    /// The campaign's key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Where it stands.
    pub state: SyncState,
    /// What would change on the server, field by field; all of it for a new campaign.
    pub changes: Vec<Change>,
    /// Whether the server does not have it yet.
    pub new: bool,
    /// The status moves that would follow, in order.
    pub moves: Vec<Move>,
    /// What must be chosen before it can be sent.
    pub conflicts: Vec<Conflict>,
    /// The server's revision now.
    #[ts(type = "number | null")]
    pub revision: Option<i64>,
}

/// What publishing the campaigns of these keys would do; no keys: all of them. Nothing is
/// changed, here or there.
///
/// # Errors
/// The workspace cannot be read, or the server cannot be reached or refuses.
pub fn plan(
    workspace: &Workspace,
    client: &Client,
    keys: Option<&[String]>,
) -> Result<Vec<PlanItem>, SyncError> {
    let heads = heads(client)?;
    chosen(workspace, keys)?
        .iter()
        .map(|ours| {
            let base = workspace.sync_base(&ours.key)?;
            let there = there(client, &ours.key, heads.get(&ours.key), base.as_ref())?;
            Ok(item(ours, base.as_ref(), there.as_ref()))
        })
        .collect()
}

/// The workspace's drafts with these keys, in list order; no keys: all.
pub(crate) fn chosen(
    workspace: &Workspace,
    keys: Option<&[String]>,
) -> Result<Vec<Draft>, SyncError> {
    let drafts = workspace
        .campaigns()?
        .into_iter()
        .map(|record| record.draft);
    Ok(drafts
        .filter(|draft| keys.is_none_or(|keys| keys.contains(&draft.key)))
        .collect())
}

/// The server's list, by key.
pub(crate) fn heads(client: &Client) -> Result<BTreeMap<String, CampaignHead>, SyncError> {
    let list = client.campaigns()?.campaigns;
    Ok(list
        .into_iter()
        .map(|head| (head.key.clone(), head))
        .collect())
}

/// What the server has, fetched only where it is not what both agreed on.
pub(crate) fn there(
    client: &Client,
    key: &str,
    head: Option<&CampaignHead>,
    base: Option<&SyncBase>,
) -> Result<Option<SyncBase>, SyncError> {
    match (head, base) {
        (None, _) => Ok(None),
        (Some(head), Some(base)) if head.revision == base.revision => Ok(Some(base.clone())),
        (Some(_), _) => {
            let document = client.campaign(key)?;
            Ok(Some(SyncBase {
                revision: document.revision,
                draft: document.draft,
            }))
        }
    }
}

fn item(ours: &Draft, base: Option<&SyncBase>, there: Option<&SyncBase>) -> PlanItem {
    let mut item = PlanItem {
        key: ours.key.clone(),
        name: ours.name.clone(),
        state: SyncState::LocalOnly,
        changes: Vec::new(),
        new: there.is_none(),
        moves: Vec::new(),
        conflicts: Vec::new(),
        revision: there.map(|there| there.revision),
    };
    match decide(ours, base, there) {
        Way::Nothing(state) => item.state = state,
        Way::Choose(conflicts) => {
            item.state = SyncState::Conflict;
            item.conflicts = conflicts;
        }
        Way::Send(sending) => {
            let before = there.map_or_else(Draft::default, |there| there.draft.clone());
            item.changes = diff(&before, &sending.draft);
            item.moves = sending.moves;
            if base.is_some() {
                item.state = SyncState::ChangedHere;
            }
        }
    }
    item
}
