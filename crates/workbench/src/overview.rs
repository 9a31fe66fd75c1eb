//! Every campaign of the workspace at hand, with what the list shows of it. A campaign is read
//! and checked again only where it changed: the list of ten thousand is asked for often.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZero;

use campaign::check::shadowed;
use campaign::message::Step;
use campaign::schedule::PeriodKind;
use campaign::{AssetFacts, Draft, Finding, Limits, Severity, Tally};
use store::workspace::{CampaignHead, CampaignRecord};
use store::{StoreError, Workspace};
use sync::SyncState;

use crate::Failure;
use crate::views::{CampaignRow, ForecastGlance, MessageColors};

/// As many campaigns are checked sooner than a thread is started.
const CHECKED_ALONE_MAX: usize = 200;

/// What was read of the campaigns so far.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    /// In list order.
    campaigns: Vec<Known>,
    /// Against what they were checked.
    limits: Limits,
    /// What is wrong with a campaign because of another, by its key.
    shadows: BTreeMap<String, Finding>,
}

/// A campaign as it was read.
#[derive(Debug)]
struct Known {
    draft: Draft,
    version: i64,
    /// What the draft alone says.
    row: CampaignRow,
    /// Images that were not stored when it was checked.
    missing: Vec<String>,
    /// Where it stood against the base that was noted then.
    sync: Option<(i64, SyncState)>,
}

/// What the list shows beside the drafts.
pub(crate) struct Beside {
    /// By campaign.
    pub(crate) glances: BTreeMap<String, ForecastGlance>,
    /// Campaigns of which something waits to be sent.
    pub(crate) sending: BTreeSet<String>,
}

impl Overview {
    /// Reads what changed since the last time.
    pub(crate) fn refresh(
        &mut self,
        workspace: &Workspace,
        limits: &Limits,
    ) -> Result<(), Failure> {
        let heads = workspace.campaign_heads()?;
        if self.limits != *limits {
            self.campaigns.clear();
            self.limits = limits.clone();
        }
        let is_known = |known: &Known, head: &CampaignHead| {
            known.version == head.version && known.draft.key == head.key
        };
        let waits = self.campaigns.iter().any(|known| !known.missing.is_empty());
        let same = self.campaigns.len() == heads.len()
            && self
                .campaigns
                .iter()
                .zip(&heads)
                .all(|(known, head)| is_known(known, head));
        if same && !waits {
            return Ok(());
        }
        let assets = workspace.assets()?;
        let kept = std::mem::take(&mut self.campaigns).into_iter();
        let mut kept: HashMap<String, Known> =
            kept.map(|known| (known.draft.key.clone(), known)).collect();
        let mut changed = Vec::new();
        for head in &heads {
            let is_fresh = kept.get(&head.key).is_some_and(|known| {
                is_known(known, head) && !known.missing.iter().any(|one| assets.contains_key(one))
            });
            if is_fresh {
                continue;
            }
            match workspace.campaign(&head.key) {
                Ok(record) => changed.push(record),
                // Deleted by somebody else since the heads were read.
                Err(StoreError::NoCampaign { .. }) => drop(kept.remove(&head.key)),
                Err(error) => return Err(error.into()),
            }
        }
        let checked = checked(changed, &assets, limits).into_iter();
        kept.extend(checked.map(|known| (known.draft.key.clone(), known)));
        self.campaigns = heads
            .iter()
            .filter_map(|head| kept.remove(&head.key))
            .collect();
        let drafts: Vec<&Draft> = self.campaigns.iter().map(|known| &known.draft).collect();
        self.shadows = shadowed(&drafts);
        Ok(())
    }

    /// What is wrong with a campaign because of another.
    pub(crate) fn shadow(&self, key: &str) -> Option<&Finding> {
        self.shadows.get(key)
    }

    /// How many findings every campaign has, by its key.
    pub(crate) fn tallies(&self) -> BTreeMap<&str, Tally> {
        let campaigns = self.campaigns.iter();
        campaigns
            .map(|known| (known.draft.key.as_str(), tally(known, &self.shadows)))
            .collect()
    }

    /// Segments that any audience names.
    pub(crate) fn segments(&self) -> BTreeSet<&str> {
        let audiences = self.campaigns.iter().map(|known| &known.draft.audience);
        audiences
            .flat_map(|audience| {
                audience
                    .include_segments
                    .iter()
                    .chain(&audience.exclude_segments)
            })
            .map(String::as_str)
            .collect()
    }

