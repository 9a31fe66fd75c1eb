//! An image that is small enough in bytes: encoded better first, made smaller only where that
//! does not suffice. What is transparent stays so.

use campaign::AssetFormat;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError, Rgba, RgbaImage};

use super::decode::{Decoded, Motion, decode};
use super::encode::{self, Effort};
use super::{Made, NotAnImage};

/// The best quality tried of a JPEG.
const QUALITY_HIGH: u8 = 90;

/// The lowest; below it, fewer pixels look better.
const QUALITY_LOW: u8 = 60;

/// The longer side of an image is never made shorter than this, in pixels.
const SIDE_PX_MIN: u32 = 64;

/// The smallest PNG is sought only if the fast one has at most so many times the bytes: what is
/// far from fitting would take seconds to find out.
const HOPE_FACTOR: usize = 2;

/// A PNG that turned out too small grows at most so much in each direction before the next look.
const GROWTH_MAX: f64 = 1.5;

/// Sizes tried before giving up.
const SIZES_MAX: usize = 24;

/// An image that is small enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// It.
    pub made: Made,
    /// What was done, in words: `JPEG at quality 82, 1600 × 533`.
    pub how: String,
}

/// Why an image was not made to fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FitRefused {
    /// It is none.
    #[error(transparent)]
    NotAnImage(#[from] NotAnImage),
    /// Nothing worth looking at has so few bytes.
    #[error("in {bytes_max} bytes it would be smaller than {SIDE_PX_MIN} pixels")]
    TooSmall {
        /// Bytes that it may have.
        bytes_max: u32,
    },
}

/// Makes an image fit into `bytes_max`. One that fits is answered as it is. A picture with
/// transparency becomes the largest PNG that fits, any other a JPEG (or the same PNG in fewer
/// bytes); it is never made larger, and its ratio stays, to a pixel.
///
/// # Errors
/// See [`FitRefused`].
pub fn fit(content: &[u8], bytes_max: u32) -> Result<Fitted, FitRefused> {
    let decoded = decode(content)?;
    if content.len() <= bytes_max as usize {
        return Ok(Fitted {
            made: Made {
                facts: decoded.facts(content),
                content: content.to_owned(),
            },
            how: "as it is".to_owned(),
        });
    }
    let work = Work {
        picture: plain(&decoded.picture),
        decoded: &decoded,
        bytes_max: bytes_max as usize,
    };
    let found = work
        .find()
        .map_err(|error| NotAnImage::Damaged(error.to_string()))?;
    found.ok_or(FitRefused::TooSmall { bytes_max })
}

/// In the fewest channels of 8 bits that show the same.
fn plain(picture: &DynamicImage) -> DynamicImage {
    let is_see_through =
        picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel[3] != u8::MAX);
    match (is_see_through, picture.color().has_color()) {
        (true, _) => picture.to_rgba8().into(),
        (false, true) => picture.to_rgb8().into(),
        (false, false) => picture.to_luma8().into(),
    }
}

struct Work<'a> {
    picture: DynamicImage,
    decoded: &'a Decoded,
    bytes_max: usize,
}

