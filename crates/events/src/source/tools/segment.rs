//! Segment's and RudderStack's own form of an event, as they write it to a bucket.
//!
//! JSON lines or a JSON list: `type` (`track`, `page`, `screen`, `identify`, `group`, `alias`),
//! `event` or `name`, `messageId`, `userId`, `anonymousId`, `timestamp` and `originalTimestamp`
//! (ISO 8601), `properties`, `traits`, `context` with `page.url`, `device`, `os`, `app`, `library`,
//! `userAgent`, `traits`, `sessionId`.
//!
//! `page` and `screen` are `$pageview`, the screen's or page's name is its `page`; `identify` is
//! `$identify` and carries traits; `group` and `alias` are no user's events and left out.
//! Source: Segment's spec (common fields, page, screen, identify), RudderStack's event spec.

use super::{Meaning, Tool};
use crate::event::Event;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Cause, Flaw, Format};

pub const TOOL: Tool = Tool {
    format: Format::Segment,
    recognises,
    read,
};

const TYPES: [&str; 6] = ["track", "page", "screen", "identify", "group", "alias"];

fn recognises(row: &Object) -> bool {
    let of_type = row.get("type").and_then(|of| of.as_str());
    let is_known = of_type.is_some_and(|of| TYPES.contains(&of));
    is_known
        && ["messageId", "anonymousId", "userId"]
            .iter()
            .any(|key| row.contains_key(*key))
}

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let of_type = row.text("type")?.unwrap_or_default();
    let label = row.text("name")?;
    let mut properties = row.object("properties")?;
    let (name, page) = match of_type.as_str() {
        "track" => (row.text("event")?.ok_or_else(|| no_name("event"))?, None),
        "page" | "screen" => {
            let label = label.or(properties.text("name")?);
            ("$pageview".to_owned(), label)
        }
        "identify" => ("$identify".to_owned(), None),
        "group" => return Ok(Meaning::LeftOut("group")),
        "alias" => return Ok(Meaning::LeftOut("alias")),
        other => {
            let detail = format!("`type` is `{other}`, not one of {}", TYPES.join(", "));
            return Err(Flaw::new(Cause::NotAnEvent, detail));
        }
    };
    // `timestamp` is corrected for the device's clock, `originalTimestamp` is what it said.
    let ts_us = match row.moment("timestamp")? {
        Some(ts_us) => ts_us,
        None => row
            .moment("originalTimestamp")?
            .ok_or_else(|| no_time("timestamp"))?,
    };
    let mut context = row.object("context")?;
    let mut event = Event {
        user_id: row.text("userId")?,
        device_id: row.text("anonymousId")?,
        session_id: context.text("sessionId")?,
        ts_us,
        name,
        page,
        app_version: context.part("app").text("version")?,
        ..Event::default()
    };
    event.url = context
        .part("page")
        .text("url")?
        .or(properties.text("url")?);
    let (device, library, mut os) = (
        context.part("device"),
        context.part("library"),
        context.part("os"),
    );
    event.os_version = os.text("version")?;
    let words = Words {
        library: library.word("name"),
        platform: device.word("type"),
        os: os.word("name"),
        device: context.word("userAgent"),
    };
    device::place(&mut event, &words);
    device::note_system(&mut event, os.text("name")?.as_deref());
    properties.flatten_into(&mut event.properties);
    context
        .part("traits")
        .flatten_into(&mut event.user_properties);
    row.object("traits")?
        .flatten_into(&mut event.user_properties);
    Ok(Meaning::event(event, row.text("messageId")?))
}
