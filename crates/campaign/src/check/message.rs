//! What is wrong with the steps of a draft's groups: layout, anchor, and the way out.

use serde_json::json;

use crate::asset::Assets;
use crate::check::{Findings, buttons, images, names, texts};
use crate::draft::{Draft, Platform};
use crate::finding::Code;
use crate::limits::Limits;
use crate::message::{Action, Button, Content, Layout, Message, Step};
use crate::selector::check_selector;

pub(super) fn check(draft: &Draft, assets: &dyn Assets, limits: &Limits, findings: &mut Findings) {
    if draft.groups.is_empty() {
        let message = "There is no message.".to_owned();
        findings.block("/groups", Code::Missing, message, "Add group A.");
    }
    for (index, group) in draft.groups.iter().enumerate() {
        if group.control {
            continue;
        }
        let path = format!("/groups/{index}/message/steps");
        if group.message.steps.is_empty() {
            let message = "The message has no step.".to_owned();
            findings.block(&path, Code::Missing, message, "Add a step.");
        }
        let scene = Scene {
            draft,
            assets,
            limits,
            message: &group.message,
        };
        for (index, step) in group.message.steps.iter().enumerate() {
            scene.step(&format!("{path}/{index}"), index, step, findings);
        }
        names::check(&path, &group.message, findings);
    }
}

/// What the rules of a step read besides the step.
pub(super) struct Scene<'a> {
    pub draft: &'a Draft,
    pub assets: &'a dyn Assets,
    pub limits: &'a Limits,
    pub message: &'a Message,
}

impl Scene<'_> {
    fn step(&self, path: &str, index: usize, step: &Step, findings: &mut Findings) {
        layout(path, step, findings);
        if step.layout == Layout::Tooltip {
            self.tooltip(path, step, findings);
        }
        texts::check(path, step, findings);
        buttons::check(self, path, index, step, findings);
        images::check(self, path, step, findings);
        self.closing(path, index, step, findings);
    }

    fn tooltip(&self, path: &str, step: &Step, findings: &mut Findings) {
        let platforms = self.draft.platforms.iter();
        let (apps, web): (Vec<Platform>, Vec<Platform>) =
            platforms.partition(|platform| platform.is_app());
        let at = format!("{path}/layout");
        let code = Code::NotSupported;
        if !apps.is_empty() && web.is_empty() {
            let message = "Tooltips show on the web only, and only apps are chosen.".to_owned();
            let fix = "Choose a banner, or a web platform.";
            findings.block(&at, code, message, fix);
        } else if !apps.is_empty() {
            let message = "Tooltips show on the web only; the apps show nothing.".to_owned();
            let fix = "Choose a banner, or the web platforms alone.";
            findings
                .warn(&at, code, message, fix)
                .one_click("Drop the apps", [("/platforms".to_owned(), json!(web))]);
        }
        let selector = step.anchor.as_ref().map_or("", |anchor| &anchor.selector);
        let at = format!("{path}/anchor/selector");
        if selector.trim().is_empty() {
            let message = "The tooltip points at nothing.".to_owned();
            findings.block(&at, Code::Missing, message, "Write a CSS selector.");
        } else if let Err(error) = check_selector(selector) {
            let message = format!("Rehearsal could not {error}.");
            let fix = "Write a CSS selector such as #upgrade or .menu > a.";
            findings.block(&at, Code::Malformed, message, fix);
        }
    }

    /// Every step must have a way out: ×, or a button that closes.
    fn closing(&self, path: &str, index: usize, step: &Step, findings: &mut Findings) {
        let pictures = step.images.portrait.len().max(step.images.landscape.len());
        let is_carousel = pictures > 1 && step.content.has_image();
        let is_last = self.is_last(index);
        let closes = |button: &Button| match &button.action {
            Action::Close(_) | Action::HideForADay(_) | Action::Done(_) => true,
            Action::Link(link) => link.dismiss_on_click,
            Action::Next(_) => is_last,
        };
        let has_buttons = step.content.has_buttons();
        let by_button = has_buttons && step.buttons.iter().any(closes);
        let by_call = !has_buttons && step.cta.is_some();
        let by_flow = is_last && self.adds_flow_button(index, step);
        if by_button || by_call || by_flow || step.close.shown && !is_carousel {
            return;
        }
        let message = "Nothing closes this message.".to_owned();
        let stays = |button: &Button| matches!(button.action, Action::Link(_));
        let link = step.buttons.iter().position(stays).filter(|_| has_buttons);
        let at = format!("{path}/close");
        if !is_carousel {
            let fix = "Show the × button, or add a button that closes.";
            findings
                .block(&at, Code::CannotBeClosed, message, fix)
                .one_click("Show the ×", [(format!("{at}/shown"), true.into())]);
            return;
        }
        let fix = "Several images hide the ×: add a button that closes.";
        let finding = findings.block(&at, Code::CannotBeClosed, message, fix);
        if let Some(button) = link {
            let click = format!("{path}/buttons/{button}/action/dismiss_on_click");
            finding.one_click("Let its link close it", [(click, true.into())]);
        }
    }

    pub fn is_last(&self, index: usize) -> bool {
        index + 1 == self.message.steps.len()
    }

    /// Whether the renderer adds Next or Done: more than one step, and no button does it.
    pub fn adds_flow_button(&self, index: usize, step: &Step) -> bool {
        let last = self.is_last(index);
        let flows = |button: &Button| match button.action {
            Action::Next(_) => !last,
            Action::Done(_) => last,
            Action::Close(_) | Action::HideForADay(_) | Action::Link(_) => false,
        };
        let own = step.content.has_buttons() && step.buttons.iter().any(flows);
        self.message.steps.len() > 1 && !own
    }
}

fn layout(path: &str, step: &Step, findings: &mut Findings) {
    if step.layout.contents().contains(&step.content) {
        return;
    }
    let layout = step.layout.name();
    let message = format!("A {layout} cannot show {}.", step.content.name());
    let nearest = nearest(step.layout, step.content);
    let at = format!("{path}/content");
    findings
        .block(&at, Code::NotSupported, message, "Choose another content.")
        .one_click(&format!("Show {}", nearest.name()), [(at, json!(nearest))]);
}

/// The content of the layout that has the same parts, else the layout's first.
fn nearest(layout: Layout, content: Content) -> Content {
    let same = |one: &&Content| {
        one.has_image() == content.has_image() && one.has_text() == content.has_text()
    };
    let contents = layout.contents();
    *contents.iter().find(same).unwrap_or(&contents[0])
}
