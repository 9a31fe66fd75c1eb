use campaign::{AssetFacts, AssetFormat, Draft, History};

use super::migrations::MIGRATIONS;
use super::versions::EDITED_COUNT_MAX;
use super::*;

/// A workspace with a campaign `a`.
fn workspace() -> (tempfile::TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = Workspace::open(&folder.path().join("a.rehearsal")).unwrap();
    workspace.add_campaign(&named("a", "One"), 1).unwrap();
    (folder, workspace)
}

fn named(key: &str, name: &str) -> Draft {
    Draft::new(key.to_owned(), name.to_owned())
}

fn keep(workspace: &mut Workspace, draft: &Draft, cause: Cause, name: Option<&str>) -> i64 {
    let version = NewVersion {
        draft,
        cause,
        name,
        at_ms: 7,
    };
    workspace.keep_version(&version).unwrap()
}

#[test]
fn versions_come_back_newest_first_and_one_by_one() {
    let (_folder, mut workspace) = workspace();
    workspace.add_campaign(&named("b", "Other"), 2).unwrap();
    let draft = named("a", "Two");
    let id = keep(
        &mut workspace,
        &draft,
        Cause::Named,
        Some("Before the sale"),
    );
    let expected = VersionRecord {
        id,
        draft,
        cause: Cause::Named,
        name: Some("Before the sale".to_owned()),
        at_ms: 7,
    };
    let versions = workspace.versions("a").unwrap();
    assert_eq!((versions.len(), &versions[0]), (2, &expected));
    assert_eq!((versions[1].cause, versions[1].at_ms), (Cause::Created, 1));
    assert_eq!(workspace.version("a", id).unwrap(), expected);
    assert_eq!(workspace.last_version("a").unwrap(), Some(expected));
    assert_eq!(workspace.last_version("none").unwrap(), None);
    for (key, id) in [("b", id), ("a", 99)] {
        let error = workspace.version(key, id).unwrap_err().to_string();
        assert_eq!(error, format!("find version {id} of campaign {key}"));
        let error = workspace.rename_version(key, id, "x").unwrap_err();
        assert!(matches!(error, StoreError::NoVersion { .. }), "{error}");
    }
    workspace.rename_version("a", id, "Sale").unwrap();
    assert_eq!(
        workspace.version("a", id).unwrap().name.as_deref(),
        Some("Sale")
    );
}

#[test]
fn every_cause_is_read_as_it_was_written() {
    let (_folder, mut workspace) = workspace();
    for cause in Cause::ALL {
        let id = keep(&mut workspace, &named("a", "One"), cause, None);
        assert_eq!(workspace.version("a", id).unwrap().cause, cause);
    }
}

#[test]
fn a_refused_save_keeps_no_version() {
    let (_folder, mut workspace) = workspace();
    let draft = named("a", "Two");
    let version = NewVersion {
        draft: &draft,
        cause: Cause::Started,
        name: None,
        at_ms: 2,
    };
    let mut save = Save {
        draft: &draft,
        seen_version: 9,
        history: &History::default(),
        versions: &[version],
        now_ms: 2,
    };
    assert!(workspace.save_campaign(&save).is_err());
    assert_eq!(workspace.versions("a").unwrap().len(), 1);
    save.seen_version = 1;
    workspace.save_campaign(&save).unwrap();
    assert_eq!(workspace.versions("a").unwrap().len(), 2);
}

#[test]
fn the_oldest_edits_go_and_what_has_a_name_stays() {
    let (_folder, mut workspace) = workspace();
    let draft = named("a", "One");
    let first = keep(&mut workspace, &draft, Cause::Edited, None);
    let with_name = keep(&mut workspace, &draft, Cause::Edited, Some("Mine"));
    let started = keep(&mut workspace, &draft, Cause::Started, None);
    let mut last = 0;
    for _ in 0..EDITED_COUNT_MAX {
        last = keep(&mut workspace, &draft, Cause::Edited, None);
    }
    let ids: Vec<i64> = workspace
        .versions("a")
        .unwrap()
        .iter()
        .map(|version| version.id)
        .collect();
    assert!(!ids.contains(&first), "the oldest one went");
    assert!([with_name, started, last].iter().all(|id| ids.contains(id)));
    assert_eq!(ids.len(), EDITED_COUNT_MAX as usize + 3);
}

