//! Second stage: who each event belongs to, and all events in order.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::gather::Gathered;
use super::{EVENTS_PER_SHARD, SHARDS_MAX, shard_of};
use crate::shard::MISSING;

/// A person.
pub struct Person {
    /// `user_id`, or the device's id for those never identified.
    pub id: Arc<str>,
    /// Whether the id is a `user_id`.
    pub is_user: bool,
    /// The person's events in [`Arranged::rows`].
    pub rows: Range<usize>,
}

/// All events in order.
pub struct Arranged {
    /// By shard, then id.
    pub people: Vec<Person>,
    /// Rows of [`Gathered`], by person, time and reading order.
    pub rows: Vec<u32>,
    /// Each shard's people.
    pub shards: Vec<Range<usize>>,
    /// By row of [`Gathered`]: on the event's device, the event before was another person's.
    pub changes_user: Vec<bool>,
    /// Events dropped because of their insert id.
    pub duplicates: u64,
}

/// Finds people, sorts, drops duplicates.
pub fn arrange(gathered: &Gathered, shards: Option<u32>) -> Arranged {
    let wanted = gathered.len().div_ceil(EVENTS_PER_SHARD) as u32;
    let shards = shards.unwrap_or(wanted).clamp(1, SHARDS_MAX);
    let mut owners = owners(gathered);
    let known = known(gathered, &owners, shards);
    let mut place_of = vec![MISSING; gathered.users.texts().len() + gathered.devices.texts().len()];
    for (place, person) in known.iter().enumerate() {
        place_of[person.owner as usize] = place as u32;
    }
    for owner in &mut owners {
        *owner = place_of[*owner as usize];
    }

    let rows = &gathered.rows;
    let mut keys: Vec<_> = (0..rows.len())
        .map(|row| (owners[row], rows[row].ts_us, row as u32))
        .collect();
    keys.par_sort_unstable();
    let mut arranged = Arranged {
        people: Vec::with_capacity(known.len()),
        rows: Vec::with_capacity(rows.len()),
        shards: shard_ranges(&known, shards),
        changes_user: changes_user(gathered, &owners),
        duplicates: 0,
    };
    for (person, keys) in known.iter().zip(keys.chunk_by(|a, b| a.0 == b.0)) {
        let start = arranged.rows.len();
        arranged
            .rows
            .extend(first_of_each(gathered, keys.iter().map(|key| key.2)));
        let rows = start..arranged.rows.len();
        arranged.duplicates += (keys.len() - rows.len()) as u64;
        let Known { id, is_user, .. } = person;
        arranged.people.push(Person {
            id: Arc::clone(id),
            is_user: *is_user,
            rows,
        });
    }
    arranged
}

/// A person before the events are sorted.
struct Known {
    shard: u32,
    id: Arc<str>,
    owner: u32,
    is_user: bool,
}

/// The owner of every event: a user's code, or the number of users plus a device's code.
///
/// An event without a user belongs to the first user seen later on its device, else to the
/// device. A device whose id is also a user's is that user.
fn owners(gathered: &Gathered) -> Vec<u32> {
    let rows = &gathered.rows;
    let users = gathered.users.texts().len() as u32;
    let mut identified: Vec<_> = (0..rows.len() as u32)
        .filter(|row| rows[*row as usize].user != MISSING && rows[*row as usize].device != MISSING)
        .map(|row| (rows[row as usize].device, rows[row as usize].ts_us, row))
        .collect();
    identified.par_sort_unstable();
    let anonymous_owner = |row: u32| {
        let device = rows[row as usize].device;
        let key = (device, rows[row as usize].ts_us, row);
        let later = identified.partition_point(|known| *known < key);
        match identified.get(later) {
            Some((same, _, later)) if *same == device => rows[*later as usize].user,
            _ => gathered
                .users
                .find(&gathered.devices.texts()[device as usize])
                .unwrap_or(users + device),
        }
    };
    (0..rows.len() as u32)
        .map(|row| match rows[row as usize].user {
            MISSING => anonymous_owner(row),
            user => user,
        })
        .collect()
}

fn known(gathered: &Gathered, owners: &[u32], shards: u32) -> Vec<Known> {
    let users = gathered.users.texts();
    let mut is_owner = vec![false; users.len() + gathered.devices.texts().len()];
    for owner in owners {
        is_owner[*owner as usize] = true;
    }
    let texts = users.iter().chain(gathered.devices.texts());
    let owners = texts.enumerate().filter(|(owner, _)| is_owner[*owner]);
    let mut known: Vec<_> = owners
        .map(|(owner, id)| Known {
            shard: shard_of(id, shards),
            id: Arc::clone(id),
            owner: owner as u32,
            is_user: owner < users.len(),
        })
        .collect();
    known.par_sort_unstable_by(|a, b| (a.shard, &a.id).cmp(&(b.shard, &b.id)));
    known
}

fn shard_ranges(known: &[Known], shards: u32) -> Vec<Range<usize>> {
    let start = |shard| known.partition_point(|person| person.shard < shard);
    (0..shards)
        .map(|shard| start(shard)..start(shard + 1))
        .collect()
}

/// Of the events with one insert id, the first.
fn first_of_each(
    gathered: &Gathered,
    rows: impl Iterator<Item = u32>,
) -> impl Iterator<Item = u32> {
    let mut seen = HashSet::new();
    rows.filter(move |row| {
        gathered.rows[*row as usize]
            .insert
            .is_none_or(|id| seen.insert(id))
    })
}

/// Only needed where sessions are found by gap.
fn changes_user(gathered: &Gathered, owners: &[u32]) -> Vec<bool> {
    let rows = &gathered.rows;
    let mut changes = vec![false; rows.len()];
    if rows.iter().all(|row| row.session != MISSING) {
        return changes;
    }
    let mut by_device: Vec<_> = (0..rows.len() as u32)
        .map(|row| (rows[row as usize].device, rows[row as usize].ts_us, row))
        .filter(|key| key.0 != MISSING)
        .collect();
    by_device.par_sort_unstable();
    for pair in by_device.windows(2) {
        let [before, after] = [pair[0], pair[1]];
        let is_same_device = before.0 == after.0;
        let is_same_person = owners[before.2 as usize] == owners[after.2 as usize];
        changes[after.2 as usize] = is_same_device && !is_same_person;
    }
    changes
}
