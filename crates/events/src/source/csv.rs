//! CSV with a header: the names of [`Event`], any names with a mapping, or a tool's.
//!
//! Rows are split here and not by a library, because a stray quote must cost one row: a quoted
//! cell that does not end within [`ROW_LINES_MAX`] lines rejects its first line, and reading goes
//! on at the next. Line numbers are those that an editor shows.

use std::io::{self, BufRead};

use super::binding::{self, Bound, MappingError, Target};
use super::export::{NamedRow, Rows};
use super::fields::{Fields, Object};
use super::lines::{LINE_BYTES_MAX, Length, Line, Lines};
use super::mapping::Mapping;
use super::{Cause, Flaw, Incoming, Reject, Row, Source};
use crate::event::Event;
use crate::properties;

/// Lines that one row may span.
const ROW_LINES_MAX: usize = 200;

/// A table: a header and rows of cells.
pub struct Table<R> {
    lines: Lines<R>,
    delimiter: u8,
    /// The names of the columns.
    pub columns: Vec<String>,
    cells: Vec<Vec<u8>>,
}

impl<R: BufRead> Table<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn new(mut lines: Lines<R>) -> io::Result<Self> {
        let header = lines
            .next_line()?
            .map(|line| line.bytes)
            .unwrap_or_default();
        let delimiter = delimiter(&header);
        let mut cells = Vec::new();
        split(&header, delimiter, &mut cells);
        let name = |cell: &Vec<u8>| String::from_utf8_lossy(cell).trim().to_owned();
        Ok(Self {
            lines,
            delimiter,
            columns: cells.iter().map(name).collect(),
            cells,
        })
    }

    /// Reads the next row into the cells; its first line says where it stands.
    fn next_row(&mut self) -> io::Result<Option<(Line, Result<(), Flaw>)>> {
        let Some(line) = self.lines.next_line()? else {
            return Ok(None);
        };
        let read = self.split_row(&line)?.and_then(|()| {
            let (found, expected) = (self.cells.len(), self.columns.len());
            if found == expected {
                return Ok(());
            }
            let detail = format!("{found} cells where the header has {expected}");
            Err(Flaw::new(Cause::ColumnsDiffer, detail))
        });
        Ok(Some((line, read)))
    }

    fn cell(&self, at: usize) -> Result<&str, Flaw> {
        str::from_utf8(&self.cells[at]).map_err(|_| {
            let detail = format!("column `{}` is not UTF-8", self.columns[at]);
            Flaw::new(Cause::NotUtf8, detail)
        })
    }

    /// Splits the row that starts with a line; a quoted cell may take more lines.
    fn split_row(&mut self, first: &Line) -> io::Result<Result<(), Flaw>> {
        if first.length == Length::TooLong {
            return Ok(Err(Flaw::line_too_long()));
        }
        if split(&first.bytes, self.delimiter, &mut self.cells) == Quote::Closed {
            return Ok(Ok(()));
        }
        let mut row = first.bytes.clone();
        let mut taken = Vec::new();
        while taken.len() < ROW_LINES_MAX
            && let Some(line) = self.lines.next_any()?
        {
            row.push(b'\n');
            row.extend_from_slice(&line.bytes);
            // Only a line with a quote can close the cell.
            let may_close = line.bytes.contains(&b'"');
            taken.push(line);
            if may_close && split(&row, self.delimiter, &mut self.cells) == Quote::Closed {
                return Ok(Ok(()));
            }
            if row.len() as u64 > LINE_BYTES_MAX {
                break;
            }
        }
        self.lines.put_back(taken);
        let detail = "a quote that starts here does not end";
        Ok(Err(Flaw::new(Cause::QuoteNotClosed, detail)))
    }
}

impl<R: BufRead> Rows for Table<R> {
    fn next_row(&mut self) -> io::Result<Option<NamedRow>> {
        let Some((line, read)) = Table::next_row(self)? else {
            return Ok(None);
        };
        let fields = read.and_then(|()| {
            let mut object = Object::new();
            for (at, column) in self.columns.iter().enumerate() {
                object.insert(column.clone(), self.cell(at)?.into());
            }
            Ok(Fields(object))
        });
        Ok(Some(NamedRow {
            line: line.number,
            bytes: line.bytes,
            fields,
        }))
    }
}

/// Reads a table whose columns are bound to the fields of an event.
pub struct Csv<R> {
    table: Table<R>,
    bound: Bound,
}

impl<R: BufRead> Csv<R> {
    /// Binds a table's columns to the mapping, or to the names of [`Event`] without one.
    ///
    /// # Errors
    /// When columns and mapping do not fit.
    pub fn new(table: Table<R>, mapping: Option<&Mapping>) -> Result<Self, MappingError> {
        let columns = &table.columns;
        let bound = match mapping {
            Some(mapping) => mapping.bind(columns)?,
            None => binding::bind_rehearsal(columns)?,
        };
        Ok(Self { table, bound })
    }

    fn read(&self, line: u64) -> Result<Incoming, Flaw> {
        let mut incoming = Incoming {
            line,
            event: Event::default(),
            insert_id: None,
        };
        for (field, constant) in &self.bound.constants {
            put_text(&mut incoming, field, constant);
        }
        for (at, target) in &self.bound.cells {
            let cell = self.table.cell(*at)?;
            match target {
                _ if cell.is_empty() => {}
                Target::Text(field, values) => {
                    put_text(
                        &mut incoming,
                        field,
                        values.get(cell).map_or(cell, String::as_str),
                    );
                }
                Target::EventProperty(key) => put(&mut incoming.event.properties, key, cell),
                Target::UserProperty(key) => put(&mut incoming.event.user_properties, key, cell),
            }
        }
        incoming.event.ts_us = self.time()?;
        Ok(incoming)
    }

