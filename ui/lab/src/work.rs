//! Work on other threads: it reports progress, posts answers that get better, and stops when it
//! is asked to or when nobody waits for it any more.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use egui::Context;

/// Seconds between two looks at the progress.
const PROGRESS_EVERY_S: f32 = 0.05;

/// A thing that could not be done: what, and what a person can do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
}

/// A piece of work, seen from the window. Dropping it asks the work to stop.
#[derive(Debug)]
pub struct Task<T> {
    shared: Arc<Shared<T>>,
    begun_s: f64,
    elapsed_s: f64,
    is_timed: bool,
}

/// The same work, seen from its thread.
#[derive(Debug)]
pub struct Desk<T> {
    shared: Arc<Shared<T>>,
    ctx: Context,
}

#[derive(Debug)]
struct Shared<T> {
    is_stopped: AtomicBool,
    is_over: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    answer: Mutex<Option<Result<T, Failure>>>,
}

impl<T: Send + 'static> Task<T> {
    /// Starts `work` on a thread of that name.
    pub fn start(
        ctx: &Context,
        name: &str,
        work: impl FnOnce(&Desk<T>) -> Result<(), Failure> + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared {
            is_stopped: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            answer: Mutex::new(None),
        });
        let desk = Desk {
            shared: Arc::clone(&shared),
            ctx: ctx.clone(),
        };
        let begun = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                if let Err(failure) = work(&desk) {
                    desk.put(Err(failure));
                }
                desk.shared.is_over.store(true, Ordering::Release);
                desk.ctx.request_repaint();
            });
        if let Err(error) = begun {
            let message = format!("The work could not be started: {error}.");
            let hint = "Close other programs and try again.".to_owned();
            shared.put(Err(Failure { message, hint }));
            shared.is_over.store(true, Ordering::Release);
        }
        Self {
            shared,
            begun_s: ctx.input(|input| input.time),
            elapsed_s: 0.0,
            is_timed: false,
        }
    }

    /// The newest answer, if there is one that has not been taken.
    pub fn take(&self) -> Option<Result<T, Failure>> {
        self.shared
            .answer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// Whether the work goes on.
    pub fn is_running(&self) -> bool {
        !self.shared.is_over.load(Ordering::Acquire)
    }

    /// Seconds since the start; it stands still once the work is over.
    pub fn elapsed_s(&self) -> f64 {
        self.elapsed_s
    }

    /// Takes the time, in every frame; while the work goes on, its progress is painted again soon.
    pub fn attend(&mut self, ctx: &Context) {
        if self.is_timed {
            return;
        }
        self.elapsed_s = ctx.input(|input| input.time) - self.begun_s;
        self.is_timed = !self.is_running();
        if !self.is_timed {
            ctx.request_repaint_after_secs(PROGRESS_EVERY_S);
        }
    }

    /// How much is done, of how much; 0 where the work does not know yet.
    pub fn progress(&self) -> (u64, u64) {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (read(&self.shared.done), read(&self.shared.total))
    }

    /// Asks the work to stop.
    pub fn stop(&self) {
        self.shared.is_stopped.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::Relaxed);
    }
}

impl<T> Desk<T> {
    /// Whether the work should stop.
    pub fn is_stopped(&self) -> bool {
        self.shared.is_stopped.load(Ordering::Relaxed)
    }

    /// Says how far the work is.
    pub fn report(&self, done: u64, total: u64) {
        self.shared.done.store(done, Ordering::Relaxed);
        self.shared.total.store(total, Ordering::Relaxed);
    }

    /// Hands over an answer; a better one may follow.
    pub fn post(&self, answer: T) {
        self.put(Ok(answer));
    }

    fn put(&self, answer: Result<T, Failure>) {
        self.shared.put(answer);
        self.ctx.request_repaint();
    }
}

impl<T> Shared<T> {
    fn put(&self, answer: Result<T, Failure>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn dropping_the_task_stops_the_work() {
        let (begun, wait) = mpsc::channel();
        let (ended, end) = mpsc::channel();
        let task = Task::<u32>::start(&Context::default(), "test", move |desk| {
            desk.report(1, 2);
            desk.post(7);
            begun.send(()).expect("the test listens");
            while !desk.is_stopped() {
                std::thread::yield_now();
            }
            ended.send(()).expect("the test listens");
            Ok(())
        });
        wait.recv().expect("the work begins");
        assert_eq!((task.take(), task.take()), (Some(Ok(7)), None));
        assert_eq!(task.progress(), (1, 2));
        assert!(task.is_running());
        drop(task);
        end.recv().expect("the work ends");
    }
}
