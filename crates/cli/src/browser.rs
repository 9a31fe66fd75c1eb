//! The loopback host: the designer in a browser on this machine. Journeys in Chromium use it too.
//!
//! Only this machine can reach it, and only a page that knows the token of this start can do
//! anything: requests under another host name or from another site's page are refused, so that
//! no page on the web can talk to it through the browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value as Json;
use tokio::net::TcpListener;
use workbench::preview::{self, Answer, Files};
use workbench::{Failure, Workbench};

/// The designer's built pages.
const PAGES: Files = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The preview frame's files.
const PREVIEW: Files = workbench::preview_files!("../../ui");

/// What a browser shows in the page's tab.
const ICON: &[u8] = include_bytes!("../../../src-tauri/icons/32.png");

/// What the designer's page may load and talk to: this host alone.
const PAGE_POLICY: &str = "default-src 'self'; script-src 'self'; \
                           style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           connect-src 'self'; frame-src 'self'; object-src 'none'; \
                           base-uri 'none'; frame-ancestors 'none'";

/// Larger than any picture that somebody may try, so that the refusal names the picture.
const BODY_BYTES_MAX: usize = 64 * 1_048_576;

/// What every request needs.
struct Site {
    workbench: Workbench,
    token: String,
    address: SocketAddr,
}

/// Serves the designer on a free port of the loopback until Ctrl-C; `tell` gets the address to
/// open, with the token of this start.
///
/// # Errors
/// The pages are not built in, or no port can be had.
pub fn serve(workbench: Workbench, tell: impl FnOnce(&str)) -> anyhow::Result<()> {
    if PAGES.is_empty() {
        bail!(
            "the designer's pages are not built into this program\nhint: run `npm ci && npm run \
             build` in ui/, then build again"
        );
    }
    let runtime = tokio::runtime::Runtime::new().context("could not start the server's threads")?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("could not open a port on this machine")?;
        let site = Site {
            workbench,
            token: sync::shell::fresh_id(),
            address: listener
                .local_addr()
                .context("could not read the server's port")?,
        };
        // Behind a `#`, the token stays in the browser: no log or history of requests has it.
        tell(&format!("http://{}/#token={}", site.address, site.token));
        axum::serve(listener, router(site, PAGES))
            .with_graceful_shutdown(async {
                // Where Ctrl-C cannot be heard, the program is ended from outside.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
            .context("could not serve the designer")
    })
}

fn router(site: Site, pages: Files) -> Router {
    let site = Arc::new(site);
    Router::new()
        .route("/call/{name}", post(call))
        .route("/asset/{sha256}", get(asset))
        .route("/preview/{*path}", get(frame))
        .route("/favicon.ico", get(async || file("icon.png", ICON)))
        .fallback(get(move |request: Request| async move {
            page(pages, request.uri().path())
        }))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

/// Lets in what is addressed to this server from its own pages, and marks every answer.
async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if let Some(objection) = objection(&site, &request) {
        return objection;
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        X_CONTENT_TYPE_OPTIONS,
        "nosniff".parse().expect("a header's value"),
    );
    headers.insert(
        REFERRER_POLICY,
        "no-referrer".parse().expect("a header's value"),
    );
    headers.insert(CACHE_CONTROL, "no-store".parse().expect("a header's value"));
    response
}

/// Refuses what comes under another name (DNS rebinding) or from another site's page.
fn objection(site: &Site, request: &Request) -> Option<Response> {
    let header = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .map(axum::http::HeaderValue::as_bytes)
    };
    let port = site.address.port();
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    if !hosts
        .iter()
        .any(|host| header(HOST) == Some(host.as_bytes()))
    {
        let why = "this is not the name of this server";
        return Some(refusal(StatusCode::MISDIRECTED_REQUEST, why));
    }
    let ours = |origin: &[u8]| {
        hosts
            .iter()
            .any(|host| origin == format!("http://{host}").as_bytes())
    };
    // The sandboxed frame has no origin of its own: it asks for fonts and images as "null". Its
    // files hold nothing of the workspace, and images want the token.
    let is_command = request.uri().path().starts_with("/call/");
    match header(ORIGIN) {
        Some(b"null") if !is_command => None,
        Some(origin) if !ours(origin) => {
            Some(refusal(StatusCode::FORBIDDEN, "another site's page asks"))
        }
        _ => None,
    }
}

