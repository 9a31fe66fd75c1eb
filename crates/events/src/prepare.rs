//! Events become a prepared log, in stages: gather (read order, interned), arrange (people, order,
//! sessions), then per shard lay out and write. Each stage is one module that takes the last
//! one's result, so that an external sort can take the place of gather and arrange.

mod arrange;
mod digest;
mod folder;
mod gather;
mod lay;
mod tally;
mod write;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use self::arrange::Arranged;
use self::digest::Digests;
use self::folder::Staging;
use self::gather::Gathered;
use crate::error::Error;
use crate::event::Event;
use crate::manifest::{FORMAT, Kind, Manifest, SourceFile};
use crate::source::{Cause, Flaw, Reject};

/// Event names that a log may have; more are ids that slipped into the name.
pub const EVENT_NAMES_MAX: usize = 5_000;
/// Property keys that a log may have, event and user properties each.
pub const PROPERTY_KEYS_MAX: usize = 5_000;
/// Events in a shard, on average, unless the number of shards is given.
pub const EVENTS_PER_SHARD: usize = 1_000_000;
/// The most shards.
pub const SHARDS_MAX: u32 = 1_000;

/// How to divide the work and the result; neither changes what is read back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Shards, 1 to [`SHARDS_MAX`]; one per [`EVENTS_PER_SHARD`] unless set.
    pub shards: Option<u32>,
    /// Threads; as many as there are cores unless set.
    pub threads: Option<usize>,
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

/// Makes a prepared log of events given in any order. Dropped before [`Written::commit`], it
/// leaves nothing behind.
pub struct LogWriter {
    staging: Staging,
    gathered: Gathered,
    size: Size,
}

impl LogWriter {
    /// A writer of the folder `out`.
    ///
    /// # Errors
    /// When `out` holds something that is not a prepared log, or cannot be written beside.
    pub fn new(out: &Path, size: Size) -> Result<Self, Error> {
        Ok(Self {
            staging: Staging::new(out)?,
            gathered: Gathered::default(),
            size,
        })
    }

    /// Whether no event has been taken.
    pub fn is_empty(&self) -> bool {
        self.gathered.is_empty()
    }

    /// Takes an event. Of the events of a person with the same insert id the earliest is kept.
    ///
    /// # Errors
    /// When the event cannot be part of a log; the writer goes on without it.
    pub fn push(&mut self, event: &Event, insert_id: Option<&str>) -> Result<(), Flaw> {
        crate::source::check(event)?;
        self.gathered.push(event, insert_id)
    }

    /// Finds people and sessions and sorts.
    ///
    /// # Errors
    /// When there are more events than can be indexed.
    pub fn arrange(self) -> Result<ArrangedLog, Error> {
        if self.gathered.len() >= u32::MAX as usize {
            return Err(Error::TooManyEvents);
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.size.threads.unwrap_or(0))
            .build()
            .map_err(|error| self.staging.failed(std::io::Error::other(error)))?;
        let arranged = pool.install(|| arrange::arrange(&self.gathered, self.size.shards));
        let Self {
            staging, gathered, ..
        } = self;
        Ok(ArrangedLog {
            staging,
            gathered,
            arranged,
            pool,
        })
    }
}

/// A log in order, not yet written.
pub struct ArrangedLog {
    staging: Staging,
    gathered: Gathered,
    arranged: Arranged,
    pool: rayon::ThreadPool,
}

impl ArrangedLog {
    /// Writes everything beside the final place.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn write(self, provenance: Provenance) -> Result<Written, Error> {
        let Self {
            staging,
            gathered,
            arranged,
            pool,
        } = self;
        let tally = tally::tally(&gathered, &arranged);
        let digests = Digests::new(&gathered);
        let write_shard = |shard| -> Result<ShardSummary, Error> {
            let laid = lay::lay(&gathered, &arranged, shard);
            write::write_shard(staging.path(), shard, &gathered, &laid, &tally.numbers)?;
            Ok(ShardSummary {
                sessions: laid.sessions.len() as u64,
                devices: laid.devices.len() as u64,
                people: digest::people(&digests, &gathered, &laid),
            })
        };
        let shards = arranged.shards.len();
        let summaries: Result<Vec<_>, _> =
            pool.install(|| (0..shards).into_par_iter().map(write_shard).collect());
        let mut summaries = summaries?;
        let people = summaries
            .iter_mut()
            .flat_map(|of| std::mem::take(&mut of.people))
            .collect();
        let manifest = Manifest {
            kind: Kind::RehearsalLog,
            format: FORMAT,
            content_hash: digest::content(people),
            events: arranged.rows.len() as u64,
            users: arranged.people.len() as u64,
            sessions: summaries.iter().map(|of| of.sessions).sum(),
            devices: summaries.iter().map(|of| of.devices).sum(),
            first_ts_us: tally.first_ts_us,
            last_ts_us: tally.last_ts_us,
            shards: shards as u32,
            event_names: tally.event_names,
            event_properties: tally.event_properties,
            user_properties: tally.user_properties,
            context: tally.context,
            url_paths: tally.url_paths,
            sources: provenance.sources,
            rejected: provenance.rejected,
            left_out: provenance.left_out,
            duplicates: arranged.duplicates,
        };
        write_rejects(&staging, &provenance.rejects)?;
        write_manifest(&staging, &manifest)?;
        Ok(Written { staging, manifest })
    }
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

struct ShardSummary {
    sessions: u64,
    devices: u64,
    people: Vec<digest::PersonDigest>,
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
