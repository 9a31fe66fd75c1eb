//! What comes in: recognised from its content, read whole, checked, and not yet kept.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use campaign::foreign::{self, Arrival, Arrivals, Note, Tool};
use campaign::{AssetFacts, Draft, FileError};
use serde_json::Value as Json;

use super::beside::images_beside;
use super::package::{self, MAGICS};
use super::{Skipped, folder, sha256_hex, unread};
use crate::Failure;
use crate::images::examine;

/// Size of a file that is read at all, in bytes.
const FILE_BYTES_MAX: u64 = 256 * 1_048_576;

/// Size of a JSON file that is read, in bytes.
const JSON_BYTES_MAX: usize = 32 * 1_048_576;

/// How a workspace begins.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

const PACKAGE_WORDS: &str = "Rehearsal campaign";
const FOLDER_WORDS: &str = "Folder of campaigns";

/// What a file or folder holds.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What it was recognised as.
    pub source: &'static str,
    /// The campaigns with what could not be carried over.
    pub campaigns: Vec<Arrival>,
    /// What belongs to no campaign.
    pub skipped: Vec<Skipped>,
    pub(super) images: Vec<IncomingImage>,
}

impl Incoming {
    /// The images that go with the campaigns.
    pub fn into_images(self) -> impl Iterator<Item = IncomingImage> {
        self.images.into_iter()
    }
}

/// An image of a file, decoded and known by its hash.
#[derive(Debug, Clone)]
pub struct IncomingImage {
    /// SHA-256 of its content in lower-case hex.
    pub sha256: String,
    /// Size and real format.
    pub facts: AssetFacts,
    /// The file's bytes.
    pub content: Vec<u8>,
}

impl IncomingImage {
    /// Takes an image whose name says its hash.
    pub(super) fn examine(sha256: &str, content: Vec<u8>) -> Result<Self, Failure> {
        if sha256_hex(&content) != sha256 {
            return Err(Failure::new(
                "image_changed",
                format!("take the image {sha256}: its content is not the one of its name"),
                "The file is damaged or was changed; get it again from where it came.",
            ));
        }
        let facts = examine(sha256, &content)?;
        Ok(Self {
            sha256: sha256.to_owned(),
            facts,
            content,
        })
    }
}

/// Reads a package, a folder of campaigns, a campaign as JSON, or a file of another tool.
///
/// # Errors
/// It cannot be read, is none of these, is damaged, or a newer version wrote it.
pub fn read_path(path: &Path) -> Result<Incoming, Failure> {
    if path.is_dir() {
        return folder::read(path);
    }
    let bytes = read_file(path)?;
    let mut incoming = read_bytes(&path.display().to_string(), &bytes)?;
    // A package brings its own; a campaign as JSON has them beside it.
    if incoming.source == PACKAGE_WORDS
        && incoming.images.is_empty()
        && let Some(arrival) = incoming.campaigns.first()
    {
        incoming.images = images_beside(path, &arrival.draft)?;
    }
    Ok(incoming)
}

/// The same for content that was dropped or pasted; `name` says which file in a failure.
///
/// # Errors
/// See [`read_path`].
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Incoming, Failure> {
    if MAGICS.iter().any(|magic| bytes.starts_with(magic)) {
        let unpacked = package::unpack(name, bytes)?;
        return Ok(Incoming {
            source: PACKAGE_WORDS,
            campaigns: vec![ours(unpacked.draft)],
            skipped: unpacked.skipped,
            images: unpacked.images,
        });
    }
    if bytes.starts_with(SQLITE_MAGIC) {
        return Err(Failure::new(
            "file_is_workspace",
            format!("import {name}: it is a workspace"),
            "Open it, and export its campaigns from there.",
        ));
    }
    let json = json(name, bytes)?;
    if is_ours(&json) {
        return Ok(Incoming {
            source: PACKAGE_WORDS,
            campaigns: vec![ours(draft(name, bytes)?)],
            skipped: Vec::new(),
            images: Vec::new(),
        });
    }
    let tool = foreign::recognise(&json).ok_or_else(|| not_recognised(name))?;
    of_tool(name, tool, &json)
}

fn of_tool(name: &str, tool: Tool, json: &Json) -> Result<Incoming, Failure> {
    let Arrivals { campaigns, left } = foreign::read(tool, json);
    if campaigns.is_empty() {
        return Err(Failure::new(
            "no_campaign_in_file",
            format!("import {name}: there is no campaign in it"),
            "Export one from the tool it comes from.",
        ));
    }
    let skipped = left
        .into_iter()
        .map(|Note { what, why, .. }| Skipped { what, why });
    Ok(Incoming {
        source: tool.file_words(),
        campaigns,
        skipped: skipped.collect(),
        images: Vec::new(),
    })
}

/// A campaign of ours as it came; nothing of it is left behind.
pub(super) const fn ours(draft: Draft) -> Arrival {
    Arrival {
        draft,
        notes: Vec::new(),
    }
}

/// What a folder held.
pub(super) const fn of_folder(
    campaigns: Vec<Arrival>,
    images: Vec<IncomingImage>,
    skipped: Vec<Skipped>,
) -> Incoming {
    Incoming {
        source: FOLDER_WORDS,
        campaigns,
        skipped,
        images,
    }
}

/// Whether a document is a campaign as Rehearsal writes it.
pub(super) fn is_ours(json: &Json) -> bool {
    json.get("format").is_some_and(Json::is_u64)
}

/// A campaign from the bytes of its JSON.
pub(super) fn draft(name: &str, bytes: &[u8]) -> Result<Draft, Failure> {
    let text = text(name, bytes)?;
    Draft::from_json(text).map_err(|error| {
        let (code, hint) = match &error {
            FileError::NotACampaign { .. } => (
                "file_damaged",
                "Correct the file at that place, or get it again from where it came.",
            ),
            FileError::Newer { .. } => (
                "file_newer",
                "Update Rehearsal, or export the campaign from the older version.",
            ),
        };
        Failure::new(code, format!("take {name}: could not {error}"), hint)
    })
}

/// Any JSON. What begins like it, or is named like it, and is none was damaged.
pub(super) fn json(name: &str, bytes: &[u8]) -> Result<Json, Failure> {
    let text = text(name, bytes)?;
    serde_json::from_str(text).map_err(|error| {
        let is_named_so = Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "json");
        if !is_named_so && !text.trim_start().starts_with(['{', '[']) {
            return not_recognised(name);
        }
        let hint = "Correct the file at that place, or get it again from where it came.";
        Failure::new("file_damaged", format!("read {name}: {error}"), hint)
    })
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    if bytes.len() > JSON_BYTES_MAX {
        return Err(too_large(name, JSON_BYTES_MAX as u64));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| not_recognised(name))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A file's bytes, up to [`FILE_BYTES_MAX`].
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unread(path, &error))?;
    let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| unread(path, &error))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(too_large(&path.display().to_string(), FILE_BYTES_MAX));
    }
    Ok(bytes)
}

fn too_large(name: &str, bytes_max: u64) -> Failure {
    let megabytes_max = bytes_max / 1_048_576;
    Failure::new(
        "file_too_large",
        format!("read {name}: it has more than {megabytes_max} MB"),
        "Campaigns are far smaller; check that it is the right file.",
    )
}

fn not_recognised(name: &str) -> Failure {
    Failure::new(
        "file_unknown",
        format!("recognise {name}"),
        "Choose a .campaign file, a folder that Rehearsal wrote, or the JSON of a Hackle \
         workspace, a TrackCrumb campaign or a Customer.io message.",
    )
}
