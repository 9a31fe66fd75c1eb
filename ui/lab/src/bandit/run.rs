//! The simulation's work: a first answer from few replications, then better ones from more.

use serde_json::json;
use simulations::bandit::{Experiment, GroupBands, Observer, Outcome, PolicyOutcome, Run};

use super::answer::{Answer, Curve, GroupCurves, TimeToCall};
use super::setting::Setting;
use crate::work::{Desk, Failure};

/// Replications of the first answer: few enough for a tenth of a second.
const FIRST_REPLICATIONS: u32 = 60;
/// Every further answer has so many times the replications of the one before.
const GROWTH: u32 = 4;

struct Watcher<'a>(&'a Desk<Answer>, u32);

impl Observer for Watcher<'_> {
    fn progress(&self, done: u32, _wanted: u32) {
        self.0.report(u64::from(done), u64::from(self.1));
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_stopped()
    }
}

/// Plays the replications of the setting and posts an answer after each round.
pub fn run(setting: &Setting, desk: &Desk<Answer>) -> Result<(), Failure> {
    let experiment = experiment(setting)?;
    let total = experiment.replications;
    let mut run = Run::new(experiment, None).map_err(|error| Failure {
        message: format!("The simulation could not be started: {error}."),
        hint: "Close other programs and try again.".to_owned(),
    })?;
    let mut wanted = FIRST_REPLICATIONS;
    while run.done() < total && !desk.is_stopped() {
        run.advance(wanted.min(total), &Watcher(desk, total));
        if run.done() > 0 {
            desk.post(answer(setting, &run.outcome()));
        }
        wanted = wanted.saturating_mul(GROWTH);
    }
    Ok(())
}

fn experiment(setting: &Setting) -> Result<Experiment, Failure> {
    let groups: Vec<_> = setting
        .groups
        .iter()
        .map(|group| json!({"name": group.name, "rate": group.rate_percent / 100.0}))
        .collect();
    let description = json!({
        "groups": groups,
        "hours": (setting.days * 24.0).round() as u32,
        "exposures_per_hour": setting.traffic_per_hour.round() as u32,
        "cadence_hours": setting.cadence_hours,
        "policies": [setting.policy],
        "replications": setting.replications.round() as u32,
        "seed": setting.seed,
    });
    Experiment::from_json(&description.to_string()).map_err(|error| Failure {
        message: format!("This cannot be simulated: {error}."),
        hint: "Change the setting on the left.".to_owned(),
    })
}

/// Turns the outcome: it has a list per step, a chart needs a list per curve.
fn answer(setting: &Setting, outcome: &Outcome) -> Answer {
    let Some(policy) = outcome.policies.first() else {
        return Answer::default();
    };
    let steps = &policy.steps;
    let groups = setting
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| GroupCurves {
            name: group.name.clone(),
            place: group.place,
            weight: curve(&steps.iter().map(|step| &step.weights), at),
            p_best: curve(&steps.iter().map(|step| &step.p_best), at),
            click_rate: curve(&steps.iter().map(|step| &step.click_rate), at),
        });
    let regret = steps.iter().map(|step| step.regret);
    Answer {
        hours: (1..=steps.len()).map(|hour| hour as f64).collect(),
        groups: groups.collect(),
        regret: Curve {
            mean: regret.clone().map(|band| band.mean).collect(),
            p5: regret.clone().map(|band| band.p5).collect(),
            p25: regret.clone().map(|band| band.p25).collect(),
            p75: regret.clone().map(|band| band.p75).collect(),
            p95: regret.map(|band| band.p95).collect(),
        },
        replications: u64::from(outcome.replications),
        regret_mean: policy.regret.mean,
        regret_se: policy.regret.se,
        wrong_winner: policy.wrong_winner,
        time_to_call: time_to_call(policy),
        exposures_of_fixed_test: outcome.fixed_test_exposures_per_group,
        gain_over_even: policy.gain_over_even,
    }
}

fn curve<'a>(steps: &(impl Iterator<Item = &'a GroupBands> + Clone), group: usize) -> Curve {
    let list =
        |pick: fn(&GroupBands) -> &Vec<f64>| steps.clone().map(|step| pick(step)[group]).collect();
    Curve {
        mean: list(|bands| &bands.mean),
        p5: list(|bands| &bands.p5),
        p25: list(|bands| &bands.p25),
        p75: list(|bands| &bands.p75),
        p95: list(|bands| &bands.p95),
    }
}

/// A step is an hour.
fn time_to_call(policy: &PolicyOutcome) -> TimeToCall {
    let time = &policy.time_to_95;
    TimeToCall {
        p25: time.p25.map(f64::from),
        p50: time.p50.map(f64::from),
        p75: time.p75.map(f64::from),
        never: time.never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_setting_is_simulated_hour_by_hour() {
        let setting = Setting {
            replications: 100.0,
            ..Setting::default()
        };
        let experiment = experiment(&setting).expect("the default setting is an experiment");
        assert_eq!((experiment.steps, experiment.cadence_steps), (14 * 24, 24));
        let mut run = Run::new(experiment, None).expect("threads");
        run.advance(20, &());
        let found = answer(&setting, &run.outcome());
        assert_eq!((found.replications, found.hours.len()), (20, 336));
        assert_eq!((found.hours[0], found.hours[335]), (1.0, 336.0));
        let weights = found.groups.iter().map(|group| group.weight.mean[335]);
        assert!(
            (weights.sum::<f64>() - 1.0).abs() < 1e-6,
            "the shares add up to 1"
        );
        assert!(
            found
                .groups
                .iter()
                .all(|group| group.weight.p5[200] <= group.weight.p95[200])
        );
        assert_eq!(found.regret.mean[335], found.regret_mean);
    }

    #[test]
    fn a_setting_that_is_none_is_explained() {
        let setting = Setting {
            groups: Vec::new(),
            ..Setting::default()
        };
        let failure = experiment(&setting).expect_err("no groups");
        assert!(
            failure
                .message
                .starts_with("This cannot be simulated: groups"),
            "{failure:?}"
        );
    }
}
