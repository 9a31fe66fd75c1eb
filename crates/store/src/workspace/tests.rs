use std::path::PathBuf;

use campaign::{AssetFacts, AssetFormat, Draft, History, Limits};
use serde_json::json;

use super::*;

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/shop.rehearsal");
    Place {
        _folder: folder,
        path,
    }
}

fn draft(key: &str) -> Draft {
    Draft::new(key.to_owned(), format!("Campaign {key}"))
}

fn save(workspace: &mut Workspace, draft: &Draft, seen_version: i64) -> Result<i64, StoreError> {
    let history = History::default();
    workspace.save_campaign(&Save {
        draft,
        seen_version,
        history: &history,
        versions: &[],
        now_ms: 2,
    })
}

/// A file whose header says that a newer version made it.
fn newer(path: &Path) {
    drop(Workspace::open(path).unwrap());
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
}

#[test]
fn campaigns_come_back_in_list_order() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    assert!(workspace.is_untouched().unwrap());
    for key in ["b", "a", "c"] {
        workspace.add_campaign(&draft(key), 1).unwrap();
    }
    assert!(!workspace.is_untouched().unwrap());
    let mut edited = draft("b");
    edited.name = "Renamed".to_owned();
    assert_eq!(save(&mut workspace, &edited, 1).unwrap(), 2);
    drop(workspace);

    let workspace = Workspace::open(&place.path).unwrap();
    let found = workspace.campaigns().unwrap();
    let names: Vec<&str> = found
        .iter()
        .map(|record| record.draft.name.as_str())
        .collect();
    assert_eq!(names, ["Renamed", "Campaign a", "Campaign c"]);
    assert_eq!((found[0].version, found[0].updated_ms), (2, 2));
    assert_eq!((found[1].version, found[1].updated_ms), (1, 1));
}

#[test]
fn a_second_window_does_not_overwrite_the_first() {
    let place = place();
    let mut first = Workspace::open(&place.path).unwrap();
    let mut second = Workspace::open(&place.path).unwrap();
    first.add_campaign(&draft("a"), 1).unwrap();
    let mut ours = second.campaign("a").unwrap().draft;
    ours.name = "Second".to_owned();
    let mut theirs = draft("a");
    theirs.name = "First".to_owned();
    save(&mut first, &theirs, 1).unwrap();

    let error = save(&mut second, &ours, 1).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::ChangedElsewhere {
                seen: 1,
                current: 2,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(second.campaign("a").unwrap().draft.name, "First");
    assert_eq!(save(&mut second, &ours, 2).unwrap(), 3);
}

#[test]
fn history_is_kept_with_the_draft_and_refused_with_it() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    let mut current = draft("a");
    workspace.add_campaign(&current, 0).unwrap();
    let mut history = History::default();
    for (version, name) in ["One", "Two", "Three"].into_iter().enumerate() {
        let before = current.clone();
        name.clone_into(&mut current.name);
        history.push(&before, &current, version as i64 * 10_000);
        let version = version as i64 + 1;
        let change = Save {
            draft: &current,
            seen_version: version,
            history: &history,
            versions: &[],
            now_ms: version,
        };
        assert_eq!(workspace.save_campaign(&change).unwrap(), version + 1);
    }
    drop(workspace);

    let mut workspace = Workspace::open(&place.path).unwrap();
    assert_eq!(workspace.history("a").unwrap(), history);
    let back = history.undo(&current).unwrap();
    let change = |seen_version| Save {
        draft: &back,
        seen_version,
        history: &history,
        versions: &[],
        now_ms: 9,
    };
    assert!(workspace.save_campaign(&change(1)).is_err());
    assert_eq!(workspace.history("a").unwrap().past.len(), 3);
    workspace.save_campaign(&change(4)).unwrap();
    assert_eq!(workspace.history("a").unwrap(), history);
    assert_eq!((history.past.len(), history.future.len()), (2, 1));
    let labels = HistoryLabels {
        undo: history.undo_label().map(str::to_owned),
        redo: history.redo_label().map(str::to_owned),
    };
    assert_eq!(labels.undo.as_deref(), Some("Name"));
    assert_eq!(workspace.history_labels("a").unwrap(), labels);
    let none = HistoryLabels {
        undo: None,
        redo: None,
    };
    assert_eq!(workspace.history_labels("b").unwrap(), none);
}

#[test]
fn deleting_can_be_taken_back_with_history_and_place() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    for key in ["a", "b"] {
        workspace.add_campaign(&draft(key), 1).unwrap();
    }
    workspace.delete_campaign("a", 5).unwrap();
    assert_eq!(workspace.campaigns().unwrap().len(), 1);
    for refused in [
        workspace.campaign("a").unwrap_err(),
        save(&mut workspace, &draft("a"), 1).unwrap_err(),
        workspace.delete_campaign("a", 6).unwrap_err(),
        workspace.restore_campaign("b").unwrap_err(),
    ] {
        assert!(
            matches!(refused, StoreError::NoCampaign { .. }),
            "{refused}"
        );
    }
    let taken = workspace.add_campaign(&draft("a"), 7).unwrap_err();
    assert_eq!(taken.to_string(), "add campaign a: its key is taken");
    workspace.restore_campaign("a").unwrap();
    assert_eq!(workspace.campaigns().unwrap()[0].draft.key, "a");
}

