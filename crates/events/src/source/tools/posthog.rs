//! PostHog's export of events: batch export, or the download of a query.
//!
//! JSON lines, CSV or Parquet with `uuid`, `event`, `distinct_id`, `timestamp`, `properties`,
//! `person_properties`; the last two are objects, or JSON text in CSV and Parquet. A CSV from the
//! activity view has one column for each property instead (`properties.$current_url`,
//! `person.properties.email`). What is used of the properties: `$session_id`, `$device_id`,
//! `$current_url`, `$screen_name`, `$os`, `$os_version`, `$lib`, `$device_type`, `$app_version`,
//! `$is_identified`, `$event_type`.
//!
//! A `distinct_id` that is the `$device_id`, or of an event with `$is_identified: false`, names a
//! device and no user. `$screen` is `$pageview` with the screen's name as its `page`;
//! `$autocapture` is `$click` or `$form_submit` by its `$event_type`.
//! Source: PostHog's documentation of batch exports (events model) and of event properties.

use serde_json::Value as Json;

use super::{Meaning, Tool, has};
use crate::event::Event;
use crate::properties;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Flaw, Format};

pub const TOOL: Tool = Tool {
    format: Format::Posthog,
    recognises,
    read,
};

fn recognises(row: &Object) -> bool {
    has(row, &["event", "distinct_id", "timestamp"])
}

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let name = row.text("event")?.ok_or_else(|| no_name("event"))?;
    let ts_us = row
        .moment("timestamp")?
        .ok_or_else(|| no_time("timestamp"))?;
    let mut properties = row.object("properties")?;
    let mut person = row.object("person_properties")?;
    spread(&mut row, &mut properties, &mut person);
    let distinct = row.text("distinct_id")?;
    let device = properties.text("$device_id")?;
    let is_device =
        distinct.is_some() && distinct == device || says_no(properties.0.get("$is_identified"));
    let (user_id, device_id) = if is_device {
        (None, device.or(distinct))
    } else {
        (distinct, device)
    };
    let mut event = Event {
        user_id,
        device_id,
        session_id: properties.text("$session_id")?,
        ts_us,
        name: rename(name, properties.word("$event_type")),
        os_version: properties.text("$os_version")?,
        app_version: properties.text("$app_version")?,
        url: properties.text("$current_url")?,
        page: properties.text("$screen_name")?,
        ..Event::default()
    };
    let words = Words {
        library: properties.word("$lib"),
        os: properties.word("$os"),
        device: properties.word("$device_type"),
        ..Words::default()
    };
    device::place(&mut event, &words);
    device::note_system(&mut event, properties.text("$os")?.as_deref());
    properties.flatten_into(&mut event.properties);
    person.flatten_into(&mut event.user_properties);
    Ok(Meaning::event(event, row.first_text(&["uuid", "id"])?))
}

/// Moves columns of single properties to where the objects have them.
fn spread(row: &mut Fields, properties: &mut Fields, person: &mut Fields) {
    let is_dotted = |key: &String| key.contains("properties.");
    if !row.0.keys().any(is_dotted) {
        return;
    }
    let keys: Vec<String> = row.0.keys().filter(|key| is_dotted(key)).cloned().collect();
    for key in keys {
        let Some(value) = row.0.remove(&key).and_then(cell) else {
            continue;
        };
        if let Some(key) = key.strip_prefix("properties.") {
            properties.0.insert(key.to_owned(), value);
        } else if let Some(key) = key
            .strip_prefix("person.properties.")
            .or_else(|| key.strip_prefix("person_properties."))
        {
            person.0.insert(key.to_owned(), value);
        }
    }
}

/// What a cell says: a number, a truth value or a text; nothing where it is empty.
fn cell(value: Json) -> Option<Json> {
    match value {
        Json::String(cell) => serde_json::to_value(properties::from_cell(&cell)?).ok(),
        other => Some(other),
    }
}

fn says_no(value: Option<&Json>) -> bool {
    match value {
        Some(Json::Bool(value)) => !value,
        Some(Json::String(text)) => text.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

fn rename(name: String, event_type: &str) -> String {
    match (name.as_str(), event_type) {
        ("$screen", _) => "$pageview".to_owned(),
        ("$autocapture", "click") => "$click".to_owned(),
        ("$autocapture", "submit") => "$form_submit".to_owned(),
        _ => name,
    }
}
