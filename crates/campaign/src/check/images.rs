//! Images: whether each platform has one for every way it is held, and whether they fit.

use serde_json::Value as Json;

use crate::check::message::Scene;
use crate::check::{Findings, buttons, spoken};
use crate::draft::{Draft, Orientation, Platform};
use crate::finding::{Code, Repair};
use crate::message::{Content, Image, Layout, Step};

/// Images of a carousel.
pub const IMAGES_MAX: usize = 10;
/// How far an image's ratio may be from the layout's; a pixel of rounding is not worth a word.
const RATIO_TOLERANCE: f64 = 0.01;

pub(super) fn check(scene: &Scene, path: &str, step: &Step, findings: &mut Findings) {
    if !step.content.has_image() {
        return;
    }
    let there = |images: &[Image]| images.iter().any(|image| !image.asset.is_empty());
    let on_pc = taken_on_pc(
        scene.draft,
        there(&step.images.portrait),
        there(&step.images.landscape),
    );
    for orientation in Orientation::ALL {
        let images = match orientation {
            Orientation::Portrait => &step.images.portrait,
            Orientation::Landscape => &step.images.landscape,
        };
        let needed_by = needed_by(scene.draft, orientation, on_pc);
        if needed_by.is_empty() {
            continue;
        }
        let path = format!("{path}/images/{}", orientation.word());
        if !there(images) {
            missing(&path, orientation, &needed_by, findings);
            continue;
        }
        if images.len() > IMAGES_MAX {
            let message = format!(
                "There are {} images; at most {IMAGES_MAX} fit.",
                images.len()
            );
            findings.block(&path, Code::OutOfRange, message, "Remove some.");
        }
        for (index, image) in images.iter().enumerate() {
            let path = format!("{path}/{index}");
            if let Some(link) = &image.link {
                let target = (link.url.as_str(), link.open_in);
                buttons::link(scene.draft, &format!("{path}/link"), target, findings);
            }
            let wanted = recommended_ratio(step.layout, step.content, orientation);
            one(scene, &path, image, wanted, findings);
        }
    }
}

/// PC web has a viewport, not an orientation: it takes the landscape images where there are any,
/// else the portrait ones.
fn taken_on_pc(draft: &Draft, has_portrait: bool, has_landscape: bool) -> Orientation {
    let upright_only = !draft.orientations.contains(&Orientation::Landscape);
    if !has_landscape && (has_portrait || upright_only) {
        Orientation::Portrait
    } else {
        Orientation::Landscape
    }
}

/// The platforms that show this orientation's images.
fn needed_by(draft: &Draft, orientation: Orientation, on_pc: Orientation) -> Vec<Platform> {
    let shows = |platform: &Platform| match platform {
        Platform::PcWeb => orientation == on_pc,
        Platform::MobileWeb | Platform::Android | Platform::Ios => {
            draft.orientations.contains(&orientation)
        }
    };
    Platform::ALL
        .into_iter()
        .filter(|platform| draft.platforms.contains(platform) && shows(platform))
        .collect()
}

fn missing(path: &str, orientation: Orientation, needed_by: &[Platform], findings: &mut Findings) {
    let names: Vec<&str> = needed_by.iter().map(|platform| platform.name()).collect();
    let message = format!(
        "There is no image for {} on {}.",
        orientation.word(),
        spoken(&names)
    );
    let fix = "Choose one, or leave the orientation out.";
    findings.block(path, Code::ImageMissing, message, fix);
}

fn one(
    scene: &Scene,
    path: &str,
    image: &Image,
    (wide, high): (u32, u32),
    findings: &mut Findings,
) {
    if image.asset.is_empty() {
        let message = "A place of the carousel has no image.".to_owned();
        findings
            .warn(
                path,
                Code::ImageMissing,
                message,
                "Choose an image or remove the place.",
            )
            .one_click("Remove the place", [(path.to_owned(), Json::Null)]);
        return;
    }
    let path = format!("{path}/asset");
    let Some(facts) = scene.assets.facts(&image.asset) else {
        let message = "The image is not in this workspace.".to_owned();
        findings.block(&path, Code::ImageMissing, message, "Choose it again.");
        return;
    };
    let bytes_max = scene.limits.image_bytes_max;
    if facts.bytes > bytes_max {
        let (has, most) = (grouped(facts.bytes), grouped(bytes_max));
        let message = format!("The image has {has} bytes; at most {most} fit.");
        let fix = "Make it smaller, or choose another.";
        findings
            .block(&path, Code::ImageTooLarge, message, fix)
            .repair = Some(Repair::Fit { bytes_max });
    }
    let ratio = f64::from(facts.width) / f64::from(facts.height.max(1));
    let wanted = f64::from(wide) / f64::from(high);
    if (ratio / wanted - 1.0).abs() > RATIO_TOLERANCE {
        let message = format!(
            "The image is {}×{}; this layout shows {wide}:{high}, so it will be letterboxed.",
            facts.width, facts.height
        );
        findings
            .warn(&path, Code::ImageRatio, message, "Crop it to the ratio.")
            .repair = Some(Repair::Crop { wide, high });
    }
}

/// `1,048,576`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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
