//! Charts as SVG, drawn at the size at which they are shown. Colours come from the style sheet;
//! every mark says its numbers in a `title`.

use crate::element::{Element, element};

/// Space left of a plot, for the numbers of its axis.
const LEFT: f64 = 44.0;
/// Space under a plot, for its labels.
const UNDER: f64 = 24.0;
/// Space over a plot, so that the highest number is not cut.
const OVER: f64 = 10.0;

/// Size of a chart in CSS px.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Width, axis included.
    pub width: f64,
    /// Height, labels included.
    pub height: f64,
}

impl Size {
    fn svg(self, name: &str) -> Element {
        element("svg")
            .attribute(
                "viewBox",
                format_args!("0 0 {} {}", self.width, self.height),
            )
            .attribute("class", "chart")
            .attribute("role", "img")
            .attribute("aria-label", name)
            // A chart scrolls sideways rather than shrink its letters beyond reading.
            .attribute(
                "style",
                format_args!("min-width:{}px", (self.width * 0.7).round()),
            )
    }
}

/// One column of a chart.
#[derive(Debug, Clone)]
pub struct Column {
    /// Under the column; empty for none.
    pub label: String,
    /// Said in the title.
    pub title: String,
    /// How high it is.
    pub value: u64,
}

/// Columns from left to right over an axis from 0.
pub fn columns(name: &str, size: Size, columns: &[Column]) -> Element {
    let highest = columns.iter().map(|column| column.value).max().unwrap_or(0);
    let (step, top) = axis(highest as f64);
    let floor = size.height - UNDER;
    let y = |value: f64| floor - value / top * (floor - OVER);
    let pitch = (size.width - LEFT) / columns.len().max(1) as f64;
    let gap = (pitch * 0.18).clamp(0.5, 6.0);
    let mut svg = size.svg(name);
    for tick in ticks(step, top) {
        svg = svg.children(grid_line(size.width, y(tick), &number(tick)));
    }
    for (index, column) in columns.iter().enumerate() {
        let x = LEFT + index as f64 * pitch;
        let high = y(column.value as f64);
        if column.value > 0 {
            let mark = element("rect")
                .attribute("class", "column")
                .attribute("x", rounded(x + gap / 2.0))
                .attribute("y", rounded(high))
                .attribute("width", rounded(pitch - gap))
                .attribute("height", rounded(floor - high))
                .attribute("rx", rounded((pitch / 6.0).min(2.0)));
            svg = svg.child(mark.child(element("title").text(&column.title)));
        }
        if !column.label.is_empty() {
            svg = svg.child(label(
                x + pitch / 2.0,
                size.height - 6.0,
                "middle",
                &column.label,
            ));
        }
    }
    svg
}

/// A series of shares with its bands, one entry per step.
#[derive(Debug, Clone)]
pub struct Banded {
    /// Beside the end of its line.
    pub name: String,
    /// Which of the eight categorical colours, from 1.
    pub category: usize,
    /// Mean, from 0 to 1.
    pub mean: Vec<f64>,
    /// Lower and upper edge between which half of the runs lie.
    pub half: Vec<(f64, f64)>,
    /// Lower and upper edge between which nine in ten runs lie.
    pub most: Vec<(f64, f64)>,
}

/// Room right of a plot with bands for the name of the longest line and its last share.
fn room_right(series: &[Banded]) -> f64 {
    let longest = series
        .iter()
        .map(|series| series.name.chars().count())
        .max()
        .unwrap_or(0);
    longest.min(24) as f64 * 8.0 + 60.0
}

/// The horizontal axis of a chart of bands.
#[derive(Debug, Clone, Copy)]
pub struct Steps<'a> {
    /// Under the axis.
    pub unit: &'a str,
    /// Steps that make one unit.
    pub per_unit: usize,
}

