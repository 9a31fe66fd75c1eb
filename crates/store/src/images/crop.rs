//! A part of an image, as a file of the same format.

use campaign::AssetFormat;
use image::{DynamicImage, ImageError};

use super::decode::{Decoded, Motion, decode};
use super::encode::{self, Effort};
use super::{Made, NotAnImage};

/// Quality of a JPEG that was cut: a second encoding that nobody sees.
const JPEG_QUALITY: u8 = 92;

/// A part of an image, in pixels as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left edge.
    pub x: u32,
    /// From the upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Why an image was not cut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CropRefused {
    /// It is none.
    #[error(transparent)]
    NotAnImage(#[from] NotAnImage),
    /// The part is empty or reaches out of the image.
    #[error(
        "{} × {} pixels at {}, {} are not a part of its {width} × {height}",
        .area.width, .area.height, .area.x, .area.y
    )]
    Outside {
        /// The part asked for.
        area: Area,
        /// Width of the image.
        width: u32,
        /// Height of the image.
        height: u32,
    },
}

/// Cuts a part out of an image. A JPEG stays one, and so does a PNG with its transparency; the
/// whole of an image is the file itself.
///
/// # Errors
/// See [`CropRefused`].
pub fn crop(content: &[u8], area: Area) -> Result<Made, CropRefused> {
    let decoded = decode(content)?;
    let (width, height) = (decoded.picture.width(), decoded.picture.height());
    if !is_part(area, width, height) {
        return Err(CropRefused::Outside {
            area,
            width,
            height,
        });
    }
    if (area.width, area.height) == (width, height) && decoded.motion == Motion::Still {
        return Ok(Made {
            facts: decoded.facts(content),
            content: content.to_owned(),
        });
    }
    let part = decoded
        .picture
        .crop_imm(area.x, area.y, area.width, area.height);
    write(&part, &decoded).map_err(|error| NotAnImage::Damaged(error.to_string()).into())
}

fn is_part(area: Area, width: u32, height: u32) -> bool {
    let fits = |from: u32, length: u32, whole: u32| {
        length > 0 && from.checked_add(length).is_some_and(|end| end <= whole)
    };
    fits(area.x, area.width, width) && fits(area.y, area.height, height)
}

fn write(part: &DynamicImage, whole: &Decoded) -> Result<Made, ImageError> {
    let profile = whole.profile.as_deref();
    match whole.format {
        AssetFormat::Png => encode::png(part, profile, Effort::Best),
        AssetFormat::Jpeg => encode::jpeg(part, profile, JPEG_QUALITY),
    }
}
