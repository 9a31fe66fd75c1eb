//! All that one person did, for explaining a decision.

use std::collections::BTreeMap;

use campaign::Value;

use crate::columns;
use crate::error::Error;
use crate::event::Event;
use crate::prepared::{self, PreparedLog};
use crate::shard::{
    Column, Context, Devices, Events, Identifier, Need, Partition, People, Sessions,
};

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
        let ids = self.ids(shard)?;
        let Some(person) = find(ids.len() as u32, |at| ids.get(at).cmp(person_id)) else {
            return Ok(Vec::new());
        };
        let need = Need {
            user_properties: self.manifest().user_properties.keys().cloned().collect(),
            identifiers: [Identifier::Device, Identifier::Session].into(),
            ..Need::default()
        };
        let of = OnePerson {
            index: person,
            people: self.people(shard, &need)?,
        };
        let mut events = Vec::new();
        for number in self.numbers(&Events::All) {
            let Some(path) = self.partition_path(number, shard) else {
                continue;
            };
            let persons = columns::read(&path, |name| name == "person", None)?.uints("person")?;
            let start = persons.partition_point(|other| *other < person);
            let end = persons.partition_point(|other| *other <= person);
            if start < end {
                let name = &self.manifest().event_names[number].name;
                let table = columns::read(&path, |_| true, Some(start..end))?;
                let partition = prepared::partition(name, &table)?;
                let rows = 0..partition.len();
                events.extend(rows.map(|row| (partition.seq[row], of.event(&partition, row))));
            }
        }
        events.sort_unstable_by_key(|(seq, _)| *seq);
        Ok(events.into_iter().map(|(_, event)| event).collect())
    }
}

fn find(count: u32, compare: impl Fn(u32) -> std::cmp::Ordering) -> Option<u32> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        match compare(middle) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

struct OnePerson {
    index: u32,
    people: People,
}

impl OnePerson {
    fn event(&self, partition: &Partition, row: usize) -> Event {
        let people = &self.people;
        let text = |context| {
            partition
                .context
                .get(&context)
                .and_then(|column| column.get(row)?.as_text())
        };
        let device = |of: &Devices| of.id(self.index, partition.device[row]).map(str::to_owned);
        let session = |of: &Sessions| of.ids[of.row(self.index, partition.session[row])].clone();
        let mut user_properties = values(&people.user_properties, self.index as usize);
        user_properties.extend(values(&partition.user_properties, row));
        let is_user = people.is_user[self.index as usize];
        Event {
            user_id: is_user.then(|| people.ids.get(self.index).to_owned()),
            device_id: people.devices.as_ref().and_then(device),
            session_id: people.sessions.as_ref().and_then(session),
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
