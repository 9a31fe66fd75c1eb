//! The reading: figures with their intervals, and the conclusion in a sentence.

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use crate::{theme, tokens};

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The value, with its unit.
    pub value: String,
    /// Its interval or what it is a share of; empty where there is none.
    pub interval: String,
    /// What the figure means, shown while the pointer is over it.
    pub definition: &'static str,
}

/// A figure: label above, value large, interval beside it.
pub fn figure_ui(ui: &mut Ui, figure: &Figure) {
    let colours = tokens::colours(ui);
    let response = ui
        .vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme::quiet(ui, &figure.label, tokens::TEXT_12));
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = tokens::SPACE_8;
                ui.label(theme::semibold(&figure.value, tokens::TEXT_20).color(colours.neutral[9]));
                if !figure.interval.is_empty() {
                    ui.label(theme::quiet(ui, &figure.interval, tokens::TEXT_12));
                }
            });
        })
        .response;
    response.on_hover_text(figure.definition);
}

/// The conclusion, set apart at the head of the reading.
pub fn conclusion_ui(ui: &mut Ui, words: &str) {
    let colours = tokens::colours(ui);
    Frame::new()
        .fill(colours.accent_soft)
        .corner_radius(CornerRadius::same(tokens::RADIUS_10))
        .stroke(Stroke::NONE)
        .inner_margin(Margin::same(14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::text(words, tokens::TEXT_14).color(colours.neutral[9]));
        });
}

/// A heading of a pane.
pub fn section_ui(ui: &mut Ui, title: &str) {
    ui.label(theme::semibold(title, tokens::TEXT_13));
}
