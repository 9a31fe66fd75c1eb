//! What stands where there is nothing yet: what this is, and one action.

use egui::{Align, Layout, Rect, Ui, UiBuilder, vec2};

use crate::{theme, tokens};

const WIDTH_MAX: f32 = 440.0;

/// A title and what to do, in the middle of the space that is left.
pub fn empty_ui(ui: &mut Ui, title: &str, body: impl FnOnce(&mut Ui)) {
    let space = ui.available_rect_before_wrap();
    let width = space.width().min(WIDTH_MAX);
    let top = space.top() + (space.height() * 0.22).min(160.0);
    let rect = Rect::from_min_size(
        egui::pos2(space.center().x - width / 2.0, top),
        vec2(width, (space.bottom() - top).max(0.0)),
    );
    ui.scope_builder(
        UiBuilder::new()
            .max_rect(rect)
            .layout(Layout::top_down(Align::Min)),
        |ui| {
            ui.label(theme::semibold(title, tokens::TEXT_20));
            ui.add_space(tokens::SPACE_4);
            body(ui);
        },
    );
}

/// One numbered step of an empty state.
pub fn step_ui(ui: &mut Ui, number: usize, words: &str) {
    let colours = tokens::colours(ui);
    ui.horizontal_top(|ui| {
        ui.label(theme::mono(number.to_string(), tokens::TEXT_14).color(colours.accent));
        ui.label(theme::text(words, tokens::TEXT_14).color(colours.neutral[8]));
    });
}
