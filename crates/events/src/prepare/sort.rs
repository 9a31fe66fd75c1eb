//! Sorts any number of records by their keys in bounded memory: what is too much is sorted, put
//! into a file as a run, and the runs are merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;

use rayon::prelude::*;

use super::spill::{self, Spill};
use crate::error::Error;

/// Runs that are merged at once: each is an open file.
const RUNS_MAX: usize = 64;

/// Takes records in any order.
#[derive(Debug)]
pub struct Sorter {
    bytes: Vec<u8>,
    records: Vec<Record>,
    memory_bytes_max: usize,
    runs: Vec<PathBuf>,
}

/// Where a record lies in [`Sorter::bytes`].
#[derive(Debug, Clone, Copy)]
struct Record {
    /// The key's first bytes, which decide most comparisons.
    prefix: u64,
    start: usize,
    key_bytes: u32,
    payload_bytes: u32,
}

impl Record {
    fn key<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.start..self.start + self.key_bytes as usize]
    }

    fn payload<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let start = self.start + self.key_bytes as usize;
        &bytes[start..start + self.payload_bytes as usize]
    }
}

impl Sorter {
    /// A sorter that holds about so many bytes in memory.
    pub fn new(memory_bytes_max: usize) -> Self {
        Self {
            bytes: Vec::new(),
            records: Vec::new(),
            memory_bytes_max,
            runs: Vec::new(),
        }
    }

    /// Takes a record.
    pub fn push(&mut self, key: &[u8], payload: &[u8], spill: &Spill) -> Result<(), Error> {
        let mut prefix = [0; 8];
        let length = key.len().min(8);
        prefix[..length].copy_from_slice(&key[..length]);
        self.records.push(Record {
            prefix: u64::from_be_bytes(prefix),
            start: self.bytes.len(),
            key_bytes: key.len() as u32,
            payload_bytes: payload.len() as u32,
        });
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(payload);
        if self.bytes.len() + self.records.len() * size_of::<Record>() > self.memory_bytes_max {
            self.spill(spill)?;
        }
        Ok(())
    }

    fn spill(&mut self, spill: &Spill) -> Result<(), Error> {
        let sorted = Sorted::of(vec![self.take_memory()]);
        let run = write_run(sorted, spill)?;
        self.runs.push(run);
        if self.runs.len() == RUNS_MAX {
            let merged = write_run(Sorted::of(self.take_runs()?), spill)?;
            self.runs.push(merged);
        }
        Ok(())
    }

    fn take_memory(&mut self) -> Run {
        let bytes = std::mem::take(&mut self.bytes);
        let mut records = std::mem::take(&mut self.records);
        records
            .par_sort_unstable_by(|a, b| (a.prefix, a.key(&bytes)).cmp(&(b.prefix, b.key(&bytes))));
        Run::Memory {
            bytes,
            records,
            at: 0,
        }
    }

    fn take_runs(&mut self) -> Result<Vec<Run>, Error> {
        let runs = std::mem::take(&mut self.runs).into_iter();
        runs.map(|path| {
            Ok(Run::File {
                reader: spill::open(&path, 0)?,
                path,
            })
        })
        .collect()
    }

    /// The records in the order of their keys; of equal keys in any order.
    pub fn finish(mut self) -> Result<Sorted, Error> {
        let mut runs = self.take_runs()?;
        runs.push(self.take_memory());
        Ok(Sorted::of(runs))
    }
}

fn write_run(mut sorted: Sorted, spill: &Spill) -> Result<PathBuf, Error> {
    let mut file = spill.create()?;
    let mut block = Vec::new();
    while let Some((key, payload)) = sorted.next_record()? {
        block.clear();
        spill::put_block(key, &mut block);
        spill::put_block(payload, &mut block);
        file.write(&block)?;
    }
    file.finish()
}

/// A sorted run.
#[derive(Debug)]
enum Run {
    Memory {
        bytes: Vec<u8>,
        records: Vec<Record>,
        at: usize,
    },
    File {
        reader: BufReader<File>,
        path: PathBuf,
    },
}

impl Run {
    /// Reads the next record into `head`; `false` at the end.
    fn read(&mut self, head: &mut Head) -> Result<bool, Error> {
        match self {
            Self::Memory { bytes, records, at } => {
                let Some(record) = records.get(*at) else {
                    return Ok(false);
                };
                *at += 1;
                head.key.clear();
                head.key.extend_from_slice(record.key(bytes));
                head.payload.clear();
                head.payload.extend_from_slice(record.payload(bytes));
                Ok(true)
            }
            Self::File { reader, path } => {
                read_record(reader, head).map_err(|source| Error::Open {
                    path: path.clone(),
                    source,
                })
            }
        }
    }
}

fn read_record(reader: &mut BufReader<File>, head: &mut Head) -> io::Result<bool> {
    Ok(spill::read_block(reader, &mut head.key)? && spill::read_block(reader, &mut head.payload)?)
}

/// The next record of a run.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    key: Vec<u8>,
    run: usize,
    payload: Vec<u8>,
}

/// A record.
pub type KeyAndPayload<'a> = (&'a [u8], &'a [u8]);

/// Records in order.
#[derive(Debug)]
pub struct Sorted {
    runs: Vec<Run>,
    heads: BinaryHeap<Reverse<Head>>,
    current: Option<Head>,
    is_started: bool,
}

impl Sorted {
    fn of(runs: Vec<Run>) -> Self {
        Self {
            runs,
            heads: BinaryHeap::new(),
            current: None,
            is_started: false,
        }
    }

    /// The next record's key and payload; `None` at the end.
    pub fn next_record(&mut self) -> Result<Option<KeyAndPayload<'_>>, Error> {
        if !self.is_started {
            self.is_started = true;
            for run in 0..self.runs.len() {
                let head = Head {
                    run,
                    ..Head::default()
                };
                self.advance(head)?;
            }
        }
        if let Some(last) = self.current.take() {
            self.advance(last)?;
        }
        self.current = self.heads.pop().map(|Reverse(head)| head);
        let head = self.current.as_ref();
        Ok(head.map(|head| (head.key.as_slice(), head.payload.as_slice())))
    }

    /// Puts a run's next record among the heads, in the memory of its last one.
    fn advance(&mut self, mut head: Head) -> Result<(), Error> {
        if self.runs[head.run].read(&mut head)? {
            self.heads.push(Reverse(head));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn any_budget_gives_the_same_order(
            keys in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..300),
            memory_bytes_max in 0_usize..4_000,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let spill = Spill::new(folder.path().join("spill"));
            let mut sorter = Sorter::new(memory_bytes_max);
            for key in &keys {
                sorter.push(key, &[key.len() as u8], &spill).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut found = Vec::new();
            while let Some((key, payload)) = sorted.next_record().unwrap() {
                prop_assert_eq!(payload, [key.len() as u8]);
                found.push(key.to_vec());
            }
            let mut expected = keys;
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
