//! Runs against what independent programs got, and against themselves.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// The reference workload: three groups, 100 steps of 1,000 exposures, weights after each step.
fn reference(replications: u32, rest: &str) -> Experiment {
    Experiment::from_json(&format!(
        r#"{{"groups": [{{"name": "A", "rate": 0.05}}, {{"name": "B", "rate": 0.055}},
            {{"name": "C", "rate": 0.06}}], "steps": 100, "exposures_per_step": 1000,
            "replications": {replications}{rest}}}"#
    ))
    .unwrap()
}

fn run(experiment: Experiment) -> Run {
    let wanted = experiment.replications;
    let mut run = Run::new(experiment, None).unwrap();
    run.advance(wanted, &());
    assert_eq!(run.done(), wanted);
    run
}

fn policy(replications: u32, rest: &str) -> PolicyOutcome {
    run(reference(replications, rest))
        .outcome()
        .policies
        .remove(0)
}

/// The regret of `rest`, against the mean and standard error that other programs got.
fn check_regret(replications: u32, rest: &str, mean: f64, se: f64) -> PolicyOutcome {
    let outcome = policy(replications, rest);
    let ours = outcome.regret;
    let ours_se = ours.se.unwrap();
    let allowed = 3.0 * (ours_se * ours_se + se * se).sqrt();
    println!("{rest}: {:.2} ± {ours_se:.2} for {mean} ± {se}", ours.mean);
    assert!(
        (ours.mean - mean).abs() <= allowed,
        "{rest}: {ours:?} for {mean} ± {se}"
    );
    outcome
}

#[test]
fn a_fixed_split_has_the_regret_of_its_weights() {
    let outcome = check_regret(1000, r#", "policies": ["fixed"]"#, 500.0, 0.0);
    assert!(outcome.gain_over_even.abs() < 1.0);
    assert_eq!(
        outcome.steps[99].weights.p95,
        [1.0 / 3.0_f32; 3].map(f64::from)
    );
}

#[test]
fn batched_thompson_has_the_known_regret() {
    let outcome = check_regret(1000, "", 90.7, 0.45);
    assert!(outcome.wrong_winner < 0.015, "{}", outcome.wrong_winner);
    assert!(outcome.p_best_final > 0.95, "{}", outcome.p_best_final);
}

#[test]
fn floors_and_top_two_have_the_known_regret() {
    check_regret(1000, r#", "floor": 0.01"#, 100.7, 0.4);
    check_regret(
        300,
        r#", "floor": 0.01, "policies": ["top_two"]"#,
        302.9,
        0.3,
    );
}

#[test]
fn cadences_have_the_known_regret() {
    let hourly = |cadence: u32| {
        let text = format!(
            r#"{{"groups": [{{"name": "A", "rate": 0.05}}, {{"name": "B", "rate": 0.055}},
                {{"name": "C", "rate": 0.06}}], "hours": 336, "exposures_per_hour": 300,
                "cadence_hours": {cadence}, "replications": 1000}}"#
        );
        run(Experiment::from_json(&text).unwrap())
            .outcome()
            .policies
            .remove(0)
            .regret
    };
    for (cadence, mean, se) in [(1, 89.6, 1.0), (24, 102.5, 0.3), (48, 124.7, 0.25)] {
        let ours = hourly(cadence);
        let ours_se = ours.se.unwrap();
        println!(
            "every {cadence} h: {:.2} ± {ours_se:.2} for {mean} ± {se}",
            ours.mean
        );
        let allowed = 3.0 * (ours_se * ours_se + se * se).sqrt();
        assert!(
            (ours.mean - mean).abs() <= allowed,
            "every {cadence} h: {ours:?}"
        );
    }
}

