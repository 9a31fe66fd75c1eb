//! A row as named values, and how its values are taken out: texts that may be numbers, objects
//! that may be JSON text, moments in several spellings.

use serde_json::Value as Json;

use super::{Cause, Flaw};
use crate::properties::{self, Properties};
use crate::time;

/// Named values, in the order of the file.
pub type Object = serde_json::Map<String, Json>;

/// A row's values by name; taking one leaves the rest.
#[derive(Debug, Default)]
pub struct Fields(pub Object);

impl Fields {
    /// Takes a text; a number is its digits, null and the empty text are absent.
    ///
    /// # Errors
    /// When it is a truth value, a list or an object.
    pub fn text(&mut self, key: &str) -> Result<Option<String>, Flaw> {
        match self.0.remove(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Json::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(wrong(key, &other, "text")),
        }
    }

    /// Takes the first of these texts that is there.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn first_text(&mut self, keys: &[&str]) -> Result<Option<String>, Flaw> {
        for key in keys {
            if let Some(text) = self.text(key)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The text of a field that only describes; whatever else it holds is as if it were absent.
    pub fn word(&self, key: &str) -> &str {
        self.0.get(key).and_then(Json::as_str).unwrap_or_default()
    }

    /// Takes an object, or the JSON text of one; null and the empty text are an empty object.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn object(&mut self, key: &str) -> Result<Self, Flaw> {
        match self.0.remove(key) {
            None | Some(Json::Null) => Ok(Self::default()),
            Some(Json::Object(object)) => Ok(Self(object)),
            Some(Json::String(text)) if text.trim().is_empty() => Ok(Self::default()),
            Some(Json::String(text)) => {
                let read = serde_json::from_str::<Option<Object>>(&text);
                let object = read.map_err(|error| {
                    Flaw::new(Cause::NotJson, format!("`{key}` as JSON: {error}"))
                })?;
                Ok(Self(object.unwrap_or_default()))
            }
            Some(other) => Err(wrong(key, &other, "an object")),
        }
    }

    /// Takes the object at a key that only describes; whatever else it holds is as if empty.
    pub fn part(&mut self, key: &str) -> Self {
        match self.0.remove(key) {
            Some(Json::Object(object)) => Self(object),
            _ => Self::default(),
        }
    }

    /// Takes a moment: text with an offset or in UTC.
    ///
    /// # Errors
    /// When it is there and not a moment.
    pub fn moment(&mut self, key: &str) -> Result<Option<i64>, Flaw> {
        self.moment_by(key, |value| time::utc_or_offset(value.as_str()?))
    }

    /// Takes a moment that `read` understands; null and the empty text are absent.
    ///
    /// # Errors
    /// When it is there and not a moment.
    pub fn moment_by(
        &mut self,
        key: &str,
        read: impl Fn(&Json) -> Option<i64>,
    ) -> Result<Option<i64>, Flaw> {
        match self.0.remove(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) if text.is_empty() => Ok(None),
            Some(value) => match read(&value) {
                Some(ts_us) => Ok(Some(ts_us)),
                None => Err(Flaw::new(
                    Cause::TimeUnreadable,
                    format!("`{key}` is {}, not a time", properties::excerpt(&value)),
                )),
            },
        }
    }

    /// Puts all that is left into properties.
    pub fn flatten_into(self, into: &mut Properties) {
        for (key, value) in self.0 {
            properties::flatten(&key, value, into);
        }
    }

    /// Moves some fields into properties, by their own names.
    pub fn move_into(&mut self, keys: &[&str], into: &mut Properties) {
        for key in keys {
            if let Some(value) = self.0.remove(*key) {
                properties::flatten(key, value, into);
            }
        }
    }
}

/// The flaw of a row without its time.
pub fn no_time(key: &str) -> Flaw {
    Flaw::new(Cause::NoTime, format!("the row has no `{key}`"))
}

/// The flaw of a row without an event name.
pub fn no_name(key: &str) -> Flaw {
    Flaw::new(Cause::NoName, format!("the row has no `{key}`"))
}

fn wrong(key: &str, found: &Json, expected: &str) -> Flaw {
    let detail = format!("`{key}` is {}, not {expected}", properties::excerpt(found));
    Flaw::new(Cause::NotAnEvent, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Fields {
        Fields(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn texts_may_be_numbers_and_objects_may_be_texts() {
        let check = |json: &str, expected: &str| {
            let text = match fields(json).text("a") {
                Ok(text) => format!("{text:?}"),
                Err(flaw) => flaw.detail,
            };
            let object = match fields(json).object("a") {
                Ok(object) => serde_json::to_string(&object.0).unwrap(),
                Err(flaw) => flaw.detail,
            };
            assert_eq!(format!("{text} | {object}"), expected, "{json}");
        };
        check("{}", "None | {}");
        check(r#"{"a":null}"#, "None | {}");
        check(r#"{"a":""}"#, "None | {}");
        check(r#"{"a":7}"#, r#"Some("7") | `a` is 7, not an object"#);
        check(r#"{"a":{"b":1}}"#, r#"`a` is {"b":1}, not text | {"b":1}"#);
        check(r#"{"a":"{\"b\":1}"}"#, r#"Some("{\"b\":1}") | {"b":1}"#);
        check(r#"{"a":"null"}"#, r#"Some("null") | {}"#);
        check(
            r#"{"a":"["}"#,
            r#"Some("[") | `a` as JSON: invalid type: sequence, expected a map at line 1 column 0"#,
        );
    }
}
