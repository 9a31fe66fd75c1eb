//! The inputs of the bandit panel.

use egui::{DragValue, Frame, TextEdit, Ui, vec2};

use simulations::bandit::PolicyName;

use super::setting::{CADENCES_HOURS, GROUPS_MAX, GROUPS_MIN, Group, Setting, words_of};
use crate::widgets::{Icon, Scale, Slider, icon_button, section_ui, segmented_ui, select_ui};
use crate::{theme, tokens};

/// Draws every input of the setting.
pub fn setting_ui(ui: &mut Ui, setting: &mut Setting) {
    groups_ui(ui, setting);
    ui.add_space(tokens::SPACE_12);
    section_ui(ui, "Traffic");
    let traffic = Slider {
        label: "Exposures per hour",
        range: (10.0, 20_000.0),
        step: 1.0,
        scale: Scale::Logarithmic,
        unit: "",
        decimals: 0,
    };
    traffic.ui(ui, &mut setting.traffic_per_hour);
    let length = Slider {
        label: "Length",
        range: (1.0, 28.0),
        scale: Scale::Linear,
        unit: " days",
        ..traffic
    };
    length.ui(ui, &mut setting.days);
    ui.add_space(tokens::SPACE_12);
    section_ui(ui, "Allocation");
    let policies = PolicyName::ALL.map(|policy| words_of(policy).to_owned());
    let chosen = PolicyName::ALL
        .iter()
        .position(|policy| *policy == setting.policy);
    if let Some(picked) = select_ui(ui, "Policy", &policies, chosen) {
        setting.policy = PolicyName::ALL[picked];
    }
    ui.label(theme::medium("Re-weighted every", tokens::TEXT_12));
    let cadences = CADENCES_HOURS.map(|hours| (hours, ["1 h", "24 h", "48 h"][place(hours)]));
    segmented_ui(ui, "Cadence", &cadences, &mut setting.cadence_hours);
    ui.add_space(tokens::SPACE_12);
    section_ui(ui, "Simulation");
    let replications = Slider {
        label: "Replications",
        range: (100.0, 5_000.0),
        step: 100.0,
        scale: Scale::Logarithmic,
        unit: "",
        decimals: 0,
    };
    replications.ui(ui, &mut setting.replications);
    ui.horizontal(|ui| {
        let name = ui.label(theme::medium("Seed", tokens::TEXT_12));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.style_mut().drag_value_text_style = egui::TextStyle::Monospace;
            ui.add(DragValue::new(&mut setting.seed))
                .labelled_by(name.id);
        });
    });
}

fn place(hours: u32) -> usize {
    CADENCES_HOURS
        .iter()
        .position(|known| *known == hours)
        .unwrap_or_default()
}

fn groups_ui(ui: &mut Ui, setting: &mut Setting) {
    ui.horizontal(|ui| {
        section_ui(ui, "Groups and true click rates");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let has_room = setting.groups.len() < GROUPS_MAX;
            if has_room && icon_button(ui, Icon::Plus, "Add a group").clicked() {
                setting.add_group();
            }
        });
    });
    let can_remove = setting.groups.len() > GROUPS_MIN;
    let mut removed = None;
    for (at, group) in setting.groups.iter_mut().enumerate() {
        if ui
            .push_id(at, |ui| group_ui(ui, at, group, can_remove))
            .inner
        {
            removed = Some(at);
        }
    }
    if let Some(at) = removed {
        setting.groups.remove(at);
    }
}

/// One group; answers whether it is to be removed.
fn group_ui(ui: &mut Ui, at: usize, group: &mut Group, can_remove: bool) -> bool {
    let colour = tokens::colours(ui).category(group.place);
    let label = format!("Click rate of {}", group.name);
    let rate = Slider {
        label: &label,
        range: (0.1, 50.0),
        step: 0.05,
        scale: Scale::Logarithmic,
        unit: " %",
        decimals: 2,
    };
    let mut is_removed = false;
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        let (dot, _) = ui.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
        ui.painter().circle_filled(dot.center(), 5.0, colour);
        let name = TextEdit::singleline(&mut group.name)
            .font(theme::label_font())
            .frame(Frame::NONE)
            .margin(egui::Margin::ZERO)
            .align(egui::Align2::LEFT_CENTER)
            .desired_width(90.0)
            .char_limit(16);
        ui.add(name).widget_info(|| {
            let label = format!("Name of group {}", at + 1);
            egui::WidgetInfo::labeled(egui::Role::TextInput, true, label)
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let label = format!("Remove group {}", group.name);
            is_removed = can_remove && icon_button(ui, Icon::Cross, &label).clicked();
            rate.number_ui(ui, &mut group.rate_percent);
        });
    });
    rate.track_ui(ui, &mut group.rate_percent);
    is_removed
}