impl Work<'_> {
    fn find(&self) -> Result<Option<Fitted>, ImageError> {
        let mut png_bytes = usize::MAX;
        if self.decoded.format == AssetFormat::Png {
            png_bytes = self.png(&self.picture, Effort::Fast)?.content.len();
            if png_bytes <= self.bytes_max.saturating_mul(HOPE_FACTOR) {
                let best = self.png(&self.picture, Effort::Best)?;
                if best.content.len() <= self.bytes_max {
                    return Ok(Some(self.described("PNG, compressed better", best)));
                }
                png_bytes = best.content.len();
            }
        }
        if self.picture.color().has_alpha() {
            self.smaller_png(png_bytes)
        } else {
            self.jpeg()
        }
    }

    /// The largest PNG that fits, nearly: the size is guessed from the bytes of the one before.
    fn smaller_png(&self, bytes: usize) -> Result<Option<Fitted>, ImageError> {
        let mut scale = self.guess(1.0, bytes);
        let mut fitting: Option<Made> = None;
        for _ in 0..SIZES_MAX {
            let Some(picture) = self.scaled(scale) else {
                break;
            };
            let made = self.png(&picture, Effort::Best)?;
            let bytes = made.content.len();
            if bytes > self.bytes_max {
                if fitting.is_some() {
                    break;
                }
            } else {
                fitting = Some(made);
                if scale >= 1.0 || self.is_near(bytes) {
                    break;
                }
            }
            // A guess far upwards is a poor one, and costs most.
            scale = self.guess(scale, bytes).min(scale * GROWTH_MAX);
        }
        Ok(fitting.map(|made| self.described("PNG", made)))
    }

    /// A JPEG of the best quality that fits, of fewer pixels where none does.
    fn jpeg(&self) -> Result<Option<Fitted>, ImageError> {
        let mut scale = 1.0;
        let mut fitting: Option<Made> = None;
        for _ in 0..SIZES_MAX {
            let Some(picture) = self.scaled(scale) else {
                break;
            };
            let high = self.encoded(&picture, QUALITY_HIGH)?;
            let bytes = high.content.len();
            if bytes <= self.bytes_max {
                // Where the size was guessed too small, once more with more pixels.
                if scale >= 1.0 || fitting.is_some() || self.is_near(bytes) {
                    return Ok(Some(self.described_jpeg(QUALITY_HIGH, high)));
                }
                fitting = Some(high);
                scale = self.guess(scale, bytes);
                continue;
            }
            let low = self.encoded(&picture, QUALITY_LOW)?;
            if low.content.len() <= self.bytes_max {
                let (quality, best) = self.best_quality(&picture, low)?;
                return Ok(Some(self.described_jpeg(quality, best)));
            }
            if fitting.is_some() {
                break;
            }
            // What a quality in the middle would have.
            let middle = (bytes as f64 * low.content.len() as f64).sqrt();
            scale = self.guess(scale, middle as usize);
        }
        Ok(fitting.map(|made| self.described_jpeg(QUALITY_HIGH, made)))
    }

    /// Between the lowest quality, which fits, and the highest, which does not.
    fn best_quality(&self, picture: &DynamicImage, low: Made) -> Result<(u8, Made), ImageError> {
        let (mut fits, mut exceeds, mut best) = (QUALITY_LOW, QUALITY_HIGH, low);
        while exceeds - fits > 1 {
            let quality = u8::midpoint(fits, exceeds);
            let made = self.encoded(picture, quality)?;
            if made.content.len() <= self.bytes_max {
                (fits, best) = (quality, made);
            } else {
                exceeds = quality;
            }
        }
        Ok((fits, best))
    }

    /// The scale at which it should just fit, after so many bytes at another one.
    fn guess(&self, scale: f64, bytes: usize) -> f64 {
        const MARGIN: f64 = 0.97;
        let ratio = self.bytes_max as f64 / bytes as f64;
        (scale * ratio.sqrt() * MARGIN).min(1.0)
    }

    /// Whether hardly anything of the limit is left.
    const fn is_near(&self, bytes: usize) -> bool {
        bytes > self.bytes_max / 10 * 8
    }

    /// `None` where it would be too small to look at.
    fn scaled(&self, scale: f64) -> Option<DynamicImage> {
        if scale >= 1.0 {
            return Some(self.picture.clone());
        }
        let side = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
        let (width, height) = (side(self.picture.width()), side(self.picture.height()));
        if width.max(height) < SIDE_PX_MIN {
            return None;
        }
        Some(resized(&self.picture, width, height))
    }

    fn png(&self, picture: &DynamicImage, effort: Effort) -> Result<Made, ImageError> {
        encode::png(picture, self.decoded.profile.as_deref(), effort)
    }

    fn encoded(&self, picture: &DynamicImage, quality: u8) -> Result<Made, ImageError> {
        encode::jpeg(picture, self.decoded.profile.as_deref(), quality)
    }

    fn described_jpeg(&self, quality: u8, made: Made) -> Fitted {
        self.described(&format!("JPEG at quality {quality}"), made)
    }

    fn described(&self, what: &str, made: Made) -> Fitted {
        let still = match self.decoded.motion {
            Motion::Still => "",
            Motion::Animated => ", without its animation",
        };
        Fitted {
            how: format!(
                "{what}, {} × {}{still}",
                made.facts.width, made.facts.height
            ),
            made,
        }
    }
}

/// What is transparent has a colour too, which nobody sees; it must not bleed into what is
/// beside it. So colours are weighed by how much of them shows while pixels are joined.
fn resized(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let resize =
        |picture: &DynamicImage| picture.resize_exact(width, height, FilterType::CatmullRom);
    let DynamicImage::ImageRgba8(see_through) = picture else {
        return resize(picture);
    };
    let weighed = mapped(see_through.clone(), |channel, alpha| {
        (channel * alpha + 127) / 255
    });
    let small = resize(&weighed.into()).into_rgba8();
    mapped(small, |channel, alpha| {
        (channel * 255 + alpha / 2)
            .checked_div(alpha)
            .map_or(0, |channel| channel.min(255))
    })
    .into()
}

/// Every colour channel with the alpha of its pixel, by `change`.
fn mapped(mut picture: RgbaImage, change: impl Fn(u32, u32) -> u32) -> RgbaImage {
    for Rgba([red, green, blue, alpha]) in picture.pixels_mut() {
        for channel in [red, green, blue] {
            *channel = change(u32::from(*channel), u32::from(*alpha)) as u8;
        }
    }
    picture
}
