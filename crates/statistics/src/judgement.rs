//! The verdict on an A/B test: everything a person needs to call it, from counts alone.

use serde::{Deserialize, Serialize};

use crate::best::{chances_of_best, expected_losses};
use crate::beta::Beta;
use crate::error::Error;
use crate::mismatch::{Intake, Mismatch, sample_ratio_mismatch};

/// What happened to one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupCount {
    /// Its name.
    pub name: String,
    /// How often it was shown.
    pub exposures: u64,
    /// How many of those were clicked.
    pub clicks: u64,
    /// Its share of the traffic, in any scale; where no group has one, all are equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

/// The counts between two re-weightings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cadence {
    /// The weights in force, in the order of the groups.
    pub weights: Vec<f64>,
    /// The groups; the same ones, in the same order, in every cadence.
    pub groups: Vec<GroupCount>,
}

impl Cadence {
    /// A test whose weights never changed: those the groups give. A group without one among others that
    /// have one counts as 1; without any, all are equal.
    pub fn whole_test(groups: Vec<GroupCount>) -> Self {
        let weights = groups
            .iter()
            .map(|group| group.weight.unwrap_or(1.0))
            .collect();
        Self { weights, groups }
    }
}

/// The verdict on one group. Rates are clicks an exposure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupVerdict {
    /// Its name.
    pub name: String,
    /// How often it was shown, over all cadences.
    pub exposures: u64,
    /// How many of those were clicked.
    pub clicks: u64,
    /// clicks / exposures; none before the first exposure.
    pub rate: Option<f64>,
    /// Lower end of the credible interval of the rate.
    pub low: f64,
    /// Upper end of the credible interval of the rate.
    pub high: f64,
    /// The chance that this group's rate is the highest.
    pub p_best: f64,
    /// What choosing this group for good is expected to lose against the best, in clicks an exposure.
    pub expected_loss: f64,
}

/// The verdict on a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// One verdict a group, in the order given.
    pub groups: Vec<GroupVerdict>,
    /// Whether people are where the weights would have put them.
    pub srm: Mismatch,
    /// What was believed of each rate before the first exposure.
    pub prior: Beta,
    /// The share of belief inside each interval.
    pub level: f64,
}

impl Judgement {
    /// The group most likely to be the best; of equals the last.
    pub fn leader(&self) -> Option<&GroupVerdict> {
        self.groups
            .iter()
            .max_by(|x, y| x.p_best.total_cmp(&y.p_best))
    }
}

/// Judges a test by the counts of all its cadences: posteriors from `prior`, intervals that hold `level`
/// of the belief with equal tails.
///
/// # Errors
/// Where the counts contradict each other or there are none.
pub fn judge(cadences: &[Cadence], prior: Beta, level: f64) -> Result<Judgement, Error> {
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::NotAShare {
            what: "the level of the intervals",
            value: level,
        });
    }
    let totals = add_up(cadences)?;
    let intakes: Vec<Intake> = cadences
        .iter()
        .map(|cadence| Intake {
            weights: cadence.weights.clone(),
            exposures: cadence.groups.iter().map(|group| group.exposures).collect(),
        })
        .collect();
    let srm = sample_ratio_mismatch(&intakes)?;
    let beliefs = totals
        .iter()
        .map(|group| {
            let belief = prior.after(group.exposures, group.clicks);
            Beta::new(belief.a(), belief.b())
        })
        .collect::<Result<Vec<_>, _>>()?;
    let chances = chances_of_best(&beliefs);
    let losses = expected_losses(&beliefs);
    let groups = totals
        .into_iter()
        .zip(beliefs)
        .zip(chances.into_iter().zip(losses))
        .map(|((group, belief), (p_best, expected_loss))| {
            let (low, high) = belief.interval(level);
            GroupVerdict {
                rate: (group.exposures > 0).then(|| group.clicks as f64 / group.exposures as f64),
                name: group.name,
                exposures: group.exposures,
                clicks: group.clicks,
                low,
                high,
                p_best,
                expected_loss,
            }
        })
        .collect();
    Ok(Judgement {
        groups,
        srm,
        prior,
        level,
    })
}

