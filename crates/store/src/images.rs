//! Images as files: what one really is, a part of one, one that is small enough. Format and size
//! come from decoding all of it, within limits, never from its name; every way into a store
//! passes here. Widths and heights are those that people see: a camera's note of how it was held
//! is obeyed.

mod crop;
mod decode;
mod encode;
mod fit;

pub use crop::{Area, CropRefused, crop};
pub use fit::{FitRefused, Fitted, fit};

use campaign::AssetFacts;

/// The widest and the highest image, in pixels.
pub const IMAGE_SIDE_PX_MAX: u32 = 8_192;

/// Why a file is not taken as an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnImage {
    /// It is something else; the format where it is an image of another one.
    #[error("{}", match .found {
        Some(format) => format!("it is a {} file", format.to_uppercase()),
        None => "it is not an image".to_owned(),
    })]
    Format {
        /// The usual ending of its format.
        found: Option<&'static str>,
    },
    /// A side is longer than [`IMAGE_SIDE_PX_MAX`], or it would not fit in memory.
    #[error("a side is longer than {IMAGE_SIDE_PX_MAX} pixels")]
    TooManyPixels,
    /// It cannot be decoded.
    #[error("{0}")]
    Damaged(String),
}

/// An image file that was made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file's bytes.
    pub content: Vec<u8>,
    /// Size and format.
    pub facts: AssetFacts,
}

/// Decodes an image and says what it is.
///
/// # Errors
/// See [`NotAnImage`].
pub fn examine(content: &[u8]) -> Result<AssetFacts, NotAnImage> {
    Ok(decode::decode(content)?.facts(content))
}

#[cfg(test)]
mod tests;
