//! The report: a forecast, its pictures, the test and what was published as one HTML file that
//! needs nothing else, not even a script. The same inputs give the same bytes.
//!
//! Start with [`html`]. Every text goes through `element.rs`, which escapes it.

pub mod bandit;
mod campaign;
mod charts;
pub mod publish;
mod words;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use simulations::replay::Forecast;

use crate::element::{Element, block, element};
use crate::pictures::png_size;
use bandit::Bandit;
use publish::Published;
use words::{count, long_day, plural};

/// Colours, type and space of the windows.
const TOKENS: &str = include_str!("../../../ui/designer/src/tokens.css");
/// Where the tokens turn to the dark theme.
const DARK: &str = ":root[data-theme='dark'] {";
const STYLE: &str = include_str!("report/style.css");
const FONTS: [(u16, &[u8]); 2] = [
    (400, include_bytes!("../../../ui/fonts/Inter-Regular.ttf")),
    (600, include_bytes!("../../../ui/fonts/Inter-SemiBold.ttf")),
];

/// What a report tells. What is not there is left out.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Pictures of the messages.
    pub pictures: Vec<Picture>,
    /// The simulated test.
    pub bandit: Option<Bandit>,
    /// What was published.
    pub published: Option<Published>,
}

/// A picture of a message.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The campaign's key.
    pub campaign: String,
    /// Under the picture: `A, step 1 on iPhone 15`.
    pub caption: String,
    /// The file's bytes.
    pub png: Vec<u8>,
}

impl Picture {
    fn data_url(&self) -> String {
        data_url("image/png", &self.png)
    }

    fn is_wide(&self) -> bool {
        png_size(&self.png).is_some_and(|(width, height)| width > height)
    }
}

/// The report as HTML. `log_name` is what people call the log.
pub fn html(title: &str, log_name: &str, forecast: &Forecast, extras: &Extras) -> String {
    let head = element("head")
        .child(element("meta").attribute("charset", "utf-8"))
        .child(
            element("meta")
                .attribute("name", "viewport")
                .attribute("content", "width=device-width, initial-scale=1"),
        )
        .child(element("title").text(title))
        .child(element("style").style_sheet(style_sheet()));
    let campaigns = forecast.campaigns.iter().map(|campaign| {
        let of_it = |picture: &&Picture| picture.campaign == campaign.key;
        let pictures: Vec<_> = extras.pictures.iter().filter(of_it).collect();
        campaign::section(campaign, &pictures)
    });
    let body = element("body")
        .child(header(title, log_name, forecast, extras))
        .children(campaigns)
        .children(displacements(forecast))
        .children(extras.bandit.as_ref().and_then(bandit::section))
        .children(extras.published.as_ref().map(publish::section))
        .child(footer(forecast));
    let page = element("html")
        .attribute("lang", "en")
        .child(head)
        .child(body);
    format!("<!doctype html>\n{page}\n")
}

fn header(title: &str, log_name: &str, forecast: &Forecast, extras: &Extras) -> Element {
    let log = &forecast.log;
    let facts = format!(
        "{log_name}, {} to {}{}",
        long_day(&log.first),
        long_day(&log.last),
        shift(log.shift_weeks)
    );
    let impressions = forecast
        .campaigns
        .iter()
        .map(|campaign| campaign.impressions)
        .sum();
    let link = |to: &str, text: &str| {
        element("a")
            .attribute("href", format_args!("#{to}"))
            .text(text)
    };
    let campaigns = forecast
        .campaigns
        .iter()
        .map(|campaign| link(&format!("campaign-{}", campaign.key), &campaign.name));
    element("header")
        .child(element("p").attribute("class", "eyebrow").text("Rehearsal"))
        .child(element("h1").text(title))
        .child(element("p").attribute("class", "facts").text(facts))
        .child(
            element("nav")
                .children(campaigns)
                .children(extras.bandit.as_ref().map(|_| link("bandit", "Test")))
                .children(
                    extras
                        .published
                        .as_ref()
                        .map(|_| link("publish", "Published")),
                ),
        )
        .child(
            figures([
                figure("Events in the log", count(forecast.events)),
                figure("People", count(forecast.users)),
                figure("Campaigns", count(forecast.campaigns.len() as u64)),
                figure("Impressions", count(impressions)),
            ])
            .attribute("style", "margin-top:var(--space-24)"),
        )
}

fn shift(weeks: i64) -> String {
    match weeks {
        0 => String::new(),
        1.. => format!(", moved {} later", plural(weeks.unsigned_abs(), "week")),
        ..0 => format!(", moved {} earlier", plural(weeks.unsigned_abs(), "week")),
    }
}

/// Who took the slot when another message won.
fn displacements(forecast: &Forecast) -> Option<Element> {
    if forecast.displaced.is_empty() {
        return None;
    }
    let name = |key: &str| {
        let campaign = forecast
            .campaigns
            .iter()
            .find(|campaign| campaign.key == key);
        campaign.map_or(key, |campaign| &campaign.name).to_owned()
    };
    let rows = forecast.displaced.iter().map(|one| {
        element("tr")
            .child(element("td").text(name(&one.campaign)))
            .child(element("td").text(name(&one.by)))
            .child(campaign::number(count(one.events)))
    });
    let head = ["Would have shown", "Shown instead", "Events"];
    Some(
        element("section")
            .child(element("header").child(element("h2").text("One message at a time")))
            .child(card(
                "Who stood in whose way",
                table(head, rows).attribute("class", "plain"),
            )),
    )
}

fn footer(forecast: &Forecast) -> Element {
    let order = match forecast.order {
        exposure::Order::Documented => "documented",
        exposure::Order::Sdk => "SDK",
    };
    let hash = forecast
        .log
        .content_hash
        .get(..12)
        .unwrap_or(&forecast.log.content_hash);
    element("footer").text(format_args!(
        "Rehearsal {} · seed {} · gates in {order} order · {} looked at · log {hash}",
        env!("CARGO_PKG_VERSION"),
        forecast.seed,
        plural(forecast.folded, "event"),
    ))
}

/// A card with its heading.
fn card(heading: &str, content: Element) -> Element {
    block("card")
        .child(element("h3").text(heading))
        .child(content)
}

fn figures(figures: impl IntoIterator<Item = Element>) -> Element {
    block("figures").children(figures)
}

fn figure(name: &str, value: impl std::fmt::Display) -> Element {
    block("figure")
        .child(element("b").text(value))
        .child(element("span").text(name))
}

fn table<const N: usize>(
    head: [&'static str; N],
    rows: impl IntoIterator<Item = Element>,
) -> Element {
    let cells = head
        .into_iter()
        .map(|name| element("th").attribute("scope", "col").text(name));
    element("table")
        .child(element("thead").child(element("tr").children(cells)))
        .child(element("tbody").children(rows))
}

/// Bytes as an address inside the page.
fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

/// Tokens, fonts and rules; dark where the reader's system is.
fn style_sheet() -> String {
    let (light, dark) = TOKENS.split_once(DARK).unwrap_or((TOKENS, "}"));
    let fonts = FONTS.map(|(weight, bytes)| {
        let url = data_url("font/ttf", bytes);
        format!("@font-face{{font-family:Inter;font-weight:{weight};src:url({url})}}\n")
    });
    format!(
        "{}{light}@media (prefers-color-scheme: dark) {{ :root {{{dark}}}\n{STYLE}",
        fonts.concat()
    )
}

#[cfg(test)]
mod tests;
