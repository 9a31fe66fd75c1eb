//! Campaigns as a whole: made, copied, deleted, started and stopped.

use std::collections::BTreeSet;

use campaign::draft::Status;
use campaign::status::Move;
use campaign::{Draft, Finding, Severity};
use serde::{Deserialize, Serialize};
use store::workspace::{Cause, Save};
use store::{StoreError, Workspace};
use ts_rs::TS;

use super::{CreateCampaign, Key, SetStatus, drafts, versions};
use crate::views::{DraftView, Nothing};
use crate::{Failure, Host, Workbench};

/// Length of a campaign's key.
const KEY_CHARS: usize = 10;

/// Letters and digits that are not mistaken for one another; 5 bits each.
const KEY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What is done to several campaigns at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Act {
    /// Starts drafts.
    Start,
    /// Pauses what runs.
    Pause,
    /// Lets go on what was paused.
    Resume,
    /// Ends for ever.
    End,
    /// Takes out of the list.
    Delete,
    /// Puts back into the list.
    Restore,
    /// Adds campaigns like these, not started.
    Duplicate,
}

/// Arguments of `act_on_campaigns`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ActOnCampaigns {
    /// The campaigns' keys.
    pub keys: Vec<String>,
    /// What is done.
    pub act: Act,
}

/// What was done to several campaigns, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ActReport {
    /// Keys of the campaigns it was done to; of duplicates the new ones.
    pub done: Vec<String>,
    /// The others.
    pub refused: Vec<Refusal>,
}

/// A campaign to which something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Refusal {
    /// Its key.
    pub key: String,
    /// What people call it; its key where it is not in the list.
    pub name: String,
    /// Why not.
    pub failure: Failure,
}

/// A deleted campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DeletedRow {
    /// Its key.
    pub key: String,
    /// What people called it.
    pub name: String,
    /// When it was deleted, in milliseconds since 1970.
    pub deleted_ms: i64,
}

pub(super) fn create(workbench: &Workbench, args: &CreateCampaign) -> Result<DraftView, Failure> {
    let key = new_key(workbench.host());
    add(workbench, &args.template.draft(key, args.name.clone()))
}

pub(super) fn duplicate(workbench: &Workbench, args: &Key) -> Result<DraftView, Failure> {
    let copy = copy_of(workbench, &args.key)?;
    add(workbench, &copy)
}

fn add(workbench: &Workbench, draft: &Draft) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    workspace.add_campaign(draft, now_ms)?;
    drafts::view(workbench, &workspace, &draft.key)
}

/// A campaign like another, under a key of its own and never started.
fn copy_of(workbench: &Workbench, key: &str) -> Result<Draft, Failure> {
    let mut draft = workbench.workspace().campaign(key)?.draft;
    draft.key = new_key(workbench.host());
    draft.name = format!("{} (copy)", draft.name);
    draft.status = Status::Draft;
    if let Some(experiment) = &mut draft.experiment {
        experiment.seed = workbench.host().random() as u32;
        experiment.winner = None;
    }
    Ok(draft)
}

