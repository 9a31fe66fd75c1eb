//! What is believed about one click rate: a Beta distribution.
//!
//! All of it is computed in the logit u = ln(p / (1 − p)). There the density, pᵃ (1 − p)ᵇ / B(a, b), is
//! smooth, has one peak at p = a / (a + b), and falls at least exponentially on both sides, even for
//! zero clicks; and distances from the peak keep their digits for counts of 10⁸.

use crate::elementary::{EXP_TERMS_FULL, exp, exp_and_m1, ln, ln_1p};
use crate::error::Error;
use crate::gamma::stirling_error;

/// The smallest parameter taken.
pub const PARAMETER_MIN: f64 = 0.1;
/// The largest parameter taken.
pub const PARAMETER_MAX: f64 = 1e12;

/// ln(0.2 / 0.8).
const LOGIT_OF_A_FIFTH: f64 = -1.386_294_361_119_890_6;

/// 1 / √(2π).
const INVERSE_ROOT_TAU: f64 = 0.398_942_280_401_432_7;

/// A Beta(a, b) distribution of a click rate.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// Every rate equally likely: Beta(1, 1).
    pub const UNIFORM: Self = Self { a: 1.0, b: 1.0 };

    /// Beta(a, b): as if `a` clicks and `b` exposures without a click had been seen.
    ///
    /// # Errors
    /// [`Error::BetaOutOfRange`] outside [`PARAMETER_MIN`] ..= [`PARAMETER_MAX`].
    pub fn new(a: f64, b: f64) -> Result<Self, Error> {
        let range = PARAMETER_MIN..=PARAMETER_MAX;
        if range.contains(&a) && range.contains(&b) {
            Ok(Self { a, b })
        } else {
            Err(Error::BetaOutOfRange { a, b })
        }
    }

    /// The belief after `exposures` more, of which `clicks` were clicked.
    ///
    /// # Panics
    /// With more clicks than exposures.
    #[inline]
    pub fn after(self, exposures: u64, clicks: u64) -> Self {
        assert!(
            clicks <= exposures,
            "{clicks} clicks in {exposures} exposures"
        );
        Self {
            a: self.a + clicks as f64,
            b: self.b + (exposures - clicks) as f64,
        }
    }

    /// The first parameter.
    #[inline]
    pub fn a(self) -> f64 {
        self.a
    }

    /// The second parameter.
    #[inline]
    pub fn b(self) -> f64 {
        self.b
    }

    /// a + b.
    #[inline]
    pub(crate) fn count(self) -> f64 {
        self.a + self.b
    }

    /// The mean rate, which is also where the density over the logit peaks.
    #[inline]
    pub fn mean(self) -> f64 {
        self.a / self.count()
    }

    /// The standard deviation of the rate.
    pub fn standard_deviation(self) -> f64 {
        (self.a * self.b / (self.count() + 1.0)).sqrt() / self.count()
    }

    /// The distribution of 1 − p.
    #[inline]
    pub(crate) fn mirrored(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
        }
    }

    /// ln of the density at the rate `p`, for 0 < p < 1.
    pub fn ln_density(self, p: f64) -> f64 {
        self.ln_peak() - self.fall(self.distance(p)) - ln(p) - ln_1p(-p)
    }

    /// The chance that the rate is at most `p`. Small chances keep their digits.
    pub fn cdf(self, p: f64) -> f64 {
        if p <= 0.0 {
            return 0.0;
        }
        if p >= 1.0 {
            return 1.0;
        }
        self.share_below(self.distance(p))
    }

    /// The rate below which the share `q` lies, for 0 ≤ q ≤ 1.
    pub fn quantile(self, q: f64) -> f64 {
        /// Newton's method needs about six; halving the bracket alone, 60.
        const ROUNDS_MAX: u32 = 200;
        const TAIL_NATS: f64 = 650.0 * PARAMETER_MIN;
        if q <= 0.0 {
            return 0.0;
        }
        if q >= 1.0 {
            return 1.0;
        }
        let mut low = -self.mirrored().reach_above(TAIL_NATS);
        let mut high = self.reach_above(TAIL_NATS);
        let mut distance = 0.0;
        for _ in 0..ROUNDS_MAX {
            let share = self.share_below(distance);
            if share < q {
                low = distance;
            } else {
                high = distance;
            }
            let density = exp::<EXP_TERMS_FULL>(self.ln_peak() - self.fall(distance));
            let newton = distance - (share - q) / density;
            let next = if newton > low && newton < high {
                newton
            } else {
                0.5 * (low + high)
            };
            let moved = (next - distance).abs();
            distance = next;
            if moved <= 1e-15 * self.spread() {
                break;
            }
        }
        self.rate_at(distance)
    }

    /// The interval that leaves (1 − level) / 2 on either side.
    pub fn interval(self, level: f64) -> (f64, f64) {
        let outside = 0.5 * (1.0 - level);
        (self.quantile(outside), self.quantile(1.0 - outside))
    }

    /// The standard deviation of the logit near the peak: √((a + b) / ab).
    #[inline]
    pub(crate) fn spread(self) -> f64 {
        (self.count() / (self.a * self.b)).sqrt()
    }

    /// As [`Self::spread`], but smaller where few counts make the upper flank steeper than the spread says.
    #[inline]
    pub(crate) fn blunt_spread(self) -> f64 {
        (1.0 / (self.a + 1.0) + 1.0 / (self.b + 1.0)).sqrt()
    }

    /// The logit of the peak.
    #[inline]
    pub(crate) fn peak(self) -> f64 {
        ln(self.a / self.b)
    }

    /// ln of the density over the logit at its peak; with Stirling's formula nothing large is left.
    #[inline]
    pub(crate) fn ln_peak(self) -> f64 {
        let rest = stirling_error(self.a) + stirling_error(self.b) - stirling_error(self.count());
        ln(INVERSE_ROOT_TAU / self.spread()) - rest
    }

    /// How far ln density has fallen at `distance` from the peak, in nats.
    #[inline]
    pub(crate) fn fall(self, distance: f64) -> f64 {
        // Seen from the rarer outcome the two terms are smaller, and so is what they lose in cancelling.
        if self.a > self.b {
            return self.mirrored().fall(-distance);
        }
        self.count() * ln_1p(self.mean() * exp_and_m1(distance).1) - self.a * distance
    }

    /// At least how far above the peak ln density has fallen by `nats`.
    #[inline]
    pub(crate) fn reach_above(self, nats: f64) -> f64 {
        let normal = (2.0 * nats).sqrt() * self.spread();
        if self.peak() + normal < LOGIT_OF_A_FIFTH {
            // Up to a rate of 0.21 the fall is at least its first two terms, n p q d²/2 (1 + (1 − 2p) d/3). What
            // solves them is bracketed by any two steps of the fixed-point iteration from above.
            let skew = (1.0 - 2.0 * self.mean()) / 3.0;
            let short = normal / (1.0 + skew * normal).sqrt();
            normal / (1.0 + skew * short).sqrt()
        } else {
            self.reach_by_newton(normal, nats)
        }
    }

    /// [`Self::reach_above`] anywhere, from a first guess.
    fn reach_by_newton(self, guess: f64, nats: f64) -> f64 {
        // The fall is convex, so Newton's method steps past the goal at first and then stays beyond it.
        const ROUNDS: u32 = 3;
        let mean = self.mean();
        let mut distance = guess;
        for _ in 0..ROUNDS {
            let (factor, grown) = exp_and_m1(distance);
            let scale = 1.0 + mean * grown;
            let fall = self.count() * ln_1p(mean * grown) - self.a * distance;
            let steepness = self.a * (factor / scale - 1.0);
            distance += (nats - fall) / steepness;
        }
        distance
    }

    /// The logit of `p` less that of the peak.
    fn distance(self, p: f64) -> f64 {
        let mean = self.mean();
        let off = p - mean;
        if off.abs() < 0.5 * mean.min(1.0 - mean) {
            ln_1p(off / mean) - ln_1p(-off * self.count() / self.b)
        } else {
            ln(p) - ln_1p(-p) - self.peak()
        }
    }

    /// The rate at `distance` from the peak.
    fn rate_at(self, distance: f64) -> f64 {
        let odds = self.a * exp::<EXP_TERMS_FULL>(distance);
        odds / (self.b + odds)
    }

    /// The chance of a logit at most `distance` above the peak.
    fn share_below(self, distance: f64) -> f64 {
        if distance <= 0.0 {
            self.tail_below(distance)
        } else {
            1.0 - self.mirrored().tail_below(-distance)
        }
    }

    /// Shortens a panel that ends at `right` until ln density falls by at most `nats` over it.
    fn narrowed(self, mut width: f64, right: f64, nats: f64) -> f64 {
        let top = self.fall(right);
        while self.fall(right - width) - top > nats {
            width *= 0.7;
        }
        width
    }

    /// The share below `distance` ≤ 0, by Gauss–Legendre panels that each cover a fall of some nats.
    fn tail_below(self, distance: f64) -> f64 {
        const PANEL_NATS: f64 = 8.0;
        /// The logistic function bends over a length of 1: a panel must not be much longer.
        const PANEL_MAX: f64 = 4.0;
        /// Panels end where they no longer change the sum.
        const NEGLIGIBLE: f64 = 1e-18;
        let top = self.fall(distance);
        let mut right = distance;
        let mut sum = 0.0;
        loop {
            let (factor, grown) = exp_and_m1(right);
            let scale = 1.0 + self.mean() * grown;
            let slope = self.a * (1.0 - factor / scale);
            let bend = self.a * factor * (self.b / self.count()) / (scale * scale);
            let width = 4.0 * PANEL_NATS
                / (slope + (slope * slope + 4.0 * PANEL_NATS * bend).sqrt()).max(1e-300);
            let half = 0.5 * self.narrowed(width.min(PANEL_MAX), right, 1.5 * PANEL_NATS);
            let middle = right - half;
            let panel: f64 = GAUSS_LEGENDRE_16
                .iter()
                .map(|&(x, weight)| {
                    let left = self.fall(middle - half * x) - top;
                    let right = self.fall(middle + half * x) - top;
                    weight * (exp::<EXP_TERMS_FULL>(-left) + exp::<EXP_TERMS_FULL>(-right))
                })
                .sum();
            sum += half * panel;
            if half * panel <= NEGLIGIBLE * sum {
                break;
            }
            right -= 2.0 * half;
        }
        sum * exp::<EXP_TERMS_FULL>(self.ln_peak() - top)
    }
}

