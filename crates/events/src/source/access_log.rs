//! A web server's access log in the combined format of Apache and nginx.
//!
//! Every page request that succeeded is a `$pageview`; the person is a hash of address and user
//! agent, which is all that such a log knows. Requests by programs, assets, redirects and errors
//! are left out and counted. The URL starts at the path: the log does not name its host.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::bytes::{Captures, Regex};
use sha2::{Digest, Sha256};

use super::lines::{Length, Line, Lines};
use super::user_agent::{self, Browser};
use super::{Cause, Flaw, Incoming, Reject, Row, Source};
use crate::event::Event;
use crate::hex;
use crate::time::TimeFormat;

/// Address, time, request, status, referrer, user agent; quotes inside are escaped.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?-u)^(\S+) \S+ .*?\[([^\]]+)\] "((?:[^"\\]|\\.)*)" ([0-9]{3}) \S+ "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)""#,
    )
    .expect("the pattern is valid")
});

/// Endings of paths that are pages; any other ending is an asset.
const PAGE_ENDINGS: [&str; 10] = [
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "do", "cgi",
];

/// Whether a line is in the combined format.
pub fn is_line(line: &[u8]) -> bool {
    LINE.is_match(line)
}

/// Reads an access log.
pub struct AccessLog<R> {
    lines: Lines<R>,
    time: TimeFormat,
    visitors: HashMap<Vec<u8>, Visitor>,
}

/// What address and user agent tell.
#[derive(Clone)]
struct Visitor {
    id: String,
    browser: Browser,
}

impl<R: BufRead> AccessLog<R> {
    /// A source over lines.
    pub fn new(lines: Lines<R>) -> Self {
        let pattern = "%d/%b/%Y:%H:%M:%S %z".to_owned();
        let time = TimeFormat::Pattern {
            pattern,
            zone: TimeZone::UTC,
        };
        Self {
            lines,
            time,
            visitors: HashMap::new(),
        }
    }

    fn read(&mut self, line: &Line) -> Result<Row, Flaw> {
        let found = captures(line)?;
        let user_agent = text(&found, 6)?;
        let request = text(&found, 3)?;
        if let Some(what) = left_out(request, &found[4], user_agent) {
            return Ok(Row::LeftOut(what));
        }
        let moment = text(&found, 2)?;
        let ts_us = self.time.read(moment).ok_or_else(|| {
            let detail = format!("the time is `{moment}`, not like 17/May/2015:10:05:03 +0000");
            Flaw::new(Cause::TimeUnreadable, detail)
        })?;
        let visitor = self.visitor(&found[1], user_agent);
        let mut event = Event {
            user_id: Some(visitor.id.clone()),
            device_id: Some(visitor.id),
            ts_us,
            name: "$pageview".to_owned(),
            platform: visitor.browser.platform.map(str::to_owned),
            sdk: Some("javascript".to_owned()),
            os_version: visitor.browser.os_version,
            url: request.split(' ').nth(1).map(str::to_owned),
            ..Event::default()
        };
        if let Some(os) = visitor.browser.os {
            event.user_properties.insert("os".to_owned(), os.into());
        }
        let referrer = text(&found, 5)?;
        if !referrer.is_empty() && referrer != "-" {
            event
                .properties
                .insert("referrer".to_owned(), referrer.into());
        }
        Ok(Row::Event(Box::new(Incoming {
            line: line.number,
            event,
            insert_id: None,
        })))
    }

    fn visitor(&mut self, address: &[u8], user_agent: &str) -> Visitor {
        let key = [address, b" ", user_agent.as_bytes()].concat();
        let visitor = self.visitors.entry(key).or_insert_with_key(|key| Visitor {
            id: visitor_id(key),
            browser: user_agent::browser(user_agent),
        });
        visitor.clone()
    }
}

impl<R: BufRead> Source for AccessLog<R> {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some(line) = self.lines.next_line()? else {
            return Ok(None);
        };
        let row = self.read(&line);
        Ok(Some(row.unwrap_or_else(|flaw| {
            Row::Reject(Reject::new(line.number, flaw, &line.bytes))
        })))
    }
}

fn captures(line: &Line) -> Result<Captures<'_>, Flaw> {
    if line.length == Length::TooLong {
        return Err(Flaw::line_too_long());
    }
    LINE.captures(&line.bytes).ok_or_else(|| {
        Flaw::new(
            Cause::NotALogLine,
            "the line is not in the combined log format",
        )
    })
}

