//! Work that takes longer than an answer may: each job on a thread of its own, watched and
//! cancelled by its number, its result kept until the program ends.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use simulations::replay;
use ts_rs::TS;

use crate::{Failure, Host};

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobState {
    /// Working.
    Running,
    /// Its result is there.
    Done,
    /// It could not be done.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

/// A job, as a window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JobView {
    /// Its id.
    pub job: String,
    /// What it does, "Forecast of Spring sale".
    pub title: String,
    /// Where it is.
    pub state: JobState,
    /// How much is done, in `unit`s.
    pub done: u64,
    /// How much there is; null while nobody knows.
    pub total: Option<u64>,
    /// What is counted, "users".
    pub unit: String,
    /// How long it has run, or ran, in milliseconds.
    pub elapsed_ms: i64,
    /// The answer, once done.
    #[ts(type = "unknown")]
    pub result: Option<Json>,
    /// Why not, once failed.
    pub failure: Option<Failure>,
}

/// What a running job tells and asks.
#[derive(Debug)]
pub(crate) struct Watch {
    unit: &'static str,
    /// The replay's own, so that it can count and stop by itself.
    meter: replay::Watch,
    /// `u64::MAX` while nobody knows.
    total: AtomicU64,
}

impl Watch {
    fn new(unit: &'static str) -> Self {
        Self {
            unit,
            meter: replay::Watch::default(),
            total: AtomicU64::new(u64::MAX),
        }
    }

    /// For work that is done at once, with nobody watching.
    pub(crate) fn unwatched() -> Self {
        Self::new("")
    }

    /// Says how far the job is.
    pub(crate) fn report(&self, done: u64, total: u64) {
        self.meter.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// What counts by itself how far the job is.
    pub(crate) fn meter(&self) -> &replay::Watch {
        &self.meter
    }

    /// Whether somebody wants it to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.meter.cancel.load(Ordering::Relaxed)
    }
}

/// What a job is called and what it counts.
#[derive(Debug)]
pub(crate) struct Label {
    /// Name of the thread.
    pub thread: &'static str,
    /// For people.
    pub title: String,
    /// What is counted.
    pub unit: &'static str,
}

/// Every job of this run of the program.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    all: Mutex<BTreeMap<u64, Arc<Job>>>,
}

#[derive(Debug)]
struct Job {
    title: String,
    started_ms: i64,
    watch: Watch,
    outcome: Mutex<Option<Outcome>>,
}

#[derive(Debug)]
struct Outcome {
    ended_ms: i64,
    result: Result<Json, Failure>,
}

impl Jobs {
    /// Starts work on a thread of its own and answers the job's id at once.
    pub(crate) fn start(
        &self,
        host: Arc<dyn Host>,
        label: Label,
        work: impl FnOnce(&Watch) -> Result<Json, Failure> + Send + 'static,
    ) -> Result<String, Failure> {
        let job = Arc::new(Job {
            title: label.title,
            started_ms: host.now_ms(),
            watch: Watch::new(label.unit),
            outcome: Mutex::new(None),
        });
        let mut all = lock(&self.all);
        let id = all.keys().next_back().map_or(1, |last| last + 1);
        all.insert(id, Arc::clone(&job));
        drop(all);
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&job.watch)));
            let outcome = Outcome {
                ended_ms: host.now_ms(),
                result: result.unwrap_or_else(|_| Err(bug(&job.title))),
            };
            *lock(&job.outcome) = Some(outcome);
        };
        let thread = std::thread::Builder::new().name(label.thread.to_owned());
        thread.spawn(run).map_err(|error| {
            lock(&self.all).remove(&id);
            Failure::new(
                "thread",
                format!("start a job: {error}"),
                "Close other programs.",
            )
        })?;
        Ok(id.to_string())
    }

    /// How a job is.
    pub(crate) fn view(&self, id: &str, now_ms: i64) -> Result<JobView, Failure> {
        Ok(self.find(id)?.view(id, now_ms))
    }

    /// Asks a job to stop; one that has ended stays as it is.
    pub(crate) fn cancel(&self, id: &str) -> Result<(), Failure> {
        self.find(id)?
            .watch
            .meter
            .cancel
            .store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The ids of the jobs that run.
    pub(crate) fn running(&self) -> Vec<String> {
        let all = lock(&self.all);
        let running = all.iter().filter(|(_, job)| lock(&job.outcome).is_none());
        running.map(|(id, _)| id.to_string()).collect()
    }

    fn find(&self, id: &str) -> Result<Arc<Job>, Failure> {
        let found = id
            .parse()
            .ok()
            .and_then(|id: u64| lock(&self.all).get(&id).cloned());
        found.ok_or_else(|| {
            let hint = "Jobs end with the program; start it again.";
            Failure::new("no_job", format!("find job {id}"), hint)
        })
    }
}

