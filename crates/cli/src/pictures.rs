//! Pictures of messages: the renderer's own page in a Chromium without a window, at the pixels
//! of a device. What is on the picture is what ships, because it is drawn by the same code.
//!
//! Nothing leaves the machine: the page, its fonts and images are files of a temporary folder
//! that is removed afterwards, and the browser starts with an empty profile in there.

pub mod devices;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use campaign::draft::Orientation;
use campaign::message::Message;
use serde_json::json;

use devices::Device;

/// The renderer and the preview page in one file; the shot goes where [`INITIAL`] stands.
const PAGE: &str = include_str!("../../../ui/renderer/dist/picture.html");
const INITIAL: &str = "<!--initial-->";

/// The fonts that the page asks for, beside it.
const FONTS: [(&str, &[u8]); 4] = [
    (
        "Inter-Regular.ttf",
        include_bytes!("../../../ui/fonts/Inter-Regular.ttf"),
    ),
    (
        "Inter-Bold.ttf",
        include_bytes!("../../../ui/fonts/Inter-Bold.ttf"),
    ),
    (
        "Roboto-Regular.ttf",
        include_bytes!("../../../ui/fonts/Roboto-Regular.ttf"),
    ),
    (
        "Roboto-Bold.ttf",
        include_bytes!("../../../ui/fonts/Roboto-Bold.ttf"),
    ),
];

/// Where a Chromium may be found: in the folders of `PATH` under these names.
const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// No network, no first-run pages, no sandboxed GPU process: only the page.
const QUIET: [&str; 9] = [
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
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

/// One picture to take.
#[derive(Debug, Clone)]
pub struct Shot<'a> {
    /// Name of the PNG without its ending; characters that a file name should not have become
    /// `-`.
    pub name: String,
    /// What is shown.
    pub message: &'a Message,
    /// Which of its steps, from 0.
    pub step: usize,
    /// On what it is shown.
    pub device: &'static Device,
    /// How that is held.
    pub orientation: Orientation,
}

/// Why a picture could not be taken.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum PictureError {
    #[error("write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("start {}: {source}", program.display())]
    Start { program: PathBuf, source: io::Error },
    #[error("draw {name}: Chromium ended with {status}")]
    Ended { name: String, status: ExitStatus },
    #[error("draw {name}: Chromium did not come to an end within a minute")]
    TooSlow { name: String },
    #[error("draw {name}: wanted {wanted_width}×{wanted_height} pixels, got {found}")]
    WrongSize {
        name: String,
        wanted_width: u32,
        wanted_height: u32,
        found: String,
    },
}

/// A Chromium or Chrome of this machine; none where there is none.
pub fn find_chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    PROGRAMS
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// Takes pictures with `chromium` into the folder `out`, which is made if it is not there.
/// `assets` are the images by the hash that the messages name them by. Answers with the files
/// in the order of `shots`.
///
/// # Errors
/// At the first picture that could not be taken; earlier ones stay.
pub fn take(
    shots: &[Shot],
    assets: &BTreeMap<String, Vec<u8>>,
    chromium: &Path,
    out: &Path,
) -> Result<Vec<PathBuf>, PictureError> {
    let stage = Stage::set(assets)?;
    fs::create_dir_all(out).map_err(|source| unwritten(out, source))?;
    shots
        .iter()
        .map(|shot| stage.take(shot, chromium, out))
        .collect()
}

/// The temporary folder that a browser sees: pages, fonts, images, its profile.
struct Stage {
    folder: tempfile::TempDir,
    /// Address of each image, relative to the page, by hash.
    addresses: BTreeMap<String, String>,
}

impl Stage {
    fn set(assets: &BTreeMap<String, Vec<u8>>) -> Result<Self, PictureError> {
        let folder = tempfile::Builder::new()
            .prefix("rehearsal-pictures-")
            .tempdir()
            .map_err(|source| unwritten(&std::env::temp_dir(), source))?;
        let mut addresses = BTreeMap::new();
        for (name, bytes) in FONTS {
            write(&folder.path().join("fonts").join(name), bytes)?;
        }
        for (index, (sha256, bytes)) in assets.iter().enumerate() {
            // Not under its hash: that comes from a file and may hold anything.
            let address = format!("images/{index}");
            write(&folder.path().join(&address), bytes)?;
            addresses.insert(sha256.clone(), address);
        }
        Ok(Self { folder, addresses })
    }

