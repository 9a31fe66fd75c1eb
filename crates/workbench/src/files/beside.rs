//! The images beside a campaign's file: under their hash, as Rehearsal writes them, or under any
//! name, for a campaign knows its images by their content.

use std::fs;
use std::path::{Path, PathBuf};

use campaign::Draft;

use super::incoming::{IncomingImage, read_file};
use super::{hash_in, sha256_hex};
use crate::Failure;
use crate::images::IMAGE_BYTES_MAX;

const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];

/// Images of other names that are looked at in one folder: it may be one where everything lies.
const LOOKED_AT_MAX: usize = 1_000;

/// The images that a campaign shows, from the folder of its file, the folder `images` in it, and
/// the one beside it. An image that is nowhere is left out.
///
/// # Errors
/// An image whose name says another hash than its content has, or that is damaged.
pub fn images_beside(file: &Path, draft: &Draft) -> Result<Vec<IncomingImage>, Failure> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let folders = [
        folder.to_owned(),
        folder.join("images"),
        folder.join("../images"),
    ];
    find(&folders, draft.assets())
}

/// The images of these hashes, without repeats, from any of the folders.
pub(super) fn find<'a>(
    folders: &[PathBuf],
    wanted: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<IncomingImage>, Failure> {
    let mut images: Vec<IncomingImage> = Vec::new();
    let mut missing = Vec::new();
    for sha256 in wanted {
        if missing.contains(&sha256) || images.iter().any(|image| image.sha256 == sha256) {
            continue;
        }
        match named(folders, sha256) {
            Some(path) => images.push(IncomingImage::examine(sha256, read_file(&path)?)?),
            None => missing.push(sha256),
        }
    }
    for folder in folders {
        if missing.is_empty() {
            break;
        }
        for content in images_in(folder) {
            let sha256 = sha256_hex(&content);
            if let Some(at) = missing.iter().position(|wanted| *wanted == sha256) {
                missing.swap_remove(at);
                images.push(IncomingImage::examine(&sha256, content)?);
            }
        }
    }
    Ok(images)
}

/// The file that is named by the hash.
fn named(folders: &[PathBuf], sha256: &str) -> Option<PathBuf> {
    let names = ENDINGS.map(|ending| format!("{sha256}.{ending}"));
    let names = names.iter().filter(|name| hash_in(name).is_some());
    let mut paths = names.flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    paths.find(|path| path.is_file())
}

/// What the images of a folder hold; what cannot be read is none of those that are wanted.
fn images_in(folder: &Path) -> impl Iterator<Item = Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            ending.is_some_and(|ending| ENDINGS.contains(&ending))
        })
        .collect();
    paths.sort();
    paths
        .into_iter()
        .take(LOOKED_AT_MAX)
        .filter(|path| fs::metadata(path).is_ok_and(|it| it.len() <= IMAGE_BYTES_MAX as u64))
        .filter_map(|path| fs::read(path).ok())
}
