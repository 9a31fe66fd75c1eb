//! Events become a prepared log in bounded memory, in stages: gather (records in reading order),
//! divide (to the shard of their person), then per shard arrange (people, order), lay out and
//! write. What is more than the memory allowed waits in files of the unfinished folder; the result
//! is the same to the byte for any bound.
//!
//! One shard is in memory whole, as it is again when it is replayed: that is the least that a bound
//! can mean.

mod arrange;
mod digest;
mod divide;
mod folder;
mod gather;
mod lay;
mod owners;
mod record;
mod sort;
mod spill;
mod tally;
mod write;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use self::arrange::ShardRows;
use self::divide::Divided;
use self::folder::Staging;
use self::gather::{Gathered, Vocabulary};
use self::sort::Sorter;
use self::spill::Spill;
use self::tally::{Counts, ShardCounts, Tally};
use crate::error::Error;
use crate::event::Event;
use crate::files;
use crate::manifest::{FORMAT, Kind, Manifest, SourceFile};
use crate::shard::MISSING;
use crate::source::{Cause, Flaw, Reject};

/// Event names that a log may have; more are ids that slipped into the name.
pub const EVENT_NAMES_MAX: usize = 5_000;
/// Property keys that a log may have, event and user properties each.
pub const PROPERTY_KEYS_MAX: usize = 5_000;
/// Events in a shard, on average, unless the number of shards is given.
pub const EVENTS_PER_SHARD: usize = 1_000_000;
/// The most shards.
pub const SHARDS_MAX: u32 = 1_000;

/// Memory that an import takes for events that wait, unless set.
pub const MEMORY_BYTES_MAX: usize = 512 << 20;

/// How to divide the work and the result; none of it changes what is read back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Shards, 1 to [`SHARDS_MAX`]; one per [`EVENTS_PER_SHARD`] unless set.
    pub shards: Option<u32>,
    /// Threads; as many as there are cores unless set.
    pub threads: Option<usize>,
    /// Bytes for events that wait for their place, [`MEMORY_BYTES_MAX`] unless set; what is more
    /// waits on disk.
    pub memory_bytes_max: Option<usize>,
}

/// Where the events came from and what was not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The files, in order.
    pub sources: Vec<SourceFile>,
    /// Rows that could not be read, by cause.
    pub rejected: BTreeMap<Cause, u64>,
    /// Rows that are no user's events.
    pub left_out: BTreeMap<String, u64>,
    /// The first rejects, each with its file's name.
    pub rejects: Vec<(String, Reject)>,
}

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It cannot be part of a log; the writer goes on without it.
    #[error("{}", .0.detail)]
    Flawed(Flaw),
    /// The log cannot be written.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// What is told the rows done of a stage, and may end it.
pub type Tick<'a> = &'a mut dyn FnMut(u64) -> Result<(), Error>;

/// Makes a prepared log of events given in any order. Dropped before [`Written::commit`], it
/// leaves nothing behind.
pub struct LogWriter {
    staging: Staging,
    spill: Spill,
    gathered: Gathered,
    size: Size,
}

impl LogWriter {
    /// A writer of the folder `out`.
    ///
    /// # Errors
    /// When `out` holds something that is not a prepared log, or cannot be written beside.
    pub fn new(out: &Path, size: Size) -> Result<Self, Error> {
        let staging = Staging::new(out)?;
        Ok(Self {
            spill: Spill::new(staging.path().join("waiting")),
            staging,
            gathered: Gathered::new(size.memory()),
            size,
        })
    }

    /// Whether no event has been taken.
    pub fn is_empty(&self) -> bool {
        self.gathered.rows == 0
    }

    /// Takes an event. Of the events of a person with the same insert id the earliest is kept.
    ///
    /// # Errors
    /// When the event cannot be part of a log, or the disk is full.
    pub fn push(&mut self, event: &Event, insert_id: Option<&str>) -> Result<(), NotTaken> {
        crate::source::check(event).map_err(NotTaken::Flawed)?;
        self.gathered.check_room(event).map_err(NotTaken::Flawed)?;
        Ok(self.gathered.push(event, insert_id, &self.spill)?)
    }

