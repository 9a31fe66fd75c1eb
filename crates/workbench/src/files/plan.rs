//! What an import would do, decided before anything is kept.

use std::collections::BTreeMap;

use campaign::draft::Status;
use campaign::foreign::{Arrival, Note};
use campaign::{AssetFacts, Draft, Limits};
use store::workspace::{Import, NewAsset};
use store::{StoreError, Workspace};

use super::incoming::{Incoming, IncomingImage};
use super::{ImageFile, Images, ImportOutcome, ImportReport, ImportedCampaign};
use crate::Failure;

/// What an import would do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// One for each file, in order.
    pub(super) reports: Vec<ImportReport>,
    /// The campaigns that would be added.
    pub(super) new: Vec<Draft>,
    /// Keys of deleted campaigns that would come back.
    restored: Vec<String>,
    images: BTreeMap<String, IncomingImage>,
    /// Who has the keys that were looked at, planned campaigns too.
    holders: BTreeMap<String, Holder>,
}

/// Who has a key.
#[derive(Debug)]
enum Holder {
    Nobody,
    Listed(Draft),
    Deleted(Draft),
}

/// Where campaigns come to.
pub(super) trait Shelf {
    /// The campaign of a key that is in the list.
    fn listed(&self, key: &str) -> Result<Option<Draft>, Failure>;
    /// The campaign of a key that was deleted.
    fn deleted(&self, key: &str) -> Result<Option<Draft>, Failure>;
    /// What is known of a stored image.
    fn facts(&self, sha256: &str) -> Result<Option<AssetFacts>, Failure>;
}

