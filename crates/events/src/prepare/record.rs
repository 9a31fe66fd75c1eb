//! An event as bytes, for as long as it waits for its place: names and property keys as codes,
//! values as text.

use std::collections::BTreeMap;

use campaign::Value;

use super::fnv1a;
use super::gather::{Interner, Vocabulary};
use crate::event::Event;
use crate::shard::Context;

/// Writes an event; person and device come first, see [`Reader::ids`].
pub fn write(
    event: &Event,
    insert_id: Option<&str>,
    vocabulary: &mut Vocabulary,
    into: &mut Vec<u8>,
) {
    into.clear();
    put_text(event.user_id.as_deref(), into);
    put_text(event.device_id.as_deref(), into);
    into.extend(event.ts_us.to_le_bytes());
    put_number(vocabulary.names.code(&event.name), into);
    match insert_id {
        // Compared only within a person, where 64 bits are plenty.
        Some(id) => {
            into.push(1);
            into.extend(fnv1a(id.as_bytes()).to_le_bytes());
        }
        None => into.push(0),
    }
    put_text(event.session_id.as_deref(), into);
    let context = [
        &event.platform,
        &event.sdk,
        &event.orientation,
        &event.os_version,
        &event.sdk_version,
        &event.app_version,
        &event.url,
        &event.page,
    ];
    for text in context {
        put_text(text.as_deref(), into);
    }
    put_properties(&event.properties, &mut vocabulary.properties, into);
    put_properties(
        &event.user_properties,
        &mut vocabulary.user_properties,
        into,
    );
}

fn put_properties(properties: &BTreeMap<String, Value>, keys: &mut Interner, into: &mut Vec<u8>) {
    put_number(properties.len() as u32, into);
    for (key, value) in properties {
        put_number(keys.code(key), into);
        // The length is known only when the value is written: it follows in a fixed place.
        let place = into.len();
        into.extend([0; 4]);
        serde_json::to_writer(&mut *into, value).expect("finite values are JSON");
        let length = (into.len() - place - 4) as u32;
        into[place..place + 4].copy_from_slice(&length.to_le_bytes());
    }
}

/// Absent is 0, a text its length and 1.
pub fn put_text(text: Option<&str>, into: &mut Vec<u8>) {
    match text {
        None => into.push(0),
        Some(text) => {
            put_number(text.len() as u32 + 1, into);
            into.extend_from_slice(text.as_bytes());
        }
    }
}

/// Seven bits a byte, the lowest first; all but the last have the high bit.
fn put_number(mut number: u32, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

/// Reads what [`write`] wrote.
///
/// The bytes never left the program but for a file of its own, so they are not checked: a file
/// that another program changes meanwhile ends in a panic.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

/// The parts of a record that are not text in lists.
#[derive(Debug)]
pub struct Fixed<'a> {
    pub device: Option<&'a str>,
    pub ts_us: i64,
    pub name: u32,
    pub insert: Option<u64>,
    pub session: Option<&'a str>,
    pub context: [Option<&'a str>; Context::ALL.len()],
}

impl<'a> Reader<'a> {
    /// A reader from the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// User and device; the reader itself stays at the beginning.
    pub fn ids(self) -> (Option<&'a str>, Option<&'a str>) {
        let mut ahead = self;
        (ahead.text(), ahead.text())
    }

    /// Everything up to the properties.
    pub fn fixed(&mut self) -> Fixed<'a> {
        let _user = self.text();
        let device = self.text();
        let ts_us = i64::from_le_bytes(self.array());
        let name = self.number();
        let [has_insert] = self.array();
        let insert = (has_insert == 1).then(|| u64::from_le_bytes(self.array()));
        let session = self.text();
        Fixed {
            device,
            ts_us,
            name,
            insert,
            session,
            context: std::array::from_fn(|_| self.text()),
        }
    }

    /// The key codes and values of the next properties.
    pub fn properties(&mut self, mut take: impl FnMut(u32, &'a str)) {
        for _ in 0..self.number() {
            let key = self.number();
            let length = u32::from_le_bytes(self.array());
            take(key, self.str(length as usize));
        }
    }

    /// A text, `None` where it is absent.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.number().checked_sub(1)?;
        Some(self.str(length as usize))
    }

    fn str(&mut self, length: usize) -> &'a str {
        let (text, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        str::from_utf8(text).expect("written from text")
    }

    fn array<const LENGTH: usize>(&mut self) -> [u8; LENGTH] {
        let (array, rest) = self.bytes.split_first_chunk().expect("written whole");
        self.bytes = rest;
        *array
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            let [byte] = self.array();
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    /// What has not been read.
    pub fn rest(self) -> &'a [u8] {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_read_back() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u32::MAX];
        let texts = [None, Some(""), Some("가"), Some("x")];
        for number in numbers {
            put_number(number, &mut bytes);
        }
        for text in texts {
            put_text(text, &mut bytes);
        }
        let mut reader = Reader::new(&bytes);
        assert_eq!(numbers.map(|_| reader.number()), numbers);
        assert_eq!(texts.map(|_| reader.text()), texts);
        assert!(reader.rest().is_empty());
    }
}