    /// The rows of the list.
    pub(crate) fn rows(
        &mut self,
        workspace: &Workspace,
        mut beside: Beside,
    ) -> Result<Vec<CampaignRow>, Failure> {
        let bases = workspace.sync_heads()?.into_iter();
        let bases: HashMap<String, i64> = bases.map(|head| (head.campaign, head.noted)).collect();
        let mut rows = Vec::with_capacity(self.campaigns.len());
        for known in &mut self.campaigns {
            let key = &known.draft.key;
            let sync = if beside.sending.contains(key) {
                SyncState::Publishing
            } else {
                let noted = bases.get(key).copied();
                known.stands(workspace, noted)?
            };
            rows.push(CampaignRow {
                sync,
                forecast: beside.glances.remove(&known.draft.key),
                findings: tally(known, &self.shadows),
                ..known.row.clone()
            });
        }
        Ok(rows)
    }
}

/// Checks campaigns, many of them on every core.
fn checked(
    mut records: Vec<CampaignRecord>,
    assets: &BTreeMap<String, AssetFacts>,
    limits: &Limits,
) -> Vec<Known> {
    let check = |records: Vec<CampaignRecord>| -> Vec<Known> {
        let records = records.into_iter();
        records
            .map(|record| Known::new(record, assets, limits))
            .collect()
    };
    if records.len() < CHECKED_ALONE_MAX {
        return check(records);
    }
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = records.len().div_ceil(cores);
    std::thread::scope(|scope| {
        let mut parts = Vec::new();
        while !records.is_empty() {
            let part = records.split_off(records.len().saturating_sub(share));
            parts.push(scope.spawn(|| check(part)));
        }
        let parts = parts.into_iter();
        parts
            .flat_map(|part| part.join().expect("a check does not panic"))
            .collect()
    })
}

impl Known {
    fn new(record: CampaignRecord, assets: &BTreeMap<String, AssetFacts>, limits: &Limits) -> Self {
        let missing = record.draft.assets().into_iter();
        let missing = missing.filter(|sha256| !assets.contains_key(*sha256));
        Self {
            missing: missing.map(str::to_owned).collect(),
            row: row(&record, assets, limits),
            version: record.version,
            draft: record.draft,
            sync: None,
        }
    }

    /// Where it stands between workspace and server, as far as the workspace knows. The base is
    /// read only where it is not letter for letter the draft.
    fn stands(&mut self, workspace: &Workspace, noted: Option<i64>) -> Result<SyncState, Failure> {
        let Some(noted) = noted else {
            return Ok(SyncState::LocalOnly);
        };
        if let Some((seen, state)) = self.sync
            && seen == noted
        {
            return Ok(state);
        }
        let key = &self.draft.key;
        let state = if workspace.is_as_published(key)? {
            SyncState::InSync
        } else {
            let base = workspace.sync_base(key)?;
            sync::plan::local_state(&self.draft, base.as_ref(), &[])
        };
        self.sync = Some((noted, state));
        Ok(state)
    }
}

/// The findings of the draft alone, and the one because of another.
fn tally(known: &Known, shadows: &BTreeMap<String, Finding>) -> Tally {
    let mut tally = known.row.findings;
    match shadows.get(&known.draft.key).map(|shadow| shadow.severity) {
        Some(Severity::Block) => tally.block += 1,
        Some(Severity::Warn) => tally.warn += 1,
        Some(Severity::Note) => tally.note += 1,
        None => {}
    }
    tally
}

/// What the draft alone says.
fn row(
    record: &CampaignRecord,
    assets: &BTreeMap<String, AssetFacts>,
    limits: &Limits,
) -> CampaignRow {
    let draft = &record.draft;
    let (findings, _) = draft.check(assets, limits);
    let mut steps = draft.groups.iter().flat_map(|group| &group.message.steps);
    let first_step = steps.next();
    CampaignRow {
        key: draft.key.clone(),
        name: draft.name.clone(),
        status: draft.status,
        kind: draft.kind,
        priority: draft.priority,
        platforms: draft.platforms.clone(),
        orientations: draft.orientations.clone(),
        layout: first_step.map(|step| step.layout),
        trigger: trigger(draft),
        period: period(draft),
        tags: draft.tags.clone(),
        thumbnail: draft.assets().first().map(|&sha256| sha256.to_owned()),
        colors: first_step.map(colors),
        sync: SyncState::LocalOnly,
        findings: Tally::of(&findings),
        forecast: None,
        updated_ms: record.updated_ms,
    }
}

fn colors(step: &Step) -> MessageColors {
    let mut buttons = step.buttons.iter();
    MessageColors {
        background: step.background.clone(),
        title: step.title.color.clone(),
        button: buttons.next().map(|button| button.background.clone()),
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
