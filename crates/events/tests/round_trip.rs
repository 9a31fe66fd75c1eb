//! What is prepared reads back: random events against a plain, quadratic account of who a person
//! is and where sessions end, for any number of shards and threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use campaign::Value;
use events::prepare::{LogWriter, Provenance, Size};
use events::{Event, Identifier, MISSING, Manifest, Need, PreparedLog, UserProperty};
use proptest::prelude::*;

const START_US: i64 = 1_700_000_000_000_000;
const MINUTE_US: i64 = 60_000_000;

fn write(events: &[Event], out: &Path, size: Size) -> Manifest {
    let mut writer = LogWriter::new(out, size).unwrap();
    for event in events {
        writer.push(event, None).unwrap();
    }
    writer
        .arrange()
        .unwrap()
        .write(Provenance::default())
        .unwrap()
        .commit()
        .unwrap()
}

/// Every person's events as they must read back, found the slow and obvious way.
fn expected(events: &[Event]) -> BTreeMap<String, Vec<Event>> {
    let mut events = events.to_vec();
    events.sort_by_key(|event| event.ts_us);
    let users: BTreeSet<_> = events
        .iter()
        .filter_map(|event| event.user_id.clone())
        .collect();
    let person = |at: usize| {
        let event = &events[at];
        let mut later = events[at..]
            .iter()
            .filter(|other| other.device_id == event.device_id);
        let known = later.find_map(|other| other.user_id.as_ref());
        let user = event
            .user_id
            .as_ref()
            .or(known)
            .or(event.device_id.as_ref());
        user.unwrap().clone()
    };
    let people: Vec<_> = (0..events.len()).map(person).collect();
    let mut by_person: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        let mut event = events[at].clone();
        event.user_id = users.contains(person).then(|| person.clone());
        let before = by_person.entry(person.clone()).or_default();
        if event.session_id.is_none() {
            let on_device = |other: &usize| {
                events[*other].device_id.is_some() && events[*other].device_id == event.device_id
            };
            let last_on_device = (0..at).rev().find(on_device);
            let changes_user = last_on_device.is_some_and(|other| people[other] != *person);
            let last = before.last();
            let is_new =
                last.is_none_or(|last| event.ts_us - last.ts_us >= 30 * MINUTE_US) || changes_user;
            let current = last.and_then(|last| last.session_id.clone());
            event.session_id = current.filter(|_| !is_new);
        }
        before.push(event);
    }
    by_person
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<f64>()
            .prop_filter("finite", |n| n.is_finite())
            .prop_map(Value::Number),
        (-3_i32..3).prop_map(|n| Value::Number(f64::from(n))),
        any::<String>().prop_map(Value::Text),
        "[ab]".prop_map(Value::Text),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 0..3).prop_map(Value::List)
    })
}

fn properties() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let key = prop_oneof!["[abc]", "p\\.x|ts|person|가격| |"];
    prop::collection::btree_map(key, value(), 0..3)
}

fn text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop_oneof!["[ab]", any::<String>()]).prop_map(|t| t.filter(|t| !t.is_empty()))
}

