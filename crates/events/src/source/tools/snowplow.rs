//! Snowplow's enriched events: the stream's TSV, or the JSON that its analytics SDKs make of it.
//!
//! The TSV has no header; its 131 columns have a fixed order ([`COLUMNS`]; files of before
//! `true_tstamp` and `event_fingerprint` end earlier). Used are `event_name`, `derived_tstamp`
//! (else `collector_tstamp`), `user_id`, `domain_userid` (else `network_userid`),
//! `domain_sessionid`, `platform` (`web`, `mob`, `app`, `srv`), `page_url`, `os_name`,
//! `dvce_type`, `event_id`, the columns of structured events, the data of the self-describing
//! event and of the mobile contexts.
//!
//! `page_view` and `screen_view` are `$pageview`; `page_ping` says only that a page is still open
//! and is left out.
//! Source: Snowplow's documentation of the enriched TSV format and of the canonical event model.

use serde_json::Value as Json;

use super::{Meaning, Tool, has};
use crate::event::Event;
use crate::properties;
use crate::source::device::{self, Words};
use crate::source::fields::{Fields, Object, no_name, no_time};
use crate::source::{Flaw, Format};

pub const TOOL: Tool = Tool {
    format: Format::Snowplow,
    recognises,
    read,
};

/// The columns of the TSV, in order.
pub const COLUMNS: [&str; 131] = [
    "app_id",
    "platform",
    "etl_tstamp",
    "collector_tstamp",
    "dvce_created_tstamp",
    "event",
    "event_id",
    "txn_id",
    "name_tracker",
    "v_tracker",
    "v_collector",
    "v_etl",
    "user_id",
    "user_ipaddress",
    "user_fingerprint",
    "domain_userid",
    "domain_sessionidx",
    "network_userid",
    "geo_country",
    "geo_region",
    "geo_city",
    "geo_zipcode",
    "geo_latitude",
    "geo_longitude",
    "geo_region_name",
    "ip_isp",
    "ip_organization",
    "ip_domain",
    "ip_netspeed",
    "page_url",
    "page_title",
    "page_referrer",
    "page_urlscheme",
    "page_urlhost",
    "page_urlport",
    "page_urlpath",
    "page_urlquery",
    "page_urlfragment",
    "refr_urlscheme",
    "refr_urlhost",
    "refr_urlport",
    "refr_urlpath",
    "refr_urlquery",
    "refr_urlfragment",
    "refr_medium",
    "refr_source",
    "refr_term",
    "mkt_medium",
    "mkt_source",
    "mkt_term",
    "mkt_content",
    "mkt_campaign",
    "contexts",
    "se_category",
    "se_action",
    "se_label",
    "se_property",
    "se_value",
    "unstruct_event",
    "tr_orderid",
    "tr_affiliation",
    "tr_total",
    "tr_tax",
    "tr_shipping",
    "tr_city",
    "tr_state",
    "tr_country",
    "ti_orderid",
    "ti_sku",
    "ti_name",
    "ti_category",
    "ti_price",
    "ti_quantity",
    "pp_xoffset_min",
    "pp_xoffset_max",
    "pp_yoffset_min",
    "pp_yoffset_max",
    "useragent",
    "br_name",
    "br_family",
    "br_version",
    "br_type",
    "br_renderengine",
    "br_lang",
    "br_features_pdf",
    "br_features_flash",
    "br_features_java",
    "br_features_director",
    "br_features_quicktime",
    "br_features_realplayer",
    "br_features_windowsmedia",
    "br_features_gears",
    "br_features_silverlight",
    "br_cookies",
    "br_colordepth",
    "br_viewwidth",
    "br_viewheight",
    "os_name",
    "os_family",
    "os_manufacturer",
    "os_timezone",
    "dvce_type",
    "dvce_ismobile",
    "dvce_screenwidth",
    "dvce_screenheight",
    "doc_charset",
    "doc_width",
    "doc_height",
    "tr_currency",
    "tr_total_base",
    "tr_tax_base",
    "tr_shipping_base",
    "ti_currency",
    "ti_price_base",
    "base_currency",
    "geo_timezone",
    "mkt_clickid",
    "mkt_network",
    "etl_tags",
    "dvce_sent_tstamp",
    "refr_domain_userid",
    "refr_device_tstamp",
    "derived_contexts",
    "domain_sessionid",
    "derived_tstamp",
    "event_vendor",
    "event_name",
    "event_format",
    "event_version",
    "event_fingerprint",
    "true_tstamp",
];

/// The fewest columns of a row: up to the event's name.
pub const COLUMNS_MIN: usize = 127;

fn recognises(row: &Object) -> bool {
    has(row, &["collector_tstamp", "event_id"]) && !row.contains_key("event_timestamp")
}

/// Columns that say something of the event; the rest is about the delivery or the page's parts.
const EVENT_FIELDS: [&str; 27] = [
    "page_title",
    "page_referrer",
    "refr_medium",
    "refr_source",
    "mkt_medium",
    "mkt_source",
    "mkt_term",
    "mkt_content",
    "mkt_campaign",
    "se_category",
    "se_action",
    "se_label",
    "se_property",
    "se_value",
    "tr_orderid",
    "tr_affiliation",
    "tr_total",
    "tr_tax",
    "tr_shipping",
    "tr_currency",
    "ti_orderid",
    "ti_sku",
    "ti_name",
    "ti_category",
    "ti_price",
    "ti_quantity",
    "app_id",
];
/// Columns that describe the person.
const USER_FIELDS: [&str; 4] = ["geo_country", "geo_region", "geo_city", "br_lang"];
/// Event names of the tracker's own kinds, where a file of before `event_name` says only `event`.
const KINDS: [(&str, &str); 5] = [
    ("pv", "page_view"),
    ("pp", "page_ping"),
    ("se", "event"),
    ("tr", "transaction"),
    ("ti", "transaction_item"),
];

