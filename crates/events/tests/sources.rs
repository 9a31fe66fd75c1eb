//! Each tool's export as events: hand-written rows of the shape that the tool documents, and rows
//! that are broken in every way. The snapshots are what a person reads to check a mapping.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields};
use events::source::file::{self, Found, How};
use events::source::{Flaw, Row};
use events::{Error, Event, Format, ImportOptions, import};
use parquet::arrow::ArrowWriter;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/logs/sources")
        .join(name)
}

fn how(format: Option<Format>) -> How<'static> {
    How {
        format,
        mapping: None,
        bytes_read: Arc::default(),
    }
}

/// Every row of a file in one line each.
fn rows(path: &Path, format: Option<Format>) -> Result<String, Error> {
    let mut text = String::new();
    for listed in file::list(&[path.to_owned()])? {
        file::each(&listed, &how(format), &mut |found| {
            let Found::Log(mut opened) = found else {
                return Ok(());
            };
            writeln!(text, "{}", opened.format.name()).unwrap();
            while let Some(row) = opened.source.next_row().unwrap() {
                writeln!(text, "{}", line(row)).unwrap();
            }
            Ok(())
        })?;
    }
    Ok(text)
}

fn line(row: Row) -> String {
    let rejected =
        |line, flaw: &Flaw| format!("{line} rejected: {}: {}", flaw.cause.code(), flaw.detail);
    match row {
        Row::LeftOut(what) => format!("left out: {what}"),
        Row::Reject(of) => rejected(of.line, &Flaw::new(of.cause, of.detail)),
        Row::Event(incoming) => {
            if let Err(flaw) = events::source::check(&incoming.event) {
                return rejected(incoming.line, &flaw);
            }
            let id = incoming.insert_id.unwrap_or("-".to_owned());
            format!("{} {id} {}", incoming.line, described(&incoming.event))
        }
    }
}

fn described(event: &Event) -> String {
    let Event { ts_us, name, .. } = event;
    let mut rest = serde_json::to_value(event).unwrap();
    let object = rest.as_object_mut().unwrap();
    object.remove("ts");
    object.remove("name");
    format!("{} `{name}` {rest}", events::time::rfc3339(*ts_us))
}

#[test]
fn rows_of_every_tool() {
    for name in [
        "amplitude.jsonl",
        "mixpanel.jsonl",
        "segment.jsonl",
        "posthog.csv",
        "posthog_columns.csv",
        "ga4.jsonl",
        "snowplow.tsv",
        "snowplow.jsonl",
        "rehearsal.jsonl",
    ] {
        insta::assert_snapshot!(name, rows(&fixture(name), None).unwrap());
    }
}

/// Of each file as many rows go in as come out, one way or another.
#[test]
fn no_row_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let options = ImportOptions {
        bad_share_max: 1.0,
        ..ImportOptions::default()
    };
    for (name, expected) in [
        ("amplitude.jsonl", (11, 1)),
        ("mixpanel.jsonl", (12, 1)),
        ("segment.jsonl", (9, 1)),
        ("posthog.csv", (10, 1)),
        ("ga4.jsonl", (12, 0)),
        ("snowplow.tsv", (9, 1)),
        ("rehearsal.jsonl", (5, 1)),
    ] {
        let out = folder.path().join(name);
        let manifest = import(&[fixture(name)], &out, &options, &mut ()).unwrap();
        assert_eq!((manifest.events, manifest.duplicates), expected, "{name}");
        let accounted = manifest.events
            + manifest.duplicates
            + manifest.rejected.values().sum::<u64>()
            + manifest.left_out.values().sum::<u64>();
        assert_eq!(accounted, manifest.sources[0].rows, "{name}");
    }
}

