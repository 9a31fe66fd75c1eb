//! The reading of the bandit panel: figures with intervals, and what to conclude.

use egui::Ui;

use super::answer::{Answer, TimeToCall};
use super::setting::Setting;
use crate::widgets::{Figure, conclusion_ui, figure_ui, section_ui};
use crate::{format, theme, tokens};

/// 95 % of a normal distribution lies within so many standard errors.
const Z_95: f64 = 1.96;

/// Draws the reading.
pub fn reading_ui(ui: &mut Ui, setting: &Setting, answer: &Answer) {
    section_ui(ui, "Conclusion");
    conclusion_ui(ui, &conclusion(setting, answer));
    ui.add_space(tokens::SPACE_8);
    for figure in found(setting, answer)
        .into_iter()
        .chain(compared(setting, answer))
    {
        figure_ui(ui, &figure);
        ui.add_space(tokens::SPACE_4);
    }
    ui.add_space(tokens::SPACE_8);
    section_ui(ui, "At the end of the test");
    groups_ui(ui, answer);
}

/// What a designer should take away, in words.
pub fn conclusion(setting: &Setting, answer: &Answer) -> String {
    let rates = setting.groups.iter().map(|group| group.rate_percent);
    let lowest = rates.clone().fold(f64::INFINITY, f64::min);
    let highest = rates.fold(f64::NEG_INFINITY, f64::max);
    let length = format::counted(setting.days.round() as u64, "day");
    if lowest == highest {
        return format!(
            "The groups are equally good. Even so, {} of such tests call a winner within \
             {length}: what is called here is luck.",
            format::percent(1.0 - answer.time_to_call.never)
        );
    }
    format!(
        "{} {}",
        when(answer.time_to_call, &length),
        risk(answer.wrong_winner, &length)
    )
}

fn when(time: TimeToCall, length: &str) -> String {
    let days = |hours: f64| (hours / 24.0).max(1.0).ceil() as u64;
    match (time.p25, time.p50, time.p75) {
        (Some(early), _, Some(late)) if days(early) == days(late) => format!(
            "With this traffic the test can be called on day {}.",
            days(early)
        ),
        (Some(early), _, Some(late)) => format!(
            "With this traffic half of all tests can be called between day {} and day {}.",
            days(early),
            days(late)
        ),
        (_, Some(middle), None) => format!(
            "With this traffic every second test can be called by day {}, but {} never within \
             {length}.",
            days(middle),
            one_in(time.never)
        ),
        _ => format!(
            "With this traffic most tests cannot be called within {length}: {} reach 95 %. Run \
             longer, or compare fewer groups.",
            format::percent(1.0 - time.never)
        ),
    }
}

fn risk(wrong_winner: f64, length: &str) -> String {
    match wrong_winner {
        0.0 => format!("After {length} the best group led in every replication."),
        share => format!("After {length} the wrong group leads in {}.", one_in(share)),
    }
}

/// A share in words: `1 of 12`, and percent where that says more.
fn one_in(share: f64) -> String {
    match share {
        0.0 => "none".to_owned(),
        _ if share <= 0.34 => format!("1 of {}", format::count((1.0 / share).round() as u64)),
        _ => format::percent(share),
    }
}

/// What the simulation found, with its own uncertainty.
fn found(setting: &Setting, answer: &Answer) -> [Figure; 3] {
    let time = answer.time_to_call;
    let days = |hours: f64| format!("{:.1}", hours / 24.0);
    let never = format!("{} never reach it", format::percent(time.never));
    let spread = match (time.p25, time.p75) {
        (Some(early), Some(late)) => {
            format!("half within {} to {} · {never}", days(early), days(late))
        }
        _ => never,
    };
    let best_clicks = exposures(setting) * setting.best_rate();
    let margin = |se: f64| Z_95 * se;
    let wrong = answer.wrong_winner;
    let wrong_se = (wrong * (1.0 - wrong) / answer.replications.max(1) as f64).sqrt();
    [
        Figure {
            label: "Time to 95 %".to_owned(),
            value: time.p50.map_or_else(
                || "not reached".to_owned(),
                |hours| format!("{} days", days(hours)),
            ),
            interval: spread,
            definition: "Days until P(best) of one group first reaches 95 %: the median over \
                         replications, and the share that never reaches it.",
        },
        Figure {
            label: "Wrong winner".to_owned(),
            value: format::percent(wrong),
            interval: format!("± {}", format::percent(margin(wrong_se))),
            definition: "The share of replications in which the group with the highest P(best) at \
                         the end is not the best one; ± is a 95 % interval of the simulation.",
        },
        Figure {
            label: "Regret".to_owned(),
            value: format!("{} clicks", format::amount(answer.regret_mean)),
            interval: format!(
                "± {} · {} of what was possible",
                answer
                    .regret_se
                    .map_or_else(|| "?".to_owned(), |se| format::amount(margin(se))),
                format::percent(answer.regret_mean / best_clicks),
            ),
            definition: "Clicks lost because exposures went to groups that are not the best: \
                         Σ n (p* − p), the mean over replications with a 95 % interval, and its \
                         share of the clicks that the best group alone would have had.",
        },
    ]
}

