//! `rehearsal simulate`: how an A/B test would behave, by Monte Carlo.

use std::io::{IsTerminal as _, stderr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use simulations::bandit::{
    Experiment, Observer, Outcome, PolicyOutcome, Run, StepUnit, TimeToSure,
};

/// Simulates an experiment many times over: when it can be called, how often wrongly, at what cost
#[derive(clap::Args)]
#[command(
    after_help = "Example: rehearsal simulate fixtures/experiments/three-groups.json

An experiment file: {\"groups\": [{\"name\", \"rate\"}, …], \"steps\": 100, \"exposures_per_step\": 1000,
\"cadence_steps\": 1, \"policies\": [\"thompson\"], \"replications\": 1000, \"seed\": 1}; hours,
exposures_per_hour and cadence_hours may replace the three step keys. Options: \"floor\" (least
weight of a group), \"burn_in_steps\" or \"burn_in_hours\" (even traffic at first), \"prior\": {\"a\", \"b\"},
\"epsilon\", \"explore_steps\". Policies: fixed, thompson, thompson_per_exposure, top_two,
epsilon_greedy, ucb1, kl_ucb, explore_then_commit.

JSON: {\"seed\", \"replications\", \"policies\": [{\"policy\", \"regret\": {\"mean\", \"se\"}, \"wrong_winner\",
\"p_best_final\", \"time_to_95\": {\"p50\", \"never\", …}, \"steps\": [{\"weights\": {\"mean\": […], \"p5\": […],
\"p95\": […], …}, …}]}]}; time_to_95 is in steps."
)]
pub struct Args {
    /// The experiment
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replications, instead of the file's
    #[arg(long)]
    replications: Option<u32>,
    /// Seed, instead of the file's
    #[arg(long)]
    seed: Option<u64>,
    /// Threads to compute on; the result is the same for any number [default: all]
    #[arg(long)]
    threads: Option<NonZeroUsize>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Simulates and prints.
///
/// # Errors
/// A file that cannot be read or is no experiment.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args {
        file,
        replications,
        seed,
        threads,
        json,
    } = args;
    let name = file.display();
    let text = std::fs::read_to_string(&file).with_context(|| format!("could not read {name}"))?;
    let mut experiment = Experiment::from_json(&text)
        .map_err(|error| anyhow!("could not simulate {name}: {error}"))?;
    if let Some(replications) = replications {
        experiment = experiment
            .with_replications(replications)
            .map_err(|error| anyhow!("could not simulate {name}: {error}"))?;
    }
    experiment.seed = seed.unwrap_or(experiment.seed);
    let wanted = experiment.replications;
    let mut run = Run::new(experiment, threads).context("could not start the threads")?;
    let bar = Bar::new(wanted);
    run.advance(wanted, &bar);
    bar.0.finish_and_clear();
    let outcome = run.outcome();
    if json {
        println!("{}", serde_json::to_string(&outcome)?);
    } else {
        print!("{}", describe(run.experiment(), &outcome));
    }
    Ok(ExitCode::SUCCESS)
}

/// Progress on stderr, if somebody sees it.
struct Bar(ProgressBar);

impl Bar {
    fn new(wanted: u32) -> Self {
        if !stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style =
            ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} replications");
        Self(
            ProgressBar::new(wanted.into())
                .with_style(style.unwrap_or(ProgressStyle::default_bar())),
        )
    }
}

impl Observer for Bar {
    fn progress(&self, done: u32, _wanted: u32) {
        self.0.set_position(done.into());
    }
}

/// The tables and what they mean.
fn describe(experiment: &Experiment, outcome: &Outcome) -> String {
    let unit = unit_name(experiment.unit);
    let mut lines = vec![
        format!(
            "{} groups, {} {unit}s of {} exposures, re-weighted every {} {unit}s; {} replications, \
             seed {}",
            experiment.groups.len(),
            experiment.steps,
            experiment.exposures_per_step,
            experiment.cadence_steps,
            outcome.replications,
            outcome.seed,
        ),
        String::new(),
        format!(
            "{:<21}  {:>18}  {:>12}  {:>8}  {:>12}  {:>22}  {:>6}",
            "policy",
            "regret, clicks",
            "against even",
            "P(best)",
            "wrong winner",
            format!("95 % sure after, {unit}s"),
            "never"
        ),
    ];
    lines.extend(outcome.policies.iter().map(policy_row));
    lines.push(
        "\nRegret: clicks missed in expectation, ± its standard error. Sure: when P(best) of some \
         group\nreaches 95 %, the median and what 5 and 95 % of the replications stay below.\n"
            .to_owned(),
    );
    lines.extend(
        outcome
            .policies
            .iter()
            .map(|policy| final_weights(experiment, policy)),
    );
    lines.extend(
        outcome
            .policies
            .iter()
            .map(|policy| conclusion(experiment.unit, policy)),
    );
    if let Some(exposures) = outcome.fixed_test_exposures_per_group {
        lines.push(format!(
            "A fixed test of the best against the second needs {exposures} exposures a group \
             (5 % false alarms, 80 % power)."
        ));
    }
    lines.join("\n") + "\n"
}

