//! What only the outer world can give: the time, chance, patience, and somebody who watches.

use std::time::Duration;

use rustls::crypto::ring::default_provider;

/// What publishing reports while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// What an earlier run left is sent first.
    Resuming {
        /// Entries in the outbox.
        entries: usize,
    },
    /// Work on a campaign begins.
    Campaign {
        /// Its key.
        key: &'a str,
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// An image is sent.
    Image {
        /// Its hash.
        sha256: &'a str,
        /// Its size.
        bytes: usize,
    },
    /// An attempt failed and will be repeated.
    Waiting {
        /// For how long, in milliseconds.
        wait_ms: u64,
        /// What went wrong.
        why: &'a str,
    },
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// The person wants it to stop.
    Stop,
}

/// The outer world, as publishing sees it.
pub trait Shell {
    /// The time, in milliseconds since 1970.
    fn now_ms(&mut self) -> i64;
    /// A number in `0.0..1.0`, for the waits between attempts.
    fn jitter(&mut self) -> f64;
    /// An id that nobody else has.
    fn fresh_id(&mut self) -> String;
    /// Waits.
    fn wait(&mut self, wait_ms: u64);
    /// Tells whoever watches; asked before every request.
    fn report(&mut self, progress: Progress<'_>) -> Flow;
}

/// The real world; the closure watches and may stop it.
#[derive(Debug)]
pub struct SystemShell<F>(pub F);

impl<F: FnMut(Progress<'_>) -> Flow> Shell for SystemShell<F> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock of publishing is read here"
    )]
    fn now_ms(&mut self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| since.as_millis() as i64)
    }

    fn jitter(&mut self) -> f64 {
        f64::from(u16::from_le_bytes(random())) / 65_536.0
    }

    fn fresh_id(&mut self) -> String {
        fresh_id()
    }

    fn wait(&mut self, wait_ms: u64) {
        std::thread::sleep(Duration::from_millis(wait_ms));
    }

    fn report(&mut self, progress: Progress<'_>) -> Flow {
        self.0(progress)
    }
}

/// 128 random bits in lower-case hex: an id that nobody else has and nobody can guess.
pub fn fresh_id() -> String {
    hex(&random::<16>())
}

/// Lower-case hex, as ids and content hashes are written.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// # Panics
/// Where the operating system has no random numbers; nothing of ours is safe then.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    default_provider()
        .secure_random
        .fill(&mut bytes)
        .expect("the system has random numbers");
    bytes
}
