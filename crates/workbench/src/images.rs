//! Images that people bring: the real format is read from the bytes, decoding is bounded, and
//! what is refused is refused in words.

use std::io::Cursor;

use campaign::{AssetFacts, AssetFormat};
use image::{ImageError, ImageFormat, ImageReader, Limits};

use crate::Failure;

/// The largest image file, 1 MB.
pub const IMAGE_BYTES_MAX: usize = 1_048_576;

/// The widest and the highest image, in pixels.
pub const IMAGE_SIDE_PX_MAX: u32 = 8_192;

/// The memory that decoding may take, in bytes.
const DECODE_BYTES_MAX: u64 = 256 * 1_048_576;

/// What an image is, known by decoding all of it.
///
/// # Errors
/// A file that is too large, no PNG or JPEG, or damaged; `name` says which file.
pub fn examine(name: &str, content: &[u8]) -> Result<AssetFacts, Failure> {
    if content.len() > IMAGE_BYTES_MAX {
        return Err(too_large(name, content.len()));
    }
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|error| damaged(name, &error.into()))?;
    let format = match reader.format() {
        Some(ImageFormat::Png) => AssetFormat::Png,
        Some(ImageFormat::Jpeg) => AssetFormat::Jpeg,
        other => return Err(wrong_format(name, other)),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_PX_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_PX_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let decoded = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => too_many_pixels(name),
        other => damaged(name, &other),
    })?;
    Ok(AssetFacts {
        width: decoded.width(),
        height: decoded.height(),
        bytes: content.len() as u32,
        format,
    })
}

fn too_large(name: &str, bytes: usize) -> Failure {
    let (kilobytes, kilobytes_max) = (bytes.div_ceil(1_024), IMAGE_BYTES_MAX / 1_024);
    Failure::new(
        "image_too_large",
        format!("take the image {name}: it has {kilobytes} KB, and at most {kilobytes_max} fit"),
        "Save it as a JPEG of lower quality, or make it smaller.",
    )
}

fn wrong_format(name: &str, found: Option<ImageFormat>) -> Failure {
    let found = found.and_then(|format| format.extensions_str().first().copied());
    let what = match found {
        Some(format) => format!("it is a {} file", format.to_uppercase()),
        None => "it is not an image".to_owned(),
    };
    Failure::new(
        "image_format",
        format!("take the image {name}: {what}"),
        "Choose a PNG or JPEG file.",
    )
}

fn too_many_pixels(name: &str) -> Failure {
    Failure::new(
        "image_too_many_pixels",
        format!("take the image {name}: a side is longer than {IMAGE_SIDE_PX_MAX} pixels"),
        "Make it smaller; 1800 pixels are enough for every layout.",
    )
}

fn damaged(name: &str, error: &ImageError) -> Failure {
    Failure::new(
        "image_damaged",
        format!("read the image {name}: {error}"),
        "The file is damaged or cut off; save it again or choose another.",
    )
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = DynamicImage::ImageRgb8(RgbImage::new(width, height));
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_format_is_read_from_the_bytes() {
        for (format, expected) in [
            (ImageFormat::Png, AssetFormat::Png),
            (ImageFormat::Jpeg, AssetFormat::Jpeg),
        ] {
            let content = encoded(40, 30, format);
            let facts = examine("liar.gif", &content).unwrap();
            assert_eq!(
                (facts.width, facts.height, facts.format),
                (40, 30, expected)
            );
            assert_eq!(facts.bytes as usize, content.len());
        }
    }

    #[test]
    fn what_cannot_be_taken_is_said_in_words() {
        let png = encoded(64, 64, ImageFormat::Png);
        let mut flipped = png.clone();
        flipped[60] ^= 0xff;
        let large = vec![0; IMAGE_BYTES_MAX + 1];
        let wide = encoded(IMAGE_SIDE_PX_MAX + 1, 1, ImageFormat::Png);
        for (content, code, part) in [
            (
                &b"not an image at all"[..],
                "image_format",
                "a.png: it is not an image.",
            ),
            (
                &b"GIF89a\x01\x00\x01\x00"[..],
                "image_format",
                "it is a GIF file.",
            ),
            (&b""[..], "image_format", "it is not an image."),
            (
                &png[..png.len() / 2],
                "image_damaged",
                "read the image a.png: ",
            ),
            (&flipped, "image_damaged", "read the image a.png: "),
            (
                &large,
                "image_too_large",
                "it has 1025 KB, and at most 1024 fit.",
            ),
            (&wide, "image_too_many_pixels", "longer than 8192 pixels."),
        ] {
            let failure = examine("a.png", content).unwrap_err();
            assert_eq!(failure.code, code, "{failure:?}");
            assert!(failure.message.contains(part), "{failure:?}");
            assert!(!failure.hint.is_empty());
        }
    }
}
