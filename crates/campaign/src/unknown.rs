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
