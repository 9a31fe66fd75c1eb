//! Damaged exports of every tool: whatever a byte becomes, an import ends in time with a clear
//! error or a log in which every row is accounted for, and never in a panic.
//!
//! The quick test is the same on every run. The long one is run by hand and keeps what it finds
//! strange in `fixtures/logs/corpus/`, from where the quick one starts, too:
//!
//! ```text
//! cargo test --release -p events --test mutations -- --ignored
//! ```

use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use events::prepare::Size;
use events::source::Row;
use events::source::file::{self, Found, How};
use events::{Error, ImportOptions, import};
use parquet::arrow::ArrowWriter;

/// Mutations of each seed in the quick test.
const QUICK_COUNT: u64 = 300;
/// Of so many, one is imported to the end; the others are only read, which is where formats
/// differ.
const IMPORTED_EVERY: u64 = 15;
/// How long the long test takes.
const LONG_SECONDS: u64 = 60;

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/logs")
        .join(name)
}

/// A file to damage.
struct Seed {
    name: String,
    bytes: Vec<u8>,
}

/// Every text fixture, packed forms of some, Parquet, an access log, and the kept corpus.
fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for folder in ["sources", "corpus"] {
        let Ok(entries) = fs::read_dir(fixtures(folder)) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            seeds.push(Seed { name, bytes });
        }
    }
    seeds.sort_by(|a, b| a.name.cmp(&b.name));
    let text = fs::read(fixtures("sources/rehearsal.jsonl")).unwrap();
    let mut add = |name: &str, bytes: Vec<u8>| {
        let name = name.to_owned();
        seeds.push(Seed { name, bytes });
    };
    add("packed.gz", gzip(&text));
    add("packed.zst", zstd::encode_all(text.as_slice(), 3).unwrap());
    add("packed.zip", zip(&text));
    add("log.parquet", parquet());
    add("table.csv", TABLE.as_bytes().to_vec());
    add("access.log", ACCESS_LOG.as_bytes().to_vec());
    let lines: Vec<_> = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    add(
        "list.json",
        [b"[".as_slice(), &lines.join(b",\n".as_slice()), b"]"].concat(),
    );
    seeds
}

const TABLE: &str = "user_id,name,ts,properties.note\na,open,1710325274000000,\"two\nlines\"\n\
     b,open,2024-03-13T10:21:14Z,1.5\nc,open,1710325275000000,\"a \"\"quote\"\"\"\n";
const ACCESS_LOG: &str = "1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 5 \
     \"http://x/\" \"Mozilla/5.0 (Windows NT 6.1) Firefox/27.0\"\n\
     1.2.3.4 - - [17/May/2015:10:05:04 +0000] \"GET /b.png HTTP/1.1\" 200 5 \"-\" \"Opera/9\"\n";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(content).unwrap();
    gz.finish().unwrap()
}

fn zip(content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["a.jsonl", "in/b.jsonl"] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn parquet() -> Vec<u8> {
    let texts = |texts: &[&str]| Arc::new(StringArray::from(texts.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("user_id", texts(&["a", "b", "a"])),
        ("name", texts(&["open", "buy", "open"])),
        (
            "ts",
            Arc::new(Int64Array::from(vec![1_710_325_274_000_000; 3])) as ArrayRef,
        ),
        ("properties", texts(&["{\"a\":1}", "", "{\"b\":[1,2]}"])),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A small generator: what it gives depends on the seed alone.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides.max(1) as u64) as usize
    }
}

/// Bytes that mean something to some reader.
const WORDS: [&[u8]; 22] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\t",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"null",
    b"NaN",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"\"\"",
    b"[[[[[[[[[[[[[[[[",
    b"\\u0000",
    b"\\ud800",
];

/// One to four damages: a byte changed, bytes removed, doubled, or put in.
fn mutate(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len());
        let end = (at + 1 + dice.roll(40)).min(bytes.len());
        match dice.roll(6) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.roll(8);
                }
            }
            2 => drop(bytes.drain(at.min(end)..end)),
            3 => {
                let copy = bytes[at.min(end)..end].to_vec();
                bytes.splice(at..at, copy);
            }
            4 => drop(bytes.splice(at..at, WORDS[dice.roll(WORDS.len())].iter().copied())),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// Reads the bytes to their end; `Err` says what must not be.
