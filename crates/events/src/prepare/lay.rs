//! Fourth stage, per shard: sessions, devices and places in the sequence.

use std::collections::{BTreeSet, HashMap};

use super::arrange::ShardRows;
use crate::shard::MISSING;

/// Time without an event after which the next one starts a session, where the log has no session
/// ids.
pub const SESSION_GAP_US: i64 = 30 * 60 * 1_000_000;

/// A shard's events in order, with everything that a partition stores.
pub struct Laid {
    /// By person and place in the sequence.
    pub events: Vec<LaidEvent>,
    /// By person, in order of their first events.
    pub sessions: Vec<LaidSession>,
    /// By person, in order of their first events.
    pub devices: Vec<LaidDevice>,
    /// User properties, by key code, that change over time for some person of the shard.
    pub changing: BTreeSet<u32>,
}

/// An event in its place.
pub struct LaidEvent {
    /// Row of [`ShardRows`].
    pub row: u32,
    pub person: u32,
    pub seq: u32,
    pub session: u32,
    pub device: u32,
}

/// A session of a person.
pub struct LaidSession {
    pub person: u32,
    pub session: u32,
    /// Code of the log's id, or [`MISSING`].
    pub id: u32,
    pub first_ts_us: i64,
    pub last_ts_us: i64,
}

/// A device of a person.
pub struct LaidDevice {
    pub person: u32,
    pub device: u32,
    /// Code of the id.
    pub id: u32,
}

/// Lays out a shard.
pub fn lay(of: &ShardRows<'_>) -> Laid {
    let mut laid = Laid {
        events: Vec::with_capacity(of.order.len()),
        sessions: Vec::new(),
        devices: Vec::new(),
        changing: BTreeSet::new(),
    };
    for (index, person) in of.people.iter().enumerate() {
        let rows = &of.order[person.rows.clone()];
        lay_person(of, index as u32, rows, &mut laid);
        note_changes(of, rows, &mut laid.changing);
    }
    laid
}

fn lay_person(of: &ShardRows<'_>, person: u32, rows: &[u32], laid: &mut Laid) {
    let (first_session, first_device) = (laid.sessions.len(), laid.devices.len());
    let mut session_of: HashMap<u32, u32> = HashMap::new();
    let mut device_of: HashMap<u32, u32> = HashMap::new();
    let mut session = 0;
    let mut previous_ts_us = None;
    for (seq, row) in rows.iter().enumerate() {
        let event = &of.rows[*row as usize];
        let next_session = (laid.sessions.len() - first_session) as u32;
        session = if event.session == MISSING {
            let is_after_gap =
                previous_ts_us.is_none_or(|previous| event.ts_us - previous >= SESSION_GAP_US);
            let is_new = is_after_gap || event.changes_user;
            if is_new { next_session } else { session }
        } else {
            *session_of.entry(event.session).or_insert(next_session)
        };
        previous_ts_us = Some(event.ts_us);
        match laid.sessions.get_mut(first_session + session as usize) {
            Some(session) => session.last_ts_us = event.ts_us,
            None => laid.sessions.push(LaidSession {
                person,
                session,
                id: event.session,
                first_ts_us: event.ts_us,
                last_ts_us: event.ts_us,
            }),
        }
        let device = match event.device {
            MISSING => MISSING,
            id => *device_of.entry(id).or_insert_with(|| {
                let device = (laid.devices.len() - first_device) as u32;
                laid.devices.push(LaidDevice { person, device, id });
                device
            }),
        };
        laid.events.push(LaidEvent {
            row: *row,
            person,
            seq: seq as u32,
            session,
            device,
        });
    }
}

/// Notes the user properties that are not the same in all of a person's events.
fn note_changes(of: &ShardRows<'_>, rows: &[u32], changing: &mut BTreeSet<u32>) {
    let Some((first, others)) = rows.split_first() else {
        return;
    };
    let first = of.user_properties_of(*first);
    for row in others {
        let pairs = of.user_properties_of(*row);
        if pairs == first {
            continue;
        }
        let differs_from = |those: &[(u32, u32)], pair: &(u32, u32)| !those.contains(pair);
        changing.extend(
            first
                .iter()
                .filter(|pair| differs_from(pairs, pair))
                .map(|pair| pair.0),
        );
        changing.extend(
            pairs
                .iter()
                .filter(|pair| differs_from(first, pair))
                .map(|pair| pair.0),
        );
    }
}
