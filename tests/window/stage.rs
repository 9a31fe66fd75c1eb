//! What a journey stands on: a folder with a workspace, one window on it, and a second look at
//! the same file, by which what the window shows is compared with what was kept.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value as Json, json};
use thirtyfour::prelude::WebDriverResult;
use workbench::{Host, SystemHost, Workbench};

use crate::driver::Window;

/// The workspace of every journey.
const FILE: &str = "journey.rehearsal";

const POLL: Duration = Duration::from_millis(50);
/// Polls before a wait is in vain: half a minute.
const POLLS_MAX: u32 = 600;

/// Windows take the keyboard from one another: one journey at a time.
static ONE_WINDOW: Mutex<()> = Mutex::new(());

/// The system, with its data in the journey's own folder.
#[derive(Debug)]
struct InFolder(PathBuf);

impl Host for InFolder {
    fn now_ms(&self) -> i64 {
        SystemHost.now_ms()
    }

    fn random(&self) -> u64 {
        SystemHost.random()
    }

    fn data_folder(&self) -> PathBuf {
        self.0.clone()
    }

    fn open_lab(&self, _: &Path, _: Option<&str>) -> std::io::Result<()> {
        Ok(())
    }
}

/// A folder with a workspace.
pub struct Stage {
    folder: tempfile::TempDir,
    workbench: Workbench,
}

impl Stage {
    /// A workspace that nothing was ever kept in.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Arc::new(InFolder(folder.path().join("rehearsal")));
        let workbench = Workbench::open(&folder.path().join(FILE), host).unwrap();
        Self { folder, workbench }
    }

    /// The sample workspace: three campaigns and a log.
    pub fn sample() -> Self {
        let stage = Self::empty();
        stage.call("load_sample", json!({}));
        stage
    }

    /// The folder, which is gone with the stage.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What a command says of the workspace, asked beside the window.
    #[track_caller]
    pub fn call(&self, name: &str, args: Json) -> Json {
        self.workbench
            .call(name, args)
            .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    }

    /// The draft of a campaign as it is kept.
    pub fn draft(&self, key: &str) -> Json {
        self.call("open_draft", json!({ "key": key }))["draft"].clone()
    }

    /// Keys of the campaigns in list order.
    pub fn keys(&self) -> Vec<String> {
        let workspace = self.call("workspace", json!({}));
        let rows = workspace["campaigns"].as_array().unwrap();
        let keys = rows
            .iter()
            .map(|row| row["key"].as_str().unwrap().to_owned());
        keys.collect()
    }

    /// Waits until the workspace is as wanted.
    #[track_caller]
    pub fn until(&self, wanted: impl Fn(&Self) -> bool) {
        for _ in 0..POLLS_MAX {
            if wanted(self) {
                return;
            }
            std::thread::park_timeout(POLL);
        }
        panic!("the workspace did not become as wanted: {:?}", self.keys());
    }

    /// Plays a journey in a window on the workspace. False, with a word, where there is none to
    /// be driven.
    pub fn play(&self, journey: impl AsyncFnOnce(&Window) -> WebDriverResult<()>) -> bool {
        let _alone = ONE_WINDOW.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let played = runtime.block_on(async {
            let app = Path::new(env!("CARGO_BIN_EXE_rehearsal-designer"));
            let Some(window) = Window::open(app, self.folder(), FILE).await? else {
                return Ok(false);
            };
            journey(&window).await?;
            window.close().await.map(|()| true)
        });
        played.unwrap_or_else(|error: thirtyfour::error::WebDriverError| panic!("{error}"))
    }
}
