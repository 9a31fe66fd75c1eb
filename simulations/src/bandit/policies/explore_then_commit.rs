//! Even traffic for some steps, then all of it to the group most likely to be the best, for good.
//!
//! Source: A. Garivier, T. Lattimore & E. Kaufmann, "On explore-then-commit strategies" (2016).

use crate::bandit::crowd::highest;
use crate::bandit::policy::{Known, Policy};

pub(in crate::bandit) struct ExploreThenCommit {
    explore_steps: u32,
    committed: bool,
}

impl ExploreThenCommit {
    pub fn new(explore_steps: u32) -> Self {
        Self {
            explore_steps,
            committed: false,
        }
    }
}

impl Policy for ExploreThenCommit {
    fn reweigh(&mut self, known: &mut Known<'_>, weights: &mut [f64]) {
        if self.committed || known.steps < self.explore_steps {
            return;
        }
        self.committed = true;
        let best = highest(weights.len(), |group| known.p_best[group]);
        weights.fill(0.0);
        weights[best] = 1.0;
    }
}
