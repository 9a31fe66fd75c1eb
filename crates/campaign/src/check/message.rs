//! What is wrong with the messages of a draft's groups.

use crate::asset::Assets;
use crate::check::Findings;
use crate::color::{Color, contrast};
use crate::draft::{Draft, Orientation, Platform};
use crate::finding::Code;
use crate::limits::Limits;
use crate::link::check_link;
use crate::message::{Action, Button, Content, Image, Layout, Message, OpenIn, Step, Text};

/// The longest title, in grapheme clusters.
pub const TITLE_CHARS_MAX: usize = 30;
/// The longest body.
pub const BODY_CHARS_MAX: usize = 70;
/// The longest label of a button or call to action; the vendor names none, longer never fits.
pub const LABEL_CHARS_MAX: usize = 40;
/// Buttons of a step, those that the renderer adds included.
pub const BUTTONS_MAX: usize = 2;
/// Images of a carousel.
pub const IMAGES_MAX: usize = 10;
/// WCAG AA for text of normal size.
const CONTRAST_MIN: f64 = 4.5;
/// How far an image's ratio may be from the layout's; a pixel of rounding is not worth a word.
const RATIO_TOLERANCE: f64 = 0.01;

pub(super) fn groups(draft: &Draft, assets: &dyn Assets, limits: &Limits, findings: &mut Findings) {
    if draft.groups.is_empty() {
        let message = "There is no message.".to_owned();
        findings.block("/groups", Code::Missing, message, "Add group A.");
    }
    for (index, group) in draft.groups.iter().enumerate() {
        if !group.control {
            let path = format!("/groups/{index}/message");
            Steps {
                draft,
                assets,
                limits,
                message: &group.message,
                findings,
            }
            .check(&path);
        }
    }
}

struct Steps<'a> {
    draft: &'a Draft,
    assets: &'a dyn Assets,
    limits: &'a Limits,
    message: &'a Message,
    findings: &'a mut Findings,
}

