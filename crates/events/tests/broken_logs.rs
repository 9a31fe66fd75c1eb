//! Logs that are damaged, wrong or hostile: a clear error that names the file, or a counted
//! reject; and never a half-written folder.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use events::{Error, ImportOptions, Manifest, Mapping, PreparedLog, Progress, import};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn import(&self, log: &Path, options: &ImportOptions) -> Result<Manifest, Error> {
        import(&[log.to_owned()], &self.out(), options, &mut ())
    }

    /// The error without the folder's name; nothing must be left behind.
    fn error(&self, log: &Path, options: &ImportOptions) -> String {
        let error = self.import(log, options).unwrap_err();
        assert!(!self.out().exists() && !self.folder.path().join(".log.part").exists());
        let hint = error.hint().unwrap_or_default();
        let folder = format!("{}/", self.folder.path().display());
        format!("{error} | {hint}").replace(&folder, "")
    }
}

fn options() -> ImportOptions {
    ImportOptions::default()
}

fn lenient() -> ImportOptions {
    ImportOptions {
        bad_share_max: 1.0,
        ..options()
    }
}

fn mapping(json: &str) -> ImportOptions {
    let mapping: Mapping = serde_json::from_str(json).unwrap();
    ImportOptions {
        mapping: Some(mapping),
        ..options()
    }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

const GOOD: &str = "user_id,name,ts\na,open,2024-03-13T10:21:14Z\nb,open,2024-03-13T10:21:15Z\n";

#[test]
fn a_file_that_was_cut_short_says_so() {
    let room = Room::new();
    let mut lines = String::from("user_id,name,ts\n");
    for second in 0..20_000 {
        let ts_us = 1_710_325_274_000_000_i64 + second * 997;
        writeln!(lines, "user {second},open,{ts_us}").unwrap();
    }
    let whole = gzip(&lines);
    let path = room.file("cut.csv.gz", &whole[..whole.len() / 2]);
    let error = room.error(&path, &options());
    assert!(
        error.starts_with("read cut.csv.gz to its end, after"),
        "{error}"
    );
}

#[test]
fn files_that_are_not_logs_say_so() {
    let room = Room::new();
    for (name, content, expected) in [
        (
            "empty.csv",
            b"".as_slice(),
            "find rows in empty.csv: it is empty",
        ),
        ("empty.csv.gz", &gzip(""), "find rows in empty.csv.gz"),
        ("blank.csv", b"\n\n \n", "find rows in blank.csv"),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "recognise the format of picture.png",
        ),
        (
            "list.json",
            b"[{\"name\":\"x\"}]",
            "read 1 of 1 rows; the first is line 1 of list.json",
        ),
        (
            "header.csv",
            b"user_id,name,ts\n",
            "find an event in the log (0 rows read)",
        ),
        (
            "other.csv",
            b"who,what,when\n",
            "(who, what, when) | say with --mapping FILE which",
        ),
        (
            "twice.csv",
            b"user_id,name,ts,ts\n",
            "the file has two columns `ts`",
        ),
        (
            "bad.jsonl",
            b"{\"event\":1}\n",
            "read 1 of 1 rows; the first is line 1 of bad",
        ),
    ] {
        let path = room.file(name, content);
        let error = room.error(&path, &options());
        assert!(error.contains(expected), "{name}: {error}");
    }
    let error = room.error(&room.folder.path().join("missing.csv"), &options());
    assert!(error.contains("open missing.csv: "), "{error}");
    fs::create_dir(room.folder.path().join("nothing")).unwrap();
    let error = room.error(&room.folder.path().join("nothing"), &options());
    assert!(
        error.contains("find a file in the folder nothing"),
        "{error}"
    );
}

