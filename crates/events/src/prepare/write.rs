//! Last stage, per shard: the Parquet files.
//!
//! ```text
//! people/<shard>.parquet            person, id, is_user, u.<key> that never change
//! sessions/<shard>.parquet          person, session, id, first_ts, last_ts
//! devices/<shard>.parquet           person, device, id
//! events/<name number>/<shard>.parquet
//!     person, ts, seq, session, device, platform … page, p.<key>, u.<key> that change
//! ```
//!
//! Property values are JSON text, dictionary-encoded. A column whose every value would be missing
//! is not there, nor is a partition without events.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, DictionaryArray, RecordBatch, StringArray, TimestampMicrosecondArray,
    UInt32Array,
};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::arrange::{ShardRows, Values};
use super::gather::Interner;
use super::lay::{Laid, LaidEvent};
use crate::error::Error;
use crate::files;
use crate::shard::{Context, MISSING};

/// Writes all files of a shard.
pub fn write_shard(
    folder: &Path,
    shard: usize,
    of: &ShardRows<'_>,
    laid: &Laid,
) -> Result<(), Error> {
    let shard = shard as u32;
    let mut dictionaries = Dictionaries::default();
    write(
        &folder.join(files::people(shard)),
        people(of, laid, &mut dictionaries),
    )?;
    write(&folder.join(files::sessions(shard)), sessions(of, laid))?;
    write(&folder.join(files::devices(shard)), devices(of, laid))?;
    let mut by_name: BTreeMap<u32, Vec<&LaidEvent>> = BTreeMap::new();
    for event in &laid.events {
        let name = of.rows[event.row as usize].name;
        by_name.entry(name).or_default().push(event);
    }
    for (name, events) in by_name {
        let path = folder.join(files::unnumbered(name, shard));
        write(&path, partition(of, laid, &events, &mut dictionaries))?;
    }
    Ok(())
}

/// Columns of a file, by name, in order.
type Columns = Vec<(String, ArrayRef)>;

fn people(of: &ShardRows<'_>, laid: &Laid, dictionaries: &mut Dictionaries) -> Columns {
    let mut columns = vec![
        column("person", uints(0..of.people.len() as u32)),
        column(
            "id",
            StringArray::from_iter_values(of.people.iter().map(|person| person.id.as_ref())),
        ),
        column(
            "is_user",
            of.people
                .iter()
                .map(|person| Some(person.is_user))
                .collect::<BooleanArray>(),
        ),
    ];
    let mut properties = CodeColumns::new(of.people.len());
    let firsts = laid.events.iter().filter(|event| event.seq == 0);
    for (person, first) in firsts.enumerate() {
        for (key, value) in of.user_properties_of(first.row) {
            if !laid.changing.contains(key) {
                properties.set(*key, person, *value);
            }
        }
    }
    columns.extend(properties.into_columns(
        "u",
        &of.vocabulary.user_properties,
        &of.user_properties,
        dictionaries,
    ));
    columns
}

fn sessions(of: &ShardRows<'_>, laid: &Laid) -> Columns {
    let sessions = &laid.sessions;
    let id = |code| (code != MISSING).then(|| of.sessions.texts()[code as usize].as_ref());
    vec![
        column(
            "person",
            uints(sessions.iter().map(|session| session.person)),
        ),
        column(
            "session",
            uints(sessions.iter().map(|session| session.session)),
        ),
        column(
            "id",
            sessions
                .iter()
                .map(|session| id(session.id))
                .collect::<StringArray>(),
        ),
        column(
            "first_ts",
            moments(sessions.iter().map(|session| session.first_ts_us)),
        ),
        column(
            "last_ts",
            moments(sessions.iter().map(|session| session.last_ts_us)),
        ),
    ]
}

fn devices(of: &ShardRows<'_>, laid: &Laid) -> Columns {
    let id = |code: u32| of.devices.texts()[code as usize].as_ref();
    vec![
        column(
            "person",
            uints(laid.devices.iter().map(|device| device.person)),
        ),
        column(
            "device",
            uints(laid.devices.iter().map(|device| device.device)),
        ),
        column(
            "id",
            StringArray::from_iter_values(laid.devices.iter().map(|device| id(device.id))),
        ),
    ]
}

