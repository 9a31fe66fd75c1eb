//! One of a few, side by side.

use egui::{CornerRadius, CursorIcon, Frame, Margin, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::{theme, tokens};

const HEIGHT: f32 = 24.0;

/// Draws the choices side by side; answers whether the value has changed. `label` names the group
/// for people who hear it, with each choice after it.
pub fn segmented_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    choices: &[(T, &str)],
    value: &mut T,
) -> bool {
    let before = *value;
    let colours = tokens::colours(ui);
    Frame::new()
        .fill(colours.neutral[3])
        .corner_radius(CornerRadius::same(tokens::RADIUS_6 + 2))
        .inner_margin(Margin::same(2))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let space = ui.available_width();
            ui.horizontal(|ui| {
                for (choice, words) in choices {
                    if segment_ui(ui, label, words, *choice == *value, space, choices.len()) {
                        *value = *choice;
                    }
                }
            });
        });
    *value != before
}

fn segment_ui(
    ui: &mut Ui,
    label: &str,
    words: &str,
    is_chosen: bool,
    space: f32,
    count: usize,
) -> bool {
    let colours = tokens::colours(ui);
    let galley =
        ui.painter()
            .layout_no_wrap(words.to_owned(), theme::label_font(), colours.neutral[9]);
    let even = (space - 2.0 * (count as f32 - 1.0)) / count as f32;
    let natural = galley.size().x + 2.0 * tokens::SPACE_12;
    let width = if natural > even {
        galley.size().x + tokens::SPACE_8
    } else {
        even
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::RadioButton,
            true,
            is_chosen,
            format!("{label}: {words}"),
        )
    });
    let radius = CornerRadius::same(tokens::RADIUS_6);
    if is_chosen {
        ui.painter().rect(
            rect,
            radius,
            colours.neutral[0],
            Stroke::new(1.0, colours.neutral[5]),
            egui::StrokeKind::Inside,
        );
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius, colours.neutral[4]);
    }
    let colour = if is_chosen {
        colours.neutral[9]
    } else {
        colours.neutral[7]
    };
    let place = rect.center() - galley.size() / 2.0;
    ui.painter()
        .galley_with_override_text_color(place, galley, colour);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