/// Shares from 0 to 100 % over steps, as lines with bands.
pub fn bands(name: &str, size: Size, series: &[Banded], axis: Steps) -> Element {
    let plane = Plane {
        right: size.width - room_right(series),
        floor: size.height - UNDER - 16.0,
        steps: series
            .iter()
            .map(|series| series.mean.len())
            .max()
            .unwrap_or(0),
    };
    let mut svg = size.svg(name);
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let number = format!("{}%", tick * 100.0);
        svg = svg.children(grid_line(plane.right, plane.y(tick), &number));
    }
    for series in series {
        svg = svg
            .child(plane.area("most", &series.most, series.category))
            .child(plane.area("half", &series.half, series.category))
            .child(plane.line(series));
    }
    for (series, y) in series.iter().zip(plane.apart(series)) {
        let share = series.mean.last().copied().unwrap_or_default() * 100.0;
        let words = format!("{} {share:.0}%", series.name);
        let class = format_args!("direct category-{}", series.category);
        svg = svg
            .child(label(plane.right + 10.0, y + 4.0, "start", &words).attribute("class", class));
    }
    svg.children(plane.step_labels(axis.per_unit)).child(label(
        f64::midpoint(LEFT, plane.right),
        size.height - 6.0,
        "middle",
        axis.unit,
    ))
}

/// Where steps and shares lie in a chart of bands.
struct Plane {
    right: f64,
    floor: f64,
    steps: usize,
}

impl Plane {
    fn x(&self, step: usize) -> f64 {
        let last = self.steps.saturating_sub(1).max(1);
        LEFT + step as f64 / last as f64 * (self.right - LEFT)
    }

    fn y(&self, share: f64) -> f64 {
        self.floor - share.clamp(0.0, 1.0) * (self.floor - OVER)
    }

    /// The steps that are drawn: no more than can be told apart, the last one always.
    fn drawn(&self) -> impl DoubleEndedIterator<Item = usize> + Clone {
        const POINTS_MAX: usize = 300;
        let (last, count) = (self.steps.saturating_sub(1), self.steps.min(POINTS_MAX));
        (0..count).map(move |point| point * last / count.saturating_sub(1).max(1))
    }

    fn area(&self, class: &str, edges: &[(f64, f64)], category: usize) -> Element {
        let edge = |step: usize| edges.get(step).copied().unwrap_or_default();
        let lower = self
            .drawn()
            .map(|step| (self.x(step), self.y(edge(step).0)));
        let upper = self
            .drawn()
            .rev()
            .map(|step| (self.x(step), self.y(edge(step).1)));
        element("polygon")
            .attribute("class", format_args!("{class} category-{category}"))
            .attribute("points", points(lower.chain(upper)))
    }

    fn line(&self, series: &Banded) -> Element {
        let mean = |step: usize| series.mean.get(step).copied().unwrap_or_default();
        element("polyline")
            .attribute("class", format_args!("mean category-{}", series.category))
            .attribute(
                "points",
                points(self.drawn().map(|step| (self.x(step), self.y(mean(step))))),
            )
    }

    /// Round numbers of units under the steps that complete them.
    fn step_labels(&self, per_unit: usize) -> Vec<Element> {
        let units = self.steps / per_unit.max(1);
        let (every, _) = axis(units as f64 / 2.0);
        let numbers = (1..=units).filter(|unit| unit % every as usize == 0);
        numbers
            .map(|unit| {
                let x = self.x(unit * per_unit - 1);
                label(x, self.floor + 16.0, "middle", &unit.to_string())
            })
            .collect()
    }

    /// Heights of the names beside the ends of their lines, moved so that none covers another.
    fn apart(&self, series: &[Banded]) -> Vec<f64> {
        const LINE: f64 = 16.0;
        let end = |index: usize| self.y(series[index].mean.last().copied().unwrap_or_default());
        let mut order: Vec<usize> = (0..series.len()).collect();
        order.sort_by(|a, b| end(*a).total_cmp(&end(*b)));
        let mut heights = vec![0.0; series.len()];
        let mut free = OVER;
        for (place, index) in order.iter().enumerate() {
            let under = (order.len() - place - 1) as f64;
            heights[*index] = end(*index).clamp(free, (self.floor - under * LINE).max(free));
            free = heights[*index] + LINE;
        }
        heights
    }
}

