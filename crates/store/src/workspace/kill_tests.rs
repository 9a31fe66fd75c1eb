//! A program that is killed in a storm of edits loses none that was called saved.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use campaign::{Draft, History};

use super::versions::EDITED_COUNT_MAX;
use super::{Cause, NewVersion, Save, Workspace};

/// Tells the test binary to be the program that will be killed.
const STORM_FILE: &str = "REHEARSAL_TEST_STORM";

const KILLS: usize = 50;

/// Edits for ever, and says each version once it is saved.
fn storm(path: &Path) {
    let mut workspace = Workspace::open(path).unwrap();
    let mut history = workspace.history("a").unwrap();
    let mut record = workspace.campaign("a").unwrap();
    loop {
        let before = record.draft.clone();
        record.draft.name = format!("Edit {}", record.version);
        history.push(&before, &record.draft, record.version * 10_000);
        let version = NewVersion {
            draft: &before,
            cause: Cause::Edited,
            name: None,
            at_ms: record.version,
        };
        record.version = workspace
            .save_campaign(&Save {
                draft: &record.draft,
                seen_version: record.version,
                history: &history,
                versions: &[version],
                now_ms: record.version,
            })
            .unwrap();
        println!("saved {}", record.version);
    }
}

#[test]
fn a_kill_loses_nothing_that_was_saved() {
    if let Some(path) = std::env::var_os(STORM_FILE) {
        storm(&PathBuf::from(path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rehearsal");
    let draft = Draft::new("a".to_owned(), "Edit 0".to_owned());
    Workspace::open(&path)
        .unwrap()
        .add_campaign(&draft, 0)
        .unwrap();
    for kill in 0..KILLS {
        // Killed after a different number of edits each time, somewhere in the next.
        let told = told_before_the_kill(&path, 1 + kill % 10);
        let workspace = Workspace::open(&path).unwrap();
        let record = workspace.campaign("a").unwrap();
        assert!(
            record.version >= told,
            "version {told} was called saved, not {}",
            record.version
        );
        assert_eq!(record.draft.name, format!("Edit {}", record.version - 1));
        let History { past, .. } = workspace.history("a").unwrap();
        let last = past.last().map(|entry| entry.draft.name.clone());
        assert_eq!(last, Some(format!("Edit {}", (record.version - 2).max(0))));
        // Draft, history and versions are saved together or not at all.
        let versions = workspace.versions("a").unwrap();
        assert_eq!(
            versions.first().map(|version| version.draft.name.clone()),
            last
        );
        let kept_max = i64::from(EDITED_COUNT_MAX) + 1;
        assert_eq!(versions.len() as i64, record.version.min(kept_max));
        let sound: String = workspace
            .database
            .connection()
            .pragma_query_value(None, "integrity_check", |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
    }
}

/// Starts the storm, kills it after so many edits, and returns the last version it told.
fn told_before_the_kill(path: &Path, edits: usize) -> i64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "workspace::kill_tests::a_kill_loses_nothing_that_was_saved",
        ])
        .args(["--nocapture", "--test-threads=1"])
        .env(STORM_FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let told: Vec<i64> = lines
        .filter_map(|line| line.rsplit_once("saved ")?.1.parse().ok())
        .take(edits)
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    *told.last().expect("the storm begins")
}
