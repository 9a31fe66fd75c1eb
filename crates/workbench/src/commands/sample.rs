//! The sample workspace: three campaigns, their images and a shop's log.

use campaign::Draft;
use store::{StoreError, Workspace};

use super::log_import::{Source, bring_in};
use super::{pictures, workspace};
use crate::images::examine;
use crate::jobs::Watch;
use crate::views::{Nothing, WorkspaceView};
use crate::{Failure, Host, Workbench};

/// What the sample log is called in the list.
const LOG_NAME: &str = "Sample shop";

pub(super) fn load(workbench: &Workbench, _: &Nothing) -> Result<WorkspaceView, Failure> {
    // Opened anew: the log takes a moment, and no other command should wait for it.
    let mut workspace = Workspace::open(&workbench.path())?;
    add_images(&mut workspace)?;
    add_campaigns(&mut workspace, workbench.host().now_ms())?;
    if workspace.logs()?.iter().all(|log| log.name != LOG_NAME) {
        add_log(&mut workspace, workbench.host())?;
    }
    workspace::look(workbench, &Nothing {})
}

fn add_images(workspace: &mut Workspace) -> Result<(), Failure> {
    for (name, content) in fixtures::sample_assets() {
        let facts = examine(name, content)?;
        pictures::store(workspace, name, facts, content)?;
    }
    Ok(())
}

/// Adds what is not there; a sample that somebody edited stays as it is.
fn add_campaigns(workspace: &mut Workspace, now_ms: i64) -> Result<(), Failure> {
    for (name, json) in fixtures::sample_campaigns() {
        let draft = Draft::from_json(json).map_err(|error| broken(name, &error.to_string()))?;
        match workspace.add_campaign(&draft, now_ms) {
            Ok(()) => {}
            Err(StoreError::KeyTaken { key }) => restore(workspace, &key)?,
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

fn restore(workspace: &mut Workspace, key: &str) -> Result<(), Failure> {
    match workspace.restore_campaign(key) {
        // It was not deleted.
        Ok(()) | Err(StoreError::NoCampaign { .. }) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

fn add_log(workspace: &mut Workspace, host: &dyn Host) -> Result<(), Failure> {
    let (content, mapping) = fixtures::shop_log();
    let mapping = serde_json::from_str(mapping)
        .map_err(|error| broken("the log's mapping", &error.to_string()))?;
    let unpacked = Unpacked::new(host, content)?;
    let source = Source {
        path: unpacked.file(),
        mapping: Some(mapping),
        name: Some(LOG_NAME.to_owned()),
    };
    bring_in(workspace, host, &source, &Watch::unwatched())?;
    Ok(())
}

/// The bundled log as a file, gone when this is dropped.
struct Unpacked(std::path::PathBuf);

impl Unpacked {
    fn new(host: &dyn Host, content: &[u8]) -> Result<Self, Failure> {
        let folder = host
            .data_folder()
            .join(format!("sample-{:016x}", host.random()));
        let unpacked = Self(folder);
        let write = || {
            std::fs::create_dir_all(&unpacked.0)?;
            std::fs::write(unpacked.file(), content)
        };
        write().map_err(|error: std::io::Error| {
            let could_not = format!("write into {}: {error}", unpacked.0.display());
            Failure::new(
                "log_folder",
                could_not,
                "Check the free space and the folder's rights.",
            )
        })?;
        Ok(unpacked)
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.join("shop.csv.gz")
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "the unpacked sample log stays");
        }
    }
}

fn broken(name: &str, what: &str) -> Failure {
    Failure::new(
        "bug",
        format!("read the sample {name}: {what}"),
        "Please report this.",
    )
}
