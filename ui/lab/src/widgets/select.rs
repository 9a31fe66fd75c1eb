//! One of many, in a list that opens.

use egui::{ComboBox, Ui};

use crate::{theme, tokens};

/// A label above a list that opens; answers the index that a person has chosen just now.
pub fn select_ui(
    ui: &mut Ui,
    label: &str,
    choices: &[String],
    chosen: Option<usize>,
) -> Option<usize> {
    let mut picked = None;
    let name = ui.label(theme::medium(label, tokens::TEXT_12));
    let shown = chosen
        .and_then(|at| choices.get(at))
        .map_or("Choose…", String::as_str);
    let response = ComboBox::from_id_salt(label)
        .width(ui.available_width())
        .truncate()
        .selected_text(theme::text(shown, tokens::TEXT_13))
        .show_ui(ui, |ui| {
            for (at, words) in choices.iter().enumerate() {
                if ui
                    .selectable_label(chosen == Some(at), theme::text(words, tokens::TEXT_13))
                    .clicked()
                {
                    picked = Some(at);
                }
            }
        })
        .response;
    response.labelled_by(name.id);
    picked.filter(|at| chosen != Some(*at))
}
