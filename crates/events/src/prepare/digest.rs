//! The content hash: what the log says, however it is stored.
//!
//! Every distinct text is hashed once, together with what it is; a person's events are hashed over
//! those short digests; the log's hash is over the people by id. So it does not depend on shards,
//! threads or the order in which texts were met.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::arrange::{ShardRows, Values};
use super::gather::Interner;
use super::lay::Laid;
use super::sort::Sorted;
use crate::error::Error;
use crate::hex;
use crate::shard::{Context, MISSING};

/// The first half of a SHA-256.
type Short = [u8; 16];

/// Digests of a shard's texts by code.
struct Digests {
    names: Vec<Short>,
    sessions: Vec<Short>,
    devices: Vec<Short>,
    context: Vec<Vec<Short>>,
    properties: Vec<Vec<Short>>,
    user_properties: Vec<Vec<Short>>,
}

impl Digests {
    /// Hashes every text once.
    fn new(of: &ShardRows<'_>) -> Self {
        let context = Context::ALL.iter().zip(&of.context);
        Self {
            names: shorts("name", "", &of.vocabulary.names),
            sessions: shorts("session", "", &of.sessions),
            devices: shorts("device", "", &of.devices),
            context: context
                .map(|(of, texts)| shorts("context", of.name(), texts))
                .collect(),
            properties: of_values("p", &of.vocabulary.properties, &of.properties),
            user_properties: of_values("u", &of.vocabulary.user_properties, &of.user_properties),
        }
    }
}

fn of_values(what: &str, keys: &Interner, values: &Values) -> Vec<Vec<Short>> {
    let keys = keys.texts().iter().zip(&values.texts);
    keys.map(|(key, values)| shorts(what, key, values))
        .collect()
}

fn shorts(what: &str, key: &str, texts: &Interner) -> Vec<Short> {
    let short = |text: &Arc<str>| {
        let mut sha = Sha256::new();
        for part in [what, key, text] {
            sha.update((part.len() as u64).to_le_bytes());
            sha.update(part);
        }
        let digest = sha.finalize();
        std::array::from_fn(|at| digest[at])
    };
    texts.texts().iter().map(short).collect()
}

/// Hashes each person of a shard, in the order of their ids.
pub fn people(of: &ShardRows<'_>, laid: &Laid) -> Vec<[u8; 32]> {
    let digests = Digests::new(of);
    let mut people = Vec::with_capacity(of.people.len());
    let mut bytes = Vec::new();
    for (events, person) in laid
        .events
        .chunk_by(|a, b| a.person == b.person)
        .zip(&of.people)
    {
        let mut sha = Sha256::new();
        sha.update([u8::from(person.is_user)]);
        for event in events {
            bytes.clear();
            let row = &of.rows[event.row as usize];
            bytes.extend(row.ts_us.to_le_bytes());
            bytes.extend(event.session.to_le_bytes());
            bytes.extend(digests.names[row.name as usize]);
            let mut put = |shorts: &[Short], code: u32| {
                if code != MISSING {
                    bytes.extend(shorts[code as usize]);
                }
            };
            put(&digests.sessions, row.session);
            put(&digests.devices, row.device);
            for (shorts, code) in digests.context.iter().zip(row.context) {
                put(shorts, code);
            }
            for (key, value) in of.properties_of(event.row) {
                put(&digests.properties[*key as usize], *value);
            }
            for (key, value) in of.user_properties_of(event.row) {
                put(&digests.user_properties[*key as usize], *value);
            }
            sha.update((bytes.len() as u32).to_le_bytes());
            sha.update(&bytes);
        }
        people.push(sha.finalize().into());
    }
    people
}

/// The hash of a log, in hex, from the digests of its people by id.
pub fn content(mut people: Sorted) -> Result<String, Error> {
    let mut sha = Sha256::new();
    while let Some((id, digest)) = people.next_record()? {
        sha.update((id.len() as u64).to_le_bytes());
        sha.update(id);
        sha.update(digest);
    }
    Ok(hex(&sha.finalize()))
}