impl Shelf for Workspace {
    fn listed(&self, key: &str) -> Result<Option<Draft>, Failure> {
        match self.campaign(key) {
            Ok(record) => Ok(Some(record.draft)),
            Err(StoreError::NoCampaign { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    fn deleted(&self, key: &str) -> Result<Option<Draft>, Failure> {
        Ok(self.deleted_draft(key)?)
    }

    fn facts(&self, sha256: &str) -> Result<Option<AssetFacts>, Failure> {
        Ok(self.asset_facts(sha256)?)
    }
}

/// Where nothing is yet.
pub(super) struct Empty;

impl Shelf for Empty {
    fn listed(&self, _key: &str) -> Result<Option<Draft>, Failure> {
        Ok(None)
    }

    fn deleted(&self, _key: &str) -> Result<Option<Draft>, Failure> {
        Ok(None)
    }

    fn facts(&self, _sha256: &str) -> Result<Option<AssetFacts>, Failure> {
        Ok(None)
    }
}

impl Plan {
    /// Decides what would become of everything that comes in; nothing is changed.
    pub(super) fn make(
        shelf: &dyn Shelf,
        limits: &Limits,
        incoming: Vec<Incoming>,
    ) -> Result<Self, Failure> {
        let mut plan = Self::default();
        for incoming in incoming {
            let images = incoming.images.into_iter();
            plan.images
                .extend(images.map(|image| (image.sha256.clone(), image)));
            let mut added = Vec::new();
            for arrival in incoming.campaigns {
                added.push(plan.place(shelf, limits, arrival)?);
            }
            plan.reports.push(ImportReport {
                source: incoming.source.to_owned(),
                added,
                skipped: incoming.skipped,
            });
        }
        Ok(plan)
    }

    /// Finds a place for a campaign: its own key where that is free or holds the same campaign,
    /// else the key with the first number for which that is so. The same file therefore always
    /// comes to the same keys.
    fn place(
        &mut self,
        shelf: &dyn Shelf,
        limits: &Limits,
        arrival: Arrival,
    ) -> Result<ImportedCampaign, Failure> {
        let Arrival {
            mut draft,
            mut notes,
        } = arrival;
        if draft.key.trim().is_empty() {
            "imported".clone_into(&mut draft.key);
        }
        let own_key = draft.key.clone();
        let mut number = 1;
        let outcome = loop {
            match self.holder(shelf, &draft.key)? {
                Holder::Nobody if number == 1 => break ImportOutcome::Added,
                Holder::Nobody => break ImportOutcome::Copied,
                Holder::Listed(there) if is_same(there, &draft) => break ImportOutcome::Unchanged,
                Holder::Deleted(there) if is_same(there, &draft) => {
                    let back = there.clone();
                    return Ok(self.restore(back, notes));
                }
                Holder::Listed(_) | Holder::Deleted(_) => {
                    number += 1;
                    draft.key = format!("{own_key}-{number}");
                    // A copy was never started here.
                    draft.status = Status::Draft;
                }
            }
        };
        if outcome != ImportOutcome::Unchanged {
            self.pause_if_blocked(shelf, limits, &mut draft, &mut notes)?;
            self.take(draft.clone());
            self.new.push(draft.clone());
        }
        Ok(imported(&draft, outcome, notes))
    }

    fn restore(&mut self, back: Draft, notes: Vec<Note>) -> ImportedCampaign {
        let report = imported(&back, ImportOutcome::Added, notes);
        self.restored.push(back.key.clone());
        self.take(back);
        report
    }

    fn take(&mut self, draft: Draft) {
        let key = draft.key.clone();
        self.holders.insert(key, Holder::Listed(draft));
    }

    fn holder(&mut self, shelf: &dyn Shelf, key: &str) -> Result<&Holder, Failure> {
        if !self.holders.contains_key(key) {
            let holder = match (shelf.listed(key)?, shelf.deleted(key)?) {
                (Some(draft), _) => Holder::Listed(draft),
                (None, Some(draft)) => Holder::Deleted(draft),
                (None, None) => Holder::Nobody,
            };
            self.holders.insert(key.to_owned(), holder);
        }
        Ok(self.holders.get(key).unwrap_or(&Holder::Nobody))
    }

    /// Only what passes the check may run.
    fn pause_if_blocked(
        &self,
        shelf: &dyn Shelf,
        limits: &Limits,
        draft: &mut Draft,
        notes: &mut Vec<Note>,
    ) -> Result<(), Failure> {
        if draft.status != Status::Active {
            return Ok(());
        }
        let mut assets: BTreeMap<String, AssetFacts> = BTreeMap::new();
        for sha256 in draft.assets() {
            let facts = match self.images.get(sha256) {
                Some(image) => Some(image.facts),
                None => shelf.facts(sha256)?,
            };
            assets.extend(facts.map(|facts| (sha256.to_owned(), facts)));
        }
        if draft.check(&assets, limits).1.is_none() {
            draft.status = Status::Paused;
            notes.push(Note {
                path: "/status".to_owned(),
                what: "Status: active".to_owned(),
                why: "A finding blocks it here, so it arrives paused.".to_owned(),
            });
        }
        Ok(())
    }

    /// Keeps it all in the workspace, or nothing.
    pub(super) fn keep(&self, workspace: &mut Workspace, now_ms: i64) -> Result<(), Failure> {
        let images = self.images.values().map(|image| NewAsset {
            name: &image.sha256,
            facts: image.facts,
            content: &image.content,
        });
        workspace.import(&Import {
            images: &images.collect::<Vec<_>>(),
            campaigns: &self.new,
            restored: &self.restored,
            now_ms,
        })?;
        Ok(())
    }
}

/// Whether two campaigns say the same; where they are in their life does not matter.
fn is_same(there: &Draft, coming: &Draft) -> bool {
    let coming = Draft {
        status: there.status,
        ..coming.clone()
    };
    *there == coming
}

fn imported(draft: &Draft, outcome: ImportOutcome, notes: Vec<Note>) -> ImportedCampaign {
    ImportedCampaign {
        key: draft.key.clone(),
        name: draft.name.clone(),
        outcome,
        notes,
    }
}

impl Images for Plan {
    fn image(&self, sha256: &str) -> Result<Option<ImageFile>, Failure> {
        Ok(self.images.get(sha256).map(|image| ImageFile {
            format: image.facts.format,
            content: image.content.clone(),
        }))
    }
}
