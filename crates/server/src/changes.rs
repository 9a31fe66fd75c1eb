//! Changes of campaigns: what a `PUT`, a `DELETE` or a status move does, inside one transaction
//! with the answer that is kept for its idempotency key.

use campaign::draft::Status;
use campaign::{Draft, Move};
use sha2::{Digest, Sha256};
use store::StoreError;
use store::server::{AnswerRecord, PublishedRecord, Tables};
use sync::plan::is_same_content;
use sync::shell::hex;
use sync::wire::{Problem, ProblemCode, Saved};

use crate::limits::ANSWER_KEPT_MS;
use crate::state::checked;

/// To which state of the campaign a change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The server must not have it.
    Absent,
    /// It must be at this revision.
    At(i64),
    /// Whatever it is; moves may be made so.
    Any,
}

/// One request to change a campaign.
pub(crate) struct Intent<'a> {
    pub key: &'a str,
    pub condition: Condition,
    /// Names the intent, however often it is sent.
    pub id: Option<&'a str>,
    /// Method, path and body, by which a key that is used twice is found out.
    pub request: Vec<u8>,
    pub now_ms: i64,
}

/// What a change answers; the inner `Err` is a refusal, after which nothing was written.
pub(crate) type Answer = Result<Result<Saved, Problem>, StoreError>;

/// Makes the change, unless it was made before under the same idempotency key: then the answer
/// is the same again.
pub(crate) fn once(
    tables: &Tables<'_>,
    intent: &Intent<'_>,
    change: impl FnOnce() -> Answer,
) -> Answer {
    let Some(id) = intent.id else { return change() };
    let request = hash(intent);
    if let Some(earlier) = tables.answer(id)? {
        return Ok(match serde_json::from_value(earlier.answer) {
            Ok(saved) if earlier.request == request => Ok(saved),
            _ => Err(Problem::new(
                ProblemCode::KeyReused,
                "This Idempotency-Key came before with another request; make a new one.",
            )),
        });
    }
    let answer = change()?;
    if let Ok(saved) = &answer {
        let record = AnswerRecord {
            id: id.to_owned(),
            request,
            answer: serde_json::to_value(saved).unwrap_or_default(),
            at_ms: intent.now_ms,
        };
        tables.keep_answer(&record, intent.now_ms - ANSWER_KEPT_MS)?;
    }
    Ok(answer)
}

fn hash(intent: &Intent<'_>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("{:?}\n", intent.condition));
    hasher.update(&intent.request);
    hex(&hasher.finalize())
}

/// Replaces the content; the status stays. The same content again is no change.
pub(crate) fn put(tables: &Tables<'_>, intent: &Intent<'_>, draft: Draft) -> Answer {
    let stored = tables.campaign(intent.key)?;
    if let Err(problem) = compare(stored.as_ref(), intent.condition) {
        return Ok(Err(problem));
    }
    let alive = stored.as_ref().filter(|record| !record.deleted);
    let status = alive.map_or(Status::Draft, |record| record.draft.status);
    let draft = Draft { status, ..draft };
    if let Some(record) = alive.filter(|record| is_same_content(&record.draft, &draft)) {
        return Ok(Ok(saved(record)));
    }
    // What runs must go on being able to run.
    if status == Status::Active
        && let Err(problem) = checked(tables, &draft)
    {
        return Ok(Err(problem));
    }
    let revision = stored.map_or(0, |record| record.revision) + 1;
    write(
        tables,
        &PublishedRecord {
            revision,
            draft,
            updated_ms: intent.now_ms,
            deleted: false,
        },
    )
}

/// Moves the status; whatever begins to run is checked once more.
pub(crate) fn step(tables: &Tables<'_>, intent: &Intent<'_>, step: Move) -> Answer {
    let stored = tables.campaign(intent.key)?;
    if let Err(problem) = compare(stored.as_ref(), intent.condition) {
        return Ok(Err(problem));
    }
    let Some(record) = stored.filter(|record| !record.deleted) else {
        return Ok(Err(absent(intent.key)));
    };
    let status = match record.draft.status.after(step) {
        Ok(status) => status,
        Err(refused) => {
            let detail = format!("Nobody can {refused}.");
            return Ok(Err(
                Problem::new(ProblemCode::MoveRefused, detail).at_revision(record.revision)
            ));
        }
    };
    if status == Status::Active
        && let Err(problem) = checked(tables, &record.draft)
    {
        return Ok(Err(problem));
    }
    let draft = Draft {
        status,
        ..record.draft
    };
    let revision = record.revision + 1;
    write(
        tables,
        &PublishedRecord {
            revision,
            draft,
            updated_ms: intent.now_ms,
            deleted: false,
        },
    )
}

/// Takes the campaign away; what was counted of it stays.
pub(crate) fn delete(tables: &Tables<'_>, intent: &Intent<'_>) -> Answer {
    let stored = tables.campaign(intent.key)?;
    if let Err(problem) = compare(stored.as_ref(), intent.condition) {
        return Ok(Err(problem));
    }
    let Some(record) = stored.filter(|record| !record.deleted) else {
        return Ok(Err(absent(intent.key)));
    };
    let revision = record.revision + 1;
    let (draft, updated_ms) = (record.draft, intent.now_ms);
    write(
        tables,
        &PublishedRecord {
            revision,
            draft,
            updated_ms,
            deleted: true,
        },
    )
}

fn write(tables: &Tables<'_>, record: &PublishedRecord) -> Answer {
    tables.set_campaign(record)?;
    Ok(Ok(saved(record)))
}

fn saved(record: &PublishedRecord) -> Saved {
    Saved {
        key: record.draft.key.clone(),
        revision: record.revision,
        status: record.draft.status,
    }
}

fn compare(stored: Option<&PublishedRecord>, condition: Condition) -> Result<(), Problem> {
    let now = stored
        .filter(|record| !record.deleted)
        .map(|record| record.revision);
    let detail = match (condition, now) {
        (Condition::Any, _) | (Condition::Absent, None) => return Ok(()),
        (Condition::At(revision), Some(now)) if revision == now => return Ok(()),
        (Condition::Absent, Some(now)) => format!("It is there already, at revision {now}."),
        (Condition::At(_), Some(now)) => format!("It is at revision {now} now."),
        (Condition::At(_), None) => "It is not there.".to_owned(),
    };
    let problem = Problem::new(ProblemCode::RevisionMismatch, detail);
    Err(problem.at_revision(now.unwrap_or(0)))
}

pub(crate) fn absent(key: &str) -> Problem {
    Problem::new(
        ProblemCode::NotFound,
        format!("There is no campaign {key}."),
    )
}
