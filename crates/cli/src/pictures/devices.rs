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
    /// Whether it has two orientations; a desktop has one, which is landscape.
    pub fn can_be_turned(&self) -> bool {
        self.platform != Platform::PcWeb
    }

    /// Width and height of the viewport as the device is held; a desktop cannot be turned.
    pub fn viewport(&self, orientation: Orientation) -> (u32, u32) {
        if orientation == Orientation::Landscape && self.can_be_turned() {
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

/// Every device, in the order of the renderer's table.
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

/// The device by which a platform is usually looked at.
pub const fn usual(platform: Platform) -> &'static Device {
    match platform {
        Platform::PcWeb => &DESKTOP,
        Platform::MobileWeb => &MOBILE_WEB,
        Platform::Android => &PIXEL_8,
        Platform::Ios => &IPHONE_15,
    }
}

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

/// A small desktop browser.
pub const LAPTOP: Device = Device {
    id: "laptop",
    name: "Laptop 1280",
    width: 1280,
    height: 720,
    ..DESKTOP
};

/// The browser of a small phone.
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
    platform: Platform::MobileWeb,
    width: 390,
    height: 664,
    ratio: 3.0,
    ..DESKTOP
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
    platform: Platform::Ios,
    width: 393,
    height: 852,
    ratio: 3.0,
    portrait: inset(59, 34, 0),
    landscape: inset(0, 21, 59),
};

/// A large phone with a notch.
pub const IPHONE_15_PRO_MAX: Device = Device {
    id: "iphone-15-pro-max",
    name: "iPhone 15 Pro Max",
    width: 430,
    height: 932,
    ..IPHONE_15
};

/// A tablet.
pub const IPAD_11: Device = Device {
    id: "ipad-11",
    name: "iPad 11\"",
    platform: Platform::Ios,
    width: 834,
    height: 1194,
    ratio: 2.0,
    portrait: inset(24, 20, 0),
    landscape: inset(24, 20, 0),
};

/// A small phone with the three system buttons.
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
    platform: Platform::Android,
    width: 412,
    height: 915,
    ratio: 2.625,
    portrait: inset(24, 24, 0),
    landscape: inset(24, 24, 0),
};

/// A tablet.
pub const ANDROID_TABLET: Device = Device {
    id: "android-tablet",
    name: "Android tablet",
    width: 800,
    height: 1280,
    ..ANDROID_SMALL
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
        assert_eq!(table.matches("{ id: ").count(), ALL.len());
        for device in ALL {
            let line = line(device);
            assert!(table.contains(&line), "not in devices.ts: {line}");
        }
    }

    #[test]
    fn a_desktop_cannot_be_turned() {
        assert_eq!(DESKTOP.viewport(Orientation::Landscape), (1440, 900));
        assert_eq!(IPHONE_15.viewport(Orientation::Landscape), (852, 393));
    }
}
