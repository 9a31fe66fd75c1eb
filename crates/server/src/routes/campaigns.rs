//! Management of campaigns: list, read, put, delete, status moves, results.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use campaign::draft::FORMAT;
use campaign::{Draft, Move};
use store::server::{GroupCounts, PublishedRecord, Tables};
use sync::wire::sdk::MessageEvent;
use sync::wire::{
    CampaignDocument, CampaignHead, CampaignList, GroupResult, ProblemCode, Results, Saved, etag,
    header, revision_of_etag,
};

use super::blocking;
use crate::access::Manager;
use crate::body::{self, Name};
use crate::changes::{self, Answer, Condition, Intent};
use crate::limits::CAMPAIGN_BYTES_MAX;
use crate::refusal::Refusal;
use crate::state::App;

pub(super) async fn list(_: Manager, State(app): State<App>) -> Result<Response, Refusal> {
    blocking(move || {
        let head = |record: PublishedRecord| CampaignHead {
            key: record.draft.key,
            name: record.draft.name,
            status: record.draft.status,
            revision: record.revision,
            updated_ms: record.updated_ms,
        };
        let campaigns = app
            .file
            .read(|tables| Ok(tables.campaigns()?.into_iter().map(head).collect()))?;
        Ok(Json(CampaignList { campaigns }).into_response())
    })
    .await
}

pub(super) async fn read(
    _: Manager,
    State(app): State<App>,
    Name(key): Name,
) -> Result<Response, Refusal> {
    blocking(move || {
        let record = app.file.read(|tables| tables.campaign(&key))?;
        let record = record
            .filter(|record| !record.deleted)
            .ok_or_else(|| changes::absent(&key))?;
        let document = CampaignDocument {
            revision: record.revision,
            updated_ms: record.updated_ms,
            draft: record.draft,
        };
        Ok(([(ETAG, etag(document.revision))], Json(document)).into_response())
    })
    .await
}

pub(super) async fn put(
    _: Manager,
    State(app): State<App>,
    Name(key): Name,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let condition = required_condition(&headers)?;
    let id = idempotency_key(&headers)?;
    let (draft, bytes) = body::json::<Draft>(body, CAMPAIGN_BYTES_MAX).await?;
    if draft.key != key {
        let detail = format!(
            "The body is campaign `{}`, the path says `{key}`.",
            draft.key
        );
        return Err(Refusal::malformed(detail));
    }
    if draft.format > FORMAT {
        let detail = format!(
            "It has format {}; this server knows formats up to {FORMAT}.",
            draft.format
        );
        return Err(Refusal::malformed(detail));
    }
    let request = [format!("PUT {key}\n").as_bytes(), &bytes].concat();
    change(app, key, condition, id, request, move |tables, intent| {
        changes::put(tables, intent, draft)
    })
    .await
}

pub(super) async fn delete(
    _: Manager,
    State(app): State<App>,
    Name(key): Name,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let condition = required_condition(&headers)?;
    let id = idempotency_key(&headers)?;
    let request = format!("DELETE {key}").into_bytes();
    change(app, key, condition, id, request, changes::delete).await
}

pub(super) async fn step(
    _: Manager,
    State(app): State<App>,
    path: Result<Path<(String, String)>, axum::extract::rejection::PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Path((key, word)) = path.map_err(|error| Refusal::malformed(error.body_text()))?;
    let Some(step) = Move::ALL.into_iter().find(|step| step.word() == word) else {
        let detail = "A campaign can be sent start, pause, resume and end.";
        return Err(Refusal::new(ProblemCode::NotFound, detail));
    };
    let condition = condition(&headers)?.unwrap_or(Condition::Any);
    let id = idempotency_key(&headers)?;
    let request = format!("POST {key} {word}").into_bytes();
    change(app, key, condition, id, request, move |tables, intent| {
        changes::step(tables, intent, step)
    })
    .await
}

pub(super) async fn results(
    _: Manager,
    State(app): State<App>,
    Name(key): Name,
) -> Result<Response, Refusal> {
    blocking(move || {
        let (record, counts) = app
            .file
            .read(|tables| Ok((tables.campaign(&key)?, tables.counts(&key)?)))?;
        let record = record.ok_or_else(|| changes::absent(&key))?;
        let mut groups = std::collections::BTreeMap::new();
        for group in &record.draft.groups {
            groups.insert(group.key.clone(), GroupResult::default());
        }
        groups.extend(
            counts
                .into_iter()
                .map(|(group, counts)| (group, result(&counts))),
        );
        Ok(Json(Results {
            key,
            revision: record.revision,
            groups,
        })
        .into_response())
    })
    .await
}

fn result(counts: &GroupCounts) -> GroupResult {
    let of = |event: MessageEvent| counts.get(event.word()).copied().unwrap_or_default();
    GroupResult {
        exposures: of(MessageEvent::Impression).0,
        reach: of(MessageEvent::Impression).1,
        clicks: of(MessageEvent::CtaClick).0,
        dismissals: of(MessageEvent::Dismiss).0,
        completions: of(MessageEvent::Complete).0,
    }
}

async fn change(
    app: App,
    key: String,
    condition: Condition,
    id: Option<String>,
    request: Vec<u8>,
    work: impl FnOnce(&Tables<'_>, &Intent<'_>) -> Answer + Send + 'static,
) -> Result<Response, Refusal> {
    blocking(move || {
        let id = id.as_deref();
        let intent = Intent {
            key: &key,
            condition,
            id,
            request,
            now_ms: (app.clock)(),
        };
        let answer = app
            .file
            .write(|tables| changes::once(tables, &intent, || work(tables, &intent)))?;
        app.campaigns_changed();
        Ok(respond(condition, &answer?))
    })
    .await
}

fn respond(condition: Condition, saved: &Saved) -> Response {
    let status = match condition {
        Condition::Absent => StatusCode::CREATED,
        Condition::At(_) | Condition::Any => StatusCode::OK,
    };
    (status, [(ETAG, etag(saved.revision))], Json(saved)).into_response()
}

fn condition(headers: &HeaderMap) -> Result<Option<Condition>, Refusal> {
    let wrong = |what: &str| Err(Refusal::malformed(what));
    match (
        body::text(headers, IF_MATCH.as_str())?,
        body::text(headers, IF_NONE_MATCH.as_str())?,
    ) {
        (None, None) => Ok(None),
        (None, Some("*")) => Ok(Some(Condition::Absent)),
        (None, Some(_)) => wrong("If-None-Match takes only `*` here."),
        (Some(tag), None) => match revision_of_etag(tag) {
            Some(revision) => Ok(Some(Condition::At(revision))),
            None => wrong("If-Match takes a revision in quotes, like \"3\"."),
        },
        (Some(_), Some(_)) => wrong("If-Match and If-None-Match exclude each other."),
    }
}

fn required_condition(headers: &HeaderMap) -> Result<Condition, Refusal> {
    condition(headers)?.ok_or_else(|| {
        let detail = "Send If-Match with the revision that you changed, or If-None-Match: * for \
                      a new campaign.";
        Refusal::new(ProblemCode::RevisionMissing, detail)
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let id = body::text(headers, header::IDEMPOTENCY_KEY)?;
    if id.is_some_and(|id| !body::is_name(id)) {
        return Err(Refusal::malformed(
            "The Idempotency-Key is empty or too long.",
        ));
    }
    Ok(id.map(str::to_owned))
}
