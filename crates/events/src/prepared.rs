//! The prepared log as its readers see it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::columns::{self, Table, Texture};
use crate::error::Error;
use crate::files;
use crate::manifest::{FORMAT, Kind, Manifest};
use crate::prepare::shard_of;
use crate::shard::{
    Context, Devices, Events, Identifier, Need, Partition, People, Sessions, Shard,
};

/// An opened prepared log.
#[derive(Debug, Clone)]
pub struct PreparedLog {
    folder: PathBuf,
    manifest: Manifest,
}

impl PreparedLog {
    /// Opens a folder that [`crate::import`] made.
    ///
    /// # Errors
    /// When it is not a prepared log, or one of another layout.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let not_prepared = |detail: String| Error::NotPrepared {
            path: folder.to_owned(),
            detail,
        };
        let text =
            fs::read(folder.join("manifest.json")).map_err(|source| match source.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                    not_prepared("it has no manifest.json".to_owned())
                }
                _ => Error::Open {
                    path: folder.to_owned(),
                    source,
                },
            })?;
        let head: Head = serde_json::from_slice(&text)
            .map_err(|error| not_prepared(format!("its manifest.json: {error}")))?;
        if head.format != FORMAT {
            return Err(Error::OtherFormat {
                path: folder.to_owned(),
                found: head.format,
            });
        }
        let manifest = serde_json::from_slice(&text)
            .map_err(|error| not_prepared(format!("its manifest.json: {error}")))?;
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
        })
    }

    /// What the log holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Number of shards; each can be loaded alone.
    pub fn shards(&self) -> u32 {
        self.manifest.shards
    }

    /// The shard that a person would be in.
    pub fn shard_of(&self, person_id: &str) -> u32 {
        shard_of(person_id, self.manifest.shards)
    }

    /// Loads what is needed of a shard.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn load(&self, shard: u32, need: &Need) -> Result<Shard, Error> {
        let people = self.people(shard, need)?;
        let mut partitions = Vec::new();
        for number in self.numbers(&need.events) {
            if let Some(path) = self.partition_path(number, shard) {
                let name = &self.manifest.event_names[number].name;
                let table = columns::read(&path, |name| is_needed(name, need), None)?;
                partitions.push(partition(name, &table)?);
            }
        }
        Ok(Shard { people, partitions })
    }

    /// The partition numbers of events, in order.
    pub(crate) fn numbers(&self, events: &Events) -> Vec<usize> {
        match events {
            Events::All => (0..self.manifest.event_names.len()).collect(),
            Events::Named(names) => {
                let numbers = names
                    .iter()
                    .filter_map(|name| self.manifest.event_number(name));
                numbers.collect::<BTreeSet<_>>().into_iter().collect()
            }
        }
    }

    /// `None` where the shard has no event of that name.
    pub(crate) fn partition_path(&self, number: usize, shard: u32) -> Option<PathBuf> {
        let path = self.path(files::events(number, shard));
        path.exists().then_some(path)
    }

    /// Where a file of the log is.
    pub(crate) fn path(&self, file: PathBuf) -> PathBuf {
        self.folder.join(file)
    }

    fn people(&self, shard: u32, need: &Need) -> Result<People, Error> {
        let path = self.path(files::people(shard));
        let is_wanted = |name: &str| match name.strip_prefix("u.") {
            Some(key) => need.user_properties.contains(key),
            None => name != "person",
        };
        let table = columns::read(&path, is_wanted, None)?;
        let ids = table.texts("id")?;
        let count = ids.len();
        let wants = |identifier| need.identifiers.contains(&identifier);
        Ok(People {
            is_user: table.flags("is_user")?,
            user_properties: table.values_by_key("u.")?,
            devices: wants(Identifier::Device)
                .then(|| self.devices(shard, count))
                .transpose()?,
            sessions: wants(Identifier::Session)
                .then(|| self.sessions(shard, count))
                .transpose()?,
            ids,
        })
    }

    fn devices(&self, shard: u32, people: usize) -> Result<Devices, Error> {
        let path = self.path(files::devices(shard));
        let table = columns::read(&path, |name| name != "device", None)?;
        let starts = starts(&table.uints("person")?, people);
        Ok(Devices {
            starts,
            ids: table.texts("id")?,
        })
    }

    fn sessions(&self, shard: u32, people: usize) -> Result<Sessions, Error> {
        let path = self.path(files::sessions(shard));
        let table = columns::read(&path, |name| name != "session", None)?;
        Ok(Sessions {
            starts: starts(&table.uints("person")?, people),
            ids: table.optional_texts("id")?,
            first_ts_us: table.moments("first_ts")?,
            last_ts_us: table.moments("last_ts")?,
        })
    }
}

/// What every version's manifest has.
#[derive(serde::Deserialize)]
struct Head {
    #[serde(rename = "kind")]
    _kind: Kind,
    format: u32,
}

/// Where each person's rows start in a table sorted by person, and the end of the last.
fn starts(persons: &[u32], people: usize) -> Vec<u32> {
    let mut starts = vec![0; people + 1];
    for person in persons {
        starts[*person as usize + 1] += 1;
    }
    for person in 0..people {
        starts[person + 1] += starts[person];
    }
    starts
}

fn is_needed(column: &str, need: &Need) -> bool {
    if let Some(key) = column.strip_prefix("p.") {
        return need.properties.contains(key);
    }
    if let Some(key) = column.strip_prefix("u.") {
        return need.user_properties.contains(key);
    }
    let context = Context::ALL
        .into_iter()
        .find(|context| context.name() == column);
    context.is_none_or(|context| need.context.contains(&context))
}

/// A partition of all columns that were read.
pub(crate) fn partition(name: &str, table: &Table<'_>) -> Result<Partition, Error> {
    let names = table.names();
    let mut partition = Partition {
        name: name.to_owned(),
        person: table.uints("person")?,
        ts_us: table.moments("ts")?,
        seq: table.uints("seq")?,
        session: table.uints("session")?,
        device: table.uints("device")?,
        properties: table.values_by_key("p.")?,
        user_properties: table.values_by_key("u.")?,
        ..Partition::default()
    };
    for context in Context::ALL {
        if names.iter().any(|name| name == context.name()) {
            let column = table.values(context.name(), Texture::Plain)?;
            partition.context.insert(context, column);
        }
    }
    Ok(partition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_start_where_the_person_before_ended() {
        assert_eq!(starts(&[0, 0, 2], 4), [0, 2, 2, 3, 3]);
        assert_eq!(starts(&[], 0), [0]);
    }
}
