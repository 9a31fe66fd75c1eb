//! The preview's own scheme, `preview://localhost/…`: its pages are of another origin than the
//! designer's, so what runs in the frame reaches neither the designer nor its command.

use std::sync::Arc;

use tauri::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use tauri::http::{Request, Response};
use tauri::{AppHandle, Manager, UriSchemeResponder};
use workbench::Workbench;
use workbench::preview::{Files, POLICY, answer};

/// The scheme's name.
pub const SCHEME: &str = "preview";

/// The renderer, its page and its fonts.
const FILES: Files = workbench::preview_files!("../ui");

/// Answers a request of the frame, or of the designer for an image.
pub fn serve(app: &AppHandle, request: &Request<Vec<u8>>, responder: UriSchemeResponder) {
    let workbench = Arc::clone(&app.state::<Arc<Workbench>>());
    let path = request.uri().path().to_owned();
    // The window does not wait for the disk.
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(respond(&workbench, &path));
    });
}

fn respond(workbench: &Workbench, path: &str) -> Response<Vec<u8>> {
    let answer = answer(workbench, FILES, path.trim_start_matches('/'));
    let response = Response::builder()
        .status(answer.status)
        .header(CONTENT_TYPE, answer.media_type)
        .header(CONTENT_SECURITY_POLICY, POLICY)
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(answer.body.into_owned());
    response.unwrap_or_default()
}
