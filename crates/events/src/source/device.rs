//! Platform and SDK from the words that tools have for them.
//!
//! The version of another vendor's library says nothing of the version of an SDK that would show
//! a message, so importers leave `sdk_version` out.

use crate::event::Event;

/// What a tool says of where an event happened; empty where it says nothing.
#[derive(Debug, Default)]
pub struct Words<'a> {
    /// The name of the library that sent the event.
    pub library: &'a str,
    /// `Web`, `iOS`, `ANDROID`, ….
    pub platform: &'a str,
    /// The operating system.
    pub os: &'a str,
    /// The kind or family of the device, or a user agent.
    pub device: &'a str,
}

/// Libraries by what their names contain, the narrower first.
const LIBRARIES: [(&str, &str); 16] = [
    ("react-native", "react_native"),
    ("reactnative", "react_native"),
    ("react_native", "react_native"),
    ("flutter", "flutter"),
    ("android", "android"),
    ("kotlin", "android"),
    ("ios", "ios"),
    ("swift", "ios"),
    ("iphone", "ios"),
    ("objc", "ios"),
    ("react", "react"),
    ("javascript", "javascript"),
    ("web", "javascript"),
    (".js", "javascript"),
    ("-js", "javascript"),
    ("-ts", "javascript"),
];

/// Sets an event's platform and SDK, where the words tell.
pub fn place(event: &mut Event, words: &Words<'_>) {
    let [library, platform, os, device] =
        [words.library, words.platform, words.os, words.device].map(str::to_ascii_lowercase);
    let found = LIBRARIES.iter().find(|(part, _)| library.contains(part));
    let sdk = found.map(|(_, sdk)| *sdk);
    let is_web = platform == "web" || matches!(sdk, Some("javascript" | "react"));
    let says = |parts: &[&str]| {
        let words = [&platform, &os, &device];
        words
            .iter()
            .any(|word| parts.iter().any(|part| word.contains(part)))
    };
    let is_ios = says(&["ios", "iphone", "ipad"]);
    let is_android = says(&["android"]);
    let is_mobile = is_ios || is_android || says(&["mobile", "phone", "tablet"]);
    let found = if is_web && is_mobile {
        Some("mobile_web")
    } else if is_web {
        (!os.is_empty() || !device.is_empty()).then_some("pc_web")
    } else if is_ios || sdk == Some("ios") {
        Some("ios")
    } else if is_android || sdk == Some("android") {
        Some("android")
    } else {
        None
    };
    let usual = match found {
        _ if is_web => Some("javascript"),
        Some("ios") => Some("ios"),
        Some("android") => Some("android"),
        _ => None,
    };
    event.platform = found.map(str::to_owned);
    event.sdk = sdk.or(usual).map(str::to_owned);
}

/// Notes the operating system, as a property of the user as of then.
pub fn note_system(event: &mut Event, os: Option<&str>) {
    if let Some(os) = os {
        event.user_properties.insert("os".to_owned(), os.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_tools() {
        for (library, platform, os, device, expected) in [
            (
                "amplitude-ts/2.3.0",
                "Web",
                "Chrome",
                "Windows",
                "pc_web javascript",
            ),
            (
                "amplitude-ts/2.3.0",
                "Web",
                "Chrome Mobile",
                "Apple iPhone",
                "mobile_web javascript",
            ),
            ("amplitude-swift/1.0", "iOS", "ios", "iPhone", "ios ios"),
            (
                "Amplitude-Android/3",
                "Android",
                "android",
                "Pixel",
                "android android",
            ),
            (
                "posthog-react-native",
                "",
                "iOS",
                "Mobile",
                "ios react_native",
            ),
            (
                "posthog-flutter",
                "",
                "Android",
                "Mobile",
                "android flutter",
            ),
            ("web", "", "Mac OS X", "Desktop", "pc_web javascript"),
            ("web", "", "", "", "- javascript"),
            ("", "WEB", "Windows", "desktop", "pc_web javascript"),
            ("", "WEB", "Android", "mobile", "mobile_web javascript"),
            ("", "IOS", "iOS", "mobile", "ios ios"),
            (
                "RudderLabs JavaScript SDK",
                "",
                "",
                "Mozilla/5.0 (X11; Linux)",
                "pc_web javascript",
            ),
            ("analytics-kotlin", "", "Android", "", "android android"),
            ("@segment/analytics-node", "", "", "", "- -"),
            ("", "", "", "", "- -"),
        ] {
            let mut event = Event::default();
            let words = Words {
                library,
                platform,
                os,
                device,
            };
            place(&mut event, &words);
            let found = [event.platform, event.sdk].map(|word| word.unwrap_or("-".to_owned()));
            assert_eq!(found.join(" "), expected, "{words:?}");
        }
    }
}
