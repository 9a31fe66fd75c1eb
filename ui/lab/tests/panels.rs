//! Every panel of the list, driven by the names that a screen reader hears, on real data: the
//! sample workspace with the bundled log of a shop.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lab::app::{Lab, lab_ui};
use lab::panels::PANELS;
use lab::theme;
use workbench::{Host, Workbench};

/// 2026-05-01.
const NOW_MS: i64 = 1_777_593_600_000;

/// Keeps everything in a folder of the test, at one moment.
struct TestHost {
    folder: PathBuf,
    next: AtomicU64,
}

impl Host for TestHost {
    fn now_ms(&self) -> i64 {
        NOW_MS
    }

    fn random(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn data_folder(&self) -> PathBuf {
        self.folder.clone()
    }

    fn open_lab(&self, _: &Path, _: Option<&str>) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn sample_workspace(folder: &Path) -> PathBuf {
    let path = folder.join("shop.rehearsal");
    let host = Arc::new(TestHost {
        folder: folder.join("data"),
        next: AtomicU64::new(1),
    });
    let workbench = Workbench::open(&path, host).expect("a workspace");
    workbench
        .call("load_sample", serde_json::json!({}))
        .expect("the sample");
    path
}

fn window(lab: Lab) -> Harness<'static, Lab> {
    Harness::builder()
        .with_size([1440.0, 900.0])
        .with_context_setup(theme::install)
        .build_ui_state(lab_ui, lab)
}

/// Draws frames until the work of every panel is over.
fn settle(window: &mut Harness<'_, Lab>) {
    window.run_steps(3);
    loop {
        window.step();
        let lab = window.state();
        let is_running = PANELS.iter().any(|panel| (panel.status)(lab).is_running);
        if !is_running {
            break;
        }
        std::thread::yield_now();
    }
    window.run_steps(3);
}

/// The tree as a screen reader walks it: role and name, without what differs from run to run.
fn tree(window: &Harness<'_, Lab>) -> String {
    let mut text = String::new();
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        let name = node.label().or_else(|| node.value());
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            continue;
        };
        let version = concat!("Rehearsal ", env!("CARGO_PKG_VERSION"));
        if !name.starts_with("elapsed ") && name != version {
            let _ = writeln!(text, "{:?}: {name}", node.role());
        }
    }
    text
}

#[test]
fn every_panel_reads_as_it_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = sample_workspace(folder.path());
    let lab = Lab::new(Some(&path), None, NOW_MS * 1_000);
    let mut window = window(lab);
    for (at, panel) in PANELS.iter().enumerate() {
        window.state_mut().shown = at;
        settle(&mut window);
        insta::assert_snapshot!(panel.name, tree(&window));
    }
}

#[test]
fn panels_teach_before_there_is_a_workspace() {
    let mut window = window(Lab::new(None, None, NOW_MS * 1_000));
    settle(&mut window);
    window.get_by_label("Open a workspace to forecast its campaigns");
    window.get_by_label("Simulate a bandit").click();
    settle(&mut window);
    assert_eq!(PANELS[window.state().shown].name, "Bandit");
    window.get_by_label("Conclusion");
}

#[test]
fn a_workspace_that_is_not_there_is_said() {
    let missing = Path::new("/nowhere/shop.rehearsal");
    let mut window = window(Lab::new(Some(missing), None, NOW_MS * 1_000));
    settle(&mut window);
    window.get_by_label("There is no workspace at /nowhere/shop.rehearsal.");
}

#[test]
fn a_tighter_cap_shows_fewer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = sample_workspace(folder.path());
    let mut window = window(Lab::new(Some(&path), None, NOW_MS * 1_000));
    settle(&mut window);
    let before = window.state().forecast.impressions().expect("a forecast");
    assert!(before > 0, "the sample campaign is shown");
    window.state_mut().forecast.caps.per_user = Some(1);
    window.state_mut().forecast.caps.per_user_window = None;
    settle(&mut window);
    let after = window.state().forecast.impressions().expect("a forecast");
    assert!(
        after < before,
        "{after} impressions with one a person, {before} without"
    );
    window.get_by_label("Back to the campaign's caps").click();
    settle(&mut window);
    assert_eq!(window.state().forecast.impressions(), Some(before));
}

#[test]
fn the_lab_opens_at_a_campaign() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = sample_workspace(folder.path());
    let with_test = "free-delivery";
    let lab = Lab::new(Some(&path), Some(with_test), NOW_MS * 1_000);
    let names: Vec<&str> = lab
        .bandit
        .setting
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(lab.forecast.campaign_key(), Some(with_test));
    assert!(
        names.len() >= 2,
        "the bandit has the campaign's groups: {names:?}"
    );
}

#[test]
fn a_theme_is_chosen_by_name() {
    let mut window = window(Lab::new(None, None, NOW_MS * 1_000));
    settle(&mut window);
    for (label, theme) in [
        ("Light theme", egui::Theme::Light),
        ("Dark theme", egui::Theme::Dark),
    ] {
        window.get_by_label(label).click();
        window.run_steps(3);
        assert_eq!(window.ctx.theme(), theme);
    }
}

#[test]
fn a_chart_is_maximised_and_given_back() {
    let mut window = window(Lab::new(None, None, NOW_MS * 1_000));
    window.state_mut().shown = 1;
    settle(&mut window);
    window.get_by_label("Maximise: Regret").click();
    window.run_steps(3);
    assert!(
        window.query_by_label("Maximise: Click rate").is_none(),
        "the others make room"
    );
    window.get_by_label("Give back the space: Regret").click();
    window.run_steps(3);
    window.get_by_label("Maximise: Click rate");
}
