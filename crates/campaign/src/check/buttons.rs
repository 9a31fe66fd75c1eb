//! Buttons, calls to action, and where links lead.

use serde_json::json;

use crate::check::Findings;
use crate::check::message::Scene;
use crate::check::texts::{TEXT_CONTRAST_MIN, card, color, readable};
use crate::color::Color;
use crate::draft::Draft;
use crate::finding::Code;
use crate::link::{LinkError, check_link};
use crate::message::{Action, Button, OpenIn, Step};

/// The longest label of a button or call to action; the vendor names none, longer never fits.
pub const LABEL_CHARS_MAX: usize = 40;
/// Buttons of a step, those that the renderer adds included.
pub const BUTTONS_MAX: usize = 2;

pub(super) fn check(scene: &Scene, path: &str, index: usize, step: &Step, findings: &mut Findings) {
    if !step.content.has_buttons() {
        call(scene, path, step, findings);
        return;
    }
    if step.cta.is_some() {
        let message = "A layout with buttons has no separate call to action.".to_owned();
        let at = format!("{path}/cta");
        findings.warn(&at, Code::NotSupported, message, "Make it a button.");
    }
    let path = format!("{path}/buttons");
    let count = step.buttons.len() + usize::from(scene.adds_flow_button(index, step));
    if count > BUTTONS_MAX {
        let message = format!(
            "There are {count} buttons; at most {BUTTONS_MAX} fit, Next and Done included."
        );
        findings.block(&path, Code::OutOfRange, message, "Remove a button.");
    }
    for (place, button) in step.buttons.iter().enumerate() {
        let path = format!("{path}/{place}");
        label(&path, button, card(step), findings);
        match &button.action {
            Action::Link(one) => {
                link(
                    scene.draft,
                    &format!("{path}/action"),
                    (&one.url, one.open_in),
                    findings,
                );
            }
            Action::Next(_) if scene.is_last(index) => last_next(&path, findings),
            Action::Close(_) | Action::HideForADay(_) | Action::Next(_) | Action::Done(_) => {}
        }
    }
}

fn label(path: &str, button: &Button, card: Option<Color>, findings: &mut Findings) {
    let bounds = (1, LABEL_CHARS_MAX);
    findings.length(
        &format!("{path}/text"),
        "The button's label",
        &button.text,
        bounds,
    );
    let at = |field: &str| format!("{path}/{field}");
    color(
        &at("text_color"),
        "The button's label",
        &button.text_color,
        findings,
    );
    color(
        &at("background"),
        "The button",
        &button.background,
        findings,
    );
    color(
        &at("border_color"),
        "The button's border",
        &button.border_color,
        findings,
    );
    let back = Color::parse(&button.background).zip(card);
    let back = back.map(|(button, card)| button.over(card));
    let colors = (button.text_color.as_str(), back);
    readable(
        &at("text_color"),
        "The button's label",
        colors,
        TEXT_CONTRAST_MIN,
        findings,
    );
}

/// After the last step there is nothing to go to: the renderer ends the message as Done does.
fn last_next(path: &str, findings: &mut Findings) {
    let at = format!("{path}/action");
    let message = "No step follows: this Next ends the message.".to_owned();
    findings
        .warn(
            &at,
            Code::NotSupported,
            message,
            "Make it Done, or add a step.",
        )
        .one_click("Make it Done", [(format!("{at}/type"), "done".into())]);
}

/// A layout without buttons may have a call to action; its URL may be left out.
fn call(scene: &Scene, path: &str, step: &Step, findings: &mut Findings) {
    let Some(cta) = &step.cta else { return };
    let path = format!("{path}/cta");
    let bounds = (1, LABEL_CHARS_MAX);
    findings.length(
        &format!("{path}/label"),
        "The call to action",
        &cta.label,
        bounds,
    );
    if !cta.url.is_empty() {
        link(scene.draft, &path, (&cta.url, OpenIn::SameWindow), findings);
    }
}

pub(super) fn link(
    draft: &Draft,
    path: &str,
    (url, open_in): (&str, OpenIn),
    findings: &mut Findings,
) {
    let at = format!("{path}/url");
    if url.trim().is_empty() {
        let message = "The link leads nowhere.".to_owned();
        findings.block(&at, Code::Missing, message, "Write its URL.");
    } else if let Err(error) = check_link(url) {
        refused(&at, url, &error, findings);
    }
    if open_in == OpenIn::SameWindow || !draft.platforms.iter().any(|one| one.is_app()) {
        return;
    }
    let at = format!("{path}/open_in");
    let message = "Apps open every link in place; new windows and tabs are for the web.";
    let note = findings.note(&at, Code::NotSupported, message.to_owned(), "");
    if draft.platforms.iter().all(|one| one.is_app()) {
        note.one_click("Open it in place", [(at, json!(OpenIn::SameWindow))]);
    }
}

fn refused(path: &str, url: &str, error: &LinkError, findings: &mut Findings) {
    let message = format!("Rehearsal could not {error}.");
    let fix = "Use https:// or an app link.";
    let finding = findings.block(path, Code::LinkRefused, message, fix);
    let trimmed = url.trim();
    let (label, better) = match error {
        LinkError::Malformed(_) => ("Take the spaces off", trimmed.to_owned()),
        // `shop.example/sale` is a host, `sale` may be anything.
        LinkError::NoScheme(_) if trimmed.split('/').next().is_some_and(|it| it.contains('.')) => {
            ("Put https:// before it", format!("https://{trimmed}"))
        }
        LinkError::NoScheme(_) | LinkError::Refused(_) => return,
    };
    if check_link(&better).is_ok() {
        finding.one_click(label, [(path.to_owned(), better.into())]);
    }
}
