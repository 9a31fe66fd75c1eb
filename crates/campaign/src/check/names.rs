//! Names of steps, buttons, calls to action and image links: the `actionName` of their events,
//! by which a report tells them apart.

use std::collections::BTreeMap;

use crate::check::Findings;
use crate::finding::{Code, Severity};
use crate::message::{Action, Message, Step};

pub(super) fn check(path: &str, message: &Message, findings: &mut Findings) {
    steps(path, message, findings);
    let mut clicks: Vec<Click> = Vec::new();
    for (index, step) in message.steps.iter().enumerate() {
        let path = format!("{path}/{index}");
        let is_last = index + 1 == message.steps.len();
        if step.content.has_buttons() {
            for (place, button) in step.buttons.iter().enumerate() {
                let at = format!("{path}/buttons/{place}/name");
                if let Some(value) = click_value(&button.action, is_last) {
                    clicks.push(Click::new(at, index, &button.name, value, "button"));
                }
            }
        } else if let Some(cta) = &step.cta {
            let name = if cta.name.is_empty() {
                "cta"
            } else {
                &cta.name
            };
            clicks.push(Click::new(
                format!("{path}/cta/name"),
                index,
                name,
                &cta.url,
                "cta",
            ));
        }
        if step.content.has_image() {
            images(&path, index, step, &mut clicks);
        }
    }
    tell_apart(&clicks, findings);
}

/// A part whose click makes an event of its name.
struct Click {
    /// Where the name stands.
    path: String,
    step: usize,
    name: String,
    /// The `actionValue`: what the click does.
    value: String,
    /// How the format calls such a part; a new name begins with it.
    kind: &'static str,
}

impl Click {
    fn new(path: String, step: usize, name: &str, value: &str, kind: &'static str) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        Self {
            path,
            step,
            name,
            value,
            kind,
        }
    }
}

fn steps(path: &str, message: &Message, findings: &mut Findings) {
    let name = |index: usize, step: &Step| match step.name.as_str() {
        "" => format!("step_{}", index + 1),
        name => name.to_owned(),
    };
    let names: Vec<String> = message
        .steps
        .iter()
        .enumerate()
        .map(|(i, s)| name(i, s))
        .collect();
    for (index, name) in names.iter().enumerate() {
        if names[..index].contains(name) {
            let at = format!("{path}/{index}/name");
            let taken = |one: &str| names.iter().any(|name| name == one);
            let free = free_name("step", taken);
            let message = format!("Two steps are named {name:?}: their events look the same.");
            findings
                .warn(
                    &at,
                    Code::Duplicate,
                    message,
                    "Give each step a name of its own.",
                )
                .one_click(&format!("Name it {free}"), [(at, free.into())]);
        }
    }
}

/// What a button's click does; none where it makes no event of the button's name: going on makes
/// one of the next step's.
fn click_value(action: &Action, is_last: bool) -> Option<&str> {
    match action {
        Action::Close(_) => Some("close"),
        Action::HideForADay(_) => Some("hide_for_a_day"),
        Action::Link(link) => Some(&link.url),
        Action::Next(_) if !is_last => None,
        Action::Next(_) | Action::Done(_) => Some("done"),
    }
}

fn images(path: &str, index: usize, step: &Step, clicks: &mut Vec<Click>) {
    for (held, images) in [
        ("portrait", &step.images.portrait),
        ("landscape", &step.images.landscape),
    ] {
        for (place, image) in images.iter().enumerate() {
            let Some(link) = &image.link else { continue };
            let at = format!("{path}/images/{held}/{place}/name");
            clicks.push(Click::new(at, index, &image.name, &link.url, "image"));
        }
    }
}

/// A name may come again only for the same thing: the same link in the other orientation, a
/// Close on another step. Two parts of one step always need two names.
fn tell_apart(clicks: &[Click], findings: &mut Findings) {
    let mut first: BTreeMap<&str, &Click> = BTreeMap::new();
    for click in clicks {
        let taken = |one: &str| clicks.iter().any(|click| click.name == one);
        if click.name.trim().is_empty() {
            let free = free_name(click.kind, taken);
            let message = format!("The {} has no name for its events.", click.kind);
            findings
                .note(&click.path, Code::Missing, message, "Write one.")
                .one_click(
                    &format!("Name it {free}"),
                    [(click.path.clone(), free.into())],
                );
            continue;
        }
        let Some(other) = first.get(click.name.as_str()) else {
            first.insert(&click.name, click);
            continue;
        };
        let both_images = click.kind == "image" && other.kind == "image";
        let same = click.value == other.value && (click.step != other.step || both_images);
        if !same {
            let free = free_name(click.kind, taken);
            let message = format!(
                "Two parts are named {:?}: their clicks look the same.",
                click.name
            );
            // Reports still have the step; who listens in the page has not.
            let severity = if click.step == other.step {
                Severity::Warn
            } else {
                Severity::Note
            };
            let fix = "Give each a name of its own.";
            findings
                .add(severity, &click.path, Code::Duplicate, message, fix)
                .one_click(
                    &format!("Name it {free}"),
                    [(click.path.clone(), free.into())],
                );
        }
    }
}

/// `button_1`, or the first number that is not taken.
fn free_name(kind: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut number = 1;
    loop {
        let name = format!("{kind}_{number}");
        if !is_taken(&name) {
            return name;
        }
        number += 1;
    }
}