#[test]
fn policies_of_every_exposure_have_the_known_regret() {
    check_regret(50, r#", "policies": ["epsilon_greedy"]"#, 130.0, 4.0);
    check_regret(50, r#", "policies": ["ucb1"]"#, 377.0, 1.0);
    check_regret(50, r#", "policies": ["thompson_per_exposure"]"#, 84.0, 4.0);
    check_regret(20, r#", "policies": ["kl_ucb"]"#, 144.0, 7.0);
}

#[test]
fn explore_then_commit_commits() {
    let rest = r#", "policies": ["explore_then_commit"], "explore_steps": 20"#;
    let trace = trace(&reference(1, rest), PolicyName::ExploreThenCommit, 0);
    assert_eq!(trace.steps[19].weights, [1.0 / 3.0; 3]);
    let committed = &trace.steps[20].weights;
    assert_eq!(committed.iter().filter(|&&weight| weight == 1.0).count(), 1);
    assert_eq!(&trace.steps[99].weights, committed);
}

#[test]
fn burn_in_is_even() {
    let trace = trace(
        &reference(1, r#", "burn_in_steps": 30"#),
        PolicyName::Thompson,
        0,
    );
    assert!(
        trace.steps[..30]
            .iter()
            .all(|step| step.weights == [1.0 / 3.0; 3])
    );
    assert_ne!(trace.steps[30].weights, [1.0 / 3.0; 3]);
    assert_eq!(trace.steps[30].weights, trace.steps[29].p_best);
}

#[test]
fn the_first_replications_are_the_same_however_many_follow() {
    let both = r#", "policies": ["thompson", "epsilon_greedy"]"#;
    let few = run(reference(20, both));
    let many = run(reference(60, both));
    assert_eq!(few.played(), &many.played()[..20]);
    let mut grown = Run::new(reference(60, both), NonZeroUsize::new(1)).unwrap();
    for wanted in [7, 20, 60] {
        grown.advance(wanted, &());
    }
    assert_eq!(grown.played(), many.played());
    assert_eq!(grown.outcome(), many.outcome());
}

#[test]
fn threads_do_not_matter() {
    let outcome = |threads| {
        let mut run = Run::new(reference(50, ""), NonZeroUsize::new(threads)).unwrap();
        run.advance(50, &());
        serde_json::to_string(&run.outcome()).unwrap()
    };
    assert_eq!(outcome(1), outcome(3));
}

#[test]
fn another_seed_is_another_run() {
    let first = policy(5, "").regret;
    let second = policy(5, r#", "seed": 2"#).regret;
    assert_ne!(first, second);
}

#[test]
fn an_opened_replication_is_the_one_of_the_run() {
    let run = run(reference(4, ""));
    let trace = trace(run.experiment(), PolicyName::Thompson, 3);
    let played = &run.played()[3][0];
    assert_eq!(trace.sure_after, played.sure_after);
    assert_eq!(trace.steps[99].regret, played.regret);
    for (step, records) in trace.steps.iter().zip(played.records.chunks(3)) {
        assert_eq!(step.exposures.iter().sum::<u64>(), 1000);
        assert_eq!(step.exposures_so_far[2], u64::from(records[2].exposures));
        assert_eq!(step.clicks_so_far[1], u64::from(records[1].clicks));
    }
}

#[test]
fn policies_share_their_luck() {
    // Before the first re-weighting, the batched policies have seen the same.
    let experiment = reference(1, r#", "policies": ["fixed", "thompson"]"#);
    let fixed = trace(&experiment, PolicyName::Fixed, 0);
    let thompson = trace(&experiment, PolicyName::Thompson, 0);
    assert_eq!(fixed.steps[0], thompson.steps[0]);
}

#[test]
fn a_cancelled_run_keeps_what_it_has() {
    struct AfterTen(AtomicU32);
    impl Observer for AfterTen {
        fn progress(&self, done: u32, wanted: u32) {
            assert_eq!(wanted, 1000);
            self.0.store(done, Ordering::Relaxed);
        }
        fn is_cancelled(&self) -> bool {
            self.0.load(Ordering::Relaxed) >= 10
        }
    }
    let mut run = Run::new(reference(1000, ""), NonZeroUsize::new(1)).unwrap();
    run.advance(1000, &AfterTen(AtomicU32::new(0)));
    assert_eq!(run.done(), 10);
    assert_eq!(run.outcome().replications, 10);
}