async fn call(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if !is_token(&site, given.and_then(|value| value.strip_prefix("Bearer "))) {
        return stranger();
    }
    // Commands wait for the disk, some for a server.
    let answer = tokio::task::spawn_blocking(move || {
        let args: Json = serde_json::from_slice(&body).map_err(|error| {
            Failure::new("bad_arguments", format!("read the arguments: {error}"), "")
        })?;
        site.workbench.call(&name, args)
    });
    match answer.await {
        Ok(Ok(answer)) => axum::Json(answer).into_response(),
        Ok(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(failure)).into_response(),
        Err(_) => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Rehearsal has a bug there",
        ),
    }
}

#[derive(Deserialize)]
struct Asked {
    token: Option<String>,
}

async fn asset(
    State(site): State<Arc<Site>>,
    Path(sha256): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    if !is_token(&site, asked.token.as_deref()) {
        return stranger();
    }
    let answer = move || preview::answer(&site.workbench, PREVIEW, &format!("asset/{sha256}"));
    match tokio::task::spawn_blocking(answer).await {
        Ok(answer) => from_preview(answer),
        Err(_) => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Rehearsal has a bug there",
        ),
    }
}

/// The frame's own files, which hold nothing of the workspace.
async fn frame(Path(path): Path<String>) -> Response {
    match PREVIEW.iter().find(|(name, _)| *name == path) {
        Some((name, content)) => {
            let mut response = file(name, content);
            let policy = format!("{}; sandbox allow-scripts", preview::POLICY);
            let headers = response.headers_mut();
            headers.insert(
                CONTENT_SECURITY_POLICY,
                policy.parse().expect("a header's value"),
            );
            headers.insert(
                ACCESS_CONTROL_ALLOW_ORIGIN,
                "*".parse().expect("a header's value"),
            );
            response
        }
        None => refusal(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// A page or script of the designer.
fn page(pages: Files, path: &str) -> Response {
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    match pages.iter().find(|(known, _)| *known == name) {
        Some((name, content)) => {
            let mut response = file(name, content);
            let headers = response.headers_mut();
            headers.insert(
                CONTENT_SECURITY_POLICY,
                PAGE_POLICY.parse().expect("a header's value"),
            );
            response
        }
        None => refusal(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

fn file(name: &str, content: &'static [u8]) -> Response {
    ([(CONTENT_TYPE, preview::media_type(name))], content).into_response()
}

fn from_preview(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // The frame, which has no origin, may use what its token let it have.
    let headers = [
        (CONTENT_TYPE, answer.media_type),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (status, headers, Body::from(answer.body.into_owned())).into_response()
}

/// Every byte is compared, so that the time of the answer tells nothing.
fn is_token(site: &Site, given: Option<&str>) -> bool {
    let (given, token) = (given.unwrap_or_default().as_bytes(), site.token.as_bytes());
    let differing = given
        .iter()
        .zip(token)
        .fold(0, |all, (one, other)| all | (one ^ other));
    given.len() == token.len() && differing == 0
}

fn stranger() -> Response {
    let failure = Failure::new(
        "token",
        "let this page in: it does not have the token of this start",
        "Open the address that `rehearsal design --browser` printed.",
    );
    (StatusCode::UNAUTHORIZED, axum::Json(failure)).into_response()
}

fn refusal(status: StatusCode, why: &'static str) -> Response {
    (status, why).into_response()
}

#[cfg(test)]
mod tests;
