//! What a file is: how its rows lie and whose they are; and the source that reads it so.

use std::io::BufRead;

use super::access_log::AccessLog;
use super::binding::MappingError;
use super::csv::{Csv, Table};
use super::export::{Export, Read, Rows};
use super::fields::Object;
use super::file::{How, Listed, read_failed};
use super::jsonl::{self, JsonLines, JsonList};
use super::lines::Lines;
use super::parquet::Parquet;
use super::shape::Shape;
use super::tsv::Tsv;
use super::{Format, Source, mapped, tools};
use crate::error::Error;

/// What a file is: how its rows lie and whose they are.
pub(super) struct Kind {
    pub format: Format,
    shape: Shape,
}

impl Kind {
    /// Takes what a person said, else recognises it.
    pub fn of(
        listed: &Listed,
        shape: Shape,
        first_rows: impl FnOnce() -> Vec<Object>,
        how: &How<'_>,
    ) -> Result<Self, Error> {
        let own = match shape {
            Shape::JsonLines | Shape::JsonList => Format::Jsonl,
            Shape::Table => Format::Csv,
            Shape::Parquet => Format::Parquet,
            Shape::LogLines => Format::AccessLog,
            Shape::Tsv => Format::Snowplow,
        };
        let recognised = || tools::recognise(&first_rows()).map(|tool| tool.format);
        let format = match how.format {
            Some(format) => format,
            None if how.mapping.is_some() => own,
            None => recognised().unwrap_or(own),
        };
        if how.mapping.is_some() && !format.takes_mapping() {
            return Err(Error::NeedsNoMapping {
                path: listed.path.clone(),
                format: format.name(),
            });
        }
        let forced = match format {
            // What a person says about a text holds, also where its first lines look otherwise.
            Format::Csv if shape != Shape::Parquet => Shape::Table,
            Format::AccessLog if shape != Shape::Parquet => Shape::LogLines,
            Format::Jsonl if matches!(shape, Shape::Table | Shape::LogLines) => Shape::JsonLines,
            _ => shape,
        };
        let fits = match format {
            Format::Csv => forced == Shape::Table,
            Format::AccessLog => forced == Shape::LogLines,
            Format::Jsonl => matches!(forced, Shape::JsonLines | Shape::JsonList),
            Format::Parquet => forced == Shape::Parquet,
            Format::Snowplow => forced != Shape::LogLines,
            _ => !matches!(forced, Shape::LogLines | Shape::Tsv),
        };
        if fits {
            return Ok(Self {
                format,
                shape: forced,
            });
        }
        Err(Error::OtherShape {
            path: listed.path.clone(),
            format: format.name(),
            found: shape.name(),
        })
    }

    /// The rows of a text.
    pub fn source<'a>(
        &self,
        listed: &Listed,
        reader: impl BufRead + 'a,
        how: &How<'_>,
    ) -> Result<Box<dyn Source + 'a>, Error> {
        if self.shape == Shape::JsonList {
            return Ok(export(JsonList::new(reader), self.reader(listed, how)?));
        }
        let lines = Lines::new(reader);
        if self.format == Format::AccessLog {
            return Ok(Box::new(AccessLog::new(lines)));
        }
        if self.shape == Shape::Table {
            let table = Table::new(lines).map_err(|source| read_failed(&listed.path, source))?;
            if self.format == Format::Csv {
                let csv = Csv::new(table, how.mapping);
                return Ok(Box::new(csv.map_err(|source| not_mapped(listed, source))?));
            }
            return Ok(export(table, self.reader(listed, how)?));
        }
        let read = self.reader(listed, how)?;
        Ok(match self.shape {
            Shape::Tsv => export(Tsv::new(lines), read),
            _ => export(JsonLines::new(lines), read),
        })
    }

    /// The rows of a Parquet file.
    pub fn parquet_source(
        &self,
        listed: &Listed,
        rows: Parquet,
        how: &How<'_>,
    ) -> Result<Box<dyn Source>, Error> {
        Ok(export(rows, self.reader(listed, how)?))
    }

    /// What reads the rows of named values.
    fn reader(&self, listed: &Listed, how: &How<'_>) -> Result<Read, Error> {
        if let Some(tool) = tools::of(self.format) {
            return Ok(Box::new(tool.read));
        }
        match how.mapping {
            Some(mapping) => mapped::reader(mapping).map_err(|source| not_mapped(listed, source)),
            None => Ok(Box::new(jsonl::read_event)),
        }
    }
}

fn not_mapped(listed: &Listed, source: MappingError) -> Error {
    Error::Mapping {
        path: listed.path.clone(),
        source,
    }
}

fn export<'a>(rows: impl Rows + 'a, read: Read) -> Box<dyn Source + 'a> {
    Box::new(Export::new(rows, read))
}