/// The positive nodes on [−1, 1] and their weights.
const GAUSS_LEGENDRE_16: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_64),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_64),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_65),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_7),
    (0.755_404_408_355_003, 0.124_628_971_255_534_07),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_6),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_456),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_176),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn beta(a: f64, b: f64) -> Beta {
        Beta::new(a, b).unwrap()
    }

    #[test]
    fn out_of_range_is_refused() {
        assert!(Beta::new(0.0, 1.0).is_err());
        assert!(Beta::new(1.0, f64::NAN).is_err());
        assert!(Beta::new(1.0, 1e13).is_err());
    }

    #[test]
    fn one_parameter_at_1_has_a_closed_form() {
        for b in [0.3_f64, 1.0, 2.5, 101.0, 1e5, 1e8] {
            for p in [1e-12_f64, 1e-8, 1e-4, 0.01, 0.3, 0.7, 0.999] {
                let expected = -(b * (-p).ln_1p()).exp_m1();
                let ours = beta(1.0, b).cdf(p);
                assert!(
                    (ours - expected).abs() <= 1e-13 * expected,
                    "Beta(1, {b}) at {p}: {ours:e} {expected:e}"
                );
                let above = beta(b, 1.0).cdf(p);
                let expected = (b * p.ln()).exp();
                assert!(
                    (above - expected).abs() <= 1e-12 * expected.max(1e-290),
                    "Beta({b}, 1) at {p}"
                );
                let density = beta(1.0, b).ln_density(p);
                let expected = b.ln() + (b - 1.0) * (-p).ln_1p();
                assert!(
                    (density - expected).abs() < 1e-12 * expected.abs().max(1.0),
                    "density {b} {p}"
                );
            }
        }
    }

    #[test]
    fn cdf_against_references() {
        // 40-digit arithmetic (mpmath).
        let check = |a, b, p, expected: f64, tolerance: f64| {
            let ours = beta(a, b).cdf(p);
            assert!(
                (ours / expected - 1.0).abs() < tolerance,
                "Beta({a}, {b}) at {p}: {ours:e}"
            );
        };
        check(51.0, 951.0, 0.06, 0.900_790_993_834_243_3, 1e-13);
        check(2.0, 20.0, 0.01, 0.018_511_674_883_322_955, 1e-13);
        check(3001.0, 57001.0, 0.0505, 0.708_489_611_339_281_3, 1e-12);
    }

    #[test]
    fn quantiles_turn_the_cdf_around() {
        for (a, b) in [
            (1.0, 1.0),
            (0.5, 0.5),
            (1.0, 101.0),
            (61.0, 941.0),
            (5e6, 9.5e7),
            (101.0, 1.0),
        ] {
            for q in [1e-9, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999_99] {
                let p = beta(a, b).quantile(q);
                let back = beta(a, b).cdf(p);
                assert!(
                    (back - q).abs() < 1e-11 * q,
                    "Beta({a}, {b}) at {q}: {p}, back {back}"
                );
            }
        }
    }

    #[test]
    fn a_reach_is_never_short() {
        for (a, b) in [
            (0.1, 0.1),
            (1.0, 1000.0),
            (1000.0, 1.0),
            (17.0, 333.0),
            (5e6, 9.5e7),
        ] {
            for nats in [10.0, 15.0, 28.0, 65.0] {
                let distance = beta(a, b).reach_above(nats);
                let fall = beta(a, b).fall(distance);
                assert!(
                    fall >= nats * (1.0 - 1e-9) && fall < nats * 20.0,
                    "{a} {b} {nats}: {fall}"
                );
            }
        }
    }
}
