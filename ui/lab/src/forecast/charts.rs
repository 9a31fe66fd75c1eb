//! The charts of the forecast panel: impressions by day and by hour, where they are lost, and how
//! often one person sees the message.

use std::rc::Rc;

use egui::{Color32, Ui};
use simulations::replay::{CampaignForecast, LogFacts};

use super::{State, days, losses};
use crate::charts::{Chart, Column, Columns, Layout, Shared, Span, grid_ui};
use crate::tokens::{self, Colours};
use crate::{csv, format};

const IMPRESSIONS: [&str; 2] = ["impression", "impressions"];

/// Draws the grid.
pub fn grid(ui: &mut Ui, state: &mut State) {
    let mut layout = std::mem::take(&mut state.layout);
    if let (Some(forecast), Some((found, before))) = (state.shown(), state.compared()) {
        charts_of(ui, &mut layout, &forecast.log, found, before);
    }
    state.layout = layout;
}

fn charts_of(
    ui: &mut Ui,
    layout: &mut Layout,
    log: &LogFacts,
    found: &CampaignForecast,
    before: Option<&CampaignForecast>,
) {
    let colours = tokens::colours(ui);
    let charts = [
        by_day(log, found, before, colours),
        losses::funnel(found, colours),
        losses::reasons(found, before, colours),
        frequency(found, before, colours),
        by_hour(found, before, colours),
    ];
    grid_ui(ui, layout, &Shared::default(), &charts);
}

fn by_day<'a>(
    log: &LogFacts,
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let days = days::filled(log, found);
    let before = before.map(|before| days::filled(log, before));
    let columns = days.iter().map(|(day, impressions)| Column {
        label: format::short_day(*day),
        value: *impressions,
        before: before.as_ref().map(|before| {
            let same = before.iter().find(|(known, _)| known == day);
            same.map_or(0, |(_, count)| *count)
        }),
        cell: day.to_string(),
        readout: format::long_day(*day),
    });
    columns_chart(
        "Impressions by day",
        Span::Row,
        columns,
        ("day", colours.accent, IMPRESSIONS),
    )
}

fn by_hour<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let columns = found
        .by_hour
        .iter()
        .enumerate()
        .map(|(hour, impressions)| Column {
            label: format!("{hour}"),
            value: *impressions,
            before: before.and_then(|before| before.by_hour.get(hour).copied()),
            cell: hour.to_string(),
            readout: format!("from {hour}:00 to {}:00", hour + 1),
        });
    columns_chart(
        "By hour of the day",
        Span::One,
        columns,
        ("hour", colours.accent, IMPRESSIONS),
    )
}

fn frequency<'a>(
    found: &'a CampaignForecast,
    before: Option<&'a CampaignForecast>,
    colours: &'static Colours,
) -> Chart<'a> {
    let people = |forecast: &CampaignForecast, shown: u32| {
        let same = forecast.frequency.iter().find(|bin| bin.shown == shown);
        same.map_or(0, |bin| bin.users)
    };
    let bins = [Some(found), before].into_iter().flatten();
    let bins = bins.flat_map(|forecast| &forecast.frequency);
    let most = bins.map(|bin| bin.shown).max().unwrap_or(0);
    let columns = (1..=most).map(|shown| Column {
        label: format!("{shown}×"),
        cell: shown.to_string(),
        value: people(found, shown),
        before: before.map(|before| people(before, shown)),
        readout: format!("saw it {}", times(shown)),
    });
    let marks = ("shown", colours.info, ["person", "people"]);
    columns_chart("How often one person sees it", Span::One, columns, marks)
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", format::count(u64::from(count))),
    }
}

fn columns_chart<'a>(
    title: &'static str,
    span: Span,
    columns: impl Iterator<Item = Column>,
    (head, colour, nouns): (&'static str, Color32, [&'static str; 2]),
) -> Chart<'a> {
    let columns: Rc<[Column]> = columns.collect();
    let listed = Rc::clone(&columns);
    Chart {
        title,
        note: nouns[1].to_owned(),
        span,
        csv: Box::new(move || {
            let cells = |column: &Column| [column.cell.clone(), column.value.to_string()];
            csv::table(&format!("{head},{}", nouns[1]), listed.iter().map(cells))
        }),
        draw: Box::new(move |ui| {
            let columns = &columns;
            Columns {
                columns,
                colour,
                nouns,
            }
            .ui(ui);
        }),
    }
}
