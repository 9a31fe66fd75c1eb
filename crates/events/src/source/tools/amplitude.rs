//! Amplitude's export (Export API, or the export to a bucket).
//!
//! JSON lines in `.json.gz`, often many of them in one zip: one object an event with `event_type`,
//! `event_time` (`2024-03-13 10:21:14.123000`, UTC), `user_id`, `device_id`, `session_id`
//! (milliseconds of its start, -1 without one), `event_properties`, `user_properties`, `platform`,
//! `os_name`, `device_type`, `library`, `version_name`, `$insert_id`.
//!
//! `[Amplitude] Page Viewed` and `[Amplitude] Screen Viewed` are `$pageview`, the URL is
//! `[Amplitude] Page Location`; `session_start` and `[Amplitude] Start Session` are
//! `$session_start`.
//! Source: Amplitude's documentation of the Export API and of its web and mobile autocapture.

use super::{Meaning, Tool, has};
use crate::event::Event;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Flaw, Format};

pub const TOOL: Tool = Tool {
    format: Format::Amplitude,
    recognises,
    read,
};

fn recognises(row: &Object) -> bool {
    has(row, &["event_type", "event_time"])
}

/// What else is known of a person, beside the user properties.
const USER_FIELDS: [&str; 5] = ["country", "region", "city", "language", "paying"];

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let name = row
        .text("event_type")?
        .ok_or_else(|| no_name("event_type"))?;
    let ts_us = row
        .moment("event_time")?
        .ok_or_else(|| no_time("event_time"))?;
    let mut event = Event {
        user_id: row.text("user_id")?,
        device_id: row.text("device_id")?,
        session_id: row.text("session_id")?.filter(|id| id != "-1"),
        ts_us,
        os_version: row.text("os_version")?,
        app_version: row.text("version_name")?,
        ..Event::default()
    };
    let words = Words {
        library: row.word("library"),
        platform: row.word("platform"),
        os: row.word("os_name"),
        device: row.word("device_type"),
    };
    device::place(&mut event, &words);
    // On the web `os_name` is the browser.
    let os = Some(row.word("os_name")).filter(|_| row.word("platform") != "Web");
    device::note_system(&mut event, os.filter(|os| !os.is_empty()));
    let mut properties = row.object("event_properties")?;
    event.url = properties.first_text(&["[Amplitude] Page Location", "[Amplitude] Page URL"])?;
    event.page = properties.text("[Amplitude] Screen Name")?;
    event.name = rename(name);
    properties.flatten_into(&mut event.properties);
    row.move_into(&USER_FIELDS, &mut event.user_properties);
    row.object("user_properties")?
        .flatten_into(&mut event.user_properties);
    let insert_id = row.first_text(&["$insert_id", "uuid"])?;
    Ok(Meaning::event(event, insert_id))
}

fn rename(name: String) -> String {
    match name.as_str() {
        "[Amplitude] Page Viewed" | "[Amplitude] Screen Viewed" => "$pageview".to_owned(),
        "session_start" | "[Amplitude] Start Session" => "$session_start".to_owned(),
        "[Amplitude] Element Clicked" => "$click".to_owned(),
        "[Amplitude] Form Submitted" => "$form_submit".to_owned(),
        _ => name,
    }
}