    fn take(&self, shot: &Shot, chromium: &Path, out: &Path) -> Result<PathBuf, PictureError> {
        let page = self.folder.path().join("picture.html");
        write(&page, self.page(shot).as_bytes())?;
        let stem: String = shot.name.chars().map(file_character).collect();
        let picture = out.join(format!("{stem}.png"));
        let screenshot = self.folder.path().join("picture.png");
        let (width, height) = shot.device.viewport(shot.orientation);
        let child = Command::new(chromium)
            .args(QUIET)
            .args(runs_as_root().then_some("--no-sandbox"))
            .arg(format!(
                "--user-data-dir={}",
                self.folder.path().join("profile").display()
            ))
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--force-device-scale-factor={}", shot.device.ratio))
            .arg(format!("--virtual-time-budget={PAGE_MS_MAX}"))
            .arg(format!("--screenshot={}", screenshot.display()))
            .arg(format!("file://{}", page.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| PictureError::Start {
                program: chromium.to_owned(),
                source,
            })?;
        await_end(child, &shot.name)?;
        let bytes = fs::read(&screenshot).unwrap_or_default();
        check_size(shot, &bytes)?;
        write(&picture, &bytes)?;
        // So that a browser that draws nothing next time cannot pass this one off as its own.
        fs::remove_file(&screenshot).map_err(|source| unwritten(&screenshot, source))?;
        Ok(picture)
    }

    /// The page with the shot as the message it shows at once.
    fn page(&self, shot: &Shot) -> String {
        let (width, height) = shot.device.viewport(shot.orientation);
        let show = json!({
            "type": "show",
            "message": shot.message,
            "step": shot.step,
            "platform": shot.device.platform,
            "orientation": shot.orientation,
            "device": {
                "width": width,
                "height": height,
                "insets": shot.device.insets(shot.orientation),
            },
            "assets": self.addresses,
            "theme": "light",
            "fontScale": 1,
            "rtl": false,
            "interactive": false,
        });
        // In JSON `<` stands in texts only, where the escape means the same; no text can then
        // end the block.
        let show = show.to_string().replace('<', "\\u003c");
        let block = format!("<script type=\"application/json\" id=\"initial\">{show}</script>");
        PAGE.replacen(INITIAL, &block, 1)
    }
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

/// Holds a screenshot to the device's pixels; a fraction of a pixel may be cut or filled.
fn check_size(shot: &Shot, png: &[u8]) -> Result<(), PictureError> {
    let (width, height) = shot.device.viewport(shot.orientation);
    let pixels = |length: u32| (f64::from(length) * shot.device.ratio).round() as u32;
    let (wanted_width, wanted_height) = (pixels(width), pixels(height));
    let found = png_size(png);
    if found.is_some_and(|(wide, high)| {
        wide.abs_diff(wanted_width) <= 1 && high.abs_diff(wanted_height) <= 1
    }) {
        return Ok(());
    }
    Err(PictureError::WrongSize {
        name: shot.name.clone(),
        wanted_width,
        wanted_height,
        found: found.map_or("no picture".to_owned(), |(wide, high)| {
            format!("{wide}×{high}")
        }),
    })
}

/// Width and height of a PNG in pixels.
pub fn png_size(png: &[u8]) -> Option<(u32, u32)> {
    let header = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let side = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((side(8)?, side(12)?))
}

fn file_character(character: char) -> char {
    if character.is_alphanumeric() || matches!(character, '-' | '_' | '.') {
        character
    } else {
        '-'
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), PictureError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|source| unwritten(path, source))
}

fn unwritten(path: &Path, source: io::Error) -> PictureError {
    PictureError::Write {
        path: path.to_owned(),
        source,
    }
}

/// Chromium refuses to start as root with its sandbox on. A process's own folder in `/proc`
/// belongs to whom it runs as.
#[cfg(target_os = "linux")]
fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn runs_as_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use campaign::Draft;

    use super::*;

    fn sample() -> Message {
        let (_, json) = fixtures::sample_campaigns()[0];
        Draft::from_json(json)
            .expect("a sample campaign")
            .groups
            .swap_remove(0)
            .message
    }

    fn shot(message: &Message) -> Shot<'_> {
        Shot {
            name: "free/delivery".to_owned(),
            message,
            step: 0,
            device: &devices::MOBILE_WEB,
            orientation: Orientation::Landscape,
        }
    }

    #[test]
    fn a_picture_has_the_pixels_of_the_device() {
        let Some(chromium) = find_chromium() else {
            println!("skipped: there is no Chromium");
            return;
        };
        let (message, out) = (sample(), tempfile::tempdir().expect("a folder"));
        let files =
            take(&[shot(&message)], &BTreeMap::new(), &chromium, out.path()).expect("a picture");
        assert_eq!(files, [out.path().join("free-delivery.png")]);
        let png = fs::read(&files[0]).expect("the picture");
        assert_eq!(png_size(&png), Some((664 * 3, 390 * 3)));
    }

    #[test]
    fn no_text_of_a_message_can_end_its_block() {
        let mut message = sample();
        message.steps[0].title.text = "</script><script>alert(1)</script>".to_owned();
        let stage = Stage::set(&BTreeMap::new()).expect("a stage");
        let page = stage.page(&shot(&message));
        assert!(!page.contains(INITIAL));
        assert!(!page.contains("</script><script>alert"));
        assert!(page.contains("\\u003c/script>\\u003cscript>alert"));
    }

    #[test]
    fn a_browser_that_fails_or_draws_nothing_is_named() {
        let (message, out) = (sample(), tempfile::tempdir().expect("a folder"));
        for (program, words) in [
            (
                "/bin/false",
                "draw free/delivery: Chromium ended with exit status: 1",
            ),
            (
                "/bin/true",
                "draw free/delivery: wanted 1992×1170 pixels, got no picture",
            ),
            (
                "/no/chromium",
                "start /no/chromium: No such file or directory (os error 2)",
            ),
        ] {
            let shots = [shot(&message)];
            let error = take(&shots, &BTreeMap::new(), Path::new(program), out.path())
                .expect_err("no browser");
            assert_eq!(error.to_string(), words);
        }
    }
}
