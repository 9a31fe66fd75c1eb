//! Which column of a table is which field of an event.
//!
//! A mapping is a JSON file beside the log:
//!
//! ```json
//! {
//!   "user_id": "customer",
//!   "session_id": "visit",
//!   "name": "action",
//!   "ts": { "column": "at", "format": "%Y-%m-%d %H:%M:%S", "time_zone": "Asia/Seoul" },
//!   "platform": { "column": "device", "values": { "desktop": "pc_web", "phone": "mobile_web" } },
//!   "sdk": { "constant": "javascript" },
//!   "event_properties": ["category", "price"],
//!   "user_properties": ["country"]
//! }
//! ```
//!
//! `name` and `ts` are needed, and one of `user_id` and `device_id`. The other fields are
//! `device_id`, `sdk`, `orientation`, `os_version`, `sdk_version`, `app_version`, `url`, `page`
//! and `insert_id`. A field is a column's name, a column whose values are translated (values not
//! listed stay as they are), or a constant. The time's format is `unix_s`, `unix_ms`, `unix_us`,
//! `rfc3339` or a `strptime` pattern; what it writes without an offset is in `time_zone`, UTC
//! unless set. Columns that are not named are left out; the manifest lists them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A mapping as its file has it; see the head of this file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the fields are those of `Event`, described there"
)]
pub struct Mapping {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insert_id: Option<Field>,
    pub name: Field,
    pub ts: TimeField,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdk: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orientation: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdk_version: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Field>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_properties: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_properties: Vec<String>,
}

/// Where a field's text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a column's name, {\"column\", \"values\"} or {\"constant\"}"
)]
pub enum Field {
    /// A column as it is.
    Column(String),
    /// A column whose values are translated.
    Translated {
        /// The column.
        column: String,
        /// New text by text in the file.
        values: BTreeMap<String, String>,
    },
    /// The same text in every row.
    Constant {
        /// The text.
        constant: String,
    },
}

/// Where the time comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeField {
    /// The column.
    pub column: String,
    /// `unix_s`, `unix_ms`, `unix_us`, `rfc3339`, or a `strptime` pattern.
    pub format: String,
    /// IANA name of the zone of times without an offset; UTC unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be opened or is not a mapping.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read(path).map_err(|source| Error::Open {
            path: path.to_owned(),
            source,
        })?;
        serde_json::from_slice(&text).map_err(|error| Error::NotAMapping {
            path: path.to_owned(),
            detail: error.to_string(),
        })
    }

    /// The text fields by name.
    pub(super) fn fields(&self) -> [(&'static str, Option<&Field>); 13] {
        [
            ("name", Some(&self.name)),
            ("insert_id", self.insert_id.as_ref()),
            ("user_id", self.user_id.as_ref()),
            ("device_id", self.device_id.as_ref()),
            ("session_id", self.session_id.as_ref()),
            ("platform", self.platform.as_ref()),
            ("sdk", self.sdk.as_ref()),
            ("orientation", self.orientation.as_ref()),
            ("os_version", self.os_version.as_ref()),
            ("sdk_version", self.sdk_version.as_ref()),
            ("app_version", self.app_version.as_ref()),
            ("url", self.url.as_ref()),
            ("page", self.page.as_ref()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_mapping_file_reads_and_writes() {
        let text = r#"{"user_id":"who","name":{"constant":"order"},"ts":{"column":"at","format":"unix_s"},"platform":{"column":"device","values":{"phone":"mobile_web"}},"event_properties":["price"]}"#;
        let mapping: Mapping = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&mapping).unwrap(), text);
        let bound = mapping.bind(&columns("at,who,device,price,note")).unwrap();
        assert_eq!(bound.unused_columns, ["note"]);
    }

    #[test]
    fn mistakes_in_a_mapping_are_named() {
        let good = r#"{"user_id":"who","name":"what","ts":{"column":"at","format":"rfc3339"}}"#;
        for (text, part) in [
            (good.replace("user_id", "userid"), "unknown field `userid`"),
            (good.replace(r#""what""#, "[]"), "a column's name"),
            (
                good.replace(r#""name":"what","#, ""),
                "missing field `name`",
            ),
        ] {
            let error = serde_json::from_str::<Mapping>(&text)
                .unwrap_err()
                .to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
