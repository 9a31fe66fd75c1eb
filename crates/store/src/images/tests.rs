use campaign::AssetFormat;
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage,
};
use proptest::prelude::*;

use super::*;

/// A file in a format.
fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Colours without any order, the same every time: nothing compresses worse.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [red, green, blue, _] = state.to_le_bytes();
        Rgb([red, green, blue])
    })
}

/// A photograph would be like this: soft colours with a little noise.
fn soft(width: u32, height: u32) -> RgbImage {
    let mut picture = noise(width, height);
    for (x, y, Rgb(pixel)) in picture.enumerate_pixels_mut() {
        let wave = |at: u32| (f64::from(at) / 90.0).sin() * 100.0 + 128.0;
        *pixel = [
            wave(x) as u8 + (pixel[0] >> 5),
            wave(y) as u8 + (pixel[1] >> 5),
            wave(x + y) as u8 + (pixel[2] >> 5),
        ];
    }
    picture
}

/// A noisy disc on nothing.
fn disc(side: u32) -> RgbaImage {
    let colours = noise(side, side);
    RgbaImage::from_fn(side, side, |x, y| {
        let [from_x, from_y] = [x, y].map(|at| f64::from(at) - f64::from(side) / 2.0);
        let Rgb([red, green, blue]) = *colours.get_pixel(x, y);
        let alpha = if from_x.hypot(from_y) < f64::from(side) / 2.0 {
            255
        } else {
            0
        };
        Rgba([red, green, blue, alpha])
    })
}

/// The check sum of a PNG chunk.
fn crc(bytes: &[u8]) -> [u8; 4] {
    let step = |crc: u32| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
    let rest = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
    });
    (!rest).to_be_bytes()
}

fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let named = [name, data].concat();
    let length = (data.len() as u32).to_be_bytes();
    [&length, named.as_slice(), &crc(&named)].concat()
}

/// A PNG with a chunk after its header.
fn with_chunk(png: &[u8], name: &[u8], data: &[u8]) -> Vec<u8> {
    const HEADER_END: usize = 8 + 25;
    let (header, rest) = png.split_at(HEADER_END);
    [header, &chunk(name, data), rest].concat()
}

/// A small PNG that says it is enormous.
fn png_bomb(side: u32) -> Vec<u8> {
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]);
    let rest = chunk(b"IDAT", &[0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]);
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &chunk(b"IHDR", &header),
        &rest,
        &chunk(b"IEND", b""),
    ]
    .concat()
}

