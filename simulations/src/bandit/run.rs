//! Many replications, on as many threads as wanted, with the same result for any number of them.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::experiment::Experiment;
use super::outcome::{Outcome, sum_up};
use super::policy::PolicyName;
use super::replication::Replication;

/// Who watches a run. Called from its threads.
pub trait Observer: Sync {
    /// `done` of `wanted` replications are done.
    fn progress(&self, done: u32, wanted: u32) {
        let _ = (done, wanted);
    }

    /// Whether to stop before the next replication.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Observer for () {}

/// A group after a step, as a run keeps it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Record {
    pub exposures: u32,
    pub clicks: u32,
    pub weight: f32,
    pub p_best: f32,
}

/// A replication as a run keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Played {
    pub regret: f64,
    pub p_best_of_best: f64,
    pub is_winner_wrong: bool,
    pub sure_after: Option<u32>,
    /// Step by step, in each the groups in order.
    pub records: Vec<Record>,
}

/// An experiment while its replications are carried out. It grows: the first replications are the same
/// however many follow, so a first answer from few can be refined into one from many.
#[derive(Debug)]
pub struct Run {
    experiment: Experiment,
    threads: ThreadPool,
    /// Replication by replication, in each the policies in order.
    played: Vec<Vec<Played>>,
}

impl Run {
    /// A run of `experiment` with no replication done, on `threads` threads (all there are if not given).
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn new(
        experiment: Experiment,
        threads: Option<NonZeroUsize>,
    ) -> Result<Self, ThreadPoolBuildError> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(threads.map_or(0, NonZeroUsize::get))
            .build()?;
        Ok(Self {
            experiment,
            threads,
            played: Vec::new(),
        })
    }

    /// The experiment.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// Replications done.
    pub fn done(&self) -> u32 {
        self.played.len() as u32
    }

    /// Plays on until `wanted` replications are done, at most as many as the experiment has, or until the
    /// observer cancels; then the replications without a gap are kept.
    pub fn advance(&mut self, wanted: u32, observer: &dyn Observer) {
        let wanted = wanted.min(self.experiment.replications);
        let done = AtomicU32::new(self.done());
        let experiment = &self.experiment;
        let numbers = self.done()..wanted;
        let played: Vec<Option<Vec<Played>>> = self.threads.install(|| {
            numbers
                .into_par_iter()
                .map(|number| {
                    if observer.is_cancelled() {
                        return None;
                    }
                    let play = |&policy| play(experiment, policy, number);
                    let played = experiment.policies.iter().map(play).collect();
                    observer.progress(done.fetch_add(1, Ordering::Relaxed) + 1, wanted);
                    Some(played)
                })
                .collect()
        });
        self.played
            .extend(played.into_iter().map_while(|played| played));
    }

    /// What the replications done so far say. Empty of steps before the first is done.
    pub fn outcome(&self) -> Outcome {
        self.threads
            .install(|| sum_up(&self.experiment, &self.played))
    }
}

fn play(experiment: &Experiment, policy: PolicyName, number: u32) -> Played {
    let mut replication = Replication::new(experiment, policy, number);
    let mut records = Vec::with_capacity(experiment.steps as usize * experiment.groups.len());
    while replication.step() {
        let Replication {
            crowd,
            weights,
            p_best,
            ..
        } = &replication;
        for group in 0..weights.len() {
            records.push(Record {
                exposures: crowd.exposures[group] as u32,
                clicks: crowd.clicks[group] as u32,
                weight: weights[group] as f32,
                p_best: p_best[group] as f32,
            });
        }
    }
    Played {
        regret: replication.regret(),
        p_best_of_best: replication.p_best_of_best(),
        is_winner_wrong: replication.is_winner_wrong(),
        sure_after: replication.sure_after,
        records,
    }
}

#[cfg(test)]
impl Run {
    /// The replications as they are kept.
    pub(super) fn played(&self) -> &[Vec<Played>] {
        &self.played
    }
}
