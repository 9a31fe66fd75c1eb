//! Images by the SHA-256 of their content. Anybody may read them, as any visitor of the site
//! does; a hash is not guessed, and its content never changes.

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use campaign::AssetFormat;
use sha2::{Digest, Sha256};
use store::server::ImageRecord;
use sync::shell::hex;
use sync::wire::ProblemCode;

use super::blocking;
use crate::access::Manager;
use crate::body::{self, Name};
use crate::images;
use crate::limits::IMAGE_BYTES_MAX;
use crate::refusal::Refusal;
use crate::state::App;

pub(super) async fn read(State(app): State<App>, Name(sha256): Name) -> Result<Response, Refusal> {
    blocking(move || {
        let image = app
            .file
            .read(|tables| tables.image_content(&sha256))?
            .ok_or_else(|| {
                Refusal::new(
                    ProblemCode::NotFound,
                    format!("There is no image {sha256}."),
                )
            })?;
        let media_type = match image.format {
            AssetFormat::Png => "image/png",
            AssetFormat::Jpeg => "image/jpeg",
        };
        let headers = [
            (CONTENT_TYPE, media_type),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        Ok((headers, image.content).into_response())
    })
    .await
}

pub(super) async fn put(
    _: Manager,
    State(app): State<App>,
    Name(sha256): Name,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let content = body::bytes(body, IMAGE_BYTES_MAX).await?;
    blocking(move || {
        let found = hex(&Sha256::digest(&content));
        if found != sha256 {
            let detail = format!("The bytes that came have the hash {found}.");
            return Err(Refusal::new(ProblemCode::HashMismatch, detail));
        }
        let facts = images::examine(&content)?;
        let record = ImageRecord { sha256, facts };
        app.file
            .write(|tables| tables.put_image(&record, &content))?;
        app.campaigns_changed();
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
