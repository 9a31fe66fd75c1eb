//! The normal distribution, for sample sizes.

use crate::gamma::upper_gamma_share;

/// The share of the standard normal distribution above `z`.
pub fn upper_tail(z: f64) -> f64 {
    let beyond = 0.5 * upper_gamma_share(0.5, 0.5 * z * z);
    if z < 0.0 { 1.0 - beyond } else { beyond }
}

/// The `z` that leaves the share `tail` above it, for 0 < tail < 1.
///
/// Source: Abramowitz & Stegun 26.2.23 as the first guess, then Newton's method on ln of the tail.
pub fn upper_quantile(tail: f64) -> f64 {
    if tail > 0.5 {
        return -upper_quantile(1.0 - tail);
    }
    let t = (-2.0 * tail.ln()).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let share = upper_tail(z);
        let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
        z += (share / tail).ln() * share / density;
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_known_from_tables() {
        let check = |tail, z: f64| assert!((upper_quantile(tail) - z).abs() < 1e-13, "{tail}");
        check(0.5, 0.0);
        check(0.025, 1.959_963_984_540_054);
        check(0.975, -1.959_963_984_540_054);
        check(0.2, 0.841_621_233_572_914_3);
        check(1e-10, 6.361_340_902_404_056);
    }
}
