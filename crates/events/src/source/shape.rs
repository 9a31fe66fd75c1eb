//! How the rows of a text lie, seen from its beginning.

use super::export::Rows as _;
use super::fields::Object;
use super::jsonl::{self, JsonList};
use super::lines::{BYTE_ORDER_MARK, Lines};
use super::{access_log, csv, tsv};

/// How the rows of a file lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One JSON object a line.
    JsonLines,
    /// One JSON list of objects.
    JsonList,
    /// A header and rows of cells.
    Table,
    /// Snowplow's columns without a header.
    Tsv,
    /// Lines in the combined log format.
    LogLines,
    /// Parquet.
    Parquet,
}

impl Shape {
    /// What it is in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "JSON lines",
            Self::JsonList => "a JSON list",
            Self::Table => "a table of text",
            Self::Tsv => "a table without a header",
            Self::LogLines => "a web server's log",
            Self::Parquet => "Parquet",
        }
    }
}

/// Rows that are looked at.
const ROWS_LOOKED_AT: usize = 5;

/// Recognises the shape of a text from its beginning; `None` for what is no text.
pub fn of_text(head: &[u8]) -> Option<Shape> {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    if head.contains(&0) {
        return None;
    }
    let mut first_lines = head
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let first = first_lines.next()?;
    if first.trim_ascii().starts_with(b"{") {
        return Some(Shape::JsonLines);
    }
    if first.trim_ascii().starts_with(b"[") {
        return Some(Shape::JsonList);
    }
    let mut lines = std::iter::once(first).chain(first_lines.take(ROWS_LOOKED_AT - 1));
    let is_named = |line: &[u8]| {
        line.split(|byte| *byte == b'\t')
            .any(|cell| cell == b"event_id")
    };
    if tsv::is_line(first) && !is_named(first) {
        return Some(Shape::Tsv);
    }
    Some(if lines.any(access_log::is_line) {
        Shape::LogLines
    } else {
        Shape::Table
    })
}

/// The first rows of a text with named values; of a table its column names, with null values.
pub fn first_rows(head: &[u8], shape: Shape) -> Vec<Object> {
    match shape {
        Shape::JsonLines => {
            let lines = head.split(|byte| *byte == b'\n').take(ROWS_LOOKED_AT);
            let objects = lines.map(|line| {
                let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
                jsonl::object(line.trim_ascii())
            });
            objects.filter_map(|read| Some(read.ok()?.0)).collect()
        }
        Shape::JsonList => {
            let mut rows = JsonList::new(head);
            let rows = std::iter::from_fn(|| rows.next_row().ok().flatten());
            let rows = rows.take(ROWS_LOOKED_AT);
            rows.filter_map(|row| Some(row.fields.ok()?.0)).collect()
        }
        Shape::Table => {
            let table = csv::Table::new(Lines::new(head));
            let columns = table.map(|table| table.columns).unwrap_or_default();
            let named = columns
                .into_iter()
                .map(|name| (name, serde_json::Value::Null));
            vec![named.collect()]
        }
        Shape::Tsv | Shape::LogLines | Shape::Parquet => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_seen_in_the_content() {
        let log = r#"1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "Opera""#;
        let tsv = "\t".repeat(130);
        for (head, expected) in [
            ("user_id,name,ts\na,b,1\n", Some(Shape::Table)),
            ("\u{feff}{\"name\":\"x\"}\n", Some(Shape::JsonLines)),
            ("\n  {\"name\":\"x\"}\n", Some(Shape::JsonLines)),
            ("[{\"name\":\"x\"}]", Some(Shape::JsonList)),
            (log, Some(Shape::LogLines)),
            (&format!("garbage\n{log}\n"), Some(Shape::LogLines)),
            (&format!("shop{tsv}"), Some(Shape::Tsv)),
            (
                &format!("app_id\tevent_id{}", &tsv[1..]),
                Some(Shape::Table),
            ),
            ("\u{0}\u{1}", None),
            ("", None),
        ] {
            assert_eq!(of_text(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn first_rows_are_whole_objects() {
        for (head, shape, expected) in [
            (
                "{\"a\":1}\nx\n{\"b\":2}\n{\"c\":",
                Shape::JsonLines,
                r#"[{"a":1},{"b":2}]"#,
            ),
            ("[{\"a\":1},\n{\"b\":", Shape::JsonList, r#"[{"a":1}]"#),
            ("a;b\n1;2\n", Shape::Table, r#"[{"a":null,"b":null}]"#),
        ] {
            let rows = first_rows(head.as_bytes(), shape);
            assert_eq!(serde_json::to_string(&rows).unwrap(), expected, "{head}");
        }
    }
}
