//! What anybody may ask: whether the server is well, and the web SDK itself.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sync::wire::ProblemCode;

use super::blocking;
use crate::refusal::Refusal;
use crate::state::App;

/// The web SDK, as built by ui/sdk; empty where this binary was built without it.
const SDK: &str = include_str!(concat!(env!("OUT_DIR"), "/sdk.js"));

pub(super) async fn health(State(app): State<App>) -> Result<Response, Refusal> {
    blocking(move || {
        let campaigns = app.file.read(|tables| Ok(tables.campaigns()?.len()))?;
        let version = env!("CARGO_PKG_VERSION");
        let body = json!({ "service": "rehearsal", "version": version, "campaigns": campaigns });
        Ok(Json(body).into_response())
    })
    .await
}

pub(super) async fn sdk() -> Result<Response, Refusal> {
    if SDK.is_empty() {
        let detail = "Run `npm run build -w sdk` in ui/, build the server again, and restart it.";
        return Err(Refusal::new(ProblemCode::NotBuilt, detail));
    }
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((headers, SDK).into_response())
}
