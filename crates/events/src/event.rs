//! One event as logs, `rehearsal decide` and `rehearsal explain` know it.

use std::collections::BTreeMap;

use campaign::Value;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::properties::{self, excerpt};
use crate::time;

/// One event: who, when, what, where.
///
/// As JSON it is one flat object with these names. Reading is forgiving where nothing is lost:
/// ids may be numbers, `ts` may be RFC 3339 text, nested objects in the properties become dotted
/// keys, `properties.x` may stand beside the other names, and a name that is not one of these is
/// an event property. Writing gives integer microseconds and leaves out what is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Event {
    /// The known user; one of `user_id` and `device_id` is needed to import an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The device or browser installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// The log's own session id; absent where sessions are found by gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// When it happened: microseconds since 1970, UTC.
    #[serde(rename = "ts")]
    pub ts_us: i64,
    /// What happened, for example `$pageview`.
    pub name: String,
    /// `pc_web`, `mobile_web`, `android` or `ios`; other texts are kept as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `javascript`, `react`, `android`, `ios`, `react_native` or `flutter`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk: Option<String>,
    /// `portrait` or `landscape`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orientation: Option<String>,
    /// Version of the operating system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    /// Version of the SDK that sent the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk_version: Option<String>,
    /// Version of the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// The page's URL: absolute, or from the path on where the log knows no host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The page name that an app gave in the URL's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Event properties; nested objects are dotted keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, Value>,
    /// User properties as of then.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub user_properties: BTreeMap<String, Value>,
}

/// Why an object is not an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// `name` is absent or empty.
    #[error("the event has no `name`")]
    NoName,
    /// `ts` is absent or empty.
    #[error("the event has no `ts`")]
    NoTime,
    /// `ts` is neither integer microseconds nor RFC 3339.
    #[error("`ts` is {0}, which is neither microseconds nor RFC 3339 with an offset")]
    Time(String),
    /// A field that holds text holds something else.
    #[error("`{field}` is {found}, not text")]
    NotText {
        /// The field.
        field: String,
        /// What it holds, as JSON.
        found: String,
    },
    /// `properties` or `user_properties` is not an object.
    #[error("`{field}` is {found}, not an object")]
    NotObject {
        /// The field.
        field: String,
        /// What it holds, as JSON.
        found: String,
    },
}

