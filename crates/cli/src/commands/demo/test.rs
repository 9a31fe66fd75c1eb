//! The demo's A/B test: the sample campaign under MAB on the log's own traffic.

use anyhow::{Context as _, anyhow};
use campaign::Draft;
use campaign::experiment::Allocation;
use jiff::Timestamp;
use serde_json::json;
use simulations::bandit::{Experiment, Run};
use simulations::replay::{Forecast, Response};

use crate::report::bandit::Bandit;

/// Replications: enough for bands that do not move, few enough for a moment's wait.
const REPLICATIONS: u32 = 1_000;
/// How much better than its neighbour each further group is taken to be.
const LIFT: f64 = 1.5;

/// Simulates the first campaign under MAB, with as many exposures a day as the forecast gives it. The first group's click rate is the response model's, each further one's half as much
/// again: the question is how long this traffic would take to tell them apart.
pub fn simulate(drafts: &[Draft], forecast: &Forecast) -> anyhow::Result<Bandit> {
    let (draft, cadence_hours) = drafts
        .iter()
        .find_map(|draft| match draft.experiment.as_ref()?.allocation {
            Allocation::Mab { cadence_hours, .. } => Some((draft, cadence_hours)),
            Allocation::Fixed(_) => None,
        })
        .context("could not find a sample campaign under MAB")?;
    let traffic = forecast
        .campaigns
        .iter()
        .find(|campaign| campaign.key == draft.key)
        .context("could not find the campaign in the forecast")?;
    let days = days(forecast)?;
    let exposures = (traffic.impressions / days).max(1);
    let mut rate = Response::default().click / LIFT;
    let groups: Vec<_> = draft
        .groups
        .iter()
        .map(|group| {
            rate *= LIFT;
            json!({ "name": group.name, "rate": rate })
        })
        .collect();
    let description = json!({
        "groups": groups,
        "steps": days,
        "exposures_per_step": exposures,
        "cadence_steps": cadence_hours.div_ceil(24),
        "policies": ["thompson"],
        "replications": REPLICATIONS,
        "seed": forecast.seed,
    });
    let experiment = Experiment::from_json(&description.to_string())
        .map_err(|error| anyhow!("could not simulate the test: {error}"))?;
    let rates = experiment.rates();
    let mut run = Run::new(experiment, None).context("could not start the simulation's threads")?;
    run.advance(REPLICATIONS, &());
    Ok(Bandit {
        subject: format!("{}, {exposures} exposures a day", draft.name),
        step: "day".to_owned(),
        rates,
        outcome: run.outcome(),
    })
}

/// What the simulation says, in a sentence.
pub fn conclusion(bandit: &Bandit) -> String {
    let Some(policy) = bandit.outcome.policies.first() else {
        return String::new();
    };
    let sure = match policy.time_to_95.p50 {
        Some(days) => format!("in half of the runs 95 % is reached within {days} days"),
        None => "in most runs 95 % is never reached".to_owned(),
    };
    format!(
        "Simulated {}: {sure}; the wrong group wins in {:.1} % of {} runs",
        bandit.subject,
        policy.wrong_winner * 100.0,
        bandit.outcome.replications
    )
}

fn days(forecast: &Forecast) -> anyhow::Result<u64> {
    let first: Timestamp = forecast.log.first.parse()?;
    let last: Timestamp = forecast.log.last.parse()?;
    Ok((last.duration_since(first).as_hours() / 24)
        .max(1)
        .unsigned_abs())
}
