//! The description of an experiment, as a person writes it, checked.

use std::ops::RangeInclusive;

use serde::Deserialize;
use statistics::Beta;

use super::policy::PolicyName;

/// Groups of one experiment.
pub const GROUP_COUNT: RangeInclusive<usize> = 2..=10;
/// Steps of one replication.
pub const STEP_COUNT: RangeInclusive<u32> = 1..=100_000;
/// Exposures of one step.
pub const STEP_EXPOSURES: RangeInclusive<u32> = 1..=100_000_000;
/// Exposures of one replication; counts are kept in 32 bits.
pub const EXPOSURES_MAX: u64 = u32::MAX as u64;
/// Replications of one run.
pub const REPLICATION_COUNT: RangeInclusive<u32> = 1..=1_000_000;
/// Records a run keeps: replications × policies × steps × groups, 16 bytes each.
pub const RECORDS_MAX: u64 = 100_000_000;

/// A description that cannot be simulated. The text names the field and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct ExperimentError {
    /// The field as in the file: `groups[1].rate`.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl ExperimentError {
    fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }
}

/// A group and its true click rate.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Clicks an exposure.
    pub rate: f64,
}

/// What is believed of every group before the first exposure: Beta(a, b).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// As if so many clicks had been seen.
    pub a: f64,
    /// As if so many exposures without a click had been seen.
    pub b: f64,
}

/// The file as it is written; lengths in steps or in hours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    groups: Vec<Group>,
    steps: Option<u32>,
    exposures_per_step: Option<u32>,
    cadence_steps: Option<u32>,
    burn_in_steps: Option<u32>,
    hours: Option<u32>,
    exposures_per_hour: Option<u32>,
    cadence_hours: Option<u32>,
    burn_in_hours: Option<u32>,
    policies: Option<Vec<PolicyName>>,
    replications: Option<u32>,
    seed: Option<u64>,
    floor: Option<f64>,
    prior: Option<Prior>,
    epsilon: Option<f64>,
    explore_steps: Option<u32>,
}

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUnit {
    /// Some amount of traffic.
    Step,
    /// An hour of traffic.
    Hour,
}

/// A checked experiment: it can be simulated as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// The groups, at least two.
    pub groups: Vec<Group>,
    /// Steps of a replication.
    pub steps: u32,
    /// What the file calls a step.
    pub unit: StepUnit,
    /// Exposures of each step, all groups together.
    pub exposures_per_step: u32,
    /// Steps from one re-weighting to the next.
    pub cadence_steps: u32,
    /// First steps, in which every group gets the same traffic whatever is known.
    pub burn_in_steps: u32,
    /// The policies compared, each once.
    pub policies: Vec<PolicyName>,
    /// Replications wanted.
    pub replications: u32,
    /// The seed of every stream.
    pub seed: u64,
    /// The least weight of a group where weights are set at a cadence.
    pub floor: f64,
    /// What is believed of each group at the start.
    pub prior: Beta,
    /// The share of exposures ε-greedy gives to chance.
    pub epsilon: f64,
    /// Steps explore-then-commit explores for.
    pub explore_steps: u32,
}

impl Experiment {
    /// Reads and checks a description. `rehearsal simulate --help` shows one. What may be left out:
    /// `cadence` 1, `burn_in` 0, `policies` `["thompson"]`, `replications` 1000, `seed` 1, `floor` 0,
    /// `prior` Beta(1, 1), `epsilon` 0.1, `explore_steps` a tenth of the steps.
    ///
    /// # Errors
    /// Where it is not such a description; the error names the field.
    pub fn from_json(text: &str) -> Result<Self, ExperimentError> {
        let description: Description = serde_json::from_str(text).map_err(|error| {
            ExperimentError::new("the description", format!("is not one: {error}"))
        })?;
        description.check()
    }

    /// The same experiment with another number of replications.
    ///
    /// # Errors
    /// Where there are too many.
    pub fn with_replications(self, replications: u32) -> Result<Self, ExperimentError> {
        let replications = within(("replications", replications), REPLICATION_COUNT)?;
        let experiment = Self {
            replications,
            ..self
        };
        check_sizes(&experiment)?;
        Ok(experiment)
    }

