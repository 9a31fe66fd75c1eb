//! Courses over time with their bands: the middle as a line, half of all replications in the
//! dark band, nine in ten in the light one, the name and the value at the right end.

use egui::{Align2, Grid, Id, Painter, Response, Sense, Stroke, Ui, pos2, vec2};
use egui_plot::{
    AxisHints, FilledArea, GridMark, HPlacement, Line, LineStyle, Plot, PlotPoints, PlotTransform,
    VLine, VPlacement,
};

use super::Shared;
use super::scale::{hour_ticks, ticks};
use crate::{format, theme, tokens};

const LABEL_GAP: f32 = 15.0;
const X_LABEL_WIDTH: f32 = 64.0;
const Y_LABEL_HEIGHT: f32 = 36.0;
const SHOWN_HOURS_MIN: f64 = 6.0;

/// Lower and upper bound, one value per moment.
#[derive(Debug, Clone, Copy)]
pub struct Band<'a> {
    /// Lower bound.
    pub low: &'a [f64],
    /// Upper bound.
    pub high: &'a [f64],
}

/// One course.
#[derive(Debug, Clone)]
pub struct Course<'a> {
    /// Its name, written at its right end.
    pub name: &'a str,
    /// Its colour.
    pub colour: egui::Color32,
    /// The value that the line follows, one per moment.
    pub middle: &'a [f64],
    /// Half of all replications.
    pub half: Option<Band<'a>>,
    /// Nine in ten replications.
    pub most: Option<Band<'a>>,
}

impl Course<'_> {
    /// How many moments at the beginning have no value: a group that nobody has seen yet has no
    /// click rate.
    fn unknown_count(&self) -> usize {
        self.middle
            .iter()
            .take_while(|value| value.is_nan())
            .count()
    }

    fn value(&self, at: usize) -> Option<f64> {
        self.middle.get(at).copied().filter(|value| !value.is_nan())
    }
}

/// A chart of courses over the hours of a test.
pub struct Bands<'a> {
    /// Unique in the panel.
    pub id: &'static str,
    /// The moments, in hours from the start.
    pub hours: &'a [f64],
    /// What is drawn.
    pub courses: Vec<Course<'a>>,
    /// The middles of the setting before, with its moments: a faint trace for comparison.
    pub before: Vec<(&'a [f64], &'a [f64])>,
    /// Lowest and highest value shown.
    pub range: (f64, f64),
    /// How a value is written.
    pub write: fn(f64) -> String,
    /// A value to compare with, such as 95 %.
    pub mark: Option<f64>,
}