/// A step of an axis (1, 2 or 5 times a power of ten, at least 1) and its end, so that the axis
/// has at most five steps and holds `highest`.
fn axis(highest: f64) -> (f64, f64) {
    let rough = (highest / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = step
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(power * 10.0);
    (step, (highest / step).ceil().max(1.0) * step)
}

fn ticks(step: f64, top: f64) -> impl Iterator<Item = f64> {
    (0..=(top / step).round() as u32).map(move |index| f64::from(index) * step)
}

/// An axis number, in thousands where it is long.
fn number(value: f64) -> String {
    if value >= 10_000.0 {
        format!("{}k", value / 1_000.0)
    } else {
        format!("{value}")
    }
}

fn grid_line(right: f64, y: f64, number: &str) -> [Element; 2] {
    let line = element("line")
        .attribute("class", "grid")
        .attribute("x1", LEFT)
        .attribute("x2", rounded(right))
        .attribute("y1", rounded(y))
        .attribute("y2", rounded(y));
    [line, label(LEFT - 8.0, y + 4.0, "end", number)]
}

fn label(x: f64, y: f64, anchor: &'static str, text: &str) -> Element {
    element("text")
        .attribute("x", rounded(x))
        .attribute("y", rounded(y))
        .attribute("text-anchor", anchor)
        .text(text)
}

fn points(points: impl Iterator<Item = (f64, f64)>) -> String {
    let words: Vec<_> = points
        .map(|(x, y)| format!("{},{}", rounded(x), rounded(y)))
        .collect();
    words.join(" ")
}

/// Tenths of a pixel are enough, and keep the file small.
fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_its_highest_value_in_few_round_steps() {
        for (highest, expected) in [
            (0.0, (1.0, 1.0)),
            (3.0, (1.0, 3.0)),
            (17.0, (5.0, 20.0)),
            (41.0, (20.0, 60.0)),
            (980.0, (500.0, 1000.0)),
            (12_345.0, (5_000.0, 15_000.0)),
        ] {
            assert_eq!(axis(highest), expected, "{highest}");
        }
    }

    #[test]
    fn a_column_without_value_draws_nothing() {
        let column = |value| Column {
            label: String::new(),
            title: "t".to_owned(),
            value,
        };
        let size = Size {
            width: 244.0,
            height: 134.0,
        };
        let svg = columns("c", size, &[column(0), column(2), column(1)]).to_string();
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(
            svg.contains("y=\"10\" width=\"60.7\" height=\"100\""),
            "{svg}"
        );
    }

    #[test]
    fn many_steps_are_thinned_and_labelled_by_unit() {
        let plane = Plane {
            right: 100.0,
            floor: 110.0,
            steps: 4_262,
        };
        let drawn: Vec<_> = plane.drawn().collect();
        assert_eq!((drawn.len(), drawn[0], drawn[299]), (300, 0, 4_261));
        let labels: String = plane
            .step_labels(24)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            labels.contains(">50<") && labels.contains(">150<"),
            "{labels}"
        );
        assert_eq!(labels.matches("<text").count(), 3);
        let one = Plane { steps: 1, ..plane };
        assert_eq!(one.drawn().collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn names_of_lines_that_end_together_stand_apart() {
        let banded = |end| Banded {
            name: String::new(),
            category: 1,
            mean: vec![0.5, end],
            half: Vec::new(),
            most: Vec::new(),
        };
        let plane = Plane {
            right: 100.0,
            floor: 110.0,
            steps: 2,
        };
        assert_eq!(plane.apart(&[banded(0.5), banded(0.5)]), [60.0, 76.0]);
        assert_eq!(plane.apart(&[banded(0.0), banded(0.01)]), [110.0, 94.0]);
        assert_eq!(plane.apart(&[banded(0.9), banded(0.1)]), [20.0, 100.0]);
    }
}
