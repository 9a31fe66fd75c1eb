//! What goes out comes back as it was.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

/// Texts, numbers and fields of a newer version, put anywhere into a sample campaign.
fn mutated() -> impl Strategy<Value = Draft> {
    let value = prop_oneof![
        ".{0,40}".prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        Just(json!({"glow": [1, 2.5, {"deep": null}]})),
    ];
    let change = (any::<usize>(), ".{1,12}", value);
    let changes = proptest::collection::vec(change, 0..12);
    (0_usize..3, changes).prop_map(|(index, changes)| {
        let mut json: Json = serde_json::from_str(fixtures::sample_campaigns()[index].1).unwrap();
        for (at, name, value) in changes {
            let mut changed = json.clone();
            put(&mut changed, at, &name, value);
            // A change that makes it something else than a campaign is left out.
            if Draft::from_json(&changed.to_string()).is_ok() {
                json = changed;
            }
        }
        let mut draft = Draft::from_json(&json.to_string()).unwrap();
        draft.key = "mutated".to_owned();
        draft
    })
}

/// Sets one value somewhere: a field of an object is replaced, or a strange one added.
fn put(json: &mut Json, at: usize, name: &str, value: Json) {
    fn objects(json: &Json, path: &str, found: &mut Vec<String>) {
        match json {
            Json::Object(fields) => {
                found.push(path.to_owned());
                for (name, value) in fields {
                    objects(value, &format!("{path}/{name}"), found);
                }
            }
            Json::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    objects(value, &format!("{path}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    objects(json, "", &mut found);
    let path = &found[at % found.len()];
    let Some(Json::Object(fields)) = json.pointer_mut(path) else {
        return;
    };
    let replaced = fields.keys().nth(at % (fields.len() + 1)).cloned();
    fields.insert(replaced.unwrap_or_else(|| name.to_owned()), value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_exported_comes_back_as_it_was(draft in mutated()) {
        let bench = Bench::new();
        let report = import_bytes(&bench, &exported(&draft)).unwrap();
        let imported = &report.added[0];
        prop_assert_eq!(imported.outcome, ImportOutcome::Added);
        let there = bench.workbench.workspace().campaign(&draft.key).unwrap().draft;
        let paused = !imported.notes.is_empty();
        prop_assert!(!paused || draft.status == Status::Active, "{imported:?}");
        let expected = Draft {
            status: if paused { Status::Paused } else { draft.status },
            ..draft
        };
        prop_assert_eq!(&there, &expected);
        prop_assert_eq!(there.to_json(), expected.to_json());
        let stored = bench.workbench.workspace().assets().unwrap();
        let was_there = |sha256: &str| {
            fixtures::sample_assets().iter().any(|(_, content)| sha256_hex(content) == sha256)
        };
        for sha256 in expected.assets() {
            prop_assert_eq!(stored.contains_key(sha256), was_there(sha256), "{}", sha256);
        }
    }
}

#[test]
fn a_package_has_the_same_bytes_whenever_it_is_written() {
    let draft = sample(1);
    assert_eq!(exported(&draft), exported(&draft));
}

#[test]
fn a_package_lists_its_entries_as_any_zip() {
    let bytes = exported(&sample(1));
    let archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut expected = vec!["campaign.json".to_owned()];
    expected.extend(
        sample(1)
            .assets()
            .iter()
            .map(|sha256| format!("images/{sha256}.png")),
    );
    assert_eq!(names, expected);
}
