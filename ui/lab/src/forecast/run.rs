//! The forecast's work: replays the chosen log under the caps that are tried.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use campaign::draft::Status;
use campaign::{AssetFacts, Campaign, Draft, Finding, Limits, Severity};
use events::PreparedLog;
use exposure::plan::Compiled;
use exposure::{Order, Plan};
use simulations::replay::{self, Forecast, Options, Watch};

use crate::work::{Desk, Failure};

/// What a forecast is made of.
#[derive(Debug, Clone)]
pub struct Question {
    /// The campaigns of the workspace in their order, the one that is looked at with the caps
    /// that are tried.
    pub campaigns: Vec<Draft>,
    /// Key of the campaign that is looked at.
    pub chosen: String,
    /// Where a campaign has no period, the log is laid on this week.
    pub today_us: i64,
    /// What is known of their images.
    pub assets: BTreeMap<String, AssetFacts>,
    /// The limits of the workspace.
    pub limits: Limits,
    /// Folder of the prepared log.
    pub log: PathBuf,
    /// Keys the answers of people to messages.
    pub seed: u64,
}

/// Replays and posts the forecast.
pub fn run(question: &Question, desk: &Desk<Forecast>) -> Result<(), Failure> {
    let plan = plan(question)?;
    let log = PreparedLog::open(&question.log).map_err(|error| Failure {
        message: format!("Could not {error}."),
        hint: error
            .hint()
            .unwrap_or_else(|| "Import the log again in the designer.".to_owned()),
    })?;
    let start_us = plan
        .campaigns
        .iter()
        .map(Compiled::campaign)
        .find_map(|campaign| {
            let is_chosen = campaign.key() == question.chosen;
            replay::period_start_us(campaign).filter(|_| is_chosen)
        });
    let from_us = start_us.unwrap_or(question.today_us);
    let shift_weeks = replay::shift_weeks(log.manifest().first_ts_us, from_us);
    let options = Options {
        seed: question.seed,
        shift_weeks,
        ..Options::default()
    };
    let total = replay::events_needed(&log, &plan);
    let watch = Watch::default();
    let forecast = std::thread::scope(|scope| {
        let work = scope.spawn(|| replay::run(&log, &plan, &options, &watch));
        while !work.is_finished() {
            watch.cancel.store(desk.is_stopped(), Ordering::Relaxed);
            desk.report(watch.done.load(Ordering::Relaxed), total);
            std::thread::park_timeout(std::time::Duration::from_millis(8));
        }
        work.join()
    });
    match forecast {
        Ok(Ok(forecast)) => {
            desk.report(total, total);
            desk.post(forecast);
            Ok(())
        }
        Ok(Err(replay::Error::Cancelled)) => Ok(()),
        Ok(Err(error)) => Err(Failure {
            message: format!("Could not {error}."),
            hint: "Import the log again in the designer.".to_owned(),
        }),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The campaigns of the replay: the chosen one as if it ran, with those that do run.
fn plan(question: &Question) -> Result<Plan, Failure> {
    let mut campaigns: Vec<Campaign> = Vec::new();
    for draft in &question.campaigns {
        let is_chosen = draft.key == question.chosen;
        if !is_chosen && draft.status != Status::Active {
            continue;
        }
        let (findings, campaign) = draft.check(&question.assets, &question.limits);
        match campaign {
            Some(campaign) => campaigns.push(campaign.assume_status(Status::Active)),
            None if is_chosen => return Err(not_ready(&findings)),
            None => {}
        }
    }
    Ok(Plan::new(campaigns, Order::Documented))
}

fn not_ready(findings: &[Finding]) -> Failure {
    let blocking = findings
        .iter()
        .find(|finding| finding.severity == Severity::Block);
    Failure {
        message: "This campaign is not ready to be replayed".to_owned(),
        hint: blocking.map_or_else(
            || "Open it in the designer and settle its findings.".to_owned(),
            |finding| format!("Settle this in the designer: {}", finding.message),
        ),
    }
}