fn read(mut row: Fields) -> Result<Meaning, Flaw> {
    let kind = row.text("event")?;
    let name = row
        .text("event_name")?
        .or(kind)
        .ok_or_else(|| no_name("event_name"))?;
    let name = KINDS
        .iter()
        .find(|(short, _)| *short == name)
        .map_or(name, |(_, long)| (*long).to_owned());
    if name == "page_ping" {
        return Ok(Meaning::LeftOut("page_ping"));
    }
    let ts_us = match row.moment("derived_tstamp")? {
        Some(ts_us) => ts_us,
        None => row
            .moment("collector_tstamp")?
            .ok_or_else(|| no_time("collector_tstamp"))?,
    };
    let mut event = Event {
        user_id: row.text("user_id")?,
        device_id: row.first_text(&["domain_userid", "network_userid"])?,
        session_id: row.text("domain_sessionid")?,
        ts_us,
        url: row.text("page_url")?,
        ..Event::default()
    };
    // A structured event is told apart by its action.
    event.name = match name.as_str() {
        "page_view" | "screen_view" => "$pageview".to_owned(),
        "submit_form" => "$form_submit".to_owned(),
        "event" => row.word("se_action").to_owned(),
        _ => name,
    };
    read_data(&mut row, &mut event)?;
    let is_app = matches!(row.word("platform"), "mob" | "app");
    let words = Words {
        platform: if is_app {
            row.word("os_family")
        } else {
            row.word("platform")
        },
        os: row.word("os_name"),
        device: if row.word("dvce_type").is_empty() {
            row.word("useragent")
        } else {
            row.word("dvce_type")
        },
        ..Words::default()
    };
    device::place(&mut event, &words);
    device::note_system(&mut event, row.text("os_name")?.as_deref());
    row.move_into(&USER_FIELDS, &mut event.user_properties);
    for key in EVENT_FIELDS {
        if let Some(value) = row.0.remove(key) {
            put(key, value, &mut event);
        }
    }
    Ok(Meaning::event(event, row.text("event_id")?))
}

fn put(key: &str, value: Json, event: &mut Event) {
    match value {
        Json::String(cell) => {
            if let Some(value) = properties::from_cell(&cell) {
                event.properties.insert(key.to_owned(), value);
            }
        }
        other => properties::flatten(key, other, &mut event.properties),
    }
}

/// The data of a self-describing event: in the TSV `{"schema", "data": {"schema", "data": {…}}}`,
/// in JSON `unstruct_event_<vendor>_<name>_<version>`; and what the mobile contexts know.
fn read_data(row: &mut Fields, event: &mut Event) -> Result<(), Flaw> {
    let mut outer = row.object("unstruct_event")?;
    let mut data = outer.part("data").part("data");
    let keys: Vec<String> = row
        .0
        .keys()
        .filter(|key| key.starts_with("unstruct_event_"))
        .cloned()
        .collect();
    for key in keys {
        data.0.extend(row.part(&key).0);
    }
    if event.name == "$pageview" && event.url.is_none() {
        event.page = data.text("name")?;
    }
    data.flatten_into(&mut event.properties);
    for mut context in contexts(row)? {
        let [session, device] = [context.text("sessionId"), context.text("userId")];
        event.session_id = event.session_id.take().or(session.ok().flatten());
        event.device_id = event.device_id.take().or(device.ok().flatten());
        event.os_version = event
            .os_version
            .take()
            .or(context.text("osVersion").ok().flatten());
        event.app_version = event
            .app_version
            .take()
            .or(context.text("version").ok().flatten());
    }
    Ok(())
}

/// The session, the device and the app as the mobile trackers attach them.
fn contexts(row: &mut Fields) -> Result<Vec<Fields>, Flaw> {
    const SCHEMAS: [&str; 3] = ["client_session", "mobile_context", "application"];
    let mut all = Vec::new();
    let list = row.object("contexts")?.0.remove("data");
    for context in list.into_iter().flat_map(elements) {
        let Json::Object(mut context) = context else {
            continue;
        };
        let schema = context.remove("schema");
        let schema = schema.as_ref().and_then(Json::as_str).unwrap_or_default();
        if SCHEMAS
            .iter()
            .any(|part| schema.contains(&format!("/{part}/")))
        {
            all.push(Fields(context).part("data"));
        }
    }
    for part in SCHEMAS {
        let is_it = |key: &&String| key.starts_with("contexts_") && key.contains(part);
        let Some(key) = row.0.keys().find(is_it).cloned() else {
            continue;
        };
        for context in row.0.remove(&key).into_iter().flat_map(elements) {
            if let Json::Object(context) = context {
                all.push(Fields(context));
            }
        }
    }
    Ok(all)
}

fn elements(value: Json) -> Vec<Json> {
    match value {
        Json::Array(elements) => elements,
        other => vec![other],
    }
}
