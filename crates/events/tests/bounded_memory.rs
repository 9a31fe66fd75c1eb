//! The bound on memory changes nothing but where events wait: the same bytes come out, and nothing
//! is left of what waited on disk.

mod written;

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use events::prepare::Size;
use events::{Error, ImportOptions, Manifest, Mapping, Observer, Progress, Stage, import};
use written::files;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/logs")
        .join(name)
}

fn options(memory_bytes_max: Option<usize>, shards: u32) -> ImportOptions {
    ImportOptions {
        size: Size {
            shards: Some(shards),
            memory_bytes_max,
            ..Size::default()
        },
        ..ImportOptions::default()
    }
}

fn shop(
    out: &Path,
    memory_bytes_max: Option<usize>,
    observer: &mut dyn Observer,
) -> Result<Manifest, Error> {
    let options = ImportOptions {
        mapping: Some(Mapping::read(&fixture("shop.mapping.json")).unwrap()),
        ..options(memory_bytes_max, 3)
    };
    import(&[fixture("shop.csv.gz")], out, &options, observer)
}

#[test]
fn any_bound_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("shop");
    let manifest = shop(&out, None, &mut ()).unwrap();
    let expected = files(&out);
    assert_eq!((manifest.events, manifest.users), (31_106, 600));
    assert_eq!(expected.len(), 3 * 3 + 3 * manifest.event_names.len() + 2);
    for memory_bytes_max in [0, 100_000, 3_000_000] {
        let again = shop(&out, Some(memory_bytes_max), &mut ()).unwrap();
        assert_eq!(
            again.content_hash, manifest.content_hash,
            "{memory_bytes_max}"
        );
        assert!(files(&out) == expected, "{memory_bytes_max}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

/// People who are known only later, devices that change hands and repeated deliveries, in an order
/// that has nothing to do with time.
#[test]
fn whose_an_event_is_does_not_depend_on_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.jsonl");
    let count = 5_000_i64;
    let mut lines = String::new();
    for number in (0..count).map(|number| number * 1_231 % count) {
        let ts = 1_700_000_000_000_000 + number * 50_000_000;
        let user = match number % 7 {
            0..4 => String::new(),
            4 => format!(r#""user_id":"device {}","#, number % 13),
            _ => format!(r#""user_id":"user {}","#, number % 40),
        };
        let (device, name, id) = (number % 23, number % 5, number % 4_900);
        writeln!(
            lines,
            r#"{{{user}"device_id":"device {device}","name":"n{name}","ts":{ts},"insert_id":"{id}","properties":{{"order":{number}}}}}"#
        )
        .unwrap();
    }
    fs::write(&log, lines).unwrap();
    let out = folder.path().join("out");
    let run = |bound| {
        import(
            std::slice::from_ref(&log),
            &out,
            &options(bound, 4),
            &mut (),
        )
        .unwrap()
    };
    let manifest = run(None);
    let expected = files(&out);
    assert_eq!(manifest.events + manifest.duplicates, 5_000);
    assert!(manifest.duplicates > 0 && manifest.sessions > manifest.users);
    assert_eq!(run(Some(0)), manifest);
    assert!(files(&out) == expected);
}

/// Ends an import at a stage.
struct EndAt(Stage);

impl Observer for EndAt {
    fn on_progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        if progress.stage == self.0 {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

#[test]
fn an_import_cancelled_at_any_stage_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for stage in [Stage::Reading, Stage::Arranging, Stage::Writing] {
        let error = shop(&folder.path().join("shop"), Some(0), &mut EndAt(stage)).unwrap_err();
        assert!(matches!(error, Error::Cancelled), "{stage:?}: {error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{stage:?}");
    }
}

/// Set for the child of the next test: where to write.
const CHILD_OUT: &str = "EVENTS_TEST_FULL_DISK_OUT";

/// Runs only as a child, under a limit of the size of files.
#[test]
fn child_of_the_full_disk() {
    let Some(out) = std::env::var_os(CHILD_OUT) else {
        return;
    };
    let error = shop(Path::new(&out), Some(0), &mut ()).unwrap_err();
    assert!(matches!(error, Error::Write { .. }), "{error}");
    println!("told: {error}");
}

/// A file that may not grow further stands for a full disk: the same error on the same path.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    for blocks in [1, 8, 64] {
        // Without the signal, a write beyond the limit fails as on a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let child = Command::new("sh")
            .args(["-c", &script])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "child_of_the_full_disk", "--nocapture"])
            .env(CHILD_OUT, folder.path().join("shop"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && said.contains("told: write "),
            "{blocks}: {said}"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{blocks}");
    }
}
