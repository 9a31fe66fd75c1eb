//! What comes in with a request, read within its limits.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use sync::wire::ProblemCode;

use crate::limits::{JSON_DEPTH_MAX, NAME_BYTES_MAX, depth};
use crate::refusal::Refusal;

/// The name in a route's path.
pub(crate) struct Name(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let name = Path::<String>::from_request_parts(parts, state).await;
        let Path(name) = name.map_err(|error| Refusal::malformed(error.body_text()))?;
        is_name(&name)
            .then_some(Self(name))
            .ok_or_else(|| Refusal::malformed(format!("A name has 1 to {NAME_BYTES_MAX} bytes.")))
    }
}

/// Whether a text may name something.
pub(crate) const fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= NAME_BYTES_MAX
}

/// Reads the whole body.
pub(crate) async fn bytes(body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    to_bytes(body, bytes_max).await.map_err(|error| {
        let is_too_large = std::iter::successors(Some(&error as &dyn std::error::Error), |error| {
            error.source()
        })
        .any(|error| error.to_string() == "length limit exceeded");
        if is_too_large {
            let detail = format!("At most {bytes_max} bytes are taken here.");
            Refusal::new(ProblemCode::TooLarge, detail)
        } else {
            Refusal::malformed("The body broke off.")
        }
    })
}

/// Reads a body of JSON.
pub(crate) async fn json<T: DeserializeOwned>(
    body: Body,
    bytes_max: usize,
) -> Result<(T, Bytes), Refusal> {
    let bytes = bytes(body, bytes_max).await?;
    if depth(&bytes) > JSON_DEPTH_MAX {
        let detail = format!("JSON is taken up to a depth of {JSON_DEPTH_MAX}.");
        return Err(Refusal::malformed(detail));
    }
    let value = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::malformed(format!("The body is not as expected: {error}.")))?;
    Ok((value, bytes))
}

/// A header's text; none where it is not there.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    value
        .to_str()
        .map(Some)
        .map_err(|_| Refusal::malformed(format!("The header {name} is not text.")))
}
