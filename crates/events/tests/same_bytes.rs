//! The same log gives the same bytes, whatever the number of threads; and the same content,
//! whatever the number of shards and the order of the rows.

mod written;

use std::path::Path;

use events::prepare::{LogWriter, Provenance, Size};
use events::{Event, Manifest, PreparedLog};
use written::files;

/// Events of 40 people on shared devices, in a scattered order.
fn events() -> Vec<Event> {
    let count = 2_000_i64;
    let at = |number: i64| number * 7_919 % count;
    (0..count)
        .map(at)
        .map(|number| {
            let properties = [("n".to_owned(), ((number % 37) as f64).into())];
            let user_properties = [(
                "plan".to_owned(),
                if number % 5 == 0 { "a" } else { "b" }.into(),
            )];
            Event {
                user_id: (number % 3 > 0).then(|| format!("user {}", number % 40)),
                device_id: Some(format!("device {}", number % 23)),
                ts_us: 1_700_000_000_000_000 + number * 50_000_000,
                name: ["open", "buy", "close"][(number % 11 % 3) as usize].to_owned(),
                platform: (number % 2 == 0).then(|| "pc_web".to_owned()),
                properties: properties.into(),
                user_properties: user_properties.into(),
                ..Event::default()
            }
        })
        .collect()
}

fn write(events: &[Event], out: &Path, shards: u32, threads: usize) -> Manifest {
    let size = Size {
        shards: Some(shards),
        threads: Some(threads),
        ..Size::default()
    };
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

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("log");
    let [one, two, seven] = [1, 2, 7].map(|threads| {
        write(&events(), &out, 5, threads);
        files(&out)
    });
    assert_eq!(one.len(), 5 * 3 + 5 * 3 + 2);
    assert!(one == two && two == seven);
}

#[test]
fn shards_and_row_order_do_not_change_the_content() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("log");
    let mut in_time = events();
    in_time.sort_by_key(|event| event.ts_us);
    let first = write(&events(), &out, 1, 2);
    let people = |log: &PreparedLog| {
        let ids = (0..40).map(|n| format!("user {n}"));
        ids.map(|id| log.events_of(&id).unwrap())
            .collect::<Vec<_>>()
    };
    let first_people = people(&PreparedLog::open(&out).unwrap());
    assert!(first_people.iter().flatten().count() > 1_500);
    for (events, shards) in [(events(), 7), (events(), 200), (in_time.clone(), 7)] {
        let again = write(&events, &out, shards, 2);
        assert_eq!(again.shards, shards);
        assert_eq!(again.content_hash, first.content_hash);
        assert_eq!((again.users, again.sessions), (first.users, first.sessions));
        assert!(people(&PreparedLog::open(&out).unwrap()) == first_people);
    }
    in_time[1_000].platform = Some("ios".to_owned());
    assert_ne!(write(&in_time, &out, 7, 2).content_hash, first.content_hash);
}
