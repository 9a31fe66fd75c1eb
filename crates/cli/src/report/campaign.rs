//! A campaign's part of the report: what people see, how far it gets, when and how often.

use std::fmt::Display;

use jiff::civil::Date;
use simulations::replay::{CampaignForecast, FunnelStep};

use crate::element::{Element, block, element, span};
use crate::report::charts::{Column, Size, columns};
use crate::report::words::{count, gate, long_day, percent, plural, reason, share, short_day};
use crate::report::{Picture, card, figure, figures, table};

/// Days up to which every one could have a label.
const DAYS_LABELLED_MAX: usize = 16;

/// The section of one campaign.
pub fn section(campaign: &CampaignForecast, pictures: &[&Picture]) -> Element {
    let caps: u64 = campaign.cap_hits.values().sum();
    let head = element("header")
        .child(element("h2").text(&campaign.name))
        .child(element("code").text(&campaign.key));
    let strip = figures([
        figure("Impressions", count(campaign.impressions)),
        figure("People reached", count(campaign.reach)),
        figure("Impressions per person", per_person(campaign)),
        figure("Refused by a cap", count(caps)),
    ]);
    element("section")
        .attribute("id", format_args!("campaign-{}", campaign.key))
        .child(head)
        .child(element("p").attribute("class", "lead").text(loss(campaign)))
        .child(strip)
        .children((!pictures.is_empty()).then(|| gallery(pictures)))
        .child(card("How far its events get", funnel(campaign)))
        .children(days(campaign))
        .child(
            block("pair")
                .child(card("By hour of the day", hours(campaign)))
                .child(card("How often one person sees it", often(campaign))),
        )
        .child(
            block("pair")
                .child(card("Groups", groups(campaign)))
                .child(card("Platforms", platforms(campaign))),
        )
}

fn per_person(campaign: &CampaignForecast) -> String {
    if campaign.reach == 0 {
        return "–".to_owned();
    }
    format!("{:.1}", campaign.impressions as f64 / campaign.reach as f64)
}

/// The biggest loss as a sentence.
fn loss(campaign: &CampaignForecast) -> String {
    if campaign.matched == 0 {
        return "No event of this log matches the trigger, so nobody would see it.".to_owned();
    }
    let worst = refusing(campaign).max_by_key(|step| step.refused);
    let Some(worst) = worst.filter(|step| step.refused > 0) else {
        return "Every event that matches the trigger leads to an impression.".to_owned();
    };
    let why = reasons_at(&worst.gate, campaign)
        .first()
        .map_or(String::new(), |(code, _)| {
            format!(" Main reason: {}.", reason(code))
        });
    format!(
        "{} holds back the most: {} of {} matching events ({}).{why}",
        gate(&worst.gate),
        count(worst.refused),
        count(campaign.matched),
        percent(share(worst.refused, campaign.matched)),
    )
}

/// The steps at which an event that matched can be lost.
fn refusing(campaign: &CampaignForecast) -> impl Iterator<Item = &FunnelStep> {
    campaign.funnel.iter().filter(|step| step.gate != "trigger")
}

/// Reasons of a gate with their counts, the most frequent first.
fn reasons_at<'a>(gate: &str, campaign: &'a CampaignForecast) -> Vec<(&'a str, u64)> {
    let mut reasons: Vec<_> = campaign
        .refused
        .iter()
        .filter(|(code, _)| code.split('.').next() == Some(gate))
        .map(|(code, events)| (code.as_str(), *events))
        .collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    reasons
}

/// The pictures, phones before desktops.
fn gallery(pictures: &[&Picture]) -> Element {
    let (wide, tall): (Vec<&Picture>, Vec<&Picture>) =
        pictures.iter().partition(|picture| picture.is_wide());
    block("gallery").children(tall.into_iter().chain(wide).map(|picture| {
        let image = element("img")
            .attribute("src", picture.data_url())
            .attribute("alt", format_args!("The message: {}", picture.caption))
            .attribute("class", if picture.is_wide() { "wide" } else { "tall" });
        element("figure")
            .child(image)
            .child(element("figcaption").text(&picture.caption))
    }))
}

/// One bar per gate: what is left of the events that matched, and why the others are not.
fn funnel(campaign: &CampaignForecast) -> Element {
    let bars = campaign.funnel.iter().enumerate().map(|(index, step)| {
        let left = share(step.survivors, campaign.matched);
        let lost = if index == 0 { 0 } else { step.refused };
        let bar = block("bar")
            .child(width("left", left).attribute("data-gate", index + 1))
            .child(width("lost", share(lost, campaign.matched)));
        let mut row = block("gate")
            .child(span("name", gate(&step.gate)))
            .child(bar)
            .child(span("number", count(step.survivors)))
            .child(span("number faint", percent(left)));
        if lost > 0 {
            row = row.child(span("why", losses(&step.gate, campaign)));
        }
        row
    });
    block("funnel").children(bars).children(aside(campaign))
}

/// The word of the funnel's last step, where there is one message at a time.
const SCREEN: &str = "screen";

fn losses(gate: &str, campaign: &CampaignForecast) -> String {
    let mut losses: Vec<_> = reasons_at(gate, campaign)
        .iter()
        .map(|(code, events)| format!("{} {}", count(*events), reason(code)))
        .collect();
    if gate == SCREEN {
        let last = [
            (campaign.displaced, "another message was shown"),
            (
                campaign.pending,
                "still waiting for the delay when the log ends",
            ),
        ];
        let last = last.into_iter().filter(|(events, _)| *events > 0);
        losses.extend(last.map(|(events, words)| format!("{} {words}", count(events))));
    }
    losses.join(" · ")
}