fn partition(
    of: &ShardRows<'_>,
    laid: &Laid,
    events: &[&LaidEvent],
    dictionaries: &mut Dictionaries,
) -> Columns {
    let row = |event: &LaidEvent| &of.rows[event.row as usize];
    let mut columns = vec![
        column("person", uints(events.iter().map(|event| event.person))),
        column("ts", moments(events.iter().map(|event| row(event).ts_us))),
        column("seq", uints(events.iter().map(|event| event.seq))),
        column("session", uints(events.iter().map(|event| event.session))),
        column("device", uints(events.iter().map(|event| event.device))),
    ];
    for context in Context::ALL {
        let codes: Vec<_> = events
            .iter()
            .map(|event| row(event).context[context as usize])
            .collect();
        if codes.iter().any(|code| *code != MISSING) {
            let texts = &of.context[context as usize];
            columns.push((
                context.name().to_owned(),
                dictionaries.column(&codes, texts),
            ));
        }
    }
    let mut properties = CodeColumns::new(events.len());
    let mut user_properties = CodeColumns::new(events.len());
    for (at, event) in events.iter().enumerate() {
        for (key, value) in of.properties_of(event.row) {
            properties.set(*key, at, *value);
        }
        for (key, value) in of.user_properties_of(event.row) {
            if laid.changing.contains(key) {
                user_properties.set(*key, at, *value);
            }
        }
    }
    columns.extend(properties.into_columns(
        "p",
        &of.vocabulary.properties,
        &of.properties,
        dictionaries,
    ));
    columns.extend(user_properties.into_columns(
        "u",
        &of.vocabulary.user_properties,
        &of.user_properties,
        dictionaries,
    ));
    columns
}

/// Columns of codes, made as their keys are met.
struct CodeColumns {
    rows: usize,
    by_key: BTreeMap<u32, Vec<u32>>,
}

impl CodeColumns {
    fn new(rows: usize) -> Self {
        Self {
            rows,
            by_key: BTreeMap::new(),
        }
    }

    fn set(&mut self, key: u32, row: usize, value: u32) {
        self.by_key
            .entry(key)
            .or_insert_with(|| vec![MISSING; self.rows])[row] = value;
    }

    /// The columns by the text of their key.
    fn into_columns(
        self,
        prefix: &str,
        keys: &Interner,
        values: &Values,
        dictionaries: &mut Dictionaries,
    ) -> Columns {
        let mut columns: Vec<_> = self
            .by_key
            .into_iter()
            .map(|(key, codes)| {
                let name = format!("{prefix}.{}", keys.texts()[key as usize]);
                (
                    name,
                    dictionaries.column(&codes, &values.texts[key as usize]),
                )
            })
            .collect();
        columns.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        columns
    }
}

fn column(name: &str, array: impl arrow::array::Array + 'static) -> (String, ArrayRef) {
    (name.to_owned(), Arc::new(array))
}

fn uints(values: impl Iterator<Item = u32>) -> UInt32Array {
    UInt32Array::from_iter_values(values)
}

fn moments(values: impl Iterator<Item = i64>) -> TimestampMicrosecondArray {
    TimestampMicrosecondArray::from_iter_values(values).with_timezone("UTC")
}

/// Makes dictionaries of only the values that occur, in the order in which they do.
#[derive(Default)]
struct Dictionaries {
    /// Place in the dictionary by code; all [`MISSING`] between two columns.
    places: Vec<u32>,
}

impl Dictionaries {
    fn column(&mut self, codes: &[u32], texts: &Interner) -> ArrayRef {
        let texts = texts.texts();
        self.places
            .resize(self.places.len().max(texts.len()), MISSING);
        let mut used = Vec::new();
        let keys: UInt32Array = codes
            .iter()
            .map(|code| {
                let text = texts.get(*code as usize)?;
                let place = &mut self.places[*code as usize];
                if *place == MISSING {
                    *place = used.len() as u32;
                    used.push(text.as_ref());
                }
                Some(*place)
            })
            .collect();
        for code in codes.iter().filter(|code| **code != MISSING) {
            self.places[*code as usize] = MISSING;
        }
        Arc::new(DictionaryArray::new(
            keys,
            Arc::new(StringArray::from(used)),
        ))
    }
}

fn write(path: &Path, columns: Columns) -> Result<(), Error> {
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = File::create(path).map_err(failed)?;
    write_parquet(file, columns).map_err(|error| match error {
        parquet::errors::ParquetError::External(source) => failed(io::Error::other(source)),
        other => failed(io::Error::other(other)),
    })
}

fn write_parquet(file: File, columns: Columns) -> parquet::errors::Result<()> {
    let is_coded = |array: &ArrayRef| matches!(array.data_type(), DataType::Dictionary(..));
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        // One row group and one dictionary a file: a reader gets each column in one piece.
        .set_max_row_group_row_count(None)
        .set_dictionary_page_size_limit(usize::MAX);
    let mut fields = Vec::new();
    for (name, array) in &columns {
        let is_number = matches!(
            array.data_type(),
            DataType::UInt32 | DataType::Timestamp(..)
        );
        if is_number {
            let path = ColumnPath::new(vec![name.clone()]);
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
        let is_nullable = is_coded(array) || array.null_count() > 0;
        fields.push(Field::new(name, array.data_type().clone(), is_nullable));
    }
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties.build()))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
