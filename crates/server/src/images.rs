//! What an uploaded image really is: format and size come from decoding it, within limits.

use std::io::Cursor;

use campaign::{AssetFacts, AssetFormat};
use image::{ImageFormat, ImageReader, Limits};
use sync::wire::{Problem, ProblemCode};

use crate::limits::{IMAGE_DECODE_BYTES_MAX, IMAGE_SIDE_PX_MAX};

/// Decodes all of an image.
pub(crate) fn examine(content: &[u8]) -> Result<AssetFacts, Problem> {
    let refuse = |detail: String| Problem::new(ProblemCode::NotAnImage, detail);
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|error| refuse(error.to_string()))?;
    let format = match reader.format() {
        Some(ImageFormat::Png) => AssetFormat::Png,
        Some(ImageFormat::Jpeg) => AssetFormat::Jpeg,
        _ => return Err(refuse("Its bytes are neither PNG nor JPEG.".to_owned())),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
    limits.max_alloc = Some(IMAGE_DECODE_BYTES_MAX);
    reader.limits(limits);
    let decoded = reader.decode().map_err(|error| refuse(error.to_string()))?;
    Ok(AssetFacts {
        width: decoded.width(),
        height: decoded.height(),
        bytes: content.len() as u32,
        format,
    })
}
