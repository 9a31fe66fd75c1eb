//! The gamma function as the other rooms need it: its Stirling error, and the tail of its distribution.

use crate::elementary::ln_1p;

/// ½ ln 2π.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;

/// What Stirling's formula leaves out: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], for 0 < x.
///
/// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), where it is
/// `stirlerr`. Products of large gamma functions are written with it, so that the large terms cancel
/// on paper and not in the computer.
pub fn stirling_error(x: f64) -> f64 {
    /// From here on six terms of the series give full precision.
    const SERIES_FROM: f64 = 16.0;
    let mut climbed = 0.0;
    let mut x = x;
    while x < SERIES_FROM {
        climbed += (x + 0.5) * ln_1p(1.0 / x) - 1.0;
        x += 1.0;
    }
    let z = 1.0 / (x * x);
    let series = 1.0 / 12.0
        - z * (1.0 / 360.0
            - z * (1.0 / 1260.0
                - z * (1.0 / 1680.0 - z * (1.0 / 1188.0 - z * (691.0 / 360_360.0)))));
    climbed + series / x
}

/// ln Γ(x) for 0 < x.
pub fn ln_gamma(x: f64) -> f64 {
    (x - 0.5) * x.ln() - x + HALF_LN_TAU + stirling_error(x)
}

/// The share of a Gamma(shape, 1) distribution above `x`: Γ(s, x) / Γ(s), for 0 < s, 0 ≤ x.
///
/// Source: Press et al., "Numerical Recipes", 3rd ed., §6.2: a series below s + 1, above it the continued
/// fraction by Lentz's method. Meant for shapes up to some hundreds.
pub fn upper_gamma_share(shape: f64, x: f64) -> f64 {
    const TERMS_MAX: u32 = 10_000;
    if x <= 0.0 {
        return 1.0;
    }
    let front = (shape * x.ln() - x - ln_gamma(shape)).exp();
    if x < shape + 1.0 {
        let mut term = 1.0 / shape;
        let mut sum = term;
        for i in 1..TERMS_MAX {
            term *= x / (shape + f64::from(i));
            sum += term;
            if term < sum * f64::EPSILON * 0.1 {
                break;
            }
        }
        return 1.0 - front * sum;
    }
    let mut b = x + 1.0 - shape;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..TERMS_MAX {
        let i = f64::from(i);
        let a = i * (shape - i);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    front * fraction
}

/// The chance that a χ² with `freedom` degrees of freedom exceeds `x`.
pub fn chi_squared_tail(x: f64, freedom: u32) -> f64 {
    upper_gamma_share(f64::from(freedom) / 2.0, x / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_of_whole_numbers_is_a_factorial() {
        let mut factorial_ln = 0.0_f64;
        for n in 1..60_u32 {
            let error = (ln_gamma(f64::from(n)) - factorial_ln).abs();
            assert!(error < 2e-14 * factorial_ln.max(1.0), "{n}: {error:e}");
            factorial_ln += f64::from(n).ln();
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-15);
    }

    #[test]
    fn chi_squared_tails() {
        // With two degrees of freedom the tail is e^(−x/2); the others from a table of quantiles to 10 digits.
        let check = |x: f64, freedom, expected: f64, tolerance: f64| {
            let ours = chi_squared_tail(x, freedom);
            assert!(
                (ours / expected - 1.0).abs() < tolerance,
                "{x} {freedom}: {ours:e}"
            );
        };
        for x in [0.01, 1.0, 2.9, 3.1, 20.0, 700.0] {
            check(x, 2, (-x / 2.0_f64).exp(), 1e-13);
        }
        check(3.841_458_820_694_124, 1, 0.05, 1e-12);
        check(16.918_977_604_620_45, 9, 0.05, 1e-12);
        assert_eq!(chi_squared_tail(0.0, 1), 1.0);
    }
}
