//! Thompson sampling, batched: weights are P(best). What Hackle and GrowthBook do.
//!
//! Source: S. L. Scott, "A modern Bayesian look at the multi-armed bandit" (2010), "randomised probability
//! matching".

use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct Thompson;

impl Policy for Thompson {
    #[inline]
    fn reweigh(&mut self, known: &mut Known<'_>, weights: &mut [f64]) {
        weights.copy_from_slice(known.p_best);
    }
}
