use std::collections::BTreeMap;

use campaign::{AssetFacts, AssetFormat, Draft, Value};

use super::*;

fn file() -> (tempfile::TempDir, ServerFile) {
    let folder = tempfile::tempdir().unwrap();
    let file = ServerFile::open(&folder.path().join("server.sqlite")).unwrap();
    (folder, file)
}

fn published(key: &str, revision: i64) -> PublishedRecord {
    PublishedRecord {
        revision,
        draft: Draft::new(key.to_owned(), key.to_uppercase()),
        updated_ms: 5,
        deleted: false,
    }
}

fn keys(file: &ServerFile) -> Vec<String> {
    let key = |record: PublishedRecord| record.draft.key;
    file.read(|tables| Ok(tables.campaigns()?.into_iter().map(key).collect()))
        .unwrap()
}

#[test]
fn campaigns_keep_their_place_through_changes_and_deletion() {
    let (_folder, mut file) = file();
    for key in ["b", "a", "c"] {
        file.write(|tables| tables.set_campaign(&published(key, 1)))
            .unwrap();
    }
    let deleted = PublishedRecord {
        deleted: true,
        ..published("b", 2)
    };
    file.write(|tables| tables.set_campaign(&deleted)).unwrap();
    assert_eq!(keys(&file), ["a", "c"]);
    assert_eq!(
        file.read(|tables| tables.campaign("b")).unwrap(),
        Some(deleted)
    );
    file.write(|tables| tables.set_campaign(&published("b", 3)))
        .unwrap();
    assert_eq!(keys(&file), ["b", "a", "c"]);
}

#[test]
fn work_that_fails_leaves_no_trace() {
    let (_folder, mut file) = file();
    let outcome = file.write(|tables| {
        tables.set_campaign(&published("a", 1))?;
        Err::<(), _>(StoreError::NoCampaign {
            key: "z".to_owned(),
        })
    });
    assert_eq!(outcome.unwrap_err().to_string(), "find campaign z");
    assert_eq!(keys(&file), [""; 0]);
}

#[test]
fn an_event_is_counted_once() {
    let (_folder, mut file) = file();
    let event = |event_id: &str, person: &str, group: &str| MessageEventRecord {
        event_id: event_id.to_owned(),
        campaign: "spring".to_owned(),
        group: group.to_owned(),
        event: "message_impression".to_owned(),
        distinct_id: person.to_owned(),
        device_id: None,
        session_id: None,
        at_ms: 1,
        action_name: None,
        action_value: None,
    };
    let mut add = |record| {
        file.write(|tables| tables.add_message_event(&record))
            .unwrap()
    };
    assert!(add(event("1", "mia", "A")));
    assert!(!add(event("1", "mia", "A")));
    assert!(add(event("2", "mia", "A")));
    assert!(add(event("3", "leo", "B")));
    let counts = file.read(|tables| tables.counts("spring")).unwrap();
    assert_eq!(counts["A"]["message_impression"], (2, 1));
    assert_eq!(counts["B"]["message_impression"], (1, 1));
    let seen = file.read(|tables| tables.message_events("mia")).unwrap();
    assert_eq!(seen.len(), 2);
}

#[test]
fn properties_are_set_one_by_one() {
    let (_folder, mut file) = file();
    let set = |name: &str, value: f64| BTreeMap::from([(name.to_owned(), Value::from(value))]);
    for properties in [set("age", 3.0), set("visits", 1.0), set("age", 4.0)] {
        file.write(|tables| tables.set_properties("mia", &properties, 1))
            .unwrap();
    }
    let mut expected = set("age", 4.0);
    expected.extend(set("visits", 1.0));
    assert_eq!(
        file.read(|tables| tables.properties("mia")).unwrap(),
        expected
    );
    assert_eq!(
        file.read(|tables| tables.properties("leo")).unwrap(),
        BTreeMap::new()
    );
}

#[test]
fn images_and_answers_read_back() {
    let (_folder, mut file) = file();
    let facts = AssetFacts {
        width: 2,
        height: 1,
        bytes: 3,
        format: AssetFormat::Png,
    };
    let record = ImageRecord {
        sha256: "ab".to_owned(),
        facts,
    };
    file.write(|tables| tables.put_image(&record, b"png"))
        .unwrap();
    assert_eq!(file.read(|tables| tables.image("ab")).unwrap(), Some(facts));
    let content = file
        .read(|tables| tables.image_content("ab"))
        .unwrap()
        .unwrap();
    assert_eq!(
        (content.format, content.content.as_slice()),
        (AssetFormat::Png, &b"png"[..])
    );

    let answer = |id: &str, at_ms| AnswerRecord {
        id: id.to_owned(),
        request: "hash".to_owned(),
        answer: serde_json::json!({ "revision": 1 }),
        at_ms,
    };
    file.write(|tables| tables.keep_answer(&answer("old", 1), 0))
        .unwrap();
    file.write(|tables| tables.keep_answer(&answer("new", 9), 5))
        .unwrap();
    assert_eq!(file.read(|tables| tables.answer("old")).unwrap(), None);
    assert_eq!(
        file.read(|tables| tables.answer("new")).unwrap(),
        Some(answer("new", 9))
    );
}
