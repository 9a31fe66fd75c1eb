//! Campaigns that are never shown because another always wins.
//!
//! A campaign is *shadowed* when every event that could show it also shows another campaign
//! that comes before it in the walk. Only what is certain is said. The one before must
//! - have a lower priority number, or the same and an earlier place in the list;
//! - run: be active, or a draft or paused campaign that its own check would let start;
//! - never be used up: no cap, no button that hides it for a day, no A/B test, no delay (of the
//!   campaign or its group), no tooltip (whose element may be missing on a page);
//! - be as wide as the other in everything: start events with no more filters, the same URL
//!   expression or none, page rules that contain the other's or none, the same platforms and
//!   orientations or more, no layout that the other lacks, a period and timetable that contain
//!   the other's, the same audience or everyone.
//!
//! Test devices skip period and audience, so that a campaign with test devices is shadowed only
//! by one that is permanent, without timetable, and for everyone.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::json;

use crate::asset::{AssetFacts, AssetFormat, Assets};
use crate::check::Findings;
use crate::check::period::{self, Times};
use crate::condition::Audience;
use crate::draft::{Draft, Kind, Status};
use crate::finding::{Code, Finding};
use crate::frequency::Frequency;
use crate::limits::Limits;
use crate::message::{Action, Layout, Step};
use crate::trigger::{PageMatch, TriggerRule};

/// How many winners of one start event are looked at: beyond them something may go unsaid, so
/// that a list of ten thousand campaigns still opens at once.
const WINNERS_MAX: usize = 64;

/// The shadowed ones of `campaigns`, which come in the order of the list, each by its key with
/// its finding: a warning under an active campaign, a note under one that is not started yet.
pub fn shadowed(campaigns: &[&Draft]) -> BTreeMap<String, Finding> {
    let mut walk: Vec<&Draft> = campaigns.to_vec();
    walk.sort_by_key(|draft| draft.priority);
    let (mut active, mut waiting) = (Winners::default(), Winners::default());
    let mut found = BTreeMap::new();
    for draft in walk {
        if draft.status == Status::Ended || draft.kind != Kind::Message {
            continue;
        }
        let Some(times) = times(draft) else { continue };
        let is_active = draft.status == Status::Active;
        let over = active.over(draft, &times);
        if let Some(winner) = over.or_else(|| waiting.over(draft, &times)) {
            found.insert(draft.key.clone(), finding(winner.draft));
            // What this one covers, its winner covers too.
            if !is_active || winner.draft.status == Status::Active {
                continue;
            }
        }
        let winners = if is_active { &mut active } else { &mut waiting };
        winners.add(draft, times);
    }
    found
}

/// Campaigns that win whenever one of their events comes in, by start event, in the order of
/// the walk.
#[derive(Default)]
struct Winners<'a>(HashMap<&'a str, Vec<Rc<Running<'a>>>>);

impl<'a> Winners<'a> {
    fn over(&self, draft: &Draft, times: &Times) -> Option<&Running<'a>> {
        let rule = draft.triggers.first()?;
        let before = self.0.get(rule.event.as_str())?;
        let winner = before.iter().find(|one| one.covers(draft, times))?;
        Some(winner)
    }

    fn add(&mut self, draft: &'a Draft, times: Times) {
        let has_room = |rule: &TriggerRule| {
            let known = self.0.get(rule.event.as_str());
            known.is_none_or(|known| known.len() < WINNERS_MAX)
        };
        if !draft.triggers.iter().any(has_room) {
            return;
        }
        let Some(running) = Running::of(draft, times).map(Rc::new) else {
            return;
        };
        for rule in &draft.triggers {
            self.0
                .entry(&rule.event)
                .or_default()
                .push(Rc::clone(&running));
        }
    }
}

fn finding(winner: &Draft) -> Finding {
    let name = &winner.name;
    let mut findings = Findings(Vec::new());
    let fix = format!(
        "Give it a lower number than {}, or narrow “{name}”.",
        winner.priority
    );
    let always = "it goes first, starts at the same events, and nothing uses it up";
    let finding = if winner.status == Status::Active {
        let message = format!("Nobody sees this while “{name}” runs: {always}.");
        findings.warn("/priority", Code::Shadowed, message, &fix)
    } else {
        let message = format!("Nobody sees this once “{name}” runs: {always}.");
        findings.note("/priority", Code::Shadowed, message, &fix)
    };
    if let Some(before) = winner.priority.checked_sub(1) {
        finding.one_click("Let it go first", [("/priority".to_owned(), json!(before))]);
    }
    findings.0.remove(0)
}

