//! What a user agent tells: whether a person sits behind it, and on what.

/// Where a browser runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// `pc_web` or `mobile_web`.
    pub platform: Option<&'static str>,
    /// `Windows`, `macOS`, `iOS`, `Android`, `ChromeOS`, `Linux`.
    pub os: Option<&'static str>,
    /// The system's version with points, for example `10.9.1`.
    pub os_version: Option<String>,
}

/// Words by which programs name themselves, in small letters.
const PROGRAMS: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "feed",
    "http:",
    "https:",
    "@",
    "headless",
    "phantomjs",
    "preview",
    "monitor",
    "curl",
    "wget",
    "python",
    "archiver",
];

/// Whether a program and no person sent the request. Every browser calls itself Mozilla or Opera;
/// robots that do so too name themselves or leave an address to complain to.
pub fn is_program(user_agent: &str) -> bool {
    let is_browser = user_agent.starts_with("Mozilla/") || user_agent.starts_with("Opera/");
    let small = user_agent.to_ascii_lowercase();
    !is_browser || PROGRAMS.iter().any(|word| small.contains(word))
}

/// Systems by what user agents call them; the first that occurs is it (a phone's Android also
/// says Linux, an iPhone also says "like Mac OS X").
const SYSTEMS: [(&str, &str, &str, &str); 9] = [
    (
        "Windows Phone",
        "Windows Phone",
        "mobile_web",
        "Windows Phone ",
    ),
    ("iPhone", "iOS", "mobile_web", " OS "),
    ("iPad", "iOS", "mobile_web", " OS "),
    ("iPod", "iOS", "mobile_web", " OS "),
    ("Android", "Android", "mobile_web", "Android "),
    ("Windows", "Windows", "pc_web", "Windows NT "),
    ("Mac OS X", "macOS", "pc_web", "Mac OS X "),
    ("CrOS", "ChromeOS", "pc_web", "CrOS x86_64 "),
    ("Linux", "Linux", "pc_web", "Linux/"),
];

/// Platform and system of a browser.
pub fn browser(user_agent: &str) -> Browser {
    let system = SYSTEMS.iter().find(|(word, ..)| user_agent.contains(word));
    let Some((_, os, platform, before_version)) = system else {
        return Browser::default();
    };
    // Some phones and tablets name only Linux.
    let is_mobile = ["Mobile", "Silk", "Opera Mini"]
        .iter()
        .any(|word| user_agent.contains(word));
    let platform = if is_mobile { "mobile_web" } else { platform };
    let os_version = version_after(user_agent, before_version);
    Browser {
        platform: Some(platform),
        os: Some(os),
        os_version,
    }
}

fn version_after(user_agent: &str, before: &str) -> Option<String> {
    let rest = user_agent.split_once(before)?.1;
    let is_version = |c: char| c.is_ascii_digit() || c == '.' || c == '_';
    let end = rest.find(|c| !is_version(c)).unwrap_or(rest.len());
    let version = rest[..end].trim_matches(['.', '_']).replace('_', ".");
    (!version.is_empty()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_of_real_browsers() {
        for (user_agent, expected) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36",
                "pc_web macOS 10.9.1",
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:27.0) Gecko/20100101 Firefox/27.0",
                "pc_web Windows 6.1",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:27.0) Gecko Firefox/27.0",
                "pc_web Linux -",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 7_0_4 like Mac OS X) AppleWebKit/537.51.1",
                "mobile_web iOS 7.0.4",
            ),
            (
                "Mozilla/5.0 (Linux; Android 4.4.2; Nexus 4 Build/KOT49H) Mobile Safari/537.36",
                "mobile_web Android 4.4.2",
            ),
            (
                "Mozilla/5.0 (Android; Tablet; rv:27.0) Gecko/27.0",
                "mobile_web Android -",
            ),
            (
                "Mozilla/5.0 (Linux; U; en-us; KFAPWI) Silk/3.13",
                "mobile_web Linux -",
            ),
            (
                "Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; Lumia 920)",
                "mobile_web Windows Phone 8.0",
            ),
            ("Mozilla/4.0", "- - -"),
        ] {
            let Browser {
                platform,
                os,
                os_version,
            } = browser(user_agent);
            let found = [platform, os, os_version.as_deref()].map(|part| part.unwrap_or("-"));
            assert_eq!(found.join(" "), expected, "{user_agent}");
            assert!(!is_program(user_agent), "{user_agent}");
        }
    }

    #[test]
    fn programs_are_told_from_people() {
        for user_agent in [
            "-",
            "",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)",
            "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/534.34 PhantomJS/1.9.2",
            "UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/",
            "Wget/1.14 (linux-gnu)",
            "Ruby",
        ] {
            assert!(is_program(user_agent), "{user_agent}");
        }
    }
}
