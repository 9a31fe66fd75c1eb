//! Reads chosen columns of a Parquet file of a prepared log.

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

use arrow::array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, PrimitiveArray, RecordBatch, StringArray,
};
use arrow::datatypes::{ArrowPrimitiveType, TimestampMicrosecondType, UInt32Type};
use campaign::Value;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::PageIndexPolicy;

use crate::error::Error;
use crate::shard::{Column, MISSING, Texts};

/// How the texts of a dictionary are values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texture {
    /// The text is the value.
    Plain,
    /// The text is the value's JSON.
    Json,
}

/// Columns of a file, by name.
pub struct Table<'a> {
    path: &'a Path,
    batches: Vec<RecordBatch>,
}

/// Reads the columns whose names are wanted; of all rows, or of a range.
pub fn read(
    path: &Path,
    is_wanted: impl Fn(&str) -> bool,
    rows: Option<Range<usize>>,
) -> Result<Table<'_>, Error> {
    let file = File::open(path).map_err(|source| Error::Open {
        path: path.to_owned(),
        source,
    })?;
    let batches = read_batches(file, is_wanted, rows).map_err(|detail| damaged(path, detail))?;
    Ok(Table { path, batches })
}

fn damaged(path: &Path, detail: String) -> Error {
    Error::Damaged {
        path: path.to_owned(),
        detail,
    }
}

fn read_batches(
    file: File,
    is_wanted: impl Fn(&str) -> bool,
    rows: Option<Range<usize>>,
) -> Result<Vec<RecordBatch>, String> {
    let text = |error: parquet::errors::ParquetError| error.to_string();
    let index = if rows.is_some() {
        PageIndexPolicy::Optional
    } else {
        PageIndexPolicy::Skip
    };
    let options = ArrowReaderOptions::new().with_page_index_policy(index);
    let mut builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).map_err(text)?;
    let fields = builder.schema().fields();
    let wanted: Vec<_> = (0..fields.len())
        .filter(|at| is_wanted(fields[*at].name()))
        .collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    let row_count = builder.metadata().file_metadata().num_rows() as usize;
    builder = builder
        .with_projection(mask)
        .with_batch_size(row_count.max(1));
    if let Some(rows) = rows {
        let selectors = vec![
            RowSelector::skip(rows.start),
            RowSelector::select(rows.len()),
        ];
        builder = builder.with_row_selection(RowSelection::from(selectors));
    }
    let reader = builder.build().map_err(text)?;
    reader
        .map(|batch| batch.map_err(|error| error.to_string()))
        .collect()
}

impl Table<'_> {
    /// Names of the columns that were read.
    pub fn names(&self) -> Vec<String> {
        let Some(batch) = self.batches.first() else {
            return Vec::new();
        };
        batch
            .schema_ref()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// A column of indexes.
    pub fn uints(&self, name: &str) -> Result<Vec<u32>, Error> {
        self.numbers::<UInt32Type>(name)
    }

    /// A column of moments in microseconds.
    pub fn moments(&self, name: &str) -> Result<Vec<i64>, Error> {
        self.numbers::<TimestampMicrosecondType>(name)
    }

    fn numbers<T: ArrowPrimitiveType>(&self, name: &str) -> Result<Vec<T::Native>, Error> {
        let mut all = Vec::new();
        for array in self.arrays(name)? {
            let array: PrimitiveArray<T> = self.cast(array, name)?;
            if all.is_empty() {
                // The usual single batch gives its memory away instead of being copied.
                let values = array.values().clone().into_inner();
                all = values
                    .into_vec()
                    .unwrap_or_else(|_| array.values().to_vec());
            } else {
                all.extend_from_slice(array.values());
            }
        }
        Ok(all)
    }

    /// A column of flags.
    pub fn flags(&self, name: &str) -> Result<Vec<bool>, Error> {
        let mut all = Vec::new();
        for array in self.arrays(name)? {
            let array: BooleanArray = self.cast(array, name)?;
            all.extend((0..array.len()).map(|row| array.value(row)));
        }
        Ok(all)
    }

    /// A column of texts that are never missing.
    pub fn texts(&self, name: &str) -> Result<Texts, Error> {
        let mut all = Texts::default();
        for array in self.arrays(name)? {
            let array: StringArray = self.cast(array, name)?;
            (0..array.len()).for_each(|row| all.push(array.value(row)));
        }
        Ok(all)
    }

    /// A column of texts, `None` where missing.
    pub fn optional_texts(&self, name: &str) -> Result<Vec<Option<String>>, Error> {
        let mut all = Vec::new();
        for array in self.arrays(name)? {
            let array: StringArray = self.cast(array, name)?;
            all.extend(array.iter().map(|text| text.map(str::to_owned)));
        }
        Ok(all)
    }

    /// A dictionary column.
    pub fn values(&self, name: &str, texture: Texture) -> Result<Column, Error> {
        let mut column = Column::default();
        for array in self.arrays(name)? {
            let array: DictionaryArray<UInt32Type> = self.cast(array, name)?;
            let start = column.values.len() as u32;
            let texts: StringArray = self.cast(array.values(), name)?;
            for text in &texts {
                let text = text.unwrap_or_default();
                column.values.push(match texture {
                    Texture::Plain => Value::from(text),
                    Texture::Json => serde_json::from_str(text)
                        .map_err(|error| damaged(self.path, format!("column `{name}`: {error}")))?,
                });
            }
            let keys = array.keys();
            if keys.null_count() == 0 {
                column
                    .codes
                    .extend(keys.values().iter().map(|key| start + key));
            } else {
                let codes = keys
                    .iter()
                    .map(|key| key.map_or(MISSING, |key| start + key));
                column.codes.extend(codes);
            }
        }
        Ok(column)
    }

    /// The dictionary columns whose names begin with `prefix`, by the rest of their names.
    pub fn values_by_key(&self, prefix: &str) -> Result<BTreeMap<String, Column>, Error> {
        let mut columns = BTreeMap::new();
        for name in self.names() {
            if let Some(key) = name.strip_prefix(prefix) {
                columns.insert(key.to_owned(), self.values(&name, Texture::Json)?);
            }
        }
        Ok(columns)
    }

    fn arrays(&self, name: &str) -> Result<Vec<&ArrayRef>, Error> {
        let arrays = self.batches.iter().map(|batch| batch.column_by_name(name));
        let arrays: Option<_> = arrays.collect();
        arrays.ok_or_else(|| damaged(self.path, format!("it has no column `{name}`")))
    }

    fn cast<T: Array + Clone + 'static>(&self, array: &ArrayRef, name: &str) -> Result<T, Error> {
        let of_type = array.as_any().downcast_ref::<T>();
        of_type.cloned().ok_or_else(|| {
            damaged(
                self.path,
                format!("column `{name}` is {}", array.data_type()),
            )
        })
    }
}
