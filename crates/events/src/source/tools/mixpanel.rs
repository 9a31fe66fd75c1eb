//! Mixpanel's raw export.
//!
//! JSON lines: `{"event": …, "properties": {…}}`, all that is known standing in the properties:
//! `time` (seconds, or milliseconds in newer projects), `distinct_id`, `$device_id`, `$user_id`,
//! `$insert_id`, `$os`, `$os_version`, `$current_url`, `mp_lib`, `$app_version_string`.
//!
//! A `distinct_id` that begins with `$device:`, or that is the `$device_id`, names a device and no
//! user. `$mp_web_page_view` is `$pageview`, `$mp_click` `$click`, `$mp_submit` `$form_submit`.
//! Projects made before 2023 export `time` in the project's own zone: it is read as UTC, so that
//! hours may be shifted there.
//! Source: Mixpanel's documentation of the raw export, of identity management and of autocapture.

use serde_json::Value as Json;

use super::{Meaning, Tool};
use crate::event::Event;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Flaw, Format};
use crate::time;

pub const TOOL: Tool = Tool {
    format: Format::Mixpanel,
    recognises,
    read,
};

fn recognises(row: &Object) -> bool {
    let properties = row.get("properties").and_then(Json::as_object);
    let is_mixpanel = |of: &Object| of.contains_key("time") && of.contains_key("distinct_id");
    row.contains_key("event") && properties.is_some_and(is_mixpanel)
}

/// What describes the person or the device and not the event.
const USER_FIELDS: [&str; 4] = ["$city", "$region", "mp_country_code", "$browser"];
/// What describes the delivery.
const DELIVERY_FIELDS: [&str; 6] = [
    "mp_processing_time_ms",
    "$mp_api_endpoint",
    "$mp_api_timestamp_ms",
    "mp_sent_by_lib_version",
    "$lib_version",
    "$distinct_id_before_identity",
];

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let name = row.text("event")?.ok_or_else(|| no_name("event"))?;
    let mut properties = row.object("properties")?;
    let ts_us = properties
        .moment_by("time", time::unix_by_magnitude)?
        .ok_or_else(|| no_time("properties.time"))?;
    let device = properties.text("$device_id")?;
    let distinct = properties.text("distinct_id")?;
    let known = properties.text("$user_id")?;
    let (named_device, named_user) = match distinct {
        Some(id) if id.starts_with("$device:") => (Some(id["$device:".len()..].to_owned()), None),
        Some(id) if device.as_ref() == Some(&id) => (None, None),
        other => (None, other),
    };
    let mut event = Event {
        user_id: known.or(named_user),
        device_id: device.or(named_device).filter(|id| !id.is_empty()),
        ts_us,
        name: match name.as_str() {
            "$mp_web_page_view" => "$pageview".to_owned(),
            "$mp_click" => "$click".to_owned(),
            "$mp_submit" => "$form_submit".to_owned(),
            _ => name,
        },
        os_version: properties.text("$os_version")?,
        app_version: properties.text("$app_version_string")?,
        url: properties
            .text("$current_url")?
            .or(properties.text("current_url")?),
        ..Event::default()
    };
    let words = Words {
        library: properties.word("mp_lib"),
        os: properties.word("$os"),
        device: properties.word("$device"),
        ..Words::default()
    };
    device::place(&mut event, &words);
    let insert_id = properties.text("$insert_id")?;
    for key in DELIVERY_FIELDS {
        properties.0.remove(key);
    }
    properties.move_into(&USER_FIELDS, &mut event.user_properties);
    device::note_system(&mut event, properties.text("$os")?.as_deref());
    properties.flatten_into(&mut event.properties);
    Ok(Meaning::event(event, insert_id))
}
