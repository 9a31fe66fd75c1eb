//! The workspace as the lab sees it: its campaigns and its logs, read and never written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use campaign::{AssetFacts, Draft, Limits};
use store::Workspace;
use store::workspace::LogRecord;

use crate::work::Failure;

/// What an open workspace holds.
#[derive(Debug)]
pub struct Shelf {
    /// The file.
    pub path: PathBuf,
    /// Its name without folder and ending.
    pub name: String,
    /// The campaigns, in the order of the designer's list.
    pub campaigns: Vec<Draft>,
    /// The imported logs, the newest first.
    pub logs: Vec<LogRecord>,
    /// When it was opened, in microseconds UTC: "today" of a forecast without a period.
    pub opened_us: i64,
    /// What the check of a campaign must know of its images, by SHA-256.
    pub assets: BTreeMap<String, AssetFacts>,
    /// The workspace's limits, against which they are checked.
    pub limits: Limits,
}

impl Shelf {
    /// Reads a workspace file.
    ///
    /// # Errors
    /// There is no such file, or it is not a workspace.
    pub fn open(path: &Path, opened_us: i64) -> Result<Self, Failure> {
        // The store makes a file that is missing; the lab only looks.
        if !path.is_file() {
            return Err(Failure {
                message: format!("There is no workspace at {}.", path.display()),
                hint: "Check the path, or create the workspace in the designer.".to_owned(),
            });
        }
        let mut shelf = Self {
            path: path.to_owned(),
            name: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            campaigns: Vec::new(),
            logs: Vec::new(),
            assets: BTreeMap::new(),
            limits: Limits::default(),
            opened_us,
        };
        shelf.read_again()?;
        Ok(shelf)
    }

    /// Reads it again: the designer may have saved.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn read_again(&mut self) -> Result<(), Failure> {
        let failure = |error: store::StoreError| Failure {
            message: format!("Could not {error}."),
            hint: "Choose another file, or open it in the designer.".to_owned(),
        };
        let workspace = Workspace::open(&self.path).map_err(failure)?;
        let records = workspace.campaigns().map_err(failure)?;
        self.campaigns = records.into_iter().map(|record| record.draft).collect();
        self.logs = workspace.logs().map_err(failure)?;
        self.limits = workspace.limits().map_err(failure)?;
        for sha256 in self.campaigns.iter().flat_map(Draft::assets) {
            if let Some(facts) = workspace.asset_facts(sha256).map_err(failure)? {
                self.assets.insert(sha256.to_owned(), facts);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workspace_is_said_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("none.rehearsal");
        let failure = Shelf::open(&missing, 0).expect_err("there is no file");
        assert!(
            failure.message.starts_with("There is no workspace at "),
            "{failure:?}"
        );
        assert!(!missing.exists(), "looking must not create a file");

        let other = folder.path().join("notes.txt");
        std::fs::write(&other, "not a database, but long enough to be looked at").expect("a file");
        let failure = Shelf::open(&other, 0).expect_err("the file is something else");
        assert!(
            failure.message.starts_with("Could not open "),
            "{failure:?}"
        );
    }

    #[test]
    fn campaigns_are_read_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.rehearsal");
        let mut workspace = Workspace::open(&path).expect("a workspace");
        for key in ["k1", "k2"] {
            let draft = Draft::new(key.to_owned(), format!("Campaign {key}"));
            workspace.add_campaign(&draft, 0).expect("a campaign");
        }
        let shelf = Shelf::open(&path, 0).expect("the workspace opens");
        assert_eq!(shelf.name, "shop");
        let keys: Vec<&str> = shelf
            .campaigns
            .iter()
            .map(|draft| draft.key.as_str())
            .collect();
        assert_eq!(keys, ["k1", "k2"]);
    }
}
