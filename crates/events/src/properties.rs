//! How JSON objects and cells of text become property values.

use std::collections::BTreeMap;

use campaign::Value;
use serde_json::Value as Json;

/// Property values by key.
pub type Properties = BTreeMap<String, Value>;

/// Puts a JSON value under `key`: null is absent, an object becomes dotted keys, and a list of
/// objects becomes one list per dotted key (a condition on a list holds if any element does).
pub fn flatten(key: &str, value: Json, into: &mut Properties) {
    match value {
        Json::Null => {}
        Json::Bool(value) => put(key, Value::Boolean(value), into),
        Json::Number(number) => put(key, from_number(&number), into),
        Json::String(text) => put(key, Value::Text(text), into),
        Json::Object(object) => {
            for (inner, value) in object {
                flatten(&format!("{key}.{inner}"), value, into);
            }
        }
        Json::Array(elements) => flatten_list(key, elements, into),
    }
}

/// An integer beyond 2^53 is an identifier, not an amount: it stays text, digit for digit.
fn from_number(number: &serde_json::Number) -> Value {
    const EXACT_MAX: u64 = 1 << 53;
    let is_exact = number.is_f64()
        || number
            .as_i64()
            .is_some_and(|whole| whole.unsigned_abs() <= EXACT_MAX);
    match number.as_f64() {
        Some(value) if is_exact => Value::Number(value),
        _ => Value::Text(number.to_string()),
    }
}

fn put(key: &str, value: Value, into: &mut Properties) {
    into.insert(key.to_owned(), value);
}

fn flatten_list(key: &str, elements: Vec<Json>, into: &mut Properties) {
    let has_plain = elements.is_empty() || elements.iter().any(|element| !element.is_object());
    let mut plain = Vec::new();
    let mut by_key: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for element in elements {
        let mut flat = Properties::new();
        flatten(key, element, &mut flat);
        for (inner, value) in flat {
            if inner == key {
                plain.push(value);
            } else {
                by_key.entry(inner).or_default().push(value);
            }
        }
    }
    if has_plain {
        put(key, Value::List(plain), into);
    }
    into.extend(
        by_key
            .into_iter()
            .map(|(inner, values)| (inner, Value::List(values))),
    );
}

/// The value of a cell of text: `true`, `false`, a number, a JSON list, or the text itself; an
/// empty cell is absent.
///
/// Only a number written as it would be printed is one: `01234` and `1.10` stay text, so that no
/// postcode and no version loses a digit. Conditions on numbers read numeric text all the same.
pub fn from_cell(cell: &str) -> Option<Value> {
    match cell {
        "" => return None,
        "true" => return Some(Value::Boolean(true)),
        "false" => return Some(Value::Boolean(false)),
        _ => {}
    }
    if let Ok(number) = cell.parse::<f64>()
        && number.is_finite()
        && number.to_string() == cell
    {
        return Some(Value::Number(number));
    }
    if cell.starts_with('[')
        && let Ok(Value::List(elements)) = serde_json::from_str(cell)
    {
        return Some(Value::List(elements));
    }
    Some(Value::Text(cell.to_owned()))
}

/// Whether every number in the value can be written as JSON; NaN and the infinities cannot.
pub fn is_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::List(elements) => elements.iter().all(is_finite),
        Value::Boolean(_) | Value::Text(_) => true,
    }
}

/// The JSON of a value, cut where it would fill a message.
pub fn excerpt(value: &Json) -> String {
    const CHARACTERS_MAX: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_json_becomes_dotted_keys() {
        for (json, expected) in [
            (r#"{"a": 1, "b": null}"#, r#"{"p.a":1.0}"#),
            (r#"{"a": {"b": {"c": true}}}"#, r#"{"p.a.b.c":true}"#),
            (r#"{"a": ["x", 2, null]}"#, r#"{"p.a":["x",2.0]}"#),
            (
                r#"{"a": 12345678901234567}"#,
                r#"{"p.a":"12345678901234567"}"#,
            ),
            (r#"{"a": []}"#, r#"{"p.a":[]}"#),
            (r#"{"a": {}}"#, "{}"),
            (
                r#"{"a": [{"s": 1}, {"s": 2, "t": 3}]}"#,
                r#"{"p.a.s":[1.0,2.0],"p.a.t":[3.0]}"#,
            ),
            (r#"{"a": [[1], [2]]}"#, r#"{"p.a":[[1.0],[2.0]]}"#),
        ] {
            let mut into = Properties::new();
            flatten("p", serde_json::from_str(json).unwrap(), &mut into);
            assert_eq!(serde_json::to_string(&into).unwrap(), expected, "{json}");
        }
    }

    #[test]
    fn cells_keep_every_digit() {
        for (cell, expected) in [
            ("", "null"),
            ("true", "true"),
            ("True", r#""True""#),
            ("42", "42.0"),
            ("-0.5", "-0.5"),
            ("10.50", r#""10.50""#),
            ("01234", r#""01234""#),
            ("1.10", r#""1.10""#),
            ("12345678901234567890", r#""12345678901234567890""#),
            ("NaN", r#""NaN""#),
            ("inf", r#""inf""#),
            ("1e999", r#""1e999""#),
            (r#"["a",1]"#, r#"["a",1.0]"#),
            ("[a", r#""[a""#),
        ] {
            assert_eq!(
                serde_json::to_string(&from_cell(cell)).unwrap(),
                expected,
                "{cell}"
            );
        }
    }
}