/// What follows from the setting, and what the test is compared with.
fn compared(setting: &Setting, answer: &Answer) -> [Figure; 3] {
    [
        Figure {
            label: "Exposures".to_owned(),
            value: format::count(exposures(setting).round() as u64),
            interval: String::new(),
            definition: "Traffic per hour times the length of the test.",
        },
        Figure {
            label: "Gain over an even split".to_owned(),
            value: format!("{} clicks", format::amount(answer.gain_over_even)),
            interval: String::new(),
            definition: "Clicks expected above those of the same traffic split evenly to the end.",
        },
        Figure {
            label: "A fixed test would need".to_owned(),
            value: answer.exposures_of_fixed_test.map_or_else(
                || "no number is enough".to_owned(),
                |count| format!("{} per group", format::count(count)),
            ),
            interval: "exposures".to_owned(),
            definition: "Exposures per group for an even split to tell the best from the second \
                         best, with 5 % false alarms and 80 % power.",
        },
    ]
}

fn exposures(setting: &Setting) -> f64 {
    setting.traffic_per_hour * setting.days * 24.0
}

fn groups_ui(ui: &mut Ui, answer: &Answer) {
    let colours = tokens::colours(ui);
    let last = |values: &[f64]| values.last().copied().unwrap_or_default();
    let table = egui::Grid::new("groups").min_row_height(tokens::TEXT_13.1);
    table
        .spacing([tokens::SPACE_16, tokens::SPACE_4])
        .show(ui, |ui| {
            for head in ["Group", "Share", "5 % to 95 %"] {
                ui.label(theme::quiet(ui, head, tokens::TEXT_12));
            }
            ui.end_row();
            for group in &answer.groups {
                let weight = &group.weight;
                let share = |values: &[f64]| format!("{:.0} %", last(values) * 100.0);
                ui.label(
                    theme::medium(&group.name, tokens::TEXT_13)
                        .color(colours.category(group.place)),
                );
                ui.label(
                    theme::mono(share(&weight.mean), tokens::TEXT_12).color(colours.neutral[9]),
                );
                let range = format!("{} to {}", share(&weight.p5), share(&weight.p95));
                ui.label(theme::mono(range, tokens::TEXT_12).color(colours.neutral[7]));
                ui.end_row();
            }
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concluded(time_to_call: TimeToCall, wrong_winner: f64) -> String {
        let answer = Answer {
            time_to_call,
            wrong_winner,
            replications: 1_000,
            ..Answer::default()
        };
        conclusion(&Setting::default(), &answer)
    }

    #[test]
    fn the_conclusion_is_a_sentence() {
        let time = |p25, p50, p75, never| TimeToCall {
            p25,
            p50,
            p75,
            never,
        };
        for (time, wrong, expected) in [
            (
                time(Some(192.0), Some(264.0), Some(336.0), 0.2),
                0.083,
                "With this traffic half of all tests can be called between day 8 and day 14. \
                 After 14 days the wrong group leads in 1 of 12.",
            ),
            (
                time(Some(24.0), Some(24.0), Some(24.0), 0.0),
                0.0,
                "With this traffic the test can be called on day 1. After 14 days the best group \
                 led in every replication.",
            ),
            (
                time(Some(192.0), Some(300.0), None, 0.3),
                0.1,
                "With this traffic every second test can be called by day 13, but 1 of 3 never \
                 within 14 days. After 14 days the wrong group leads in 1 of 10.",
            ),
            (
                time(None, None, None, 0.9),
                0.4,
                "With this traffic most tests cannot be called within 14 days: 10.0 % reach 95 %. \
                 Run longer, or compare fewer groups. After 14 days the wrong group leads in \
                 40.0 %.",
            ),
        ] {
            assert_eq!(concluded(time, wrong), expected);
        }
    }

    #[test]
    fn equal_groups_have_no_winner() {
        let mut setting = Setting::default();
        setting
            .groups
            .iter_mut()
            .for_each(|group| group.rate_percent = 5.0);
        let time_to_call = TimeToCall {
            never: 0.88,
            ..TimeToCall::default()
        };
        let answer = Answer {
            time_to_call,
            ..Answer::default()
        };
        let words = conclusion(&setting, &answer);
        assert!(
            words.starts_with("The groups are equally good. Even so, 12.0 %"),
            "{words}"
        );
    }
}
