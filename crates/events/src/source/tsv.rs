//! Snowplow's table without a header: a fixed order of columns, no quotes.

use std::io::{self, BufRead};

use super::export::{NamedRow, Rows};
use super::fields::{Fields, Object};
use super::lines::{Length, Line, Lines};
use super::tools::snowplow::{COLUMNS, COLUMNS_MIN};
use super::{Cause, Flaw};

/// Reads rows of tab-separated values in Snowplow's order.
pub struct Tsv<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Tsv<R> {
    /// Rows of lines.
    pub fn new(lines: Lines<R>) -> Self {
        Self { lines }
    }
}

/// Whether a line has the columns of Snowplow's table.
pub fn is_line(line: &[u8]) -> bool {
    let columns = line.split(|byte| *byte == b'\t');
    (COLUMNS_MIN..=COLUMNS.len()).contains(&columns.count())
}

impl<R: BufRead> Rows for Tsv<R> {
    fn next_row(&mut self) -> io::Result<Option<NamedRow>> {
        Ok(self.lines.next_line()?.map(|line| NamedRow {
            fields: fields(&line),
            line: line.number,
            bytes: line.bytes,
        }))
    }
}

fn fields(line: &Line) -> Result<Fields, Flaw> {
    if line.length == Length::TooLong {
        return Err(Flaw::line_too_long());
    }
    let text = str::from_utf8(&line.bytes)
        .map_err(|error| Flaw::new(Cause::NotUtf8, error.to_string()))?;
    let cells: Vec<_> = text.split('\t').collect();
    if !(COLUMNS_MIN..=COLUMNS.len()).contains(&cells.len()) {
        let detail = format!(
            "{} cells where Snowplow has {COLUMNS_MIN} to {}",
            cells.len(),
            COLUMNS.len()
        );
        return Err(Flaw::new(Cause::ColumnsDiffer, detail));
    }
    let named = COLUMNS
        .iter()
        .zip(cells)
        .filter(|(_, cell)| !cell.is_empty());
    let named = named.map(|(column, cell)| ((*column).to_owned(), cell.into()));
    Ok(Fields(named.collect::<Object>()))
}
