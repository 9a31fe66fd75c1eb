//! The content hash: what the log says, however it is stored.
//!
//! Every distinct text is hashed once, together with what it is; a person's events are hashed over
//! those short digests; the log's hash is over the people by id. So it does not depend on shards,
//! threads or the order in which texts were met.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::gather::{Gathered, Interner, Properties};
use super::lay::Laid;
use crate::hex;
use crate::shard::{Context, MISSING};

/// The first half of a SHA-256.
type Short = [u8; 16];

/// Digests of all texts by code.
pub struct Digests {
    names: Vec<Short>,
    sessions: Vec<Short>,
    devices: Vec<Short>,
    context: Vec<Vec<Short>>,
    properties: Vec<Vec<Short>>,
    user_properties: Vec<Vec<Short>>,
}

/// A person's id and the digest of all that happened.
pub struct PersonDigest {
    id: Arc<str>,
    digest: [u8; 32],
}

impl Digests {
    /// Hashes every text once.
    pub fn new(gathered: &Gathered) -> Self {
        let context = Context::ALL.iter().zip(&gathered.context);
        Self {
            names: shorts("name", "", &gathered.names),
            sessions: shorts("session", "", &gathered.sessions),
            devices: shorts("device", "", &gathered.devices),
            context: context
                .map(|(of, texts)| shorts("context", of.name(), texts))
                .collect(),
            properties: of_properties("p", &gathered.properties),
            user_properties: of_properties("u", &gathered.user_properties),
        }
    }
}

fn of_properties(what: &str, properties: &Properties) -> Vec<Vec<Short>> {
    let keys = properties.keys.texts().iter().zip(&properties.values);
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

/// Hashes each person of a shard.
pub fn people(digests: &Digests, gathered: &Gathered, laid: &Laid<'_>) -> Vec<PersonDigest> {
    let mut people = Vec::with_capacity(laid.people.len());
    let mut bytes = Vec::new();
    for (events, person) in laid
        .events
        .chunk_by(|a, b| a.person == b.person)
        .zip(laid.people)
    {
        let mut sha = Sha256::new();
        sha.update([u8::from(person.is_user)]);
        for event in events {
            bytes.clear();
            let row = &gathered.rows[event.row as usize];
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
            for (key, value) in gathered.properties_of(event.row) {
                put(&digests.properties[*key as usize], *value);
            }
            for (key, value) in gathered.user_properties_of(event.row) {
                put(&digests.user_properties[*key as usize], *value);
            }
            sha.update((bytes.len() as u32).to_le_bytes());
            sha.update(&bytes);
        }
        people.push(PersonDigest {
            id: Arc::clone(&person.id),
            digest: sha.finalize().into(),
        });
    }
    people
}

/// The hash of a log, in hex.
pub fn content(mut people: Vec<PersonDigest>) -> String {
    people.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut sha = Sha256::new();
    for person in &people {
        sha.update((person.id.len() as u64).to_le_bytes());
        sha.update(person.id.as_bytes());
        sha.update(person.digest);
    }
    hex(&sha.finalize())
}
