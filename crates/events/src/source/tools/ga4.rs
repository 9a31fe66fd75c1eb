//! Google Analytics 4's export to BigQuery, taken out as JSON lines or Parquet.
//!
//! One row an event: `event_name`, `event_timestamp` (microseconds UTC; text in JSON), `user_id`,
//! `user_pseudo_id`, `platform` (`WEB`, `IOS`, `ANDROID`), `device` (`category`,
//! `operating_system`, `operating_system_version`), `app_info.version`, `geo`, and lists of
//! `{key, value: {string_value | int_value | float_value | double_value}}` in `event_params` and
//! `user_properties`.
//!
//! `page_view` and `screen_view` are `$pageview` (URL `page_location`, page `firebase_screen`),
//! `session_start` is `$session_start`, `form_submit` `$form_submit`. The session is
//! `ga_session_id` of the params. GA4's `click` is only a click on a link that leads away and
//! keeps its name. The export names no id of a delivery, so nothing is dropped as a duplicate.
//! Source: Google's documentation of the BigQuery export schema.

use serde_json::Value as Json;

use super::{Meaning, Tool};
use crate::event::Event;
use crate::properties;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Cause, Flaw, Format};

pub const TOOL: Tool = Tool {
    format: Format::Ga4,
    recognises,
    read,
};

fn recognises(row: &Object) -> bool {
    row.contains_key("event_name")
        && row.contains_key("event_timestamp")
        && (row.contains_key("user_pseudo_id") || row.contains_key("event_params"))
}

/// Microseconds as a number or as its digits.
fn microseconds(value: &Json) -> Option<i64> {
    match value {
        Json::String(digits) => digits.parse().ok(),
        value => value.as_i64(),
    }
}

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let name = row
        .text("event_name")?
        .ok_or_else(|| no_name("event_name"))?;
    let ts_us = row
        .moment_by("event_timestamp", microseconds)?
        .ok_or_else(|| no_time("event_timestamp"))?;
    let mut params = pairs(&mut row, "event_params")?;
    let mut hardware = row.part("device");
    let mut event = Event {
        user_id: row.text("user_id")?,
        device_id: row.text("user_pseudo_id")?,
        session_id: params.text("ga_session_id")?,
        ts_us,
        name: match name.as_str() {
            "page_view" | "screen_view" => "$pageview".to_owned(),
            "session_start" => "$session_start".to_owned(),
            "form_submit" => "$form_submit".to_owned(),
            _ => name,
        },
        os_version: hardware.text("operating_system_version")?,
        app_version: row.part("app_info").text("version")?,
        url: params.text("page_location")?,
        page: params.first_text(&["firebase_screen", "firebase_screen_class"])?,
        ..Event::default()
    };
    let words = Words {
        platform: row.word("platform"),
        os: hardware.word("operating_system"),
        device: hardware.word("category"),
        ..Words::default()
    };
    device::place(&mut event, &words);
    device::note_system(&mut event, hardware.text("operating_system")?.as_deref());
    hardware.move_into(&["language"], &mut event.user_properties);
    row.part("geo")
        .move_into(&["country", "region", "city"], &mut event.user_properties);
    params.flatten_into(&mut event.properties);
    pairs(&mut row, "user_properties")?.flatten_into(&mut event.user_properties);
    for key in ["items", "ecommerce"] {
        if let Some(value) = row.0.remove(key) {
            properties::flatten(key, value, &mut event.properties);
        }
    }
    Ok(Meaning::event(event, None))
}

/// A list of keys with values of one type or another, as an object.
fn pairs(row: &mut Fields, key: &str) -> Result<Fields, Flaw> {
    let list = match row.0.remove(key) {
        None | Some(Json::Null) => return Ok(Fields::default()),
        Some(Json::Array(list)) => list,
        Some(_) => {
            let detail = format!("`{key}` is not a list of keys and values");
            return Err(Flaw::new(Cause::NotAnEvent, detail));
        }
    };
    let mut object = Object::new();
    for pair in list {
        let Json::Object(mut pair) = pair else {
            continue;
        };
        let (key, value) = (pair.remove("key"), pair.remove("value"));
        let (Some(Json::String(key)), Some(Json::Object(value))) = (key, value) else {
            continue;
        };
        if let Some(value) = value_of(value) {
            object.insert(key, value);
        }
    }
    Ok(Fields(object))
}

fn value_of(mut value: Object) -> Option<Json> {
    let mut take = |key| value.remove(key).filter(|value| !value.is_null());
    if let Some(whole) = take("int_value") {
        // BigQuery writes whole numbers as text.
        return Some(match whole.as_str().map(str::parse::<i64>) {
            Some(Ok(whole)) => whole.into(),
            _ => whole,
        });
    }
    take("string_value")
        .or_else(|| take("double_value"))
        .or_else(|| take("float_value"))
}
