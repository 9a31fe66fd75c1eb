//! Replay: a log's events, in order, person by person, through the decision.
//!
//! The fold of one person is a pure function of that person's events, the plan, the response
//! model and the seed; shards are folded in any order by any number of threads, and their
//! tallies add up to the same forecast. Start with [`run`].

mod forecast;
mod need;
pub(crate) mod response;
mod rows;
mod tally;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use campaign::Campaign;
use events::{PreparedLog, Shard};
use exposure::Plan;
use exposure::person::{Person, Shown};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

pub use forecast::{
    CampaignForecast, Day, Displacement, Forecast, FunnelStep, GroupForecast, LogFacts,
};
pub use response::Response;

use crate::replay::response::{Answers, stream_key};
use crate::replay::rows::Rows;
use crate::replay::tally::{Moment, Tally};

/// Microseconds in a week: a log is shifted by whole weeks, so that weekdays stay.
const WEEK_US: i64 = 7 * 24 * 3_600 * 1_000_000;

/// How a replay is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Keys the answers of people to messages.
    pub seed: u64,
    /// Threads; 0 is one per core.
    pub threads: usize,
    /// Added to every time of the log, in weeks.
    pub shift_weeks: i64,
    /// What people do with a message.
    pub response: Response,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            threads: 0,
            shift_weeks: 0,
            response: Response::default(),
        }
    }
}

/// Why a replay came to no forecast.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The prepared log cannot be read.
    #[error(transparent)]
    Log(#[from] events::Error),
    /// The prepared log is not in order.
    #[error("replay the log: {0}")]
    OutOfOrder(#[from] exposure::person::OutOfOrder),
    /// The threads could not be started.
    #[error("start the replay's threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Somebody asked it to stop.
    #[error("finish the replay: it was cancelled")]
    Cancelled,
}

/// Watches a replay and may stop it.
#[derive(Debug, Default)]
pub struct Watch {
    /// Events folded so far.
    pub done: AtomicU64,
    /// Set to stop at the next person.
    pub cancel: AtomicBool,
}

/// The whole weeks by which a log must be shifted so that its first day falls in the week
/// (Monday to Sunday, UTC) of `from_us`.
pub fn shift_weeks(first_ts_us: i64, from_us: i64) -> i64 {
    // 1970-01-01 was a Thursday: three days after a Monday.
    let week = |us: i64| (us + 3 * WEEK_US / 7).div_euclid(WEEK_US);
    week(from_us) - week(first_ts_us)
}

/// The start of a campaign's period as its own clock shows it, read as UTC: the day by which
/// [`shift_weeks`] lays a log. A period that starts at midnight on a Monday in Berlin starts on
/// a Sunday in UTC, and must not take the week before.
pub fn period_start_us(campaign: &Campaign) -> Option<i64> {
    let (start_us, _) = campaign.period_us()?;
    let local = campaign
        .zone()
        .to_datetime(Timestamp::from_microsecond(start_us).ok()?);
    let start = local.to_zoned(TimeZone::UTC).ok()?;
    Some(start.timestamp().as_microsecond())
}

/// Number of events that [`run`] will fold: those of the partitions that the plan needs.
pub fn events_needed(log: &PreparedLog, plan: &Plan) -> u64 {
    let names = &log.manifest().event_names;
    names
        .iter()
        .filter(|name| need::is_needed(plan, &name.name))
        .map(|name| name.events)
        .sum()
}

/// Replays the log through the plan.
///
/// # Errors
/// See [`Error`].
pub fn run(
    log: &PreparedLog,
    plan: &Plan,
    options: &Options,
    watch: &Watch,
) -> Result<Forecast, Error> {
    let need = need::of(plan);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()?;
    let fold = |shard| fold_shard(&log.load(shard, &need)?, log, plan, options, watch);
    let tallies: Vec<Tally> = pool.install(|| {
        (0..log.shards())
            .into_par_iter()
            .map(fold)
            .collect::<Result<_, Error>>()
    })?;
    let tally = tallies.into_iter().fold(Tally::new(plan), Tally::merge);
    Ok(forecast::of(log, plan, options, &tally))
}

fn fold_shard(
    shard: &Shard,
    log: &PreparedLog,
    plan: &Plan,
    options: &Options,
    watch: &Watch,
) -> Result<Tally, Error> {
    let rows = Rows::new(shard, log.manifest(), plan, options.shift_weeks * WEEK_US);
    let mut fold = Fold {
        plan,
        answers: Answers::new(plan, options.response, options.seed),
        person: Person::new(plan),
        tally: Tally::new(plan),
        person_key: 0,
    };
    let end_us = log.manifest().last_ts_us + options.shift_weeks * WEEK_US;
    let mut in_hand = None;
    for position in shard.walk() {
        let facts = rows.at(position);
        if in_hand != Some(facts.person) {
            fold.end_person(end_us);
            if watch.cancel.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
            fold.begin_person(stream_key(rows.person_id(facts.person)));
            in_hand = Some(facts.person);
        }
        fold.tally.events += 1;
        fold.event(rows.candidates(position.partition), &facts)?;
    }
    fold.end_person(end_us);
    watch.done.fetch_add(fold.tally.events, Ordering::Relaxed);
    Ok(fold.tally)
}

/// The fold of one person after another.
struct Fold<'a> {
    plan: &'a Plan,
    answers: Answers,
    person: Person,
    tally: Tally,
    person_key: u64,
}

impl Fold<'_> {
    fn begin_person(&mut self, key: u64) {
        self.person_key = key;
        self.person.begin();
    }

    fn event(&mut self, candidates: &[usize], facts: &rows::Facts) -> Result<(), Error> {
        use exposure::Facts as _;
        let now_us = facts.ts_us();
        self.settle(now_us);
        self.tally.platform = facts.platform();
        if let Some(shown) = self
            .person
            .decide(self.plan, candidates, facts, &mut self.tally)?
        {
            self.show(shown);
        }
        Ok(())
    }

    /// Lets time pass; delayed messages are answered as they are drawn.
    fn settle(&mut self, now_us: i64) {
        while let Some(shown) = self.person.settle(self.plan, now_us, &mut self.tally) {
            self.show(shown);
        }
    }

    fn show(&mut self, shown: Shown) {
        let moment = Moment::of(&self.plan.campaigns[shown.campaign], shown.ts_us);
        let number = self.tally.show(&shown, moment);
        let answer = self.answers.draw(self.person_key, &shown, number);
        if answer.clicked && !shown.is_test {
            self.tally.click(&shown);
        }
        self.person
            .answer(shown, shown.ts_us + answer.stays_us, answer.ending);
    }

    fn end_person(&mut self, end_us: i64) {
        self.settle(end_us);
        for campaign in self.person.waiting() {
            self.tally.leave_waiting(campaign);
        }
        self.tally.end_person();
    }
}

#[cfg(test)]
mod tests;