/// The counts of each group over all cadences.
fn add_up(cadences: &[Cadence]) -> Result<Vec<GroupCount>, Error> {
    let mut totals: Vec<GroupCount> = Vec::new();
    for (at, cadence) in cadences.iter().enumerate() {
        for group in &cadence.groups {
            if group.clicks > group.exposures {
                return Err(Error::MoreClicksThanExposures {
                    group: group.name.clone(),
                    exposures: group.exposures,
                    clicks: group.clicks,
                });
            }
        }
        if at == 0 {
            totals.clone_from(&cadence.groups);
            continue;
        }
        if cadence.groups.len() != totals.len() {
            return Err(Error::GroupsDiffer {
                cadence: at + 1,
                what: "groups",
                found: cadence.groups.len(),
                expected: totals.len(),
            });
        }
        for (total, group) in totals.iter_mut().zip(&cadence.groups) {
            if total.name != group.name {
                return Err(Error::NamesDiffer {
                    cadence: at + 1,
                    found: group.name.clone(),
                    expected: total.name.clone(),
                });
            }
            total.exposures += group.exposures;
            total.clicks += group.clicks;
        }
    }
    if totals.is_empty() {
        Err(Error::NoGroups)
    } else {
        Ok(totals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(name: &str, exposures: u64, clicks: u64) -> GroupCount {
        GroupCount {
            name: name.into(),
            exposures,
            clicks,
            weight: None,
        }
    }

    #[test]
    fn a_plain_test() {
        let groups = vec![
            count("A", 1000, 50),
            count("B", 1000, 55),
            count("C", 1000, 60),
        ];
        let verdict = judge(&[Cadence::whole_test(groups)], Beta::UNIFORM, 0.95).unwrap();
        assert_eq!(verdict.leader().unwrap().name, "C");
        assert!((verdict.groups[2].p_best - 0.619_993_140_469_608_1).abs() < 1e-9);
        assert!((verdict.groups[0].low - 0.038_166_833_650_526_48).abs() < 1e-9);
        assert!((verdict.groups[0].high - 0.065_325_693_681_104_94).abs() < 1e-9);
        assert_eq!(verdict.groups[0].rate, Some(0.05));
        assert_eq!(verdict.srm.p_value, 1.0);
    }

    #[test]
    fn cadences_add_up() {
        let verdict = judge(
            &[
                Cadence {
                    weights: vec![0.8, 0.2],
                    groups: vec![count("A", 850, 40), count("B", 150, 9)],
                },
                Cadence {
                    weights: vec![0.5, 0.5],
                    groups: vec![count("A", 500, 20), count("B", 500, 31)],
                },
            ],
            Beta::UNIFORM,
            0.95,
        )
        .unwrap();
        assert_eq!(
            (verdict.groups[0].exposures, verdict.groups[0].clicks),
            (1350, 60)
        );
        assert!((verdict.srm.chi2 - 2500.0 / 410.0).abs() < 1e-9);
    }

    #[test]
    fn counts_that_contradict_each_other_are_refused() {
        let judge = |cadences: &[Cadence]| {
            judge(cadences, Beta::UNIFORM, 0.95)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(judge(&[]), "there are no groups");
        assert_eq!(
            judge(&[Cadence::whole_test(vec![count("A", 10, 11)])]),
            "A has 11 clicks but only 10 exposures"
        );
        let first = Cadence::whole_test(vec![count("A", 10, 1)]);
        let second = Cadence::whole_test(vec![count("B", 10, 1)]);
        assert_eq!(
            judge(&[first, second]),
            "cadence 2 calls a group \"B\" that the first calls \"A\""
        );
    }
}
