//! Title and body, colours, and whether the one can be read on the other.

use serde_json::json;

use crate::check::Findings;
use crate::color::{Color, contrast};
use crate::finding::Code;
use crate::message::{Step, Text};

/// The longest title, in grapheme clusters.
pub const TITLE_CHARS_MAX: usize = 30;
/// The longest body.
pub const BODY_CHARS_MAX: usize = 70;
/// WCAG 2.2 AA for text of normal size (1.4.3).
pub(super) const TEXT_CONTRAST_MIN: f64 = 4.5;
/// WCAG 2.2 AA for a sign that must be recognised (1.4.11).
const SIGN_CONTRAST_MIN: f64 = 3.0;

pub(super) fn check(path: &str, step: &Step, findings: &mut Findings) {
    color(
        &format!("{path}/background"),
        "The background",
        &step.background,
        findings,
    );
    let card = card(step);
    if step.close.shown {
        let (at, what) = (format!("{path}/close/color"), "The × button");
        color(&at, what, &step.close.color, findings);
        // Over a picture nobody knows what is behind it.
        if !step.content.has_image() {
            readable(
                &at,
                what,
                (&step.close.color, card),
                SIGN_CONTRAST_MIN,
                findings,
            );
        }
    }
    if !step.content.has_text() {
        return;
    }
    let title_min = usize::from(step.body.text.trim().is_empty());
    let bounds = (title_min, TITLE_CHARS_MAX);
    text(
        &format!("{path}/title"),
        "The title",
        (&step.title, card),
        bounds,
        findings,
    );
    let bounds = (0, BODY_CHARS_MAX);
    text(
        &format!("{path}/body"),
        "The body",
        (&step.body, card),
        bounds,
        findings,
    );
}

/// The card's colour, on a white page where it lets some through.
pub(super) fn card(step: &Step) -> Option<Color> {
    Some(Color::parse(&step.background)?.over(Color::WHITE))
}

fn text(
    path: &str,
    what: &str,
    (text, back): (&Text, Option<Color>),
    bounds: (usize, usize),
    findings: &mut Findings,
) {
    findings.length(&format!("{path}/text"), what, &text.text, bounds);
    let at = format!("{path}/color");
    color(&at, what, &text.color, findings);
    if !text.text.trim().is_empty() {
        readable(&at, what, (&text.color, back), TEXT_CONTRAST_MIN, findings);
    }
}

pub(super) fn color(path: &str, what: &str, text: &str, findings: &mut Findings) {
    if Color::parse(text).is_some() {
        return;
    }
    let message = format!("{what} has the colour {text:?}, which is none.");
    let finding = findings.block(path, Code::Malformed, message, "Write it like #1f2937.");
    let hashed = format!("#{}", text.trim().trim_start_matches('#'));
    if Color::parse(&hashed).is_some() {
        finding.one_click(
            &format!("Write {hashed}"),
            [(path.to_owned(), hashed.into())],
        );
    }
}

/// Front and back must differ enough; one click makes the front black or white.
pub(super) fn readable(
    path: &str,
    what: &str,
    (front, back): (&str, Option<Color>),
    contrast_min: f64,
    findings: &mut Findings,
) {
    let (Some(front), Some(back)) = (Color::parse(front), back) else {
        return;
    };
    let ratio = contrast(front.over(back), back);
    if ratio >= contrast_min {
        return;
    }
    // Rounded down: what misses the bound must not read as if it reached it.
    let shown = (ratio * 100.0).floor() / 100.0;
    let message = format!("{what} has a contrast of {shown} to 1; {contrast_min} is needed.");
    let white = contrast(Color::WHITE, back) > contrast(Color::BLACK, back);
    let (name, value) = if white {
        ("white", "#ffffff")
    } else {
        ("black", "#000000")
    };
    findings
        .warn(
            path,
            Code::Contrast,
            message,
            "Choose a darker or lighter colour.",
        )
        .one_click(
            &format!("Make it {name}"),
            [(path.to_owned(), json!(value))],
        );
}
