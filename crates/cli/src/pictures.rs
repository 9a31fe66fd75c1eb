//! Pictures of messages: the renderer's own page in a Chromium without a window, at the pixels
//! of a device. What is on the picture is what ships, because it is drawn by the same code.
//!
//! Nothing leaves the machine: the page, its fonts and images are files of a temporary folder
//! that is removed afterwards, and the browser starts with an empty profile in there.

mod browser;
pub mod devices;
mod frame;
mod sheet;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use campaign::Draft;
use campaign::draft::{Orientation, Platform};
use campaign::message::Message;
use serde_json::json;

use browser::Job;
pub use browser::find_chromium;
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

/// One picture to take.
#[derive(Debug, Clone)]
pub struct Shot<'a> {
    /// Name of the PNG without its ending; characters that a file name should not have become
    /// `-`.
    pub name: String,
    /// What the picture shows, in words.
    pub caption: String,
    /// Key of the group that sees it.
    pub group: &'a str,
    /// What is shown.
    pub message: &'a Message,
    /// Which of its steps, from 0.
    pub step: usize,
    /// On what it is shown.
    pub device: &'static Device,
    /// How that is held.
    pub orientation: Orientation,
}

/// The pictures by which a campaign is known: every step of every group on a phone, and the
/// first step on a desktop, as far as the campaign shows there.
pub fn shots(draft: &Draft) -> Vec<Shot<'_>> {
    let phone = [
        (Platform::Ios, &devices::IPHONE_15),
        (Platform::Android, &devices::PIXEL_8),
        (Platform::MobileWeb, &devices::MOBILE_WEB),
    ]
    .into_iter()
    .find_map(|(platform, device)| draft.platforms.contains(&platform).then_some(device));
    let desktop = draft
        .platforms
        .contains(&Platform::PcWeb)
        .then_some(&devices::DESKTOP);
    let orientation = draft
        .orientations
        .first()
        .copied()
        .unwrap_or(Orientation::Portrait);
    let mut shots = Vec::new();
    for group in draft.groups.iter().filter(|group| !group.control) {
        for step in 0..group.message.steps.len() {
            let devices = [phone, desktop.filter(|_| step == 0)];
            shots.extend(devices.into_iter().flatten().map(|device| Shot {
                name: format!("{}-{}-{}-{}", draft.key, group.key, step + 1, device.id),
                caption: format!("{}, step {} on {}", group.name, step + 1, device.name),
                group: &group.key,
                message: &group.message,
                step,
                device,
                orientation,
            }));
        }
    }
    shots
}

/// Why a picture could not be taken.
#[derive(Debug, thiserror::Error)]
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

/// What is on a picture beside the viewport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surround {
    /// Nothing.
    Nothing,
    /// The device, or the browser's bar, on a transparent ground.
    Device,
}

/// A temporary folder in which a browser draws: pages, fonts, images, its profile.
pub struct Studio<'a> {
    chromium: &'a Path,
    folder: tempfile::TempDir,
    /// Address of each image, relative to the page, by hash.
    addresses: BTreeMap<String, String>,
}

/// A page as it is drawn.
struct Page<'a> {
    name: &'a str,
    html: &'a str,
    /// Width and height in CSS px.
    viewport: (u32, u32),
    /// Device pixels per CSS px.
    ratio: f64,
}

impl<'a> Studio<'a> {
    /// Makes ready to draw with `chromium`. `assets` are the images by the hash that the messages
    /// name them by.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub fn open(
        chromium: &'a Path,
        assets: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, PictureError> {
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
        Ok(Self {
            chromium,
            folder,
            addresses,
        })
    }

    /// Takes a picture into the folder `out`, which is made if it is not there, and answers with
    /// the file.
    ///
    /// # Errors
    /// When the browser fails, draws something of another size, or the file cannot be written.
    pub fn take(
        &self,
        shot: &Shot,
        surround: Surround,
        out: &Path,
    ) -> Result<PathBuf, PictureError> {
        let bare = self.draw(&Page {
            name: &shot.name,
            html: &self.page(shot),
            viewport: shot.device.viewport(shot.orientation),
            ratio: shot.device.ratio,
        })?;
        let png = match surround {
            Surround::Nothing => bare,
            Surround::Device => self.in_its_device(shot, &bare)?,
        };
        let stem: String = shot.name.chars().map(file_character).collect();
        let picture = out.join(format!("{stem}.png"));
        write(&picture, &png)?;
        Ok(picture)
    }

    fn in_its_device(&self, shot: &Shot, bare: &[u8]) -> Result<Vec<u8>, PictureError> {
        let address = "shots/bare.png";
        write(&self.folder.path().join(address), bare)?;
        let framed = frame::around(shot, address);
        self.draw(&Page {
            name: &shot.name,
            html: &framed.html,
            viewport: (framed.width, framed.height),
            ratio: shot.device.ratio,
        })
    }

    /// Lays pictures that were taken out on one sheet under a title, and writes it to `picture`.
    ///
    /// # Errors
    /// See [`Studio::take`].
    pub fn contact_sheet(
        &self,
        title: &str,
        taken: &[(&Shot, PathBuf)],
        picture: &Path,
    ) -> Result<(), PictureError> {
        let mut cells = Vec::new();
        for (index, (shot, path)) in taken.iter().enumerate() {
            let png = fs::read(path).map_err(|source| unwritten(path, source))?;
            let address = format!("shots/{index}.png");
            write(&self.folder.path().join(&address), &png)?;
            let (width, height) = png_size(&png).unwrap_or((1, 1));
            cells.push(sheet::Cell {
                address,
                caption: shot.caption.clone(),
                row: (shot.group.to_owned(), shot.step),
                width,
                height,
            });
        }
        let sheet = sheet::lay(title, &cells);
        let png = self.draw(&Page {
            name: "the contact sheet",
            html: &sheet.html,
            viewport: (sheet::WIDTH, sheet.height),
            ratio: 1.0,
        })?;
        write(picture, &png)
    }

    fn draw(&self, page: &Page) -> Result<Vec<u8>, PictureError> {
        let file = self.folder.path().join("picture.html");
        write(&file, page.html.as_bytes())?;
        let screenshot = self.folder.path().join("picture.png");
        browser::draw(
            self.chromium,
            Job {
                name: page.name,
                page: &file,
                viewport: page.viewport,
                ratio: page.ratio,
                profile: &self.folder.path().join("profile"),
                picture: &screenshot,
            },
        )?;
        let png = fs::read(&screenshot).unwrap_or_default();
        check_size(page, &png)?;
        // So that a browser that draws nothing next time cannot pass this one off as its own.
        fs::remove_file(&screenshot).map_err(|source| unwritten(&screenshot, source))?;
        Ok(png)
    }

    /// The renderer's page with the shot as the message it shows at once.
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

/// Holds a screenshot to the device's pixels; a fraction of a pixel may be cut or filled.
fn check_size(page: &Page, png: &[u8]) -> Result<(), PictureError> {
    let (width, height) = page.viewport;
    let pixels = |length: u32| (f64::from(length) * page.ratio).round() as u32;
    let (wanted_width, wanted_height) = (pixels(width), pixels(height));
    let found = png_size(png);
    if found.is_some_and(|(wide, high)| {
        wide.abs_diff(wanted_width) <= 1 && high.abs_diff(wanted_height) <= 1
    }) {
        return Ok(());
    }
    Err(PictureError::WrongSize {
        name: page.name.to_owned(),
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

#[cfg(test)]
mod tests;
