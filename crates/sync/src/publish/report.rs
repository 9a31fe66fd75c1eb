//! What became of a run, in words.

use campaign::Draft;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SyncError;
use crate::merge::Conflict;
use crate::plan::SyncState;

/// What became of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Outcome {
    /// The server has it now.
    Published,
    /// The server had it already.
    Unchanged,
    /// Somebody must choose between two values first.
    Conflict,
    /// It was not sent, or not wholly.
    Failed,
}

/// What became of one campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PublishItem {
    /// The campaign's key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The server's revision now; none where it is not known.
    #[ts(type = "number | null")]
    pub revision: Option<i64>,
    /// A sentence for a person.
    pub message: String,
    /// What to do next, where something is left to do.
    pub hint: Option<String>,
    /// The fields to choose, where that is the outcome.
    pub conflicts: Vec<Conflict>,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PublishReport {
    /// In list order.
    pub items: Vec<PublishItem>,
    /// Images that were sent.
    pub images: u32,
}

/// What became of a campaign that was not refused.
pub(super) enum Done {
    Published(i64),
    Unchanged(SyncState, Option<i64>),
    Choose(Vec<Conflict>),
}

pub(super) fn described(draft: &Draft, done: Done) -> PublishItem {
    let (outcome, revision, message, hint, conflicts) = match done {
        Done::Published(revision) => {
            let message = format!("published as revision {revision}, {}", draft.status.word());
            (
                Outcome::Published,
                Some(revision),
                message,
                None,
                Vec::new(),
            )
        }
        Done::Unchanged(state, revision) => {
            let message = if state == SyncState::ChangedThere {
                "nothing to send; the server's side changed"
            } else {
                "nothing to send"
            };
            (
                Outcome::Unchanged,
                revision,
                message.to_owned(),
                None,
                Vec::new(),
            )
        }
        Done::Choose(conflicts) => {
            let labels: Vec<&str> = conflicts.iter().map(|c| c.label.as_str()).collect();
            let message = format!("changed here and on the server: {}", labels.join(", "));
            let hint = "Choose one value for each of these fields, then publish again.".to_owned();
            (Outcome::Conflict, None, message, Some(hint), conflicts)
        }
    };
    let (key, name) = (draft.key.clone(), draft.name.clone());
    PublishItem {
        key,
        name,
        outcome,
        revision,
        message,
        hint,
        conflicts,
    }
}

pub(super) fn failed(draft: &Draft, error: &SyncError) -> PublishItem {
    PublishItem {
        key: draft.key.clone(),
        name: draft.name.clone(),
        outcome: Outcome::Failed,
        revision: None,
        message: format!("could not {error}"),
        hint: Some(error.hint()),
        conflicts: Vec::new(),
    }
}
