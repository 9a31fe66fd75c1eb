//! Many replications summed up: bands at every step, and what they mean in total.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use serde::Serialize;
use statistics::power::{Plan, exposures_per_group};
use statistics::regret::lai_robbins_constant;

use super::experiment::Experiment;
use super::policy::PolicyName;
use super::run::{Played, Record};

/// The shares of replications at or below the ends of a band.
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// A quantity over replications. Quantiles are values that occurred: the smallest with at least that
/// share of replications at or below it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The mean.
    pub mean: f64,
    /// 5 % are at most this.
    pub p5: f64,
    /// 25 % are at most this.
    pub p25: f64,
    /// The median.
    pub p50: f64,
    /// 75 % are at most this.
    pub p75: f64,
    /// 95 % are at most this.
    pub p95: f64,
}

/// A [`Band`] for each group, turned so that each line of a chart is one list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupBands {
    /// The means.
    pub mean: Vec<f64>,
    /// 5 % quantiles.
    pub p5: Vec<f64>,
    /// 25 % quantiles.
    pub p25: Vec<f64>,
    /// Medians.
    pub p50: Vec<f64>,
    /// 75 % quantiles.
    pub p75: Vec<f64>,
    /// 95 % quantiles.
    pub p95: Vec<f64>,
}

/// What is known of every replication after a step; weights are those in force during it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepOutcome {
    /// Shares of the traffic.
    pub weights: GroupBands,
    /// The chance to be the best.
    pub p_best: GroupBands,
    /// Clicks / exposures so far; replications that have not shown the group are left out.
    pub click_rate: GroupBands,
    /// Exposures so far.
    pub exposures: GroupBands,
    /// Clicks so far.
    pub clicks: GroupBands,
    /// Clicks missed so far in expectation, Σ n (p* − p).
    pub regret: Band,
}

/// A mean over replications and how uncertain it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanError {
    /// The mean.
    pub mean: f64,
    /// Its standard error; none for a single replication.
    pub se: Option<f64>,
}

/// Steps until P(best) of some group was at least 95 %. A replication in which that never came counts as
/// later than any other, so a quantile is missing where it falls among those.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimeToSure {
    /// 5 % of replications are sure by then.
    pub p5: Option<u32>,
    /// 25 % are.
    pub p25: Option<u32>,
    /// Half are.
    pub p50: Option<u32>,
    /// 75 % are.
    pub p75: Option<u32>,
    /// 95 % are.
    pub p95: Option<u32>,
    /// The share of replications that never were.
    pub never: f64,
}

/// What a policy made of the experiment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PolicyOutcome {
    /// The policy.
    pub policy: PolicyName,
    /// Clicks missed in expectation over a whole replication.
    pub regret: MeanError,
    /// Clicks gained in expectation over an even split of the same traffic.
    pub gain_over_even: f64,
    /// The share of replications whose most likely best group is not the best.
    pub wrong_winner: f64,
    /// Mean final P(best) of the group that is the best.
    pub p_best_final: f64,
    /// When a test could be called.
    pub time_to_95: TimeToSure,
    /// After each step.
    pub steps: Vec<StepOutcome>,
}

/// What came of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// Replications done.
    pub replications: u32,
    /// Names of the groups, in the order of every list.
    pub groups: Vec<String>,
    /// The regret no policy that is good everywhere can beat in the long run: the Lai–Robbins constant
    /// times ln of all exposures.
    pub lai_robbins: f64,
    /// Exposures a group that a fixed test of the best against the second would need, at 5 % false alarms
    /// and 80 % power; none where the two are equally good or cannot be compared.
    pub fixed_test_exposures_per_group: Option<u64>,
    /// One for each policy, in the order of the experiment.
    pub policies: Vec<PolicyOutcome>,
}

/// Sums up the replications played so far.
pub(super) fn sum_up(experiment: &Experiment, played: &[Vec<Played>]) -> Outcome {
    let mut rates = experiment.rates();
    let lai_robbins = lai_robbins_constant(&rates) * (experiment.exposures() as f64).ln();
    rates.sort_unstable_by(|x, y| y.total_cmp(x));
    Outcome {
        seed: experiment.seed,
        replications: played.len() as u32,
        groups: experiment
            .groups
            .iter()
            .map(|group| group.name.clone())
            .collect(),
        lai_robbins,
        fixed_test_exposures_per_group: exposures_per_group(rates[0], rates[1], Plan::USUAL).ok(),
        policies: (0..experiment.policies.len())
            .map(|at| {
                let played: Vec<&Played> = played.iter().map(|policies| &policies[at]).collect();
                sum_up_policy(experiment, experiment.policies[at], &played)
            })
            .collect(),
    }
}

fn sum_up_policy(experiment: &Experiment, policy: PolicyName, played: &[&Played]) -> PolicyOutcome {
    let count = played.len() as f64;
    let regret = mean_error(
        &played
            .iter()
            .map(|played| played.regret)
            .collect::<Vec<_>>(),
    );
    let mean_rate = experiment.rates().iter().sum::<f64>() / experiment.groups.len() as f64;
    let even_regret = experiment.exposures() as f64 * (experiment.best_rate() - mean_rate);
    let steps = if played.is_empty() {
        0
    } else {
        experiment.steps as usize
    };
    PolicyOutcome {
        policy,
        regret,
        gain_over_even: even_regret - regret.mean,
        wrong_winner: played
            .iter()
            .filter(|played| played.is_winner_wrong)
            .count() as f64
            / count,
        p_best_final: played
            .iter()
            .map(|played| played.p_best_of_best)
            .sum::<f64>()
            / count,
        time_to_95: time_to_sure(played),
        steps: (0..steps)
            .into_par_iter()
            .map(|step| sum_up_step(experiment, step, played))
            .collect(),
    }
}