fn strings(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn write_parquet(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn parquet_of_posthog_and_of_rehearsal() {
    let folder = tempfile::tempdir().unwrap();
    let ts = 1_710_325_274_000_000;
    let moments: ArrayRef =
        Arc::new(TimestampMicrosecondArray::from(vec![Some(ts), None]).with_timezone("UTC"));
    let path = folder.path().join("posthog.parquet");
    write_parquet(
        &path,
        vec![
            ("uuid", strings(&[Some("q-1"), Some("q-2")])),
            ("event", strings(&[Some("$pageview"), Some("open")])),
            ("distinct_id", strings(&[Some("kim"), Some("lee")])),
            ("timestamp", Arc::clone(&moments)),
            (
                "properties",
                strings(&[Some(r#"{"$current_url":"/a","n":1}"#), None]),
            ),
            (
                "person_properties",
                strings(&[Some(r#"{"plan":"pro"}"#), Some("")]),
            ),
        ],
    );
    insta::assert_snapshot!(rows(&path, None).unwrap());
    let path = folder.path().join("rehearsal.parquet");
    write_parquet(
        &path,
        vec![
            ("user_id", Arc::new(Int64Array::from(vec![Some(7), None]))),
            ("name", strings(&[Some("buy"), Some("open")])),
            ("ts", Arc::new(Int64Array::from(vec![ts, ts]))),
            (
                "properties.price",
                Arc::new(Float64Array::from(vec![9.5, f64::NAN])),
            ),
            (
                "user_properties",
                strings(&[Some(r#"{"plan":"pro"}"#), None]),
            ),
        ],
    );
    insta::assert_snapshot!(rows(&path, None).unwrap());
    let error = rows(&path, Some(Format::Jsonl)).unwrap_err().to_string();
    assert!(
        error.ends_with("rehearsal.parquet as jsonl: it is Parquet"),
        "{error}"
    );
}

/// Columns with names of their own, of Parquet and of JSON lines.
#[test]
fn a_mapping_reads_parquet_and_json() {
    let folder = tempfile::tempdir().unwrap();
    let ts = 1_710_325_274_000;
    let parquet = folder.path().join("events.parquet");
    write_parquet(
        &parquet,
        vec![
            ("ts", Arc::new(Int64Array::from(vec![ts, ts + 1]))),
            ("who", strings(&[Some("kim"), Some("lee")])),
            ("session_id", Arc::new(Int64Array::from(vec![7, 8]))),
            ("event", strings(&[Some("buy"), None])),
            ("price", Arc::new(Float64Array::from(vec![9.5, 1.0]))),
        ],
    );
    let json = folder.path().join("events.jsonl");
    let rows = [
        r#"{"ts":1710325274000,"who":"kim","session_id":7,"event":"buy","price":9.5}"#,
        r#"{"ts":1710325274001,"who":"lee","session_id":8,"event":null,"price":1}"#,
    ];
    fs::write(&json, rows.join("\n")).unwrap();
    let mapping = r#"{"user_id":"who","session_id":"session_id","name":"event",
        "ts":{"column":"ts","format":"unix_ms"},"event_properties":["price"]}"#;
    let options = ImportOptions {
        mapping: Some(serde_json::from_str(mapping).unwrap()),
        bad_share_max: 1.0,
        ..ImportOptions::default()
    };
    let mut hashes = Vec::new();
    for path in [parquet, json] {
        let out = folder.path().join("out");
        let manifest = import(&[path], &out, &options, &mut ()).unwrap();
        let rejected: Vec<_> = manifest.rejected.keys().map(|cause| cause.code()).collect();
        assert_eq!((manifest.events, rejected), (1, vec!["no_name"]));
        hashes.push(manifest.content_hash);
    }
    assert_eq!(hashes[0], hashes[1]);
}

/// Key, text, whole number.
type Param<'a> = (&'a str, Option<&'a str>, Option<i64>);

/// `event_params` as BigQuery writes it: a list of keys with a structure of typed values.
fn params(rows: &[&[Param<'_>]]) -> ArrayRef {
    let all: Vec<_> = rows.iter().flat_map(|row| row.iter()).collect();
    let value_fields = Fields::from(vec![
        Field::new("string_value", DataType::Utf8, true),
        Field::new("int_value", DataType::Int64, true),
    ]);
    let value = StructArray::new(
        value_fields.clone(),
        vec![
            strings(&all.iter().map(|param| param.1).collect::<Vec<_>>()),
            Arc::new(all.iter().map(|param| param.2).collect::<Int64Array>()),
        ],
        None,
    );
    let fields = Fields::from(vec![
        Field::new("key", DataType::Utf8, true),
        Field::new("value", DataType::Struct(value_fields), true),
    ]);
    let keys: Vec<_> = all.iter().map(|param| Some(param.0)).collect();
    let elements = StructArray::new(fields.clone(), vec![strings(&keys), Arc::new(value)], None);
    let field = Arc::new(Field::new("element", DataType::Struct(fields), true));
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|row| row.len()));
    Arc::new(ListArray::new(field, offsets, Arc::new(elements), None))
}

#[test]
fn parquet_of_ga4() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ga4.parquet");
    write_parquet(
        &path,
        vec![
            ("event_name", strings(&[Some("page_view"), Some("scroll")])),
            (
                "event_timestamp",
                Arc::new(Int64Array::from(vec![1_710_325_274_000_000; 2])),
            ),
            ("user_pseudo_id", strings(&[Some("1.2"), Some("1.2")])),
            ("platform", strings(&[Some("WEB"), None])),
            (
                "event_params",
                params(&[
                    &[
                        ("page_location", Some("https://shop.example/"), None),
                        ("ga_session_id", None, Some(5)),
                    ],
                    &[],
                ]),
            ),
        ],
    );
    insta::assert_snapshot!(rows(&path, None).unwrap());
}

#[test]
fn a_damaged_parquet_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.parquet");
    let ids: Vec<_> = (0..5_000).map(|n| Some(format!("user {n}"))).collect();
    write_parquet(
        &path,
        vec![
            ("user_id", Arc::new(StringArray::from(ids))),
            (
                "ts",
                Arc::new(Int64Array::from(vec![1_710_325_274_000_000; 5_000])),
            ),
            ("name", Arc::new(StringArray::from(vec!["open"; 5_000]))),
        ],
    );
    let whole = fs::read(&path).unwrap();
    let out = folder.path().join("out");
    for cut in [4, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        let error = import(
            std::slice::from_ref(&path),
            &out,
            &ImportOptions::default(),
            &mut (),
        );
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("log.parquet to its end, after 0 rows: the Parquet"),
            "{error}"
        );
    }
    assert!(!out.exists());
}

#[test]
fn a_format_that_a_file_cannot_be_is_told() {
    for (name, format, expected) in [
        (
            "amplitude.jsonl",
            Format::Parquet,
            "as parquet: it is JSON lines",
        ),
        (
            "snowplow.tsv",
            Format::Amplitude,
            "as amplitude: it is a table without a header",
        ),
    ] {
        let error = rows(&fixture(name), Some(format)).unwrap_err().to_string();
        assert!(error.ends_with(expected), "{name}: {error}");
    }
    // What is said holds where the content could be something else.
    let forced = rows(&fixture("mixpanel.jsonl"), Some(Format::Jsonl)).unwrap();
    assert!(forced.starts_with("jsonl\n1 rejected: no_time"), "{forced}");
}
