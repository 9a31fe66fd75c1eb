//! The charts of the forecast panel: impressions by day and hour, the funnel, the caps that were
//! hit, and how often one person sees the message.

use egui::{Color32, Ui};
use simulations::replay::{CampaignForecast, FunnelStep};

use super::State;
use crate::charts::{Chart, Column, Columns, Row, Shared, Span, grid_ui, rows_ui};
use crate::tokens::{self, Colours};
use crate::{format, theme};

/// The gates in their order; a gate's place is its colour. What follows the gates has none.
const GATES: [&str; 8] =
    ["trigger", "layout", "test_device", "status", "period", "frequency", "audience", "experiment"];

/// Draws the grid.
pub fn grid(ui: &mut Ui, state: &mut State) {
    let Some((found, before)) = state.compared() else { return };
    let (found, before) = (found.clone(), before.cloned());
    let before = before.as_ref();
    let colours = tokens::colours(ui);
    let charts = [
        by_day(&found, before, colours),
        funnel(&found, colours),
        caps(&found, before, colours),
        frequency(&found, before, colours),
        by_hour(&found, before, colours),
    ];
    let State { layout, .. } = state;
    grid_ui(ui, layout, &Shared::default(), &charts);
}

fn by_day<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let columns = found.by_day.iter().map(|day| Column {
        label: format::short_day(&day.day),
        value: day.impressions,
        before: before.map(|before| {
            let same = before.by_day.iter().find(|known| known.day == day.day);
            same.map_or(0, |known| known.impressions)
        }),
        readout: day.day.clone(),
    });
    let rows = found.by_day.iter().map(|day| (day.day.clone(), day.impressions));
    columns_chart("Impressions by day", Span::Row, columns, rows, "day", (colours.accent, "impression"))
}

fn by_hour<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let columns = found.by_hour.iter().enumerate().map(|(hour, impressions)| Column {
        label: format!("{hour}"),
        value: *impressions,
        before: before.and_then(|before| before.by_hour.get(hour).copied()),
        readout: format!("from {hour}:00 to {}:00", hour + 1),
    });
    let rows = found.by_hour.iter().enumerate().map(|(hour, count)| (hour.to_string(), *count));
    columns_chart("By hour of the day", Span::One, columns, rows, "hour", (colours.accent, "impression"))
}

fn frequency<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let columns = found.frequency.iter().map(|bin| Column {
        label: format!("{}×", bin.shown),
        value: bin.users,
        before: before.map(|before| {
            let same = before.frequency.iter().find(|known| known.shown == bin.shown);
            same.map_or(0, |known| known.users)
        }),
        readout: format!("saw it {}", times(u64::from(bin.shown))),
    });
    let rows = found.frequency.iter().map(|bin| (bin.shown.to_string(), bin.users));
    let marks = (colours.info, "reached person");
    columns_chart("How often one person sees it", Span::One, columns, rows, "shown", marks)
}

fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", format::count(count)),
    }
}

fn columns_chart<'a>(
    title: &'static str,
    span: Span,
    columns: impl Iterator<Item = Column>,
    rows: impl Iterator<Item = (String, u64)>,
    head: &'static str,
    (colour, noun): (Color32, &'static str),
) -> Chart<'a> {
    let columns: Vec<Column> = columns.collect();
    let mut csv = format!("{head},{}s\n", noun.replace(' ', "_"));
    for (name, value) in rows {
        csv.push_str(&format!("{name},{value}\n"));
    }
    Chart {
        title,
        note: format!("{}s", noun),
        span,
        csv: Box::new(move || csv.clone()),
        draw: Box::new(move |ui| Columns { columns: &columns, colour, noun }.ui(ui)),
    }
}

fn funnel<'a>(found: &'a CampaignForecast, colours: &'static Colours) -> Chart<'a> {
    let mut rows = vec![Row {
        name: "matched".to_owned(),
        value: found.matched,
        lost: 0,
        number: format::count(found.matched),
        colour: colours.neutral[6],
        readout: vec!["events that fire the trigger".to_owned()],
    }];
    rows.extend(
        found.funnel.iter().filter(|step| step.gate != "trigger").map(|step| funnel_row(found, step, colours)),
    );
    let mut csv = "gate,survivors,refused\n".to_owned();
    for step in &found.funnel {
        csv.push_str(&format!("{},{},{}\n", step.gate, step.survivors, step.refused));
    }
    Chart {
        title: "Funnel",
        note: "events left after each gate; pale: refused there".to_owned(),
        span: Span::One,
        csv: Box::new(move || csv.clone()),
        draw: Box::new(move |ui| rows_ui(ui, &rows, found.matched)),
    }
}

fn funnel_row(found: &CampaignForecast, step: &FunnelStep, colours: &Colours) -> Row {
    let of_gate = |code: &&String| code.split('.').next() == Some(step.gate.as_str());
    let mut reasons: Vec<(&String, u64)> =
        found.refused.iter().map(|(code, count)| (code, *count)).filter(|(code, _)| of_gate(code)).collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut readout = vec![format!("{} refused here", format::count(step.refused))];
    readout.extend(reasons.into_iter().map(|(code, count)| {
        let reason = code.split('.').nth(1).unwrap_or(code);
        format!("{}: {}", format::words(reason), format::count(count))
    }));
    Row {
        name: format::words(&step.gate),
        value: step.survivors,
        lost: step.refused,
        number: match step.refused {
            0 => "–".to_owned(),
            refused => format!("−{}", format::count(refused)),
        },
        colour: gate_colour(&step.gate, colours),
        readout,
    }
}

fn gate_colour(gate: &str, colours: &Colours) -> Color32 {
    let place = GATES.iter().position(|known| *known == gate);
    place.map_or(colours.neutral[6], |at| colours.category(at))
}

/// Every reason with its count, the largest first: cap hits among them, in the gates' colours.
fn caps<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let mut refused: Vec<(&String, u64)> =
        found.refused.iter().map(|(code, count)| (code, *count)).filter(|(_, count)| *count > 0).collect();
    refused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most = refused.first().map_or(1, |(_, count)| *count);
    let rows: Vec<Row> = refused
        .iter()
        .map(|(code, count)| {
            let (gate, reason) = code.split_once('.').unwrap_or((code, code));
            let before = before.map(|before| before.refused.get(*code).copied().unwrap_or(0));
            let compared = before.map(|before| format!("{} with the campaign's caps", format::count(before)));
            Row {
                name: format::words(reason),
                value: *count,
                lost: 0,
                number: format::count(*count),
                colour: gate_colour(gate, colours),
                readout: [format!("refused by the {} gate", format::words(gate))].into_iter().chain(compared).collect(),
            }
        })
        .collect();
    let mut csv = "reason,events\n".to_owned();
    for (code, count) in &refused {
        csv.push_str(&format!("{code},{count}\n"));
    }
    Chart {
        title: "Why it was not shown",
        note: "events by reason".to_owned(),
        span: Span::One,
        csv: Box::new(move || csv.clone()),
        draw: Box::new(move |ui| {
            if rows.is_empty() {
                ui.label(theme::quiet(ui, "Every matching event became an impression.", tokens::TEXT_13));
            }
            rows_ui(ui, &rows, most);
        }),
    }
}
