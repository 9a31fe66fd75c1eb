//! Parquet as rows of named values.
//!
//! A file is read one batch at a time, whatever its row groups; a row stands for one line. Nested
//! columns are nested values, moments are RFC 3339 text in UTC.

use std::fmt::Display;
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use serde_json::Value as Json;

use super::export::{NamedRow, Rows};
use super::fields::{Fields, Object};
use crate::time;

/// Rows that are in memory at once.
const BATCH_ROWS: usize = 1_024;

/// Reads rows of a Parquet file.
pub struct Parquet {
    reader: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    at: usize,
    row: u64,
    rows: u64,
    bytes: u64,
    counted: u64,
    bytes_read: Arc<AtomicU64>,
}

impl Parquet {
    /// Opens a file; as rows are read its bytes are added to `bytes_read`.
    ///
    /// # Errors
    /// When it is not Parquet, or is damaged where its columns are described.
    pub fn new(file: File, bytes_read: Arc<AtomicU64>) -> io::Result<Self> {
        let bytes = file.metadata()?.len();
        let (reader, rows) = guarded(|| {
            // Without the writer's own schema there are no dictionaries, only their values.
            let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
                .map_err(damaged)?;
            let rows = builder.metadata().file_metadata().num_rows();
            let reader = builder
                .with_batch_size(BATCH_ROWS)
                .build()
                .map_err(damaged)?;
            Ok((reader, rows))
        })?;
        Ok(Self {
            reader,
            batch: None,
            at: 0,
            row: 0,
            rows: u64::try_from(rows).unwrap_or_default(),
            bytes,
            counted: 0,
            bytes_read,
        })
    }

    /// The columns, as a row without values.
    pub fn columns(&self) -> Object {
        use arrow::record_batch::RecordBatchReader as _;
        let schema = self.reader.schema();
        let names = schema.fields().iter().map(|field| field.name().clone());
        names.map(|name| (name, Json::Null)).collect()
    }

    fn next_batch(&mut self) -> io::Result<Option<RecordBatch>> {
        let reader = &mut self.reader;
        let batch = guarded(|| reader.next().transpose().map_err(damaged))?;
        self.at = 0;
        let done = match &batch {
            Some(batch) => self.row + batch.num_rows() as u64,
            None => self.rows,
        };
        // The file is read in pieces from all over: its share of rows stands for its bytes.
        let read = match self.rows {
            0 => self.bytes,
            rows => (self.bytes as f64 * (done as f64 / rows as f64).min(1.0)) as u64,
        };
        let new = read.saturating_sub(self.counted);
        self.counted += new;
        self.bytes_read.fetch_add(new, Ordering::Relaxed);
        Ok(batch)
    }
}

impl Rows for Parquet {
    fn next_row(&mut self) -> io::Result<Option<NamedRow>> {
        while self
            .batch
            .as_ref()
            .is_none_or(|batch| self.at == batch.num_rows())
        {
            self.batch = self.next_batch()?;
            if self.batch.is_none() {
                return Ok(None);
            }
        }
        let Some(batch) = &self.batch else {
            return Ok(None);
        };
        let at = self.at;
        let fields = guarded(|| object(batch, at))?;
        self.at += 1;
        self.row += 1;
        Ok(Some(NamedRow {
            line: self.row,
            bytes: Vec::new(),
            fields: Ok(Fields(fields)),
        }))
    }
}

/// The Parquet library panics on some damaged files; that is a damaged file and no bug of ours.
fn guarded<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(damaged("a page is not as it says")))
}

fn damaged<E: Display>(error: E) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("the Parquet file is damaged: {error}"),
    )
}

fn object(batch: &RecordBatch, row: usize) -> io::Result<Object> {
    let schema = batch.schema_ref();
    let columns = schema.fields().iter().zip(batch.columns());
    columns
        .filter(|(_, column)| column.is_valid(row))
        .map(|(field, column)| Ok((field.name().clone(), value(column, row)?)))
        .collect()
}

/// A value of a column as JSON.
fn value(column: &ArrayRef, row: usize) -> io::Result<Json> {
    if column.is_null(row) {
        return Ok(Json::Null);
    }
    macro_rules! number {
        ($type:ty) => {
            Json::from(column.as_primitive::<$type>().value(row))
        };
    }
    Ok(match column.data_type() {
        DataType::Null => Json::Null,
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        // NaN and the infinities are no JSON: they are as if absent.
        DataType::Float32 => number!(Float32Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into(),
        DataType::Utf8View => column.as_string_view().value(row).into(),
        DataType::Timestamp(unit, _) => moment(column, row, *unit),
        DataType::Date32 => date(column.as_primitive::<Date32Type>().value_as_date(row)),
        DataType::Date64 => date(column.as_primitive::<Date64Type>().value_as_date(row)),
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(column.as_struct().columns());
            let named =
                columns.map(|(field, column)| Ok((field.name().clone(), value(column, row)?)));
            Json::Object(named.collect::<io::Result<_>>()?)
        }
        DataType::List(_) => list(&column.as_list::<i32>().value(row))?,
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(row))?,
        DataType::Map(..) => entries(&(Arc::new(column.as_map().value(row)) as ArrayRef))?,
        _ => printed(column, row)?,
    })
}

fn list(elements: &ArrayRef) -> io::Result<Json> {
    let elements = (0..elements.len()).map(|row| value(elements, row));
    Ok(Json::Array(elements.collect::<io::Result<_>>()?))
}

/// A map's keys and values.
fn entries(entries: &ArrayRef) -> io::Result<Json> {
    let entries = entries.as_struct();
    let (keys, values) = (entries.column(0), entries.column(1));
    let pairs = (0..entries.len()).map(|row| {
        let key = match value(keys, row)? {
            Json::String(key) => key,
            other => other.to_string(),
        };
        Ok((key, value(values, row)?))
    });
    Ok(Json::Object(pairs.collect::<io::Result<_>>()?))
}

fn moment(column: &ArrayRef, row: usize, unit: TimeUnit) -> Json {
    let ts_us = match unit {
        TimeUnit::Second => column
            .as_primitive::<TimestampSecondType>()
            .value(row)
            .saturating_mul(1_000_000),
        TimeUnit::Millisecond => column
            .as_primitive::<TimestampMillisecondType>()
            .value(row)
            .saturating_mul(1_000),
        TimeUnit::Microsecond => column.as_primitive::<TimestampMicrosecondType>().value(row),
        TimeUnit::Nanosecond => column
            .as_primitive::<TimestampNanosecondType>()
            .value(row)
            .div_euclid(1_000),
    };
    time::rfc3339(ts_us).into()
}

fn date(date: Option<impl ToString>) -> Json {
    date.map_or(Json::Null, |date| date.to_string().into())
}

/// Types that events rarely have, as they are printed: decimals, durations, bytes.
fn printed(column: &ArrayRef, row: usize) -> io::Result<Json> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options).map_err(damaged)?;
    Ok(formatter
        .value(row)
        .try_to_string()
        .map_err(damaged)?
        .into())
}
