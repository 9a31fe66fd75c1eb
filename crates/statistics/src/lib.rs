//! The judgement: posteriors, P(best), expected loss, intervals, sample ratio mismatch, power.
//!
//! This room turns counts into beliefs. It knows click counts, weights and distributions; each formula
//! names its source. It must never know campaigns, logs or windows, do any I/O, read a clock or roll dice:
//! the Monte Carlo runs that use it live in `simulations`.
//!
//! Start with [`judgement::judge`], which puts it all together; then [`best`] for the questions asked of
//! several groups, and `sweep` for the quadrature behind them, the same for people (1e-9) and for
//! the inner loop of a simulation (1e-6).

pub mod judgement;

pub mod best;
pub mod beta;
mod sweep;

pub mod closed_form;
pub mod mismatch;
pub mod power;
pub mod regret;
pub mod weights;

pub mod elementary;
mod error;
pub mod gamma;
pub mod normal;

pub use beta::Beta;
pub use error::Error;
pub use sweep::{Exact, Precision, Rapid, Start};
