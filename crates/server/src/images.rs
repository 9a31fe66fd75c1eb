//! What an uploaded image really is.

use campaign::AssetFacts;
use sync::wire::{Problem, ProblemCode};

/// Decodes all of an image.
pub(crate) fn examine(content: &[u8]) -> Result<AssetFacts, Problem> {
    store::images::examine(content)
        .map_err(|refusal| Problem::new(ProblemCode::NotAnImage, refusal.to_string()))
}