#[test]
fn images_are_stored_once_by_content() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    let facts = AssetFacts {
        width: 3,
        height: 2,
        bytes: 3,
        format: AssetFormat::Png,
    };
    let image = NewAsset {
        name: "a.png",
        facts,
        content: b"abc",
    };
    let sha256 = workspace.put_asset(&image).unwrap();
    assert_eq!(
        sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let again = NewAsset {
        name: "b.png",
        ..image
    };
    assert_eq!(workspace.put_asset(&again).unwrap(), sha256);
    assert_eq!(workspace.asset_facts(&sha256).unwrap(), Some(facts));
    assert_eq!(workspace.asset_content(&sha256).unwrap().unwrap(), b"abc");
    assert_eq!(
        workspace.assets().unwrap(),
        [(sha256.clone(), facts)].into()
    );
    assert_eq!(workspace.asset_facts("0000").unwrap(), None);
    assert_eq!(workspace.asset_content("0000").unwrap(), None);
}

#[test]
fn logs_forecasts_and_settings_are_kept() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    workspace.add_campaign(&draft("a"), 1).unwrap();
    let log = LogRecord {
        id: "l1".to_owned(),
        name: "Shop".to_owned(),
        path: "/logs/shop".into(),
        summary: json!({"events": 3}),
        added_ms: 1,
    };
    workspace.put_log(&log).unwrap();
    assert_eq!(workspace.logs().unwrap(), [log]);
    workspace.forget_log("l1").unwrap();
    assert_eq!(workspace.logs().unwrap(), []);

    let mut forecast = ForecastRecord {
        campaign: "a".to_owned(),
        log: "l1".to_owned(),
        forecast: json!({"impressions": 7}),
        glance: Some(json!({"by_day": [7]})),
        made_ms: 1,
    };
    assert_eq!(workspace.forecast("a").unwrap(), None);
    workspace.put_forecast(&forecast).unwrap();
    forecast.made_ms = 2;
    workspace.put_forecast(&forecast).unwrap();
    assert_eq!(workspace.forecast("a").unwrap().as_ref(), Some(&forecast));
    let glance = Glance {
        campaign: "a".to_owned(),
        text: Some("{\"by_day\":[7]}".to_owned()),
    };
    assert_eq!(workspace.glances().unwrap(), [glance]);

    assert_eq!(workspace.limits().unwrap(), Limits::default());
    let limits = Limits {
        image_bytes_max: 3_145_728,
        ..Limits::default()
    };
    workspace.set_limits(&limits).unwrap();
    assert_eq!(workspace.limits().unwrap(), limits);

    assert_eq!(workspace.setting::<String>("server").unwrap(), None);
    workspace
        .set_setting("server", &"http://127.0.0.1:1")
        .unwrap();
    let server = workspace.setting::<String>("server").unwrap();
    assert_eq!(server.as_deref(), Some("http://127.0.0.1:1"));
    let error = workspace.setting::<u32>("server").unwrap_err().to_string();
    assert!(error.starts_with("read the setting server in "), "{error}");
}

#[test]
fn the_outbox_keeps_its_order_and_what_failed() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    let first = workspace.outbox_push(&json!({"put": "a"})).unwrap();
    let second = workspace.outbox_push(&json!({"start": "a"})).unwrap();
    workspace
        .outbox_failed(first, "the server is down", 2)
        .unwrap();
    drop(workspace);

    let mut workspace = Workspace::open(&place.path).unwrap();
    let pending = workspace.outbox_pending().unwrap();
    assert_eq!(
        pending.iter().map(|record| record.id).collect::<Vec<_>>(),
        [first, second]
    );
    assert_eq!(
        (pending[0].attempts, pending[0].why.as_deref()),
        (2, Some("the server is down"))
    );
    assert_eq!((pending[1].attempts, pending[1].why.as_deref()), (0, None));
    workspace.outbox_done(second).unwrap();
    let third = workspace.outbox_push(&json!({"pause": "a"})).unwrap();
    assert!(third > second, "an id is never given twice");
}

#[test]
fn the_common_base_is_the_last_one_noted() {
    let place = place();
    let mut workspace = Workspace::open(&place.path).unwrap();
    assert_eq!(workspace.sync_base("a").unwrap(), None);
    for revision in [1, 2] {
        let base = SyncBase {
            revision,
            draft: draft("a"),
        };
        workspace.set_sync_base("a", &base).unwrap();
        assert_eq!(workspace.sync_base("a").unwrap(), Some(base));
    }
}

#[test]
fn a_newer_workspace_can_be_read_but_not_changed() {
    let place = place();
    Workspace::open(&place.path)
        .unwrap()
        .add_campaign(&draft("a"), 1)
        .unwrap();
    newer(&place.path);
    let mut workspace = Workspace::open(&place.path).unwrap();
    assert_eq!(
        workspace.access(),
        Access::ReadOnly {
            found: 99,
            known: 2
        }
    );
    assert_eq!(workspace.campaigns().unwrap().len(), 1);
    let error = workspace
        .add_campaign(&draft("b"), 1)
        .unwrap_err()
        .to_string();
    let expected = format!(
        "change {}: a newer Rehearsal made it (format 99; this one writes 2), so it is open for \
         reading only",
        place.path.display()
    );
    assert_eq!(error, expected);
}

#[test]
fn what_is_not_a_workspace_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "dear diary, today I wrote more than sixteen bytes".repeat(40),
    )
    .unwrap();
    let other = folder.path().join("other.sqlite");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE mine (x)").unwrap();
    for path in [text, other] {
        let before = std::fs::read(&path).unwrap();
        let error = Workspace::open(&path).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("open {}: it is not a Rehearsal workspace", path.display())
        );
        assert_eq!(std::fs::read(&path).unwrap(), before, "left as it was");
    }
    let error = Workspace::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error}");
    let inside_a_file = folder.path().join("notes.txt/a.rehearsal");
    let error = Workspace::open(&inside_a_file).unwrap_err().to_string();
    assert!(error.starts_with("make the folder "), "{error}");
}
