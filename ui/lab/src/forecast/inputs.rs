//! The inputs of the forecast panel: campaign, log, and the caps as sliders.

use campaign::frequency::{Frequency, UserWindowCap, WindowUnit};
use egui::{Align, Checkbox, Layout, Ui};

use super::{State, days};
use crate::shelf::Shelf;
use crate::widgets::{Scale, Slider, quiet_button, section_ui, segmented_ui, select_ui};
use crate::{format, theme, tokens};

const CAP_MAX: f64 = 10.0;
const WINDOW_AMOUNT_MAX: f64 = 30.0;

/// Draws every input.
pub fn inputs(ui: &mut Ui, state: &mut State, shelf: &Shelf) {
    let names: Vec<String> = shelf
        .campaigns
        .iter()
        .map(|draft| draft.name.clone())
        .collect();
    let chosen = shelf
        .campaigns
        .iter()
        .position(|draft| Some(&draft.key) == state.campaign.as_ref());
    if let Some(picked) = select_ui(ui, "Campaign", &names, chosen) {
        state.choose_campaign(&shelf.campaigns[picked]);
    }
    ui.add_space(tokens::SPACE_4);
    let names: Vec<String> = shelf.logs.iter().map(|log| log.name.clone()).collect();
    let chosen = shelf
        .logs
        .iter()
        .position(|log| Some(&log.id) == state.log.as_ref());
    if let Some(picked) = select_ui(ui, "Log", &names, chosen) {
        state.log = Some(shelf.logs[picked].id.clone());
    }
    if let Some(forecast) = state.shown() {
        let (first, last) = days::of(&forecast.log);
        let words = format!(
            "{} of {}, laid on {} to {}",
            format::counted(forecast.events, "event"),
            format::people(forecast.users),
            format::long_day(first),
            format::long_day(last)
        );
        ui.label(theme::quiet(ui, words, tokens::TEXT_12));
    }
    let Some(draft) = state.draft(shelf) else {
        return;
    };
    let own = draft.frequency.clone();
    ui.add_space(tokens::SPACE_12);
    section_ui(ui, "What if the caps were…");
    caps_ui(ui, &mut state.caps);
    if state.caps == own {
        let words = "These are the campaign's own caps. Move one: the forecast follows.";
        ui.label(theme::quiet(ui, words, tokens::TEXT_12));
    } else if quiet_button(ui, "Back to the campaign's caps").clicked() {
        state.caps = own;
    }
}

fn caps_ui(ui: &mut Ui, caps: &mut Frequency) {
    cap_ui(ui, "Per session", &mut caps.per_session);
    cap_ui(ui, "Per person, ever", &mut caps.per_user);
    cap_ui(ui, "Per device, ever", &mut caps.per_device);
    let mut count = caps.per_user_window.as_ref().map(|cap| cap.count);
    cap_ui(ui, "Per person in a window", &mut count);
    let known = caps.per_user_window.take();
    caps.per_user_window = count.map(|count| UserWindowCap {
        count,
        ..known.unwrap_or(UserWindowCap::new(count, 1, WindowUnit::Days))
    });
    if let Some(cap) = &mut caps.per_user_window {
        let length = Slider {
            label: "Length of the window",
            range: (1.0, WINDOW_AMOUNT_MAX),
            step: 1.0,
            scale: Scale::Linear,
            unit: "",
            decimals: 0,
        };
        let mut amount = f64::from(cap.amount);
        if length.ui(ui, &mut amount) {
            cap.amount = amount as u32;
        }
        let units = [(WindowUnit::Hours, "hours"), (WindowUnit::Days, "days")];
        segmented_ui(ui, "Unit of the window", &units, &mut cap.unit);
    }
}

/// A cap that is off or a number.
fn cap_ui(ui: &mut Ui, label: &str, cap: &mut Option<u32>) {
    let slider = Slider {
        label,
        range: (1.0, CAP_MAX),
        step: 1.0,
        scale: Scale::Linear,
        unit: "",
        decimals: 0,
    };
    let mut value = f64::from(cap.unwrap_or(1));
    let mut is_set = cap.is_some();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.horizontal(|ui| {
            ui.add(Checkbox::new(
                &mut is_set,
                theme::medium(label, tokens::TEXT_12),
            ));
            if is_set {
                let right = Layout::right_to_left(Align::Center);
                ui.with_layout(right, |ui| slider.number_ui(ui, &mut value));
            }
        });
        if is_set {
            slider.track_ui(ui, &mut value);
        }
    });
    *cap = is_set.then_some(value.round() as u32);
}
