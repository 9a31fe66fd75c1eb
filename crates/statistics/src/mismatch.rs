//! Sample ratio mismatch: are people where the weights would have put them?

use crate::error::Error;
use crate::gamma::chi_squared_tail;

/// One re-weighting cadence: the weights in force and who came.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// The weights in force, in any scale.
    pub weights: Vec<f64>,
    /// Exposures of each group. With sticky assignment: only people assigned in this cadence.
    pub exposures: Vec<u64>,
}

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Mismatch {
    /// The statistic. Infinite (`null` in JSON) where a group of weight zero was shown.
    pub chi2: f64,
    /// Degrees of freedom; 0 where there was nothing to divide.
    pub freedom: u32,
    /// The chance of such a mismatch, or a larger one, if the weights were kept.
    pub p_value: f64,
}

/// Tests exposures against the weights of every cadence.
///
/// (O − E)ᵀ V⁺ (O − E) with E = Σ nₜ wₜ, V = Σ nₜ (diag wₜ − wₜ wₜᵀ) and rank V degrees of
/// freedom: the sum of independent multinomials is asymptotically normal with that mean and covariance
/// (C. R. Rao & S. K. Mitra, "Generalized inverse of matrices" (1971), §9.2). Pearson's χ² on Σ nₜ wₜ
/// would be too lenient, as weights that move apart leave less to chance. For one cadence both are the
/// same number, which is then computed as Pearson's sum.
///
/// # Errors
/// [`Error::NoGroups`], [`Error::GroupsDiffer`] and [`Error::NotShares`].
pub fn sample_ratio_mismatch(intakes: &[Intake]) -> Result<Mismatch, Error> {
    let groups = intakes.first().map_or(0, |first| first.weights.len());
    if groups == 0 {
        return Err(Error::NoGroups);
    }
    for (at, intake) in intakes.iter().enumerate() {
        let differs = |what, found| Error::GroupsDiffer {
            cadence: at + 1,
            what,
            found,
            expected: groups,
        };
        if intake.weights.len() != groups {
            return Err(differs("weights", intake.weights.len()));
        }
        if intake.exposures.len() != groups {
            return Err(differs("groups", intake.exposures.len()));
        }
        let total: f64 = intake.weights.iter().sum();
        if !(total > 0.0 && total.is_finite()) || intake.weights.iter().any(|&w| w < 0.0) {
            return Err(Error::NotShares {
                weights: intake.weights.clone(),
            });
        }
        let uninvited = |(&weight, &exposures): (&f64, &u64)| weight == 0.0 && exposures > 0;
        if intake.weights.iter().zip(&intake.exposures).any(uninvited) {
            return Ok(Mismatch {
                chi2: f64::INFINITY,
                freedom: groups as u32 - 1,
                p_value: 0.0,
            });
        }
    }
    let (chi2, freedom) = match intakes {
        [only] => pearson(only),
        several => changing_weights(several, groups),
    };
    let p_value = if freedom == 0 {
        1.0
    } else {
        chi_squared_tail(chi2, freedom)
    };
    Ok(Mismatch {
        chi2,
        freedom,
        p_value,
    })
}

/// Shares of the weights, and how many came.
fn shares(intake: &Intake) -> (Vec<f64>, f64) {
    let total: f64 = intake.weights.iter().sum();
    let came: u64 = intake.exposures.iter().sum();
    (
        intake.weights.iter().map(|weight| weight / total).collect(),
        came as f64,
    )
}

/// Σ (O − E)² / E over the groups with a weight (K. Pearson, 1900).
fn pearson(intake: &Intake) -> (f64, u32) {
    let (shares, came) = shares(intake);
    if came == 0.0 {
        return (0.0, 0);
    }
    let weighted = shares.iter().filter(|&&share| share > 0.0).count() as u32;
    let chi2 = shares
        .iter()
        .zip(&intake.exposures)
        .filter(|&(&share, _)| share > 0.0)
        .map(|(share, &observed)| (observed as f64 - came * share).powi(2) / (came * share))
        .sum();
    (chi2, weighted - 1)
}

fn changing_weights(intakes: &[Intake], groups: usize) -> (f64, u32) {
    /// Directions whose variance is below this share of the largest are rounding errors.
    const NO_VARIANCE: f64 = 1e-11;
    let mut off = vec![0.0; groups];
    let mut covariance = vec![vec![0.0; groups]; groups];
    for intake in intakes {
        let (shares, came) = shares(intake);
        for i in 0..groups {
            off[i] += intake.exposures[i] as f64 - came * shares[i];
            covariance[i][i] += came * shares[i];
            for j in 0..groups {
                covariance[i][j] -= came * shares[i] * shares[j];
            }
        }
    }
    let (variances, directions) = eigen(covariance);
    let largest = variances.iter().copied().fold(0.0, f64::max);
    let mut chi2 = 0.0;
    let mut rank = 0;
    for (at, &variance) in variances.iter().enumerate() {
        if variance > NO_VARIANCE * largest {
            let along: f64 = off
                .iter()
                .zip(&directions)
                .map(|(off, row)| off * row[at])
                .sum();
            chi2 += along * along / variance;
            rank += 1;
        }
    }
    (chi2, rank)
}

