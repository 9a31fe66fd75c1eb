//! Whose an event without a user is, and where a device changes hands.
//!
//! An event without a user belongs to the first user seen later on its device, else to the
//! device; a device whose id is also a user's is that user. To know this, what happened on each
//! device is sorted by device and time, the last first: then what is later has been seen.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::sort::{Sorted, Sorter};
use super::spill::Spill;
use crate::error::Error;
use crate::event::Event;

/// Ids whose hashes are remembered.
const REMEMBERED_MAX: usize = 1 << 16;

/// What happened on devices, so far.
pub struct Devices {
    sorter: Sorter,
    remembered: HashMap<String, Remembered>,
    payload: Vec<u8>,
}

/// An id that was met lately.
#[derive(Clone, Copy)]
struct Remembered {
    hash: [u8; 16],
    /// That it is a user's has been noted.
    is_noted: bool,
}

/// What an event says of its user, and whether its session must be found by gap.
const ANONYMOUS: u8 = 0;
const USER: u8 = 1;
const USER_LIKE_DEVICE: u8 = 2;
const NO_SESSION: u8 = 4;

/// Whether a key tells of a user of that id, or of an event on the device of that id.
const IS_USER: u8 = 0;
const IS_EVENT: u8 = 1;

impl Devices {
    /// None so far.
    pub fn new(memory_bytes_max: usize) -> Self {
        Self {
            sorter: Sorter::new(memory_bytes_max),
            remembered: HashMap::new(),
            payload: Vec::new(),
        }
    }

    /// Notes an event by its row.
    pub fn push(&mut self, event: &Event, row: u64, spill: &Spill) -> Result<(), Error> {
        if let Some(user) = &event.user_id {
            self.note_user(user, spill)?;
        }
        let Some(device) = &event.device_id else {
            return Ok(());
        };
        let (kind, text) = match &event.user_id {
            None => (ANONYMOUS, ""),
            Some(user) if user == device => (USER_LIKE_DEVICE, ""),
            Some(user) => (USER, user.as_str()),
        };
        let gap = if event.session_id.is_none() {
            NO_SESSION
        } else {
            0
        };
        self.payload.clear();
        self.payload.push(kind | gap);
        self.payload.extend_from_slice(text.as_bytes());
        let hash = self.remembered(device).hash;
        let mut key = [0; 33];
        key[..16].copy_from_slice(&hash);
        key[16] = IS_EVENT;
        // The last first; believable times are not negative.
        key[17..25].copy_from_slice(&(!(event.ts_us as u64)).to_be_bytes());
        key[25..].copy_from_slice(&(!row).to_be_bytes());
        self.sorter.push(&key, &self.payload, spill)
    }

    fn note_user(&mut self, user: &str, spill: &Spill) -> Result<(), Error> {
        let remembered = self.remembered(user);
        if std::mem::replace(&mut remembered.is_noted, true) {
            return Ok(());
        }
        let key = [&remembered.hash[..], &[IS_USER]].concat();
        self.sorter.push(&key, &[], spill)
    }

    fn remembered(&mut self, id: &str) -> &mut Remembered {
        if self.remembered.len() == REMEMBERED_MAX && !self.remembered.contains_key(id) {
            self.remembered.clear();
        }
        // Looked up twice: the entry API would copy the id each time.
        if !self.remembered.contains_key(id) {
            let digest = Sha256::digest(id.as_bytes());
            let remembered = Remembered {
                hash: std::array::from_fn(|at| digest[at]),
                is_noted: false,
            };
            self.remembered.insert(id.to_owned(), remembered);
        }
        self.remembered.get_mut(id).expect("it was just put there")
    }

    /// Finds what is not plain in the events themselves, by row.
    pub fn resolve(self, memory_bytes_max: usize, spill: &Spill) -> Result<Owners, Error> {
        let mut sorted = self.sorter.finish()?;
        let mut found = Sorter::new(memory_bytes_max);
        let mut device = Device::default();
        while let Some((key, payload)) = sorted.next_record()? {
            if key[..16] != device.hash {
                device.end(&mut found, spill)?;
                device.hash.copy_from_slice(&key[..16]);
            }
            if key[16] == IS_USER {
                device.is_user = true;
                continue;
            }
            let row = u64::from_be_bytes(std::array::from_fn(|at| !key[25 + at]));
            device.before(row, payload, &mut found, spill)?;
        }
        device.end(&mut found, spill)?;
        Owners::new(found.finish()?)
    }
}

