//! Third stage, per shard: its events with every text interned, in order.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::divide::Divided;
use super::gather::{Interner, Vocabulary};
use super::record::Reader;
use crate::error::Error;
use crate::shard::{Context, MISSING};

/// An event; texts are codes, [`MISSING`] where absent.
pub struct Row {
    pub ts_us: i64,
    /// In [`Vocabulary::names`].
    pub name: u32,
    pub device: u32,
    pub session: u32,
    /// By [`Context`], in the order of [`Context::ALL`].
    pub context: [u32; Context::ALL.len()],
    /// On the event's device, the event before was another person's.
    pub changes_user: bool,
    /// A hash of the insert id.
    insert: Option<u64>,
    properties_end: usize,
    user_properties_end: usize,
}

/// The values of properties as JSON text, by the key's code in the [`Vocabulary`].
#[derive(Default)]
pub struct Values {
    pub texts: Vec<Interner>,
    /// Key and value codes of all events, one event after the other, by key text within each.
    pairs: Vec<(u32, u32)>,
}

impl Values {
    fn read(&mut self, reader: &mut Reader<'_>) -> usize {
        reader.properties(|key, value| {
            let code = self.texts[key as usize].code(value);
            self.pairs.push((key, code));
        });
        self.pairs.len()
    }
}

/// A person.
pub struct Person {
    /// `user_id`, or the device's id for those never identified.
    pub id: Arc<str>,
    /// Whether the id is a `user_id`.
    pub is_user: bool,
    /// The person's events in [`ShardRows::order`].
    pub rows: Range<usize>,
}

/// A shard's events.
pub struct ShardRows<'a> {
    pub vocabulary: &'a Vocabulary,
    pub devices: Interner,
    pub sessions: Interner,
    pub context: [Interner; Context::ALL.len()],
    pub properties: Values,
    pub user_properties: Values,
    pub rows: Vec<Row>,
    /// By id.
    pub people: Vec<Person>,
    /// Rows by person, time and reading order, without repeated deliveries.
    pub order: Vec<u32>,
    /// Events dropped because of their insert id.
    pub duplicates: u64,
}

impl<'a> ShardRows<'a> {
    /// Reads a shard and puts it in order.
    pub fn read(
        divided: &Divided,
        shard: usize,
        vocabulary: &'a Vocabulary,
    ) -> Result<Self, Error> {
        let values = |keys: &Interner| Values {
            texts: keys.texts().iter().map(|_| Interner::default()).collect(),
            pairs: Vec::new(),
        };
        let mut of = Self {
            vocabulary,
            devices: Interner::default(),
            sessions: Interner::default(),
            context: Default::default(),
            properties: values(&vocabulary.properties),
            user_properties: values(&vocabulary.user_properties),
            rows: Vec::new(),
            people: Vec::new(),
            order: Vec::new(),
            duplicates: 0,
        };
        let mut owners = Owners::default();
        divided.each(shard, |record| of.push(record, &mut owners))?;
        if of.rows.len() >= MISSING as usize {
            return Err(Error::TooManyEvents);
        }
        of.arrange(&owners);
        Ok(of)
    }

    fn push(&mut self, record: &[u8], owners: &mut Owners) {
        let Some((flags, rest)) = record.split_first() else {
            return;
        };
        let mut reader = Reader::new(rest);
        let person = reader.text().unwrap_or_default();
        owners.push(person, flags & 1 != 0);
        let mut reader = Reader::new(reader.rest());
        let fixed = reader.fixed();
        let mut context = [MISSING; Context::ALL.len()];
        for ((code, texts), text) in context.iter_mut().zip(&mut self.context).zip(fixed.context) {
            *code = optional_code(texts, text);
        }
        self.rows.push(Row {
            ts_us: fixed.ts_us,
            name: fixed.name,
            device: optional_code(&mut self.devices, fixed.device),
            session: optional_code(&mut self.sessions, fixed.session),
            context,
            changes_user: flags & 2 != 0,
            insert: fixed.insert,
            properties_end: self.properties.read(&mut reader),
            user_properties_end: self.user_properties.read(&mut reader),
        });
    }

    /// Sorts people by id and their events by time; drops repeated deliveries.
    fn arrange(&mut self, owners: &Owners) {
        let ids = owners.ids.texts();
        let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
        by_id.sort_unstable_by_key(|code| &ids[*code as usize]);
        let mut place_of = vec![0; ids.len()];
        for (place, code) in by_id.iter().enumerate() {
            place_of[*code as usize] = place as u32;
        }
        let keys = owners.of_rows.iter().zip(&self.rows).enumerate();
        let mut keys: Vec<_> = keys
            .map(|(row, (code, of))| (place_of[*code as usize], of.ts_us, row as u32))
            .collect();
        keys.sort_unstable();
        for (code, keys) in by_id.iter().zip(keys.chunk_by(|a, b| a.0 == b.0)) {
            let start = self.order.len();
            // Of the events with one insert id the first is kept.
            let mut seen = HashSet::new();
            let rows = keys.iter().map(|key| key.2);
            self.order.extend(rows.filter(|row| {
                let insert = self.rows[*row as usize].insert;
                insert.is_none_or(|id| seen.insert(id))
            }));
            let rows = start..self.order.len();
            self.duplicates += (keys.len() - rows.len()) as u64;
            self.people.push(Person {
                id: Arc::clone(&ids[*code as usize]),
                is_user: owners.is_user[*code as usize],
                rows,
            });
        }
    }

    /// Key and value codes of an event's properties, by key text.
    pub fn properties_of(&self, row: u32) -> &[(u32, u32)] {
        let start = self.previous(row).map_or(0, |row| row.properties_end);
        &self.properties.pairs[start..self.rows[row as usize].properties_end]
    }

    /// Key and value codes of an event's user properties, by key text.
    pub fn user_properties_of(&self, row: u32) -> &[(u32, u32)] {
        let start = self.previous(row).map_or(0, |row| row.user_properties_end);
        &self.user_properties.pairs[start..self.rows[row as usize].user_properties_end]
    }

    fn previous(&self, row: u32) -> Option<&Row> {
        self.rows.get((row as usize).wrapping_sub(1))
    }
}

fn optional_code(texts: &mut Interner, text: Option<&str>) -> u32 {
    text.map_or(MISSING, |text| texts.code(text))
}

/// The people of a shard as they are met.
#[derive(Default)]
struct Owners {
    ids: Interner,
    is_user: Vec<bool>,
    of_rows: Vec<u32>,
}

impl Owners {
    fn push(&mut self, id: &str, is_user: bool) {
        let code = self.ids.code(id);
        if code as usize == self.is_user.len() {
            self.is_user.push(is_user);
        }
        self.of_rows.push(code);
    }
}