/// Events that neither a reason nor an impression accounts for.
fn aside(campaign: &CampaignForecast) -> Option<Element> {
    let parts = [
        (campaign.test_shown, "shown to a test device"),
        (
            campaign.assumed,
            "passed the layout gate only because the log does not say more",
        ),
    ];
    let words: Vec<_> = parts
        .iter()
        .filter(|(events, _)| *events > 0)
        .map(|(events, words)| format!("{} {words}", plural(*events, "event")))
        .collect();
    let text = || {
        element("p")
            .attribute("class", "faint")
            .text(words.join(" · "))
    };
    (!words.is_empty()).then(text)
}

fn width(class: &'static str, share: f64) -> Element {
    block(class).attribute("style", format_args!("width:{:.3}%", share * 100.0))
}

fn days(campaign: &CampaignForecast) -> Option<Element> {
    let (first, last) = (campaign.by_day.first()?, campaign.by_day.last()?);
    let from: Date = first.day.parse().ok()?;
    let to: Date = last.day.parse().ok()?;
    let all: Vec<Date> = from
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= to)
        .collect();
    let columns_by_day: Vec<_> = all
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let iso = day.to_string();
            let found = campaign.by_day.iter().find(|one| one.day == iso);
            let value = found.map_or(0, |one| one.impressions);
            Column {
                label: if is_labelled(index, *day, all.len()) {
                    short_day(*day)
                } else {
                    String::new()
                },
                title: format!("{}: {}", long_day(&iso), plural(value, "impression")),
                value,
            }
        })
        .collect();
    let size = Size {
        width: 1000.0,
        height: 190.0,
    };
    Some(card(
        "Impressions by day",
        columns("Impressions by day", size, &columns_by_day),
    ))
}

/// Few days have all a label, some weeks their Mondays, more their first of the month.
fn is_labelled(index: usize, day: Date, days: usize) -> bool {
    if days <= DAYS_LABELLED_MAX {
        true
    } else if days <= 7 * DAYS_LABELLED_MAX {
        day.weekday() == jiff::civil::Weekday::Monday && index + 3 < days && index > 0
    } else {
        day.day() == 1
    }
}

const HALF: Size = Size {
    width: 470.0,
    height: 160.0,
};

fn hours(campaign: &CampaignForecast) -> Element {
    let columns_by_hour: Vec<_> = campaign
        .by_hour
        .iter()
        .enumerate()
        .map(|(hour, impressions)| Column {
            label: if hour % 6 == 0 {
                format!("{hour}:00")
            } else {
                String::new()
            },
            title: format!(
                "{hour}:00 to {}:00: {}",
                hour + 1,
                plural(*impressions, "impression")
            ),
            value: *impressions,
        })
        .collect();
    columns("Impressions by hour of the day", HALF, &columns_by_hour)
}

/// Columns of the last chart; whoever saw it more often is in the last one.
const OFTEN_MAX: u32 = 12;

fn often(campaign: &CampaignForecast) -> Element {
    let highest = campaign
        .frequency
        .iter()
        .map(|bin| bin.shown)
        .max()
        .unwrap_or(0);
    let people = |shown: u32| -> u64 {
        let bins = campaign.frequency.iter();
        bins.filter(|bin| bin.shown.min(OFTEN_MAX) == shown)
            .map(|bin| bin.users)
            .sum()
    };
    let columns_by_count: Vec<_> = (1..=highest.clamp(1, OFTEN_MAX))
        .map(|shown| {
            let and_more = shown == OFTEN_MAX && highest > OFTEN_MAX;
            let (sign, words) = if and_more {
                ("+", "times or more")
            } else {
                ("×", "times")
            };
            Column {
                label: format!("{shown}{sign}"),
                title: format!("{shown} {words}: {} people", count(people(shown))),
                value: people(shown),
            }
        })
        .collect();
    columns("People by how often they see it", HALF, &columns_by_count)
}

fn groups(campaign: &CampaignForecast) -> Element {
    let rows = campaign
        .groups
        .iter()
        .enumerate()
        .map(|(index, (key, group))| {
            let dot = block("dot").attribute("data-category", category(key, index));
            let name = element("td").child(dot).text(key);
            element("tr")
                .child(name)
                .child(number(count(group.impressions)))
                .child(number(count(group.reach)))
                .child(number(count(group.clicks)))
                .child(number(percent(share(group.clicks, group.impressions))))
        });
    table(
        ["Group", "Impressions", "People", "Clicks", "Click rate"],
        rows,
    )
}

fn platforms(campaign: &CampaignForecast) -> Element {
    let rows = campaign.by_platform.iter().map(|(platform, impressions)| {
        element("tr")
            .child(element("td").text(platform_name(platform)))
            .child(number(count(*impressions)))
            .child(number(percent(share(*impressions, campaign.impressions))))
    });
    table(["Platform", "Impressions", "Share"], rows)
}

/// A platform of the log, which may be one that we have no name for.
fn platform_name(word: &str) -> &str {
    match word {
        "pc_web" => "PC web",
        "mobile_web" => "Mobile web",
        "android" => "Android",
        "ios" => "iOS",
        "unknown" => "Unknown",
        other => other,
    }
}

/// Which of the eight categorical colours a group has, from 1: that of its letter, as in the
/// windows, or of its place where it has another name.
pub fn category(name: &str, index: usize) -> usize {
    match name.as_bytes() {
        [letter @ b'A'..=b'H'] => usize::from(letter - b'A') + 1,
        _ => index % 8 + 1,
    }
}

/// A number's cell.
pub fn number(text: impl Display) -> Element {
    element("td").attribute("class", "number").text(text)
}
