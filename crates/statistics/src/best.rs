//! Which group is best, how surely, and what choosing another would cost.

use crate::beta::Beta;
use crate::sweep::{Arm, Exact, LANES, Lanes, Precision, Sweep};

/// Answers about groups, with memory that is used again: asking never allocates after the first time.
#[derive(Debug, Default)]
pub struct Comparison {
    sweep: Sweep,
    sums: Vec<Lanes>,
    seconds: Vec<Lanes>,
    before: Vec<Lanes>,
}

impl Comparison {
    /// Empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// The chance of each group to have the highest rate, P(best); `chances` has a place for each group
    /// and sums to 1.
    ///
    /// P(k is best) = ∫ fₖ Πᵢ≠ₖ Fᵢ: W. R. Thompson, "On the likelihood that one unknown probability
    /// exceeds another" (1933); for several groups S. L. Scott, "A modern Bayesian look at the
    /// multi-armed bandit" (2010), eq. 6.
    ///
    /// # Panics
    /// If `groups` is empty or `chances` has another length.
    #[inline]
    pub fn chances_of_best<P: Precision>(&mut self, groups: &[Beta], chances: &mut [f64]) {
        assert!(
            !groups.is_empty() && groups.len() == chances.len(),
            "one place for each group"
        );
        let Self {
            sweep,
            sums,
            before,
            ..
        } = self;
        reset(sums, groups.len());
        reset(before, groups.len());
        sweep.run::<P>(groups, |_, arms| {
            let mut product = [1.0; LANES];
            for (arm, before) in arms.iter().zip(before.iter_mut()) {
                *before = product;
                multiply(&mut product, &arm.below);
            }
            let mut product = [1.0; LANES];
            for (arm, before) in arms.iter().zip(before.iter()).rev() {
                let sum = &mut sums[arm.group];
                for i in 0..LANES {
                    sum[i] += arm.mass[i] * before[i] * product[i];
                }
                multiply(&mut product, &arm.below);
            }
        });
        collect(sums, chances);
        normalise(chances);
    }

    /// The chance of each group to be among the two best, halved so that the sum is 1: the weights of
    /// top-two Thompson sampling.
    ///
    /// # Panics
    /// If `groups` is empty or `weights` has another length.
    pub fn top_two_weights(&mut self, groups: &[Beta], weights: &mut [f64]) {
        assert!(
            !groups.is_empty() && groups.len() == weights.len(),
            "one place for each group"
        );
        if groups.len() == 1 {
            weights[0] = 1.0;
            return;
        }
        let Self {
            sweep,
            sums,
            seconds,
            ..
        } = self;
        reset(sums, groups.len());
        reset(seconds, groups.len());
        // A group far below the best may still be the second: nobody may be left out.
        sweep.run::<Exact>(groups, |_, arms| {
            for arm in arms {
                let (none_above, one_above) = others_above(arms, arm.group);
                for i in 0..LANES {
                    sums[arm.group][i] += arm.mass[i] * none_above[i];
                    seconds[arm.group][i] += arm.mass[i] * one_above[i];
                }
            }
        });
        for (weight, (first, second)) in weights.iter_mut().zip(sums.iter().zip(seconds.iter())) {
            *weight = first.iter().sum::<f64>() + second.iter().sum::<f64>();
        }
        normalise(weights);
    }

    /// What is lost, in clicks an exposure, by choosing each group for good: E[maxⱼ pⱼ − pₖ].
    ///
    /// Written as ∫ Fₖ (1 − Πᵢ≠ₖ Fᵢ) dp, in which nothing cancels. Source of the notion: C. Stucchio,
    /// "Bayesian A/B testing at VWO" (2015), §4.
    ///
    /// # Panics
    /// If `groups` is empty or `losses` has another length.
    pub fn expected_losses(&mut self, groups: &[Beta], losses: &mut [f64]) {
        assert!(
            !groups.is_empty() && groups.len() == losses.len(),
            "one place for each group"
        );
        let Self { sweep, sums, .. } = self;
        reset(sums, groups.len());
        sweep.run::<Exact>(groups, |nodes, arms| {
            for arm in arms {
                let mut some_above = [0.0; LANES];
                for other in arms.iter().filter(|other| other.group != arm.group) {
                    for (some, above) in some_above.iter_mut().zip(&other.above) {
                        *some += above - *some * above;
                    }
                }
                for i in 0..LANES {
                    sums[arm.group][i] += nodes.rate_step[i] * arm.below[i] * some_above[i];
                }
            }
        });
        collect(sums, losses);
    }
}

/// The chance of each group to be the best, to 1e-9.
///
/// # Panics
/// If `groups` is empty.
pub fn chances_of_best(groups: &[Beta]) -> Vec<f64> {
    let mut chances = vec![0.0; groups.len()];
    Comparison::new().chances_of_best::<Exact>(groups, &mut chances);
    chances
}

