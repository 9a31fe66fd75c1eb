//! A folder of campaigns for version control: `campaigns/<key>.json`, `images/<sha256>.png|jpg`.
//! Files that did not change stay untouched, so that a diff shows what did.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use campaign::Draft;

use super::incoming::{self, Incoming, is_ours, json, ours, read_file};
use super::{
    ExportReport, Images, Skipped, beside, hash_in, image_name, sha256_hex, unread, unwritten,
};
use crate::Failure;

const CAMPAIGNS: &str = "campaigns";
const IMAGES: &str = "images";
const JSON_ENDING: &str = "json";

/// The longest name of a campaign's file, without its ending; keys that we make have ten letters.
const STEM_CHARS_MAX: usize = 100;

/// Writes campaigns and their images into a folder, which is made where it is not there.
/// `listed` are the keys of all campaigns that may have a file in it.
/// What was written before a failure stays.
pub(super) fn write(
    path: &Path,
    drafts: &[Draft],
    images: &dyn Images,
    listed: &[&str],
) -> Result<ExportReport, Failure> {
    let (campaigns_in, images_in) = (path.join(CAMPAIGNS), path.join(IMAGES));
    fs::create_dir_all(&campaigns_in).map_err(|error| unwritten(&campaigns_in, &error))?;
    fs::create_dir_all(&images_in).map_err(|error| unwritten(&images_in, &error))?;
    let mut report = ExportReport {
        path: path.display().to_string(),
        campaigns: drafts.len(),
        images: 0,
        missing: Vec::new(),
        left: Vec::new(),
    };
    // Images first: a campaign never stands there without them.
    let named: BTreeSet<&str> = drafts.iter().flat_map(Draft::assets).collect();
    for sha256 in named {
        match images.image(sha256)? {
            Some(image) => {
                let file = images_in.join(image_name(sha256, image.format));
                write_file(&file, &image.content)?;
                report.images += 1;
            }
            None => report.missing.push(sha256.to_owned()),
        }
    }
    for draft in drafts {
        let file = campaigns_in.join(file_name(&draft.key));
        write_file(&file, draft.to_json().as_bytes())?;
    }
    report.left = left(path, listed)?;
    Ok(report)
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    super::write_whole(path, content).map_err(|error| unwritten(path, &error))
}

/// A campaign's file name. Keys that a file system would take for something else are escaped,
/// and long ones are cut and made unique by their hash.
fn file_name(key: &str) -> String {
    let mut stem = String::new();
    for (index, byte) in key.bytes().enumerate() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => stem.push(char::from(byte)),
            b'.' if index > 0 => stem.push('.'),
            other => stem.push_str(&format!("%{other:02x}")),
        }
    }
    if stem.len() > STEM_CHARS_MAX {
        let hash = sha256_hex(key.as_bytes());
        stem.truncate(STEM_CHARS_MAX - 17);
        stem = format!("{stem}~{}", &hash[..16]);
    }
    format!("{stem}.{JSON_ENDING}")
}

/// Files of ours that belong to no campaign any more, relative to the folder.
fn left(path: &Path, listed: &[&str]) -> Result<Vec<String>, Failure> {
    let mut left = Vec::new();
    let mut shown = BTreeSet::new();
    let names: BTreeSet<String> = listed.iter().map(|key| file_name(key)).collect();
    for file in files_in(&path.join(CAMPAIGNS), JSON_ENDING)? {
        let name = file_name_of(&file);
        if names.contains(&name) {
            // It may be another tool's, or broken: then it shows nothing of ours.
            let draft = read_file(&file).and_then(|bytes| incoming::draft(&name, &bytes));
            if let Ok(draft) = draft {
                shown.extend(draft.assets().into_iter().map(str::to_owned));
            }
        } else {
            left.push(format!("{CAMPAIGNS}/{name}"));
        }
    }
    for ending in ["jpg", "png"] {
        for file in files_in(&path.join(IMAGES), ending)? {
            let name = file_name_of(&file);
            if hash_in(&name).is_some_and(|hash| !shown.contains(hash)) {
                left.push(format!("{IMAGES}/{name}"));
            }
        }
    }
    Ok(left)
}

/// Reads every campaign of a folder with its images.
pub(super) fn read(path: &Path) -> Result<Incoming, Failure> {
    let inner = path.join(CAMPAIGNS);
    let holds = if inner.is_dir() {
        inner
    } else {
        path.to_owned()
    };
    let (mut campaigns, mut skipped) = (Vec::new(), Vec::new());
    for file in files_in(&holds, JSON_ENDING)? {
        let (name, bytes) = (file.display().to_string(), read_file(&file)?);
        if is_ours(&json(&name, &bytes)?) {
            campaigns.push(ours(incoming::draft(&name, &bytes)?));
        } else {
            skipped.push(Skipped {
                what: file_name_of(&file),
                why: "It is no campaign of Rehearsal; import other tools' files by themselves."
                    .to_owned(),
            });
        }
    }
    if campaigns.is_empty() {
        return Err(Failure::new(
            "no_campaign_in_file",
            format!("import {}: there is no campaign in it", path.display()),
            "Choose a folder that Rehearsal wrote; it holds campaigns/ and images/.",
        ));
    }
    let folders = [
        path.join(IMAGES),
        holds.join(IMAGES),
        holds.join("../images"),
        holds,
    ];
    let wanted = campaigns.iter().flat_map(|arrival| arrival.draft.assets());
    let images = beside::find(&folders, wanted)?;
    Ok(incoming::of_folder(campaigns, images, skipped))
}

/// Files of an ending, by name.
fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| unread(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unread(folder, &error))?.path();
        if path.is_file() && path.extension().is_some_and(|one| one == ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn file_name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_out_of_the_folder() {
        let long = "k".repeat(300);
        for (key, expected) in [
            ("spring-table", "spring-table.json"),
            ("hackle-1.2", "hackle-1.2.json"),
            ("../../etc/passwd", "%2e.%2f..%2fetc%2fpasswd.json"),
            (".hidden", "%2ehidden.json"),
            ("a/b\\c:d", "a%2fb%5cc%3ad.json"),
            ("사", "%ec%82%ac.json"),
            ("", ".json"),
        ] {
            assert_eq!(file_name(key), expected);
        }
        assert_eq!(file_name(&long).len(), STEM_CHARS_MAX + 5);
        assert_ne!(file_name(&long), file_name(&"k".repeat(301)));
    }
}
