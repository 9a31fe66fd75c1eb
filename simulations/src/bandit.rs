//! Monte Carlo of an A/B test whose weights move with what is known: how long, how sure, at what cost.
//!
//! An [`Experiment`] says what is simulated; [`Run`] carries out its replications, as many at a time
//! as is wanted, and [`Run::outcome`] sums them up at any moment; [`trace`] opens a single replication
//! step by step. All policies of an experiment meet the same luck (common random numbers), and a
//! replication depends on the seed and its own number alone.
//!
//! Start with `replication`, the loop; then `policy`, what a policy may see and do.

mod binomial;
mod crowd;
mod experiment;
mod outcome;
mod policies;
mod policy;
mod replication;
mod run;

pub use experiment::{Experiment, ExperimentError, Group, Prior, StepUnit};
pub use outcome::{Band, GroupBands, MeanError, Outcome, PolicyOutcome, StepOutcome, TimeToSure};
pub use policy::PolicyName;
pub use replication::{SURE, Trace, TraceStep, trace};
pub use run::{Observer, Run};

#[cfg(test)]
mod tests;
