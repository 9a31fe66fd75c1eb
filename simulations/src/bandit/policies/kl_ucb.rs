//! KL-UCB: the highest q with kl(mean, q) ≤ ln t / n, each group once at first.

use rand_chacha::ChaCha8Rng;
use statistics::regret::kl_ucb_index;

use crate::bandit::crowd::{Crowd, highest};
use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct KlUcb;

impl Policy for KlUcb {
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
            let ln_time = (time as f64).ln();
            crowd.untried().unwrap_or_else(|| {
                highest(crowd.group_count(), |group| {
                    kl_ucb_index(crowd.rate(group), ln_time / crowd.exposures[group] as f64)
                })
            })
        });
    }
}
