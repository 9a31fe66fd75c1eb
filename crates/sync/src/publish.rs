//! Publishing: what the workspace has becomes what the server has. Images first, then content,
//! then status moves; each change is in the outbox before it leaves. Killed at any moment, the
//! next run finishes the work, and nothing is applied twice.

mod report;

use std::collections::{BTreeMap, BTreeSet};

use campaign::{Draft, History};
use store::workspace::{CampaignRecord, Cause, NewVersion, Save, SyncBase};
use store::{StoreError, Workspace};

use crate::SyncError;
use crate::client::Client;
use crate::outbox::{Action, Answer, Entry, Next, next};
use crate::plan::{self, Content, Sending, SyncState, Way};
use crate::shell::{Flow, Progress, Shell};
use crate::wire::{CampaignHead, ProblemCode, Saved};

use report::{Done, described, failed};
pub use report::{Outcome, PublishItem, PublishReport};

/// How often one campaign is merged anew because somebody else was faster.
const ROUNDS_MAX: u32 = 5;

/// Publishes the campaigns of these keys; no keys: all of them. What an earlier run left in the
/// outbox is sent first.
///
/// # Errors
/// The workspace cannot be read or written, or the server cannot be reached or does not take
/// the token. Trouble with one campaign is in the report instead; trouble that would meet every
/// campaign ends the run, and the report says so of each that is left.
pub fn publish(
    workspace: &mut Workspace,
    client: &Client,
    keys: Option<&[String]>,
    shell: &mut dyn Shell,
) -> Result<PublishReport, SyncError> {
    let mut publisher = Publisher {
        workspace,
        client,
        shell,
        there: BTreeSet::new(),
        images: 0,
    };
    publisher.resume()?;
    let drafts = plan::chosen(publisher.workspace, keys)?;
    let heads = publisher.patiently(plan::heads)?;
    let items = publisher.campaigns(&drafts, &heads)?;
    Ok(PublishReport {
        items,
        images: publisher.images,
    })
}

struct Publisher<'a> {
    workspace: &'a mut Workspace,
    client: &'a Client,
    shell: &'a mut dyn Shell,
    /// Hashes of images that the server is known to have.
    there: BTreeSet<String>,
    images: u32,
}

