//! Page rules and the path of a URL.

use campaign::trigger::{PageMatch, PageRule};

/// The path of a URL: from the first `/` after the host to `?` or `#`. A URL without a host is
/// a path already; one without a path is `/`.
pub fn path(url: &str) -> &str {
    let after_host = match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => {
            rest.find(['/', '?', '#']).map_or("", |at| &rest[at..])
        }
        Some(_) | None => url,
    };
    let end = after_host.find(['?', '#']).unwrap_or(after_host.len());
    if end == 0 { "/" } else { &after_host[..end] }
}

/// Whether any of the rules covers the page. Query and fragment are compared only where the
/// rule has `?` or `#`.
pub fn covers(rules: &[PageRule], page: &str) -> bool {
    rules.iter().any(|rule| {
        let page = if rule.value.contains(['?', '#']) {
            page
        } else {
            &page[..page.find(['?', '#']).unwrap_or(page.len())]
        };
        match rule.compare {
            PageMatch::Wildcard => wildcard(&rule.value, page),
            PageMatch::Contains => page.contains(&rule.value),
            PageMatch::Equals => page == rule.value,
        }
    })
}

/// `*` is any run of characters, empty and `/` included; `/*/` also matches a single `/`; all
/// else is literal. Every place in the pattern is followed at once, so nothing is tried twice.
fn wildcard(pattern: &str, text: &str) -> bool {
    let pattern = pattern.as_bytes();
    let mut here = vec![false; pattern.len() + 1];
    reach(pattern, 0, &mut here);
    for byte in text.bytes() {
        let mut next = vec![false; pattern.len() + 1];
        for at in (0..pattern.len()).filter(|at| here[*at]) {
            match pattern[at] {
                b'*' => {
                    next[at] = true;
                    reach(pattern, at + 1, &mut next);
                }
                literal if literal == byte => reach(pattern, at + 1, &mut next),
                _ => {}
            }
        }
        here = next;
    }
    here[pattern.len()]
}

/// Marks a place in the pattern and those that follow it without a character of text.
fn reach(pattern: &[u8], mut at: usize, places: &mut [bool]) {
    places[at] = true;
    while pattern.get(at) == Some(&b'*') {
        places[at + 1] = true;
        let is_folder = at > 0 && pattern[at - 1] == b'/' && pattern.get(at + 1) == Some(&b'/');
        at += if is_folder { 2 } else { 1 };
        places[at] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_end_before_query_and_fragment() {
        for (url, expected) in [
            ("https://example.com/a/b?c#d", "/a/b"),
            ("https://example.com", "/"),
            ("https://example.com?x=/y", "/"),
            ("/blog/1#top", "/blog/1"),
            ("/login?next=https://a.de/pricing", "/login"),
            ("", "/"),
        ] {
            assert_eq!(path(url), expected, "{url}");
        }
    }

    #[track_caller]
    fn check(rule: &str, page: &str, expected: bool) {
        let rules = [PageRule {
            value: rule.to_owned(),
            ..PageRule::default()
        }];
        assert_eq!(covers(&rules, page), expected, "{rule} on {page}");
    }

    #[test]
    fn wildcards_cover_any_run() {
        check("*", "https://example.com/", true);
        check(
            "https://example.com/*/billing",
            "https://example.com/ui/billing",
            true,
        );
        check(
            "https://example.com/*/billing",
            "https://example.com/a/b/billing",
            true,
        );
        check(
            "https://example.com/*/billing",
            "https://example.com/billing",
            true,
        );
        check(
            "https://example.com/*/billing",
            "https://example.com/xbilling",
            false,
        );
        check(
            "https://example.com/*/billing",
            "https://example.com/ui/billing/2",
            false,
        );
        check("https://example.com/*", "https://example.com/a?b=c", true);
        check("https://example.com/a", "https://example.com/a?b=c", true);
        check(
            "https://example.com/a?b=*",
            "https://example.com/a?b=c",
            true,
        );
        check("https://example.com/a?b=*", "https://example.com/a", false);
        check("https://Example.com/", "https://example.com/", false);
        check("a*b*c", "axxbyyc", true);
        check("a*b*c", "axxbyy", false);
    }

    #[test]
    fn one_rule_suffices_and_no_rule_covers_nothing() {
        let rule = |compare, value: &str| PageRule {
            compare,
            value: value.to_owned(),
            ..PageRule::default()
        };
        let rules = [
            rule(PageMatch::Equals, "home"),
            rule(PageMatch::Contains, "cart"),
        ];
        for (page, expected) in [("home", true), ("my-cart-2", true), ("homes", false)] {
            assert_eq!(covers(&rules, page), expected, "{page}");
        }
        assert!(!covers(&[], "home"));
    }

    #[test]
    fn a_hostile_pattern_ends_soon() {
        check(&"*a".repeat(100), &"a".repeat(2_000), true);
        check(&("*a".repeat(100) + "b"), &"a".repeat(2_000), false);
    }
}