fn sum_up_step(experiment: &Experiment, step: usize, played: &[&Played]) -> StepOutcome {
    let count = experiment.groups.len();
    let mut values = Vec::with_capacity(played.len());
    let mut bands = |value: &dyn Fn(&Record) -> f64| {
        let bands = (0..count).map(|group| {
            values.clear();
            let records = played
                .iter()
                .map(|played| &played.records[step * count + group]);
            values.extend(records.map(value).filter(|value| !value.is_nan()));
            band(&mut values)
        });
        by_quantile(bands)
    };
    StepOutcome {
        weights: bands(&|record| f64::from(record.weight)),
        p_best: bands(&|record| f64::from(record.p_best)),
        click_rate: bands(&|record| f64::from(record.clicks) / f64::from(record.exposures)),
        exposures: bands(&|record| f64::from(record.exposures)),
        clicks: bands(&|record| f64::from(record.clicks)),
        regret: {
            let best = experiment.best_rate();
            let missed: Vec<f64> = experiment
                .groups
                .iter()
                .map(|group| best - group.rate)
                .collect();
            let regret = |played: &&Played| {
                let records = &played.records[step * count..(step + 1) * count];
                records
                    .iter()
                    .zip(&missed)
                    .map(|(record, miss)| f64::from(record.exposures) * miss)
                    .sum()
            };
            band(&mut played.iter().map(regret).collect::<Vec<f64>>())
        },
    }
}

/// The place of a quantile among `count` sorted values.
fn rank(share: f64, count: usize) -> usize {
    ((share * count as f64).ceil() as usize).clamp(1, count) - 1
}

/// Sums up values; their order is lost. Of none, everything is undefined (NaN, `null` in JSON).
fn band(values: &mut [f64]) -> Band {
    if values.is_empty() {
        let none = f64::NAN;
        return Band {
            mean: none,
            p5: none,
            p25: none,
            p50: none,
            p75: none,
            p95: none,
        };
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let count = values.len();
    // Each selection leaves the larger values to its right, so the next one has less to look at.
    let mut from = 0;
    let [p5, p25, p50, p75, p95] = QUANTILES.map(|share| {
        let at = rank(share, count);
        let (_, value, _) = values[from..].select_nth_unstable_by(at - from, f64::total_cmp);
        let value = *value;
        from = at;
        value
    });
    Band {
        mean,
        p5,
        p25,
        p50,
        p75,
        p95,
    }
}

fn by_quantile(bands: impl Iterator<Item = Band>) -> GroupBands {
    let bands: Vec<Band> = bands.collect();
    let each = |value: fn(&Band) -> f64| bands.iter().map(value).collect();
    GroupBands {
        mean: each(|band| band.mean),
        p5: each(|band| band.p5),
        p25: each(|band| band.p25),
        p50: each(|band| band.p50),
        p75: each(|band| band.p75),
        p95: each(|band| band.p95),
    }
}

fn mean_error(values: &[f64]) -> MeanError {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    let se = (values.len() > 1).then(|| (squares / (count - 1.0) / count).sqrt());
    MeanError { mean, se }
}

fn time_to_sure(played: &[&Played]) -> TimeToSure {
    let mut times: Vec<u32> = played
        .iter()
        .map(|played| played.sure_after.unwrap_or(u32::MAX))
        .collect();
    times.sort_unstable();
    let at = |share| {
        let time = times.get(rank(share, times.len().max(1)))?;
        (*time != u32::MAX).then_some(*time)
    };
    let [p5, p25, p50, p75, p95] = QUANTILES.map(at);
    let never = times.iter().filter(|&&time| time == u32::MAX).count() as f64 / times.len() as f64;
    TimeToSure {
        p5,
        p25,
        p50,
        p75,
        p95,
        never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        let mut values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        let twenty = band(&mut values);
        assert_eq!((twenty.p5, twenty.p25, twenty.p50), (1.0, 5.0, 10.0));
        assert_eq!((twenty.p75, twenty.p95, twenty.mean), (15.0, 19.0, 10.5));
        let one = band(&mut [3.0]);
        assert_eq!((one.p5, one.p95, one.mean), (3.0, 3.0, 3.0));
        assert!(band(&mut []).mean.is_nan());
    }

    #[test]
    fn never_is_later_than_any_time() {
        let played = |sure_after| Played {
            regret: 0.0,
            p_best_of_best: 0.0,
            is_winner_wrong: false,
            sure_after,
            records: Vec::new(),
        };
        let all = [played(Some(9)), played(None), played(Some(3)), played(None)];
        let time = time_to_sure(&all.iter().collect::<Vec<_>>());
        assert_eq!(
            (time.p25, time.p50, time.p75, time.never),
            (Some(3), Some(9), None, 0.5)
        );
    }

    #[test]
    fn standard_errors() {
        let error = mean_error(&[1.0, 2.0, 3.0]);
        assert_eq!(error.mean, 2.0);
        assert!((error.se.unwrap() - (1.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert_eq!(mean_error(&[1.0]).se, None);
    }
}
