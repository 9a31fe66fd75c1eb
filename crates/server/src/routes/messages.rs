//! The web SDK's routes: what a person may see, what became of it, and the site's events.

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use serde::Deserialize;
use store::StoreError;
use store::server::{MessageEventRecord, SiteEventRecord, Tables};
use sync::wire::ProblemCode;
use sync::wire::sdk::{
    Accepted, ActiveMessages, IDENTIFY, Ingest, MessageEvent, SiteEvent, Track, parts_of_message_id,
};

use super::{blocking, product};
use crate::access::Site;
use crate::active::{self, Visitor};
use crate::body::{self, Name, is_name};
use crate::limits::{BATCH_EVENTS_MAX, BODY_BYTES_MAX, EVENT_AGE_MS_MAX};
use crate::refusal::Refusal;
use crate::state::App;

/// Who asks.
#[derive(Debug, Deserialize)]
pub(super) struct Who {
    distinct_id: String,
    device_id: Option<String>,
}

pub(super) async fn active(
    _: Site,
    State(app): State<App>,
    who: Result<Query<Who>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<ActiveMessages>, Refusal> {
    let Query(who) = who.map_err(|error| Refusal::malformed(error.body_text()))?;
    if !is_name(&who.distinct_id) {
        return Err(Refusal::malformed("distinct_id is empty or too long."));
    }
    blocking(move || {
        let live = app.live()?;
        let now_ms = (app.clock)();
        let (switches, properties, seen) = app.file.read(|tables| {
            Ok((
                product::switches(tables)?,
                tables.properties(&who.distinct_id)?,
                tables.message_events(&who.distinct_id)?,
            ))
        })?;
        let Who {
            distinct_id,
            device_id,
        } = who;
        let messages = if switches.auto_render {
            let visitor = Visitor {
                distinct_id,
                device_id,
                properties,
                seen,
            };
            active::messages(&live.plan, &visitor, now_ms)
        } else {
            Vec::new()
        };
        Ok(Json(ActiveMessages {
            auto_render: switches.auto_render,
            messages,
        }))
    })
    .await
}

pub(super) async fn track(
    _: Site,
    State(app): State<App>,
    Name(id): Name,
    body: Body,
) -> Result<Json<Accepted>, Refusal> {
    let (track, _) = body::json::<Track>(body, BODY_BYTES_MAX).await?;
    let names = [&track.event_id, &track.distinct_id];
    if names.into_iter().any(|name| !is_name(name)) {
        return Err(Refusal::malformed(
            "event_id or distinct_id is empty or too long.",
        ));
    }
    blocking(move || {
        let now_ms = (app.clock)();
        let added = app.file.write(|tables| {
            let Some((campaign, group)) = message(tables, &id, track.group.as_deref())? else {
                return Ok(None);
            };
            let record = MessageEventRecord {
                event_id: track.event_id,
                campaign,
                group,
                event: track.event.word().to_owned(),
                distinct_id: track.distinct_id,
                device_id: track.device_id,
                session_id: track.session_id,
                at_ms: moment(track.at_ms, now_ms),
                action_name: track.action_name,
                action_value: track.action_value,
            };
            tables.add_message_event(&record).map(Some)
        })?;
        let is_new = added
            .ok_or_else(|| Refusal::new(ProblemCode::NotFound, "There is no such message."))?;
        Ok(Json(tally([is_new])))
    })
    .await
}

pub(super) async fn ingest(
    _: Site,
    State(app): State<App>,
    body: Body,
) -> Result<Json<Accepted>, Refusal> {
    let (ingest, _) = body::json::<Ingest>(body, BODY_BYTES_MAX).await?;
    let events = match ingest {
        Ingest::Batch { batch } => batch,
        Ingest::Single(event) => vec![event],
    };
    if events.len() > BATCH_EVENTS_MAX {
        let detail = format!("A batch has at most {BATCH_EVENTS_MAX} events.");
        return Err(Refusal::new(ProblemCode::TooLarge, detail));
    }
    let names = |event: &SiteEvent| {
        [&event.event_id, &event.event, &event.distinct_id]
            .into_iter()
            .all(|name| is_name(name))
    };
    if !events.iter().all(names) {
        let detail = "event_id, event or distinct_id of an event is empty or too long.";
        return Err(Refusal::malformed(detail));
    }
    blocking(move || {
        let now_ms = (app.clock)();
        let added = app.file.write(|tables| {
            events
                .into_iter()
                .map(|event| add(tables, event, now_ms))
                .collect::<Result<Vec<_>, _>>()
        })?;
        Ok(Json(tally(added)))
    })
    .await
}

/// Adds one event of the site. Whether it is new is told by its own table; a message's event
/// that came through `track` before is not counted again.
fn add(tables: &Tables<'_>, event: SiteEvent, now_ms: i64) -> Result<bool, StoreError> {
    let at_ms = moment(event.at_ms, now_ms);
    let word = MessageEvent::of(&event.event);
    if let Some(word) = word
        && let Some((campaign, group)) = message_of(tables, &event)?
    {
        let name = |name: &str| {
            event
                .properties
                .get(name)
                .and_then(campaign::Value::as_text)
        };
        tables.add_message_event(&MessageEventRecord {
            event_id: event.event_id.clone(),
            campaign,
            group,
            event: word.word().to_owned(),
            distinct_id: event.distinct_id.clone(),
            device_id: event.device_id.clone(),
            session_id: event.session_id.clone(),
            at_ms,
            action_name: name("action_name"),
            action_value: name("action_value"),
        })?;
    }
    let record = SiteEventRecord {
        event_id: event.event_id,
        event: event.event,
        distinct_id: event.distinct_id,
        device_id: event.device_id,
        session_id: event.session_id,
        at_ms,
        properties: event.properties,
    };
    let is_new = tables.add_site_event(&record)?;
    if is_new && record.event == IDENTIFY {
        tables.set_properties(&record.distinct_id, &record.properties, now_ms)?;
    }
    Ok(is_new)
}

/// Campaign and group that an event's properties name.
fn message_of(
    tables: &Tables<'_>,
    event: &SiteEvent,
) -> Result<Option<(String, String)>, StoreError> {
    let text = |name: &str| {
        event
            .properties
            .get(name)
            .and_then(campaign::Value::as_text)
    };
    match text("message_id") {
        Some(id) => message(tables, &id, text("group").as_deref()),
        None => Ok(None),
    }
}

/// Campaign and group of a message id, or of a campaign's key with the group beside it; none
/// where the server does not know them.
fn message(
    tables: &Tables<'_>,
    id: &str,
    group: Option<&str>,
) -> Result<Option<(String, String)>, StoreError> {
    let (key, group) = match (group, parts_of_message_id(id)) {
        (Some(group), _) if tables.campaign(id)?.is_some() => (id, group),
        (_, Some(parts)) => parts,
        (_, None) => return Ok(None),
    };
    let Some(record) = tables.campaign(key)? else {
        return Ok(None);
    };
    let is_known = record.draft.groups.iter().any(|one| one.key == group);
    Ok(is_known.then(|| (key.to_owned(), group.to_owned())))
}

/// When an event happened, by a clock that may be wrong: never later than now, never older than
/// an event may be.
fn moment(at_ms: Option<i64>, now_ms: i64) -> i64 {
    at_ms
        .unwrap_or(now_ms)
        .clamp(now_ms - EVENT_AGE_MS_MAX, now_ms)
}

fn tally(added: impl IntoIterator<Item = bool>) -> Accepted {
    let mut accepted = Accepted {
        accepted: 0,
        duplicates: 0,
    };
    for is_new in added {
        if is_new {
            accepted.accepted += 1;
        } else {
            accepted.duplicates += 1;
        }
    }
    accepted
}