/// A person, as seen from a device.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Owner {
    User(Vec<u8>),
    UserLikeDevice,
    Device,
}

/// A device while its events are seen, the last first.
#[derive(Default)]
struct Device {
    hash: [u8; 16],
    is_user: bool,
    next_user: Option<Owner>,
    later: Option<Seen>,
}

/// An event whose event before has not been seen yet.
struct Seen {
    row: u64,
    kind: u8,
    owner: Owner,
}

impl Device {
    fn before(
        &mut self,
        row: u64,
        payload: &[u8],
        found: &mut Sorter,
        spill: &Spill,
    ) -> Result<(), Error> {
        let kind = payload[0];
        let owner = match kind & !NO_SESSION {
            USER => Owner::User(payload[1..].to_vec()),
            USER_LIKE_DEVICE => Owner::UserLikeDevice,
            _ => match &self.next_user {
                Some(owner) => owner.clone(),
                None if self.is_user => Owner::UserLikeDevice,
                None => Owner::Device,
            },
        };
        if kind & !NO_SESSION != ANONYMOUS {
            self.next_user = Some(owner.clone());
        }
        let seen = Seen { row, kind, owner };
        if let Some(later) = self.later.take() {
            let changes = later.owner != seen.owner;
            later.note(changes, found, spill)?;
        }
        self.later = Some(seen);
        Ok(())
    }

    fn end(&mut self, found: &mut Sorter, spill: &Spill) -> Result<(), Error> {
        match std::mem::take(self).later {
            Some(first) => first.note(false, found, spill),
            None => Ok(()),
        }
    }
}

/// What [`Owners`] says of a row.
const CHANGES_USER: u8 = 8;

impl Seen {
    /// Notes what the event itself does not tell.
    fn note(&self, changes: bool, found: &mut Sorter, spill: &Spill) -> Result<(), Error> {
        let is_anonymous = self.kind & !NO_SESSION == ANONYMOUS;
        let (kind, text) = match &self.owner {
            Owner::User(user) if is_anonymous => (USER, user.as_slice()),
            Owner::UserLikeDevice if is_anonymous => (USER_LIKE_DEVICE, &[][..]),
            _ => (ANONYMOUS, &[][..]),
        };
        let changes = changes && self.kind & NO_SESSION != 0;
        let flags = kind | if changes { CHANGES_USER } else { 0 };
        if flags == 0 {
            return Ok(());
        }
        found.push(&self.row.to_be_bytes(), &[&[flags], text].concat(), spill)
    }
}

/// Owners by row, asked for in the order of rows.
pub struct Owners {
    sorted: Sorted,
    next: Option<(u64, Vec<u8>)>,
}

/// Whose an event is.
pub struct Owned<'a> {
    /// `user_id`, or the device's id for those never identified.
    pub person: &'a str,
    /// Whether that is a `user_id`.
    pub is_user: bool,
    /// On the event's device, the event before was another person's.
    pub changes_user: bool,
}

impl Owners {
    fn new(sorted: Sorted) -> Result<Self, Error> {
        let mut owners = Self { sorted, next: None };
        owners.advance()?;
        Ok(owners)
    }

    fn advance(&mut self) -> Result<(), Error> {
        let next = self.sorted.next_record()?;
        self.next = next.map(|(key, payload)| {
            let row = u64::from_be_bytes(key.try_into().expect("keys are rows"));
            (row, payload.to_vec())
        });
        Ok(())
    }

    /// The owner of a row, given its own user and device; rows must rise.
    pub fn of<'a>(
        &mut self,
        row: u64,
        user: Option<&'a str>,
        device: Option<&'a str>,
        text: &'a mut String,
    ) -> Result<Owned<'a>, Error> {
        let device = device.unwrap_or_default();
        let plain = Owned {
            person: user.unwrap_or(device),
            is_user: user.is_some(),
            changes_user: false,
        };
        let Some((_, payload)) = self.next.take_if(|(next, _)| *next == row) else {
            return Ok(plain);
        };
        self.advance()?;
        let flags = payload[0];
        text.clear();
        text.push_str(str::from_utf8(&payload[1..]).expect("written from text"));
        let (person, is_user) = match flags & !CHANGES_USER {
            USER => (text.as_str(), true),
            USER_LIKE_DEVICE => (device, true),
            _ => (plain.person, plain.is_user),
        };
        Ok(Owned {
            person,
            is_user,
            changes_user: flags & CHANGES_USER != 0,
        })
    }
}
