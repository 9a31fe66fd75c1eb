//! What the preview frame may fetch: the renderer's page with its scripts and fonts, and stored
//! images. Every host serves the same answers, under a policy of their own: the frame reaches
//! nothing but these.

use std::borrow::Cow;

use crate::Workbench;

/// What a page in the frame may load. It draws text that somebody typed: no script but ours
/// runs in it, and it talks to nobody.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; \
                          img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'";

/// Where images lie below the frame's page.
const IMAGES: &str = "asset/";

/// The files of the preview frame by name.
pub type Files = &'static [(&'static str, &'static [u8])];

/// Embeds the built renderer; `$ui` leads from the caller's crate to the folder `ui`.
#[macro_export]
macro_rules! preview_files {
    ($ui:literal) => {
        $crate::preview_files!(@embed $ui, [
            "frame.html" => "renderer/dist/frame.html",
            "frame.js" => "renderer/dist/frame.js",
            "renderer.js" => "renderer/dist/renderer.js",
            "fonts/Inter-Regular.ttf" => "fonts/Inter-Regular.ttf",
            "fonts/Inter-Bold.ttf" => "fonts/Inter-Bold.ttf",
            "fonts/Roboto-Regular.ttf" => "fonts/Roboto-Regular.ttf",
            "fonts/Roboto-Bold.ttf" => "fonts/Roboto-Bold.ttf",
        ])
    };
    (@embed $ui:literal, [$($name:literal => $file:literal,)*]) => {
        &[$((
            $name,
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $ui, "/", $file)).as_slice(),
        ),)*]
    };
}

/// An answer to the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// An HTTP status.
    pub status: u16,
    /// The media type of the body.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Cow<'static, [u8]>,
}

/// Answers for a path below the preview's root, `frame.html` or `asset/<sha256>`.
pub fn answer(workbench: &Workbench, files: Files, path: &str) -> Answer {
    if let Some(sha256) = path.strip_prefix(IMAGES) {
        return image(workbench, sha256);
    }
    match files.iter().find(|(name, _)| *name == path) {
        Some((name, content)) => Answer {
            status: 200,
            media_type: media_type(name),
            body: Cow::Borrowed(content),
        },
        None => refusal(404, "There is no such page."),
    }
}

fn image(workbench: &Workbench, sha256: &str) -> Answer {
    match workbench.image(sha256) {
        Ok(Some(image)) => Answer {
            status: 200,
            media_type: image.media_type,
            body: Cow::Owned(image.content),
        },
        Ok(None) => refusal(404, "There is no such image."),
        Err(failure) => refusal(500, &failure.message),
    }
}

fn refusal(status: u16, why: &str) -> Answer {
    Answer {
        status,
        media_type: media_type("why.txt"),
        body: Cow::Owned(why.as_bytes().to_vec()),
    }
}

/// The media type of a file of ours, by its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        Some("ttf") => "font/ttf",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::Bench;

    const FILES: Files = &[("frame.html", b"<!doctype html>"), ("fonts/a.ttf", b"font")];

    #[test]
    fn the_frame_gets_its_files_and_stored_images_only() {
        let bench = Bench::new();
        bench.call("load_sample", json!({}));
        let view = bench.call("workspace", json!({}));
        let image = format!(
            "asset/{}",
            view["campaigns"][0]["thumbnail"].as_str().unwrap()
        );
        for (path, status, media_type) in [
            ("frame.html", 200, "text/html; charset=utf-8"),
            ("fonts/a.ttf", 200, "font/ttf"),
            (image.as_str(), 200, "image/png"),
            ("asset/0000", 404, "text/plain; charset=utf-8"),
            ("../frame.html", 404, "text/plain; charset=utf-8"),
            ("", 404, "text/plain; charset=utf-8"),
        ] {
            let answer = answer(&bench.workbench, FILES, path);
            assert_eq!(
                (answer.status, answer.media_type),
                (status, media_type),
                "{path}"
            );
        }
    }
}
