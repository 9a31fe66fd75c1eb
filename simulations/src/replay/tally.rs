//! What a shard's fold adds up to. Only integers, and merging is adding: any order of shards
//! gives the same sum.

use std::collections::BTreeMap;

use campaign::draft::Platform;
use exposure::person::Shown;
use exposure::plan::Compiled;
use exposure::{Gate, Plan, Reason, Sink};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The local day and hour of an exposure in its campaign's time zone.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    day: Date,
    hour: usize,
}

impl Moment {
    /// Reads the campaign's clock.
    pub fn of(campaign: &Compiled, ts_us: i64) -> Self {
        let at = Timestamp::from_microsecond(ts_us).unwrap_or_default();
        let local = campaign.campaign().zone().to_datetime(at);
        Self {
            day: local.date(),
            hour: local.hour().unsigned_abs().into(),
        }
    }
}

/// Sums of one campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignTally {
    /// Events that triggered it.
    pub matched: u64,
    /// Of those, how many passed the layout gate only because the log does not say.
    pub assumed: u64,
    /// Refusals by reason.
    pub refused: BTreeMap<Reason, u64>,
    /// Times another campaign stood in the way, by that campaign's number.
    pub displaced_by: BTreeMap<usize, u64>,
    /// Drawn for people who are no test devices.
    pub impressions: u64,
    /// Drawn for test devices.
    pub test_shown: u64,
    /// Still waiting for their delay when the log ended, or dropped because one waited already.
    pub pending: u64,
    /// Impressions, clicks and people by group.
    pub groups: Vec<GroupTally>,
    /// Impressions by local day.
    pub by_day: BTreeMap<Date, u64>,
    /// Impressions by local hour.
    pub by_hour: [u64; 24],
    /// Impressions by platform; none is unknown.
    pub by_platform: BTreeMap<Option<Platform>, u64>,
    /// People by how often they saw it.
    pub frequency: BTreeMap<u32, u64>,
    person_shown: u32,
    person_groups: Vec<bool>,
}

/// Sums of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTally {
    /// Times shown.
    pub impressions: u64,
    /// Clicks on links.
    pub clicks: u64,
    /// People who saw it.
    pub reach: u64,
}

/// Sums of a fold. Also the [`Sink`] into which it pushes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Events folded, so that a caller can check that none was lost or counted twice.
    pub events: u64,
    /// One entry per campaign of the plan.
    pub campaigns: Vec<CampaignTally>,
    /// Platform of the event in hand.
    #[serde(skip)]
    pub platform: Option<Platform>,
}

impl Tally {
    /// Nothing folded yet.
    pub fn new(plan: &Plan) -> Self {
        let empty = |campaign: &Compiled| {
            let groups = campaign.campaign().groups().len();
            CampaignTally {
                groups: vec![GroupTally::default(); groups],
                person_groups: vec![false; groups],
                ..CampaignTally::default()
            }
        };
        let campaigns = plan.campaigns.iter().map(empty).collect();
        Self {
            events: 0,
            campaigns,
            platform: None,
        }
    }

    /// The sums of both.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.events += other.events;
        for (sum, one) in self.campaigns.iter_mut().zip(other.campaigns) {
            sum.add(one);
        }
        self
    }

    /// Counts a drawn message. Answers how many times this person had seen the campaign before.
    pub fn show(&mut self, shown: &Shown, moment: Moment) -> u32 {
        let tally = &mut self.campaigns[shown.campaign];
        if shown.is_test {
            tally.test_shown += 1;
            return 0;
        }
        tally.impressions += 1;
        tally.groups[shown.group].impressions += 1;
        tally.person_groups[shown.group] = true;
        *tally.by_day.entry(moment.day).or_default() += 1;
        tally.by_hour[moment.hour] += 1;
        *tally.by_platform.entry(self.platform).or_default() += 1;
        tally.person_shown += 1;
        tally.person_shown - 1
    }

    /// Counts a click on a link.
    pub fn click(&mut self, shown: &Shown) {
        self.campaigns[shown.campaign].groups[shown.group].clicks += 1;
    }

    /// Counts a message still waiting when the log ended.
    pub fn leave_waiting(&mut self, campaign: usize) {
        self.campaigns[campaign].pending += 1;
    }

    /// Closes the person in hand: reach and the frequency histogram.
    pub fn end_person(&mut self) {
        for tally in &mut self.campaigns {
            if tally.person_shown == 0 {
                continue;
            }
            *tally.frequency.entry(tally.person_shown).or_default() += 1;
            tally.person_shown = 0;
            for (group, seen) in tally.groups.iter_mut().zip(&mut tally.person_groups) {
                group.reach += u64::from(std::mem::take(seen));
            }
        }
    }
}

impl CampaignTally {
    /// People who saw it.
    pub fn reach(&self) -> u64 {
        self.frequency.values().sum()
    }

    /// Times another campaign stood in the way.
    pub fn displaced(&self) -> u64 {
        self.displaced_by.values().sum()
    }

    fn add(&mut self, other: Self) {
        self.matched += other.matched;
        self.assumed += other.assumed;
        self.impressions += other.impressions;
        self.test_shown += other.test_shown;
        self.pending += other.pending;
        add_all(&mut self.refused, other.refused);
        add_all(&mut self.displaced_by, other.displaced_by);
        add_all(&mut self.by_day, other.by_day);
        add_all(&mut self.by_platform, other.by_platform);
        add_all(&mut self.frequency, other.frequency);
        for (sum, one) in self.by_hour.iter_mut().zip(other.by_hour) {
            *sum += one;
        }
        for (sum, one) in self.groups.iter_mut().zip(other.groups) {
            sum.impressions += one.impressions;
            sum.clicks += one.clicks;
            sum.reach += one.reach;
        }
    }
}

fn add_all<K: Ord>(sums: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    for (key, count) in others {
        *sums.entry(key).or_default() += count;
    }
}

impl Sink for Tally {
    fn matched(&mut self, campaign: usize) {
        self.campaigns[campaign].matched += 1;
    }

    fn assumed(&mut self, campaign: usize) {
        self.campaigns[campaign].assumed += 1;
    }

    fn dropped(&mut self, campaign: usize) {
        self.campaigns[campaign].pending += 1;
    }

    fn refused(&mut self, campaign: usize, _gate: Gate, reason: Reason) {
        *self.campaigns[campaign].refused.entry(reason).or_default() += 1;
    }

    fn displaced(&mut self, campaign: usize, by: usize) {
        *self.campaigns[campaign].displaced_by.entry(by).or_default() += 1;
    }
}
