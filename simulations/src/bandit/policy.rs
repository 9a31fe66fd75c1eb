//! What a policy may see and do.

use std::fmt;

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use statistics::Beta;
use statistics::best::Comparison;

use super::crowd::Crowd;
use super::experiment::Experiment;
use super::policies::epsilon_greedy::EpsilonGreedy;
use super::policies::explore_then_commit::ExploreThenCommit;
use super::policies::fixed::Fixed;
use super::policies::kl_ucb::KlUcb;
use super::policies::thompson::Thompson;
use super::policies::thompson_per_exposure::ThompsonPerExposure;
use super::policies::top_two::TopTwo;
use super::policies::ucb1::Ucb1;

/// The policies there are, as an experiment names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyName {
    /// The same traffic to all, to the end: an ordinary A/B test.
    #[serde(alias = "fixed_split")]
    Fixed,
    /// Weights are P(best) at each cadence.
    Thompson,
    /// A draw from each belief at every exposure; the highest is shown.
    ThompsonPerExposure,
    /// Weights are the chance to be among the best two, halved.
    TopTwo,
    /// The best so far, but for a share of pure chance.
    EpsilonGreedy,
    /// The highest upper bound by Hoeffding's inequality.
    Ucb1,
    /// The highest upper bound by relative entropy.
    KlUcb,
    /// Even traffic for some steps, then the best so far.
    ExploreThenCommit,
}

impl PolicyName {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Fixed,
        Self::Thompson,
        Self::ThompsonPerExposure,
        Self::TopTwo,
        Self::EpsilonGreedy,
        Self::Ucb1,
        Self::KlUcb,
        Self::ExploreThenCommit,
    ];

    /// The name as in an experiment file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Thompson => "thompson",
            Self::ThompsonPerExposure => "thompson_per_exposure",
            Self::TopTwo => "top_two",
            Self::EpsilonGreedy => "epsilon_greedy",
            Self::Ucb1 => "ucb1",
            Self::KlUcb => "kl_ucb",
            Self::ExploreThenCommit => "explore_then_commit",
        }
    }

    /// The policy itself, at the start of a replication of `experiment`.
    pub(super) fn start(self, experiment: &Experiment) -> Box<dyn Policy> {
        match self {
            Self::Fixed => Box::new(Fixed),
            Self::Thompson => Box::new(Thompson),
            Self::ThompsonPerExposure => Box::new(ThompsonPerExposure::new(experiment.prior)),
            Self::TopTwo => Box::new(TopTwo),
            Self::EpsilonGreedy => Box::new(EpsilonGreedy::new(experiment.epsilon)),
            Self::Ucb1 => Box::new(Ucb1),
            Self::KlUcb => Box::new(KlUcb),
            Self::ExploreThenCommit => Box::new(ExploreThenCommit::new(experiment.explore_steps)),
        }
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is known at a cadence.
pub(super) struct Known<'a> {
    /// Steps done.
    pub steps: u32,
    /// The belief about each group.
    pub beliefs: &'a [Beta],
    /// The chance of each group to be the best.
    pub p_best: &'a [f64],
    /// Further questions about the beliefs.
    pub comparison: &'a mut Comparison,
}

/// How traffic is given to groups. A policy that thinks in weights implements [`Self::reweigh`]; one that
/// decides at every exposure, with its outcome known at once, [`Self::serve`].
pub(super) trait Policy: Send {
    /// Sets the weights for the time until the next cadence. They come as they were.
    fn reweigh(&mut self, known: &mut Known<'_>, weights: &mut [f64]);

    /// Gives out the exposures of one step.
    #[inline]
    fn serve(
        &mut self,
        exposures: u32,
        weights: &mut [f64],
        crowd: &mut Crowd,
        _choice: &mut ChaCha8Rng,
    ) {
        crowd.split(exposures, weights);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_file() {
        for name in PolicyName::ALL {
            assert_eq!(serde_json::to_value(name).unwrap(), name.as_str());
        }
    }
}