    /// Finds whose each event is.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn arrange(self) -> Result<ArrangedLog, Error> {
        self.arrange_watched(&mut |_| Ok(()))
    }

    pub(crate) fn arrange_watched(mut self, tick: Tick<'_>) -> Result<ArrangedLog, Error> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.size.threads.unwrap_or(0))
            .build()
            .map_err(|error| self.staging.failed(std::io::Error::other(error)))?;
        let vocabulary = std::mem::take(&mut self.gathered.vocabulary);
        let memory = self.size.memory();
        let divided = divide::divide(self.gathered, self.size.shards, memory, &self.spill, tick)?;
        Ok(ArrangedLog {
            staging: self.staging,
            spill: self.spill,
            vocabulary,
            divided,
            memory_bytes_max: memory,
            pool,
        })
    }
}

impl Size {
    /// Less than this would be spent on the bounds themselves.
    const MEMORY_BYTES_MIN: usize = 16 << 10;

    fn memory(&self) -> usize {
        let memory = self.memory_bytes_max.unwrap_or(MEMORY_BYTES_MAX);
        memory.max(Self::MEMORY_BYTES_MIN)
    }
}

/// A log whose events are with their people, not yet written.
pub struct ArrangedLog {
    staging: Staging,
    spill: Spill,
    vocabulary: Vocabulary,
    divided: Divided,
    memory_bytes_max: usize,
    pool: rayon::ThreadPool,
}

/// What the shards have in common, added up shard by shard.
struct Sums {
    counts: Counts,
    digests: Sorter,
    events: u64,
    users: u64,
    sessions: u64,
    devices: u64,
    duplicates: u64,
}

impl ArrangedLog {
    /// Writes everything beside the final place.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn write(self, provenance: Provenance) -> Result<Written, Error> {
        self.write_watched(provenance, &mut |_| Ok(()))
    }

    pub(crate) fn write_watched(
        self,
        provenance: Provenance,
        tick: Tick<'_>,
    ) -> Result<Written, Error> {
        let sums = self.write_shards(tick)?;
        let tally = tally::tally(sums.counts, &self.vocabulary)?;
        number_partitions(&self.staging, &tally)?;
        let manifest = Manifest {
            kind: Kind::RehearsalLog,
            format: FORMAT,
            content_hash: digest::content(sums.digests.finish()?)?,
            events: sums.events,
            users: sums.users,
            sessions: sums.sessions,
            devices: sums.devices,
            first_ts_us: tally.first_ts_us,
            last_ts_us: tally.last_ts_us,
            shards: self.divided.shards() as u32,
            event_names: tally.event_names,
            event_properties: tally.event_properties,
            user_properties: tally.user_properties,
            context: tally.context,
            url_paths: tally.url_paths,
            sources: provenance.sources,
            rejected: provenance.rejected,
            left_out: provenance.left_out,
            duplicates: sums.duplicates,
        };
        self.spill.clear()?;
        write_rejects(&self.staging, &provenance.rejects)?;
        write_manifest(&self.staging, &manifest)?;
        Ok(Written {
            staging: self.staging,
            manifest,
        })
    }

    /// Writes as many shards at once as fit in memory.
    fn write_shards(&self, tick: Tick<'_>) -> Result<Sums, Error> {
        // Columns, dictionaries and what Parquet holds of them: about twice the records.
        let shard_bytes = 2 * self.divided.largest_bytes().max(1);
        let at_once =
            (self.memory_bytes_max / shard_bytes).clamp(1, self.pool.current_num_threads());
        let mut sums = Sums {
            counts: Counts::new(self.memory_bytes_max / 8),
            digests: Sorter::new(self.memory_bytes_max / 8),
            events: 0,
            users: 0,
            sessions: 0,
            devices: 0,
            duplicates: 0,
        };
        let shards: Vec<usize> = (0..self.divided.shards()).collect();
        for shards in shards.chunks(at_once) {
            tick(sums.events + sums.duplicates)?;
            let written: Result<Vec<_>, _> = self.pool.install(|| {
                shards
                    .par_iter()
                    .map(|shard| self.write_shard(*shard))
                    .collect()
            });
            for shard in written? {
                sums.add(shard, &self.spill)?;
            }
        }
        Ok(sums)
    }

    fn write_shard(&self, shard: usize) -> Result<ShardSummary, Error> {
        let rows = ShardRows::read(&self.divided, shard, &self.vocabulary)?;
        let laid = lay::lay(&rows);
        write::write_shard(self.staging.path(), shard, &rows, &laid)?;
        let digests = digest::people(&rows, &laid);
        let ids = rows.people.iter().map(|person| person.id.to_string());
        Ok(ShardSummary {
            events: rows.order.len() as u64,
            sessions: laid.sessions.len() as u64,
            devices: laid.devices.len() as u64,
            duplicates: rows.duplicates,
            counts: tally::count(&rows),
            people: ids.zip(digests).collect(),
        })
    }
}

