//! The browser that draws: a Chromium of this machine without a window.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::pictures::PictureError;

/// Where a Chromium may be found: in the folders of `PATH` under these names.
const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// No network, no first-run pages, no sandboxed GPU process: only the page.
const QUIET: [&str; 10] = [
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--default-background-color=00000000",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-extensions",
];

/// How long the page may take by its own clock, which runs on while nothing is left to load.
const PAGE_MS_MAX: u32 = 10_000;
const POLL: Duration = Duration::from_millis(20);
/// Polls before a browser is ended: one minute.
const POLLS_MAX: u32 = 3_000;

/// A Chromium or Chrome of this machine; none where there is none.
pub fn find_chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    PROGRAMS
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// What is drawn, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What errors call it.
    pub name: &'a str,
    /// The page.
    pub page: &'a Path,
    /// Width and height of the viewport in CSS px.
    pub viewport: (u32, u32),
    /// Device pixels per CSS px.
    pub ratio: f64,
    /// The browser's own folder; empty, or that of an earlier job.
    pub profile: &'a Path,
    /// The PNG to write.
    pub picture: &'a Path,
}

/// Draws a page, and waits until that is done.
///
/// # Errors
/// When the browser does not start, fails, or takes longer than a minute.
pub fn draw(program: &Path, job: Job) -> Result<(), PictureError> {
    let (width, height) = job.viewport;
    let child = Command::new(program)
        .args(QUIET)
        .args(runs_as_root().then_some("--no-sandbox"))
        .arg(format!("--user-data-dir={}", job.profile.display()))
        .arg(format!("--window-size={width},{height}"))
        .arg(format!("--force-device-scale-factor={}", job.ratio))
        .arg(format!("--virtual-time-budget={PAGE_MS_MAX}"))
        .arg(format!("--screenshot={}", job.picture.display()))
        .arg(format!("file://{}", job.page.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| PictureError::Start {
            program: program.to_owned(),
            source,
        })?;
    await_end(child, job.name)
}

/// Waits for a browser's end, or ends it.
fn await_end(mut child: Child, name: &str) -> Result<(), PictureError> {
    for _ in 0..POLLS_MAX {
        match child.try_wait() {
            Ok(None) => thread::sleep(POLL),
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(PictureError::Ended {
                    name: name.to_owned(),
                    status,
                });
            }
            Err(_) => break,
        }
    }
    // It may have ended by itself meanwhile; then there is nothing to end.
    let _ = child.kill();
    let _ = child.wait();
    Err(PictureError::TooSlow {
        name: name.to_owned(),
    })
}

/// Chromium refuses to start as root with its sandbox on. A process's own folder in `/proc`
/// belongs to whom it runs as.
#[cfg(target_os = "linux")]
fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn runs_as_root() -> bool {
    false
}
