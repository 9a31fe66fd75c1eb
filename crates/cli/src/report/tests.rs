use simulations::bandit::{
    Band, GroupBands, MeanError, Outcome, PolicyName, PolicyOutcome, StepOutcome, TimeToSure,
};
use simulations::replay::Forecast;

use super::*;
use crate::report::publish::PublishedItem;

/// A forecast as `rehearsal replay --json` prints it.
fn forecast() -> Forecast {
    serde_json::from_value(serde_json::json!({
        "seed": 1,
        "log": {
            "content_hash": "5f2c0a9be5d14f20",
            "first": "2024-01-04T11:45:38Z",
            "last": "2024-06-29T22:02:40Z",
            "shift_weeks": 0
        },
        "order": "documented",
        "events": 31105, "folded": 9000, "users": 600,
        "campaigns": [{
            "key": "spring", "name": "Spring <b>table</b> & more",
            "matched": 1000, "assumed": 0, "impressions": 500, "reach": 200, "test_shown": 3,
            "displaced": 96, "pending": 1,
            "funnel": [
                {"gate": "trigger", "survivors": 1000, "refused": 30105},
                {"gate": "frequency", "survivors": 600, "refused": 400},
                {"gate": "screen", "survivors": 500, "refused": 100}
            ],
            "refused": {"frequency.session_cap": 300, "frequency.user_window_cap": 100},
            "cap_hits": {"frequency.session_cap": 300, "frequency.user_window_cap": 100},
            "groups": {"A": {"impressions": 500, "clicks": 25, "reach": 200}},
            "by_day": [
                {"day": "2024-01-04", "impressions": 300},
                {"day": "2024-01-07", "impressions": 200}
            ],
            "by_hour": [0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            "by_platform": {"pc_web": 500},
            "frequency": [{"shown": 1, "users": 150}, {"shown": 15, "users": 50}]
        }],
        "displaced": [{"campaign": "spring", "by": "other", "events": 7}]
    }))
    .expect("a forecast")
}

/// Two groups over three steps, B ahead.
fn outcome() -> Outcome {
    let bands = |a: f64, b: f64| GroupBands {
        mean: vec![a, b],
        p5: vec![a, b],
        p25: vec![a, b],
        p50: vec![a, b],
        p75: vec![a, b],
        p95: vec![a, b],
    };
    let step = StepOutcome {
        weights: bands(0.25, 0.75),
        p_best: bands(0.1, 0.9),
        click_rate: bands(0.04, 0.06),
        exposures: bands(100.0, 300.0),
        clicks: bands(4.0, 18.0),
        regret: Band {
            mean: 2.0,
            p5: 2.0,
            p25: 2.0,
            p50: 2.0,
            p75: 2.0,
            p95: 2.0,
        },
    };
    let policy = PolicyOutcome {
        policy: PolicyName::Thompson,
        regret: MeanError {
            mean: 12.34,
            se: Some(0.5),
        },
        gain_over_even: 4.25,
        wrong_winner: 0.125,
        p_best_final: 0.9,
        time_to_95: TimeToSure {
            p5: None,
            p25: Some(2),
            p50: Some(3),
            p75: None,
            p95: None,
            never: 0.4,
        },
        steps: vec![step; 3],
    };
    Outcome {
        seed: 1,
        replications: 200,
        groups: vec!["A".to_owned(), "B".to_owned()],
        lai_robbins: 1.0,
        fixed_test_exposures_per_group: None,
        policies: vec![policy],
    }
}

fn extras() -> Extras {
    Extras {
        pictures: vec![Picture {
            campaign: "spring".to_owned(),
            caption: "A, step 1".to_owned(),
            png: vec![1, 2, 3],
        }],
        bandit: Some(Bandit {
            subject: "spring".to_owned(),
            step: "day".to_owned(),
            rates: vec![0.04, 0.06],
            outcome: outcome(),
        }),
        published: Some(Published {
            server: "http://127.0.0.1:4000".to_owned(),
            items: vec![PublishedItem {
                name: "Spring".to_owned(),
                outcome: "published".to_owned(),
                revision: Some(1),
                message: "It is new there.".to_owned(),
            }],
            active: vec!["spring".to_owned()],
        }),
    }
}

#[test]
fn the_report_says_what_the_forecast_says() {
    let page = html("Sample", "The shop's log", &forecast(), &extras());
    for words in [
        "The shop's log",
        "31,105",
        "4 Jan 2024 to 29 Jun 2024",
        "Frequency holds back the most: 400 of 1,000 matching events (40.0%). \
         Main reason: already shown enough in this session.",
        "300 already shown enough in this session · 100 seen too recently",
        "96 another message was shown · 1 still waiting for the delay when the log ends",
        "3 events shown to a test device",
        "7 Jan 2024: 200 impressions",
        "12 times or more: 50 people",
        "data:image/png;base64,AQID",
        "12.3 ± 1.0",
        "After 3 days, B wins in 87.5% of the runs and gets 75.0% of the traffic on average. \
         Half of the runs are 95% sure of a winner by day 3.",
        "+4.2",
        "gets 1 message",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn names_cannot_become_markup() {
    let page = html("<script>", "<img>", &forecast(), &Extras::default());
    assert!(page.contains("Spring &lt;b&gt;table&lt;/b&gt; &amp; more"));
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>table"));
}

#[test]
fn what_is_not_there_is_left_out() {
    let page = html("Sample", "log", &forecast(), &Extras::default());
    assert!(!page.contains("id=\"bandit\"") && !page.contains("id=\"publish\""));
    assert!(!page.contains("class=\"gallery\""));
}

#[test]
fn the_style_sheet_has_both_themes() {
    let css = style_sheet();
    assert!(css.contains("@media (prefers-color-scheme: dark) { :root {\n  --neutral-1"));
    assert_eq!(css.matches('{').count(), css.matches('}').count());
}
