//! Buttons with words.

use egui::{Button, Response, Stroke, Ui};

use crate::{theme, tokens};

/// The one action of a place.
pub fn primary_button(ui: &mut Ui, words: &str) -> Response {
    let colours = tokens::colours(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, colours.accent_fill),
            (&mut widgets.hovered, colours.accent_fill_hover),
            (&mut widgets.active, colours.accent_fill_hover),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke = Stroke::NONE;
        }
        ui.add(Button::new(
            theme::medium(words, tokens::TEXT_13).color(colours.on_accent),
        ))
    })
    .inner
}

/// Any other action.
pub fn quiet_button(ui: &mut Ui, words: &str) -> Response {
    ui.add(Button::new(theme::medium(words, tokens::TEXT_13)))
}
