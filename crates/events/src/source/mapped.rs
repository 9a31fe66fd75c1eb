//! A mapping applied to rows of named values: JSON and Parquet.

use serde_json::Value as Json;

use super::binding::MappingError;
use super::export::Read;
use super::fields::{Fields, Object};
use super::mapping::{Field, Mapping};
use super::tools::Meaning;
use super::{Cause, Flaw};
use crate::event::Event;
use crate::properties;
use crate::time::TimeFormat;

/// What reads rows by a mapping; a column is a name, or a path of names with points between.
///
/// # Errors
/// When the mapping's time zone is not known.
pub fn reader(mapping: &Mapping) -> Result<Read, MappingError> {
    let format = mapping.ts.format()?;
    let mapping = mapping.clone();
    Ok(Box::new(move |fields| read(&mapping, &format, &fields.0)))
}

fn read(mapping: &Mapping, format: &TimeFormat, row: &Object) -> Result<Meaning, Flaw> {
    let mut event = Event {
        ts_us: time(mapping, format, row)?,
        ..Event::default()
    };
    let mut insert_id = None;
    for (field, from) in mapping.fields() {
        let Some(text) = from.map(|from| text(from, row)).transpose()?.flatten() else {
            continue;
        };
        match event.text_mut(field) {
            Some(slot) => *slot = Some(text),
            None if field == "name" => event.name = text,
            None => insert_id = Some(text),
        }
    }
    for (keys, into) in [
        (&mapping.event_properties, &mut event.properties),
        (&mapping.user_properties, &mut event.user_properties),
    ] {
        for key in keys {
            if let Some(value) = find(row, key) {
                properties::flatten(key, value.clone(), into);
            }
        }
    }
    Ok(Meaning::Event(Box::new(event), insert_id))
}

fn time(mapping: &Mapping, format: &TimeFormat, row: &Object) -> Result<i64, Flaw> {
    let column = &mapping.ts.column;
    let Some(text) = column_text(column, row)? else {
        return Err(Flaw::new(
            Cause::NoTime,
            format!("the row has no `{column}`"),
        ));
    };
    format.read(&text).ok_or_else(|| {
        let detail = format!("`{column}` is `{text}`, not in its format");
        Flaw::new(Cause::TimeUnreadable, detail)
    })
}

fn text(from: &Field, row: &Object) -> Result<Option<String>, Flaw> {
    match from {
        Field::Column(column) => column_text(column, row),
        Field::Translated { column, values } => {
            Ok(column_text(column, row)?.map(|text| values.get(&text).cloned().unwrap_or(text)))
        }
        Field::Constant { constant } => Ok(Some(constant.clone())),
    }
}

fn column_text(column: &str, row: &Object) -> Result<Option<String>, Flaw> {
    let Some(value) = find(row, column) else {
        return Ok(None);
    };
    let mut one = Fields::default();
    one.0.insert(column.to_owned(), value.clone());
    one.text(column)
}

/// The value of that name, else of that path.
fn find<'a>(row: &'a Object, column: &str) -> Option<&'a Json> {
    if let Some(value) = row.get(column) {
        return Some(value);
    }
    let (head, rest) = column.split_once('.')?;
    find(row.get(head)?.as_object()?, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_names_or_paths() {
        let mapping: Mapping = serde_json::from_str(
            r#"{"user_id":"who.id","name":{"constant":"order"},"ts":{"column":"at","format":"unix_s"},
                "platform":{"column":"on","values":{"w":"pc_web"}},"event_properties":["item.price"],
                "user_properties":["plan"]}"#,
        )
        .unwrap();
        let read = reader(&mapping).unwrap();
        for (row, expected) in [
            (
                r#"{"who":{"id":7},"at":1710325274,"on":"w","item":{"price":5},"plan":"pro"}"#,
                r#"{"user_id":"7","ts":1710325274000000,"name":"order","platform":"pc_web","properties":{"item.price":5.0},"user_properties":{"plan":"pro"}}"#,
            ),
            (
                r#"{"who.id":"a","at":"1710325274","on":"x"}"#,
                r#"{"user_id":"a","ts":1710325274000000,"name":"order","platform":"x"}"#,
            ),
            (r#"{"who":{"id":7}}"#, "no_time"),
            (r#"{"at":"soon"}"#, "time_unreadable"),
            (r#"{"at":1,"who":{"id":[]}}"#, "not_an_event"),
        ] {
            let found = match read(Fields(serde_json::from_str(row).unwrap())) {
                Ok(Meaning::Event(event, _)) => serde_json::to_string(&event).unwrap(),
                Ok(Meaning::LeftOut(what)) => what.to_owned(),
                Err(flaw) => flaw.cause.code().to_owned(),
            };
            assert_eq!(found, expected, "{row}");
        }
    }
}
