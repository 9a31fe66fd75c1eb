//! What an image file really is: format and size come from decoding all of it, within limits,
//! never from its name. Every way into a store passes here.

use std::io::Cursor;

use campaign::{AssetFacts, AssetFormat};
use image::{ImageError, ImageFormat, ImageReader, Limits};

/// The widest and the highest image, in pixels.
pub const IMAGE_SIDE_PX_MAX: u32 = 8_192;

/// The memory that decoding may take, in bytes.
const DECODE_BYTES_MAX: u64 = 256 * 1_048_576;

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

/// Decodes an image.
///
/// # Errors
/// See [`NotAnImage`].
pub fn examine(content: &[u8]) -> Result<AssetFacts, NotAnImage> {
    let damaged = |error: &ImageError| NotAnImage::Damaged(error.to_string());
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|error| damaged(&error.into()))?;
    let format = match reader.format() {
        Some(ImageFormat::Png) => AssetFormat::Png,
        Some(ImageFormat::Jpeg) => AssetFormat::Jpeg,
        other => {
            let found = other.and_then(|format| format.extensions_str().first().copied());
            return Err(NotAnImage::Format { found });
        }
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let decoded = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => NotAnImage::TooManyPixels,
        other => damaged(&other),
    })?;
    Ok(AssetFacts {
        width: decoded.width(),
        height: decoded.height(),
        bytes: content.len() as u32,
        format,
    })
}
