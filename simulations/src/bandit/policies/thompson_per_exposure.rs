//! Thompson sampling at every exposure, with its outcome known at once.
//!
//! Source: W. R. Thompson (1933); O. Chapelle & L. Li, "An empirical evaluation of Thompson sampling" (2011).

use rand_chacha::ChaCha8Rng;
use rand_distr::Distribution as _;
use statistics::Beta;

use crate::bandit::crowd::{Crowd, highest};
use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct ThompsonPerExposure {
    prior: Beta,
}

impl ThompsonPerExposure {
    pub fn new(prior: Beta) -> Self {
        Self { prior }
    }
}

impl Policy for ThompsonPerExposure {
    fn reweigh(&mut self, _known: &mut Known<'_>, _weights: &mut [f64]) {}

    fn serve(
        &mut self,
        exposures: u32,
        weights: &mut [f64],
        crowd: &mut Crowd,
        choice: &mut ChaCha8Rng,
    ) {
        crowd.one_by_one(exposures, weights, |crowd| {
            highest(crowd.group_count(), |group| {
                let belief = self
                    .prior
                    .after(crowd.exposures[group], crowd.clicks[group]);
                rand_distr::Beta::new(belief.a(), belief.b())
                    .expect("parameters of a belief are positive")
                    .sample(choice)
            })
        });
    }
}
