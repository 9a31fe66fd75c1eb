//! What cannot be judged, and why.

/// Counts or settings that no statistic can be made of. The text fits after "could not judge: ".
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A Beta distribution outside the range in which the quadrature is known to be exact.
    #[error("Beta({a}, {b}) is out of range: both numbers must lie between 0.1 and 1e12")]
    BetaOutOfRange {
        /// The first parameter, clicks.
        a: f64,
        /// The second parameter, exposures without a click.
        b: f64,
    },
    /// A group with more clicks than exposures.
    #[error("{group} has {clicks} clicks but only {exposures} exposures")]
    MoreClicksThanExposures {
        /// The group's name.
        group: String,
        /// How often it was shown.
        exposures: u64,
        /// How often it was clicked.
        clicks: u64,
    },
    /// Nothing to compare.
    #[error("there are no groups")]
    NoGroups,
    /// Weights that are not shares.
    #[error("the weights {weights:?} are not shares: none may be negative, one must be positive")]
    NotShares {
        /// The weights as they came.
        weights: Vec<f64>,
    },
    /// Cadences that speak of different groups.
    #[error("cadence {cadence} has {found} {what}, the first has {expected}")]
    GroupsDiffer {
        /// Counted from 1.
        cadence: usize,
        /// What differs: `groups`, `weights`.
        what: &'static str,
        /// How many it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// Cadences that name the same place differently.
    #[error("cadence {cadence} calls a group {found:?} that the first calls {expected:?}")]
    NamesDiffer {
        /// Counted from 1.
        cadence: usize,
        /// Its name there.
        found: String,
        /// Its name in the first cadence.
        expected: String,
    },
    /// A number that must be a share.
    #[error("{what} is {value}; it must lie between 0 and 1")]
    NotAShare {
        /// Which number.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// Two rates that cannot be told apart by any number of people.
    #[error("both rates are {rate}; no sample can tell them apart")]
    EqualRates {
        /// The rate.
        rate: f64,
    },
}
