//! A host for tests: its clock moves when it is told to, its chance is a counter.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};

use crate::jobs::lock;
use crate::{Failure, Host, Workbench};

#[derive(Debug)]
pub struct TestHost {
    folder: tempfile::TempDir,
    now_ms: AtomicI64,
    next: AtomicU64,
    /// Every workspace and campaign at which the lab was opened.
    pub opened: Mutex<Vec<(PathBuf, Option<String>)>>,
}

impl TestHost {
    pub fn shared() -> Arc<Self> {
        Arc::new(Self {
            folder: tempfile::tempdir().unwrap(),
            now_ms: AtomicI64::new(1_700_000_000_000),
            next: AtomicU64::new(1),
            opened: Mutex::default(),
        })
    }

    pub fn pass_ms(&self, passed_ms: i64) {
        self.now_ms.fetch_add(passed_ms, Ordering::Relaxed);
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("shop.rehearsal")
    }
}

impl Host for TestHost {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    /// An odd multiplier spreads the counter over all bits.
    fn random(&self) -> u64 {
        self.next
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn open_lab(&self, workspace: &Path, campaign: Option<&str>) -> io::Result<()> {
        let mut opened = lock(&self.opened);
        opened.push((workspace.to_owned(), campaign.map(str::to_owned)));
        Ok(())
    }
}

/// A workbench and the host around it.
pub struct Bench {
    pub host: Arc<TestHost>,
    pub workbench: Workbench,
}

impl Bench {
    pub fn new() -> Self {
        Self::around(TestHost::shared())
    }

    /// A second window, or the same after a restart.
    pub fn around(host: Arc<TestHost>) -> Self {
        let path = host.workspace();
        let workbench = Workbench::open(&path, Arc::clone(&host) as Arc<dyn Host>).unwrap();
        Self { host, workbench }
    }

    pub fn call(&self, name: &str, args: Json) -> Json {
        self.workbench
            .call(name, args)
            .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    }

    pub fn refused(&self, name: &str, args: Json) -> Failure {
        self.workbench.call(name, args).expect_err(name)
    }

    /// Waits for a job to end; the test harness ends a test that waits for ever.
    pub fn ended(&self, started: &Json) -> Json {
        loop {
            let view = self.call("poll_job", json!({"job": started["job"]}));
            if view["state"] != "running" {
                return view;
            }
            std::thread::yield_now();
        }
    }

    /// A new campaign of this name; its view.
    pub fn campaign(&self, name: &str) -> Json {
        self.call(
            "create_campaign",
            json!({"name": name, "template": "two_step"}),
        )
    }
}
