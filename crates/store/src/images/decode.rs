//! A file's bytes become a picture the right way up, and nothing larger than the limits is ever
//! held in memory.

use std::io::Cursor;

use campaign::{AssetFacts, AssetFormat};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits};

use super::{IMAGE_SIDE_PX_MAX, NotAnImage};

/// The memory that a decoded image may take, in bytes.
const DECODE_BYTES_MAX: u64 = 256 * 1_048_576;

/// A decoded file.
pub(super) struct Decoded {
    /// The right way up; of an animation its still picture.
    pub(super) picture: DynamicImage,
    pub(super) format: AssetFormat,
    /// What its colours mean, where it says so.
    pub(super) profile: Option<Vec<u8>>,
    pub(super) motion: Motion,
}

/// Whether there is more to it than one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motion {
    Still,
    Animated,
}

impl Decoded {
    /// What the file is of which these are the bytes.
    pub(super) fn facts(&self, content: &[u8]) -> AssetFacts {
        AssetFacts {
            width: self.picture.width(),
            height: self.picture.height(),
            bytes: content.len() as u32,
            format: self.format,
        }
    }
}

/// Decodes all of a file.
pub(super) fn decode(content: &[u8]) -> Result<Decoded, NotAnImage> {
    let format = image::guess_format(content).ok();
    let result = match format {
        Some(ImageFormat::Png) => png(content),
        Some(ImageFormat::Jpeg) if !jpeg_is_whole(content) => {
            return Err(NotAnImage::Damaged("its end is missing".to_owned()));
        }
        Some(ImageFormat::Jpeg) => jpeg(content),
        other => {
            let found = other.and_then(|format| format.extensions_str().first().copied());
            return Err(NotAnImage::Format { found });
        }
    };
    result.map_err(|error| match error {
        ImageError::Limits(_) => NotAnImage::TooManyPixels,
        other => NotAnImage::Damaged(other.to_string().trim_end().to_owned()),
    })
}

fn png(content: &[u8]) -> Result<Decoded, ImageError> {
    let decoder = PngDecoder::with_limits(Cursor::new(content), limits())?;
    let motion = if decoder.is_apng()? {
        Motion::Animated
    } else {
        Motion::Still
    };
    upright(decoder, AssetFormat::Png, motion)
}

fn jpeg(content: &[u8]) -> Result<Decoded, ImageError> {
    let decoder = JpegDecoder::new(Cursor::new(content))?;
    upright(decoder, AssetFormat::Jpeg, Motion::Still)
}

fn upright(
    mut decoder: impl ImageDecoder,
    format: AssetFormat,
    motion: Motion,
) -> Result<Decoded, ImageError> {
    let mut limits = limits();
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    // Neither note is worth refusing the picture.
    let orientation = decoder.orientation().ok();
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(Decoded {
        profile: profile.filter(|profile| describes(profile, &picture)),
        picture,
        format,
        motion,
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    limits
}

/// Whether the profile is one for these colours: that of a CMYK file is not one for what it was
/// decoded to. Its header names the colour space.
fn describes(profile: &[u8], picture: &DynamicImage) -> bool {
    let space: &[u8] = if picture.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    profile.get(16..20) == Some(space)
}

/// Whether the end of the first picture is there. The decoder fills what is missing with grey,
/// which nobody wants to publish.
fn jpeg_is_whole(content: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = content.get(at..at + 4) {
        match marker {
            // Fill bytes may stand before a marker.
            0xff => at += 1,
            START_OF_SCAN => {
                return content[at..].windows(2).any(|pair| pair == [0xff, 0xd9]);
            }
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    // What has no such structure is left to the decoder to refuse.
    true
}