    /// The highest of the true rates.
    pub fn best_rate(&self) -> f64 {
        self.groups
            .iter()
            .map(|group| group.rate)
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// The true rates, in the order of the groups.
    pub fn rates(&self) -> Vec<f64> {
        self.groups.iter().map(|group| group.rate).collect()
    }

    /// All exposures of a replication.
    pub fn exposures(&self) -> u64 {
        u64::from(self.steps) * u64::from(self.exposures_per_step)
    }

    /// Records a run of all replications keeps.
    pub(super) fn records(&self) -> u64 {
        u64::from(self.replications)
            * u64::from(self.steps)
            * (self.policies.len() * self.groups.len()) as u64
    }
}

/// One of two spellings of the same length.
fn either(
    steps: (&'static str, Option<u32>),
    hours: (&'static str, Option<u32>),
) -> Result<Option<(&'static str, u32)>, ExperimentError> {
    match (steps.1, hours.1) {
        (Some(_), Some(_)) => Err(ExperimentError::new(
            hours.0,
            format!("says the same as {}; give only one of them", steps.0),
        )),
        (Some(value), None) => Ok(Some((steps.0, value))),
        (None, Some(value)) => Ok(Some((hours.0, value))),
        (None, None) => Ok(None),
    }
}

fn required(
    found: Option<(&'static str, u32)>,
    steps: &'static str,
    hours: &'static str,
) -> Result<(&'static str, u32), ExperimentError> {
    found.ok_or_else(|| ExperimentError::new(steps, format!("is missing (or {hours})")))
}

fn within(
    (field, value): (&'static str, u32),
    range: RangeInclusive<u32>,
) -> Result<u32, ExperimentError> {
    if range.contains(&value) {
        Ok(value)
    } else {
        let (low, high) = range.into_inner();
        Err(ExperimentError::new(
            field,
            format!("is {value}; it must lie between {low} and {high}"),
        ))
    }
}

impl Description {
    fn check(self) -> Result<Experiment, ExperimentError> {
        self.check_groups()?;
        let steps = either(("steps", self.steps), ("hours", self.hours))?;
        let steps = within(required(steps, "steps", "hours")?, STEP_COUNT)?;
        let exposures = either(
            ("exposures_per_step", self.exposures_per_step),
            ("exposures_per_hour", self.exposures_per_hour),
        )?;
        let exposures = required(exposures, "exposures_per_step", "exposures_per_hour")?;
        let exposures_per_step = within(exposures, STEP_EXPOSURES)?;
        let cadence = either(
            ("cadence_steps", self.cadence_steps),
            ("cadence_hours", self.cadence_hours),
        )?;
        let burn_in = either(
            ("burn_in_steps", self.burn_in_steps),
            ("burn_in_hours", self.burn_in_hours),
        )?;
        let prior = self.prior.unwrap_or(Prior { a: 1.0, b: 1.0 });
        let experiment = Experiment {
            steps,
            unit: if self.hours.is_some() {
                StepUnit::Hour
            } else {
                StepUnit::Step
            },
            exposures_per_step,
            cadence_steps: cadence.map_or(Ok(1), |cadence| within(cadence, 1..=steps))?,
            burn_in_steps: burn_in.map_or(Ok(0), |burn_in| within(burn_in, 0..=steps))?,
            policies: self.policies.unwrap_or_else(|| vec![PolicyName::Thompson]),
            replications: within(
                ("replications", self.replications.unwrap_or(1000)),
                REPLICATION_COUNT,
            )?,
            seed: self.seed.unwrap_or(1),
            floor: self.floor.unwrap_or(0.0),
            prior: Beta::new(prior.a, prior.b)
                .map_err(|error| ExperimentError::new("prior", format!("is no belief: {error}")))?,
            epsilon: self.epsilon.unwrap_or(0.1),
            explore_steps: self.explore_steps.unwrap_or(steps.div_ceil(10)),
            groups: self.groups,
        };
        check_policies(&experiment)?;
        check_sizes(&experiment)?;
        Ok(experiment)
    }

    fn check_groups(&self) -> Result<(), ExperimentError> {
        let count = self.groups.len();
        if !GROUP_COUNT.contains(&count) {
            return Err(ExperimentError::new(
                "groups",
                format!("has {count} groups; 2 to 10 fit"),
            ));
        }
        for (at, group) in self.groups.iter().enumerate() {
            if !(0.0..=1.0).contains(&group.rate) {
                return Err(ExperimentError::new(
                    format!("groups[{at}].rate"),
                    format!("is {}; a click rate lies between 0 and 1", group.rate),
                ));
            }
            if self.groups[..at]
                .iter()
                .any(|other| other.name == group.name)
            {
                return Err(ExperimentError::new(
                    format!("groups[{at}].name"),
                    format!("{:?} is taken by another group", group.name),
                ));
            }
        }
        Ok(())
    }
}

fn check_policies(experiment: &Experiment) -> Result<(), ExperimentError> {
    if experiment.policies.is_empty() {
        return Err(ExperimentError::new(
            "policies",
            "is empty; name at least one",
        ));
    }
    for (at, policy) in experiment.policies.iter().enumerate() {
        if experiment.policies[..at].contains(policy) {
            return Err(ExperimentError::new(
                format!("policies[{at}]"),
                format!("names {policy} a second time"),
            ));
        }
    }
    let floor_max = 1.0 / experiment.groups.len() as f64;
    if !(0.0..=floor_max).contains(&experiment.floor) {
        let count = experiment.groups.len();
        return Err(ExperimentError::new(
            "floor",
            format!(
                "is {}; with {count} groups it lies between 0 and 1/{count}",
                experiment.floor
            ),
        ));
    }
    if !(0.0..=1.0).contains(&experiment.epsilon) {
        return Err(ExperimentError::new(
            "epsilon",
            format!("is {}; it lies between 0 and 1", experiment.epsilon),
        ));
    }
    within(
        ("explore_steps", experiment.explore_steps),
        1..=experiment.steps,
    )
    .map(|_| ())
}

fn check_sizes(experiment: &Experiment) -> Result<(), ExperimentError> {
    if experiment.exposures() > EXPOSURES_MAX {
        return Err(ExperimentError::new(
            "exposures_per_step",
            format!(
                "times {} steps is {} exposures; at most {EXPOSURES_MAX} fit",
                experiment.steps,
                experiment.exposures()
            ),
        ));
    }
    if experiment.records() > RECORDS_MAX {
        return Err(ExperimentError::new(
            "replications",
            format!(
                "is {}; with these steps, groups and policies at most {} fit",
                experiment.replications,
                RECORDS_MAX * u64::from(experiment.replications) / experiment.records()
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: &str = r#""groups": [{"name": "A", "rate": 0.05}, {"name": "B", "rate": 0.06}]"#;

    fn read(rest: &str) -> Result<Experiment, String> {
        Experiment::from_json(&format!("{{{GROUPS}, {rest}}}")).map_err(|error| error.to_string())
    }

    #[test]
    fn hours_are_steps() {
        let hours = r#""hours": 336, "exposures_per_hour": 300, "cadence_hours": 24"#;
        let steps = r#""steps": 336, "exposures_per_step": 300, "cadence_steps": 24"#;
        let experiment = read(hours).unwrap();
        assert_eq!(experiment.unit, StepUnit::Hour);
        let in_steps = Experiment {
            unit: StepUnit::Step,
            ..experiment.clone()
        };
        assert_eq!(Ok(in_steps), read(steps));
        assert_eq!((experiment.steps, experiment.cadence_steps), (336, 24));
        assert_eq!(experiment.policies, [PolicyName::Thompson]);
        assert_eq!((experiment.replications, experiment.seed), (1000, 1));
    }

    #[test]
    fn errors_name_the_field() {
        let check = |rest: &str, expected: &str| assert_eq!(read(rest).unwrap_err(), expected);
        let sizes = r#""steps": 10, "exposures_per_step": 10"#;
        check(r#""exposures_per_step": 10"#, "steps is missing (or hours)");
        check(
            r#""steps": 10"#,
            "exposures_per_step is missing (or exposures_per_hour)",
        );
        check(
            &format!(r#"{sizes}, "hours": 10"#),
            "hours says the same as steps; give only one of them",
        );
        check(
            &format!(r#"{sizes}, "cadence_steps": 11"#),
            "cadence_steps is 11; it must lie between 1 and 10",
        );
        check(
            &format!(r#"{sizes}, "floor": 0.6"#),
            "floor is 0.6; with 2 groups it lies between 0 and 1/2",
        );
        check(
            &format!(r#"{sizes}, "policies": ["thompson", "thompson"]"#),
            "policies[1] names thompson a second time",
        );
        check(
            &format!(r#"{sizes}, "prior": {{"a": 0, "b": 1}}"#),
            "prior is no belief: Beta(0, 1) is out of range: \
             both numbers must lie between 0.1 and 1e12",
        );
        check(
            r#""steps": 100000, "exposures_per_step": 100000"#,
            "exposures_per_step times 100000 steps is 10000000000 exposures; at most 4294967295 fit",
        );
        check(
            r#""steps": 1000, "exposures_per_step": 10, "replications": 1000000"#,
            "replications is 1000000; with these steps, groups and policies at most 50000 fit",
        );
        assert!(
            read(&format!(r#"{sizes}, "polices": []"#))
                .unwrap_err()
                .contains("`polices`")
        );
        let rate = r#"{"groups": [{"name": "A", "rate": 5}, {"name": "B", "rate": 0}], "steps": 1,
            "exposures_per_step": 1}"#;
        assert_eq!(
            Experiment::from_json(rate).unwrap_err().to_string(),
            "groups[0].rate is 5; a click rate lies between 0 and 1"
        );
    }
}
