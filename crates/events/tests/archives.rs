//! Packed logs: every packing gives the same events; what is cut short, nested too deep or a trap
//! is a clear error.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use events::{Error, ImportOptions, Manifest, import};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

fn event(user: &str, second: i64) -> String {
    let ts = 1_710_325_274_000_000 + second * 1_000_000;
    format!("{{\"user_id\":\"{user}\",\"name\":\"open\",\"ts\":{ts}}}\n")
}

fn events(users: &str, count: i64) -> String {
    (0..count).map(|second| event(users, second)).collect()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(content).unwrap();
    gz.finish().unwrap()
}

fn zstd(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 3).unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn import_one(folder: &Path, name: &str, content: &[u8]) -> Result<Manifest, Error> {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    import_path(&path)
}

fn import_path(path: &Path) -> Result<Manifest, Error> {
    let out = path.with_extension("out");
    import(&[path.to_owned()], &out, &ImportOptions::default(), &mut ())
}

/// The error with its hint; nothing is left behind.
fn error_of(folder: &Path, name: &str, content: &[u8]) -> String {
    let error = import_one(folder, name, content).unwrap_err();
    assert!(!folder.join(name).with_extension("out").exists());
    let text = error
        .to_string()
        .replace(&format!("{}/", folder.display()), "");
    format!("{text} | {}", error.hint().unwrap_or_default())
}

#[test]
fn every_packing_gives_the_same_events() {
    let folder = tempfile::tempdir().unwrap();
    let text = events("a", 40) + &events("b", 2);
    let text = text.as_bytes();
    let plain = import_one(folder.path(), "plain.jsonl", text).unwrap();
    let list = String::from_utf8(text.to_vec())
        .unwrap()
        .trim()
        .replace('\n', ",\n");
    for (name, content) in [
        ("log.gz", gzip(text)),
        (
            "twice.gz",
            [gzip(&text[..100]), gzip(&text[100..])].concat(),
        ),
        ("log.zst", zstd(text)),
        ("log.zip", zip(&[("log.jsonl", text)])),
        ("nested.zip", zip(&[("in/log.json.gz", &gzip(text))])),
        ("nested-zst.zip", zip(&[("in/log.json.zst", &zstd(text))])),
        ("list.json", format!("[{list}]").into_bytes()),
    ] {
        let manifest = import_one(folder.path(), name, &content).unwrap();
        assert_eq!(manifest.content_hash, plain.content_hash, "{name}");
        assert_eq!(manifest.events, 42, "{name}");
    }
}

#[test]
fn archives_and_folders_are_read_in_order_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    fs::create_dir_all(logs.join("day=2/hour=1")).unwrap();
    fs::write(logs.join("_SUCCESS"), "").unwrap();
    fs::write(logs.join("day=2/hour=1/part.jsonl"), event("c", 0)).unwrap();
    fs::write(logs.join("day=2/empty.jsonl"), "").unwrap();
    let inside = [
        ("export/2.json.gz", gzip(event("b", 0).as_bytes())),
        ("__MACOSX/._1.json", b"\0\0".to_vec()),
        ("export/1.json", event("a", 0).into_bytes()),
    ];
    let inside: Vec<_> = inside
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    fs::write(logs.join("a.zip"), zip(&inside)).unwrap();
    let manifest = import_path(&logs).unwrap();
    let found: Vec<_> = manifest
        .sources
        .iter()
        .map(|source| format!("{} {} {}", source.name, source.format, source.rows))
        .collect();
    assert_eq!(
        found,
        [
            "a.zip/export/1.json jsonl 1",
            "a.zip/export/2.json.gz jsonl 1",
            "day=2/empty.jsonl empty 0",
            "day=2/hour=1/part.jsonl jsonl 1",
        ]
    );
}

#[test]
fn what_is_cut_short_says_how_much_was_read() {
    let folder = tempfile::tempdir().unwrap();
    // Rows that do not repeat, so that half the bytes hold some of them.
    let text: String = (0..20_000_u64)
        .map(|n| event(&format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)), 0))
        .collect();
    for (name, whole) in [
        ("cut.gz", gzip(text.as_bytes())),
        ("cut.zst", zstd(text.as_bytes())),
    ] {
        let error = error_of(folder.path(), name, &whole[..whole.len() / 2]);
        assert!(
            error.starts_with(&format!("read {name} to its end, after ")),
            "{error}"
        );
        let rows: String = error
            .split("after ")
            .nth(1)
            .unwrap()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        assert!(
            (1_000..20_000).contains(&rows.parse::<u64>().unwrap()),
            "{error}"
        );
        assert!(
            error.ends_with("fetch it again; nothing was imported"),
            "{error}"
        );
        let error = error_of(folder.path(), name, &whole[..20]);
        assert!(
            error.contains(&format!("read {name} to its end, after 0 rows")),
            "{error}"
        );
    }
    let whole = zip(&[("log.jsonl", text.as_bytes())]);
    let error = error_of(folder.path(), "cut.zip", &whole[..whole.len() / 2]);
    assert!(
        error.contains("read cut.zip to its end, after 0 rows"),
        "{error}"
    );
    let inner = gzip(text.as_bytes());
    let whole = zip(&[("log.jsonl.gz", &inner[..inner.len() / 2])]);
    let error = error_of(folder.path(), "inner.zip", &whole);
    assert!(
        error.starts_with("read inner.zip/log.jsonl.gz to its end, after "),
        "{error}"
    );
}

#[test]
fn what_is_packed_otherwise_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = event("a", 0).into_bytes();
    for (name, content, expected) in [
        (
            "two.gz",
            gzip(&gzip(&text)),
            "read two.gz as it is: it is a file that was compressed twice",
        ),
        (
            "zip.gz",
            gzip(&zip(&[("a", &text)])),
            "it is a zip archive inside another file",
        ),
        (
            "zip.zip",
            zip(&[("a.zip", &zip(&[("a", &text)]))]),
            "zip.zip/a.zip as it is: it is a zip archive inside",
        ),
        (
            "p.zip",
            zip(&[("a.parquet", b"PAR1....")]),
            "p.zip/a.parquet as it is: it is a Parquet file inside",
        ),
        ("none.zip", zip(&[]), "find a file in the folder none.zip"),
        (
            "bad.zip",
            b"PK\x03\x04 and nothing".to_vec(),
            "read bad.zip to its end, after 0 rows",
        ),
    ] {
        let error = error_of(folder.path(), name, &content);
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_file_that_grows_beyond_all_measure_is_not_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let row = event("a", 0);
    let bomb = format!("{row}{}", " ".repeat(300_000_000));
    for (name, content) in [
        ("bomb.gz", gzip(bomb.as_bytes())),
        ("bomb.zst", zstd(bomb.as_bytes())),
        ("bomb.zip", zip(&[("log", bomb.as_bytes())])),
    ] {
        let error = error_of(folder.path(), name, &content);
        assert!(
            error.contains("it grows more than 500 times"),
            "{name}: {error}"
        );
    }
}

#[test]
fn a_file_that_is_gone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing: PathBuf = folder.path().join("gone.jsonl");
    let error = import_path(&missing).unwrap_err().to_string();
    assert!(error.contains("gone.jsonl: "), "{error}");
}
