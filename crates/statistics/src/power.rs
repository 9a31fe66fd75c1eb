//! How many people a fixed A/B test needs.
//!
//! Source: J. L. Fleiss, B. Levin & M. C. Paik, "Statistical methods for rates and proportions", 3rd ed.,
//! §4.2, without continuity correction: a two-sided test of two proportions with equal groups.

use crate::error::Error;
use crate::normal::{upper_quantile, upper_tail};

/// What a fixed test is planned for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The chance of calling a difference where there is none.
    pub false_alarm: f64,
    /// The chance of calling the difference where there is one.
    pub power: f64,
}

impl Plan {
    /// 5 % false alarms, 80 % power.
    pub const USUAL: Self = Self {
        false_alarm: 0.05,
        power: 0.8,
    };
}

/// Exposures each of two groups needs so that the rates `p1` and `p2` are told apart.
///
/// # Errors
/// [`Error::EqualRates`], [`Error::NotAShare`].
pub fn exposures_per_group(p1: f64, p2: f64, plan: Plan) -> Result<u64, Error> {
    check_rates(p1, p2)?;
    check_share("the false alarm rate", plan.false_alarm)?;
    check_share("the power", plan.power)?;
    let (under_none, under_some) = deviations(p1, p2);
    let reach = upper_quantile(plan.false_alarm / 2.0) * under_none
        + upper_quantile(1.0 - plan.power) * under_some;
    Ok((reach / (p1 - p2)).powi(2).ceil() as u64)
}

/// The chance that a test with `exposures` in each of two groups tells `p1` and `p2` apart.
///
/// # Errors
/// [`Error::EqualRates`], [`Error::NotAShare`].
pub fn power(p1: f64, p2: f64, exposures: u64, false_alarm: f64) -> Result<f64, Error> {
    check_rates(p1, p2)?;
    check_share("the false alarm rate", false_alarm)?;
    let (under_none, under_some) = deviations(p1, p2);
    let seen = (p1 - p2).abs() * (exposures as f64).sqrt();
    let threshold = upper_quantile(false_alarm / 2.0) * under_none;
    Ok(upper_tail((threshold - seen) / under_some))
}

/// Standard deviations of one pair of exposures if both groups had the mean rate, and as they are.
fn deviations(p1: f64, p2: f64) -> (f64, f64) {
    let mean = f64::midpoint(p1, p2);
    let spread = |p: f64| p * (1.0 - p);
    (
        (2.0 * spread(mean)).sqrt(),
        (spread(p1) + spread(p2)).sqrt(),
    )
}

fn check_rates(p1: f64, p2: f64) -> Result<(), Error> {
    check_share("a click rate", p1)?;
    check_share("a click rate", p2)?;
    if p1 == p2 {
        Err(Error::EqualRates { rate: p1 })
    } else {
        Ok(())
    }
}

fn check_share(what: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value < 1.0 {
        Ok(())
    } else {
        Err(Error::NotAShare { what, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_sizes() {
        // The formula evaluated with SciPy's normal quantiles.
        let check = |p1, p2, false_alarm, power, expected| {
            let plan = Plan { false_alarm, power };
            assert_eq!(
                exposures_per_group(p1, p2, plan).unwrap(),
                expected,
                "{p1} {p2}"
            );
        };
        check(0.05, 0.06, 0.05, 0.8, SIZES[0]);
        check(0.055, 0.06, 0.05, 0.8, SIZES[1]);
        check(0.25, 0.4, 0.01, 0.95, SIZES[2]);
    }

    const SIZES: [u64; 3] = [8158, 34_028, 344];

    #[test]
    fn power_is_what_the_size_was_planned_for() {
        let size = exposures_per_group(0.05, 0.06, Plan::USUAL).unwrap();
        let reached = power(0.05, 0.06, size, 0.05).unwrap();
        assert!((0.8..0.8001).contains(&reached), "{reached}");
        assert!(power(0.05, 0.06, size - 2, 0.05).unwrap() < 0.8);
    }

    #[test]
    fn impossible_plans_are_refused() {
        assert!(exposures_per_group(0.05, 0.05, Plan::USUAL).is_err());
        assert!(exposures_per_group(0.0, 0.05, Plan::USUAL).is_err());
        assert!(power(0.1, 0.2, 10, 1.5).is_err());
    }
}
