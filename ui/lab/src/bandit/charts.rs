//! The charts of the bandit panel: shares, P(best), regret and click rate over the test.

use egui::{Color32, Ui};

use super::State;
use super::answer::{Answer, Curve, GroupCurves};
use crate::charts::{Band, Bands, Chart, Course, Shared, Span, grid_ui};
use crate::{format, tokens};

const BANDS_NOTE: &str = "mean, 50 % and 90 % of replications";

/// Draws the grid.
pub fn grid(ui: &mut Ui, state: &mut State) {
    let State { answer: Some(answer), before, layout, shared, .. } = state else { return };
    let compared = before.as_ref().filter(|before| before.groups.len() == answer.groups.len());
    let charts = [
        Picture {
            id: "weights",
            title: "Share of traffic",
            unit: "share of exposures",
            curve: |group| &group.weight,
            write: |share| format!("{:.0} %", share * 100.0),
            mark: None,
        }
        .chart(answer, compared, shared),
        Picture {
            id: "p_best",
            title: "P(best)",
            unit: "as the test sees it; dashed: 95 %",
            curve: |group| &group.p_best,
            write: |share| format!("{:.0} %", share * 100.0),
            mark: Some(super::CALLED_AT_P_BEST),
        }
        .chart(answer, compared, shared),
        regret_chart(answer, compared, shared),
        Picture {
            id: "click_rate",
            title: "Click rate",
            unit: "seen so far, per exposure",
            curve: |group| &group.click_rate,
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
    unit: &'static str,
    curve: fn(&GroupCurves) -> &Curve,
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
        let top = match self.mark.is_some() || self.id == "weights" {
            true => 1.0,
            false => highest(named().map(|(_, curve)| curve)),
        };
        Chart {
            title: self.title,
            note: format!("{} · {BANDS_NOTE}", self.unit),
            span: Span::One,
            csv: Box::new(move || {
                csv(&answer.hours, named().map(|(group, curve)| (group.name.as_str(), curve)))
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
                        curves.map(|curve| (before.hours.as_slice(), curve.mean.as_slice())).collect()
                    }),
                    range: (0.0, top),
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
        note: format!("clicks lost so far against always showing the best · {BANDS_NOTE}"),
        span: Span::One,
        csv: Box::new(move || csv(&answer.hours, named())),
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
                range: (0.0, highest([&answer.regret].into_iter())),
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
        half: Some(Band { low: &curve.p25, high: &curve.p75 }),
        most: Some(Band { low: &curve.p5, high: &curve.p95 }),
    }
}

/// The top of the axis. The first tenth of the test is left out where later values are lower:
/// after a handful of exposures a click rate may be anything.
fn highest<'a>(curves: impl Iterator<Item = &'a Curve>) -> f64 {
    let settled = |curve: &Curve| {
        let from = curve.p95.len() / 10;
        curve.p95[from..].iter().copied().fold(0.0, f64::max)
    };
    curves.map(settled).fold(f64::MIN_POSITIVE, f64::max) * 1.08
}

fn csv<'a>(hours: &[f64], curves: impl Iterator<Item = (&'a str, &'a Curve)>) -> String {
    let mut text = "name,hour,mean,p5,p25,p75,p95\n".to_owned();
    for (name, curve) in curves {
        for (at, hour) in hours.iter().enumerate() {
            let values = [&curve.mean, &curve.p5, &curve.p25, &curve.p75, &curve.p95];
            let values = values.map(|list| list.get(at).map_or_else(String::new, f64::to_string));
            text.push_str(&format!("{},{hour},{}\n", quoted(name), values.join(",")));
        }
    }
    text
}

/// A name as a cell: quoted where it holds a comma or a quote.
fn quoted(name: &str) -> String {
    match name.contains([',', '"', '\n']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_owned(),
    }
}
