//! JSON: one object a line, or one list of objects.

use std::io::{self, BufRead};

use serde_json::Value as Json;

use super::export::{NamedRow, Rows};
use super::fields::{Fields, Object};
use super::lines::{BYTE_ORDER_MARK, LINE_BYTES_MAX, Length, Lines};
use super::tools::Meaning;
use super::{Cause, Flaw};
use crate::event::Event;

/// Reads one object a line.
pub struct JsonLines<R> {
    lines: Lines<R>,
}

impl<R: BufRead> JsonLines<R> {
    /// Rows of lines.
    pub fn new(lines: Lines<R>) -> Self {
        Self { lines }
    }
}

impl<R: BufRead> Rows for JsonLines<R> {
    fn next_row(&mut self) -> io::Result<Option<NamedRow>> {
        Ok(self.lines.next_line()?.map(|line| NamedRow {
            fields: match line.length {
                Length::Whole => object(&line.bytes),
                Length::TooLong => Err(Flaw::line_too_long()),
            },
            line: line.number,
            bytes: line.bytes,
        }))
    }
}

/// Reads an object; of a key that stands twice the last value counts.
///
/// # Errors
/// When it is not UTF-8, not JSON or no object.
pub fn object(bytes: &[u8]) -> Result<Fields, Flaw> {
    let text =
        str::from_utf8(bytes).map_err(|error| Flaw::new(Cause::NotUtf8, error.to_string()))?;
    let object: Object =
        serde_json::from_str(text).map_err(|error| Flaw::new(Cause::NotJson, error.to_string()))?;
    Ok(Fields(object))
}

/// Reads a row with the names of [`Event`]; in Parquet the properties may be the text of an object.
///
/// # Errors
/// The first field that cannot be read.
pub fn read_event(mut fields: Fields) -> Result<Meaning, Flaw> {
    for key in ["properties", "user_properties"] {
        if fields.0.get(key).is_some_and(Json::is_string) {
            let object = fields.object(key)?.0;
            fields.0.insert(key.to_owned(), object.into());
        }
    }
    let insert_id = fields.first_text(&["insert_id", "$insert_id"])?;
    let event = Event::from_object(fields.0)?;
    Ok(Meaning::Event(Box::new(event), insert_id))
}

/// Reads the objects of one list, wherever its lines break; all of it may be one line. An element
/// that is no object is a reject; where brackets or quotes do not match, the rest of the file
/// cannot be told apart and reading ends with an error.
pub struct JsonList<R> {
    reader: R,
    line: u64,
    /// A byte that was looked at too early.
    put_back: Option<u8>,
    is_open: bool,
}

impl<R: BufRead> JsonList<R> {
    /// Rows of a list.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            line: 1,
            put_back: None,
            is_open: false,
        }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.put_back.take() {
            return Ok(Some(byte));
        }
        let Some(byte) = self.reader.fill_buf()?.first().copied() else {
            return Ok(None);
        };
        self.reader.consume(1);
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }

    /// Takes bytes up to the end of an element's outermost bracket, or up to what follows it.
    fn take_element(&mut self, first: u8) -> io::Result<Vec<u8>> {
        let (mut bytes, mut depth, mut is_text, mut is_escaped) = (Vec::new(), 0_u32, false, false);
        let mut next = Some(first);
        while let Some(byte) = next {
            if bytes.len() as u64 == LINE_BYTES_MAX {
                return Err(broken(self.line, "an element is longer than 16 MiB"));
            }
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_text => is_escaped = true,
                b'"' => is_text = !is_text,
                b'{' | b'[' if !is_text => depth += 1,
                b']' | b',' if !is_text && depth == 0 => {
                    self.put_back = Some(byte);
                    return Ok(bytes);
                }
                b'}' | b']' if !is_text => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        bytes.push(byte);
                        return Ok(bytes);
                    }
                }
                _ => {}
            }
            bytes.push(byte);
            next = self.next_byte()?;
        }
        Err(not_ended())
    }
}