impl Steps<'_> {
    fn check(&mut self, path: &str) {
        if self.message.steps.is_empty() {
            let message = "The message has no step.".to_owned();
            self.findings.block(
                &format!("{path}/steps"),
                Code::Missing,
                message,
                "Add a step.",
            );
        }
        for (index, step) in self.message.steps.iter().enumerate() {
            let path = format!("{path}/steps/{index}");
            self.layout(&path, step);
            self.texts(&path, step);
            self.buttons(&path, step);
            self.cta(&path, step);
            self.images(&path, step);
            self.closing(&path, step);
        }
    }

    fn layout(&mut self, path: &str, step: &Step) {
        if !step.layout.contents().contains(&step.content) {
            let message = "This layout does not have this content.".to_owned();
            let path = format!("{path}/content");
            self.findings.block(
                &path,
                Code::NotSupported,
                message,
                "Choose another content.",
            );
        }
        if step.layout != Layout::Tooltip {
            return;
        }
        if self
            .draft
            .platforms
            .iter()
            .any(|p| matches!(p, Platform::Android | Platform::Ios))
        {
            let message =
                "Tooltips show on the web only; in the apps this shows nothing.".to_owned();
            self.findings.warn(
                &format!("{path}/layout"),
                Code::NotSupported,
                message,
                "Choose a banner, or the web platforms alone.",
            );
        }
        if step
            .anchor
            .as_ref()
            .is_none_or(|anchor| anchor.selector.trim().is_empty())
        {
            let message = "The tooltip points at nothing.".to_owned();
            let path = format!("{path}/anchor/selector");
            self.findings
                .block(&path, Code::Missing, message, "Write a CSS selector.");
        }
    }

    fn texts(&mut self, path: &str, step: &Step) {
        self.color(
            &format!("{path}/background"),
            "The background",
            &step.background,
        );
        if step.close.shown {
            self.color(
                &format!("{path}/close/color"),
                "The × button",
                &step.close.color,
            );
        }
        if !step.content.has_text() {
            return;
        }
        let title_needed = usize::from(step.body.text.trim().is_empty());
        let (title, body) = (format!("{path}/title"), format!("{path}/body"));
        let bounds = (title_needed, TITLE_CHARS_MAX);
        self.findings.length(
            &format!("{title}/text"),
            "The title",
            &step.title.text,
            bounds,
        );
        let bounds = (0, BODY_CHARS_MAX);
        self.findings
            .length(&format!("{body}/text"), "The body", &step.body.text, bounds);
        self.text_color(&title, "The title", &step.title, &step.background);
        self.text_color(&body, "The body", &step.body, &step.background);
    }

    fn text_color(&mut self, path: &str, what: &str, text: &Text, background: &str) {
        let path = format!("{path}/color");
        self.color(&path, what, &text.color);
        if !text.text.is_empty() {
            self.contrast(&path, what, &text.color, background);
        }
    }

    fn buttons(&mut self, path: &str, step: &Step) {
        if !step.content.has_buttons() {
            return;
        }
        let path = format!("{path}/buttons");
        let added = usize::from(self.adds_flow_button(step));
        if step.buttons.len() + added > BUTTONS_MAX {
            let message = format!(
                "There are {} buttons; at most {BUTTONS_MAX} fit, Next and Done included.",
                step.buttons.len() + added
            );
            self.findings
                .block(&path, Code::OutOfRange, message, "Remove a button.");
        }
        for (index, button) in step.buttons.iter().enumerate() {
            self.button(&format!("{path}/{index}"), button);
        }
    }

    fn button(&mut self, path: &str, button: &Button) {
        let label = format!("{path}/text");
        self.findings.length(
            &label,
            "The button's label",
            &button.text,
            (1, LABEL_CHARS_MAX),
        );
        self.color(
            &format!("{path}/text_color"),
            "The button's text",
            &button.text_color,
        );
        self.color(
            &format!("{path}/background"),
            "The button",
            &button.background,
        );
        self.color(
            &format!("{path}/border_color"),
            "The button's border",
            &button.border_color,
        );
        let path_color = format!("{path}/text_color");
        self.contrast(
            &path_color,
            "The button's label",
            &button.text_color,
            &button.background,
        );
        if let Action::Link(link) = &button.action {
            self.link(&format!("{path}/action"), &link.url, link.open_in);
        }
    }

    fn cta(&mut self, path: &str, step: &Step) {
        let Some(cta) = &step.cta else { return };
        let path = format!("{path}/cta");
        if step.content.has_buttons() {
            let message = "A layout with buttons has no separate call to action.".to_owned();
            self.findings
                .warn(&path, Code::NotSupported, message, "Make it a button.");
            return;
        }
        let label = format!("{path}/label");
        self.findings.length(
            &label,
            "The call to action",
            &cta.label,
            (1, LABEL_CHARS_MAX),
        );
        if !cta.url.is_empty() {
            self.link(&path, &cta.url, OpenIn::SameWindow);
        }
    }

    fn link(&mut self, path: &str, url: &str, open_in: OpenIn) {
        let path = format!("{path}/url");
        if url.trim().is_empty() {
            let message = "The link leads nowhere.".to_owned();
            self.findings
                .block(&path, Code::Missing, message, "Write its URL.");
        } else if let Err(error) = check_link(url) {
            let message = format!("Rehearsal could not {error}.");
            self.findings.block(
                &path,
                Code::LinkRefused,
                message,
                "Use https:// or an app link.",
            );
        }
        let apps = self
            .draft
            .platforms
            .iter()
            .any(|p| matches!(p, Platform::Android | Platform::Ios));
        if apps && open_in != OpenIn::SameWindow {
            let message = "Apps open every link in place; new windows and tabs are for the web.";
            self.findings
                .note(&path, Code::NotSupported, message.to_owned(), "");
        }
    }

    fn images(&mut self, path: &str, step: &Step) {
        if !step.content.has_image() {
            return;
        }
        let pc_only = self.draft.platforms.iter().all(|p| *p == Platform::PcWeb);
        for orientation in Orientation::ALL {
            let (images, wanted) = match orientation {
                Orientation::Portrait => (
                    &step.images.portrait,
                    self.draft.orientations.contains(&Orientation::Portrait) && !pc_only,
                ),
                Orientation::Landscape => (
                    &step.images.landscape,
                    self.draft.orientations.contains(&Orientation::Landscape) || pc_only,
                ),
            };
            if !wanted {
                continue;
            }
            let path = format!("{path}/images/{}", orientation.word());
            if images.iter().all(|image| image.asset.is_empty()) {
                let message = format!("There is no image for {}.", orientation.word());
                let fix = "Choose one, or leave the orientation out.";
                self.findings.block(&path, Code::ImageMissing, message, fix);
            }
            if images.len() > IMAGES_MAX {
                let message = format!("{} images; at most {IMAGES_MAX} fit.", images.len());
                self.findings
                    .block(&path, Code::OutOfRange, message, "Remove some.");
            }
            for (index, image) in images.iter().enumerate() {
                self.image(&format!("{path}/{index}"), image, step, orientation);
            }
        }
    }

    fn image(&mut self, path: &str, image: &Image, step: &Step, orientation: Orientation) {
        if let Some(link) = &image.link {
            self.link(&format!("{path}/link"), &link.url, link.open_in);
        }
        if image.asset.is_empty() {
            return;
        }
        let path = format!("{path}/asset");
        let Some(facts) = self.assets.facts(&image.asset) else {
            let message = "The image is not in this workspace.".to_owned();
            self.findings
                .block(&path, Code::ImageMissing, message, "Choose it again.");
            return;
        };
        if facts.bytes > self.limits.image_bytes_max {
            let message = format!(
                "The image has {} bytes; at most {}.",
                facts.bytes, self.limits.image_bytes_max
            );
            self.findings
                .block(&path, Code::ImageTooLarge, message, "Choose a smaller one.");
        }
        let (wide, high) = recommended_ratio(step.layout, step.content, orientation);
        let (ratio, wanted) = (
            f64::from(facts.width) / f64::from(facts.height.max(1)),
            f64::from(wide) / f64::from(high),
        );
        if (ratio / wanted - 1.0).abs() > RATIO_TOLERANCE {
            let message = format!(
                "The image is {}×{}; this layout shows {wide}:{high}, so it will be letterboxed.",
                facts.width, facts.height
            );
            self.findings
                .warn(&path, Code::ImageRatio, message, "Crop it to the ratio.");
        }
    }

    /// Every step must have a way out: ×, or a button that closes.
    fn closing(&mut self, path: &str, step: &Step) {
        let carousel = step.images.portrait.len().max(step.images.landscape.len()) > 1
            && step.content.has_image();
        let closes = |button: &Button| match &button.action {
            Action::Close(_) | Action::HideForADay(_) | Action::Done(_) => true,
            Action::Link(link) => link.dismiss_on_click,
            Action::Next(_) => false,
        };
        let by_button = step.content.has_buttons() && step.buttons.iter().any(closes);
        let by_flow = self.adds_flow_button(step) && self.is_last(step);
        let by_cross = step.close.shown && !carousel;
        if !(by_cross || by_button || by_flow) {
            let message = "Nothing closes this message.".to_owned();
            let fix = "Show the × button, or add a button that closes.";
            self.findings
                .block(&format!("{path}/close"), Code::CannotBeClosed, message, fix);
        }
    }

    fn is_last(&self, step: &Step) -> bool {
        self.message
            .steps
            .last()
            .is_some_and(|last| std::ptr::eq(last, step))
    }

    /// Whether the renderer adds Next or Done: more than one step, and no button does it.
    fn adds_flow_button(&self, step: &Step) -> bool {
        let last = self.is_last(step);
        let flows = |button: &Button| match button.action {
            Action::Next(_) => !last,
            Action::Done(_) => last,
            Action::Close(_) | Action::HideForADay(_) | Action::Link(_) => false,
        };
        self.message.steps.len() > 1 && !step.buttons.iter().any(flows)
    }

    fn color(&mut self, path: &str, what: &str, text: &str) {
        if Color::parse(text).is_none() {
            let message = format!("{what} has the colour {text:?}, which is none.");
            self.findings
                .block(path, Code::Malformed, message, "Write it like #1f2937.");
        }
    }

    fn contrast(&mut self, path: &str, what: &str, text: &str, background: &str) {
        let (Some(text), Some(background)) = (Color::parse(text), Color::parse(background)) else {
            return;
        };
        let ratio = contrast(text, background);
        if ratio < CONTRAST_MIN {
            let message =
                format!("{what} has a contrast of {ratio:.1}; {CONTRAST_MIN} is readable.");
            self.findings.warn(
                path,
                Code::Contrast,
                message,
                "Choose a darker or lighter colour.",
            );
        }
    }
}

/// Width to height of the image that a layout shows (Hackle-create, step 3-2, and the public
/// SDKs for the layouts it does not list).
pub const fn recommended_ratio(
    layout: Layout,
    content: Content,
    orientation: Orientation,
) -> (u32, u32) {
    match (layout, content, orientation) {
        (Layout::Modal, Content::ImageTextButton, _) => (29, 10),
        (Layout::Modal | Layout::Tooltip, _, Orientation::Portrait) => (2, 3),
        (Layout::Modal | Layout::Tooltip, _, Orientation::Landscape)
        | (Layout::BottomSheet, ..) => (3, 2),
        (Layout::Banner, Content::Image, _) => (24, 7),
        (Layout::Banner, ..) => (1, 1),
        (Layout::FullScreen, _, Orientation::Portrait) => (9, 16),
        (Layout::FullScreen, _, Orientation::Landscape) => (16, 9),
    }
}
