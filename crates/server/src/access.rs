//! Who may do what: a handler that takes [`Manager`] or [`Site`] is reached only with that key,
//! and within its rate, before anything of the body is read.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use sync::wire::{ProblemCode, header};

use crate::keys::Kind;
use crate::refusal::Refusal;
use crate::state::{App, Shared};

/// Proof of the management token.
pub(crate) struct Manager;

/// Proof of the publishable key.
pub(crate) struct Site;

impl FromRequestParts<App> for Manager {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        admit(app, parts, Kind::Management).map(|()| Self)
    }
}

impl FromRequestParts<App> for Site {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        admit(app, parts, Kind::Sdk).map(|()| Self)
    }
}

fn admit(app: &Shared, parts: &Parts, needed: Kind) -> Result<(), Refusal> {
    let presented = bearer(parts).or_else(|| sdk_key(parts));
    match presented.and_then(|key| app.keys.kind(key)) {
        Some(kind) if kind == needed => app.admit(kind),
        Some(_) => Err(Refusal::new(ProblemCode::KeyOfOtherKind, describe(needed))),
        None => Err(Refusal::new(ProblemCode::KeyMissing, describe(needed))),
    }
}

const fn describe(needed: Kind) -> &'static str {
    match needed {
        Kind::Management => "Send the management token as `Authorization: Bearer …`.",
        Kind::Sdk => "Send the publishable key in the header X-Rehearsal-Key.",
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

fn sdk_key(parts: &Parts) -> Option<&str> {
    parts.headers.get(header::SDK_KEY)?.to_str().ok()
}
