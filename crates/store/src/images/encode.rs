//! Pictures become files. Writing into memory cannot fail, but the formats can refuse a picture.

use campaign::{AssetFacts, AssetFormat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder, ImageError};

use super::Made;

/// Bytes of a decoded picture beyond which the smallest file would take many seconds.
const BEST_BYTES_MAX: usize = 4 * 1_048_576;

/// How much work is put into a PNG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// To know about how large it will be.
    Fast,
    /// As small as can be in a moment.
    Best,
}

pub(super) fn png(
    picture: &DynamicImage,
    profile: Option<&[u8]>,
    effort: Effort,
) -> Result<Made, ImageError> {
    let compression = match effort {
        Effort::Fast => CompressionType::Fast,
        Effort::Best if picture.as_bytes().len() > BEST_BYTES_MAX => CompressionType::Default,
        Effort::Best => CompressionType::Best,
    };
    let mut content = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut content, compression, FilterType::Adaptive);
    write(picture, profile, encoder)?;
    Ok(made(picture, AssetFormat::Png, content))
}

/// `quality` from 1 to 100; the picture has 8 bits and no transparency.
pub(super) fn jpeg(
    picture: &DynamicImage,
    profile: Option<&[u8]>,
    quality: u8,
) -> Result<Made, ImageError> {
    let mut content = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut content, quality);
    write(picture, profile, encoder)?;
    Ok(made(picture, AssetFormat::Jpeg, content))
}

fn write(
    picture: &DynamicImage,
    profile: Option<&[u8]>,
    mut encoder: impl ImageEncoder,
) -> Result<(), ImageError> {
    if let Some(profile) = profile {
        // Both formats take one; a refusal would only lose a shade of the colours.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    picture.write_with_encoder(encoder)
}

fn made(picture: &DynamicImage, format: AssetFormat, content: Vec<u8>) -> Made {
    Made {
        facts: AssetFacts {
            width: picture.width(),
            height: picture.height(),
            bytes: content.len() as u32,
            format,
        },
        content,
    }
}
