//! One JSON object a line, with the names of [`Event`].

use std::io::{self, BufRead};

use super::lines::{Length, Line, Lines};
use super::{Cause, Flaw, Incoming, Reject, Row, Source};
use crate::event::Event;

/// Reads JSON lines.
pub struct Jsonl<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Jsonl<R> {
    /// A source over lines.
    pub fn new(lines: Lines<R>) -> Self {
        Self { lines }
    }
}

impl<R: BufRead> Source for Jsonl<R> {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        Ok(self.lines.next_line()?.map(|line| match read(&line) {
            Ok(incoming) => Row::Event(Box::new(incoming)),
            Err(flaw) => Row::Reject(Reject::new(line.number, flaw, &line.bytes)),
        }))
    }
}

fn read(line: &Line) -> Result<Incoming, Flaw> {
    if line.length == Length::TooLong {
        return Err(Flaw::line_too_long());
    }
    let text = str::from_utf8(&line.bytes)
        .map_err(|error| Flaw::new(Cause::NotUtf8, error.to_string()))?;
    let mut object: serde_json::Map<_, _> =
        serde_json::from_str(text).map_err(|error| Flaw::new(Cause::NotJson, error.to_string()))?;
    let insert_id = ["insert_id", "$insert_id"]
        .into_iter()
        .find_map(|key| object.remove(key));
    let insert_id = insert_id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    Ok(Incoming {
        line: line.number,
        event: Event::from_object(object)?,
        insert_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_event_or_a_reject() {
        let deep = format!("{{\"a\":{}", "[".repeat(5_000));
        for (line, expected) in [
            (r#"{"user_id":"a","name":"x","ts":1}"#.as_bytes(), "x"),
            (
                r#"{"user_id":"a","name":"x","ts":1,"insert_id":7}"#.as_bytes(),
                "x 7",
            ),
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
            let row = Jsonl::new(Lines::new(line)).next_row().unwrap().unwrap();
            let found = match row {
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
}
