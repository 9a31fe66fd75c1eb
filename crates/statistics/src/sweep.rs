//! The one quadrature behind every comparison of groups.
//!
//! It walks a grid of logits, common to all groups, and hands out at each node every group's density and
//! the shares of it that lie below and above. What is wanted of them (who is best, by how much) is up to
//! the visitor. Nothing is stored but one block of nodes, so a sweep never allocates.
//!
//! Why a plain equidistant grid: over the logit a Beta density is analytic and dies out on both sides, and
//! for such functions the trapezoid rule converges exponentially (L. N. Trefethen & J. A. C. Weideman,
//! "The exponentially convergent trapezoidal rule", SIAM Review 2014). The shares below a node are the
//! running sums of the same values; their end corrections are the first three of the Euler–Maclaurin
//! formula (Abramowitz & Stegun 25.4.7), whose derivatives are polynomials here: with g = a − n p,
//! f′ = f g and g′ = −n p (1 − p).
//!
//! The rule is adaptive in that the step follows the narrowest group that can still be the best, and the
//! sweep ends where what is left cannot matter. A constant number of nodes would be wrong by 5e-3 for
//! groups of very different sizes.

use crate::beta::Beta;
use crate::elementary::{EXP_TERMS_FULL, exp, exp_and_m1, ln_1p};

/// Nodes computed at a time, so that the compiler can use vector instructions.
pub(crate) const LANES: usize = 8;
pub(crate) type Lanes = [f64; LANES];

/// How exact a sweep is.
pub trait Precision: sealed::Sealed {
    /// Distance of two nodes, in standard deviations of the narrowest group.
    const STEP_SDS: f64;
    /// Densities that have fallen by this many nats from their peak are left out.
    const TAIL_NATS: f64;
    /// Terms of the series of `exp`.
    const EXP_TERMS: usize;
    /// Where the sweep begins.
    const START: Start;
}

/// Where a sweep begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Below every group, so that chances of 1e-22 keep their digits.
    Below,
    /// Above every group, ending as soon as some group is surely higher: fewest nodes.
    Above,
}

/// Errors below 1e-9, and small chances to some relative digits: for results that people read.
#[derive(Debug, Clone, Copy)]
pub struct Exact;

/// Errors below 1e-6 at a fifth of the nodes: for weights within a Monte Carlo run.
#[derive(Debug, Clone, Copy)]
pub struct Rapid;

impl Precision for Exact {
    const STEP_SDS: f64 = 0.2;
    const TAIL_NATS: f64 = 65.0;
    const EXP_TERMS: usize = EXP_TERMS_FULL;
    const START: Start = Start::Below;
}

impl Precision for Rapid {
    const STEP_SDS: f64 = 0.6;
    const TAIL_NATS: f64 = 15.0;
    const EXP_TERMS: usize = 8;
    const START: Start = Start::Above;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Exact {}
    impl Sealed for super::Rapid {}
}

/// A group while the grid passes over it.
#[derive(Debug, Clone)]
pub(crate) struct Arm {
    /// Its place among the groups asked about.
    pub group: usize,
    a: f64,
    n: f64,
    /// ln (density · step) where the logit is that of [`Grid::rate`].
    level: f64,
    /// Mass passed so far.
    passed: f64,
    /// Mass of each node: density · step.
    pub mass: Lanes,
    /// Share of the group below each node.
    pub below: Lanes,
    /// Share of the group above each node.
    pub above: Lanes,
}

/// The nodes in hand.
#[derive(Debug)]
pub(crate) struct Nodes {
    /// The click rate at each node.
    pub rate: Lanes,
    /// d rate / d logit · step.
    pub rate_step: Lanes,
}

/// Reusable memory of a sweep: one record a group.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    arms: Vec<Arm>,
}

/// Where the nodes lie: logit(rate) + first + i · step.
struct Grid {
    rate: f64,
    first: f64,
    step: f64,
    last: f64,
}

impl Sweep {
    /// Walks over `groups`; `visit` sees each block of nodes with the groups that matter there.
    /// Groups that cannot be the best (to the precision asked for) are left out of a sweep from above.
    #[inline]
    pub fn run<P: Precision>(&mut self, groups: &[Beta], mut visit: impl FnMut(&Nodes, &[Arm])) {
        let grid = self.lay::<P>(groups);
        let negligible = (-P::TAIL_NATS).exp();
        let mut at = 0.0;
        loop {
            let nodes = self.fill::<P>(&grid, at);
            visit(&nodes, &self.arms);
            at += LANES as f64;
            let beyond = grid.first + at * grid.step;
            let over = match P::START {
                Start::Below => beyond > grid.last,
                Start::Above => {
                    let left: f64 = self.arms.iter().map(|arm| arm.below[LANES - 1]).product();
                    left < negligible || beyond < grid.last
                }
            };
            if over {
                break;
            }
        }
    }

