//! One replication, step by step.

use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use statistics::best::Comparison;
use statistics::weights::lift_to_floor;
use statistics::{Beta, Rapid};

use super::crowd::{Crowd, highest};
use super::experiment::Experiment;
use super::policy::{Known, Policy, PolicyName};
use crate::streams::{Purpose, keyed};

/// The P(best) at which a test may be called.
pub const SURE: f64 = 0.95;

/// A replication under one policy, between two steps.
pub(super) struct Replication<'e> {
    experiment: &'e Experiment,
    best_rate: f64,
    policy: Box<dyn Policy>,
    choice: ChaCha8Rng,
    comparison: Comparison,
    beliefs: Vec<Beta>,
    /// The policy's own weights, before the floor.
    wanted: Vec<f64>,
    /// Steps done.
    pub steps: u32,
    /// What has happened so far.
    pub crowd: Crowd,
    /// The weights in force during the last step; of a policy that decides at every exposure, the shares
    /// it gave.
    pub weights: Vec<f64>,
    /// The chance of each group to be the best, as of the last cadence or the last step of all.
    pub p_best: Vec<f64>,
    /// Steps until some group was sure to be the best.
    pub sure_after: Option<u32>,
}

impl<'e> Replication<'e> {
    /// The `number`-th replication of `experiment`, before its first step.
    pub fn new(experiment: &'e Experiment, policy: PolicyName, number: u32) -> Self {
        let count = experiment.groups.len();
        let even = vec![1.0 / count as f64; count];
        Self {
            experiment,
            best_rate: experiment.best_rate(),
            policy: policy.start(experiment),
            choice: keyed(experiment.seed, &[u64::from(number)], Purpose::Choice),
            comparison: Comparison::new(),
            beliefs: vec![experiment.prior; count],
            wanted: even.clone(),
            steps: 0,
            crowd: Crowd::new(experiment, number),
            weights: even.clone(),
            p_best: even,
            sure_after: None,
        }
    }

    /// Plays the next step; `false` if there is none.
    #[inline]
    pub fn step(&mut self) -> bool {
        let experiment = self.experiment;
        if self.steps == experiment.steps {
            return false;
        }
        if self.steps < experiment.burn_in_steps {
            self.crowd
                .split(experiment.exposures_per_step, &self.weights);
        } else {
            if self.steps > 0 && self.steps.is_multiple_of(experiment.cadence_steps) {
                self.reweigh();
            }
            let Self {
                policy,
                weights,
                crowd,
                choice,
                ..
            } = self;
            policy.serve(experiment.exposures_per_step, weights, crowd, choice);
        }
        self.steps += 1;
        if self.steps.is_multiple_of(experiment.cadence_steps) || self.steps == experiment.steps {
            self.learn();
        }
        true
    }

    /// Updates what is known.
    #[inline]
    fn learn(&mut self) {
        for (group, belief) in self.beliefs.iter_mut().enumerate() {
            let Crowd {
                exposures, clicks, ..
            } = &self.crowd;
            *belief = self.experiment.prior.after(exposures[group], clicks[group]);
        }
        self.comparison
            .chances_of_best::<Rapid>(&self.beliefs, &mut self.p_best);
        if self.sure_after.is_none() && self.p_best.iter().any(|&chance| chance >= SURE) {
            self.sure_after = Some(self.steps);
        }
    }

    /// Lets the policy set the weights.
    #[inline]
    fn reweigh(&mut self) {
        let Self {
            steps,
            policy,
            comparison,
            beliefs,
            p_best,
            wanted,
            weights,
            ..
        } = self;
        let mut known = Known {
            steps: *steps,
            beliefs,
            p_best,
            comparison,
        };
        policy.reweigh(&mut known, wanted);
        weights.copy_from_slice(wanted);
        lift_to_floor(weights, self.experiment.floor);
    }

    /// Clicks missed so far in expectation: Σ n (p* − p) over the groups.
    #[inline]
    pub fn regret(&self) -> f64 {
        let missed =
            |(&shown, group): (&u64, &super::Group)| shown as f64 * (self.best_rate - group.rate);
        self.crowd
            .exposures
            .iter()
            .zip(&self.experiment.groups)
            .map(missed)
            .sum()
    }

    /// Whether the group most likely to be the best is not.
    pub fn is_winner_wrong(&self) -> bool {
        let winner = highest(self.p_best.len(), |group| self.p_best[group]);
        self.experiment.groups[winner].rate < self.best_rate
    }

    /// The belief, right as it is, that the best group (or one of several equally good) is the best.
    pub fn p_best_of_best(&self) -> f64 {
        let groups = self.experiment.groups.iter().zip(&self.p_best);
        groups
            .filter(|(group, _)| group.rate == self.best_rate)
            .map(|(_, p_best)| p_best)
            .sum()
    }
}

/// One step of a single replication; everything is per group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceStep {
    /// The weights in force.
    pub weights: Vec<f64>,
    /// Exposures in this step.
    pub exposures: Vec<u64>,
    /// Clicks in this step.
    pub clicks: Vec<u64>,
    /// Exposures up to the end of this step.
    pub exposures_so_far: Vec<u64>,
    /// Clicks up to the end of this step.
    pub clicks_so_far: Vec<u64>,
    /// The chance to be the best, as known after this step.
    pub p_best: Vec<f64>,
    /// Clicks missed so far in expectation.
    pub regret: f64,
}

/// A single replication, opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// The policy it was played under.
    pub policy: PolicyName,
    /// Its number, from 0.
    pub replication: u32,
    /// Its steps in order.
    pub steps: Vec<TraceStep>,
    /// Steps until some group was sure to be the best.
    pub sure_after: Option<u32>,
}

/// Plays the `number`-th replication alone and keeps every step: the same that a run of many plays.
pub fn trace(experiment: &Experiment, policy: PolicyName, number: u32) -> Trace {
    let mut replication = Replication::new(experiment, policy, number);
    let count = experiment.groups.len();
    let (mut exposures, mut clicks) = (vec![0; count], vec![0; count]);
    let mut steps = Vec::with_capacity(experiment.steps as usize);
    while replication.step() {
        let crowd = &replication.crowd;
        steps.push(TraceStep {
            weights: replication.weights.clone(),
            exposures: crowd
                .exposures
                .iter()
                .zip(&exposures)
                .map(|(now, then)| now - then)
                .collect(),
            clicks: crowd
                .clicks
                .iter()
                .zip(&clicks)
                .map(|(now, then)| now - then)
                .collect(),
            exposures_so_far: crowd.exposures.clone(),
            clicks_so_far: crowd.clicks.clone(),
            p_best: replication.p_best.clone(),
            regret: replication.regret(),
        });
        exposures.clone_from(&crowd.exposures);
        clicks.clone_from(&crowd.clicks);
    }
    Trace {
        policy,
        replication: number,
        steps,
        sure_after: replication.sure_after,
    }
}