fn read(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let how = How {
        format: None,
        mapping: None,
        bytes_read: Arc::default(),
    };
    let read = || -> Result<(), Error> {
        for listed in file::list(std::slice::from_ref(&path))? {
            file::each(&listed, &how, &mut |found| {
                let Found::Log(mut opened) = found else {
                    return Ok(());
                };
                while let Ok(Some(row)) = opened.source.next_row() {
                    if let Row::Event(incoming) = row {
                        // Whatever comes of it: it must come to an end.
                        drop(events::source::check(&incoming.event));
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(_) => Ok(()),
        Err(_) => Err("it panicked".to_owned()),
    }
}

/// What an import of the bytes comes to; `Err` says what must not be.
fn check(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let out = folder.join("out");
    let options = ImportOptions {
        bad_share_max: 1.0,
        size: Size {
            threads: Some(1),
            ..Size::default()
        },
        ..ImportOptions::default()
    };
    let result = catch_unwind(AssertUnwindSafe(|| {
        import(&[path], &out, &options, &mut ())
    }));
    let manifest = match result {
        Err(_) => return Err("it panicked".to_owned()),
        Ok(Err(Error::Write { source, .. })) => {
            return Err(format!("it failed to write: {source}"));
        }
        Ok(Err(error)) if error.to_string().is_empty() => return Err("it said nothing".to_owned()),
        Ok(Err(_)) if out.exists() => return Err("it left something behind".to_owned()),
        Ok(Err(_)) => return Ok(()),
        Ok(Ok(manifest)) => manifest,
    };
    fs::remove_dir_all(&out).unwrap();
    let rows: u64 = manifest.sources.iter().map(|source| source.rows).sum();
    let accounted = manifest.events
        + manifest.duplicates
        + manifest.rejected.values().sum::<u64>()
        + manifest.left_out.values().sum::<u64>();
    if rows == accounted {
        return Ok(());
    }
    Err(format!("{rows} rows, {accounted} accounted for"))
}

#[test]
fn damaged_logs_are_told_or_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    for seed in seeds() {
        let mut dice = Dice(seed.bytes.len() as u64);
        for number in 0..QUICK_COUNT {
            let bytes = mutate(&seed.bytes, &mut dice);
            let result = if number % IMPORTED_EVERY == 0 {
                check(folder.path(), &seed.name, &bytes)
            } else {
                read(folder.path(), &seed.name, &bytes)
            };
            if let Err(what) = result {
                let text = String::from_utf8_lossy(&bytes);
                panic!("{} damaged {number}: {what}\n{text}", seed.name);
            }
        }
    }
}

#[test]
#[ignore = "takes a minute; run by hand"]
#[expect(
    clippy::disallowed_methods,
    reason = "it runs for a time, not for a count"
)]
fn damaged_logs_for_a_minute() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = seeds();
    let start = std::time::Instant::now();
    let mut dice = Dice(u64::from(std::process::id()));
    let mut count = 0_u64;
    let mut strange = Vec::new();
    while start.elapsed().as_secs() < LONG_SECONDS {
        let seed = &seeds[dice.roll(seeds.len())];
        let bytes = mutate(&seed.bytes, &mut dice);
        let began = std::time::Instant::now();
        let result = check(folder.path(), &seed.name, &bytes);
        count += 1;
        let slow = began.elapsed().as_secs() > 5;
        if let Some(what) = result.err().or(slow.then(|| "it took seconds".to_owned())) {
            let kept = fixtures("corpus").join(format!("{count:08}-{}", seed.name));
            fs::create_dir_all(fixtures("corpus")).unwrap();
            fs::write(&kept, &bytes).unwrap();
            strange.push(format!("{}: {what}", kept.display()));
        }
    }
    println!("{count} damaged logs");
    assert!(strange.is_empty(), "{strange:#?}");
}