    /// Chooses the groups and the nodes.
    fn lay<P: Precision>(&mut self, groups: &[Beta]) -> Grid {
        self.arms.clear();
        let root = (2.0 * P::TAIL_NATS).sqrt();
        let sure = match P::START {
            Start::Below => f64::NEG_INFINITY,
            Start::Above => groups
                .iter()
                .max_by(|x, y| {
                    let low = |beta: &Beta| beta.peak() - root * beta.spread();
                    low(x).total_cmp(&low(y))
                })
                .map_or(0.0, |best| {
                    best.peak() - best.mirrored().reach_above(P::TAIL_NATS)
                }),
        };
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut narrowest: Option<(f64, Beta)> = None;
        for (group, &beta) in groups.iter().enumerate() {
            let (peak, spread) = (beta.peak(), beta.spread());
            let top = peak + beta.reach_above(P::TAIL_NATS);
            if top < sure {
                continue;
            }
            high = high.max(top);
            low = match P::START {
                Start::Below => low.min(peak - beta.mirrored().reach_above(P::TAIL_NATS)),
                Start::Above => sure,
            };
            if narrowest.is_none_or(|(narrow, _)| spread < narrow) {
                narrowest = Some((spread, beta));
            }
            self.arms.push(Arm {
                group,
                a: beta.a(),
                n: beta.count(),
                level: beta.ln_peak(),
                passed: 0.0,
                mass: [0.0; LANES],
                below: [0.0; LANES],
                above: [0.0; LANES],
            });
        }
        let reference = narrowest.map_or(Beta::UNIFORM, |(_, beta)| beta);
        let (rate, centre) = (reference.mean(), reference.peak());
        let width = P::STEP_SDS * reference.blunt_spread();
        for arm in &mut self.arms {
            let mean = groups[arm.group].mean();
            let off = rate - mean;
            let rise = arm.a * ln_1p(off / mean) + (arm.n - arm.a) * ln_1p(-off / (1.0 - mean));
            arm.level += rise + width.ln();
        }
        match P::START {
            Start::Below => Grid {
                rate,
                first: low - centre,
                step: width,
                last: high - centre,
            },
            Start::Above => Grid {
                rate,
                first: high - centre,
                step: -width,
                last: low - centre,
            },
        }
    }

    /// Computes the block of nodes that begins at the `at`-th.
    #[inline]
    fn fill<P: Precision>(&mut self, grid: &Grid, at: f64) -> Nodes {
        let mut logit = [0.0; LANES];
        let mut scale_ln = [0.0; LANES];
        let mut nodes = Nodes {
            rate: [0.0; LANES],
            rate_step: [0.0; LANES],
        };
        for i in 0..LANES {
            logit[i] = grid.first + (at + i as f64) * grid.step;
            let (factor, grown) = exp_and_m1(logit[i]);
            let scale = 1.0 + grid.rate * grown;
            scale_ln[i] = ln_1p(grid.rate * grown);
            nodes.rate[i] = grid.rate * factor / scale;
            nodes.rate_step[i] = grid.step.abs() * nodes.rate[i] * ((1.0 - grid.rate) / scale);
        }
        for arm in &mut self.arms {
            let mut inner = [0.0; LANES];
            for i in 0..LANES {
                let ln_mass = arm.a * logit[i] - arm.n * scale_ln[i] + arm.level;
                arm.mass[i] = if P::EXP_TERMS == EXP_TERMS_FULL {
                    exp::<EXP_TERMS_FULL>(ln_mass)
                } else {
                    exp::<8>(ln_mass)
                };
                let slope = grid.step * (arm.a - arm.n * nodes.rate[i]);
                let bend = grid.step.abs() * arm.n * nodes.rate_step[i];
                let skew = grid.step * (1.0 - 2.0 * nodes.rate[i]);
                let flat = grid.step.abs() * nodes.rate_step[i];
                inner[i] = arm.mass[i] * (0.5 - end_correction(slope, bend, skew, flat));
            }
            for (i, inner) in inner.iter().enumerate() {
                arm.passed += arm.mass[i];
                arm.below[i] = (arm.passed - inner).clamp(0.0, 1.0);
                arm.above[i] = 1.0 - arm.below[i];
            }
            if P::START == Start::Above {
                std::mem::swap(&mut arm.below, &mut arm.above);
            }
        }
        nodes
    }
}

/// The end correction of a running sum, as a share of the last mass: −D/12 + D³/720 − D⁵/30240, where D is
/// the derivative along the grid in units of its step, applied to a density f with D f = f z, D z = −y,
/// D y = y r, D r = −2 s.
#[inline]
fn end_correction(z: f64, y: f64, r: f64, s: f64) -> f64 {
    let zz = z * z;
    let rr = r * r;
    let third = z * (zz - 3.0 * y) - y * r;
    let fifth = z * (zz * zz - 10.0 * zz * y + 15.0 * y * y)
        + y * (10.0 * r * (y - zz) - 5.0 * z * (rr - 2.0 * s) - r * (rr - 8.0 * s));
    -z / 12.0 + third / 720.0 - fifth / 30_240.0
}
