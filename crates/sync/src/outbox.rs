//! What is about to be sent, and what becomes of it. An entry is written into the workspace
//! before it leaves and taken out when the server has answered, so that a crash on either side
//! loses nothing; its id makes the server apply it once, however often it arrives. Pure.

use campaign::{Draft, Move};
use serde::{Deserialize, Serialize};

/// Attempts in one run before the entry is left for the next.
pub const ATTEMPTS_MAX: u32 = 4;

/// The wait before the second attempt, in milliseconds; it doubles with each further one.
pub const BACKOFF_FIRST_MS: u64 = 400;

/// The longest wait between two attempts, in milliseconds.
pub const BACKOFF_MS_MAX: u64 = 30_000;

/// One change on its way to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The idempotency key of every attempt to send it.
    pub id: String,
    /// The campaign's key.
    pub campaign: String,
    /// What is to be done.
    pub action: Action,
}

/// What is done to a campaign on the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Its content is replaced; the status on the server stays.
    Put {
        /// The revision that it replaces; none: the server must not have the campaign.
        revision: Option<i64>,
        /// The new content.
        draft: Box<Draft>,
    },
    /// Its status moves.
    Move {
        /// The revision to which the move belongs.
        revision: i64,
        /// Start, pause, resume or end.
        step: Move,
    },
}

/// What an attempt brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The server did it.
    Taken,
    /// The server will not do it.
    Refused,
    /// Nobody knows: no answer came, or one that says to try again.
    Lost {
        /// The wait that the server asked for, in milliseconds.
        retry_after_ms: Option<u64>,
    },
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It leaves the outbox.
    Settle,
    /// It is sent again after a wait.
    Retry {
        /// The wait in milliseconds.
        after_ms: u64,
    },
    /// It stays in the outbox for another run.
    Keep,
}

/// What follows an answer to attempt number `attempt` (from 1) of this run. `jitter` in
/// `0.0..1.0` spreads the waits of many clients over half of each.
pub fn next(attempt: u32, answer: Answer, jitter: f64) -> Next {
    match answer {
        Answer::Taken | Answer::Refused => Next::Settle,
        Answer::Lost { .. } if attempt >= ATTEMPTS_MAX => Next::Keep,
        Answer::Lost { retry_after_ms } => {
            let doubled = BACKOFF_FIRST_MS << (attempt.saturating_sub(1)).min(16);
            let whole = doubled.min(BACKOFF_MS_MAX) as f64;
            let wait_ms = (whole * (0.5 + jitter / 2.0)) as u64;
            let after_ms = wait_ms.max(retry_after_ms.unwrap_or(0)).min(BACKOFF_MS_MAX);
            Next::Retry { after_ms }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: Answer = Answer::Lost {
        retry_after_ms: None,
    };

    #[test]
    fn the_table_of_answers() {
        let slow = |retry_after_ms| Answer::Lost {
            retry_after_ms: Some(retry_after_ms),
        };
        for (attempt, answer, jitter, expected) in [
            (1, Answer::Taken, 0.0, Next::Settle),
            (1, Answer::Refused, 0.0, Next::Settle),
            (1, LOST, 0.0, Next::Retry { after_ms: 200 }),
            (1, LOST, 0.5, Next::Retry { after_ms: 300 }),
            (2, LOST, 0.0, Next::Retry { after_ms: 400 }),
            (3, LOST, 0.0, Next::Retry { after_ms: 800 }),
            (1, slow(5_000), 0.9, Next::Retry { after_ms: 5_000 }),
            (
                1,
                slow(9_000_000),
                0.9,
                Next::Retry {
                    after_ms: BACKOFF_MS_MAX,
                },
            ),
            (ATTEMPTS_MAX, LOST, 0.0, Next::Keep),
        ] {
            assert_eq!(
                next(attempt, answer, jitter),
                expected,
                "{attempt} {answer:?} {jitter}"
            );
        }
    }

    #[test]
    fn an_entry_survives_the_disk() {
        let draft = Box::new(Draft::new("spring".to_owned(), "Spring".to_owned()));
        for action in [
            Action::Put {
                revision: None,
                draft,
            },
            Action::Move {
                revision: 2,
                step: Move::Start,
            },
        ] {
            let entry = Entry {
                id: "1f".to_owned(),
                campaign: "spring".to_owned(),
                action,
            };
            let text = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        }
    }
}