fn times(draft: &Draft) -> Option<Times> {
    period::check(draft, &mut Findings(Vec::new()))
}

/// A campaign that wins whenever one of its events comes in.
struct Running<'a> {
    draft: &'a Draft,
    times: Times,
}

impl<'a> Running<'a> {
    fn of(draft: &'a Draft, times: Times) -> Option<Self> {
        let group = draft.groups.first()?;
        let hides = |step: &Step| {
            let mut actions = step.buttons.iter().map(|button| &button.action);
            actions.any(|action| matches!(action, Action::HideForADay(_)))
        };
        let never_used_up = draft.frequency.has_no_cap()
            && draft.experiment.is_none()
            && draft.delay.seconds == 0
            && group.delay_seconds.is_none_or(|seconds| seconds == 0)
            && given(group.url_regex.as_deref()).is_none()
            && !group.message.steps.iter().any(hides)
            && !layouts(draft).contains(&Layout::Tooltip);
        let runs = || {
            draft.status == Status::Active || draft.check(&AnyImage, &Limits::default()).1.is_some()
        };
        (never_used_up && runs()).then_some(Self { draft, times })
    }

    fn covers(&self, other: &Draft, times: &Times) -> bool {
        let own = self.draft;
        let starts = |rule: &TriggerRule| own.triggers.iter().any(|wide| covers_rule(wide, rule));
        let own_layouts = layouts(own);
        let layouts = layouts(other);
        let everyone = own.audience == Audience::default();
        let always = self.times.period_us.is_none() && self.times.slots.is_empty();
        other.triggers.iter().all(starts)
            && self.covers_url(other)
            && self.covers_pages(other)
            && other
                .platforms
                .iter()
                .all(|one| own.platforms.contains(one))
            && other
                .orientations
                .iter()
                .all(|one| own.orientations.contains(one))
            && own_layouts.iter().all(|one| layouts.contains(one))
            && (everyone || own.audience == other.audience)
            && (always || self.covers_times(other, times))
            && (other.test_devices.is_empty() || everyone && always)
    }

    fn covers_url(&self, other: &Draft) -> bool {
        let Some(own) = given(self.draft.url_regex.as_deref()) else {
            return true;
        };
        let same = |regex: &Option<String>| given(regex.as_deref()) == Some(own);
        let kept = |regex: &Option<String>| given(regex.as_deref()).is_none() || same(regex);
        same(&other.url_regex) && other.groups.iter().all(|group| kept(&group.url_regex))
    }

    fn covers_pages(&self, other: &Draft) -> bool {
        let own = &self.draft.page_rules;
        let everywhere = own
            .iter()
            .any(|rule| rule.compare == PageMatch::Wildcard && rule.value == "*");
        let contained = || other.page_rules.iter().all(|rule| own.contains(rule));
        own.is_empty() || !other.page_rules.is_empty() && (everywhere || contained())
    }

    fn covers_times(&self, other: &Draft, times: &Times) -> bool {
        let period = match (self.times.period_us, times.period_us) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some((start, end)), Some((from, to))) => start <= from && to <= end,
        };
        let zone = self.draft.period.time_zone == other.period.time_zone;
        let slots = self.times.slots.is_empty() || zone && self.times.slots == times.slots;
        period && slots
    }
}

impl Frequency {
    const fn has_no_cap(&self) -> bool {
        self.per_session.is_none()
            && self.per_device.is_none()
            && self.per_user.is_none()
            && self.per_user_window.is_none()
    }
}

/// Whether the rule fires whenever the other does.
fn covers_rule(wide: &TriggerRule, narrow: &TriggerRule) -> bool {
    let demanded = |filter| narrow.filters.contains(filter);
    wide.event == narrow.event && wide.filters.iter().all(demanded)
}

/// The layouts of every step that somebody may see.
fn layouts(draft: &Draft) -> Vec<Layout> {
    let shown = draft.groups.iter().filter(|group| !group.control);
    let steps = shown.flat_map(|group| &group.message.steps);
    steps.map(|step| step.layout).collect()
}

fn given(expression: Option<&str>) -> Option<&str> {
    expression.filter(|text| !text.is_empty())
}

/// Says of every image that it is there and fits.
struct AnyImage;

impl Assets for AnyImage {
    fn facts(&self, _sha256: &str) -> Option<AssetFacts> {
        Some(AssetFacts {
            width: 1,
            height: 1,
            bytes: 1,
            format: AssetFormat::Png,
        })
    }
}

#[cfg(test)]
mod tests;