impl Bands<'_> {
    /// Draws the chart in the space that is left.
    pub fn ui(&self, ui: &mut Ui, shared: &Shared) {
        let whole = (0.0, self.hours.last().copied().unwrap_or(1.0).max(1.0));
        let shown = shared.zoom.get().unwrap_or(whole);
        let at = shared.cursor.map(|hour| nearest(self.hours, hour));
        let gutter = self.gutter(ui);
        let size = ui.available_size();
        let plot = self.plot(ui, vec2(size.x - gutter, size.y), shown);
        let response = plot.show(ui, |plot_ui| {
            plot_ui.set_plot_bounds_x(shown.0..=shown.1);
            plot_ui.set_plot_bounds_y(self.range.0..=self.range.1);
            self.draw(plot_ui, at);
        });
        let painter = ui.painter().clone();
        self.paint_labels(&painter, ui, &response.transform, at);
        move_view(ui, &response.response, &response.transform, whole, shared);
        let hover = response.response.hover_pos();
        if let Some(pointer) = hover.filter(|_| !self.hours.is_empty()) {
            let hour = response.transform.value_from_position(pointer).x;
            shared.next_cursor.set(Some(hour));
            let at = nearest(self.hours, hour);
            response
                .response
                .on_hover_ui_at_pointer(|ui| self.readout_ui(ui, at));
        }
    }

    fn plot(&self, ui: &Ui, size: egui::Vec2, shown: (f64, f64)) -> Plot<'static> {
        let colours = tokens::colours(ui);
        let write = self.write;
        let x_count = (size.x / X_LABEL_WIDTH) as usize;
        let y_count = ((size.y / Y_LABEL_HEIGHT) as usize).clamp(2, 6);
        let (low, high) = self.range;
        let hints = |hints: AxisHints<'static>| {
            hints
                .tick_label_color(colours.neutral[7])
                .tick_label_font(theme::small_font())
                .label_spacing(egui::Rangef::new(1.0, 2.0))
        };
        let x_axis = hints(AxisHints::new_x().placement(VPlacement::Bottom))
            .formatter(|mark, _| axis_hour(mark.value));
        let y_axis = hints(
            AxisHints::new_y()
                .placement(HPlacement::Left)
                .min_thickness(40.0),
        )
        .formatter(move |mark, _| write(mark.value));
        Plot::new(self.id)
            .width(size.x)
            .height(size.y)
            .custom_x_axes(vec![x_axis])
            .custom_y_axes(vec![y_axis])
            .x_grid_spacer(move |_| marks(&hour_ticks(shown.0, shown.1, x_count)))
            .y_grid_spacer(move |_| marks(&ticks(low, high, y_count)))
            .show_background(false)
            .show_grid([false, true])
            .grid_color(colours.neutral[4])
            .grid_fade(0.0)
            .show_x(false)
            .show_y(false)
            .show_crosshair(false)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_axis_zoom_drag(false)
            .allow_double_click_reset(false)
            .sense(Sense::click_and_drag())
    }

    fn draw(&self, plot_ui: &mut egui_plot::PlotUi<'_>, at: Option<usize>) {
        let colours = tokens::colours_of(plot_ui.ctx().theme());
        for (course, band, part) in self
            .courses
            .iter()
            .flat_map(|course| [(course, course.most, 0.13), (course, course.half, 0.22)])
        {
            if let Some(band) = band {
                let from = course.unknown_count();
                let (low, high) = (&band.low[from..], &band.high[from..]);
                let area = FilledArea::new("", &self.hours[from..], low, high)
                    .fill_color(course.colour.gamma_multiply(part))
                    .id((course.name, part.to_bits()))
                    .allow_hover(false);
                plot_ui.add(area);
            }
        }
        if let Some(value) = self.mark {
            let line = Line::new(
                "mark",
                vec![
                    [0.0, value],
                    [self.hours.last().copied().unwrap_or(1.0), value],
                ],
            );
            plot_ui.line(
                line.color(colours.neutral[6])
                    .width(1.0)
                    .style(LineStyle::dashed_dense())
                    .allow_hover(false),
            );
        }
        for (index, (hours, middle)) in self.before.iter().enumerate() {
            let line = Line::new(format!("before {index}"), points(hours, middle));
            plot_ui.line(
                line.color(colours.neutral[6])
                    .width(1.0)
                    .style(LineStyle::dotted_dense())
                    .allow_hover(false),
            );
        }
        for course in &self.courses {
            let line = Line::new(course.name, points(self.hours, course.middle));
            plot_ui.line(line.color(course.colour).width(2.0).allow_hover(false));
        }
        if let Some(hour) = at.and_then(|at| self.hours.get(at)) {
            let line = VLine::new("cursor", *hour)
                .color(colours.neutral[6])
                .width(1.0);
            plot_ui.vline(line.allow_hover(false));
        }
    }

    /// Room for the names and values at the right end.
    fn gutter(&self, ui: &Ui) -> f32 {
        let width = |words: String| {
            let galley =
                ui.painter()
                    .layout_no_wrap(words, theme::label_font(), egui::Color32::PLACEHOLDER);
            galley.size().x
        };
        let widest = |course: &Course<'_>| {
            width(format!(
                "{}  {}",
                course.name,
                (self.write)(self.range.1 * 0.888)
            ))
        };
        self.courses.iter().map(widest).fold(0.0, f32::max) + tokens::SPACE_8
    }

    fn paint_labels(
        &self,
        painter: &Painter,
        ui: &Ui,
        transform: &PlotTransform,
        at: Option<usize>,
    ) {
        let colours = tokens::colours(ui);
        let frame = transform.frame();
        let end = transform.value_from_position(frame.right_center()).x;
        let at = at.unwrap_or_else(|| nearest(self.hours, end));
        let mut labels: Vec<(f32, usize)> = self
            .courses
            .iter()
            .enumerate()
            .filter_map(|(index, course)| {
                let value = course.value(at)?;
                Some((transform.position_from_point_y(value), index))
            })
            .collect();
        labels.sort_by(|one, other| one.0.total_cmp(&other.0));
        let places = spread(
            &labels.iter().map(|(y, _)| *y).collect::<Vec<_>>(),
            (
                frame.top() + LABEL_GAP / 2.0,
                frame.bottom() - LABEL_GAP / 2.0,
            ),
        );
        for (place, (exact, index)) in places.into_iter().zip(labels) {
            let course = &self.courses[index];
            let value = course.middle[at];
            if let Some(hour) = self.hours.get(at).filter(|hour| **hour <= end) {
                let x = transform.position_from_point_x(*hour);
                painter.circle(
                    pos2(x, exact),
                    3.5,
                    course.colour,
                    Stroke::new(1.5, colours.neutral[0]),
                );
            }
            let left = pos2(frame.right() + tokens::SPACE_8, place);
            let name = painter.text(
                left,
                Align2::LEFT_CENTER,
                course.name,
                theme::label_font(),
                course.colour,
            );
            let beside = pos2(name.right() + 5.0, place);
            painter.text(
                beside,
                Align2::LEFT_CENTER,
                (self.write)(value),
                theme::small_font(),
                colours.neutral[8],
            );
        }
    }

    fn readout_ui(&self, ui: &mut Ui, at: usize) {
        let colours = tokens::colours(ui);
        let hour = self.hours.get(at).copied().unwrap_or_default();
        ui.label(theme::medium(format::hour_of_test(hour), tokens::TEXT_12));
        Grid::new(Id::unique((self.id, "readout")))
            .spacing(vec2(tokens::SPACE_12, 2.0))
            .min_row_height(tokens::TEXT_12.1)
            .show(ui, |ui| {
                for course in &self.courses {
                    let Some(value) = course.value(at) else {
                        continue;
                    };
                    ui.label(theme::medium(course.name, tokens::TEXT_12).color(course.colour));
                    ui.label(
                        theme::mono((self.write)(value), tokens::TEXT_12).color(colours.neutral[9]),
                    );
                    for (band, words) in [(course.half, "half"), (course.most, "9 in 10")] {
                        if let Some((low, high)) =
                            band.and_then(|band| Some((band.low.get(at)?, band.high.get(at)?)))
                        {
                            let range = format!(
                                "{words}: {} to {}",
                                (self.write)(*low),
                                (self.write)(*high)
                            );
                            ui.label(theme::quiet(ui, range, tokens::TEXT_12));
                        }
                    }
                    ui.end_row();
                }
            });
    }
}