prop_compose! {
    fn event()(
        ids in prop_oneof![
            (Just(None), Just(Some("d1|d2|x"))),
            (Just(Some("u1|u2|x")), Just(None)),
            (Just(Some("u1|u2|x")), Just(Some("d1|d2|x"))),
        ].prop_flat_map(|(user, device)| {
            let id = |id: Option<&'static str>| match id {
                Some(pattern) => pattern.prop_map(Some).boxed(),
                None => Just(None).boxed(),
            };
            (id(user), id(device))
        }),
        session_id in prop_oneof![3 => Just(None), 1 => "s[12]".prop_map(Some)],
        minute in 0_i64..120,
        name in prop_oneof!["[ab]", "\\$pageview", "열기"],
        context in prop::array::uniform8(text()),
        properties in properties(),
        user_properties in properties(),
    ) -> Event {
        let [platform, sdk, orientation, os_version, sdk_version, app_version, url, page] = context;
        let (user_id, device_id) = ids;
        Event {
            user_id, device_id, session_id, ts_us: START_US + minute * MINUTE_US, name, platform,
            sdk, orientation, os_version, sdk_version, app_version, url, page, properties,
            user_properties,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn events_read_back(
        events in prop::collection::vec(event(), 1..25),
        shards in 1_u32..6,
        memory_bytes_max in prop_oneof![Just(None), Just(Some(0))],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("log");
        let manifest = write(&events, &out, Size {
            shards: Some(shards),
            threads: Some(2),
            memory_bytes_max,
        });
        let log = PreparedLog::open(&out).unwrap();
        prop_assert_eq!(log.manifest(), &manifest);
        let expected = expected(&events);
        prop_assert_eq!(manifest.events as usize, events.len());
        prop_assert_eq!(manifest.users as usize, expected.len());
        for (person, expected) in &expected {
            prop_assert_eq!(&log.events_of(person).unwrap(), expected, "{}", person);
        }
    }

    /// The columnar way gives what the plain way gives.
    #[test]
    fn a_walk_visits_every_event_in_order(
        events in prop::collection::vec(event(), 1..25),
        shards in 1_u32..4,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let manifest = write(&events, folder.path(), Size { shards: Some(shards), ..Size::default() });
        let log = PreparedLog::open(folder.path()).unwrap();
        let need = Need {
            properties: manifest.event_properties.keys().cloned().collect(),
            user_properties: manifest.user_properties.keys().cloned().collect(),
            identifiers: [Identifier::Device, Identifier::Session].into(),
            ..Need::default()
        };
        let mut walked: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        let mut sessions = 0;
        for shard in 0..log.shards() {
            let shard = log.load(shard, &need).unwrap();
            sessions += shard.people.sessions.as_ref().unwrap().ids.len() as u64;
            for at in shard.walk() {
                let partition = &shard.partitions[at.partition];
                let person = partition.person[at.row];
                let devices = shard.people.devices.as_ref().unwrap();
                let of = &shard.people.sessions.as_ref().unwrap();
                let session = of.row(person, partition.session[at.row]);
                let ts_us = partition.ts_us[at.row];
                prop_assert!((of.first_ts_us[session]..=of.last_ts_us[session]).contains(&ts_us));
                let user_property = |key: &String| {
                    let value = match shard.user_property(partition, key) {
                        UserProperty::ByPerson(column) => column.get(person as usize),
                        UserProperty::ByEvent(column) => column.get(at.row),
                        UserProperty::Absent => None,
                    };
                    value.map(|value| (key.clone(), value.clone()))
                };
                let property = |(key, column): (&String, &events::Column)| {
                    column.get(at.row).map(|value| (key.clone(), value.clone()))
                };
                prop_assert_eq!(
                    partition.device[at.row] == MISSING,
                    devices.id(person, partition.device[at.row]).is_none()
                );
                let id = shard.people.ids.get(person).to_owned();
                walked.entry(id.clone()).or_default().push(Event {
                    user_id: shard.people.is_user[person as usize].then_some(id),
                    device_id: devices.id(person, partition.device[at.row]).map(str::to_owned),
                    session_id: of.ids[session].clone(),
                    ts_us,
                    name: partition.name.clone(),
                    properties: partition.properties.iter().filter_map(property).collect(),
                    user_properties: need.user_properties.iter().filter_map(user_property).collect(),
                    ..Event::default()
                });
            }
        }
        prop_assert_eq!(sessions, manifest.sessions);
        let without_context = |event: Event| Event {
            platform: None, sdk: None, orientation: None, os_version: None, sdk_version: None,
            app_version: None, url: None, page: None, ..event
        };
        let expected: BTreeMap<_, Vec<_>> = expected(&events)
            .into_iter()
            .map(|(id, events)| (id, events.into_iter().map(without_context).collect()))
            .collect();
        prop_assert_eq!(walked, expected);
    }
}
