//! How long a person waits until a large picture was made to fit. Run by `cargo bench -p
//! workbench`.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use store::images::fit;
use workbench::{Host, SystemHost};

/// What an image may have by default.
const BYTES_MAX: u32 = 1_048_576;

fn main() {
    let opaque = DynamicImage::from(noise(u8::MAX));
    let rgb = DynamicImage::from(opaque.to_rgb8());
    waited("noise as PNG", &rgb, ImageFormat::Png);
    waited("noise as JPEG", &rgb, ImageFormat::Jpeg);
    waited(
        "noise, half transparent",
        &noise(128).into(),
        ImageFormat::Png,
    );
    waited(
        "drawing, half transparent",
        &drawing().into(),
        ImageFormat::Png,
    );
}

/// 4000 × 3000 pixels of which none can be foreseen.
fn noise(alpha: u8) -> RgbaImage {
    let mut state = 1_u32;
    RgbaImage::from_fn(4_000, 3_000, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = state.to_le_bytes();
        Rgba([red, green, blue, alpha])
    })
}

/// Soft shades, with a grain that keeps them from being nothing.
fn drawing() -> RgbaImage {
    let mut picture = noise(128);
    for (x, y, Rgba([red, green, blue, _])) in picture.enumerate_pixels_mut() {
        *red = (x / 16) as u8 ^ (*red >> 6);
        *green = (y / 12) as u8 ^ (*green >> 6);
        *blue = ((x + y) / 28) as u8;
    }
    picture
}

fn waited(what: &str, picture: &DynamicImage, format: ImageFormat) {
    let mut content = Cursor::new(Vec::new());
    picture
        .write_to(&mut content, format)
        .expect("a picture has a file");
    let content = content.into_inner();
    let begin_ms = SystemHost.now_ms();
    let fitted = fit(&content, BYTES_MAX).expect("it can be made to fit");
    println!(
        "{what:>28} {:>9} → {:>8} bytes {:>6} ms  {}",
        content.len(),
        fitted.made.content.len(),
        SystemHost.now_ms() - begin_ms,
        fitted.how
    );
}
