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
use crate::elementary::{exp_and_m1, ln, ln_1p, ln_1p_by};

/// Nodes computed at a time, so that the compiler can use vector instructions.
pub(crate) const LANES: usize = 8;
pub(crate) type Lanes = [f64; LANES];

/// How exact a sweep is.
pub trait Precision: sealed::Sealed {
    /// Distance of two nodes, in standard deviations of the narrowest group.
    const STEP_SDS: f64;
    /// Densities that have fallen by this many nats from their peak are left out.
    const TAIL_NATS: f64;
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
    const START: Start = Start::Below;
}

impl Precision for Rapid {
    const STEP_SDS: f64 = 0.6;
    const TAIL_NATS: f64 = 15.0;
    const START: Start = Start::Above;
}

mod sealed {
    use crate::elementary::{EXP_TERMS_FULL, exp};

    pub trait Sealed {
        /// The exponential function, as exact as is needed.
        fn exp(x: f64) -> f64;
    }

    impl Sealed for super::Exact {
        #[inline]
        fn exp(x: f64) -> f64 {
            exp::<EXP_TERMS_FULL>(x)
        }
    }

    impl Sealed for super::Rapid {
        #[inline]
        fn exp(x: f64) -> f64 {
            exp::<8>(x)
        }
    }
}

/// A group while the grid passes over it.
#[derive(Debug, Clone)]
pub(crate) struct Arm {
    /// Its place among the groups asked about.
    pub group: usize,
    beta: Beta,
    peak: f64,
    /// The logit above which it has no mass.
    top: f64,
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
    /// logit − logit of [`Grid::rate`].
    logit: Lanes,
    /// ln of (1 − [`Grid::rate`]) / (1 − rate).
    scale_ln: Lanes,
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
            let nodes = Nodes::new(&grid, at);
            self.pass::<P>(&grid, &nodes);
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
    #[inline]
    fn lay<P: Precision>(&mut self, groups: &[Beta]) -> Grid {
        self.arms.clear();
        self.arms
            .extend(groups.iter().enumerate().map(|(group, &beta)| {
                let peak = beta.peak();
                Arm {
                    group,
                    beta,
                    peak,
                    top: peak + beta.reach_above(P::TAIL_NATS),
                    level: 0.0,
                    passed: 0.0,
                    mass: [0.0; LANES],
                    below: [0.0; LANES],
                    above: [0.0; LANES],
                }
            }));
        if P::START == Start::Above {
            self.drop_the_surely_lower::<P>();
        }
        let narrowest = |x: &&Arm, y: &&Arm| x.beta.spread().total_cmp(&y.beta.spread());
        let reference = self
            .arms
            .iter()
            .min_by(narrowest)
            .map_or(Beta::UNIFORM, |arm| arm.beta);
        let (rate, centre) = (reference.mean(), reference.peak());
        let width = P::STEP_SDS * reference.blunt_spread();
        let width_ln = ln(width);
        for arm in &mut self.arms {
            let (a, b, mean) = (arm.beta.a(), arm.beta.b(), arm.beta.mean());
            let off = rate - mean;
            let rise = a * ln_1p(off / mean) + b * ln_1p(-off / (1.0 - mean));
            arm.level = arm.beta.ln_peak() + rise + width_ln;
        }
        let high = self
            .arms
            .iter()
            .map(|arm| arm.top)
            .fold(f64::NEG_INFINITY, f64::max)
            - centre;
        match P::START {
            Start::Above => Grid {
                rate,
                first: high,
                step: -width,
                last: f64::NEG_INFINITY,
            },
            Start::Below => {
                let bottom = |arm: &Arm| arm.peak - arm.beta.mirrored().reach_above(P::TAIL_NATS);
                let low = self.arms.iter().map(bottom).fold(f64::INFINITY, f64::min) - centre;
                Grid {
                    rate,
                    first: low,
                    step: width,
                    last: high,
                }
            }
        }
    }

    /// Drops groups that have no mass where the surest of the others begins.
    #[inline]
    fn drop_the_surely_lower<P: Precision>(&mut self) {
        // A first guess, as if the density were normal, is nearly always enough to see that nobody is dropped.
        let root = (2.0 * P::TAIL_NATS).sqrt();
        let (mut surest, mut guess) = (Beta::UNIFORM, f64::NEG_INFINITY);
        for arm in &self.arms {
            let low = arm.peak - root * arm.beta.spread();
            if low > guess {
                (surest, guess) = (arm.beta, low);
            }
        }
        if self.arms.iter().any(|arm| arm.top < guess) {
            let sure = surest.peak() - surest.mirrored().reach_above(P::TAIL_NATS);
            self.arms.retain(|arm| arm.top >= sure);
        }
    }

    /// Moves the groups on to the block of `nodes`.
    #[inline]
    fn pass<P: Precision>(&mut self, grid: &Grid, nodes: &Nodes) {
        let step = grid.step.abs();
        for arm in &mut self.arms {
            let (a, n, level) = (arm.beta.a(), arm.beta.count(), arm.level);
            // One small loop for each thing to do: these the compiler turns into vector instructions.
            let mut mass = [0.0; LANES];
            for (mass, (logit, scale_ln)) in
                mass.iter_mut().zip(nodes.logit.iter().zip(&nodes.scale_ln))
            {
                *mass = P::exp(a * logit - n * scale_ln + level);
            }
            let mut inner = [0.0; LANES];
            for i in 0..LANES {
                let slope = grid.step * (a - n * nodes.rate[i]);
                let flat = step * nodes.rate_step[i];
                let skew = grid.step * (1.0 - 2.0 * nodes.rate[i]);
                inner[i] = mass[i] * (0.5 - end_correction(slope, n * flat, skew, flat));
            }
            let mut passed = [0.0; LANES];
            for (passed, mass) in passed.iter_mut().zip(&mass) {
                arm.passed += mass;
                *passed = arm.passed;
            }
            for i in 0..LANES {
                passed[i] = (passed[i] - inner[i]).clamp(0.0, 1.0);
            }
            let ahead = passed.map(|passed| 1.0 - passed);
            arm.mass = mass;
            (arm.below, arm.above) = match P::START {
                Start::Below => (passed, ahead),
                Start::Above => (ahead, passed),
            };
        }
    }
}

impl Nodes {
    /// The block that begins at the `at`-th node.
    #[inline]
    fn new(grid: &Grid, at: f64) -> Self {
        let (mut logit, mut scale_ln) = ([0.0; LANES], [0.0; LANES]);
        let (mut rate, mut rate_step) = ([0.0; LANES], [0.0; LANES]);
        for i in 0..LANES {
            logit[i] = grid.first + (at + i as f64) * grid.step;
            let (factor, grown) = exp_and_m1(logit[i]);
            let raised = grid.rate * grown;
            let reciprocal = 1.0 / (1.0 + raised);
            scale_ln[i] = ln_1p_by(raised, reciprocal);
            rate[i] = grid.rate * factor * reciprocal;
            rate_step[i] = grid.step.abs() * rate[i] * ((1.0 - grid.rate) * reciprocal);
        }
        Self {
            rate,
            rate_step,
            logit,
            scale_ln,
        }
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
