//! Rows under each other: a name, a bar, its number. The funnel and the caps are drawn so.

use egui::{Align2, Color32, Rect, Sense, Ui, pos2, vec2};

use crate::{format, theme, tokens};

const ROW_HEIGHT_MAX: f32 = 30.0;
const ROW_HEIGHT_MIN: f32 = 18.0;
const BAR_HEIGHT: f32 = 12.0;
const NAME_WIDTH_MIN: f32 = 76.0;
const GAP: f32 = 10.0;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Left of the bar.
    pub name: String,
    /// The filled part.
    pub value: u64,
    /// What was taken away here, drawn pale after the filled part.
    pub lost: u64,
    /// Right of the bar.
    pub number: String,
    /// Its colour.
    pub colour: Color32,
    /// What the pointer reads over the row, one line each.
    pub readout: Vec<String>,
}

/// Draws the rows in the space that is left; `whole` is a full bar.
pub fn rows_ui(ui: &mut Ui, rows: &[Row], whole: u64) {
    let colours = tokens::colours(ui);
    let measure = |words: &str| {
        ui.painter()
            .layout_no_wrap(words.to_owned(), theme::small_font(), colours.neutral[7])
            .size()
            .x
    };
    let names = rows
        .iter()
        .map(|row| measure(&row.name))
        .fold(NAME_WIDTH_MIN, f32::max);
    let numbers = rows
        .iter()
        .map(|row| measure(&row.number))
        .fold(0.0, f32::max);
    let height =
        (ui.available_height() / rows.len().max(1) as f32).clamp(ROW_HEIGHT_MIN, ROW_HEIGHT_MAX);
    ui.spacing_mut().item_spacing.y = 0.0;
    for row in rows {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        if response.hovered() {
            ui.painter().rect_filled(
                rect.expand2(vec2(4.0, 0.0)),
                tokens::RADIUS_6,
                colours.neutral[2],
            );
        }
        let middle = rect.center().y;
        let bar = Rect::from_min_max(
            pos2(rect.left() + names + GAP, middle - BAR_HEIGHT / 2.0),
            pos2(rect.right() - numbers - GAP, middle + BAR_HEIGHT / 2.0),
        );
        paint_bar(ui, row, bar, whole);
        let painter = ui.painter();
        painter.text(
            rect.left_center(),
            Align2::LEFT_CENTER,
            &row.name,
            theme::small_font(),
            colours.neutral[8],
        );
        painter.text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &row.number,
            theme::label_font(),
            colours.neutral[9],
        );
        response.widget_info(|| {
            let label = format!("{}: {}", row.name, row.number);
            egui::WidgetInfo::labeled(egui::Role::Label, true, label)
        });
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(theme::medium(
                format!("{}: {}", row.name, format::count(row.value)),
                tokens::TEXT_13,
            ));
            for line in &row.readout {
                ui.label(theme::quiet(ui, line, tokens::TEXT_12));
            }
        });
    }
}

fn paint_bar(ui: &Ui, row: &Row, bar: Rect, whole: u64) {
    let colours = tokens::colours(ui);
    let width = |count: u64| bar.width() * (count as f64 / whole.max(1) as f64) as f32;
    let painter = ui.painter();
    painter.rect_filled(bar, 3.0, colours.neutral[2]);
    let kept = width(row.value);
    if row.lost > 0 {
        let least = width(row.lost).max(2.0);
        let lost = Rect::from_min_size(
            pos2(bar.left() + kept, bar.top()),
            vec2(least, bar.height()),
        );
        painter.rect_filled(lost.intersect(bar), 3.0, row.colour.gamma_multiply(0.35));
    }
    let filled = Rect::from_min_size(bar.min, vec2(kept, bar.height()));
    painter.rect_filled(filled, 3.0, row.colour);
}
