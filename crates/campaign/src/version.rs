//! Versions, compared as semantic versions.

use std::cmp::Ordering;

/// `major[.minor[.patch]][-pre][+build]`; missing parts are 0, leading zeros are refused, the
/// build is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    numbers: [u64; 3],
    pre: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

impl Version {
    /// A release.
    pub const fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self {
            numbers: [major, minor, patch],
            pre: Vec::new(),
        }
    }

    /// Reads a version; text that is none gives none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = match text.split_once('+') {
            Some((text, build)) => {
                identifiers(build)?;
                text
            }
            None => text,
        };
        let (release, pre) = match text.split_once('-') {
            Some((release, pre)) => (release, identifiers(pre)?),
            None => (text, Vec::new()),
        };
        let mut numbers = [0; 3];
        for (index, part) in release.split('.').enumerate() {
            *numbers.get_mut(index)? = number(part)?;
        }
        let pre = pre.into_iter().map(Part::read).collect::<Option<_>>()?;
        Some(Self { numbers, pre })
    }
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            number(text).map(Self::Number)
        } else {
            Some(Self::Text(text.to_owned()))
        }
    }
}

fn identifiers(text: &str) -> Option<Vec<&str>> {
    let sound = |part: &&str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let parts: Vec<&str> = text.split('.').collect();
    parts.iter().all(sound).then_some(parts)
}

fn number(text: &str) -> Option<u64> {
    let sound = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    (sound && !leading_zero)
        .then(|| text.parse().ok())
        .flatten()
}

impl Ord for Version {
    /// Semantic Versioning 2.0.0, section 11: a pre-release comes before its release.
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| self.pre.is_empty().cmp(&other.pre.is_empty()))
            .then_with(|| self.pre.cmp(&other.pre))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_order_as_the_standard_says() {
        let ordered = [
            "1",
            "1.0.1-alpha",
            "1.0.1-alpha.1",
            "1.0.1-alpha.beta",
            "1.0.1-beta",
            "1.0.1-beta.2",
            "1.0.1-beta.11",
            "1.0.1-rc.1",
            "1.0.1",
            "1.2",
            "1.10",
            "2",
        ];
        for pair in ordered.windows(2) {
            assert!(
                Version::parse(pair[0]) < Version::parse(pair[1]),
                "{pair:?}"
            );
        }
    }

    #[test]
    fn missing_parts_are_zero_and_builds_are_ignored() {
        assert_eq!(Version::parse("2"), Version::parse("2.0.0+build.7"));
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "", "v1", "1.02", "1.2.3.4", "1.-1", "1..2", "1.2-", "1.2-a..b", "1.2+", "1,2",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