    fn time(&self) -> Result<i64, Flaw> {
        let (at, format) = &self.bound.ts;
        let (column, cell) = (&self.table.columns[*at], self.table.cell(*at)?);
        if cell.is_empty() {
            return Err(Flaw::new(
                Cause::NoTime,
                format!("column `{column}` is empty"),
            ));
        }
        format.read(cell).ok_or_else(|| {
            let detail = format!("column `{column}` is `{cell}`, not in its format");
            Flaw::new(Cause::TimeUnreadable, detail)
        })
    }
}

fn put_text(incoming: &mut Incoming, field: &str, text: &str) {
    match incoming.event.text_mut(field) {
        Some(slot) => *slot = Some(text.to_owned()),
        None if field == "name" => text.clone_into(&mut incoming.event.name),
        None => incoming.insert_id = Some(text.to_owned()),
    }
}

fn put(into: &mut properties::Properties, key: &str, cell: &str) {
    if let Some(value) = properties::from_cell(cell) {
        into.insert(key.to_owned(), value);
    }
}

impl<R: BufRead> Source for Csv<R> {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some((line, read)) = Table::next_row(&mut self.table)? else {
            return Ok(None);
        };
        Ok(Some(match read.and_then(|()| self.read(line.number)) {
            Ok(incoming) => Row::Event(Box::new(incoming)),
            Err(flaw) => Row::Reject(Reject::new(line.number, flaw, &line.bytes)),
        }))
    }

    fn unused_columns(&self) -> &[String] {
        &self.bound.unused_columns
    }
}

/// The delimiter that the header has most of: comma, semicolon or tab.
fn delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: u8| header.split(|byte| *byte == delimiter).count();
    // The last of equals wins, so the comma stands last.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

/// Whether a row ended inside a quoted cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    Closed,
    Open,
}

/// Splits a row into cells as RFC 4180 has it: a cell that starts with a quote is quoted, two
/// quotes in it are one; a quote elsewhere is a character like any other.
fn split(row: &[u8], delimiter: u8, cells: &mut Vec<Vec<u8>>) -> Quote {
    let mut count = 0;
    let mut rest = row;
    loop {
        if cells.len() == count {
            cells.push(Vec::new());
        }
        let cell = &mut cells[count];
        cell.clear();
        count += 1;
        if let Some(mut quoted) = rest.strip_prefix(b"\"") {
            loop {
                let Some(end) = quoted.iter().position(|byte| *byte == b'"') else {
                    return Quote::Open;
                };
                cell.extend_from_slice(&quoted[..end]);
                quoted = &quoted[end + 1..];
                match quoted.strip_prefix(b"\"") {
                    Some(after) => {
                        cell.push(b'"');
                        quoted = after;
                    }
                    None => break,
                }
            }
            rest = quoted;
        }
        let end = rest.iter().position(|byte| *byte == delimiter);
        cell.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
        match end {
            Some(end) => rest = &rest[end + 1..],
            None => break,
        }
    }
    cells.truncate(count);
    Quote::Closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEADER: &str = "user_id,name,ts,properties.note\n";

    fn read(body: &str) -> Vec<String> {
        let text = format!("{HEADER}{body}");
        let table = Table::new(Lines::new(text.as_bytes())).unwrap();
        let mut csv = Csv::new(table, None).unwrap();
        let rows = std::iter::from_fn(|| csv.next_row().unwrap());
        let show = |row| match row {
            Row::Event(incoming) => {
                format!(
                    "{} {:?}",
                    incoming.line,
                    incoming.event.properties.get("note")
                )
            }
            Row::Reject(reject) => format!("{} {}", reject.line, reject.cause.code()),
            Row::LeftOut(what) => what.to_owned(),
        };
        rows.map(show).collect()
    }

    #[test]
    fn rows_and_rejects_have_their_line() {
        for (body, expected) in [
            ("a,x,1,hi\n", vec![r#"2 Some(Text("hi"))"#]),
            ("a,x,1,\r\n\r\na,x,1,\n", vec!["2 None", "4 None"]),
            (
                "a,x,1,\"two\n\nlines \"\"here\"\"\"\na,x,1,5\" pipe\n",
                vec![
                    r#"2 Some(Text("two\n\nlines \"here\""))"#,
                    r#"5 Some(Text("5\" pipe"))"#,
                ],
            ),
            (
                "a,x,1\n,,,,\na,x,,\na,x,soon,\n",
                vec![
                    "2 columns_differ",
                    "3 columns_differ",
                    "4 no_time",
                    "5 time_unreadable",
                ],
            ),
            (
                "a,x,1,\"stray\na,x,1,7\n",
                vec!["2 quote_not_closed", "3 Some(Number(7.0))"],
            ),
        ] {
            assert_eq!(read(body), expected, "{body:?}");
        }
    }

    #[test]
    fn other_delimiters_are_seen_in_the_header() {
        for (header, expected) in [
            ("a,b;c,d", b','),
            ("a;b;c", b';'),
            ("a\tb", b'\t'),
            ("single", b','),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }

    proptest! {
        /// What the csv library writes is split as the csv library splits it.
        #[test]
        fn splitting_agrees_with_the_csv_library(
            cells in proptest::collection::vec("[a,\"\n;é ]{0,6}", 1..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let mut row = writer.into_inner().unwrap();
            prop_assert_eq!(row.pop(), Some(b'\n'));
            let mut found = Vec::new();
            prop_assert_eq!(split(&row, b',', &mut found), Quote::Closed);
            let found: Vec<_> = found.into_iter().map(|c| String::from_utf8(c).unwrap()).collect();
            prop_assert_eq!(found, cells);
        }
    }
}
