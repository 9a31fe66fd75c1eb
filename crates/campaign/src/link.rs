//! Which links a message may carry.

/// Schemes that run code or read the device instead of going somewhere.
const REFUSED: [&str; 8] = [
    "javascript",
    "data",
    "vbscript",
    "blob",
    "file",
    "about",
    "filesystem",
    "view-source",
];

/// Why a link is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no scheme.
    #[error("follow the link {0:?}: it has no scheme such as https://")]
    NoScheme(String),
    /// The scheme is one that runs code.
    #[error("allow a link of the scheme {0}")]
    Refused(String),
    /// An `http` or `https` URL without a host, or with characters that no URL has.
    #[error("read the link {0:?} as a URL")]
    Malformed(String),
}

/// Accepts `https`, `http` and app deep links. Control characters and white space are refused,
/// because browsers drop them before they read the scheme.
///
/// # Errors
/// See [`LinkError`].
pub fn check_link(link: &str) -> Result<(), LinkError> {
    if link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(LinkError::Malformed(link.to_owned()));
    }
    let Some((scheme, _)) = link.split_once(':') else {
        return Err(LinkError::NoScheme(link.to_owned()));
    };
    let scheme = scheme.to_ascii_lowercase();
    let named = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !named {
        return Err(LinkError::NoScheme(link.to_owned()));
    }
    if REFUSED.contains(&scheme.as_str()) {
        return Err(LinkError::Refused(scheme));
    }
    match url::Url::parse(link) {
        Ok(url) if matches!(scheme.as_str(), "http" | "https") && !url.has_host() => {
            Err(LinkError::Malformed(link.to_owned()))
        }
        Ok(_) => Ok(()),
        Err(_) => Err(LinkError::Malformed(link.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_go_somewhere_pass() {
        for link in [
            "https://example.com/a?b=c#d",
            "http://localhost:8080",
            "myapp://cart/42",
            "tel:+4930",
        ] {
            assert_eq!(check_link(link), Ok(()), "{link}");
        }
    }

    #[test]
    fn links_that_run_code_are_refused() {
        for link in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "/relative",
            "example.com",
            "https://",
            "",
        ] {
            assert!(check_link(link).is_err(), "{link}");
        }
    }
}