struct ShardSummary {
    events: u64,
    sessions: u64,
    devices: u64,
    duplicates: u64,
    counts: ShardCounts,
    /// Ids and digests.
    people: Vec<(String, [u8; 32])>,
}

impl Sums {
    fn add(&mut self, shard: ShardSummary, spill: &Spill) -> Result<(), Error> {
        self.events += shard.events;
        self.users += shard.people.len() as u64;
        self.sessions += shard.sessions;
        self.devices += shard.devices;
        self.duplicates += shard.duplicates;
        self.counts.add(shard.counts, spill)?;
        for (id, digest) in shard.people {
            self.digests.push(id.as_bytes(), &digest, spill)?;
        }
        Ok(())
    }
}

/// Gives every partition the number of its event name.
fn number_partitions(staging: &Staging, tally: &Tally) -> Result<(), Error> {
    let folder = staging.path();
    let renamed = fs::create_dir_all(folder.join(files::PARTITIONS)).and_then(|()| {
        let numbered = tally.numbers.iter().enumerate();
        for (name, number) in numbered.filter(|(_, number)| **number != MISSING) {
            let from = folder.join(files::unnumbered_partition(name as u32));
            fs::rename(from, folder.join(files::partition(*number as usize)))?;
        }
        fs::remove_dir(folder.join(files::UNNUMBERED))
    });
    renamed.map_err(|source| staging.failed(source))
}

/// A log that is written beside its final place.
pub struct Written {
    staging: Staging,
    manifest: Manifest,
}

impl Written {
    /// Moves the log to its place, over an earlier prepared log.
    ///
    /// # Errors
    /// When the folder cannot be moved.
    pub fn commit(self) -> Result<Manifest, Error> {
        self.staging.commit()?;
        Ok(self.manifest)
    }
}

/// A line of `rejects.jsonl`.
#[derive(Serialize)]
struct RejectLine<'a> {
    file: &'a str,
    #[serde(flatten)]
    reject: &'a Reject,
}

fn write_rejects(staging: &Staging, rejects: &[(String, Reject)]) -> Result<(), Error> {
    let mut lines = Vec::new();
    for (file, reject) in rejects {
        serde_json::to_writer(&mut lines, &RejectLine { file, reject })
            .map_err(|error| staging.failed(error.into()))?;
        lines.push(b'\n');
    }
    staging.write_file("rejects.jsonl", |file| file.write_all(&lines))
}

fn write_manifest(staging: &Staging, manifest: &Manifest) -> Result<(), Error> {
    staging.write_file("manifest.json", |file| {
        serde_json::to_writer_pretty(&mut *file, manifest)?;
        file.write_all(b"\n")
    })
}

/// The shard of a person: FNV-1a over the id's bytes, its high bits folded in.
pub(crate) fn shard_of(person: &str, shards: u32) -> u32 {
    let hash = fnv1a(person.as_bytes());
    ((hash ^ (hash >> 32)) % u64::from(shards)) as u32
}

/// FNV-1a with 64 bits; written out because a prepared log depends on it for good.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }
}