fn text<'a>(found: &'a Captures<'_>, group: usize) -> Result<&'a str, Flaw> {
    str::from_utf8(&found[group]).map_err(|error| Flaw::new(Cause::NotUtf8, error.to_string()))
}

/// Why a request is no person's page view.
fn left_out(request: &str, status: &[u8], user_agent: &str) -> Option<&'static str> {
    if user_agent::is_program(user_agent) {
        return Some("bot");
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next(), words.next());
    // An unmodified page is shown again from the browser's cache: a page view all the same.
    match status {
        b"304" | [b'2', ..] => {}
        [b'3', ..] => return Some("redirect"),
        _ => return Some("error"),
    }
    match (method, target) {
        (Some("GET"), Some(target)) => is_asset(target).then_some("asset"),
        _ => Some("not_get"),
    }
}

fn is_asset(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let Some((_, ending)) = file.rsplit_once('.') else {
        return false;
    };
    // The ending of `/blog/version-1.2` is no file type.
    let is_file_type = ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.len() <= 8
        && ending.chars().all(|c| c.is_ascii_alphanumeric());
    is_file_type && !PAGE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

/// 64 bits of SHA-256 in hex: the log's addresses stay out of the prepared form.
fn visitor_id(key: &[u8]) -> String {
    format!("visitor_{}", hex(&Sha256::digest(key)[..8]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:27.0) Gecko Firefox/27.0";

    fn row(line: &str) -> Row {
        AccessLog::new(Lines::new(line.as_bytes()))
            .next_row()
            .unwrap()
            .unwrap()
    }

    fn line(request: &str, status: u16, user_agent: &str) -> String {
        format!(
            r#"1.2.3.4 - a b [17/May/2015:10:05:03 +0200] "{request}" {status} 5 "-" "{user_agent}""#
        )
    }

    #[test]
    fn requests_that_are_no_page_views_are_named() {
        for (request, status, user_agent, expected) in [
            ("GET /a?b=c.png HTTP/1.1", 200, FIREFOX, "$pageview"),
            ("GET / HTTP/1.1", 304, FIREFOX, "$pageview"),
            ("GET /blog/version-1.2 HTTP/1.1", 200, FIREFOX, "$pageview"),
            ("GET /x/index.HTML HTTP/1.1", 200, FIREFOX, "$pageview"),
            ("GET /style.css?v=1 HTTP/1.1", 200, FIREFOX, "asset"),
            ("GET /robots.txt HTTP/1.1", 200, FIREFOX, "asset"),
            ("GET /old HTTP/1.1", 301, FIREFOX, "redirect"),
            ("GET /gone HTTP/1.1", 404, FIREFOX, "error"),
            ("\\x16\\x03", 400, FIREFOX, "error"),
            ("POST /a HTTP/1.1", 200, FIREFOX, "not_get"),
            ("GET / HTTP/1.1", 200, "-", "bot"),
        ] {
            let found = match row(&line(request, status, user_agent)) {
                Row::Event(incoming) => incoming.event.name,
                Row::LeftOut(what) => what.to_owned(),
                Row::Reject(reject) => reject.cause.code().to_owned(),
            };
            assert_eq!(found, expected, "{request} {status} {user_agent}");
        }
    }

    #[test]
    fn a_page_view_tells_who_when_and_where() {
        let text =
            line("GET /a?b=\\\"c HTTP/1.1", 200, FIREFOX).replace(r#""-""#, r#""http://x/""#);
        let Row::Event(incoming) = row(&text) else {
            panic!("{text}")
        };
        insta::assert_json_snapshot!(incoming.event, @r#"
        {
          "user_id": "visitor_7fe2638f0dfae1f3",
          "device_id": "visitor_7fe2638f0dfae1f3",
          "ts": 1431849903000000,
          "name": "$pageview",
          "platform": "pc_web",
          "sdk": "javascript",
          "url": "/a?b=\\\"c",
          "properties": {
            "referrer": "http://x/"
          },
          "user_properties": {
            "os": "Linux"
          }
        }
        "#);
    }

    #[test]
    fn broken_lines_are_rejects() {
        let good = line("GET / HTTP/1.1", 200, FIREFOX);
        for (text, expected) in [
            (good[..good.len() - 1].to_owned(), Cause::NotALogLine),
            (good.replace("May", "Mai"), Cause::TimeUnreadable),
            ("hello".to_owned(), Cause::NotALogLine),
        ] {
            let Row::Reject(reject) = row(&text) else {
                panic!("{text}")
            };
            assert_eq!((reject.cause, reject.line), (expected, 1), "{text}");
        }
    }
}
