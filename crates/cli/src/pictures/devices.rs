//! The devices that pictures are taken on, the same as the renderer's presets.

use campaign::draft::{Orientation, Platform};
use serde::Serialize;

/// Parts of a viewport that the system covers, in CSS px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the sides name themselves")]
pub struct Insets {
    pub top: u32,
    pub right: u32,
    pub bottom: u32,
    pub left: u32,
}

/// A device, measured as it is held upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// The word on the command line.
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

    /// The device of that id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|device| device.id == id)
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

/// A laptop's browser.
pub const LAPTOP: Device = Device {
    id: "laptop",
    name: "Laptop 1280",
    width: 1280,
    height: 720,
    ..DESKTOP
};

/// A small phone's browser.
pub const MOBILE_WEB_SMALL: Device = Device {
    id: "mobile-web-small",
    name: "Mobile web, small",
    platform: Platform::MobileWeb,
    width: 360,
    height: 640,
    ratio: 3.0,
    ..DESKTOP
};

/// The browser of a phone of the iPhone's size.
pub const MOBILE_WEB: Device = Device {
    id: "mobile-web",
    name: "Mobile web, iPhone size",
    width: 390,
    height: 664,
    ..MOBILE_WEB_SMALL
};

/// A phone with a home button.
pub const IPHONE_SE: Device = Device {
    id: "iphone-se",
    name: "iPhone SE",
    platform: Platform::Ios,
    width: 375,
    height: 667,
    ratio: 2.0,
    portrait: inset(20, 0, 0),
    landscape: BARE,
};

/// A phone with a notch.
pub const IPHONE_15: Device = Device {
    id: "iphone-15",
    name: "iPhone 15",
    width: 393,
    height: 852,
    ratio: 3.0,
    portrait: inset(59, 34, 0),
    landscape: inset(0, 21, 59),
    ..IPHONE_SE
};

/// The large one.
pub const IPHONE_15_PRO_MAX: Device = Device {
    id: "iphone-15-pro-max",
    name: "iPhone 15 Pro Max",
    width: 430,
    height: 932,
    ..IPHONE_15
};

/// A tablet of Apple's.
pub const IPAD_11: Device = Device {
    id: "ipad-11",
    name: "iPad 11\"",
    width: 834,
    height: 1194,
    ratio: 2.0,
    portrait: inset(24, 20, 0),
    landscape: inset(24, 20, 0),
    ..IPHONE_SE
};

/// A small phone.
pub const ANDROID_SMALL: Device = Device {
    id: "android-small",
    name: "Android small",
    platform: Platform::Android,
    width: 360,
    height: 640,
    ratio: 2.0,
    portrait: inset(24, 48, 0),
    landscape: inset(24, 48, 0),
};

/// A current phone.
pub const PIXEL_8: Device = Device {
    id: "pixel-8",
    name: "Pixel 8",
    width: 412,
    height: 915,
    ratio: 2.625,
    portrait: inset(24, 24, 0),
    landscape: inset(24, 24, 0),
    ..ANDROID_SMALL
};

/// A tablet.
pub const ANDROID_TABLET: Device = Device {
    id: "android-tablet",
    name: "Android tablet",
    width: 800,
    height: 1280,
    ..ANDROID_SMALL
};

/// Every device, in the renderer's order.
pub const ALL: [&Device; 11] = [
    &DESKTOP,
    &LAPTOP,
    &MOBILE_WEB_SMALL,
    &MOBILE_WEB,
    &IPHONE_SE,
    &IPHONE_15,
    &IPHONE_15_PRO_MAX,
    &IPAD_11,
    &ANDROID_SMALL,
    &PIXEL_8,
    &ANDROID_TABLET,
];

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
        for device in ALL {
            assert!(
                table.contains(&line(device)),
                "not in devices.ts: {}",
                line(device)
            );
        }
        assert_eq!(table.matches("{ id: \"").count(), ALL.len());
    }

    #[test]
    fn a_desktop_cannot_be_turned() {
        assert_eq!(DESKTOP.viewport(Orientation::Landscape), (1440, 900));
        assert_eq!(IPHONE_15.viewport(Orientation::Landscape), (852, 393));
        assert_eq!(Device::by_id("iphone-15"), Some(&IPHONE_15));
        assert_eq!(Device::by_id("phone"), None);
    }
}
