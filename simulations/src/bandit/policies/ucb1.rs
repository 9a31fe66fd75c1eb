//! UCB1: the highest mean + √(2 ln t / n), each group once at first.

use rand_chacha::ChaCha8Rng;
use statistics::regret::ucb1_index;

use crate::bandit::crowd::{Crowd, highest};
use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct Ucb1;

impl Policy for Ucb1 {
    fn reweigh(&mut self, _known: &mut Known<'_>, _weights: &mut [f64]) {}

    fn serve(
        &mut self,
        exposures: u32,
        weights: &mut [f64],
        crowd: &mut Crowd,
        _choice: &mut ChaCha8Rng,
    ) {
        let mut time: u64 = crowd.exposures.iter().sum();
        crowd.one_by_one(exposures, weights, |crowd| {
            time += 1;
            crowd.untried().unwrap_or_else(|| {
                highest(crowd.group_count(), |group| {
                    ucb1_index(
                        crowd.rate(group),
                        crowd.exposures[group] as f64,
                        time as f64,
                    )
                })
            })
        });
    }
}
