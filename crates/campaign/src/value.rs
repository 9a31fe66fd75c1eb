//! A property value, as logs, conditions and merge tags know it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One property value. A log's nested objects are not values; importers flatten them
/// to dotted keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Value {
    /// `true` or `false`.
    Boolean(bool),
    /// Any number; integers are exact up to 2^53.
    Number(f64),
    /// Text.
    Text(String),
    /// Several values; a condition holds if any element satisfies it.
    List(Vec<Value>),
}

impl Value {
    /// The text a string condition sees: numbers without a trailing `.0`, booleans as
    /// `true`/`false`; a list has none.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Boolean(value) => Some(value.to_string()),
            Self::Number(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::List(_) => None,
        }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (42.0, "42"),
            (0.5, "0.5"),
            (-3.0, "-3"),
            (1e21, "1000000000000000000000"),
        ] {
            assert_eq!(Value::Number(value).as_text().as_deref(), Some(text));
        }
    }
}
