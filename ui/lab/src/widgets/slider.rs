//! A slider: a label, the value that can also be typed, and a track.

use egui::accesskit::Action;
use egui::{CursorIcon, DragValue, Key, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::{format, theme, tokens};

const TRACK_HEIGHT: f32 = 4.0;
const KNOB_RADIUS: f32 = 7.0;

/// How the track is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios; the range must be above 0.
    Logarithmic,
}

/// A number within bounds.
#[derive(Debug, Clone)]
pub struct Slider<'a> {
    /// Its name.
    pub label: &'a str,
    /// Smallest and largest.
    pub range: (f64, f64),
    /// Smallest change.
    pub step: f64,
    /// How the track is divided.
    pub scale: Scale,
    /// Written after the value, with its space: `" %"`.
    pub unit: &'a str,
    /// Digits after the point.
    pub decimals: usize,
}

impl Slider<'_> {
    /// Draws it; answers whether the value has changed.
    pub fn ui(&self, ui: &mut Ui, value: &mut f64) -> bool {
        let before = *value;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.horizontal(|ui| {
                ui.label(theme::medium(self.label, tokens::TEXT_12));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    self.number_ui(ui, value);
                });
            });
            self.track_ui(ui, value);
        });
        *value != before
    }

    /// The number alone, to be typed or dragged.
    pub fn number_ui(&self, ui: &mut Ui, value: &mut f64) {
        let colours = tokens::colours(ui);
        ui.scope(|ui| {
            ui.style_mut().drag_value_text_style = egui::TextStyle::Body;
            let widgets = &mut ui.visuals_mut().widgets;
            widgets.inactive.weak_bg_fill = colours.neutral[1];
            widgets.inactive.bg_stroke = Stroke::NONE;
            ui.spacing_mut().button_padding = vec2(tokens::SPACE_4, 0.0);
            ui.spacing_mut().interact_size.y = 20.0;
            let number = DragValue::new(value)
                .range(self.range.0..=self.range.1)
                .speed(self.step)
                .suffix(self.unit)
                .max_decimals(self.decimals)
                .custom_formatter(|value, _| format::grouped(value, self.decimals))
                .custom_parser(|typed| typed.replace(',', "").trim().parse().ok());
            let response = ui.add(number);
            response.widget_info(|| {
                WidgetInfo::labeled(
                    egui::Role::TextInput,
                    true,
                    format!("{}, number", self.label),
                )
            });
        });
    }

    /// The track alone.
    pub fn track_ui(&self, ui: &mut Ui, value: &mut f64) {
        let size = vec2(ui.available_width(), 2.0 * KNOB_RADIUS + 4.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let rail = rect.shrink2(vec2(KNOB_RADIUS, (rect.height() - TRACK_HEIGHT) / 2.0));
        if let Some(pointer) = response.interact_pointer_pos() {
            let part = f64::from((pointer.x - rail.left()) / rail.width()).clamp(0.0, 1.0);
            *value = self.rounded(self.value_at(part));
        }
        let steps = steps_asked(ui, &response);
        if steps != 0 {
            let one = (1.0 / 50.0_f64).copysign(f64::from(steps)) * f64::from(steps.abs());
            let moved = self.rounded(self.value_at((self.part_of(*value) + one).clamp(0.0, 1.0)));
            let least = *value + self.step * f64::from(steps);
            *value = if moved == *value {
                least.clamp(self.range.0, self.range.1)
            } else {
                moved
            };
        }
        response.widget_info(|| WidgetInfo::slider(true, *value, self.label));
        Self::paint(ui, rail, &response, self.part_of(*value) as f32);
        response.on_hover_cursor(CursorIcon::PointingHand);
    }

    fn paint(ui: &Ui, rail: Rect, response: &Response, part: f32) {
        let colours = tokens::colours(ui);
        let x = rail.left() + rail.width() * part;
        let filled = Rect::from_min_max(rail.min, pos2(x, rail.bottom()));
        let painter = ui.painter();
        painter.rect_filled(rail, TRACK_HEIGHT / 2.0, colours.neutral[4]);
        painter.rect_filled(filled, TRACK_HEIGHT / 2.0, colours.accent);
        let knob = pos2(x, rail.center().y);
        if response.has_focus() || response.dragged() {
            painter.circle_filled(knob, KNOB_RADIUS + 4.0, colours.accent_soft);
        }
        let border = if response.hovered() {
            colours.accent_fill_hover
        } else {
            colours.accent
        };
        painter.circle(
            knob,
            KNOB_RADIUS - 1.0,
            colours.neutral[0],
            Stroke::new(2.0, border),
        );
    }

    fn value_at(&self, part: f64) -> f64 {
        let (low, high) = self.range;
        match self.scale {
            Scale::Linear => low + (high - low) * part,
            Scale::Logarithmic => low * (high / low).powf(part),
        }
    }

    fn part_of(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let part = match self.scale {
            Scale::Linear => (value - low) / (high - low),
            Scale::Logarithmic => (value / low).ln() / (high / low).ln(),
        };
        part.clamp(0.0, 1.0)
    }

    /// On the logarithmic scale a step is the third digit of the value, never less than `step`.
    fn rounded(&self, value: f64) -> f64 {
        let step = match self.scale {
            Scale::Linear => self.step,
            Scale::Logarithmic => self.step.max(10.0_f64.powf(value.log10().floor() - 2.0)),
        };
        ((value / step).round() * step).clamp(self.range.0, self.range.1)
    }
}

/// Steps asked for by the arrow keys or by a screen reader.
fn steps_asked(ui: &Ui, response: &Response) -> i32 {
    let mut steps = 0;
    let has_focus = response.has_focus();
    ui.input(|input| {
        if has_focus {
            steps += input.num_presses(Key::ArrowRight) as i32;
            steps -= input.num_presses(Key::ArrowLeft) as i32;
        }
        steps += input.num_accesskit_action_requests(response.id, Action::Increment) as i32;
        steps -= input.num_accesskit_action_requests(response.id, Action::Decrement) as i32;
    });
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slider(scale: Scale, range: (f64, f64), step: f64) -> Slider<'static> {
        Slider {
            label: "Traffic",
            range,
            step,
            scale,
            unit: "",
            decimals: 0,
        }
    }

    #[test]
    fn a_place_on_the_track_is_a_value_and_back() {
        for (scale, range, part, expected) in [
            (Scale::Linear, (0.0, 10.0), 0.5, 5.0),
            (Scale::Linear, (1.0, 30.0), 0.0, 1.0),
            (Scale::Logarithmic, (10.0, 100_000.0), 0.5, 1_000.0),
            (Scale::Logarithmic, (10.0, 100_000.0), 1.0, 100_000.0),
        ] {
            let slider = slider(scale, range, 1.0);
            let value = slider.rounded(slider.value_at(part));
            assert_eq!(value, expected, "{scale:?} at {part}");
            assert!((slider.part_of(value) - part).abs() < 1e-9);
        }
    }

    #[test]
    fn large_values_move_in_their_third_digit() {
        let slider = slider(Scale::Logarithmic, (10.0, 100_000.0), 1.0);
        for (raw, expected) in [
            (12.3, 12.0),
            (123.4, 123.0),
            (12_345.0, 12_300.0),
            (9.0, 10.0),
        ] {
            assert_eq!(slider.rounded(raw), expected);
        }
    }
}
