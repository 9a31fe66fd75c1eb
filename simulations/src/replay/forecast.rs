//! The forecast: what a replay says, in the shape that scripts, windows and reports read.

use std::collections::BTreeMap;

use campaign::draft::Platform;
use events::PreparedLog;
use exposure::{Gate, Order, Plan, Reason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::replay::tally::CampaignTally;
use crate::replay::{Options, Tally, WEEK_US};

/// The word of the funnel's last step: one message at a time.
const SCREEN: &str = "screen";

/// What a replay says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Forecast {
    /// The seed of the response model.
    #[ts(type = "number")]
    pub seed: u64,
    /// The log it was made from.
    pub log: LogFacts,
    /// The order of the gates.
    #[ts(type = "'documented' | 'sdk'")]
    pub order: Order,
    /// Events of the log.
    #[ts(type = "number")]
    pub events: u64,
    /// Events that a campaign's trigger could concern, each folded once.
    #[ts(type = "number")]
    pub folded: u64,
    /// People of the log.
    #[ts(type = "number")]
    pub users: u64,
    /// One entry per campaign, in the order of the walk.
    pub campaigns: Vec<CampaignForecast>,
    /// Who took the slot when another message won.
    pub displaced: Vec<Displacement>,
}

/// Which log, and how it was laid on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogFacts {
    /// SHA-256 of what it holds.
    pub content_hash: String,
    /// First event after the shift, RFC 3339.
    pub first: String,
    /// Last event after the shift.
    pub last: String,
    /// Whole weeks by which it was shifted.
    #[ts(type = "number")]
    pub shift_weeks: i64,
}

/// What happens to one campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CampaignForecast {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Events that triggered it. Equal to refused + displaced + impressions + `test_shown` +
    /// pending.
    #[ts(type = "number")]
    pub matched: u64,
    /// Of those, how many passed the layout gate only because the log does not say.
    #[ts(type = "number")]
    pub assumed: u64,
    /// Times shown, test devices apart.
    #[ts(type = "number")]
    pub impressions: u64,
    /// People who saw it.
    #[ts(type = "number")]
    pub reach: u64,
    /// Times shown to test devices.
    #[ts(type = "number")]
    pub test_shown: u64,
    /// Times another message stood in the way.
    #[ts(type = "number")]
    pub displaced: u64,
    /// Still waiting for their delay when the log ended, or dropped because one waited already.
    #[ts(type = "number")]
    pub pending: u64,
    /// From the trigger to the screen.
    pub funnel: Vec<FunnelStep>,
    /// Refusals by reason.
    #[ts(type = "Record<string, number>")]
    pub refused: BTreeMap<String, u64>,
    /// Refusals by cap.
    #[ts(type = "Record<string, number>")]
    pub cap_hits: BTreeMap<String, u64>,
    /// By group's key.
    pub groups: BTreeMap<String, GroupForecast>,
    /// Impressions by day of the campaign's time zone.
    pub by_day: Vec<Day>,
    /// Impressions by hour of the day.
    #[ts(type = "number[]")]
    pub by_hour: Vec<u64>,
    /// Impressions by platform.
    #[ts(type = "Record<string, number>")]
    pub by_platform: BTreeMap<String, u64>,
    /// People by how often they saw it.
    pub frequency: Vec<Frequency>,
}

/// A step of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FunnelStep {
    /// The gate, `trigger` first and `screen` last.
    pub gate: String,
    /// Events that came through.
    #[ts(type = "number")]
    pub survivors: u64,
    /// Events that did not.
    #[ts(type = "number")]
    pub refused: u64,
}

/// What a group sees and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GroupForecast {
    /// Times shown.
    #[ts(type = "number")]
    pub impressions: u64,
    /// Clicks on links, by the response model.
    #[ts(type = "number")]
    pub clicks: u64,
    /// People who saw it.
    #[ts(type = "number")]
    pub reach: u64,
}

/// Impressions of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Day {
    /// `2026-05-01`.
    pub day: String,
    /// Times shown.
    #[ts(type = "number")]
    pub impressions: u64,
}

/// How many people saw it so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "FrequencyBin")]
pub struct Frequency {
    /// How often.
    pub shown: u32,
    /// How many people.
    #[ts(type = "number")]
    pub users: u64,
}

