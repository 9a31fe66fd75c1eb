//! Campaigns as a whole: made, copied, deleted, started and stopped.

use campaign::draft::Status;
use campaign::status::Move;
use campaign::{Draft, Finding, Severity};
use store::Workspace;
use store::workspace::Save;

use super::{CreateCampaign, Key, SetStatus, drafts};
use crate::views::{DraftView, Nothing};
use crate::{Failure, Host, Workbench};

/// Length of a campaign's key.
const KEY_CHARS: usize = 10;

/// Letters and digits that are not mistaken for one another; 5 bits each.
const KEY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

pub(super) fn create(workbench: &Workbench, args: &CreateCampaign) -> Result<DraftView, Failure> {
    let key = new_key(workbench.host());
    add(workbench, &args.template.draft(key, args.name.clone()))
}

pub(super) fn duplicate(workbench: &Workbench, args: &Key) -> Result<DraftView, Failure> {
    let mut draft = workbench.workspace().campaign(&args.key)?.draft;
    draft.key = new_key(workbench.host());
    draft.name = format!("{} (copy)", draft.name);
    draft.status = Status::Draft;
    if let Some(experiment) = &mut draft.experiment {
        experiment.seed = workbench.host().random() as u32;
        experiment.winner = None;
    }
    add(workbench, &draft)
}

fn add(workbench: &Workbench, draft: &Draft) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    workspace.add_campaign(draft, now_ms)?;
    drafts::view(&workspace, &draft.key)
}

pub(super) fn delete(workbench: &Workbench, args: &Key) -> Result<Nothing, Failure> {
    let now_ms = workbench.host().now_ms();
    workbench.workspace().delete_campaign(&args.key, now_ms)?;
    Ok(Nothing {})
}

pub(super) fn restore(workbench: &Workbench, args: &Key) -> Result<Nothing, Failure> {
    workbench.workspace().restore_campaign(&args.key)?;
    Ok(Nothing {})
}

pub(super) fn set_status(workbench: &Workbench, args: &SetStatus) -> Result<DraftView, Failure> {
    let now_ms = workbench.host().now_ms();
    let mut workspace = workbench.workspace();
    let stored = workspace.campaign(&args.key)?;
    let status = stored.draft.status.after(args.step).map_err(|refused| {
        let hint = match refused.from {
            Status::Ended => "Duplicate it to run it again.",
            Status::Draft => "Start it first.",
            Status::Active | Status::Paused => "It may have been moved in another window.",
        };
        Failure::new("move_refused", refused, hint)
    })?;
    if matches!(args.step, Move::Start | Move::Resume) {
        refuse_if_blocked(&workspace, &stored.draft, args.step)?;
    }
    let moved = Draft {
        status,
        ..stored.draft
    };
    let history = workspace.history(&args.key)?;
    workspace.save_campaign(&Save {
        draft: &moved,
        seen_version: stored.version,
        history: &history,
        now_ms,
    })?;
    drafts::view(&workspace, &args.key)
}

/// Only what passes the check may run.
fn refuse_if_blocked(workspace: &Workspace, draft: &Draft, step: Move) -> Result<(), Failure> {
    let assets = drafts::stored_images(workspace, draft)?;
    let (findings, campaign) = draft.check(&assets, &campaign::Limits::default());
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
