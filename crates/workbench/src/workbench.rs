//! A workbench: one open workspace, the host around it, and the jobs that run.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use campaign::AssetFormat;
use serde_json::Value as Json;
use store::Workspace;

use crate::commands::Pages;
use crate::jobs::{Jobs, Label, Watch, lock};
use crate::overview::Overview;
use crate::views::ServerView;
use crate::{Failure, Host, commands};

/// One open workspace with everything that can be done in it.
pub struct Workbench {
    workspace: Mutex<Workspace>,
    host: Arc<dyn Host>,
    jobs: Jobs,
    /// The campaigns, as far as they were read; locked after the workspace.
    overview: Mutex<Overview>,
    /// What the server said when it was last asked.
    server: Mutex<Option<ServerView>>,
    /// The pages of the log that was last looked into, by its content hash.
    pages: Mutex<Option<(String, Arc<Pages>)>>,
}

/// A stored image, as a preview fetches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The file's bytes.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for Workbench {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Workbench")
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

impl Workbench {
    /// Opens the workspace file, or makes it.
    ///
    /// # Errors
    /// A file that cannot be opened or is no workspace.
    pub fn open(path: &Path, host: Arc<dyn Host>) -> Result<Self, Failure> {
        Ok(Self {
            workspace: Mutex::new(Workspace::open(path)?),
            host,
            jobs: Jobs::default(),
            overview: Mutex::default(),
            server: Mutex::new(None),
            pages: Mutex::new(None),
        })
    }

    /// Does one command of [`commands::NAMES`].
    ///
    /// # Errors
    /// The command could not be done; nothing was changed then.
    pub fn call(&self, name: &str, args: Json) -> Result<Json, Failure> {
        commands::dispatch(self, name, args)
    }

    /// A stored image by its hash; `None` where there is none.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub fn image(&self, sha256: &str) -> Result<Option<StoredImage>, Failure> {
        let workspace = self.workspace();
        let Some(facts) = workspace.asset_facts(sha256)? else {
            return Ok(None);
        };
        let content = workspace.asset_content(sha256)?.unwrap_or_default();
        let media_type = match facts.format {
            AssetFormat::Png => "image/png",
            AssetFormat::Jpeg => "image/jpeg",
        };
        Ok(Some(StoredImage {
            media_type,
            content,
        }))
    }

    /// The workspace file.
    pub fn path(&self) -> PathBuf {
        self.workspace().path().to_owned()
    }

    /// The open workspace; held only while a command works on it.
    pub(crate) fn workspace(&self) -> MutexGuard<'_, Workspace> {
        lock(&self.workspace)
    }

    /// The campaigns as they are now.
    pub(crate) fn overview(
        &self,
        workspace: &Workspace,
    ) -> Result<MutexGuard<'_, Overview>, Failure> {
        let mut overview = lock(&self.overview);
        overview.refresh(workspace, &workspace.limits()?)?;
        Ok(overview)
    }

    pub(crate) fn host(&self) -> &dyn Host {
        &*self.host
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    pub(crate) fn note_server(&self, view: &ServerView) {
        *lock(&self.server) = Some(view.clone());
    }

    pub(crate) fn noted_server(&self) -> Option<ServerView> {
        lock(&self.server).clone()
    }

    pub(crate) fn note_pages(&self, content_hash: &str, pages: &Arc<Pages>) {
        *lock(&self.pages) = Some((content_hash.to_owned(), Arc::clone(pages)));
    }

    pub(crate) fn known_pages(&self, content_hash: &str) -> Option<Arc<Pages>> {
        let noted = lock(&self.pages).clone()?;
        (noted.0 == content_hash).then_some(noted.1)
    }

    /// Starts a job that opens the workspace for itself, so that no command waits for it.
    pub(crate) fn start_job(
        &self,
        label: Label,
        work: impl FnOnce(&JobContext<'_>) -> Result<Json, Failure> + Send + 'static,
    ) -> Result<String, Failure> {
        let (path, host) = (self.path(), Arc::clone(&self.host));
        self.jobs
            .start(Arc::clone(&self.host), label, move |watch| {
                work(&JobContext {
                    path: &path,
                    host: &*host,
                    watch,
                })
            })
    }
}

/// What a job has at hand.
pub(crate) struct JobContext<'a> {
    /// The workspace file.
    pub path: &'a Path,
    pub host: &'a dyn Host,
    pub watch: &'a Watch,
}
