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

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::time::TimeFormat;

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

/// What a mapping asks for that the file or the machine lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A column that the file does not have.
    #[error("the file has no column `{column}`")]
    NoColumn {
        /// The column that was asked for.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// Two columns of one name.
    #[error("the file has two columns `{0}`")]
    TwoColumns(String),
    /// A zone that is not known.
    #[error("there is no time zone `{0}`")]
    NoTimeZone(String),
    /// The file's own names do not make an event, and there is no mapping.
    #[error("its columns are not those of an event ({})", .columns.join(", "))]
    NeedsMapping {
        /// The columns that there are.
        columns: Vec<String>,
    },
}

/// A mapping bound to a file's columns.
#[derive(Debug)]
pub(super) struct Bound {
    pub cells: Vec<(usize, Target)>,
    pub constants: Vec<(&'static str, String)>,
    pub ts: (usize, TimeFormat),
    pub columns: Vec<String>,
    pub unused_columns: Vec<String>,
}

/// Where a cell goes.
#[derive(Debug)]
pub(super) enum Target {
    /// A text field of the event, by name, translated where listed.
    Text(&'static str, HashMap<String, String>),
    EventProperty(String),
    UserProperty(String),
}

/// Text fields, with the two that are not optional texts of [`crate::Event`].
const TEXT_FIELDS: [&str; 13] = [
    "name",
    "insert_id",
    "user_id",
    "device_id",
    "session_id",
    "platform",
    "sdk",
    "orientation",
    "os_version",
    "sdk_version",
    "app_version",
    "url",
    "page",
];

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

    /// Finds the mapping's columns in a header.
    pub(super) fn bind(&self, columns: Vec<String>) -> Result<Bound, MappingError> {
        let index = index(&columns)?;
        let find = |column: &str| {
            index
                .get(column)
                .copied()
                .ok_or_else(|| MappingError::NoColumn {
                    column: column.to_owned(),
                    columns: columns.clone(),
                })
        };
        let ts = (find(&self.ts.column)?, self.ts.format()?);
        let (mut cells, mut constants) = (Vec::new(), Vec::new());
        for field in TEXT_FIELDS {
            match self.field(field) {
                None => {}
                Some(Field::Column(column)) => {
                    cells.push((find(column)?, Target::Text(field, HashMap::new())));
                }
                Some(Field::Translated { column, values }) => {
                    let values = values.clone().into_iter().collect();
                    cells.push((find(column)?, Target::Text(field, values)));
                }
                Some(Field::Constant { constant }) => constants.push((field, constant.clone())),
            }
        }
        for column in &self.event_properties {
            cells.push((find(column)?, Target::EventProperty(column.clone())));
        }
        for column in &self.user_properties {
            cells.push((find(column)?, Target::UserProperty(column.clone())));
        }
        let is_used = |at: usize| at == ts.0 || cells.iter().any(|(cell, _)| *cell == at);
        let unused_columns = (0..columns.len())
            .filter(|at| !is_used(*at))
            .map(|at| columns[at].clone())
            .collect();
        Ok(Bound {
            cells,
            constants,
            ts,
            columns,
            unused_columns,
        })
    }

    fn field(&self, field: &str) -> Option<&Field> {
        match field {
            "name" => Some(&self.name),
            "insert_id" => self.insert_id.as_ref(),
            "user_id" => self.user_id.as_ref(),
            "device_id" => self.device_id.as_ref(),
            "session_id" => self.session_id.as_ref(),
            "platform" => self.platform.as_ref(),
            "sdk" => self.sdk.as_ref(),
            "orientation" => self.orientation.as_ref(),
            "os_version" => self.os_version.as_ref(),
            "sdk_version" => self.sdk_version.as_ref(),
            "app_version" => self.app_version.as_ref(),
            "url" => self.url.as_ref(),
            _ => self.page.as_ref(),
        }
    }
}

impl TimeField {
    fn format(&self) -> Result<TimeFormat, MappingError> {
        let unix = |per_second| Ok(TimeFormat::Unix { per_second });
        match self.format.as_str() {
            "unix_s" => unix(1),
            "unix_ms" => unix(1_000),
            "unix_us" => unix(1_000_000),
            "rfc3339" => Ok(TimeFormat::Rehearsal),
            pattern => {
                let zone = match self.time_zone.as_deref() {
                    None | Some("UTC") => TimeZone::UTC,
                    Some(name) => TimeZone::get(name)
                        .map_err(|_| MappingError::NoTimeZone(name.to_owned()))?,
                };
                Ok(TimeFormat::Pattern {
                    pattern: pattern.to_owned(),
                    zone,
                })
            }
        }
    }
}

/// Binds a header whose columns have the names of [`crate::Event`]; others are event properties.
pub(super) fn bind_rehearsal(columns: Vec<String>) -> Result<Bound, MappingError> {
    let index = index(&columns)?;
    let has = |column: &str| index.contains_key(column);
    if !(has("name") && (has("user_id") || has("device_id"))) {
        return Err(MappingError::NeedsMapping { columns });
    }
    let Some(ts) = index.get("ts").copied() else {
        return Err(MappingError::NeedsMapping { columns });
    };
    let cells = columns.iter().enumerate().filter(|(at, _)| *at != ts);
    let cells = cells
        .map(|(at, column)| (at, rehearsal_target(column)))
        .collect();
    let ts = (ts, TimeFormat::Rehearsal);
    Ok(Bound {
        cells,
        constants: Vec::new(),
        ts,
        columns,
        unused_columns: Vec::new(),
    })
}

fn rehearsal_target(column: &str) -> Target {
    let field = column
        .strip_prefix('$')
        .filter(|rest| *rest == "insert_id")
        .unwrap_or(column);
    if let Some(field) = TEXT_FIELDS.into_iter().find(|name| *name == field) {
        Target::Text(field, HashMap::new())
    } else if let Some(key) = column.strip_prefix("user_properties.") {
        Target::UserProperty(key.to_owned())
    } else {
        Target::EventProperty(
            column
                .strip_prefix("properties.")
                .unwrap_or(column)
                .to_owned(),
        )
    }
}

fn index(columns: &[String]) -> Result<HashMap<&str, usize>, MappingError> {
    let mut index = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        if index.insert(column.as_str(), at).is_some() {
            return Err(MappingError::TwoColumns(column.clone()));
        }
    }
    Ok(index)
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
        let bound = mapping.bind(columns("at,who,device,price,note")).unwrap();
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

    #[test]
    fn what_the_file_lacks_is_named() {
        let mapping: Mapping = serde_json::from_str(
            r#"{"user_id":"who","name":"what",
                "ts":{"column":"at","format":"%Y","time_zone":"Mars/Olympus"}}"#,
        )
        .unwrap();
        for (header, expected) in [
            ("who,what,when", "the file has no column `at`"),
            ("who,what,who", "the file has two columns `who`"),
            ("who,what,at", "there is no time zone `Mars/Olympus`"),
        ] {
            assert_eq!(
                mapping.bind(columns(header)).unwrap_err().to_string(),
                expected
            );
        }
        let error = bind_rehearsal(columns("who,what,at"))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "its columns are not those of an event (who, what, at)"
        );
    }
}
