//! First stage: events in reading order, checked, as records that may go to disk.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use campaign::Value;

use super::owners::Devices;
use super::spill::{Spill, Spool};
use super::{EVENT_NAMES_MAX, PROPERTY_KEYS_MAX, record};
use crate::error::Error;
use crate::event::Event;
use crate::source::{Cause, Flaw};

/// Texts by code.
#[derive(Debug, Default)]
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

    /// Whether a text has a code.
    pub fn has(&self, text: &str) -> bool {
        self.codes.contains_key(text)
    }

    /// All texts, by code.
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// The names of events and the keys of properties: few enough to be in memory throughout.
#[derive(Debug, Default)]
pub struct Vocabulary {
    pub names: Interner,
    pub properties: Interner,
    pub user_properties: Interner,
}

impl Vocabulary {
    /// Whether an event's names and keys fit in.
    fn check_room(&self, event: &Event) -> Result<(), Flaw> {
        if !self.names.has(&event.name) && self.names.texts().len() == EVENT_NAMES_MAX {
            let detail = format!(
                "`{}` would be event name {}",
                event.name,
                EVENT_NAMES_MAX + 1
            );
            return Err(Flaw::new(Cause::TooManyEventNames, detail));
        }
        if has_room(&self.properties, &event.properties)
            && has_room(&self.user_properties, &event.user_properties)
        {
            return Ok(());
        }
        let detail = format!("the log has {PROPERTY_KEYS_MAX} property keys without it");
        Err(Flaw::new(Cause::TooManyPropertyKeys, detail))
    }
}

fn has_room(keys: &Interner, properties: &BTreeMap<String, Value>) -> bool {
    let new = properties.keys().filter(|key| !keys.has(key)).count();
    keys.texts().len() + new <= PROPERTY_KEYS_MAX
}

/// All events so far.
pub struct Gathered {
    pub vocabulary: Vocabulary,
    pub spool: Spool,
    pub devices: Devices,
    pub rows: u64,
    record: Vec<u8>,
}

impl Gathered {
    /// None so far.
    pub fn new(memory_bytes_max: usize) -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            spool: Spool::new(memory_bytes_max / 2),
            devices: Devices::new(memory_bytes_max / 4),
            rows: 0,
            record: Vec::new(),
        }
    }

    /// Whether an event's names and keys fit in.
    pub fn check_room(&self, event: &Event) -> Result<(), Flaw> {
        self.vocabulary.check_room(event)
    }

    /// Takes an event that was checked.
    pub fn push(
        &mut self,
        event: &Event,
        insert_id: Option<&str>,
        spill: &Spill,
    ) -> Result<(), Error> {
        record::write(event, insert_id, &mut self.vocabulary, &mut self.record);
        self.spool.push(&self.record, spill)?;
        self.devices.push(event, self.rows, spill)?;
        self.rows += 1;
        Ok(())
    }
}
