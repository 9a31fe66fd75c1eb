//! The group with the highest observed rate, but for a share ε of the exposures, given to chance.
//!
//! Source: R. S. Sutton & A. G. Barto, "Reinforcement learning", §2.2.

use rand_chacha::ChaCha8Rng;

use crate::bandit::binomial::uniform;
use crate::bandit::crowd::{Crowd, highest};
use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct EpsilonGreedy {
    epsilon: f64,
}

impl EpsilonGreedy {
    pub fn new(epsilon: f64) -> Self {
        Self { epsilon }
    }
}

impl Policy for EpsilonGreedy {
    fn reweigh(&mut self, _known: &mut Known<'_>, _weights: &mut [f64]) {}

    fn serve(
        &mut self,
        exposures: u32,
        weights: &mut [f64],
        crowd: &mut Crowd,
        choice: &mut ChaCha8Rng,
    ) {
        crowd.one_by_one(exposures, weights, |crowd| {
            if uniform(choice) < self.epsilon {
                return (uniform(choice) * crowd.group_count() as f64) as usize;
            }
            crowd
                .untried()
                .unwrap_or_else(|| highest(crowd.group_count(), |k| crowd.rate(k)))
        });
    }
}
