//! The report's part on the A/B test: how a policy would divide the traffic.

use simulations::bandit::{MeanError, Outcome, PolicyOutcome};

use crate::element::{Element, block, element};
use crate::report::campaign::{category, number};
use crate::report::charts::{Banded, Size, Steps, bands};
use crate::report::words::{count, percent, plural};
use crate::report::{card, figure, figures, table};

/// A simulated test.
#[derive(Debug, Clone)]
pub struct Bandit {
    /// What was simulated, under the heading.
    pub subject: String,
    /// What one step is: `hour`. Hours are told as days where there are many.
    pub step: String,
    /// The click rates that were assumed, in the order of the groups.
    pub rates: Vec<f64>,
    /// What came of it; the first policy is the one that is drawn.
    pub outcome: Outcome,
}

/// The section on the test; none where nothing was simulated.
pub fn section(bandit: &Bandit) -> Option<Element> {
    let policy = bandit.outcome.policies.first()?;
    let size = Size {
        width: 1000.0,
        height: 290.0,
    };
    let axis = steps(bandit, policy);
    let chart = bands(
        "Share of traffic over time",
        size,
        &series(bandit, policy),
        axis,
    );
    let note = element("p")
        .attribute("class", "faint")
        .text("Line: mean of the runs. Bands: where half and nine in ten of the runs lie.");
    Some(
        element("section")
            .attribute("id", "bandit")
            .child(
                element("header")
                    .child(element("h2").text("How the test would divide its traffic"))
                    .child(element("code").text(&bandit.subject)),
            )
            .child(
                element("p")
                    .attribute("class", "lead")
                    .text(conclusion(bandit, policy)),
            )
            .child(figures([
                figure(
                    "Simulated runs",
                    count(u64::from(bandit.outcome.replications)),
                ),
                figure("Clicks lost to learning", with_error(policy.regret)),
                figure(
                    "Clicks gained over an even split",
                    signed(policy.gain_over_even),
                ),
                figure("Runs with the wrong winner", percent(policy.wrong_winner)),
            ]))
            .child(card("Share of traffic by group", chart).child(note))
            .child(card("Groups", groups(bandit, policy)))
            .children((bandit.outcome.policies.len() > 1).then(|| policies(bandit))),
    )
}

/// Hours of more than this many days are told as days.
const DAYS_IN_HOURS_MAX: usize = 3;

/// In what a reader counts the steps.
fn steps<'a>(bandit: &'a Bandit, policy: &PolicyOutcome) -> Steps<'a> {
    if bandit.step == "hour" && policy.steps.len() > DAYS_IN_HOURS_MAX * 24 {
        Steps {
            unit: "day",
            per_unit: 24,
        }
    } else {
        Steps {
            unit: &bandit.step,
            per_unit: 1,
        }
    }
}

/// What comes of it, in two sentences.
fn conclusion(bandit: &Bandit, policy: &PolicyOutcome) -> String {
    let best = (0..bandit.rates.len()).max_by(|a, b| bandit.rates[*a].total_cmp(&bandit.rates[*b]));
    let (Some(best), Some(last)) = (best, policy.steps.last()) else {
        return "Nothing was simulated.".to_owned();
    };
    let sure = sure_by(bandit, policy).map_or_else(
        || "Fewer than half of the runs are ever 95% sure of a winner.".to_owned(),
        |by| format!("Half of the runs are 95% sure of a winner by {by}."),
    );
    let Steps { unit, per_unit } = steps(bandit, policy);
    format!(
        "After {}, {} wins in {} of the runs and gets {} of the traffic on average. {sure}",
        plural((policy.steps.len() / per_unit) as u64, unit),
        bandit.outcome.groups[best],
        percent(1.0 - policy.wrong_winner),
        percent(last.weights.mean[best]),
    )
}

/// When half of the runs are sure: `day 12`.
fn sure_by(bandit: &Bandit, policy: &PolicyOutcome) -> Option<String> {
    let Steps { unit, per_unit } = steps(bandit, policy);
    let step = policy.time_to_95.p50? as usize;
    Some(format!("{unit} {}", count(step.div_ceil(per_unit) as u64)))
}

fn series(bandit: &Bandit, policy: &PolicyOutcome) -> Vec<Banded> {
    let names = bandit.outcome.groups.iter().enumerate();
    names
        .map(|(index, name)| {
            let steps = || policy.steps.iter().map(|step| &step.weights);
            Banded {
                name: name.clone(),
                category: category(name, index),
                mean: steps().map(|weights| weights.mean[index]).collect(),
                half: steps()
                    .map(|weights| (weights.p25[index], weights.p75[index]))
                    .collect(),
                most: steps()
                    .map(|weights| (weights.p5[index], weights.p95[index]))
                    .collect(),
            }
        })
        .collect()
}

fn groups(bandit: &Bandit, policy: &PolicyOutcome) -> Element {
    let last = policy.steps.last();
    let rows = bandit
        .outcome
        .groups
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let dot = block("dot").attribute("data-category", category(name, index));
            let share = |of: Option<&Vec<f64>>| {
                of.and_then(|means| means.get(index))
                    .map_or("–".to_owned(), |mean| percent(*mean))
            };
            element("tr")
                .child(element("td").child(dot).text(name))
                .child(number(share(Some(&bandit.rates))))
                .child(number(share(last.map(|step| &step.p_best.mean))))
                .child(number(share(last.map(|step| &step.weights.mean))))
        });
    table(
        [
            "Group",
            "Assumed click rate",
            "Chance to be the best",
            "Share at the end",
        ],
        rows,
    )
}

fn policies(bandit: &Bandit) -> Element {
    let rows = bandit.outcome.policies.iter().map(|policy| {
        element("tr")
            .child(element("td").text(policy.policy))
            .child(number(with_error(policy.regret)))
            .child(number(percent(policy.wrong_winner)))
            .child(number(
                sure_by(bandit, policy).unwrap_or_else(|| "never".to_owned()),
            ))
    });
    let head = [
        "Policy",
        "Clicks lost to learning",
        "Wrong winner",
        "Half of the runs sure by",
    ];
    card("Policies on the same luck", table(head, rows))
}

/// A mean with its 95 % interval.
fn with_error(value: MeanError) -> String {
    value.se.map_or_else(
        || format!("{:.1}", value.mean),
        |error| format!("{:.1} ± {:.1}", value.mean, 1.96 * error),
    )
}

fn signed(value: f64) -> String {
    format!("{value:+.1}")
}
