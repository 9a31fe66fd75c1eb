//! Second stage: every event to its person's shard, in reading order.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;

use super::gather::Gathered;
use super::owners::Owners;
use super::record::{self, Reader};
use super::spill::{self, Spill, SpillFile};
use super::{EVENTS_PER_SHARD, SHARDS_MAX, shard_of};
use crate::error::Error;

/// Events between two looks at whether to go on.
const ROWS_PER_TICK: u64 = 65_536;

/// The records of every shard, in memory or on disk.
pub struct Divided {
    shards: Vec<Records>,
    file: Option<PathBuf>,
}

/// The records of a shard.
#[derive(Default)]
struct Records {
    /// Where its older records lie in the file, in order.
    pieces: Vec<Piece>,
    /// Its newest records.
    bytes: Vec<u8>,
    bytes_total: usize,
}

struct Piece {
    start: u64,
    length: u64,
}

/// Divides events by person. `tick` is told the rows done, and may end it.
pub fn divide(
    gathered: Gathered,
    shards: Option<u32>,
    memory_bytes_max: usize,
    spill: &Spill,
    tick: &mut dyn FnMut(u64) -> Result<(), Error>,
) -> Result<Divided, Error> {
    let wanted = gathered.rows.div_ceil(EVENTS_PER_SHARD as u64) as u32;
    let shards = shards.unwrap_or(wanted).clamp(1, SHARDS_MAX);
    let mut owners = gathered.devices.resolve(memory_bytes_max / 4, spill)?;
    let mut reader = gathered.spool.into_reader()?;
    let mut writer = Writer::new(shards, memory_bytes_max / 4);
    let mut block = Vec::new();
    for row in 0..gathered.rows {
        if row % ROWS_PER_TICK == 0 {
            tick(row)?;
        }
        let is_there = spill::read_block(&mut reader, &mut block);
        if !is_there.map_err(|source| lost(spill, source))? {
            return Err(lost(spill, io::ErrorKind::UnexpectedEof.into()));
        }
        writer.push(row, &block, &mut owners, spill)?;
    }
    writer.finish()
}

/// The error of a spilled file that does not read back.
fn lost(spill: &Spill, source: io::Error) -> Error {
    Error::Open {
        path: spill.folder().to_owned(),
        source,
    }
}

struct Writer {
    shards: Vec<Records>,
    file: Option<SpillFile>,
    file_bytes: u64,
    memory_bytes: usize,
    memory_bytes_max: usize,
    owned: Vec<u8>,
    text: String,
}

impl Writer {
    fn new(shards: u32, memory_bytes_max: usize) -> Self {
        Self {
            shards: (0..shards).map(|_| Records::default()).collect(),
            file: None,
            file_bytes: 0,
            memory_bytes: 0,
            memory_bytes_max,
            owned: Vec::new(),
            text: String::new(),
        }
    }

    /// A record in a shard is what is known of its owner, then the record.
    fn push(
        &mut self,
        row: u64,
        record: &[u8],
        owners: &mut Owners,
        spill: &Spill,
    ) -> Result<(), Error> {
        let (user, device) = Reader::new(record).ids();
        let owned = owners.of(row, user, device, &mut self.text)?;
        let place = shard_of(owned.person, self.shards.len() as u32) as usize;
        let shard = &mut self.shards[place];
        self.owned.clear();
        self.owned
            .push(u8::from(owned.is_user) | u8::from(owned.changes_user) << 1);
        record::put_text(Some(owned.person), &mut self.owned);
        self.owned.extend_from_slice(record);
        let before = shard.bytes.len();
        spill::put_block(&self.owned, &mut shard.bytes);
        let added = shard.bytes.len() - before;
        shard.bytes_total += added;
        self.memory_bytes += added;
        if self.memory_bytes > self.memory_bytes_max {
            self.spill(spill)?;
        }
        Ok(())
    }

    fn spill(&mut self, spill: &Spill) -> Result<(), Error> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(spill.create()?),
        };
        for shard in self
            .shards
            .iter_mut()
            .filter(|shard| !shard.bytes.is_empty())
        {
            file.write(&shard.bytes)?;
            let length = shard.bytes.len() as u64;
            shard.pieces.push(Piece {
                start: self.file_bytes,
                length,
            });
            self.file_bytes += length;
            shard.bytes.clear();
        }
        self.memory_bytes = 0;
        Ok(())
    }

    fn finish(self) -> Result<Divided, Error> {
        Ok(Divided {
            shards: self.shards,
            file: self.file.map(SpillFile::finish).transpose()?,
        })
    }
}

impl Divided {
    /// Number of shards.
    pub fn shards(&self) -> usize {
        self.shards.len()
    }

    /// Bytes of the largest shard's records.
    pub fn largest_bytes(&self) -> usize {
        let bytes = self.shards.iter().map(|shard| shard.bytes_total);
        bytes.max().unwrap_or_default()
    }

    /// Hands over a shard's records in reading order.
    pub fn each(&self, shard: usize, mut take: impl FnMut(&[u8])) -> Result<(), Error> {
        let records = &self.shards[shard];
        let mut block = Vec::new();
        if let Some(path) = &self.file {
            let failed = |source| Error::Open {
                path: path.clone(),
                source,
            };
            for piece in &records.pieces {
                let mut reader = spill::open(path, piece.start)?.take(piece.length);
                while spill::read_block(&mut reader, &mut block).map_err(failed)? {
                    take(&block);
                }
            }
        }
        let mut reader = Cursor::new(&records.bytes);
        while spill::read_block(&mut reader, &mut block).unwrap_or(false) {
            take(&block);
        }
        Ok(())
    }
}
