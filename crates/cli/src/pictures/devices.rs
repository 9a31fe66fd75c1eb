//! The devices that pictures are taken on, as the renderer's presets have them.

use campaign::draft::{Orientation, Platform};
use serde::Serialize;

/// Parts of a viewport that the system covers, in CSS px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Insets {
    pub top: u32,
    pub right: u32,
    pub bottom: u32,
    pub left: u32,
}

/// A device, measured as it is held upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// Its word in file names.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What runs on it.
    pub platform: Platform,
    /// Width of the viewport in CSS px.
    pub width: u32,
    /// Height of the viewport in CSS px.
    pub height: u32,
    /// Device pixels per CSS px.
    pub ratio: f64,
    portrait: Insets,
    landscape: Insets,
}

impl Device {
    /// Width and height of the viewport as the device is held; a desktop cannot be turned.
    pub fn viewport(&self, orientation: Orientation) -> (u32, u32) {
        if orientation == Orientation::Landscape && self.platform != Platform::PcWeb {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    /// The insets as the device is held.
    pub fn insets(&self, orientation: Orientation) -> Insets {
        match orientation {
            Orientation::Portrait => self.portrait,
            Orientation::Landscape => self.landscape,
        }
    }
}

const fn inset(top: u32, bottom: u32, side: u32) -> Insets {
    Insets {
        top,
        right: side,
        bottom,
        left: side,
    }
}

const BARE: Insets = inset(0, 0, 0);

/// A large desktop browser.
pub const DESKTOP: Device = Device {
    id: "desktop",
    name: "Desktop 1440",
    platform: Platform::PcWeb,
    width: 1440,
    height: 900,
    ratio: 1.0,
    portrait: BARE,
    landscape: BARE,
};

/// The browser of a phone of the iPhone's size.
pub const MOBILE_WEB: Device = Device {
    id: "mobile-web",
    name: "Mobile web, iPhone size",
    platform: Platform::MobileWeb,
    width: 390,
    height: 664,
    ratio: 3.0,
    ..DESKTOP
};

/// A phone with a notch.
pub const IPHONE_15: Device = Device {
    id: "iphone-15",
    name: "iPhone 15",
    platform: Platform::Ios,
    width: 393,
    height: 852,
    ratio: 3.0,
    portrait: inset(59, 34, 0),
    landscape: inset(0, 21, 59),
};

/// A current phone.
pub const PIXEL_8: Device = Device {
    id: "pixel-8",
    name: "Pixel 8",
    platform: Platform::Android,
    width: 412,
    height: 915,
    ratio: 2.625,
    portrait: inset(24, 24, 0),
    landscape: inset(24, 24, 0),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// One line of the renderer's table, as far as the ratios.
    fn line(device: &Device) -> String {
        format!(
            "{{ id: \"{}\", name: \"{}\", platform: \"{}\", width: {}, height: {}, ratios: [{}",
            device.id,
            device.name.replace('"', "\\\""),
            device.platform.word(),
            device.width,
            device.height,
            device.ratio,
        )
    }

    #[test]
    fn devices_are_the_renderers() {
        let table = include_str!("../../../../ui/renderer/src/devices.ts");
        for device in [DESKTOP, MOBILE_WEB, IPHONE_15, PIXEL_8] {
            assert!(
                table.contains(&line(&device)),
                "not in devices.ts: {}",
                line(&device)
            );
        }
    }

    #[test]
    fn a_desktop_cannot_be_turned() {
        assert_eq!(DESKTOP.viewport(Orientation::Landscape), (1440, 900));
        assert_eq!(IPHONE_15.viewport(Orientation::Landscape), (852, 393));
    }
}
