//! Images that people bring, refused in words.

use campaign::AssetFacts;
use store::images::{CropRefused, FitRefused, NotAnImage};

use crate::Failure;

/// Size of a file that is taken at all, in bytes; what a campaign may carry is the workspace's
/// limit, and a larger image can be made to fit.
pub const IMAGE_BYTES_MAX: usize = 32 * 1_048_576;

/// What an image is, known by decoding all of it.
///
/// # Errors
/// A file that is too large, no PNG or JPEG, or damaged; `name` says which file.
pub fn examine(name: &str, content: &[u8]) -> Result<AssetFacts, Failure> {
    if content.len() > IMAGE_BYTES_MAX {
        return Err(too_large(name, content.len()));
    }
    store::images::examine(content).map_err(|refusal| refused(name, &refusal))
}

fn too_large(name: &str, bytes: usize) -> Failure {
    let (kilobytes, kilobytes_max) = (bytes.div_ceil(1_024), IMAGE_BYTES_MAX / 1_024);
    Failure::new(
        "image_too_large",
        format!("take the image {name}: it has {kilobytes} KB, and at most {kilobytes_max} fit"),
        "Save it as a JPEG of lower quality, or make it smaller.",
    )
}

fn refused(name: &str, refusal: &NotAnImage) -> Failure {
    let (code, hint) = match refusal {
        NotAnImage::Format { .. } => ("image_format", "Choose a PNG or JPEG file."),
        NotAnImage::TooManyPixels => (
            "image_too_many_pixels",
            "Make it smaller; 1800 pixels are enough for every layout.",
        ),
        NotAnImage::Damaged(_) => (
            "image_damaged",
            "The file is damaged or cut off; save it again or choose another.",
        ),
    };
    Failure::new(code, format!("take the image {name}: {refusal}"), hint)
}

pub(crate) fn not_cut(name: &str, refusal: &CropRefused) -> Failure {
    match refusal {
        CropRefused::NotAnImage(refusal) => refused(name, refusal),
        CropRefused::Outside { .. } => Failure::new(
            "crop_outside",
            format!("cut the image {name}: {refusal}"),
            "Draw the frame inside the image.",
        ),
    }
}

pub(crate) fn not_fitted(name: &str, refusal: &FitRefused) -> Failure {
    match refusal {
        FitRefused::NotAnImage(refusal) => refused(name, refusal),
        FitRefused::TooSmall { .. } => Failure::new(
            "fit_too_small",
            format!("make the image {name} fit: {refusal}"),
            "Choose another image, or raise the limit in the settings.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use campaign::AssetFormat;
    use image::{DynamicImage, ImageFormat, RgbImage};
    use store::images::IMAGE_SIDE_PX_MAX;

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
                "take the image a.png: ",
            ),
            (&flipped, "image_damaged", "take the image a.png: "),
            (
                &large,
                "image_too_large",
                "it has 32769 KB, and at most 32768 fit.",
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