impl Event {
    /// Reads an event from a JSON object.
    ///
    /// # Errors
    /// The first field that cannot be read, see [`EventError`].
    pub fn from_object(
        object: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, EventError> {
        let mut event = Self::default();
        let mut ts_us = None;
        for (key, value) in object {
            if key == "ts" {
                ts_us = read_time(&value)?;
            } else if key == "name" {
                event.name = read_text(&key, value)?.unwrap_or_default();
            } else if let Some(slot) = event.text_mut(&key) {
                *slot = read_text(&key, value)?;
            } else if key == "properties" || key == "user_properties" {
                event.read_properties(&key, value)?;
            } else {
                let (into, key) = match key.strip_prefix("user_properties.") {
                    Some(rest) => (&mut event.user_properties, rest),
                    None => (
                        &mut event.properties,
                        key.strip_prefix("properties.").unwrap_or(&key),
                    ),
                };
                properties::flatten(key, value, into);
            }
        }
        event.ts_us = ts_us.ok_or(EventError::NoTime)?;
        if event.name.is_empty() {
            return Err(EventError::NoName);
        }
        Ok(event)
    }

    /// The optional text field of that name.
    pub(crate) fn text_mut(&mut self, field: &str) -> Option<&mut Option<String>> {
        Some(match field {
            "user_id" => &mut self.user_id,
            "device_id" => &mut self.device_id,
            "session_id" => &mut self.session_id,
            "platform" => &mut self.platform,
            "sdk" => &mut self.sdk,
            "orientation" => &mut self.orientation,
            "os_version" => &mut self.os_version,
            "sdk_version" => &mut self.sdk_version,
            "app_version" => &mut self.app_version,
            "url" => &mut self.url,
            "page" => &mut self.page,
            _ => return None,
        })
    }

    fn read_properties(&mut self, field: &str, value: serde_json::Value) -> Result<(), EventError> {
        let into = match field {
            "properties" => &mut self.properties,
            _ => &mut self.user_properties,
        };
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Object(object) => {
                for (key, value) in object {
                    properties::flatten(&key, value, into);
                }
            }
            other => {
                let field = field.to_owned();
                return Err(EventError::NotObject {
                    field,
                    found: excerpt(&other),
                });
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_object(serde_json::Map::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// `None` for null and empty text: both mean that the log does not say.
fn read_text(field: &str, value: serde_json::Value) -> Result<Option<String>, EventError> {
    match value {
        serde_json::Value::Null => Ok(None),
        serde_json::Value::String(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        serde_json::Value::Number(number) => Ok(Some(number.to_string())),
        other => Err(EventError::NotText {
            field: field.to_owned(),
            found: excerpt(&other),
        }),
    }
}

fn read_time(value: &serde_json::Value) -> Result<Option<i64>, EventError> {
    let ts_us = match value {
        serde_json::Value::Null => return Ok(None),
        serde_json::Value::String(text) if text.is_empty() => return Ok(None),
        serde_json::Value::String(text) => time::microseconds_or_rfc3339(text),
        serde_json::Value::Number(number) => number.as_i64(),
        _ => None,
    };
    ts_us
        .map(Some)
        .ok_or_else(|| EventError::Time(excerpt(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Event, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn time_is_microseconds_or_rfc_3339() {
        for (ts, expected) in [
            ("1710325274000000", 1_710_325_274_000_000),
            ("\"1710325274000000\"", 1_710_325_274_000_000),
            ("\"2024-03-13T10:21:14Z\"", 1_710_325_274_000_000),
            (
                "\"2024-03-13T19:21:14.000001+09:00\"",
                1_710_325_274_000_001,
            ),
        ] {
            let event = read(&format!(r#"{{"user_id":"a","name":"x","ts":{ts}}}"#)).unwrap();
            assert_eq!(event.ts_us, expected, "{ts}");
        }
    }

    #[test]
    fn what_is_not_an_event_is_named() {
        for (json, part) in [
            (r#"{"user_id":"a","ts":1}"#, "no `name`"),
            (r#"{"user_id":"a","name":"","ts":1}"#, "no `name`"),
            (r#"{"user_id":"a","name":"x"}"#, "no `ts`"),
            (
                r#"{"name":"x","ts":"2024-03-13 10:21:14"}"#,
                "neither microseconds nor RFC 3339",
            ),
            (r#"{"name":"x","ts":1.5}"#, "neither microseconds"),
            (
                r#"{"name":"x","ts":1,"user_id":{}}"#,
                "`user_id` is {}, not text",
            ),
            (
                r#"{"name":"x","ts":1,"properties":[1]}"#,
                "`properties` is [1], not an object",
            ),
            ("[1]", "invalid type"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(part), "{json}: {error}");
        }
    }

    #[test]
    fn ids_may_be_numbers_and_other_names_are_event_properties() {
        let event = read(
            r#"{"user_id":42,"device_id":"","ts":1,"name":"buy","coupon":"X",
                "properties.price":9.5,"user_properties.plan":"pro",
                "properties":{"item":{"sku":"a"}},"user_properties":{"age":30}}"#,
        )
        .unwrap();
        assert_eq!(
            (event.user_id.as_deref(), event.device_id),
            (Some("42"), None)
        );
        assert_eq!(
            serde_json::to_value((&event.properties, &event.user_properties)).unwrap(),
            serde_json::json!([
                {"coupon": "X", "item.sku": "a", "price": 9.5},
                {"age": 30.0, "plan": "pro"}
            ])
        );
    }

    #[test]
    fn writing_leaves_out_what_is_absent() {
        let event = Event {
            name: "x".into(),
            ts_us: 5,
            ..Event::default()
        };
        assert_eq!(
            serde_json::to_string(&event).unwrap(),
            r#"{"ts":5,"name":"x"}"#
        );
    }
}