impl Publisher<'_> {
    /// Sends what an earlier run left. A refusal only means that the world has moved on: the
    /// campaign is looked at again right after.
    fn resume(&mut self) -> Result<(), SyncError> {
        let pending = self.workspace.outbox_pending()?;
        if !pending.is_empty() {
            self.report(Progress::Resuming {
                entries: pending.len(),
            })?;
        }
        for record in pending {
            // An entry that this version cannot read was never sent by it.
            let Ok(entry) = serde_json::from_value::<Entry>(record.entry) else {
                self.workspace.outbox_done(record.id)?;
                continue;
            };
            match self.deliver(record.id, &entry) {
                Err(SyncError::Refused { .. }) => {}
                delivered => drop(delivered?),
            }
        }
        Ok(())
    }

    fn campaigns(
        &mut self,
        drafts: &[Draft],
        heads: &BTreeMap<String, CampaignHead>,
    ) -> Result<Vec<PublishItem>, SyncError> {
        let mut items = Vec::with_capacity(drafts.len());
        let mut stopped: Option<SyncError> = None;
        for (done, draft) in drafts.iter().enumerate() {
            if let Some(error) = &stopped {
                items.push(failed(draft, error));
                continue;
            }
            let progress = Progress::Campaign {
                key: &draft.key,
                done,
                total: drafts.len(),
            };
            let outcome = self
                .report(progress)
                .and_then(|()| self.campaign(&draft.key, heads.get(&draft.key).cloned()));
            match outcome {
                Ok(done) => items.push(described(draft, done)),
                Err(error @ SyncError::Store(_)) => return Err(error),
                Err(error) => {
                    items.push(failed(draft, &error));
                    stopped = ends_the_run(&error).then_some(error);
                }
            }
        }
        Ok(items)
    }

    fn campaign(&mut self, key: &str, mut head: Option<CampaignHead>) -> Result<Done, SyncError> {
        for _ in 0..ROUNDS_MAX {
            let record = self.workspace.campaign(key)?;
            let base = self.workspace.sync_base(key)?;
            let there =
                self.patiently(|client| plan::there(client, key, head.as_ref(), base.as_ref()))?;
            let sending = match plan::decide(&record.draft, base.as_ref(), there.as_ref()) {
                Way::Send(sending) => *sending,
                Way::Choose(conflicts) => return Ok(Done::Choose(conflicts)),
                Way::Nothing(state) => return self.nothing_to_send(key, state, there),
            };
            self.images(&sending.draft)?;
            match self.adopt(&record, &sending.draft) {
                Ok(()) => {}
                // Somebody types here meanwhile: what they typed belongs to it.
                Err(SyncError::Store(StoreError::ChangedElsewhere { .. })) => continue,
                Err(error) => return Err(error),
            }
            let draft = sending.draft.clone();
            match self.send(sending) {
                Err(error) if is_overtaken(&error) => {
                    head = self.patiently(plan::heads)?.remove(key);
                }
                Err(error) => return Err(error),
                Ok(revision) => {
                    self.keep_published(&draft)?;
                    return Ok(Done::Published(revision));
                }
            }
        }
        Err(SyncError::Overtaken {
            campaign: key.to_owned(),
            rounds: ROUNDS_MAX,
        })
    }

    /// What people see from now on is a version of the campaign.
    fn keep_published(&mut self, draft: &Draft) -> Result<(), SyncError> {
        self.workspace.keep_version(&NewVersion {
            draft,
            cause: Cause::Published,
            name: None,
            at_ms: self.shell.now_ms(),
        })?;
        Ok(())
    }

    /// Both sides hold the same by chance or because an answer was lost: that is agreed now.
    fn nothing_to_send(
        &mut self,
        key: &str,
        state: SyncState,
        there: Option<SyncBase>,
    ) -> Result<Done, SyncError> {
        let revision = there.as_ref().map(|there| there.revision);
        if let (SyncState::InSync, Some(there)) = (state, there) {
            self.workspace.set_sync_base(key, &there)?;
        }
        Ok(Done::Unchanged(state, revision))
    }

    /// Sends the images that the server lacks.
    fn images(&mut self, draft: &Draft) -> Result<(), SyncError> {
        for sha256 in draft.assets() {
            if self.there.contains(sha256) {
                continue;
            }
            if !self.patiently(|client| client.has_image(sha256))? {
                let content = self.workspace.asset_content(sha256)?.ok_or_else(|| {
                    SyncError::ImageMissing {
                        campaign: draft.key.clone(),
                        sha256: sha256.to_owned(),
                    }
                })?;
                self.report(Progress::Image {
                    sha256,
                    bytes: content.len(),
                })?;
                self.patiently(|client| client.put_image(sha256, content.clone()))?;
                self.images += 1;
            }
            self.there.insert(sha256.to_owned());
        }
        Ok(())
    }

    /// Takes what others changed into the workspace, before it becomes the base: a kill in
    /// between must not make their change look like one that we took back.
    fn adopt(&mut self, record: &CampaignRecord, merged: &Draft) -> Result<(), SyncError> {
        if record.draft == *merged {
            return Ok(());
        }
        let now_ms = self.shell.now_ms();
        let mut history: History = self.workspace.history(&merged.key)?;
        history.push(&record.draft, merged, now_ms);
        self.workspace.save_campaign(&Save {
            draft: merged,
            seen_version: record.version,
            history: &history,
            versions: &[NewVersion {
                draft: &record.draft,
                cause: Cause::Edited,
                name: None,
                at_ms: now_ms,
            }],
            now_ms,
        })?;
        Ok(())
    }

    /// Content first, then the status moves; each by itself in the outbox.
    fn send(&mut self, sending: Sending) -> Result<i64, SyncError> {
        let Sending {
            draft,
            there,
            content,
            moves,
        } = sending;
        let mut revision = there.map(|there| there.revision);
        if content == Content::Differs {
            let action = Action::Put {
                revision,
                draft: Box::new(draft.clone()),
            };
            revision = Some(self.queue(&draft.key, action)?.revision);
        }
        for step in moves {
            let action = Action::Move {
                revision: revision.unwrap_or_default(),
                step,
            };
            revision = Some(self.queue(&draft.key, action)?.revision);
        }
        Ok(revision.unwrap_or_default())
    }

    fn queue(&mut self, campaign: &str, action: Action) -> Result<Saved, SyncError> {
        let id = self.shell.fresh_id();
        let entry = Entry {
            id,
            campaign: campaign.to_owned(),
            action,
        };
        let json = serde_json::to_value(&entry).expect("an entry has a JSON form");
        let record = self.workspace.outbox_push(&json)?;
        self.deliver(record, &entry)
    }

    /// Sends an entry until it is answered, notes what is agreed now, and takes it out.
    fn deliver(&mut self, record: i64, entry: &Entry) -> Result<Saved, SyncError> {
        let answer = self.patiently(|client| client.submit(entry));
        match &answer {
            Ok(saved) => {
                self.agree(entry, saved)?;
                self.workspace.outbox_done(record)?;
            }
            Err(SyncError::Refused { .. }) => self.workspace.outbox_done(record)?,
            Err(error) => {
                self.workspace.outbox_failed(
                    record,
                    &error.to_string(),
                    crate::outbox::ATTEMPTS_MAX,
                )?;
            }
        }
        answer
    }

    /// The server's answer becomes the common base.
    fn agree(&mut self, entry: &Entry, saved: &Saved) -> Result<(), SyncError> {
        let draft = match &entry.action {
            Action::Put { draft, .. } => Some((**draft).clone()),
            Action::Move { .. } => self
                .workspace
                .sync_base(&entry.campaign)?
                .map(|base| base.draft),
        };
        if let Some(draft) = draft {
            let draft = Draft {
                status: saved.status,
                ..draft
            };
            let base = SyncBase {
                revision: saved.revision,
                draft,
            };
            self.workspace.set_sync_base(&entry.campaign, &base)?;
        }
        Ok(())
    }

    /// Does one request, again after a wait where nobody knows whether it arrived.
    fn patiently<T>(
        &mut self,
        mut request: impl FnMut(&Client) -> Result<T, SyncError>,
    ) -> Result<T, SyncError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match request(self.client) {
                Err(error) if error.is_passing() => error,
                answered => return answered,
            };
            let retry_after_ms = match &error {
                SyncError::Busy { retry_after_ms, .. } => *retry_after_ms,
                _ => None,
            };
            match next(
                attempt,
                Answer::Lost { retry_after_ms },
                self.shell.jitter(),
            ) {
                Next::Retry { after_ms } => {
                    let why = error.to_string();
                    self.report(Progress::Waiting {
                        wait_ms: after_ms,
                        why: &why,
                    })?;
                    self.shell.wait(after_ms);
                }
                Next::Settle | Next::Keep => return Err(error),
            }
        }
    }

    fn report(&mut self, progress: Progress<'_>) -> Result<(), SyncError> {
        match self.shell.report(progress) {
            Flow::Continue => Ok(()),
            Flow::Stop => Err(SyncError::Cancelled),
        }
    }
}

/// Whether somebody else changed the campaign on the server meanwhile.
fn is_overtaken(error: &SyncError) -> bool {
    [ProblemCode::RevisionMismatch, ProblemCode::MoveRefused]
        .into_iter()
        .any(|code| error.refusal(code).is_some())
}

/// Whether the next campaign would meet the same trouble.
fn ends_the_run(error: &SyncError) -> bool {
    error.is_passing()
        || matches!(
            error,
            SyncError::Cancelled
                | SyncError::TokenRefused { .. }
                | SyncError::TokenOfOtherKind { .. }
                | SyncError::NotRehearsal { .. }
                | SyncError::Tls { .. }
        )
}
