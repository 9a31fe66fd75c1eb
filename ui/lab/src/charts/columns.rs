//! Columns side by side: a count per day, per hour, per number of impressions.

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::scale::ticks;
use crate::{format, theme, tokens};

const AXIS_WIDTH: f32 = 44.0;
const AXIS_HEIGHT: f32 = 20.0;
const LABEL_GAP: f32 = 14.0;
const COLUMN_WIDTH_MAX: f32 = 44.0;

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Under the column, where there is room.
    pub label: String,
    /// What it stands for, in a table: `2026-05-01`.
    pub cell: String,
    /// Its height.
    pub value: u64,
    /// Its height under the campaign's own caps, where others are tried.
    pub before: Option<u64>,
    /// What the pointer reads over it, after the value.
    pub readout: String,
}

/// A chart of columns.
#[derive(Debug)]
pub struct Columns<'a> {
    /// From left to right.
    pub columns: &'a [Column],
    /// The colour of all.
    pub colour: Color32,
    /// What is counted, of one and of many: `impression`, `impressions`.
    pub nouns: [&'a str; 2],
}

impl Columns<'_> {
    /// Draws the chart in the space that is left.
    pub fn ui(&self, ui: &mut Ui) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let highest = self
            .columns
            .iter()
            .map(|column| column.value.max(column.before.unwrap_or(0)));
        let top = highest.max().unwrap_or(0).max(1) as f64 * 1.06;
        let field = Rect::from_min_max(
            pos2(rect.left() + AXIS_WIDTH, rect.top() + 4.0),
            rect.max - vec2(0.0, AXIS_HEIGHT),
        );
        let painter = ui.painter_at(rect.expand(2.0));
        paint_grid(ui, &painter, field, top);
        let slot = field.width() / self.columns.len().max(1) as f32;
        let hovered = response
            .hover_pos()
            .filter(|pointer| field.contains(*pointer));
        let hovered = hovered.map(|pointer| ((pointer.x - field.left()) / slot) as usize);
        for (at, column) in self.columns.iter().enumerate() {
            let left = field.left() + at as f32 * slot;
            self.paint_column(
                &painter,
                ui,
                column,
                (left, slot),
                field,
                top,
                hovered == Some(at),
            );
        }
        self.paint_labels(&painter, ui, field, slot);
        if let Some(column) = hovered.and_then(|at| self.columns.get(at)) {
            response.on_hover_ui_at_pointer(|ui| self.readout_ui(ui, column));
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of one picture, used once"
    )]
    fn paint_column(
        &self,
        painter: &Painter,
        ui: &Ui,
        column: &Column,
        (left, slot): (f32, f32),
        field: Rect,
        top: f64,
        is_hovered: bool,
    ) {
        let colours = tokens::colours(ui);
        let height = |value: u64| field.height() * (value as f64 / top) as f32;
        let width = (slot * 0.74).clamp(1.0, COLUMN_WIDTH_MAX);
        let centre = left + slot / 2.0;
        if is_hovered {
            let back =
                Rect::from_min_max(pos2(left, field.top()), pos2(left + slot, field.bottom()));
            painter.rect_filled(back, 0.0, colours.neutral[2]);
        }
        let from = pos2(centre - width / 2.0, field.bottom() - height(column.value));
        let bar = Rect::from_min_max(from, pos2(centre + width / 2.0, field.bottom()));
        let round = (width / 4.0).min(3.0) as u8;
        let radius = CornerRadius {
            nw: round,
            ne: round,
            sw: 0,
            se: 0,
        };
        painter.rect_filled(bar, radius, self.colour);
        if let Some(before) = column.before.filter(|before| *before > 0) {
            let y = field.bottom() - height(before);
            let stroke = Stroke::new(1.5, colours.neutral[6]);
            painter.hline(
                centre - width / 2.0 - 1.0..=centre + width / 2.0 + 1.0,
                y,
                stroke,
            );
        }
    }

    /// As many labels as fit, evenly spaced from the first.
    fn paint_labels(&self, painter: &Painter, ui: &Ui, field: Rect, slot: f32) {
        let colours = tokens::colours(ui);
        let widest = self.columns.iter().map(|column| {
            painter
                .layout_no_wrap(
                    column.label.clone(),
                    theme::small_font(),
                    colours.neutral[7],
                )
                .size()
                .x
        });
        let needed = widest.fold(0.0, f32::max) + LABEL_GAP;
        let every = (needed / slot).ceil().max(1.0) as usize;
        for (at, column) in self.columns.iter().enumerate().step_by(every) {
            let half = needed / 2.0 - LABEL_GAP / 2.0;
            let centre = field.left() + (at as f32 + 0.5) * slot;
            if centre + half <= field.right() + 2.0 {
                let place = pos2(centre, field.bottom() + 5.0);
                let font = theme::small_font();
                painter.text(
                    place,
                    Align2::CENTER_TOP,
                    &column.label,
                    font,
                    colours.neutral[7],
                );
            }
        }
    }

    fn readout_ui(&self, ui: &mut Ui, column: &Column) {
        let noun = self.nouns[usize::from(column.value != 1)];
        let words = format!("{} {noun}", format::count(column.value));
        ui.label(theme::medium(words, tokens::TEXT_13));
        ui.label(theme::quiet(ui, &column.readout, tokens::TEXT_12));
        if let Some(before) = column.before.filter(|before| *before != column.value) {
            let words = format!("{} with the campaign's own caps", format::count(before));
            ui.label(theme::quiet(ui, words, tokens::TEXT_12));
        }
    }
}

fn paint_grid(ui: &Ui, painter: &Painter, field: Rect, top: f64) {
    let colours = tokens::colours(ui);
    let count = ((field.height() / 36.0) as usize).clamp(2, 6);
    for value in ticks(0.0, top, count) {
        let y = field.bottom() - field.height() * (value / top) as f32;
        painter.hline(field.x_range(), y, Stroke::new(1.0, colours.neutral[4]));
        let place = pos2(field.left() - tokens::SPACE_8, y);
        let words = format::amount(value);
        painter.text(
            place,
            Align2::RIGHT_CENTER,
            words,
            theme::small_font(),
            colours.neutral[7],
        );
    }
}