/// A JPEG whose segment of size says something else.
fn jpeg_of_size(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = encoded(&soft(16, 16).into(), ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// A JPEG as a camera writes it that was held upright: stored lying, with a note.
fn held_upright(width: u32, height: u32) -> Vec<u8> {
    let jpeg = encoded(&soft(width, height).into(), ImageFormat::Jpeg);
    // Exif of one entry: 0x0112, the orientation, is 6: turn by 90° to the right.
    let note = b"\xff\xe1\x00\x22Exif\0\0MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00";
    [&jpeg[..2], note, &jpeg[2..]].concat()
}

/// A mid-tone of 8 × 8 pixels in the four colours of print, made of the tables of a grey one.
fn cmyk() -> Vec<u8> {
    let grey = encoded(&GrayImage::new(8, 8).into(), ImageFormat::Jpeg);
    let at = |marker: u8| {
        grey.windows(2)
            .position(|pair| pair == [0xff, marker])
            .unwrap()
    };
    let (frame, scan) = (at(0xc0), at(0xda));
    let frame_end = frame + 2 + 11;
    let components = |each: &dyn Fn(u8) -> Vec<u8>| (1..=4).flat_map(each).collect::<Vec<u8>>();
    let mut jpeg = grey[..2].to_vec();
    // Adobe's note that four components are CMYK.
    jpeg.extend(b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00");
    jpeg.extend(&grey[2..frame]);
    jpeg.extend([0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4]);
    jpeg.extend(components(&|id| vec![id, 0x11, 0]));
    jpeg.extend(&grey[frame_end..scan]);
    jpeg.extend([0xff, 0xda, 0, 14, 4]);
    jpeg.extend(components(&|id| vec![id, 0]));
    // Of each component: no difference to the mid-tone (00), nothing else (1010).
    jpeg.extend([0, 63, 0, 0x28, 0xa2, 0x8a, 0xff, 0xd9]);
    jpeg
}

fn size(facts: AssetFacts) -> (u32, u32, AssetFormat) {
    (facts.width, facts.height, facts.format)
}

#[test]
fn every_kind_of_png_and_jpeg_is_read() {
    let deep = ImageBuffer::<Rgb<u16>, _>::from_pixel(9, 7, Rgb([1_000_u16, 40_000, 65_000]));
    let grey = GrayImage::from_pixel(9, 7, Luma([77]));
    let animated = with_chunk(
        &encoded(&disc(9).into(), ImageFormat::Png),
        b"acTL",
        &[0, 0, 0, 1, 0, 0, 0, 0],
    );
    for (what, content, expected) in [
        (
            "16 bits",
            encoded(&deep.into(), ImageFormat::Png),
            (9, 7, AssetFormat::Png),
        ),
        (
            "grey PNG",
            encoded(&grey.clone().into(), ImageFormat::Png),
            (9, 7, AssetFormat::Png),
        ),
        (
            "grey JPEG",
            encoded(&grey.into(), ImageFormat::Jpeg),
            (9, 7, AssetFormat::Jpeg),
        ),
        ("CMYK", cmyk(), (8, 8, AssetFormat::Jpeg)),
        ("animated", animated, (9, 9, AssetFormat::Png)),
        (
            "one pixel",
            encoded(&soft(1, 1).into(), ImageFormat::Png),
            (1, 1, AssetFormat::Png),
        ),
        (
            "held upright",
            held_upright(40, 24),
            (24, 40, AssetFormat::Jpeg),
        ),
    ] {
        let facts = examine(&content).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(size(facts), expected, "{what}");
        assert_eq!(facts.bytes as usize, content.len(), "{what}");
    }
}

#[test]
fn what_is_no_whole_image_is_refused_and_takes_no_memory() {
    let png = encoded(&soft(64, 64).into(), ImageFormat::Png);
    let jpeg = encoded(&soft(64, 64).into(), ImageFormat::Jpeg);
    for (content, expected) in [
        (b"hello".to_vec(), "it is not an image"),
        (Vec::new(), "it is not an image"),
        (b"GIF89a\x01\x00\x01\x00".to_vec(), "it is a GIF file"),
        (png_bomb(60_000), "a side is longer than 8192 pixels"),
        (
            jpeg_of_size(65_500, 65_500),
            "a side is longer than 8192 pixels",
        ),
        (jpeg[..jpeg.len() - 99].to_vec(), "its end is missing"),
        (jpeg[..jpeg.len() - 2].to_vec(), "its end is missing"),
    ] {
        assert_eq!(examine(&content).unwrap_err().to_string(), expected);
    }
    for content in [
        png[..png.len() / 2].to_vec(),
        png[..20].to_vec(),
        jpeg[..jpeg.len() / 2].to_vec(),
        jpeg[..20].to_vec(),
        png_bomb(8_000),
    ] {
        let error = examine(&content).unwrap_err();
        assert!(matches!(error, NotAnImage::Damaged(_)), "{error}");
    }
}

#[test]
fn a_part_is_cut_and_keeps_its_format_and_transparency() {
    let png = encoded(&disc(40).into(), ImageFormat::Png);
    let area = Area {
        x: 0,
        y: 10,
        width: 30,
        height: 15,
    };
    let made = crop(&png, area).unwrap();
    assert_eq!(size(made.facts), (30, 15, AssetFormat::Png));
    let part = image::load_from_memory(&made.content).unwrap().into_rgba8();
    assert_eq!(part.get_pixel(0, 0), disc(40).get_pixel(0, 10));
    assert_eq!(part.get_pixel(0, 0)[3], 0, "still transparent");
    assert_eq!(part.get_pixel(29, 14), disc(40).get_pixel(29, 24));

    // What people see is 24 × 40.
    let upright = crop(
        &held_upright(40, 24),
        Area {
            x: 0,
            y: 30,
            width: 24,
            height: 10,
        },
    )
    .unwrap();
    assert_eq!(size(upright.facts), (24, 10, AssetFormat::Jpeg));
    assert_eq!(
        examine(&upright.content).unwrap(),
        upright.facts,
        "and is not turned again"
    );
}

#[test]
fn the_whole_of_an_image_is_the_file_itself() {
    let content = encoded(&soft(20, 10).into(), ImageFormat::Jpeg);
    let whole = Area {
        x: 0,
        y: 0,
        width: 20,
        height: 10,
    };
    assert_eq!(crop(&content, whole).unwrap().content, content);
}

#[test]
fn only_a_part_can_be_cut() {
    let content = encoded(&soft(20, 10).into(), ImageFormat::Png);
    for (x, y, width, height) in [
        (0, 0, 0, 5),
        (0, 0, 5, 0),
        (0, 0, 21, 5),
        (15, 0, 6, 5),
        (0, 10, 1, 1),
        (u32::MAX, 0, 2, 1),
    ] {
        let area = Area {
            x,
            y,
            width,
            height,
        };
        let error = crop(&content, area).unwrap_err();
        assert!(
            matches!(error, CropRefused::Outside { .. }),
            "{area:?}: {error}"
        );
    }
    let area = Area {
        x: 1,
        y: 2,
        width: 20,
        height: 3,
    };
    assert_eq!(
        crop(&content, area).unwrap_err().to_string(),
        "20 × 3 pixels at 1, 2 are not a part of its 20 × 10"
    );
}

/// Whether `made` is `picture` in the same ratio, not larger, in at most so many bytes.
#[track_caller]
fn assert_fits(fitted: &Fitted, (width, height): (u32, u32), bytes_max: u32) {
    let facts = fitted.made.facts;
    assert_eq!(examine(&fitted.made.content).unwrap(), facts);
    assert!(facts.bytes <= bytes_max, "{facts:?}");
    assert!(facts.width <= width && facts.height <= height, "{facts:?}");
    let scale = f64::from(facts.width) / f64::from(width);
    let expected_height = f64::from(height) * scale;
    let scale_px = f64::from(height) / f64::from(width);
    assert!(
        (f64::from(facts.height) - expected_height).abs() <= 0.5 + 0.5 * scale_px,
        "{facts:?}"
    );
}

#[test]
fn a_photograph_loses_quality_before_it_loses_pixels() {
    let content = encoded(&soft(900, 600).into(), ImageFormat::Png);
    let fitted = fit(&content, 40_000).unwrap();
    assert_fits(&fitted, (900, 600), 40_000);
    assert_eq!(size(fitted.made.facts), (900, 600, AssetFormat::Jpeg));
    insta::assert_snapshot!(fitted.how, @"JPEG at quality 75, 900 × 600");
    let smaller = fit(&content, 10_000).unwrap();
    assert_fits(&smaller, (900, 600), 10_000);
    insta::assert_snapshot!(smaller.how, @"JPEG at quality 72, 383 × 256");
}

#[test]
fn what_is_transparent_stays_so_and_its_hidden_colours_do_not_show() {
    let content = encoded(&disc(500).into(), ImageFormat::Png);
    let fitted = fit(&content, 100_000).unwrap();
    assert_fits(&fitted, (500, 500), 100_000);
    assert_eq!(fitted.made.facts.format, AssetFormat::Png);
    assert!(
        fitted.made.facts.bytes > 70_000,
        "as large as may be: {}",
        fitted.how
    );
    let picture = image::load_from_memory(&fitted.made.content)
        .unwrap()
        .into_rgba8();
    assert_eq!(picture.get_pixel(0, 0)[3], 0);
    let middle = picture.width() / 2;
    assert_eq!(picture.get_pixel(middle, middle)[3], 255);

    // Black that nobody sees, beside white that everybody does.
    let hidden = RgbaImage::from_fn(600, 600, |x, _| {
        let noise = (x * 7_919 % 13) as u8;
        if x % 2 == 0 {
            Rgba([0, 0, 0, 0])
        } else {
            Rgba([255, 255, 255 - noise, 255])
        }
    });
    let fitted = fit(&encoded(&hidden.into(), ImageFormat::Png), 3_000).unwrap();
    let picture = image::load_from_memory(&fitted.made.content)
        .unwrap()
        .into_rgba8();
    for Rgba([red, green, _, alpha]) in picture.pixels().filter(|pixel| pixel[3] > 16) {
        assert!(
            *red > 240 && *green > 240,
            "{red} {green} of alpha {alpha}: {}",
            fitted.how
        );
    }
}

#[test]
fn a_drawing_that_was_stored_badly_loses_nothing() {
    let mut drawing = RgbaImage::from_pixel(400, 300, Rgba([190, 18, 60, 255]));
    for x in 0..400 {
        drawing.put_pixel(x, x * 3 / 4, Rgba([255, 255, 255, 128]));
    }
    let mut content = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        &mut content,
        image::codecs::png::CompressionType::Uncompressed,
        image::codecs::png::FilterType::NoFilter,
    );
    drawing.write_with_encoder(encoder).unwrap();
    let fitted = fit(&content, 20_000).unwrap();
    assert_eq!(fitted.how, "PNG, compressed better, 400 × 300");
    let picture = image::load_from_memory(&fitted.made.content).unwrap();
    assert_eq!(picture.into_rgba8(), drawing);
}

#[test]
fn what_fits_is_left_alone_and_what_cannot_is_refused() {
    let content = encoded(&soft(100, 100).into(), ImageFormat::Jpeg);
    let fitted = fit(&content, content.len() as u32).unwrap();
    assert_eq!(
        (fitted.how.as_str(), fitted.made.content),
        ("as it is", content.clone())
    );
    for bytes_max in [0, 1, 300] {
        let error = fit(&content, bytes_max).unwrap_err();
        assert_eq!(error, FitRefused::TooSmall { bytes_max });
    }
    assert_eq!(
        fit(&content, 300).unwrap_err().to_string(),
        "in 300 bytes it would be smaller than 64 pixels"
    );
    let error = fit(b"hello", 10).unwrap_err();
    assert_eq!(error.to_string(), "it is not an image");
}

#[test]
fn odd_images_are_made_to_fit_too() {
    let deep = ImageBuffer::<Rgba<u16>, _>::from_fn(200, 150, |x, y| {
        Rgba([(x * 331) as u16, (y * 433) as u16, (x * y) as u16, 40_000])
    });
    let grey = GrayImage::from_fn(300, 200, |x, y| Luma([(x * y % 251) as u8]));
    let animated = with_chunk(
        &encoded(&noise(120, 90).into(), ImageFormat::Png),
        b"acTL",
        &[0, 0, 0, 1, 0, 0, 0, 0],
    );
    for (content, size, how) in [
        (encoded(&deep.into(), ImageFormat::Png), (200, 150), "PNG"),
        (encoded(&grey.into(), ImageFormat::Png), (300, 200), "JPEG"),
        (animated, (120, 90), "without its animation"),
        (held_upright(600, 400), (400, 600), "JPEG"),
    ] {
        let bytes_max = content.len() as u32 / 3;
        let fitted = fit(&content, bytes_max).unwrap_or_else(|error| panic!("{how}: {error}"));
        assert_fits(&fitted, size, bytes_max);
        assert!(fitted.how.contains(how), "{}", fitted.how);
    }
}

#[test]
fn colours_keep_their_meaning() {
    let mut profile = vec![0_u8; 132];
    profile[16..20].copy_from_slice(b"RGB ");
    let mut content = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut content, 95);
    image::ImageEncoder::set_icc_profile(&mut encoder, profile.clone()).unwrap();
    soft(200, 200).write_with_encoder(encoder).unwrap();
    let fitted = fit(&content, content.len() as u32 - 1).unwrap();
    let kept = decode::decode(&fitted.made.content).unwrap().profile;
    assert_eq!(kept, Some(profile));
}

/// A file with some of its bytes changed, or cut off.
fn mangled(content: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let flips = prop::collection::vec((0..content.len(), any::<u8>()), 1..6);
    (flips, 0..content.len() * 4).prop_map(move |(flips, end)| {
        let mut content = content.clone();
        for (at, byte) in flips {
            content[at] = byte;
        }
        content.truncate(end.max(1));
        content
    })
}

fn any_file() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        mangled(encoded(&disc(24).into(), ImageFormat::Png)),
        mangled(encoded(&soft(24, 16).into(), ImageFormat::Jpeg)),
        mangled(held_upright(24, 16)),
        mangled(cmyk()),
    ]
}

proptest! {
    #[test]
    fn no_file_is_too_broken_to_be_refused(content in any_file(), bytes_max in 200..2_000_u32) {
        let facts = examine(&content);
        let area = Area { x: 1, y: 1, width: 5, height: 4 };
        if let Ok(made) = crop(&content, area) {
            prop_assert_eq!((made.facts.width, made.facts.height), (5, 4));
        }
        match fit(&content, bytes_max) {
            Ok(fitted) => {
                prop_assert!(fitted.made.content.len() <= bytes_max as usize);
                prop_assert_eq!(examine(&fitted.made.content), Ok(fitted.made.facts));
            }
            Err(FitRefused::NotAnImage(refused)) => prop_assert_eq!(facts, Err(refused)),
            Err(FitRefused::TooSmall { .. }) => prop_assert!(facts.is_ok()),
        }
    }
}
