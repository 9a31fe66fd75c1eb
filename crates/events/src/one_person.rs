//! All that one person did, for explaining a decision.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use campaign::Value;

use crate::columns::{self, Table};
use crate::error::Error;
use crate::event::Event;
use crate::files;
use crate::prepared::{self, PreparedLog};
use crate::shard::{Column, Context, Events, Partition, Texts};

impl PreparedLog {
    /// All events of a person in order, with everything the log has of them; none if the log does
    /// not know the person. Only the person's own rows are read.
    ///
    /// The ids are those after import: `user_id` is the person's also for events before the user
    /// was known, `session_id` is absent where the session was found by gap.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn events_of(&self, person_id: &str) -> Result<Vec<Event>, Error> {
        let shard = self.shard_of(person_id);
        let people = self.path(files::people(shard));
        let ids = columns::read(&people, |name| name == "id", None)?.texts("id")?;
        let Some(index) = find(&ids, person_id) else {
            return Ok(Vec::new());
        };
        let person = self.person(shard, index)?;
        let mut events = Vec::new();
        for number in self.numbers(&Events::All) {
            let Some(path) = self.partition_path(number, shard) else {
                continue;
            };
            let name = &self.manifest().event_names[number].name;
            let partition = prepared::partition(name, &own_rows(&path, index)?)?;
            let rows = 0..partition.len();
            events.extend(rows.map(|row| (partition.seq[row], person.event(&partition, row))));
        }
        events.sort_unstable_by_key(|(seq, _)| *seq);
        Ok(events.into_iter().map(|(_, event)| event).collect())
    }

    fn person(&self, shard: u32, index: u32) -> Result<Person, Error> {
        let people = self.path(files::people(shard));
        let people = own_rows(&people, index)?;
        let devices = self.path(files::devices(shard));
        let sessions = self.path(files::sessions(shard));
        let is_user = people.flags("is_user")?.contains(&true);
        Ok(Person {
            user_id: is_user.then_some(people.texts("id")?.get(0).to_owned()),
            user_properties: values(&people.values_by_key("u.")?, 0),
            devices: own_rows(&devices, index)?
                .texts("id")?
                .iter()
                .map(str::to_owned)
                .collect(),
            sessions: own_rows(&sessions, index)?.optional_texts("id")?,
        })
    }
}

/// Reads a person's rows of a file that is sorted by person.
fn own_rows(path: &Path, person: u32) -> Result<Table<'_>, Error> {
    let persons = columns::read(path, |name| name == "person", None)?.uints("person")?;
    let start = persons.partition_point(|other| *other < person);
    let end = persons.partition_point(|other| *other <= person);
    columns::read(path, |_| true, Some(start..end))
}

/// The place of an id among ids in order.
fn find(ids: &Texts, id: &str) -> Option<u32> {
    let (mut low, mut high) = (0, ids.len() as u32);
    while low < high {
        let middle = low.midpoint(high);
        match ids.get(middle).cmp(id) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

struct Person {
    user_id: Option<String>,
    user_properties: BTreeMap<String, Value>,
    devices: Vec<String>,
    sessions: Vec<Option<String>>,
}

impl Person {
    fn event(&self, partition: &Partition, row: usize) -> Event {
        let text = |context| {
            let column: &Column = partition.context.get(&context)?;
            column.get(row)?.as_text()
        };
        let mut user_properties = self.user_properties.clone();
        user_properties.extend(values(&partition.user_properties, row));
        Event {
            user_id: self.user_id.clone(),
            device_id: self.devices.get(partition.device[row] as usize).cloned(),
            session_id: self.sessions[partition.session[row] as usize].clone(),
            ts_us: partition.ts_us[row],
            name: partition.name.clone(),
            platform: text(Context::Platform),
            sdk: text(Context::Sdk),
            orientation: text(Context::Orientation),
            os_version: text(Context::OsVersion),
            sdk_version: text(Context::SdkVersion),
            app_version: text(Context::AppVersion),
            url: text(Context::Url),
            page: text(Context::Page),
            properties: values(&partition.properties, row),
            user_properties,
        }
    }
}

fn values(columns: &BTreeMap<String, Column>, row: usize) -> BTreeMap<String, Value> {
    let present = columns
        .iter()
        .filter_map(|(key, column)| Some((key, column.get(row)?)));
    present
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
