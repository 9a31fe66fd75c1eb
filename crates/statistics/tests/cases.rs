//! The treaty cases: inputs, expected values, tolerances and sources that other tools agree on.
//!
//! They lie beside the project; in a clone without them this test says so and the tables in the modules,
//! which hold the same values, remain.

use serde_json::Value;
use statistics::best::{Comparison, chances_of_best, expected_losses};
use statistics::mismatch::{Intake, sample_ratio_mismatch};
use statistics::{Beta, Rapid, closed_form, regret};

const CASES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/perf/statistics-cases.json"
);

fn number(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
        .unwrap_or_else(|| panic!("no number {key:?} in {value}"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

fn beta(a: f64, b: f64) -> Beta {
    Beta::new(a, b).unwrap()
}

fn near(id: &str, ours: f64, expected: f64, tolerance: f64) {
    assert!(
        (ours - expected).abs() <= tolerance,
        "{id}: {ours} for {expected} ± {tolerance:e}"
    );
}

/// Two groups: the quadrature and the closed form.
fn two_groups(id: &str, inputs: &Value, expected: f64, tolerance: f64) {
    let a = beta(number(inputs, "aA"), number(inputs, "bA"));
    let b = beta(number(inputs, "aB"), number(inputs, "bB"));
    if id.starts_with("loss") {
        near(id, expected_losses(&[a, b])[1], expected, tolerance);
        near(
            id,
            closed_form::expected_loss(a, b).unwrap(),
            expected,
            tolerance,
        );
    } else {
        near(id, chances_of_best(&[a, b])[1], expected, tolerance);
        near(
            id,
            closed_form::chance_to_beat(a, b).unwrap(),
            expected,
            tolerance,
        );
    }
}

fn best(id: &str, inputs: &Value, expected: &Value, tolerance: f64) {
    let groups: Vec<Beta> = inputs["ab"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| beta(pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap()))
        .collect();
    let mut rapid = vec![0.0; groups.len()];
    Comparison::new().chances_of_best::<Rapid>(&groups, &mut rapid);
    let exact = chances_of_best(&groups);
    for (k, expected) in numbers(expected).into_iter().enumerate() {
        near(id, exact[k], expected, tolerance);
        near(id, rapid[k], expected, 1e-6);
    }
}

fn lai_robbins(id: &str, case: &Value, tolerance: f64) {
    let inputs = &case["inputs"];
    if inputs["p"].is_array() {
        let constant = regret::lai_robbins_constant(&numbers(&inputs["p"]));
        near(
            id,
            constant,
            number(&case["expected"], "constant"),
            tolerance,
        );
        let at_1e5 = constant * 1e5_f64.ln();
        near(
            id,
            at_1e5,
            number(&case["expected"], "times_lnT_1e5"),
            tolerance * 100.0,
        );
    } else {
        let mut rates = vec![0.5 - number(inputs, "eps"); number(inputs, "K") as usize];
        rates[0] = 0.5;
        near(
            id,
            regret::lai_robbins_constant(&rates),
            case["expected"].as_f64().unwrap(),
            1e-8,
        );
    }
}

/// Whether the case is one of ours, having checked it.
fn check(case: &Value) -> bool {
    let id = case["id"].as_str().unwrap();
    let inputs = &case["inputs"];
    let value = || case["expected"].as_f64().unwrap();
    let tolerance = case["tol"].as_f64().unwrap_or(f64::NAN);
    match id.split('-').next().unwrap() {
        "miller2" | "loss" => two_groups(id, inputs, value(), tolerance),
        "pbest" => best(id, inputs, &case["expected"], tolerance),
        "srm" => {
            let exposures = numbers(&inputs["users"])
                .iter()
                .map(|&users| users as u64)
                .collect();
            let intake = Intake {
                weights: numbers(&inputs["weights"]),
                exposures,
            };
            near(
                id,
                sample_ratio_mismatch(&[intake]).unwrap().p_value,
                value(),
                tolerance,
            );
        }
        "kl" => {
            let ours = regret::relative_entropy(number(inputs, "p"), number(inputs, "q"));
            near(id, ours, value(), tolerance);
        }
        "klucb" => {
            let ours = regret::kl_ucb_index(number(inputs, "x"), number(inputs, "d"));
            near(id, ours, value(), tolerance);
        }
        "ucb1" => {
            let [mean, n, t] = ["mean", "n", "t"].map(|key| number(inputs, key));
            near(id, regret::ucb1_index(mean, n, t), value(), tolerance);
        }
        "laiRobbins" => lai_robbins(id, case, tolerance),
        "betacdf" => {
            for (at, expected) in inputs
                .as_array()
                .unwrap()
                .iter()
                .zip(numbers(&case["expected"]))
            {
                let ours = beta(number(at, "a"), number(at, "b")).cdf(number(at, "x"));
                near(id, ours, expected, tolerance);
            }
        }
        "betappf" => {
            let intervals = case["expected"].as_array().unwrap();
            for (at, expected) in inputs.as_array().unwrap().iter().zip(intervals) {
                let (low, high) = beta(number(at, "a"), number(at, "b")).interval(0.95);
                near(id, low, expected[0].as_f64().unwrap(), tolerance);
                near(id, high, expected[1].as_f64().unwrap(), tolerance);
            }
        }
        _ => return false,
    }
    true
}

#[test]
fn treaty_cases() {
    let Ok(text) = std::fs::read_to_string(CASES) else {
        println!("skipped: no {CASES}");
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (covered, others): (Vec<&Value>, Vec<&Value>) = cases.iter().partition(|case| check(case));
    let others: Vec<&str> = others
        .iter()
        .map(|case| case["id"].as_str().unwrap())
        .collect();
    println!(
        "{} of {} cases covered; not of this crate: {others:?}",
        covered.len(),
        cases.len()
    );
    assert!(
        covered.len() >= 39,
        "only {} cases were recognised",
        covered.len()
    );
}
