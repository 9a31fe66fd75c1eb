//! The reading of the forecast panel.

use egui::Ui;
use simulations::replay::{CampaignForecast, Forecast};

use super::days;
use crate::widgets::{Figure, conclusion_ui, figure_ui, section_ui};
use crate::{format, theme, tokens};

/// Draws the reading; `before` is the forecast under the campaign's own caps, where other caps
/// are tried.
pub fn reading_ui(
    ui: &mut Ui,
    forecast: &Forecast,
    found: &CampaignForecast,
    before: Option<&CampaignForecast>,
) {
    section_ui(ui, "Conclusion");
    conclusion_ui(ui, &conclusion(forecast, found, before));
    ui.add_space(tokens::SPACE_8);
    for figure in figures(forecast, found, before) {
        figure_ui(ui, &figure);
        ui.add_space(tokens::SPACE_4);
    }
    let words = format!(
        "The log's days are moved by {}: to the start of the campaign's period, or to today \
         where it has none.",
        format::counted(forecast.log.shift_weeks.unsigned_abs(), "week")
    );
    if forecast.log.shift_weeks != 0 {
        ui.label(theme::quiet(ui, words, tokens::TEXT_12));
    }
}

/// What a designer should take away, in words.
pub fn conclusion(
    forecast: &Forecast,
    found: &CampaignForecast,
    before: Option<&CampaignForecast>,
) -> String {
    if found.matched == 0 {
        return "No event of this log fires the trigger. Check the event's name and filters \
                against the log."
            .to_owned();
    }
    let days = days::count(&forecast.log);
    let shown = format!(
        "In {} the message is shown {} to {}.",
        format::counted(days, "day"),
        format::counted(found.impressions, "time"),
        format::people(found.reach)
    );
    if let Some(before) = before {
        return format!("{shown} {}", difference(found, before));
    }
    match found.refused.iter().max_by_key(|(_, count)| **count) {
        Some((code, count)) if *count > 0 => {
            let reason = code.split('.').nth(1).unwrap_or(code);
            format!(
                "{shown} Most is lost to the {}: {} of {}.",
                format::words(reason),
                format::percent(*count as f64 / found.matched as f64),
                format::counted(found.matched, "matching event")
            )
        }
        _ => shown,
    }
}

fn difference(found: &CampaignForecast, before: &CampaignForecast) -> String {
    let more = found.impressions as i64 - before.impressions as i64;
    let share = more.unsigned_abs() as f64 / before.impressions.max(1) as f64;
    let word = if more > 0 { "more" } else { "fewer" };
    match more {
        0 => "That is as many as with the campaign's own caps.".to_owned(),
        _ => format!(
            "That is {} {word} impressions ({}) than with the campaign's own caps.",
            format::count(more.unsigned_abs()),
            format::percent(share)
        ),
    }
}

fn figures(
    forecast: &Forecast,
    found: &CampaignForecast,
    before: Option<&CampaignForecast>,
) -> Vec<Figure> {
    let compared = |then: fn(&CampaignForecast) -> u64| {
        let words = |before| format!(" · {} with its own caps", format::count(then(before)));
        before.map_or_else(String::new, words)
    };
    let days = days::count(&forecast.log) as f64;
    let share = |part: u64, whole: u64| format::percent(part as f64 / whole.max(1) as f64);
    let mut figures = vec![
        Figure {
            label: "Impressions".to_owned(),
            value: format::count(found.impressions),
            interval: format!(
                "{} a day{}",
                format::amount(found.impressions as f64 / days),
                compared(|before| before.impressions)
            ),
            definition: "Times the message is shown. Test devices are not counted.",
        },
        Figure {
            label: "Reach".to_owned(),
            value: format::people(found.reach),
            interval: format!(
                "{} of the log{}",
                share(found.reach, forecast.users),
                compared(|before| before.reach)
            ),
            definition: "Different people who see the message at least once.",
        },
        Figure {
            label: "Impressions per person reached".to_owned(),
            value: format::amount(found.impressions as f64 / found.reach.max(1) as f64),
            interval: String::new(),
            definition: "Impressions divided by reach.",
        },
        Figure {
            label: "Cap hits".to_owned(),
            value: format::count(cap_hits(found)),
            interval: format!(
                "{} of matching events{}",
                share(cap_hits(found), found.matched),
                compared(cap_hits)
            ),
            definition: "Matching events that a cap refused: the person had seen the message as \
                         often as the campaign lets them.",
        },
    ];
    if found.displaced > 0 {
        figures.push(Figure {
            label: "Displaced".to_owned(),
            value: format::count(found.displaced),
            interval: "another message was shown instead".to_owned(),
            definition: "Events at which this message was eligible and one of higher priority, or \
                         one still on screen, took the place.",
        });
    }
    figures
}

fn cap_hits(found: &CampaignForecast) -> u64 {
    found.cap_hits.values().sum()
}
