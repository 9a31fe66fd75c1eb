//! A mapping, or the names of [`crate::Event`], bound to the columns that a file has.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::mapping::{Field, Mapping, TimeField};
use crate::time::TimeFormat;

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
    /// Finds the mapping's columns in a header.
    pub(super) fn bind(&self, columns: &[String]) -> Result<Bound, MappingError> {
        let index = index(columns)?;
        let find = |column: &str| {
            index
                .get(column)
                .copied()
                .ok_or_else(|| MappingError::NoColumn {
                    column: column.to_owned(),
                    columns: columns.to_vec(),
                })
        };
        let ts = (find(&self.ts.column)?, self.ts.format()?);
        let (mut cells, mut constants) = (Vec::new(), Vec::new());
        for (field, from) in self.fields() {
            match from {
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
            unused_columns,
        })
    }
}

impl TimeField {
    pub(super) fn format(&self) -> Result<TimeFormat, MappingError> {
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
pub(super) fn bind_rehearsal(columns: &[String]) -> Result<Bound, MappingError> {
    let index = index(columns)?;
    let has = |column: &str| index.contains_key(column);
    if !(has("name") && (has("user_id") || has("device_id"))) {
        return Err(MappingError::NeedsMapping {
            columns: columns.to_vec(),
        });
    }
    let Some(ts) = index.get("ts").copied() else {
        return Err(MappingError::NeedsMapping {
            columns: columns.to_vec(),
        });
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
                mapping.bind(&columns(header)).unwrap_err().to_string(),
                expected
            );
        }
        let error = bind_rehearsal(&columns("who,what,at"))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "its columns are not those of an event (who, what, at)"
        );
    }
}
