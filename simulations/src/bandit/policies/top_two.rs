//! Top-two Thompson sampling, batched: weights are the chance to be the first or the second, halved. It
//! goes on learning about the runner-up where plain Thompson sampling has stopped.
//!
//! Source: D. Russo, "Simple Bayesian algorithms for best-arm identification" (2016), here with the even
//! split that GrowthBook's bandit uses.

use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct TopTwo;

impl Policy for TopTwo {
    fn reweigh(&mut self, known: &mut Known<'_>, weights: &mut [f64]) {
        known.comparison.top_two_weights(known.beliefs, weights);
    }
}