pub(super) fn act(workbench: &Workbench, args: &ActOnCampaigns) -> Result<ActReport, Failure> {
    let mut report = ActReport {
        done: Vec::new(),
        refused: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for key in args.keys.iter().filter(|key| seen.insert(key.as_str())) {
        match act_on(workbench, key, args.act) {
            Ok(done) => report.done.push(done),
            Err(failure) => report.refused.push(Refusal {
                key: key.clone(),
                name: name_of(&workbench.workspace(), key)?,
                failure,
            }),
        }
    }
    Ok(report)
}

/// Acts on one campaign, in one transaction; the key of the campaign that it was done to.
fn act_on(workbench: &Workbench, key: &str, act: Act) -> Result<String, Failure> {
    let now_ms = workbench.host().now_ms();
    let step = match act {
        Act::Start => Move::Start,
        Act::Pause => Move::Pause,
        Act::Resume => Move::Resume,
        Act::End => Move::End,
        Act::Delete => {
            workbench.workspace().delete_campaign(key, now_ms)?;
            return Ok(key.to_owned());
        }
        Act::Restore => {
            workbench.workspace().restore_campaign(key)?;
            return Ok(key.to_owned());
        }
        Act::Duplicate => {
            let copy = copy_of(workbench, key)?;
            workbench.workspace().add_campaign(&copy, now_ms)?;
            return Ok(copy.key);
        }
    };
    apply(&mut workbench.workspace(), key, step, now_ms)?;
    Ok(key.to_owned())
}

/// What to call a campaign that may be gone.
fn name_of(workspace: &Workspace, key: &str) -> Result<String, Failure> {
    match workspace.campaign(key) {
        Ok(record) => Ok(record.draft.name),
        Err(StoreError::NoCampaign { .. }) => Ok(key.to_owned()),
        Err(other) => Err(other.into()),
    }
}

pub(super) fn deleted(workbench: &Workbench, _: &Nothing) -> Result<Vec<DeletedRow>, Failure> {
    let deleted = workbench.workspace().deleted_campaigns()?;
    Ok(deleted
        .into_iter()
        .map(|campaign| DeletedRow {
            key: campaign.key,
            name: campaign.name,
            deleted_ms: campaign.deleted_ms,
        })
        .collect())
}

pub(super) fn set_status(workbench: &Workbench, args: &SetStatus) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    apply(&mut workspace, &args.key, args.step, now_ms)?;
    drafts::view(workbench, &workspace, &args.key)
}

/// Moves a campaign to its next status; what people see from then on is kept as a version.
fn apply(workspace: &mut Workspace, key: &str, step: Move, now_ms: i64) -> Result<(), Failure> {
    let stored = workspace.campaign(key)?;
    let status = stored.draft.status.after(step).map_err(|refused| {
        let hint = match refused.from {
            Status::Ended => "Duplicate it to run it again.",
            Status::Draft => "Start it first.",
            Status::Active | Status::Paused => "It may have been moved in another window.",
        };
        Failure::new("move_refused", refused, hint)
    })?;
    let begins = matches!(step, Move::Start | Move::Resume);
    if begins {
        refuse_if_blocked(workspace, &stored.draft, step)?;
    }
    let moved = Draft {
        status,
        ..stored.draft
    };
    let history = workspace.history(key)?;
    let version = begins.then(|| versions::automatic(&moved, Cause::Started, now_ms));
    workspace.save_campaign(&Save {
        draft: &moved,
        seen_version: stored.version,
        history: &history,
        versions: version.as_slice(),
        now_ms,
    })?;
    Ok(())
}

/// Only what passes the check may run.
fn refuse_if_blocked(workspace: &Workspace, draft: &Draft, step: Move) -> Result<(), Failure> {
    let assets = drafts::stored_images(workspace, draft)?;
    let (findings, campaign) = draft.check(&assets, &workspace.limits()?);
    if campaign.is_some() {
        return Ok(());
    }
    let blocking = || {
        findings
            .iter()
            .filter(|finding| finding.severity == Severity::Block)
    };
    let what = match blocking().count() {
        1 => "one finding blocks it".to_owned(),
        count => format!("{count} findings block it"),
    };
    let hint = blocking().next().map_or_else(String::new, first_words);
    Err(Failure::new(
        "blocked",
        format!("{} {}: {what}", step.word(), draft.name),
        hint,
    ))
}

fn first_words(finding: &Finding) -> String {
    match &finding.fix {
        Some(fix) => format!("{} {fix}", finding.message),
        None => finding.message.clone(),
    }
}

fn new_key(host: &dyn Host) -> String {
    let bits = host.random();
    let digit = |place: usize| KEY_ALPHABET[(bits >> (5 * place)) as usize % KEY_ALPHABET.len()];
    (0..KEY_CHARS)
        .map(|place| char::from(digit(place)))
        .collect()
}
