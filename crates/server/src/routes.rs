//! The routes, as a visible list: management behind the token, the web SDK behind the
//! publishable key and open to every site, and a few for everybody.

mod assets;
mod campaigns;
mod messages;
mod open;
mod product;

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header::CONTENT_TYPE};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, http::HeaderName};
use sync::wire::{ProblemCode, header};
use tower_http::cors::{Any, CorsLayer};

use crate::limits::REQUEST_MS_MAX;
use crate::refusal::Refusal;
use crate::state::App;

/// Every route of the server.
pub(crate) fn router(app: App) -> Router {
    let management = Router::new()
        .route("/api/v1/campaigns", get(campaigns::list))
        .route(
            "/api/v1/campaigns/{key}",
            get(campaigns::read)
                .put(campaigns::put)
                .delete(campaigns::delete),
        )
        .route("/api/v1/campaigns/{key}/results", get(campaigns::results))
        .route("/api/v1/campaigns/{key}/{step}", post(campaigns::step))
        .route("/api/v1/product", get(product::read).put(product::put))
        .method_not_allowed_fallback(no_such_method);
    // Pages of any site ask these, so the browser must be told that they may.
    let sdk = Router::new()
        .route("/api/v1/messages/active", get(messages::active))
        .route("/api/v1/messages/{id}/track", post(messages::track))
        .route("/e", post(messages::ingest))
        .route(
            "/api/v1/assets/{sha256}",
            get(assets::read).put(assets::put),
        )
        .method_not_allowed_fallback(no_such_method)
        .layer(cors());
    let open = Router::new()
        .route("/health", get(open::health))
        .route("/sdk.js", get(open::sdk))
        .method_not_allowed_fallback(no_such_method);
    management
        .merge(sdk)
        .merge(open)
        .fallback(no_such_route)
        .layer(middleware::from_fn_with_state(app.clone(), frame))
        .with_state(app)
}

async fn no_such_route() -> Refusal {
    Refusal::new(ProblemCode::NotFound, "There is no such route.")
}

async fn no_such_method() -> Refusal {
    Refusal::new(
        ProblemCode::MethodNotAllowed,
        "The header Allow lists the methods.",
    )
}

fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, HeaderName::from_static(header::SDK_KEY)])
        .expose_headers([HeaderName::from_static(header::VERSION)])
}

/// Around every request: its time limit, the server's version on the answer, a line in the log.
async fn frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let begun_ms = (app.clock)();
    let limit = Duration::from_millis(REQUEST_MS_MAX);
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| {
        let detail = format!("A request may take {REQUEST_MS_MAX} ms.");
        Refusal::new(ProblemCode::TooSlow, detail).into_response()
    });
    response.headers_mut().insert(
        HeaderName::from_static(header::VERSION),
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    let (status, took_ms) = (response.status().as_u16(), (app.clock)() - begun_ms);
    tracing::info!(%method, path, status, took_ms, "answered");
    response
}

/// Does blocking work away from the threads that wait for the network.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            tracing::error!("could not finish a request: {error}");
            Err(Refusal::new(
                ProblemCode::Internal,
                "The server's log says what happened.",
            ))
        })
}