#[test]
fn a_deleted_campaign_keeps_its_versions_and_is_listed() {
    let (_folder, mut workspace) = workspace();
    workspace.add_campaign(&named("b", "Other"), 2).unwrap();
    keep(
        &mut workspace,
        &named("a", "Two"),
        Cause::Named,
        Some("Mine"),
    );
    let before = workspace.versions("a").unwrap();
    workspace.delete_campaign("a", 5).unwrap();
    workspace.delete_campaign("b", 6).unwrap();
    let deleted = workspace.deleted_campaigns().unwrap();
    let listed: Vec<_> = deleted
        .iter()
        .map(|one| (one.key.as_str(), one.name.as_str(), one.deleted_ms))
        .collect();
    assert_eq!(listed, [("b", "Other", 6), ("a", "One", 5)]);
    workspace.restore_campaign("a").unwrap();
    assert_eq!(workspace.versions("a").unwrap(), before);
    let heads = workspace.campaign_heads().unwrap();
    let head = CampaignHead {
        key: "a".to_owned(),
        version: 1,
        updated_ms: 1,
    };
    assert_eq!(heads, [head]);
}

#[test]
fn an_import_comes_in_whole_or_not_at_all() {
    let (_folder, mut workspace) = workspace();
    let facts = AssetFacts {
        width: 1,
        height: 1,
        bytes: 3,
        format: AssetFormat::Png,
    };
    let images = [NewAsset {
        name: "a.png",
        facts,
        content: b"abc",
    }];
    let refused = Import {
        images: &images,
        campaigns: &[named("b", "New"), named("a", "Taken")],
        restored: &[],
        now_ms: 3,
    };
    let error = workspace.import(&refused).unwrap_err().to_string();
    assert_eq!(error, "add campaign a: its key is taken");
    assert_eq!(workspace.campaigns().unwrap().len(), 1);
    assert!(workspace.assets().unwrap().is_empty());

    let taken = Import {
        campaigns: &[named("b", "New"), named("c", "Newer")],
        ..refused
    };
    workspace.import(&taken).unwrap();
    let keys: Vec<String> = workspace
        .campaign_heads()
        .unwrap()
        .into_iter()
        .map(|head| head.key)
        .collect();
    assert_eq!(keys, ["a", "b", "c"]);
    assert_eq!(workspace.assets().unwrap().len(), 1);
    let first = workspace.last_version("c").unwrap().unwrap();
    assert_eq!((first.cause, first.at_ms), (Cause::Imported, 3));
}

#[test]
fn what_is_published_is_compared_letter_for_letter() {
    let (_folder, mut workspace) = workspace();
    workspace.add_campaign(&named("b", "Other"), 1).unwrap();
    assert_eq!(workspace.sync_heads().unwrap(), []);
    assert!(!workspace.is_as_published("a").unwrap());
    let mut seen = Vec::new();
    for (key, name, expected) in [
        ("a", "One", true),
        ("b", "Other", true),
        ("b", "Another", false),
        ("a", "Two", false),
        ("a", "One", true),
    ] {
        let base = SyncBase {
            revision: 4,
            draft: named(key, name),
        };
        workspace.set_sync_base(key, &base).unwrap();
        assert_eq!(
            workspace.is_as_published(key).unwrap(),
            expected,
            "{key} {name}"
        );
        let heads = workspace.sync_heads().unwrap();
        let head = heads.into_iter().find(|head| head.campaign == key).unwrap();
        assert!(!seen.contains(&head), "noted anew: {head:?}");
        seen.push(head);
    }
}

#[test]
fn a_workspace_of_the_first_format_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.rehearsal");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(MIGRATIONS[0]).unwrap();
    connection
        .pragma_update(None, "application_id", KIND.application_id)
        .unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    let text = serde_json::to_string(&named("a", "One")).unwrap();
    connection
        .execute(
            "INSERT INTO campaigns VALUES ('a', 1, ?1, 3, 5, NULL)",
            [text],
        )
        .unwrap();
    connection
        .execute(
            "INSERT INTO forecasts VALUES ('a', 'l', '{\"x\":1}', 5)",
            [],
        )
        .unwrap();
    drop(connection);

    let mut workspace = Workspace::open(&path).unwrap();
    assert_eq!(workspace.campaign("a").unwrap().draft, named("a", "One"));
    assert_eq!(workspace.versions("a").unwrap(), []);
    assert_eq!(workspace.glances().unwrap()[0].text, None);
    assert_eq!(workspace.forecast("a").unwrap().unwrap().forecast["x"], 1);
    keep(&mut workspace, &named("a", "One"), Cause::Edited, None);
    assert_eq!(workspace.versions("a").unwrap().len(), 1);
}
