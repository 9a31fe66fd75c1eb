//! The people of a replication: whom they see follows the weights, what they click the true rates.

use rand_chacha::ChaCha8Rng;

use super::binomial::{binomial, uniform};
use super::experiment::Experiment;
use crate::streams::{Purpose, keyed};

/// The true rates, the luck, and what has happened so far.
#[derive(Debug)]
pub(super) struct Crowd {
    rates: Vec<f64>,
    split: ChaCha8Rng,
    /// One stream a group: how often one group is shown does not disturb the luck of another.
    luck: Vec<ChaCha8Rng>,
    /// Exposures of each group so far.
    pub exposures: Vec<u64>,
    /// Clicks of each group so far.
    pub clicks: Vec<u64>,
}

impl Crowd {
    /// The crowd of one replication, before its first step.
    pub fn new(experiment: &Experiment, replication: u32) -> Self {
        let seed = experiment.seed;
        let replication = u64::from(replication);
        let luck = |group| keyed(seed, &[replication, group as u64], Purpose::Clicks);
        let count = experiment.groups.len();
        Self {
            rates: experiment.rates(),
            split: keyed(seed, &[replication], Purpose::Split),
            luck: (0..count).map(luck).collect(),
            exposures: vec![0; count],
            clicks: vec![0; count],
        }
    }

    /// Shows a step's `exposures`, divided by chance according to `weights` (multinomial), and counts the
    /// clicks (binomial in each group).
    #[inline]
    pub fn split(&mut self, exposures: u32, weights: &[f64]) {
        let mut left = u64::from(exposures);
        let mut weight_left: f64 = weights.iter().sum();
        let last = weights.len() - 1;
        for (group, &weight) in weights.iter().enumerate() {
            let shown = if group == last {
                left
            } else {
                let share = (weight / weight_left.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
                binomial(&mut self.split, left, share)
            };
            left -= shown;
            weight_left -= weight;
            self.exposures[group] += shown;
            self.clicks[group] += binomial(&mut self.luck[group], shown, self.rates[group]);
        }
    }

    /// Shows `group` to one person; whether it was clicked is counted.
    #[inline]
    pub fn show(&mut self, group: usize) {
        self.exposures[group] += 1;
        self.clicks[group] += u64::from(uniform(&mut self.luck[group]) < self.rates[group]);
    }

    /// Shows `exposures` one after another; `choose` sees each time what has happened so far. `shares` become
    /// the shares the groups got.
    #[inline]
    pub fn one_by_one(
        &mut self,
        exposures: u32,
        shares: &mut [f64],
        mut choose: impl FnMut(&Self) -> usize,
    ) {
        shares.fill(0.0);
        for _ in 0..exposures {
            let group = choose(self);
            self.show(group);
            shares[group] += 1.0;
        }
        for share in shares {
            *share /= f64::from(exposures);
        }
    }

    /// The first group that was never shown.
    #[inline]
    pub fn untried(&self) -> Option<usize> {
        self.exposures.iter().position(|&exposures| exposures == 0)
    }

    /// Observed clicks an exposure.
    #[inline]
    pub fn rate(&self, group: usize) -> f64 {
        self.clicks[group] as f64 / self.exposures[group] as f64
    }

    /// How many groups there are.
    #[inline]
    pub fn group_count(&self) -> usize {
        self.rates.len()
    }
}

/// The group with the highest index; of equals the first.
#[inline]
pub(super) fn highest(count: usize, mut index: impl FnMut(usize) -> f64) -> usize {
    let mut best = (0, index(0));
    for group in 1..count {
        let index = index(group);
        if index > best.1 {
            best = (group, index);
        }
    }
    best.0
}
