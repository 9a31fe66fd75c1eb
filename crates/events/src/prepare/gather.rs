//! First stage: events in reading order, every text interned.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use campaign::Value;

use super::{EVENT_NAMES_MAX, PROPERTY_KEYS_MAX, fnv1a};
use crate::event::Event;
use crate::shard::{Context, MISSING};
use crate::source::{Cause, Flaw};

/// Texts by code.
#[derive(Default)]
pub struct Interner {
    codes: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    /// The code of a text, a new one if it is new.
    pub fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = self.texts.len() as u32;
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.codes.insert(text, code);
        code
    }

    fn optional_code(&mut self, text: Option<&str>) -> u32 {
        text.map_or(MISSING, |text| self.code(text))
    }

    /// The code of a text that has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// All texts, by code.
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// The keys of properties, and the values of each as JSON text.
#[derive(Default)]
pub struct Properties {
    pub keys: Interner,
    pub values: Vec<Interner>,
    /// Key and value codes of all events, one event after the other.
    pairs: Vec<(u32, u32)>,
}

impl Properties {
    fn has_room(&self, properties: &BTreeMap<String, Value>) -> bool {
        let new = properties
            .keys()
            .filter(|key| self.keys.find(key).is_none())
            .count();
        self.values.len() + new <= PROPERTY_KEYS_MAX
    }

    fn push(&mut self, properties: &BTreeMap<String, Value>, json: &mut Vec<u8>) -> usize {
        for (key, value) in properties {
            let key = self.keys.code(key);
            if key as usize == self.values.len() {
                self.values.push(Interner::default());
            }
            json.clear();
            serde_json::to_writer(&mut *json, value).expect("finite values are JSON");
            let text = str::from_utf8(json).expect("JSON is UTF-8");
            self.pairs.push((key, self.values[key as usize].code(text)));
        }
        self.pairs.len()
    }
}

/// An event; texts are codes, [`MISSING`] where absent.
pub struct Row {
    pub ts_us: i64,
    pub name: u32,
    pub user: u32,
    pub device: u32,
    pub session: u32,
    /// By [`Context`], in the order of [`Context::ALL`].
    pub context: [u32; 8],
    /// A hash of the insert id.
    pub insert: Option<u64>,
    properties_end: usize,
    user_properties_end: usize,
}

/// All events so far.
#[derive(Default)]
pub struct Gathered {
    pub names: Interner,
    pub users: Interner,
    pub devices: Interner,
    pub sessions: Interner,
    pub context: [Interner; 8],
    pub properties: Properties,
    pub user_properties: Properties,
    pub rows: Vec<Row>,
    json: Vec<u8>,
}

impl Gathered {
    /// Number of events.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes an event that was checked.
    pub fn push(&mut self, event: &Event, insert_id: Option<&str>) -> Result<(), Flaw> {
        self.check_room(event)?;
        let texts = [
            &event.platform,
            &event.sdk,
            &event.orientation,
            &event.os_version,
            &event.sdk_version,
            &event.app_version,
            &event.url,
            &event.page,
        ];
        let mut context = [MISSING; Context::ALL.len()];
        for ((code, interner), text) in context.iter_mut().zip(&mut self.context).zip(texts) {
            *code = interner.optional_code(text.as_deref());
        }
        self.rows.push(Row {
            ts_us: event.ts_us,
            name: self.names.code(&event.name),
            user: self.users.optional_code(event.user_id.as_deref()),
            device: self.devices.optional_code(event.device_id.as_deref()),
            session: self.sessions.optional_code(event.session_id.as_deref()),
            context,
            // Compared only within a person, where 64 bits are plenty.
            insert: insert_id.map(|id| fnv1a(id.as_bytes())),
            properties_end: self.properties.push(&event.properties, &mut self.json),
            user_properties_end: self
                .user_properties
                .push(&event.user_properties, &mut self.json),
        });
        Ok(())
    }

    fn check_room(&self, event: &Event) -> Result<(), Flaw> {
        let is_new = self.names.find(&event.name).is_none();
        if is_new && self.names.texts().len() == EVENT_NAMES_MAX {
            let detail = format!(
                "`{}` would be event name {}",
                event.name,
                EVENT_NAMES_MAX + 1
            );
            return Err(Flaw::new(Cause::TooManyEventNames, detail));
        }
        let has_room = self.properties.has_room(&event.properties)
            && self.user_properties.has_room(&event.user_properties);
        if !has_room {
            let detail = format!("the log has {PROPERTY_KEYS_MAX} property keys without it");
            return Err(Flaw::new(Cause::TooManyPropertyKeys, detail));
        }
        Ok(())
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