/// What choosing each group would lose, in clicks an exposure; see [`Comparison::expected_losses`].
///
/// # Panics
/// If `groups` is empty.
pub fn expected_losses(groups: &[Beta]) -> Vec<f64> {
    let mut losses = vec![0.0; groups.len()];
    Comparison::new().expected_losses(groups, &mut losses);
    losses
}

/// P(B > A): the chance that the rate of `b` exceeds that of `a`.
pub fn chance_to_beat(a: Beta, b: Beta) -> f64 {
    chances_of_best(&[a, b])[1]
}

fn reset(lanes: &mut Vec<Lanes>, count: usize) {
    lanes.clear();
    lanes.resize(count, [0.0; LANES]);
}

#[inline]
fn multiply(product: &mut Lanes, by: &Lanes) {
    for (product, by) in product.iter_mut().zip(by) {
        *product *= by;
    }
}

fn collect(sums: &[Lanes], into: &mut [f64]) {
    for (total, lanes) in into.iter_mut().zip(sums) {
        *total = lanes.iter().sum();
    }
}

fn normalise(shares: &mut [f64]) {
    let total: f64 = shares.iter().sum();
    for share in shares {
        *share /= total;
    }
}

/// At each node, the chance that none, and that exactly one, of the groups but `group` lies above.
fn others_above(arms: &[Arm], group: usize) -> (Lanes, Lanes) {
    let (mut none, mut one) = ([1.0; LANES], [0.0; LANES]);
    for other in arms.iter().filter(|other| other.group != group) {
        for i in 0..LANES {
            one[i] = one[i] * other.below[i] + none[i] * other.above[i];
            none[i] *= other.below[i];
        }
    }
    (none, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_form;
    use crate::sweep::Rapid;

    fn groups(parameters: &[(f64, f64)]) -> Vec<Beta> {
        parameters
            .iter()
            .map(|&(a, b)| Beta::new(a, b).unwrap())
            .collect()
    }

    fn rapid(groups: &[Beta]) -> Vec<f64> {
        let mut chances = vec![0.0; groups.len()];
        Comparison::new().chances_of_best::<Rapid>(groups, &mut chances);
        chances
    }

    /// Group parameters, P(best). The first five are treaty cases, the others composite Gauss–Legendre
    /// integrals of fₖ Π Fᵢ with `scipy.special.betainc`; the last in 40 digits with mpmath.
    type Case = (&'static [(f64, f64)], &'static [f64]);
    const BEST: &[Case] = &[
        (
            &[(51.0, 951.0), (56.0, 946.0), (61.0, 941.0)],
            &[
                0.101_640_968_915_442_5,
                0.278_365_890_615_608_85,
                0.619_993_140_469_608_1,
            ],
        ),
        (
            &[(2.0, 20.0), (500.0, 9500.0), (60.0, 900.0)],
            &[
                0.618_581_573_269_702_3,
                0.016_176_729_540_200_33,
                0.365_241_697_190_489_9,
            ],
        ),
        (
            &[(1.0, 30.0), (5.0, 5.0), (100.0, 900.0)],
            &[
                0.000_179_148_869_264_987_6,
                0.998_899_759_010_259_6,
                0.000_921_092_120_475_512_5,
            ],
        ),
        (
            &[
                (11.0, 91.0),
                (13.0, 89.0),
                (9.0, 93.0),
                (10.0, 92.0),
                (12.0, 90.0),
            ],
            &[
                0.172_473_885_002_230_65,
                0.395_892_707_489_785_4,
                0.059_085_477_131_407_695,
                0.104_598_500_260_419_86,
                0.267_949_430_116_154_8,
            ],
        ),
        (
            &[(51.0, 951.0), (61.0, 941.0)],
            &[1.0 - 0.835_611_264_875_459_6, 0.835_611_264_875_459_6],
        ),
        (
            &[(1.0, 1.0), (5_000_001.0, 95_000_001.0)],
            &[0.949_999_991_000_000_2, 0.050_000_009],
        ),
        (
            &[(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)],
            &[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0],
        ),
        (
            &[
                (5_000_001.0, 95_000_001.0),
                (5_003_001.0, 94_997_001.0),
                (40.0, 700.0),
            ],
            &[
                0.054_043_111_657_897,
                0.273_470_235_248_853,
                0.672_486_653_093_22,
            ],
        ),
        (&[(0.5, 0.5), (3.0, 3.0)], &[0.5, 0.5]),
        (
            &[(900.0, 100.0), (95.0, 8.0), (1.0, 1.0)],
            &[
                0.182_204_788_078_987,
                0.743_966_443_207_926,
                0.073_828_768_713_087,
            ],
        ),
        (
            &[
                (51.0, 951.0),
                (52.0, 950.0),
                (53.0, 949.0),
                (54.0, 948.0),
                (55.0, 947.0),
                (56.0, 946.0),
                (57.0, 945.0),
                (58.0, 944.0),
                (59.0, 943.0),
                (60.0, 942.0),
            ],
            &[
                0.025_558_864_358_142_9,
                0.034_110_805_779_686_7,
                0.044_900_344_015_685_5,
                0.058_330_013_260_954_4,
                0.074_832_681_787_476_1,
                0.094_866_617_175_995_6,
                0.118_909_804_372_895,
                0.147_453_780_750_774,
                0.180_997_262_516_442,
                0.220_039_825_981_947,
            ],
        ),
        (
            &[(1.0, 1001.0), (51.0, 951.0)],
            &[2.310_441_911_247_534_5e-16, 1.0],
        ),
    ];

    #[test]
    fn exact_chances_are_exact() {
        for (parameters, expected) in BEST {
            for (ours, expected) in chances_of_best(&groups(parameters)).iter().zip(*expected) {
                assert!(
                    (ours - expected).abs() < 1e-10,
                    "{parameters:?}: {ours} for {expected}"
                );
            }
        }
    }

    #[test]
    fn rapid_chances_are_within_one_in_a_million() {
        for (parameters, expected) in BEST {
            for (ours, expected) in rapid(&groups(parameters)).iter().zip(*expected) {
                assert!(
                    (ours - expected).abs() < 1e-6,
                    "{parameters:?}: {ours} for {expected}"
                );
            }
        }
    }

    #[test]
    fn small_chances_keep_their_digits() {
        let chance = chances_of_best(&groups(&[(1.0, 1001.0), (51.0, 951.0)]))[0];
        assert!(
            (chance / 2.310_441_911_247_534_5e-16 - 1.0).abs() < 1e-6,
            "{chance:e}"
        );
    }

    #[test]
    fn a_single_group_is_the_best() {
        assert_eq!(chances_of_best(&groups(&[(3.0, 50.0)])), [1.0]);
        assert_eq!(rapid(&groups(&[(3.0, 50.0)])), [1.0]);
        let loss = expected_losses(&groups(&[(3.0, 50.0)]))[0];
        assert!(loss == 0.0, "{loss:e}");
    }

    #[test]
    fn two_groups_agree_with_the_closed_forms() {
        for a in [(1.0, 1.0), (2.0, 31.0), (51.0, 951.0), (300.0, 200.0)] {
            for b in [(1.0, 1.0), (1.0, 9.0), (61.0, 941.0), (4.0, 400.0)] {
                let pair = groups(&[a, b]);
                let closed = closed_form::chance_to_beat(pair[0], pair[1]).unwrap();
                let ours = chance_to_beat(pair[0], pair[1]);
                assert!(
                    (ours - closed).abs() < 1e-11,
                    "{a:?} {b:?}: {ours} {closed}"
                );
                let closed = closed_form::expected_loss(pair[0], pair[1]).unwrap();
                let ours = expected_losses(&pair)[1];
                assert!(
                    (ours - closed).abs() < 1e-11,
                    "{a:?} {b:?}: loss {ours} {closed}"
                );
            }
        }
    }

    #[test]
    fn losses_of_several_groups() {
        // As for BEST.
        let ours = expected_losses(&groups(&[(51.0, 951.0), (56.0, 946.0), (61.0, 941.0)]));
        for (ours, expected) in ours.iter().zip([
            0.012_587_693_484_130,
            0.007_597_673_524_050,
            0.002_607_653_563_971,
        ]) {
            assert!((ours - expected).abs() < 1e-13, "{ours}");
        }
        let sure = expected_losses(&groups(&[(1.0, 1001.0), (51.0, 951.0)]))[1];
        assert!((0.0..1e-14).contains(&sure), "{sure:e}");
    }

    #[test]
    fn top_two_weights_count_first_and_second() {
        let mut weights = [0.0; 3];
        Comparison::new().top_two_weights(
            &groups(&[(51.0, 951.0), (56.0, 946.0), (61.0, 941.0)]),
            &mut weights,
        );
        let first = [
            0.101_640_968_915_422,
            0.278_365_890_615_452,
            0.619_993_140_469_126,
        ];
        let second = [
            0.270_079_526_595_194,
            0.450_598_307_773_974,
            0.279_322_165_630_832,
        ];
        for (k, ours) in weights.iter().enumerate() {
            let expected = f64::midpoint(first[k], second[k]);
            assert!((ours - expected).abs() < 1e-10, "{ours}");
        }
    }
}
