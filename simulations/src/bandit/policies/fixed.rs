//! The same traffic to all groups, whatever happens: an ordinary A/B test, and the measure of the others.

use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct Fixed;

impl Policy for Fixed {
    fn reweigh(&mut self, _known: &mut Known<'_>, _weights: &mut [f64]) {}
}