#[test]
fn a_wrong_column_lists_those_that_there_are() {
    let room = Room::new();
    let log = room.file("shop.csv", "who,what,at\na,open,1710325274\n");
    let wrong =
        mapping(r#"{"user_id":"who","name":"evnt","ts":{"column":"at","format":"unix_s"}}"#);
    assert_eq!(
        room.error(&log, &wrong),
        "map shop.csv to events: the file has no column `evnt` | its columns are: \
         who, what, at"
    );
}

#[test]
fn a_mapping_is_for_names_that_are_not_known() {
    let room = Room::new();
    let log = room.file(
        "log.log",
        r#"1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "Opera""#,
    );
    let mapping = mapping(r#"{"user_id":"a","name":"b","ts":{"column":"c","format":"unix_s"}}"#);
    let error = room.error(&log, &mapping);
    assert!(
        error.contains("map log.log: it is read as access-log, which needs no mapping"),
        "{error}"
    );
}

#[test]
fn rows_that_cannot_be_read_are_counted_with_their_line() {
    let room = Room::new();
    let mut csv = b"\xef\xbb\xbfuser_id,device_id,name,ts,price\r\n".to_vec();
    let rows: [&[u8]; 14] = [
        b"a,,open,2024-03-13T10:21:14Z,NaN",
        b"a,,open,1900-01-01T00:00:00Z,",
        b"a,,open,9999-12-31T23:59:59Z,",
        b"a,,open,2024-13-45T10:21:14Z,",
        b"a,,open,1710325274,",
        b"a,,open,NaN,",
        b"a,,open,,",
        b",,open,2024-03-13T10:21:14Z,",
        b"a,,,2024-03-13T10:21:14Z,",
        b"a,,open",
        b"a\xff,,open,2024-03-13T10:21:14Z,",
        b"a,,\"open,2024-03-13T10:21:14Z,",
        b"",
        b",d,open,2024-03-13T10:21:15Z,1e999",
    ];
    for row in rows {
        csv.extend(row);
        csv.extend(b"\r\n");
    }
    let log = room.file("log.csv", csv);
    let manifest = room.import(&log, &lenient()).unwrap();
    assert_eq!((manifest.events, manifest.users), (2, 2));
    assert_eq!(manifest.sources[0].rows, 13);
    let rejects = fs::read_to_string(room.out().join("rejects.jsonl")).unwrap();
    let rejects: Vec<_> = rejects
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|reject| format!("{} {}", reject["line"], reject["cause"].as_str().unwrap()))
        .collect();
    assert_eq!(
        rejects,
        [
            "3 time_out_of_range",
            "4 time_unreadable",
            "5 time_unreadable",
            "6 time_out_of_range",
            "7 time_unreadable",
            "8 no_time",
            "9 no_identity",
            "10 no_name",
            "11 columns_differ",
            "12 not_utf8",
            "13 quote_not_closed",
        ]
    );
    assert_eq!(manifest.rejected.values().sum::<u64>(), 11);
    // NaN in a cell is a word: text, not a number.
    let events = PreparedLog::open(&room.out())
        .unwrap()
        .events_of("a")
        .unwrap();
    assert_eq!(events[0].properties["price"], "NaN".into());
}

#[test]
fn too_many_bad_rows_stop_the_import() {
    let room = Room::new();
    let bad = "a,open,soon\n";
    let log = room.file(
        "few.csv",
        format!("{GOOD}{}", "c,open,1710325274000000\n".repeat(37)) + bad,
    );
    assert_eq!(room.import(&log, &options()).unwrap().rejected.len(), 1);
    fs::remove_dir_all(room.out()).unwrap();
    let log = room.file("many.csv", format!("{GOOD}{bad}"));
    assert_eq!(
        room.error(&log, &options()),
        "read 1 of 3 rows; the first is line 4 of many.csv: column `ts` is `soon`, not \
         in its format | check the format and the mapping, or allow more with --max-bad"
    );
    // A wrong mapping of a large file is told early.
    let log = room.file(
        "large.csv",
        "user_id,name,ts\n".to_owned() + &bad.repeat(50_000),
    );
    let error = room.error(&log, &options());
    assert!(error.starts_with("read 16384 of 16384 rows"), "{error}");
}

#[test]
fn a_cancelled_import_leaves_nothing_and_keeps_what_was_there() {
    struct Impatient;
    impl events::Observer for Impatient {
        fn on_progress(&mut self, _: &Progress) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    let room = Room::new();
    let log = room.file("log.csv", GOOD);
    let before = room.import(&log, &options()).unwrap();
    let error = import(&[log], &room.out(), &options(), &mut Impatient).unwrap_err();
    assert!(matches!(error, Error::Cancelled));
    assert_eq!(PreparedLog::open(&room.out()).unwrap().manifest(), &before);
    assert!(!room.folder.path().join(".log.part").exists());
}

#[test]
fn a_folder_of_something_else_is_not_replaced() {
    let room = Room::new();
    let log = room.file("log.csv", GOOD);
    fs::create_dir(room.out()).unwrap();
    fs::write(room.out().join("thesis.txt"), "years").unwrap();
    let error = room.import(&log, &options()).unwrap_err();
    assert!(
        error.to_string().ends_with("log: it is not a prepared log"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(room.out().join("thesis.txt")).unwrap(),
        "years"
    );
}

#[test]
fn a_damaged_prepared_log_is_told() {
    let room = Room::new();
    let log = room.file("log.csv", GOOD);
    room.import(&log, &options()).unwrap();
    let open = || PreparedLog::open(&room.out());
    let people = room.out().join("people/000.parquet");
    let whole = fs::read(&people).unwrap();
    for cut in [0, 4, whole.len() / 2, whole.len() - 1] {
        fs::write(&people, &whole[..cut]).unwrap();
        let error = open().unwrap().events_of("a").unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{cut}: {error}");
    }
    fs::remove_file(&people).unwrap();
    assert!(matches!(
        open().unwrap().events_of("a"),
        Err(Error::Open { .. })
    ));
    let manifest = room.out().join("manifest.json");
    for (text, expected) in [
        ("{", "as a prepared log: its manifest.json: EOF"),
        (
            r#"{"kind":"rehearsal-log","format":2}"#,
            "its layout is 2, this version reads 1",
        ),
        (
            r#"{"name":"app"}"#,
            "as a prepared log: its manifest.json: missing field `kind`",
        ),
    ] {
        fs::write(&manifest, text).unwrap();
        let error = open().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    fs::remove_file(&manifest).unwrap();
    assert!(
        open()
            .unwrap_err()
            .to_string()
            .ends_with("it has no manifest.json")
    );
}

#[test]
fn repeated_deliveries_are_dropped_and_folders_are_read() {
    let room = Room::new();
    let folder = room.folder.path().join("logs");
    fs::create_dir(&folder).unwrap();
    let line = |user: &str, id: &str| {
        format!(r#"{{"user_id":"{user}","name":"open","ts":1710325274000000,"insert_id":"{id}"}}"#)
    };
    let first = format!("{}\n{}\n", line("a", "1"), line("a", "2"));
    fs::write(folder.join("1.jsonl"), first).unwrap();
    fs::write(
        folder.join("2.jsonl.gz"),
        gzip(&format!("{}\n{}", line("a", "2"), line("b", "2"))),
    )
    .unwrap();
    fs::write(folder.join(".DS_Store"), "\0\0").unwrap();
    let manifest = room.import(&folder, &options()).unwrap();
    assert_eq!(
        (manifest.events, manifest.users, manifest.duplicates),
        (3, 2, 1)
    );
    let names: Vec<_> = manifest
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    assert_eq!(names, ["1.jsonl", "2.jsonl.gz"]);
}

/// Rows that are too much in one way or another cost one row each, and no memory.
#[test]
fn monstrous_rows_are_rejects() {
    let room = Room::new();
    let good = r#"{"user_id":"a","name":"open","ts":1710325274000000}"#;
    let deep = format!(
        r#"{{"user_id":"a","name":"x","ts":1710325274000000,"p":{}1{}}}"#,
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    let long = format!(
        r#"{{"user_id":"a","name":"x","p":"{}"}}"#,
        "y".repeat(50_000_000)
    );
    let wide = format!(
        r#"{{"user_id":"a","name":"{}","ts":1710325274000000}}"#,
        "n".repeat(100_000)
    );
    let twice = good.replace(r#""name":"open""#, r#""name":"first","name":"last""#);
    let log = room.file(
        "log.jsonl",
        [good, &deep, &long, &wide, &twice, "{\"a\":NaN}", good].join("\n"),
    );
    let manifest = room.import(&log, &lenient()).unwrap();
    let rejects = fs::read_to_string(room.out().join("rejects.jsonl")).unwrap();
    let lines: Vec<_> = rejects
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|reject| format!("{} {} {}", reject["file"], reject["line"], reject["cause"]))
        .collect();
    assert_eq!(
        lines,
        [
            r#""log.jsonl" 2 "not_json""#,
            r#""log.jsonl" 3 "line_too_long""#,
            r#""log.jsonl" 4 "name_too_long""#,
            r#""log.jsonl" 6 "not_json""#,
        ]
    );
    assert!(rejects.len() < 4_000, "only the beginning of a row is kept");
    let names: Vec<_> = manifest
        .event_names
        .iter()
        .map(|of| of.name.as_str())
        .collect();
    assert_eq!((names, manifest.events), (vec!["last", "open"], 3));
}

/// All are counted, the first of them are kept.
#[test]
fn rejects_are_kept_up_to_a_bound() {
    let room = Room::new();
    let count = events::import::REJECTS_KEPT_MAX + 5;
    let log = room.file("log.csv", GOOD.to_owned() + &"a,open,soon\n".repeat(count));
    let manifest = room.import(&log, &lenient()).unwrap();
    assert_eq!(manifest.rejected.values().sum::<u64>(), count as u64);
    let rejects = fs::read_to_string(room.out().join("rejects.jsonl")).unwrap();
    assert_eq!(rejects.lines().count(), count - 5);
}
