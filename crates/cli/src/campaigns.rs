//! Campaigns from the places a person names: JSON files, folders of them, `.campaign` files, a
//! workspace.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use campaign::draft::Status;
use campaign::{AssetFacts, AssetFormat, Assets, Campaign, Draft, Finding, Limits, Severity};
use store::Workspace;
use workbench::files::{Incoming, IncomingImage, images_beside, read_path};

use crate::commands::sample::words;

/// How an SQLite file begins.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// How a `.campaign` file begins, as every zip archive that holds something.
const PACKAGE_MAGIC: &[u8] = b"PK\x03\x04";

/// A campaign and where it was found.
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub draft: Draft,
    /// The images that go with it.
    pub images: BTreeMap<String, AssetFacts>,
    /// What it is checked against: the workspace's, or those of a new one.
    pub limits: Limits,
}

/// Reads every campaign of the paths, in the order given; a folder's files by name.
///
/// # Errors
/// A path that is not there, a file that is no campaign, a folder without any; two campaigns of
/// one key.
pub fn load(paths: &[PathBuf]) -> anyhow::Result<Vec<Found>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let files = files_in(path)?;
            if files.is_empty() {
                bail!(
                    "could not find a campaign in {}\nhint: it holds no .json file",
                    path.display()
                );
            }
            for file in files {
                found.push(read(&file)?);
            }
        } else if is_workspace(path)? {
            found.extend(from_workspace(path)?);
        } else if begins_with(path, PACKAGE_MAGIC)? {
            found.extend(from_package(path)?);
        } else {
            found.push(read(path)?);
        }
    }
    for (index, one) in found.iter().enumerate() {
        if found[..index]
            .iter()
            .any(|other| other.draft.key == one.draft.key)
        {
            bail!(
                "could not use two campaigns of the key {:?}\nhint: give one of them another key",
                one.draft.key
            );
        }
    }
    Ok(found)
}

/// The campaigns made ready for a decision. Pictures do not matter to it, so that a file works
/// without its images.
///
/// # Errors
/// A campaign with findings that block, naming them.
pub fn ready(found: Vec<Found>, assume: Assume) -> anyhow::Result<Vec<Campaign>> {
    found.into_iter().map(|one| one.ready(assume)).collect()
}

/// Which status a decision takes a campaign to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Assume {
    /// As if all were started
    Active,
    /// As the files say
    #[value(name = "as_is")]
    AsIs,
}

impl Found {
    fn ready(self, assume: Assume) -> anyhow::Result<Campaign> {
        let (findings, campaign) = self.draft.check(&AnyImage, &self.limits);
        let campaign = campaign.ok_or_else(|| {
            let mut text = format!("could not use {}:", self.path.display());
            for finding in findings.iter().filter(|f| f.severity == Severity::Block) {
                let _ = write!(text, "\n  {}: {}", finding.path, finding.message);
            }
            anyhow!(
                "{text}\nhint: `rehearsal check {}` lists every finding",
                self.path.display()
            )
        })?;
        Ok(match assume {
            Assume::Active => campaign.assume_status(Status::Active),
            Assume::AsIs => campaign,
        })
    }

    /// The images themselves, by hash.
    ///
    /// # Errors
    /// A workspace that cannot be read. An image that is not there is left out.
    pub fn contents(&self) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
        let mut contents = BTreeMap::new();
        if is_workspace(&self.path)? {
            let workspace = open_workspace(&self.path)?;
            for sha256 in self.draft.assets() {
                let content = workspace.asset_content(sha256);
                let content = content.map_err(|error| anyhow!("could not {error}"))?;
                contents.extend(content.map(|content| (sha256.to_owned(), content)));
            }
        } else {
            let images = if begins_with(&self.path, PACKAGE_MAGIC)? {
                unpack(&self.path)?.into_images().collect()
            } else {
                images_beside(&self.path, &self.draft).map_err(words)?
            };
            contents.extend(
                images
                    .into_iter()
                    .map(|image| (image.sha256, image.content)),
            );
        }
        Ok(contents)
    }

    /// Every finding, images included.
    pub fn findings(&self) -> Vec<Finding> {
        self.draft.check(&self.images, &self.limits).0
    }
}

/// Says of every image that it is there.
struct AnyImage;

impl Assets for AnyImage {
    fn facts(&self, _sha256: &str) -> Option<AssetFacts> {
        Some(AssetFacts {
            width: 1,
            height: 1,
            bytes: 1,
            format: AssetFormat::Png,
        })
    }
}

fn is_workspace(path: &Path) -> anyhow::Result<bool> {
    begins_with(path, SQLITE_MAGIC)
}

fn begins_with(path: &Path, magic: &[u8]) -> anyhow::Result<bool> {
    use std::io::Read as _;
    let mut head = Vec::new();
    let file = fs::File::open(path).map_err(|error| {
        anyhow!(
            "could not open {}: {error}
hint: check the path",
            path.display()
        )
    })?;
    file.take(magic.len() as u64)
        .read_to_end(&mut head)
        .with_context(|| format!("could not read {}", path.display()))?;
    Ok(head == magic)
}

fn unpack(path: &Path) -> anyhow::Result<Incoming> {
    read_path(path).map_err(words)
}

fn from_package(path: &Path) -> anyhow::Result<Vec<Found>> {
    let incoming = unpack(path)?;
    let drafts: Vec<Draft> = incoming
        .campaigns
        .iter()
        .map(|arrival| arrival.draft.clone())
        .collect();
    let images = facts(incoming.into_images());
    let found = |draft| Found {
        path: path.to_owned(),
        draft,
        images: images.clone(),
        limits: Limits::default(),
    };
    Ok(drafts.into_iter().map(found).collect())
}

fn open_workspace(path: &Path) -> anyhow::Result<Workspace> {
    Workspace::open(path).map_err(|error| anyhow!("could not {error}"))
}

fn from_workspace(path: &Path) -> anyhow::Result<Vec<Found>> {
    let could_not = |error| anyhow!("could not {error}");
    let workspace = open_workspace(path)?;
    let images = workspace.assets().map_err(could_not)?;
    let limits = workspace.limits().map_err(could_not)?;
    let campaigns = workspace.campaigns().map_err(could_not)?.into_iter();
    Ok(campaigns
        .map(|record| Found {
            path: path.to_owned(),
            draft: record.draft,
            images: images.clone(),
            limits: limits.clone(),
        })
        .collect())
}

fn read(path: &Path) -> anyhow::Result<Found> {
    let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let path = path.display();
        anyhow!(
            "could not read {path} as a campaign: it is no text
hint: name a .json file"
        )
    })?;
    let draft = Draft::from_json(&text)
        .map_err(|error| anyhow!("could not {error}\nfile: {}", path.display()))?;
    let images = images_beside(path, &draft).map_err(words)?;
    Ok(Found {
        path: path.to_owned(),
        draft,
        images: facts(images),
        limits: Limits::default(),
    })
}

fn facts(images: impl IntoIterator<Item = IncomingImage>) -> BTreeMap<String, AssetFacts> {
    let facts = images.into_iter().map(|image| (image.sha256, image.facts));
    facts.collect()
}

fn files_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    Ok(files)
}
