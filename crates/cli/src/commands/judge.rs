//! `rehearsal judge`: what the counts of an A/B test say.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use serde_json::Value as Json;
use statistics::Beta;
use statistics::judgement::{Cadence, GroupCount, Judgement, judge};

/// The P(best) at which a test is called.
const CALLED_AT: f64 = 0.95;
/// Below this p-value people are not where the weights would have put them.
const MISMATCH_BELOW: f64 = 0.001;

/// Judges an A/B test from counts: P(best), intervals, expected loss, sample ratio mismatch
#[derive(clap::Args)]
#[command(after_help = "Example:
  echo '[{\"name\": \"A\", \"exposures\": 1000, \"clicks\": 50},
         {\"name\": \"B\", \"exposures\": 1000, \"clicks\": 70}]' | rehearsal judge -

Weights are equal unless a group gives \"weight\". Where weights changed, give one entry for each
cadence: [{\"weights\": [0.5, 0.5], \"groups\": [{\"name\", \"exposures\", \"clicks\"}, …]}, …]. With
sticky assignment, the exposures of a cadence are the people newly assigned in it.

JSON: {\"groups\": [{\"name\", \"exposures\", \"clicks\", \"rate\", \"low\", \"high\", \"p_best\",
\"expected_loss\"}], \"srm\": {\"chi2\", \"freedom\", \"p_value\"}, \"prior\", \"level\"}")]
pub struct Args {
    /// Counts as JSON; - reads stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Belief about each rate before the test, Beta(a, b)
    #[arg(long, value_name = "A,B", default_value = "1,1", value_parser = parse_prior)]
    prior: Beta,
    /// Share of belief inside each interval
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

fn parse_prior(text: &str) -> Result<Beta, String> {
    let (a, b) = text
        .split_once(',')
        .ok_or("expected two numbers with a comma between")?;
    let number = |text: &str| {
        let number = text.trim().parse::<f64>();
        number.map_err(|_| format!("{text:?} is no number"))
    };
    Beta::new(number(a)?, number(b)?).map_err(|error| error.to_string())
}

/// Judges and prints.
///
/// # Errors
/// A file that cannot be read, counts that contradict each other.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args {
        file,
        prior,
        level,
        json,
    } = args;
    let name = if file == Path::new("-") {
        "stdin".to_owned()
    } else {
        file.display().to_string()
    };
    let text = read(&file).with_context(|| format!("could not read {name}"))?;
    let cadences = parse(&text).map_err(|error| anyhow!("could not use {name}: {error}"))?;
    let judgement = judge(&cadences, prior, level)
        .map_err(|error| anyhow!("could not judge {name}: {error}"))?;
    if json {
        println!("{}", serde_json::to_string(&judgement)?);
    } else {
        print!("{}", describe(&judgement));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> std::io::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(file)
}

/// Either form; errors name the entry.
fn parse(text: &str) -> Result<Vec<Cadence>, String> {
    let json: Json =
        serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let Json::Array(entries) = json else {
        return Err("it is no list of groups or cadences".to_owned());
    };
    let has_cadences = entries.iter().any(|entry| entry.get("groups").is_some());
    let numbered = entries.into_iter().enumerate();
    if has_cadences {
        return numbered
            .map(|(at, entry)| {
                serde_json::from_value(entry)
                    .map_err(|error| format!("cadence {}: {error}", at + 1))
            })
            .collect();
    }
    let groups: Result<Vec<GroupCount>, String> = numbered
        .map(|(at, entry)| {
            serde_json::from_value(entry).map_err(|error| format!("group {}: {error}", at + 1))
        })
        .collect();
    Ok(vec![Cadence::whole_test(groups?)])
}

/// The table and what it means.
fn describe(judgement: &Judgement) -> String {
    let percent = |share: f64| 100.0 * share;
    let name = judgement
        .groups
        .iter()
        .map(|group| group.name.chars().count())
        .max()
        .unwrap_or(0)
        .max(5);
    let level = percent(judgement.level);
    let interval = format!("{level} % interval");
    let mut lines = vec![format!(
        "{:<name$}  {:>11}  {:>11}  {:>10}  {interval:>19}  {:>8}  {:>23}",
        "group", "exposures", "clicks", "click rate", "P(best)", "loss if chosen"
    )];
    for group in &judgement.groups {
        let rate = group
            .rate
            .map_or("–".to_owned(), |rate| format!("{:.3} %", percent(rate)));
        let interval = format!("{:.3} – {:.3} %", percent(group.low), percent(group.high));
        let p_best = format!("{:.2} %", percent(group.p_best));
        let loss = format!("{:.1} clicks in 10,000", 1e4 * group.expected_loss);
        lines.push(format!(
            "{:<name$}  {:>11}  {:>11}  {rate:>10}  {interval:>19}  {p_best:>8}  {loss:>23}",
            group.name, group.exposures, group.clicks
        ));
    }
    lines.push(String::new());
    lines.push(verdict(judgement));
    lines.join("\n")
}

/// One sentence about the winner, one about the traffic.
fn verdict(judgement: &Judgement) -> String {
    let Some(leader) = judgement.leader() else {
        return String::new();
    };
    let sure = 100.0 * leader.p_best;
    let loss = 1e4 * leader.expected_loss;
    let winner = if leader.p_best >= CALLED_AT {
        format!(
            "{} is the best with {sure:.1} %: the test can be called.",
            leader.name
        )
    } else {
        format!(
            "{} is the best so far, with {sure:.1} %: too early to call at {:.0} %; choosing it now \
             would lose {loss:.1} clicks in 10,000 exposures on average.",
            leader.name,
            100.0 * CALLED_AT
        )
    };
    let srm = judgement.srm;
    let traffic = if srm.p_value < MISMATCH_BELOW {
        format!(
            "The traffic does not fit the weights (χ² {:.2}, p {:.2e}): find out why before \
             trusting the result.",
            srm.chi2, srm.p_value
        )
    } else {
        format!(
            "The traffic fits the weights (χ² {:.2}, p {:.3}).",
            srm.chi2, srm.p_value
        )
    };
    format!("{winner}\n{traffic}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"[{"name": "A", "exposures": 1000, "clicks": 50},
        {"name": "B", "exposures": 1000, "clicks": 55},
        {"name": "long name", "exposures": 1000, "clicks": 60}]"#;

    fn judged(text: &str) -> Judgement {
        judge(&parse(text).unwrap(), Beta::UNIFORM, 0.95).unwrap()
    }

    #[test]
    fn json_has_its_stable_keys() {
        let json = serde_json::to_value(judged(PLAIN)).unwrap();
        let group = &json["groups"][0];
        for key in [
            "name",
            "exposures",
            "clicks",
            "rate",
            "low",
            "high",
            "p_best",
            "expected_loss",
        ] {
            assert!(!group[key].is_null(), "{key} in {group}");
        }
        assert_eq!(json["srm"]["p_value"], 1.0);
        assert_eq!(json["srm"]["chi2"], 0.0);
    }

    #[test]
    fn both_forms_are_read() {
        let cadences = r#"[{"weights": [0.5, 0.5], "groups": [
            {"name": "A", "exposures": 10, "clicks": 1}, {"name": "B", "exposures": 12, "clicks": 1}]}]"#;
        assert_eq!(judged(cadences).groups.len(), 2);
        let errors = [
            ("{}", "it is no list of groups or cadences"),
            (
                r#"[{"name": "A", "clicks": 1}]"#,
                "group 1: missing field `exposures`",
            ),
            (r#"[{"groups": []}]"#, "cadence 1: missing field `weights`"),
        ];
        for (text, expected) in errors {
            assert_eq!(parse(text).unwrap_err(), expected);
        }
    }

    #[test]
    fn people_read_a_table_and_a_conclusion() {
        let text = describe(&judged(PLAIN));
        let lines: Vec<&str> = text.lines().collect();
        let widths: Vec<usize> = lines[..4].iter().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|&width| width == widths[0]), "{text}");
        assert!(
            lines[5].starts_with("long name is the best so far, with 62.0 %"),
            "{text}"
        );
        assert_eq!(lines[6], "The traffic fits the weights (χ² 0.00, p 1.000).");
    }
}
