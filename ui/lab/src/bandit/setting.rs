//! What an analyst sets: the groups and their true rates, the traffic, the policy.

use campaign::Draft;
use campaign::experiment::Allocation;
use simulations::bandit::PolicyName;

/// Groups that can be told apart by colour, and that P(best) is made for.
pub const GROUPS_MAX: usize = 8;
/// Fewer are no test.
pub const GROUPS_MIN: usize = 2;
/// The cadences that a campaign can have, in hours.
pub const CADENCES_HOURS: [u32; 3] = [1, 24, 48];

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its key.
    pub name: String,
    /// Its place in the campaign, from 0: its colour, here as in the designer.
    pub place: usize,
    /// Its true click rate in percent, which the test does not know.
    pub rate_percent: f64,
}

/// A setting of the simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The groups.
    pub groups: Vec<Group>,
    /// Exposures per hour, over all groups.
    pub traffic_per_hour: f64,
    /// Length of the test in days.
    pub days: f64,
    /// Hours between two re-weightings.
    pub cadence_hours: u32,
    /// How traffic is divided.
    pub policy: PolicyName,
    /// How many times the test is played.
    pub replications: f64,
    /// Keys every random stream.
    pub seed: u64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            groups: expected(["A", "B", "C"].map(str::to_owned).into_iter().enumerate()),
            traffic_per_hour: 200.0,
            days: 14.0,
            cadence_hours: 24,
            policy: PolicyName::Thompson,
            replications: 1_000.0,
            seed: 1,
        }
    }
}

impl Setting {
    /// The setting of a campaign's test: its groups, its cadence. The true rates are unknown;
    /// they start half a point apart. `None` where the campaign has no test of two groups.
    pub fn of_campaign(&self, draft: &Draft) -> Option<Self> {
        let experiment = draft.experiment.as_ref()?;
        // A control group sees nothing, so it has no click rate.
        let shown = draft
            .groups
            .iter()
            .enumerate()
            .filter(|(_, group)| !group.control);
        let keys = shown
            .take(GROUPS_MAX)
            .map(|(place, group)| (place, group.key.clone()));
        let groups = expected(keys);
        if groups.len() < GROUPS_MIN {
            return None;
        }
        let (policy, cadence_hours) = match experiment.allocation {
            Allocation::Fixed(_) => (PolicyName::Fixed, self.cadence_hours),
            Allocation::Mab { cadence_hours, .. } => (PolicyName::Thompson, cadence_hours),
        };
        Some(Self {
            groups,
            cadence_hours,
            policy,
            ..self.clone()
        })
    }

    /// The next free letter, at the rate of the last group.
    pub fn add_group(&mut self) {
        let is_free = |name: &str| self.groups.iter().all(|group| group.name != name);
        let letters = ('A'..='Z').map(String::from).enumerate();
        let rate_percent = self.groups.last().map_or(5.0, |group| group.rate_percent);
        if let Some((place, name)) = letters.into_iter().find(|(_, name)| is_free(name)) {
            self.groups.push(Group {
                name,
                place,
                rate_percent,
            });
        }
    }

    /// The rate of the best group, as a share.
    pub fn best_rate(&self) -> f64 {
        self.groups
            .iter()
            .map(|group| group.rate_percent)
            .fold(0.0, f64::max)
            / 100.0
    }
}

/// A policy in words.
pub const fn words_of(policy: PolicyName) -> &'static str {
    match policy {
        PolicyName::Fixed => "Even split",
        PolicyName::Thompson => "Bandit: shares follow P(best)",
        PolicyName::ThompsonPerExposure => "Thompson, per exposure",
        PolicyName::TopTwo => "Top-two Thompson",
        PolicyName::EpsilonGreedy => "ε-greedy",
        PolicyName::Ucb1 => "UCB1, per exposure",
        PolicyName::KlUcb => "KL-UCB, per exposure",
        PolicyName::ExploreThenCommit => "Explore, then commit",
    }
}

/// Groups whose rates are half a point apart: the true ones are not known.
fn expected(named: impl Iterator<Item = (usize, String)>) -> Vec<Group> {
    let rate = |at: usize| 5.0 + 0.5 * at as f64;
    let group = |(at, (place, name))| Group {
        name,
        place,
        rate_percent: rate(at),
    };
    named.enumerate().map(group).collect()
}

#[cfg(test)]
mod tests {
    use campaign::experiment::{Experiment, Group as CampaignGroup};

    use super::*;

    fn draft(groups: &[(&str, bool)], allocation: Option<Allocation>) -> Draft {
        let group = |(key, control): &(&str, bool)| CampaignGroup {
            key: (*key).to_owned(),
            control: *control,
            ..CampaignGroup::default()
        };
        Draft {
            groups: groups.iter().map(group).collect(),
            experiment: allocation.map(|allocation| Experiment {
                allocation,
                ..Experiment::default()
            }),
            ..Draft::default()
        }
    }

    #[test]
    fn groups_keep_their_place_and_control_has_no_rate() {
        let mab = Allocation::mab(48);
        let draft = draft(&[("A", true), ("B", false), ("C", false)], Some(mab));
        let setting = Setting::default()
            .of_campaign(&draft)
            .expect("a test of two groups");
        let groups: Vec<(&str, usize)> = setting
            .groups
            .iter()
            .map(|group| (group.name.as_str(), group.place))
            .collect();
        assert_eq!(groups, [("B", 1), ("C", 2)]);
        assert_eq!(
            (setting.policy, setting.cadence_hours),
            (PolicyName::Thompson, 48)
        );
    }

    #[test]
    fn a_campaign_without_a_test_of_two_groups_has_no_setting() {
        let fixed = || Some(Allocation::FIXED);
        for draft in [
            draft(&[("A", false), ("B", false)], None),
            draft(&[("A", true), ("B", false)], fixed()),
            draft(&[], fixed()),
        ] {
            assert_eq!(Setting::default().of_campaign(&draft), None);
        }
    }

    #[test]
    fn a_new_group_takes_the_first_free_letter() {
        let mut setting = Setting::default();
        setting.groups.remove(1);
        setting.add_group();
        let added = setting.groups.last().expect("three groups");
        assert_eq!((added.name.as_str(), added.place), ("B", 1));
    }
}
