//! What stands around a picture: the device's body, or the browser's bar. Only the device is
//! drawn here; the message in it is the picture that was taken.

use campaign::draft::{Orientation, Platform};

use super::Shot;
use crate::element::{Element, block, element};

/// A page that shows a picture in its device.
pub struct Framed {
    /// The page.
    pub html: String,
    /// Width of the whole in CSS px.
    pub width: u32,
    /// Height of the whole.
    pub height: u32,
}

/// What is drawn around a viewport, in CSS px.
struct Bezel {
    /// The frame's width on every side.
    edge: u32,
    /// The outer corner.
    radius: u32,
    /// The browser's bar above the page.
    bar: u32,
}

/// Room for the shadow.
const MARGIN: u32 = 24;

/// Phones and tablets differ in this: the shorter side of a tablet is longer.
const TABLET_SIDE_MIN: u32 = 700;

const STYLE: &str = "
* { box-sizing: border-box; margin: 0 }
body { background: transparent; overflow: hidden }
.device { position: absolute; background: #17141a;
  box-shadow: inset 0 0 0 2px #3b363f, 0 6px 18px rgb(30 20 28 / 0.25) }
.screen { position: absolute; overflow: hidden; background: #fff }
.bar { position: absolute; background: #eceaed; border-bottom: 1px solid #d9d5da }
.dot { position: absolute; top: 50%; width: 12px; height: 12px; margin-top: -6px;
  border-radius: 6px; background: #c9c3cb }
.address { position: absolute; left: 20%; right: 20%; bottom: 10px; height: 32px; border-radius: 16px; background: #fff }
img { position: absolute; display: block }";

/// The picture at `address`, relative to the page, in its device.
pub fn around(shot: &Shot, address: &str) -> Framed {
    let (width, height) = shot.device.viewport(shot.orientation);
    let Bezel { edge, radius, bar } = bezel(shot);
    let (outer_width, outer_height) = (width + 2 * edge, height + bar + 2 * edge);
    let picture = element("img")
        .attribute("src", address)
        .attribute("alt", "")
        // The screenshot waits for nothing that is decoded beside it.
        .attribute("decoding", "sync")
        .attribute(
            "style",
            format!("top:{bar}px;width:{width}px;height:{height}px"),
        );
    let place = format!("left:{edge}px;top:{edge}px;width:{width}px;");
    let (inner_height, inner_radius) = (bar + height, radius - edge);
    let screen = block("screen")
        .attribute(
            "style",
            format!("{place}height:{inner_height}px;border-radius:{inner_radius}px"),
        )
        .children((bar > 0).then(|| browser_bar(width, bar)))
        .child(picture);
    let place = format!("left:{MARGIN}px;top:{MARGIN}px;width:{outer_width}px;");
    let device = block("device")
        .attribute(
            "style",
            format!("{place}height:{outer_height}px;border-radius:{radius}px"),
        )
        .child(screen);
    Framed {
        html: page(STYLE, &device),
        width: outer_width + 2 * MARGIN,
        height: outer_height + 2 * MARGIN,
    }
}

fn bezel(shot: &Shot) -> Bezel {
    let device = shot.device;
    match device.platform {
        Platform::PcWeb => Bezel {
            edge: 1,
            radius: 12,
            bar: 52,
        },
        Platform::MobileWeb => Bezel {
            edge: 12,
            radius: 44,
            bar: match shot.orientation {
                Orientation::Portrait => 84,
                Orientation::Landscape => 52,
            },
        },
        Platform::Android | Platform::Ios => {
            let tablet = device.width.min(device.height) > TABLET_SIDE_MIN;
            Bezel {
                edge: if tablet { 22 } else { 12 },
                radius: if tablet { 40 } else { 56 },
                bar: 0,
            }
        }
    }
}

fn browser_bar(width: u32, height: u32) -> Element {
    let dots = [16, 36, 56].map(|left| block("dot").attribute("style", format!("left:{left}px")));
    let has_dots = width > TABLET_SIDE_MIN;
    block("bar")
        .attribute("style", format!("width:{width}px;height:{height}px"))
        .children(has_dots.then_some(dots).into_iter().flatten())
        .child(block("address"))
}

/// A page of our own with a style sheet and one thing on it.
pub fn page(style: &str, body: &Element) -> String {
    let head = element("head")
        .child(element("meta").attribute("charset", "utf-8"))
        .child(element("style").style_sheet(style.to_owned()));
    let body = element("body").child(body.clone());
    format!("<!doctype html>{}", element("html").child(head).child(body))
}
