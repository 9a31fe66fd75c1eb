//! How many of n exposures are clicked: a binomial draw in some tens of nanoseconds.
//!
//! Source: W. Hörmann, "The generation of binomial random variates" (1993): transformed rejection with
//! squeeze (BTRS) where about ten or more are expected; below, inversion by the recurrence of the
//! probabilities. Both use only additions, multiplications, square roots and the logarithm of `statistics`, so
//! that the same stream gives the same number on every machine.

use rand::Rng;
use statistics::elementary::{EXP_TERMS_FULL, exp, ln, ln_1p};
use statistics::gamma::stirling_error;

/// Below this expected number inversion is faster.
const REJECTION_FROM: f64 = 10.0;

/// A number in [0, 1) with 53 random bits.
#[inline]
pub(super) fn uniform(dice: &mut impl Rng) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    (dice.next_u64() >> 11) as f64 * STEP
}

/// The number of successes in `trials` independent trials that succeed with chance `p`.
#[inline]
pub(super) fn binomial(dice: &mut impl Rng, trials: u64, p: f64) -> u64 {
    if trials == 0 || p <= 0.0 {
        return 0;
    }
    if p > 0.5 {
        return trials - rarer(dice, trials, (1.0 - p).max(0.0));
    }
    rarer(dice, trials, p)
}

/// [`binomial`] for p ≤ ½.
#[inline]
fn rarer(dice: &mut impl Rng, trials: u64, p: f64) -> u64 {
    if p <= 0.0 {
        0
    } else if trials as f64 * p < REJECTION_FROM {
        by_inversion(dice, trials, p)
    } else {
        by_rejection(dice, trials, p)
    }
}

fn by_inversion(dice: &mut impl Rng, trials: u64, p: f64) -> u64 {
    let odds = p / (1.0 - p);
    let n = trials as f64;
    let mut left = uniform(dice);
    let mut chance = exp::<EXP_TERMS_FULL>(n * ln_1p(-p));
    let mut successes = 0.0;
    while left >= chance && successes < n {
        left -= chance;
        chance *= odds * (n - successes) / (successes + 1.0);
        successes += 1.0;
    }
    successes as u64
}

fn by_rejection(dice: &mut impl Rng, trials: u64, p: f64) -> u64 {
    let n = trials as f64;
    let deviation = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let centre = n * p + 0.5;
    let squeeze = 0.92 - 4.2 / b;
    loop {
        let u = uniform(dice) - 0.5;
        let v = uniform(dice);
        let edge = 0.5 - u.abs();
        let k = ((2.0 * a / edge + b) * u + centre).floor();
        if edge >= 0.07 && v <= squeeze {
            return k as u64;
        }
        if !(0.0..=n).contains(&k) {
            continue;
        }
        let alpha = (2.83 + 5.1 / b) * deviation;
        let v = v * alpha / (a / (edge * edge) + b);
        let mode = ((n + 1.0) * p).floor();
        if ln(v) <= ln_chance(n, p, k) - ln_chance(n, p, mode) {
            return k as u64;
        }
    }
}

/// ln of the chance of `k` successes up to a constant, by Stirling's formula about k + 1 and n − k + 1.
fn ln_chance(n: f64, p: f64, k: f64) -> f64 {
    let (hits, misses) = (k + 1.0, n - k + 1.0);
    (k + 0.5) * ln(n * p / hits) + (n - k + 0.5) * ln(n * (1.0 - p) / misses)
        - stirling_error(hits)
        - stirling_error(misses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Purpose, keyed};

    /// Exact chances by the recurrence from the mode, normalised.
    fn chances(n: u64, p: f64) -> Vec<f64> {
        let mode = ((n + 1) as f64 * p) as usize;
        let mut chances = vec![0.0; n as usize + 1];
        chances[mode] = 1.0;
        for k in mode..n as usize {
            chances[k + 1] = chances[k] * (n as usize - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
        }
        for k in (0..mode).rev() {
            chances[k] = chances[k + 1] * (k + 1) as f64 / (n as usize - k) as f64 * (1.0 - p) / p;
        }
        let total: f64 = chances.iter().sum();
        chances.iter().map(|chance| chance / total).collect()
    }

    #[test]
    fn draws_follow_the_distribution() {
        const DRAWS: u32 = 200_000;
        for (n, p) in [
            (1, 0.3),
            (20, 0.05),
            (1000, 0.005),
            (333, 0.06),
            (1000, 0.34),
            (1000, 0.9),
            (90_000, 0.5),
        ] {
            let mut dice = keyed(7, &[n, (p * 1e6) as u64], Purpose::Clicks);
            let mut seen = vec![0_u32; n as usize + 1];
            for _ in 0..DRAWS {
                seen[binomial(&mut dice, n, p) as usize] += 1;
            }
            // Pearson's χ² over cells of at least 20 expected draws.
            let (mut chi2, mut cells, mut expected, mut observed) = (0.0, 0_u32, 0.0, 0.0);
            for (chance, &count) in chances(n, p).iter().zip(&seen) {
                expected += chance * f64::from(DRAWS);
                observed += f64::from(count);
                if expected >= 20.0 {
                    chi2 += (observed - expected) * (observed - expected) / expected;
                    cells += 1;
                    (expected, observed) = (0.0, 0.0);
                }
            }
            let tail = statistics::gamma::chi_squared_tail(chi2, cells - 1);
            assert!(
                tail > 1e-4,
                "Binomial({n}, {p}): χ² {chi2} in {cells} cells, p {tail}"
            );
        }
    }

    #[test]
    fn sure_things_need_no_luck() {
        let mut dice = keyed(1, &[], Purpose::Clicks);
        assert_eq!(binomial(&mut dice, 100, 0.0), 0);
        assert_eq!(binomial(&mut dice, 100, 1.0), 100);
        assert_eq!(binomial(&mut dice, 0, 0.5), 0);
    }
}