/// One campaign kept another from showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Displacement {
    /// The campaign that did not show.
    pub campaign: String,
    /// The one that did.
    pub by: String,
    /// How often.
    #[ts(type = "number")]
    pub events: u64,
}

/// Puts sums into words.
pub(super) fn of(log: &PreparedLog, plan: &Plan, options: &Options, tally: &Tally) -> Forecast {
    let manifest = log.manifest();
    let moment = |us: i64| {
        Timestamp::from_microsecond(us + options.shift_weeks * WEEK_US)
            .map_or_else(|_| us.to_string(), |at| at.to_string())
    };
    let key = |campaign: usize| plan.campaigns[campaign].campaign().key().to_owned();
    let sums = || tally.campaigns.iter().enumerate();
    Forecast {
        seed: options.seed,
        log: LogFacts {
            content_hash: manifest.content_hash.clone(),
            first: moment(manifest.first_ts_us),
            last: moment(manifest.last_ts_us),
            shift_weeks: options.shift_weeks,
        },
        order: plan.order,
        events: manifest.events,
        folded: tally.events,
        users: manifest.users,
        campaigns: sums()
            .map(|(index, sums)| campaign(plan, index, sums))
            .collect(),
        displaced: sums()
            .flat_map(|(index, sums)| {
                sums.displaced_by
                    .iter()
                    .map(move |(by, events)| Displacement {
                        campaign: key(index),
                        by: key(*by),
                        events: *events,
                    })
            })
            .collect(),
    }
}

fn campaign(plan: &Plan, index: usize, sums: &CampaignTally) -> CampaignForecast {
    let campaign = plan.campaigns[index].campaign();
    let by_code = |wanted: fn(&Reason) -> bool| {
        let kept = sums.refused.iter().filter(|(reason, _)| wanted(reason));
        kept.map(|(reason, count)| (reason.code().to_owned(), *count))
            .collect()
    };
    let groups = campaign
        .groups()
        .iter()
        .zip(&sums.groups)
        .map(|(group, sums)| {
            let (impressions, clicks, reach) = (sums.impressions, sums.clicks, sums.reach);
            (
                group.key.clone(),
                GroupForecast {
                    impressions,
                    clicks,
                    reach,
                },
            )
        });
    let platform =
        |platform: Option<Platform>| platform.map_or("unknown", Platform::word).to_owned();
    CampaignForecast {
        key: campaign.key().to_owned(),
        name: campaign.draft().name.clone(),
        matched: sums.matched,
        assumed: sums.assumed,
        impressions: sums.impressions,
        reach: sums.reach(),
        test_shown: sums.test_shown,
        displaced: sums.displaced(),
        pending: sums.pending,
        funnel: funnel(plan.order, sums),
        refused: by_code(|_| true),
        cap_hits: by_code(|reason| {
            reason.gate() == Some(Gate::Frequency) && *reason != Reason::HiddenForADay
        }),
        groups: groups.collect(),
        by_day: sums
            .by_day
            .iter()
            .map(|(day, impressions)| Day {
                day: day.to_string(),
                impressions: *impressions,
            })
            .collect(),
        by_hour: sums.by_hour.to_vec(),
        by_platform: sums
            .by_platform
            .iter()
            .map(|(one, count)| (platform(*one), *count))
            .collect(),
        frequency: sums
            .frequency
            .iter()
            .map(|(shown, users)| Frequency {
                shown: *shown,
                users: *users,
            })
            .collect(),
    }
}

fn funnel(order: Order, sums: &CampaignTally) -> Vec<FunnelStep> {
    let mut survivors = sums.matched;
    let mut steps = Vec::new();
    let mut step = |gate: &str, refused: u64| {
        survivors -= refused;
        steps.push(FunnelStep {
            gate: gate.to_owned(),
            survivors,
            refused,
        });
    };
    for gate in order.gates() {
        let of_gate = sums
            .refused
            .iter()
            .filter(|(reason, _)| reason.gate() == Some(*gate));
        step(gate.word(), of_gate.map(|(_, count)| count).sum());
    }
    step(SCREEN, sums.displaced() + sums.pending);
    steps
}