/// Dragging moves along the time axis, scrolling or pinching zooms into it; every chart follows.
fn move_view(
    ui: &Ui,
    response: &Response,
    transform: &PlotTransform,
    whole: (f64, f64),
    shared: &Shared,
) {
    let (low, high) = shared.zoom.get().unwrap_or(whole);
    let mut view = (low, high);
    if response.dragged() {
        let moved = -f64::from(response.drag_delta().x) * transform.dvalue_dpos()[0];
        let moved = moved.clamp(whole.0 - low, whole.1 - high);
        view = (low + moved, high + moved);
    }
    if let Some(pointer) = response.hover_pos() {
        let (pinch, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta.y));
        let factor = f64::from(pinch) * f64::from(scroll / 240.0).exp();
        if factor != 1.0 {
            let centre = transform.value_from_position(pointer).x.clamp(low, high);
            let width =
                ((high - low) / factor).clamp(SHOWN_HOURS_MIN.min(whole.1), whole.1 - whole.0);
            let start =
                (centre - (centre - low) / (high - low) * width).clamp(whole.0, whole.1 - width);
            view = (start, start + width);
        }
    }
    if view != (low, high) {
        let is_whole = view.1 - view.0 >= (whole.1 - whole.0) * 0.999;
        shared.zoom.set((!is_whole).then_some(view));
    }
}

/// Moves labels apart so that none covers another; `places` are sorted.
fn spread(places: &[f32], (top, bottom): (f32, f32)) -> Vec<f32> {
    let mut moved: Vec<f32> = places
        .iter()
        .map(|place| place.clamp(top, bottom))
        .collect();
    for at in 1..moved.len() {
        moved[at] = moved[at].max(moved[at - 1] + LABEL_GAP);
    }
    let mut floor = bottom;
    for place in moved.iter_mut().rev() {
        *place = place.min(floor);
        floor = *place - LABEL_GAP;
    }
    moved
}

fn points(hours: &[f64], values: &[f64]) -> PlotPoints<'static> {
    hours
        .iter()
        .zip(values)
        .map(|(hour, value)| [*hour, *value])
        .collect()
}

fn marks(values: &[f64]) -> Vec<GridMark> {
    // The step only fades marks out; with a huge one none is.
    values
        .iter()
        .map(|value| GridMark {
            value: *value,
            step_size: f64::MAX.sqrt(),
        })
        .collect()
}

fn nearest(hours: &[f64], hour: f64) -> usize {
    let after = hours
        .partition_point(|known| *known < hour)
        .min(hours.len().saturating_sub(1));
    match after.checked_sub(1) {
        Some(before) if hour - hours[before] < hours[after] - hour => before,
        _ => after,
    }
}

fn axis_hour(hour: f64) -> String {
    let whole = hour.round() as u64;
    match whole % 24 {
        // The first label would stand in the corner, where the value axis has its own.
        _ if whole == 0 => String::new(),
        0 => format!("day {}", whole / 24),
        rest => format!("{rest} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_cover_each_other() {
        for (places, expected) in [
            (vec![10.0, 50.0], vec![10.0, 50.0]),
            (vec![10.0, 12.0], vec![10.0, 25.0]),
            (vec![95.0, 96.0, 97.0], vec![70.0, 85.0, 100.0]),
            (vec![-5.0, 200.0], vec![0.0, 100.0]),
        ] {
            assert_eq!(spread(&places, (0.0, 100.0)), expected, "{places:?}");
        }
    }

    #[test]
    fn the_cursor_finds_the_nearest_moment() {
        let hours = [0.0, 24.0, 48.0];
        for (hour, expected) in [(-3.0, 0), (11.0, 0), (13.0, 1), (47.0, 2), (99.0, 2)] {
            assert_eq!(nearest(&hours, hour), expected, "{hour}");
        }
        assert_eq!(nearest(&[], 5.0), 0);
    }
}
