//! What an import would do, decided before anything is kept.

use std::collections::{BTreeMap, BTreeSet};

use campaign::draft::Status;
use campaign::foreign::{Arrival, Note};
use campaign::{AssetFacts, Assets, Draft, Limits};
use store::Workspace;
use store::workspace::{Import, NewAsset};

use super::incoming::{Incoming, IncomingImage};
use super::{ImageFile, Images, ImportOutcome, ImportReport, ImportedCampaign};
use crate::Failure;

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// One for each file, in order.
    pub reports: Vec<ImportReport>,
    /// The campaigns that would be added.
    pub new: Vec<Draft>,
    /// Keys of deleted campaigns that would come back.
    restored: Vec<String>,
    images: Vec<IncomingImage>,
}

/// Who has a key.
enum Holder {
    Nobody,
    Listed(Box<Draft>),
    Deleted(Box<Draft>),
}

/// Where campaigns come to.
trait Shelf {
    fn holder(&self, key: &str) -> Result<Holder, Failure>;
    fn facts(&self, sha256: &str) -> Result<Option<AssetFacts>, Failure>;
}

impl Shelf for Workspace {
    fn holder(&self, key: &str) -> Result<Holder, Failure> {
        match self.campaign(key) {
            Ok(record) => return Ok(Holder::Listed(Box::new(record.draft))),
            Err(store::StoreError::NoCampaign { .. }) => {}
            Err(other) => return Err(other.into()),
        }
        let deleted = self.deleted_draft(key)?;
        Ok(deleted.map_or(Holder::Nobody, |draft| Holder::Deleted(Box::new(draft))))
    }

    fn facts(&self, sha256: &str) -> Result<Option<AssetFacts>, Failure> {
        Ok(self.asset_facts(sha256)?)
    }
}

/// Nothing is there.
struct Empty;

impl Shelf for Empty {
    fn holder(&self, _key: &str) -> Result<Holder, Failure> {
        Ok(Holder::Nobody)
    }

    fn facts(&self, _sha256: &str) -> Result<Option<AssetFacts>, Failure> {
        Ok(None)
    }
}

/// Decides what would become of everything that comes in; nothing is changed.
///
/// # Errors
/// The workspace cannot be read.
pub fn plan(
    workspace: &Workspace,
    limits: &Limits,
    incoming: Vec<Incoming>,
) -> Result<Plan, Failure> {
    plan_on(workspace, limits, incoming)
}

/// The same where there is no workspace: nothing is there yet.
///
/// # Errors
/// Never; the same signature as [`plan`].
pub fn plan_without_workspace(incoming: Vec<Incoming>) -> Result<Plan, Failure> {
    plan_on(&Empty, &Limits::default(), incoming)
}

fn plan_on(shelf: &dyn Shelf, limits: &Limits, incoming: Vec<Incoming>) -> Result<Plan, Failure> {
    let mut plan = Plan::default();
    for incoming in incoming {
        for image in incoming.images {
            if plan.images.iter().all(|other| other.sha256 != image.sha256) {
                plan.images.push(image);
            }
        }
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

impl Plan {
    /// Finds a place for a campaign: its own key where that is free or holds the same campaign,
    /// else the key with the first number for which that is so. The same file therefore always
    /// comes to the same keys.
    fn place(
        &mut self,
        shelf: &dyn Shelf,
        limits: &Limits,
        arrival: Arrival,
    ) -> Result<ImportedCampaign, Failure> {
        let Arrival { mut draft, mut notes } = arrival;
        if draft.key.trim().is_empty() {
            "imported".clone_into(&mut draft.key);
        }
        let own_key = draft.key.clone();
        let mut number = 1;
        let outcome = loop {
            let is_own = number == 1;
            if !is_own {
                draft.key = format!("{own_key}-{number}");
                // A copy was never started here.
                draft.status = Status::Draft;
            }
            let found = match self.new.iter().find(|new| new.key == draft.key) {
                Some(planned) => Holder::Listed(Box::new(planned.clone())),
                None => shelf.holder(&draft.key)?,
            };
            match found {
                Holder::Nobody if is_own => break ImportOutcome::Added,
                Holder::Nobody => break ImportOutcome::Copied,
                Holder::Listed(there) if is_same(&there, &draft) => break ImportOutcome::Unchanged,
                Holder::Deleted(there) if is_same(&there, &draft) => {
                    if !self.restored.contains(&draft.key) {
                        self.restored.push(draft.key.clone());
                    }
                    return Ok(imported(&draft, ImportOutcome::Added, notes));
                }
                Holder::Listed(_) | Holder::Deleted(_) => number += 1,
            }
        };
        if outcome != ImportOutcome::Unchanged {
            self.stop_if_blocked(shelf, limits, &mut draft, &mut notes)?;
            self.new.push(draft.clone());
        }
        Ok(imported(&draft, outcome, notes))
    }

    /// Only what passes the check may run.
    fn stop_if_blocked(
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
            let incoming = self.images.iter().find(|image| image.sha256 == sha256);
            let facts = match incoming {
                Some(image) => Some(image.facts),
                None => shelf.facts(sha256)?,
            };
            assets.extend(facts.map(|facts| (sha256.to_owned(), facts)));
        }
        let (_, passed) = draft.check(&assets as &dyn Assets, limits);
        if passed.is_none() {
            draft.status = Status::Paused;
            notes.push(Note {
                path: "/status".to_owned(),
                what: "Status: active".to_owned(),
                why: "A finding blocks it here, so it arrives paused.".to_owned(),
            });
        }
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
        let found = self.images.iter().find(|image| image.sha256 == sha256);
        Ok(found.map(|image| ImageFile {
            format: image.facts.format,
            content: image.content.clone(),
        }))
    }
}

/// Keeps a plan in the workspace, all of it or nothing.
///
/// # Errors
/// Somebody took a key since the plan was made, or the file cannot be written.
pub fn keep(workspace: &mut Workspace, plan: &Plan, now_ms: i64) -> Result<(), Failure> {
    let kept = plan.new.iter().chain([]).flat_map(Draft::assets);
    let shown: BTreeSet<&str> = kept.collect();
    let images: Vec<NewAsset<'_>> = plan
        .images
        .iter()
        .filter(|image| shown.contains(image.sha256.as_str()))
        .map(|image| NewAsset {
            name: &image.sha256,
            facts: image.facts,
            content: &image.content,
        })
        .collect();
    workspace.import(&Import {
        images: &images,
        campaigns: &plan.new,
        restored: &plan.restored,
        now_ms,
    })?;
    Ok(())
}
