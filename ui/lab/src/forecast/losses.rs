//! Where impressions are lost: the funnel gate by gate, and every reason with its count. A gate
//! has the colour of its place in the order, here as in the designer.

use std::cmp::Reverse;

use egui::Color32;
use exposure::GATES;
use simulations::replay::{CampaignForecast, FunnelStep};

use crate::charts::{Chart, Row, Span, rows_ui};
use crate::tokens::{self, Colours};
use crate::{csv, format, theme};

/// Events left after each gate.
pub fn funnel<'a>(found: &'a CampaignForecast, colours: &'static Colours) -> Chart<'a> {
    Chart {
        title: "Funnel",
        note: "events left after each gate; pale: refused there".to_owned(),
        span: Span::One,
        csv: Box::new(|| {
            let counts = |step: &FunnelStep| [step.survivors, step.refused].map(|n| n.to_string());
            let cells = |step: &FunnelStep| [step.gate.clone()].into_iter().chain(counts(step));
            csv::table("gate,survivors,refused", found.funnel.iter().map(cells))
        }),
        draw: Box::new(move |ui| rows_ui(ui, &funnel_rows(found, colours), found.matched)),
    }
}

fn funnel_rows(found: &CampaignForecast, colours: &Colours) -> Vec<Row> {
    let plain = |name: &str, value: u64, colour: Color32, readout: &str| Row {
        name: name.to_owned(),
        value,
        lost: 0,
        number: format::count(value),
        colour,
        readout: vec![readout.to_owned()],
    };
    let matched = "events that fire the trigger";
    let shown = found.impressions + found.test_shown;
    let mut rows = vec![plain("matched", found.matched, colours.neutral[6], matched)];
    // The trigger has let through what matched: its row would say the same twice.
    let after_trigger = found
        .funnel
        .iter()
        .filter(|step| step.gate != GATES[0].word());
    rows.extend(after_trigger.map(|step| gate_row(found, step, colours)));
    rows.push(plain(
        "shown",
        shown,
        colours.accent,
        "impressions, and what test devices saw",
    ));
    rows
}

fn gate_row(found: &CampaignForecast, step: &FunnelStep, colours: &Colours) -> Row {
    let refused_here = format!("{} refused here", format::count(step.refused));
    let reasons = refusals(found)
        .into_iter()
        .filter(|(gate, ..)| *gate == step.gate);
    let reasons = reasons
        .map(|(_, reason, count)| format!("{}: {}", format::words(reason), format::count(count)));
    Row {
        name: format::words(&step.gate),
        value: step.survivors,
        lost: step.refused,
        number: match step.refused {
            0 => "–".to_owned(),
            refused => format!("−{}", format::count(refused)),
        },
        colour: gate_colour(&step.gate, colours),
        readout: [refused_here].into_iter().chain(reasons).collect(),
    }
}

/// Every reason with its count, the largest first; cap hits are among them.
pub fn reasons<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    Chart {
        title: "Why it was not shown",
        note: "events by reason".to_owned(),
        span: Span::One,
        csv: Box::new(|| {
            let cells = |(gate, reason, count): (&str, &str, u64)| {
                [format!("{gate}.{reason}"), count.to_string()]
            };
            csv::table("reason,events", refusals(found).into_iter().map(cells))
        }),
        draw: Box::new(move |ui| {
            let rows = reason_rows(found, before, colours);
            let most = rows.first().map_or(1, |row| row.value);
            if rows.is_empty() {
                let words = "No event was refused by a gate.";
                ui.label(theme::quiet(ui, words, tokens::TEXT_13));
            }
            rows_ui(ui, &rows, most);
        }),
    }
}

fn reason_rows(
    found: &CampaignForecast,
    before: Option<&CampaignForecast>,
    colours: &Colours,
) -> Vec<Row> {
    let row = |(gate, reason, count): (&str, &str, u64)| {
        let by_gate = format!("refused by the {} gate", format::words(gate));
        let compared = before.map(|before| {
            let code = format!("{gate}.{reason}");
            let then = before.refused.get(&code).copied().unwrap_or(0);
            format!("{} with the campaign's own caps", format::count(then))
        });
        Row {
            name: format::words(reason),
            value: count,
            lost: 0,
            number: format::count(count),
            colour: gate_colour(gate, colours),
            readout: [by_gate].into_iter().chain(compared).collect(),
        }
    };
    refusals(found).into_iter().map(row).collect()
}

/// Gate, reason and count, the largest first.
fn refusals(found: &CampaignForecast) -> Vec<(&str, &str, u64)> {
    let mut refused: Vec<(&str, &str, u64)> = found
        .refused
        .iter()
        .filter(|(_, count)| **count > 0)
        .filter_map(|(code, count)| {
            code.split_once('.')
                .map(|(gate, reason)| (gate, reason, *count))
        })
        .collect();
    refused.sort_by_key(|(_, _, count)| Reverse(*count));
    refused
}

/// What is no gate, such as a message still on screen, has no colour.
fn gate_colour(word: &str, colours: &Colours) -> Color32 {
    let place = GATES.iter().position(|gate| gate.word() == word);
    place.map_or(colours.neutral[6], |at| colours.category(at))
}
