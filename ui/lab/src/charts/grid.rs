//! The grid of a panel's charts. A double click on a chart gives it the whole middle; another,
//! or Escape, gives it back.

use egui::{
    Align, CornerRadius, Frame, Key, Layout as Direction, Margin, PointerButton, Rect, ScrollArea,
    Stroke, Ui, UiBuilder, vec2,
};

use super::Shared;
use crate::widgets::{Icon, icon_button};
use crate::{theme, tokens};

const COLUMN_WIDTH_MIN: f32 = 300.0;
const ROW_HEIGHT_MIN: f32 = 190.0;
const COPIED_SHOWN_S: f64 = 1.6;

/// How much of a row a chart takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A column.
    One,
    /// The whole row.
    Row,
}

/// One chart of a panel.
pub struct Chart<'a> {
    /// Its name; unique in its panel.
    pub title: &'static str,
    /// Units, and what the bands are.
    pub note: String,
    /// How much of a row it takes.
    pub span: Span,
    /// Its numbers, for a spreadsheet.
    pub csv: Box<dyn Fn() -> String + 'a>,
    /// Draws it in the space that is left.
    pub draw: Box<dyn Fn(&mut Ui) + 'a>,
}

/// What a person has done to the grid.
#[derive(Debug, Default)]
pub struct Layout {
    /// The title of the chart that has the whole middle.
    pub maximised: Option<&'static str>,
}

/// Draws the charts in two columns, in one where the window is narrow.
pub fn grid_ui(ui: &mut Ui, layout: &mut Layout, shared: &Shared, charts: &[Chart<'_>]) {
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        layout.maximised = None;
    }
    let space = ui.available_rect_before_wrap();
    if let Some(chart) = charts
        .iter()
        .find(|chart| Some(chart.title) == layout.maximised)
    {
        card_ui(ui, space, chart, layout, shared);
        return;
    }
    let gap = tokens::SPACE_12;
    let columns = if space.width() >= 2.0 * COLUMN_WIDTH_MIN + gap {
        2
    } else {
        1
    };
    let rows = rows_of(charts, columns);
    let least = ROW_HEIGHT_MIN + gap;
    let height = ((space.height() + gap) / rows.len() as f32).max(least) - gap;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let whole = vec2(space.width(), rows.len() as f32 * (height + gap) - gap);
        let (_, area) = ui.allocate_space(whole);
        for (at, row) in rows.iter().enumerate() {
            let width = (area.width() + gap) / row.len() as f32 - gap;
            for (column, chart) in row.iter().enumerate() {
                let corner = vec2(column as f32 * (width + gap), at as f32 * (height + gap));
                let rect = Rect::from_min_size(area.min + corner, vec2(width, height));
                card_ui(ui, rect, chart, layout, shared);
            }
        }
    });
}

fn rows_of<'c, 'a>(charts: &'c [Chart<'a>], columns: usize) -> Vec<Vec<&'c Chart<'a>>> {
    let mut rows: Vec<Vec<&Chart<'_>>> = Vec::new();
    for chart in charts {
        match rows.last_mut() {
            Some(row)
                if chart.span == Span::One && row[0].span == Span::One && row.len() < columns =>
            {
                row.push(chart);
            }
            _ => rows.push(vec![chart]),
        }
    }
    rows
}

fn card_ui(ui: &mut Ui, rect: Rect, chart: &Chart<'_>, layout: &mut Layout, shared: &Shared) {
    let colours = tokens::colours(ui);
    let builder = UiBuilder::new().id_salt(chart.title).max_rect(rect);
    let header = ui
        .scope_builder(builder, |ui| {
            Frame::new()
                .fill(colours.neutral[0])
                .stroke(Stroke::new(1.0, colours.neutral[4]))
                .corner_radius(CornerRadius::same(tokens::RADIUS_10))
                .inner_margin(Margin::same(tokens::SPACE_12 as i8))
                .show(ui, |ui| {
                    ui.set_min_size(rect.size() - vec2(26.0, 26.0));
                    let header = header_ui(ui, chart, layout, shared);
                    (chart.draw)(ui);
                    header
                })
                .inner
        })
        .inner;
    let is_double_click =
        ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
    if is_double_click && ui.rect_contains_pointer(rect) && !ui.rect_contains_pointer(header) {
        toggle(layout, chart.title);
    }
}

/// The title and the buttons; answers where the buttons are.
fn header_ui(ui: &mut Ui, chart: &Chart<'_>, layout: &mut Layout, shared: &Shared) -> Rect {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = tokens::SPACE_8;
        ui.label(theme::semibold(chart.title, tokens::TEXT_13));
        let buttons = Direction::right_to_left(Align::Center);
        ui.with_layout(buttons, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let is_maximised = layout.maximised == Some(chart.title);
            let (icon, verb) = if is_maximised {
                (Icon::Shrink, "Give back the space")
            } else {
                (Icon::Expand, "Maximise")
            };
            let mut buttons = Rect::NOTHING;
            let response = icon_button(ui, icon, &format!("{verb}: {}", chart.title));
            buttons = buttons.union(response.rect);
            if response.clicked() {
                toggle(layout, chart.title);
            }
            buttons = buttons.union(copy_ui(ui, chart));
            if shared.zoom.get().is_some() {
                let response = icon_button(ui, Icon::Reset, "Show the whole time");
                buttons = buttons.union(response.rect);
                if response.clicked() {
                    shared.zoom.set(None);
                }
            }
            ui.with_layout(Direction::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(theme::quiet(ui, &chart.note, tokens::TEXT_12)).truncate());
            });
            buttons
        })
        .inner
    })
    .inner
}

fn copy_ui(ui: &mut Ui, chart: &Chart<'_>) -> Rect {
    let id = egui::Id::unique(("copied", chart.title));
    let now_s = ui.input(|input| input.time);
    let response = icon_button(ui, Icon::Copy, &format!("Copy as CSV: {}", chart.title));
    if response.clicked() {
        ui.ctx().copy_text((chart.csv)());
        ui.data_mut(|data| data.insert_temp(id, now_s));
    }
    let copied_s: Option<f64> = ui.data(|data| data.get_temp(id));
    if copied_s.is_some_and(|copied_s| now_s - copied_s < COPIED_SHOWN_S) {
        ui.label(theme::medium("Copied", tokens::TEXT_12).color(tokens::colours(ui).success));
        ui.ctx().request_repaint_after_secs(COPIED_SHOWN_S as f32);
    }
    response.rect
}

fn toggle(layout: &mut Layout, title: &'static str) {
    layout.maximised = match layout.maximised {
        Some(_) => None,
        None => Some(title),
    };
}