impl<R: BufRead> Rows for JsonList<R> {
    fn next_row(&mut self) -> io::Result<Option<NamedRow>> {
        while let Some(byte) = self.next_byte()? {
            match byte {
                b'[' if !self.is_open => self.is_open = true,
                b']' if self.is_open => self.is_open = false,
                b' ' | b'\t' | b'\r' | b'\n' => {}
                b',' if self.is_open => {}
                _ if self.is_open => {
                    let line = self.line;
                    let bytes = self.take_element(byte)?;
                    let fields = object(&bytes);
                    return Ok(Some(NamedRow {
                        line,
                        bytes,
                        fields,
                    }));
                }
                _ if self.line == 1 && BYTE_ORDER_MARK.contains(&byte) => {}
                _ => return Err(broken(self.line, "something follows the JSON list")),
            }
        }
        // After the list's end there is nothing more.
        if self.is_open {
            return Err(not_ended());
        }
        Ok(None)
    }
}

fn not_ended() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the JSON list does not end")
}

fn broken(line: u64, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("line {line}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::export::Export;
    use crate::source::{Row, Source};

    #[test]
    fn every_line_is_an_event_or_a_reject() {
        let deep = format!("{{\"a\":{}", "[".repeat(5_000));
        for (line, expected) in [
            (r#"{"user_id":"a","name":"x","ts":1}"#.as_bytes(), "x"),
            (
                r#"{"user_id":"a","name":"x","ts":1,"insert_id":7}"#.as_bytes(),
                "x 7",
            ),
            (
                br#"{"user_id":"a","name":"x","ts":1,"insert_id":null,"$insert_id":""}"#,
                "x",
            ),
            (br#"{"user_id":"a","name":"x","name":"y","ts":1}"#, "y"),
            (br#"{"user_id":"a","name":"x","ts":1"#, "not_json"),
            (b"[1]", "not_json"),
            (br#"{"user_id":"a","name":"x","ts":1,"p":NaN}"#, "not_json"),
            (
                br#"{"user_id":"a","name":"x","ts":1,"p":1e999}"#,
                "not_json",
            ),
            (deep.as_bytes(), "not_json"),
            (b"{\"name\":\"\xff\"}", "not_utf8"),
            (br#"{"user_id":"a","ts":1}"#, "no_name"),
            (br#"{"user_id":"a","name":"x"}"#, "no_time"),
            (
                br#"{"user_id":"a","name":"x","ts":"soon"}"#,
                "time_unreadable",
            ),
            (br#"{"user_id":[],"name":"x","ts":1}"#, "not_an_event"),
        ] {
            let rows = JsonLines::new(Lines::new(line));
            let row = Export::new(rows, Box::new(read_event)).next_row();
            let found = match row.unwrap().unwrap() {
                Row::Event(incoming) => match incoming.insert_id {
                    Some(id) => format!("{} {id}", incoming.event.name),
                    None => incoming.event.name,
                },
                Row::Reject(reject) => reject.cause.code().to_owned(),
                Row::LeftOut(what) => what.to_owned(),
            };
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn a_list_gives_its_elements_with_their_lines() {
        let read = |text: &str| {
            let mut rows = JsonList::new(text.as_bytes());
            let mut found = Vec::new();
            loop {
                match rows.next_row() {
                    Ok(Some(row)) => found.push(match row.fields {
                        Ok(fields) => {
                            format!("{} {}", row.line, serde_json::to_string(&fields.0).unwrap())
                        }
                        Err(flaw) => format!("{} {}", row.line, flaw.cause.code()),
                    }),
                    Ok(None) => break,
                    Err(error) => {
                        found.push(error.to_string());
                        break;
                    }
                }
            }
            found.join("; ")
        };
        for (text, expected) in [
            ("[]", ""),
            ("\u{feff} [\n]\n", ""),
            (r#"[{"a":1},{"a":2}]"#, r#"1 {"a":1}; 1 {"a":2}"#),
            (
                "[\n  {\n    \"a\": \"},]\\\"\"\n  },\n\n  {\"b\": [1, {\"c\": 2}]}\n]\n",
                r#"2 {"a":"},]\""}; 6 {"b":[1,{"c":2}]}"#,
            ),
            (
                r#"[1, "x", {"a":1}, null]"#,
                r#"1 not_json; 1 not_json; 1 {"a":1}; 1 not_json"#,
            ),
            (
                r#"[{"a":1}, {"a":"#,
                r#"1 {"a":1}; the JSON list does not end"#,
            ),
            (r#"[{"a":1}"#, r#"1 {"a":1}; the JSON list does not end"#),
            (
                "[{\"a\":1}]\n{}",
                r#"1 {"a":1}; line 2: something follows the JSON list"#,
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