/// Eigenvalues and, as columns, eigenvectors of a symmetric matrix, by Jacobi's rotations
/// (Golub & Van Loan, "Matrix computations", §8.5). For the handful of groups of a test.
fn eigen(mut matrix: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    const SWEEPS_MAX: u32 = 60;
    let size = matrix.len();
    let mut vectors: Vec<Vec<f64>> = (0..size)
        .map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    for _ in 0..SWEEPS_MAX {
        let mut rotated = false;
        for p in 0..size {
            for q in p + 1..size {
                let scale = (matrix[p][p] * matrix[q][q]).abs().sqrt();
                if matrix[p][q].abs() <= f64::EPSILON * scale {
                    continue;
                }
                rotated = true;
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                for row in &mut matrix {
                    (row[p], row[q]) = (
                        cosine * row[p] - sine * row[q],
                        sine * row[p] + cosine * row[q],
                    );
                }
                let (upper, lower) = matrix.split_at_mut(q);
                for (x, y) in upper[p].iter_mut().zip(&mut lower[0]) {
                    (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
                }
                for row in &mut vectors {
                    (row[p], row[q]) = (
                        cosine * row[p] - sine * row[q],
                        sine * row[p] + cosine * row[q],
                    );
                }
            }
        }
        if !rotated {
            break;
        }
    }
    ((0..size).map(|i| matrix[i][i]).collect(), vectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intake(weights: &[f64], exposures: &[u64]) -> Intake {
        Intake {
            weights: weights.to_vec(),
            exposures: exposures.to_vec(),
        }
    }

    #[test]
    fn one_cadence_is_pearson() {
        // scipy.stats.chi2.sf of Pearson's sum.
        let check = |weights: &[f64], exposures: &[u64], p_value: f64| {
            let ours = sample_ratio_mismatch(&[intake(weights, exposures)]).unwrap();
            assert!(
                (ours.p_value / p_value - 1.0).abs() < 1e-9,
                "{exposures:?}: {ours:?}"
            );
        };
        check(&[0.5, 0.5], &[1000, 1100], 0.029_096_331_741_252_267);
        check(&[0.5, 0.5], &[5000, 5000], 1.0);
        check(
            &[1.0, 1.0, 1.0],
            &[310, 300, 390],
            0.000_675_538_775_193_844_1,
        );
        check(&[0.5, 0.5], &[821_588, 815_482], 1.821_792_872_619_185_8e-6);
        check(
            &[1.0, 1.0, 0.0],
            &[1000, 1100, 0],
            0.029_096_331_741_252_267,
        );
    }

    #[test]
    fn equal_cadences_are_one_cadence() {
        let one = sample_ratio_mismatch(&[intake(&[2.0, 1.0, 1.0], &[520, 230, 250])]).unwrap();
        let two = sample_ratio_mismatch(&[
            intake(&[0.5, 0.25, 0.25], &[300, 100, 150]),
            intake(&[0.5, 0.25, 0.25], &[220, 130, 100]),
        ])
        .unwrap();
        assert!(
            (one.chi2 - two.chi2).abs() < 1e-9 && one.freedom == two.freedom,
            "{one:?} {two:?}"
        );
    }

    #[test]
    fn two_groups_under_changing_weights_by_hand() {
        // O − E = (850 + 500) − (800 + 500) = 50; V = 1000·0.16 + 1000·0.25 = 410.
        let ours = sample_ratio_mismatch(&[
            intake(&[0.8, 0.2], &[850, 150]),
            intake(&[0.5, 0.5], &[500, 500]),
        ])
        .unwrap();
        assert!((ours.chi2 - 2500.0 / 410.0).abs() < 1e-9, "{ours:?}");
        assert_eq!(ours.freedom, 1);
    }

    #[test]
    fn a_group_dropped_half_way_still_counts() {
        let ours = sample_ratio_mismatch(&[
            intake(&[1.0, 1.0, 1.0], &[1000, 1000, 1000]),
            intake(&[1.0, 1.0, 0.0], &[1500, 1500, 0]),
        ])
        .unwrap();
        assert_eq!((ours.freedom, ours.p_value), (2, 1.0));
        let closed = sample_ratio_mismatch(&[intake(&[1.0, 0.0], &[10, 1])]).unwrap();
        assert_eq!(closed.p_value, 0.0);
    }

    #[test]
    fn what_cannot_be_tested_is_refused() {
        assert_eq!(sample_ratio_mismatch(&[]), Err(Error::NoGroups));
        assert!(sample_ratio_mismatch(&[intake(&[0.0, 0.0], &[1, 1])]).is_err());
        assert!(sample_ratio_mismatch(&[intake(&[1.0, -1.0], &[1, 1])]).is_err());
        let differs = sample_ratio_mismatch(&[intake(&[1.0, 1.0], &[1, 1]), intake(&[1.0], &[1])]);
        assert!(matches!(
            differs,
            Err(Error::GroupsDiffer { cadence: 2, .. })
        ));
    }
}
