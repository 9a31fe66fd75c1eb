//! A `.campaign` package: a zip with `campaign.json` and `images/<sha256>.png|jpg`. The same
//! campaign always gives the same bytes. Its comment seals the entries, because a zip file does
//! not notice when the list of them is damaged; one without a seal was packed by hand.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use campaign::Draft;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::incoming::{self, IncomingImage};
use super::{
    ExportReport, ImageFile, Images, Skipped, hash_in, image_name, sha256_hex, unwritten,
    write_whole,
};
use crate::Failure;

/// How every zip file begins, one without entries too.
pub(super) const MAGICS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

const JSON_NAME: &str = "campaign.json";
const IMAGES_FOLDER: &str = "images/";

/// How the comment begins that seals a package; the hash of the entries follows.
const SEAL: &str = "rehearsal sha256 ";

/// Entries of a package: more than any campaign needs.
const ENTRIES_MAX: usize = 300;

/// All entries unpacked, in bytes.
const UNPACKED_BYTES_MAX: u64 = 256 * 1_048_576;

/// What a package may unpack to for each of its bytes. Canonical JSON packs to a twentieth.
const UNPACKED_RATIO_MAX: u64 = 200;

/// A package of up to this size unpacked is never suspicious, in bytes.
const UNPACKED_BYTES_SMALL: u64 = 1_048_576;

/// What was in a package.
pub(super) struct Unpacked {
    pub(super) draft: Draft,
    pub(super) images: Vec<IncomingImage>,
    pub(super) skipped: Vec<Skipped>,
}

pub(super) fn write(
    path: &Path,
    draft: &Draft,
    images: &dyn Images,
) -> Result<ExportReport, Failure> {
    let mut found = BTreeMap::new();
    let mut missing = Vec::new();
    for sha256 in draft.assets() {
        match images.image(sha256)? {
            Some(image) => {
                found.insert(image_name(sha256, image.format), image);
            }
            None => missing.push(sha256.to_owned()),
        }
    }
    let packed =
        pack(draft, &found).map_err(|error| unwritten(path, &std::io::Error::other(error)))?;
    write_whole(path, &packed).map_err(|error| unwritten(path, &error))?;
    Ok(ExportReport {
        path: path.display().to_string(),
        campaigns: 1,
        images: found.len(),
        missing,
        left: Vec::new(),
    })
}

/// The bytes of a package; `images` are sorted by name.
pub(super) fn pack(
    draft: &Draft,
    images: &BTreeMap<String, ImageFile>,
) -> Result<Vec<u8>, ZipError> {
    use std::io::Write as _;
    // A fixed date and system: nothing but the campaign decides the bytes.
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut sealed = Vec::new();
    let json = draft.to_json();
    let deflated = options.compression_method(CompressionMethod::Deflated);
    zip.start_file(JSON_NAME, deflated)?;
    zip.write_all(json.as_bytes())?;
    sealed.push((JSON_NAME.to_owned(), json.into_bytes()));
    for (name, image) in images {
        // Images are packed already.
        let stored = options.compression_method(CompressionMethod::Stored);
        let entry = format!("{IMAGES_FOLDER}{name}");
        zip.start_file(&entry, stored)?;
        zip.write_all(&image.content)?;
        sealed.push((entry, image.content.clone()));
    }
    zip.set_comment(seal(&sealed))?;
    Ok(zip.finish()?.into_inner())
}

/// What the comment of a package with these entries says.
fn seal(entries: &[(String, Vec<u8>)]) -> String {
    let lines = entries.iter().map(|(name, content)| {
        let hash = sha256_hex(content);
        format!("{hash} {name}\n")
    });
    let list: String = lines.collect();
    format!("{SEAL}{}", sha256_hex(list.as_bytes()))
}

/// Reads a package; `name` says which file in a failure.
pub(super) fn unpack(name: &str, bytes: &[u8]) -> Result<Unpacked, Failure> {
    let entries = entries(name, bytes)?;
    let mut json = None;
    let mut files = BTreeMap::new();
    let mut skipped = Vec::new();
    for (entry, content) in entries {
        let hash = entry.strip_prefix(IMAGES_FOLDER).and_then(hash_in);
        if entry == JSON_NAME {
            json = Some(content);
        } else if let Some(hash) = hash {
            files.insert(hash.to_owned(), content);
        } else if !entry.ends_with('/') {
            skipped.push(Skipped {
                what: entry,
                why: "It is no part of a campaign.".to_owned(),
            });
        }
    }
    let Some(json) = json else {
        return Err(damaged(name, "it holds no campaign.json"));
    };
    let draft = incoming::draft(name, &json)?;
    let mut images = Vec::new();
    for sha256 in draft.assets() {
        // One that was not there when the package was written is not in it: the check says so.
        if let Some(content) = files.remove(sha256) {
            images.push(IncomingImage::examine(sha256, content)?);
        }
    }
    skipped.extend(files.into_keys().map(|hash| Skipped {
        what: format!("Image {hash}"),
        why: "The campaign does not show it.".to_owned(),
    }));
    Ok(Unpacked {
        draft,
        images,
        skipped,
    })
}

/// Every entry with its content. What the file says of its own sizes is not trusted.
fn entries(name: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let broken = |error: ZipError| damaged(name, error);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > ENTRIES_MAX {
        return Err(too_large(
            name,
            &format!("it has {} entries", archive.len()),
        ));
    }
    if archive.has_duplicate_names() {
        return Err(damaged(name, "two entries have one name"));
    }
    let by_ratio = (bytes.len() as u64).saturating_mul(UNPACKED_RATIO_MAX);
    let mut room = by_ratio.clamp(UNPACKED_BYTES_SMALL, UNPACKED_BYTES_MAX);
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let entry = file.name().map_err(broken)?.into_owned();
        let mut content = Vec::new();
        let read = file.take(room + 1).read_to_end(&mut content);
        read.map_err(|error| damaged(name, format!("{entry}: {error}")))?;
        let Some(left) = room.checked_sub(content.len() as u64) else {
            return Err(too_large(name, "it unpacks to more than any campaign"));
        };
        room = left;
        entries.push((entry, content));
    }
    let comment = archive.comment();
    if comment.starts_with(SEAL.as_bytes()) && comment != seal(&entries).as_bytes() {
        return Err(damaged(name, "its entries are not those that were packed"));
    }
    Ok(entries)
}

fn damaged(name: &str, what: impl std::fmt::Display) -> Failure {
    Failure::new(
        "file_damaged",
        format!("read {name}: {what}"),
        "The file is damaged or cut off; get it again from where it came.",
    )
}

fn too_large(name: &str, what: &str) -> Failure {
    Failure::new(
        "file_too_large",
        format!("read {name}: {what}"),
        "It is not a file that Rehearsal writes; ask for it where it came from.",
    )
}