fn unit_name(unit: StepUnit) -> &'static str {
    match unit {
        StepUnit::Step => "step",
        StepUnit::Hour => "hour",
    }
}

fn policy_row(policy: &PolicyOutcome) -> String {
    let se = policy
        .regret
        .se
        .map_or(String::new(), |se| format!(" ± {se:.1}"));
    let regret = format!("{:.1}{se}", policy.regret.mean);
    let gain = format!("{:+.1}", policy.gain_over_even);
    let p_best = format!("{:.1} %", 100.0 * policy.p_best_final);
    let wrong = format!("{:.1} %", 100.0 * policy.wrong_winner);
    let time = |time: Option<u32>| time.map_or("never".to_owned(), |time| time.to_string());
    let TimeToSure {
        p5,
        p50,
        p95,
        never,
        ..
    } = policy.time_to_95;
    let sure = format!("{} ({} – {})", time(p50), time(p5), time(p95));
    let never = format!("{:.1} %", 100.0 * never);
    format!(
        "{:<21}  {regret:>18}  {gain:>12}  {p_best:>8}  {wrong:>12}  {sure:>22}  {never:>6}",
        policy.policy
    )
}

/// Where the traffic goes in the end.
fn final_weights(experiment: &Experiment, policy: &PolicyOutcome) -> String {
    let Some(last) = policy.steps.last() else {
        return String::new();
    };
    let weights = &last.weights;
    let groups = experiment.groups.iter().enumerate().map(|(at, group)| {
        let [mean, p5, p95] = [&weights.mean, &weights.p5, &weights.p95].map(|all| 100.0 * all[at]);
        format!("{} {mean:.1} % ({p5:.1} – {p95:.1} %)", group.name)
    });
    format!(
        "{}: last weights {}",
        policy.policy,
        groups.collect::<Vec<_>>().join(", ")
    )
}

/// One sentence for whoever has to plan the test.
fn conclusion(unit: StepUnit, policy: &PolicyOutcome) -> String {
    let TimeToSure {
        p25,
        p50,
        p75,
        never,
        ..
    } = policy.time_to_95;
    let when = match (p25, p50, p75) {
        (Some(early), _, Some(late)) => {
            format!(
                "the middle half of tests is 95 % sure after {}",
                span(unit, early, late)
            )
        }
        (_, Some(half), _) => format!("half of the tests are 95 % sure by {}", length(unit, half)),
        _ => format!("{:.0} % of the tests never become 95 % sure", 100.0 * never),
    };
    let wrong = if policy.wrong_winner > 0.0 {
        format!(
            "in 1 of {:.0} the wrong group leads in the end",
            1.0 / policy.wrong_winner
        )
    } else {
        "the wrong group never leads in the end".to_owned()
    };
    format!("With {}, {when}; {wrong}.", policy.policy)
}

fn span(unit: StepUnit, early: u32, late: u32) -> String {
    match unit {
        StepUnit::Hour if early >= 48 => {
            format!(
                "{:.0} to {:.0} days",
                f64::from(early) / 24.0,
                f64::from(late) / 24.0
            )
        }
        _ => format!("{early} to {late} {}s", unit_name(unit)),
    }
}

fn length(unit: StepUnit, time: u32) -> String {
    match unit {
        StepUnit::Hour if time >= 48 => format!("day {:.0}", f64::from(time) / 24.0),
        _ => format!("{} {time}", unit_name(unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPERIMENT: &str = include_str!("../../../../fixtures/experiments/three-groups.json");

    fn outcome(replications: u32) -> (Experiment, Outcome) {
        let experiment = Experiment::from_json(EXPERIMENT).unwrap();
        let experiment = experiment.with_replications(replications).unwrap();
        let mut run = Run::new(experiment, NonZeroUsize::new(1)).unwrap();
        run.advance(replications, &());
        (run.experiment().clone(), run.outcome())
    }

    #[test]
    fn json_has_its_stable_keys() {
        let json = serde_json::to_value(outcome(10).1).unwrap();
        assert_eq!(
            (&json["seed"], &json["replications"]),
            (&1.into(), &10.into())
        );
        let policy = &json["policies"][0];
        assert_eq!(policy["policy"], "thompson");
        for pointer in [
            "/regret/mean",
            "/regret/se",
            "/wrong_winner",
            "/p_best_final",
            "/time_to_95/never",
        ] {
            assert!(policy.pointer(pointer).unwrap().is_f64(), "{pointer}");
        }
        assert!(policy["time_to_95"].get("p50").is_some());
        assert_eq!(policy["steps"].as_array().unwrap().len(), 336);
        for key in ["mean", "p5", "p95"] {
            assert_eq!(
                policy["steps"][0]["weights"][key].as_array().unwrap().len(),
                3,
                "{key}"
            );
        }
    }

    #[test]
    fn people_read_tables_and_a_conclusion() {
        let (experiment, outcome) = outcome(20);
        let text = describe(&experiment, &outcome);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2].chars().count(), lines[3].chars().count(), "{text}");
        assert!(
            lines[9].starts_with("With thompson, the middle half of tests is"),
            "{text}"
        );
        assert!(lines[10].contains("34028 exposures a group"), "{text}");
    }
}
