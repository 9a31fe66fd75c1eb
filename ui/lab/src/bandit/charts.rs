//! The charts of the bandit panel: shares, P(best), regret and click rate over the test.

use egui::{Color32, Ui};

use super::State;
use super::answer::{Answer, Curve, GroupCurves};
use crate::charts::{Band, Bands, Chart, Course, Shared, Span, grid_ui};
use crate::{csv, format, tokens};

/// Room above the highest value, as a factor.
const HEADROOM: f64 = 1.08;
const BANDS_NOTE: &str = "bands: 50 % and 90 % of replications";

/// Draws the grid.
pub fn grid(ui: &mut Ui, state: &mut State) {
    let State {
        answer: Some(answer),
        before,
        layout,
        shared,
        ..
    } = state
    else {
        return;
    };
    let compared = before
        .as_ref()
        .filter(|before| before.groups.len() == answer.groups.len());
    let charts = [
        Picture {
            id: "weights",
            title: "Share of traffic",
            curve: |group| &group.weight,
            range: |_| (0.0, 1.0),
            write: |share| format!("{:.0} %", share * 100.0),
            mark: None,
        }
        .chart(answer, compared, shared),
        Picture {
            id: "p_best",
            title: "P(best)",
            curve: |group| &group.p_best,
            range: |_| (0.0, 1.0),
            write: |share| format!("{:.0} %", share * 100.0),
            mark: Some(super::CALLED_AT_P_BEST),
        }
        .chart(answer, compared, shared),
        regret_chart(answer, compared, shared),
        Picture {
            id: "click_rate",
            title: "Click rate",
            curve: |group| &group.click_rate,
            range: click_rates,
            write: format::percent,
            mark: None,
        }
        .chart(answer, compared, shared),
    ];
    grid_ui(ui, layout, shared, &charts);
    drop(charts);
    shared.settle(ui.ctx());
}

/// A chart with one course per group.
struct Picture {
    id: &'static str,
    title: &'static str,
    curve: fn(&GroupCurves) -> &Curve,
    range: fn(&Answer) -> (f64, f64),
    write: fn(f64) -> String,
    mark: Option<f64>,
}

impl Picture {
    fn chart<'a>(
        self,
        answer: &'a Answer,
        before: Option<&'a Answer>,
        shared: &'a Shared,
    ) -> Chart<'a> {
        let curve = self.curve;
        let named = move || answer.groups.iter().map(move |group| (group, curve(group)));
        let range = (self.range)(answer);
        Chart {
            title: self.title,
            note: BANDS_NOTE.to_owned(),
            span: Span::One,
            csv: Box::new(move || {
                curves_csv(
                    &answer.hours,
                    named().map(|(group, curve)| (group.name.as_str(), curve)),
                )
            }),
            draw: Box::new(move |ui| {
                let colours = tokens::colours(ui);
                let courses = named().map(|(group, curve)| {
                    course(&group.name, colours.category(group.place), curve)
                });
                let bands = Bands {
                    id: self.id,
                    hours: &answer.hours,
                    courses: courses.collect(),
                    before: before.map_or_else(Vec::new, |before| {
                        let curves = before.groups.iter().map(curve);
                        curves
                            .map(|curve| (before.hours.as_slice(), curve.mean.as_slice()))
                            .collect()
                    }),
                    range,
                    write: self.write,
                    mark: self.mark,
                };
                bands.ui(ui, shared);
            }),
        }
    }
}

fn regret_chart<'a>(
    answer: &'a Answer,
    before: Option<&'a Answer>,
    shared: &'a Shared,
) -> Chart<'a> {
    let named = || [("Regret", &answer.regret)].into_iter();
    Chart {
        title: "Regret",
        note: format!("clicks lost so far · {BANDS_NOTE}"),
        span: Span::One,
        csv: Box::new(move || curves_csv(&answer.hours, named())),
        draw: Box::new(move |ui| {
            let colour = tokens::colours(ui).accent;
            let bands = Bands {
                id: "regret",
                hours: &answer.hours,
                courses: vec![course("", colour, &answer.regret)],
                before: before
                    .map(|before| (before.hours.as_slice(), before.regret.mean.as_slice()))
                    .into_iter()
                    .collect(),
                range: (0.0, extent([&answer.regret].into_iter()).1 * HEADROOM),
                write: format::amount,
                mark: None,
            };
            bands.ui(ui, shared);
        }),
    }
}

fn course<'a>(name: &'a str, colour: Color32, curve: &'a Curve) -> Course<'a> {
    Course {
        name,
        colour,
        middle: &curve.mean,
        half: Some(Band {
            low: &curve.p25,
            high: &curve.p75,
        }),
        most: Some(Band {
            low: &curve.p5,
            high: &curve.p95,
        }),
    }
}

/// The axis of the click rates: they are compared with each other, so zero is left out.
fn click_rates(answer: &Answer) -> (f64, f64) {
    let (low, high) = extent(answer.groups.iter().map(|group| &group.click_rate));
    let margin = (high - low).max(high * 0.01) * (HEADROOM - 1.0);
    ((low - margin).max(0.0), high + margin)
}

/// The lowest and the highest value of the light bands. The first tenth of the test is left out:
/// after a handful of exposures a click rate may be anything.
fn extent<'a>(curves: impl Iterator<Item = &'a Curve>) -> (f64, f64) {
    let settled = |list: &'a Vec<f64>| list[list.len() / 10..].iter().copied();
    let ends = curves.map(|curve| {
        let low = settled(&curve.p5).fold(f64::INFINITY, f64::min);
        (low, settled(&curve.p95).fold(f64::MIN_POSITIVE, f64::max))
    });
    ends.fold(
        (f64::INFINITY, f64::MIN_POSITIVE),
        |(low, high), (lower, higher)| (low.min(lower), high.max(higher)),
    )
}

fn curves_csv<'a>(hours: &[f64], curves: impl Iterator<Item = (&'a str, &'a Curve)>) -> String {
    let rows = curves.flat_map(|(name, curve)| {
        hours.iter().enumerate().map(move |(at, hour)| {
            let values = [&curve.mean, &curve.p5, &curve.p25, &curve.p75, &curve.p95];
            let written = |list: &Vec<f64>| list.get(at).map_or_else(String::new, f64::to_string);
            [name.to_owned(), hour.to_string()]
                .into_iter()
                .chain(values.map(written))
        })
    });
    csv::table("name,hour,mean,p5,p25,p75,p95", rows)
}
