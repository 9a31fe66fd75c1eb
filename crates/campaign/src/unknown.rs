//! Fields that this version does not know. Every object of the file format carries its own, so
//! that what a newer version wrote stays with the part it belongs to, wherever that part moves.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value as Json};

/// Fields of a newer version, kept and written back. Meant to be flattened into its object;
/// boxed, because a list of campaigns holds thousands and nearly all are empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Unknown(Option<Box<Map<String, Json>>>);

impl Unknown {
    /// No field.
    pub const NONE: Self = Self(None);

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Keeps a field; the value it had.
    pub fn insert(&mut self, name: String, value: Json) -> Option<Json> {
        self.0.get_or_insert_default().insert(name, value)
    }

    /// The fields in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.0.iter().flat_map(|fields| fields.iter())
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Unknown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Unknown;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Unknown, A::Error> {
        let mut unknown = Unknown::NONE;
        while let Some((name, value)) = entries.next_entry()? {
            unknown.insert(name, value);
        }
        Ok(unknown)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::draft::Draft;

    /// JSON pointers of every object in the document, the document itself included.
    fn objects(json: &Json, path: &str, found: &mut Vec<String>) {
        let parts: Vec<(String, &Json)> = match json {
            Json::Object(fields) => {
                found.push(path.to_owned());
                fields
                    .iter()
                    .map(|(name, part)| (name.clone(), part))
                    .collect()
            }
            Json::Array(items) => {
                let numbered = items.iter().enumerate();
                numbered
                    .map(|(index, part)| (index.to_string(), part))
                    .collect()
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
        };
        for (name, part) in parts {
            objects(part, &format!("{path}/{name}"), found);
        }
    }

    fn every_part() -> (Json, Vec<String>) {
        let json = serde_json::from_str(fixtures::every_part()).unwrap();
        let mut found = Vec::new();
        objects(&json, "", &mut found);
        (json, found)
    }

    #[track_caller]
    fn check(json: &Json) {
        let draft = Draft::from_json(&json.to_string()).unwrap();
        let written: Json = serde_json::from_str(&draft.to_json()).unwrap();
        assert_eq!(&written, json);
    }

    #[test]
    fn every_object_of_the_format_keeps_what_it_does_not_know() {
        let (json, paths) = every_part();
        for path in paths {
            let mut json = json.clone();
            let object = json
                .pointer_mut(&path)
                .and_then(Json::as_object_mut)
                .unwrap();
            object.insert("from_the_future".to_owned(), json!({ "mood": [1, null] }));
            check(&json);
        }
    }

    #[test]
    fn actions_without_settings_keep_theirs_too() {
        let (mut json, _) = every_part();
        let button = "/groups/0/message/steps/0/buttons/0/action";
        for kind in ["close", "hide_for_a_day", "next", "done"] {
            *json.pointer_mut(button).unwrap() = json!({ "type": kind, "sound": "soft" });
            check(&json);
        }
        json["experiment"]["allocation"] = json!({ "type": "fixed", "by": "hand" });
        check(&json);
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            // Quarters are the same in every reader of decimal numbers.
            any::<i32>().prop_map(|quarters| Json::from(f64::from(quarters) / 4.0)),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|fields| fields.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn fields_of_any_name_and_value_come_back(
            added in prop::collection::vec((any::<prop::sample::Index>(), ".{0,8}", any_json()), 1..6)
        ) {
            let (mut json, paths) = every_part();
            for (place, name, value) in added {
                let path: &String = place.get(&paths);
                let object = json.pointer_mut(path).and_then(Json::as_object_mut);
                // No field of this version begins so.
                object.unwrap().insert(format!("x{name}"), value);
            }
            let draft = Draft::from_json(&json.to_string()).unwrap();
            prop_assert_eq!(&serde_json::to_value(&draft).unwrap(), &json);
            prop_assert_eq!(Draft::from_json(&draft.to_json()).unwrap(), draft);
        }
    }
}