impl Job {
    fn view(&self, id: &str, now_ms: i64) -> JobView {
        let outcome = lock(&self.outcome);
        let total = self.watch.total.load(Ordering::Relaxed);
        let result = outcome.as_ref().map(|outcome| &outcome.result);
        JobView {
            job: id.to_owned(),
            title: self.title.clone(),
            state: match result {
                None => JobState::Running,
                Some(Ok(_)) => JobState::Done,
                Some(Err(failure)) if failure.is_cancelled() => JobState::Cancelled,
                Some(Err(_)) => JobState::Failed,
            },
            done: self.watch.meter.done.load(Ordering::Relaxed),
            total: (total != u64::MAX).then_some(total),
            unit: self.watch.unit.to_owned(),
            elapsed_ms: outcome.as_ref().map_or(now_ms, |outcome| outcome.ended_ms)
                - self.started_ms,
            result: result.and_then(|result| result.as_ref().ok()).cloned(),
            failure: result.and_then(|result| result.as_ref().err()).cloned(),
        }
    }
}

/// A lock whose holder panicked still guards whole values: they are replaced, never half-written.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bug(title: &str) -> Failure {
    Failure::new(
        "bug",
        format!("finish \"{title}\": Rehearsal has a bug there"),
        "Nothing was changed. Please report what you did.",
    )
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use serde_json::json;

    use super::*;
    use crate::testing::TestHost;

    fn label(title: &str) -> Label {
        Label {
            thread: "test-job",
            title: title.to_owned(),
            unit: "steps",
        }
    }

    /// Waits by asking; the test harness ends a test that waits for ever.
    fn ended(jobs: &Jobs, id: &str) -> JobView {
        loop {
            let view = jobs.view(id, 0).unwrap();
            if view.state != JobState::Running {
                return view;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_job_is_watched_and_its_result_kept() {
        let jobs = Jobs::default();
        let (go, gate) = channel::<()>();
        let work = move |watch: &Watch| {
            watch.report(3, 10);
            gate.recv().unwrap();
            Ok(json!({"answer": 42}))
        };
        let id = jobs
            .start(TestHost::shared(), label("Count"), work)
            .unwrap();
        while jobs.view(&id, 0).unwrap().done == 0 {
            std::thread::yield_now();
        }
        let view = jobs.view(&id, 0).unwrap();
        assert_eq!(
            (view.state, view.total, view.unit.as_str()),
            (JobState::Running, Some(10), "steps")
        );
        assert_eq!(jobs.running(), std::slice::from_ref(&id));
        go.send(()).unwrap();
        let view = ended(&jobs, &id);
        assert_eq!(
            (view.state, view.result),
            (JobState::Done, Some(json!({"answer": 42})))
        );
        assert_eq!(jobs.view(&id, 0).unwrap().state, JobState::Done);
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn a_cancelled_job_says_so() {
        let jobs = Jobs::default();
        let work = |watch: &Watch| {
            while !watch.is_cancelled() {
                std::thread::yield_now();
            }
            Err(Failure::cancelled("count"))
        };
        let id = jobs
            .start(TestHost::shared(), label("Count"), work)
            .unwrap();
        jobs.cancel(&id).unwrap();
        assert_eq!(ended(&jobs, &id).state, JobState::Cancelled);
    }

    #[test]
    fn a_bug_in_a_job_is_told_and_not_waited_for() {
        let jobs = Jobs::default();
        let id = jobs
            .start(TestHost::shared(), label("Count"), |_| panic!("a bug"))
            .unwrap();
        let view = ended(&jobs, &id);
        assert_eq!(view.state, JobState::Failed);
        assert_eq!(view.failure.unwrap().code, "bug");
        assert_eq!(jobs.view("99", 0).unwrap_err().code, "no_job");
        assert_eq!(jobs.cancel("x").unwrap_err().code, "no_job");
    }
}
