use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::testing::Bench;

#[test]
fn the_limits_of_the_workspace_hold_everywhere() {
    let bench = Bench::new();
    let documented = bench.call("limits", json!({}));
    assert_eq!(documented["image_bytes_max"], 1_048_576);
    bench.call("load_sample", json!({}));
    let row = |bench: &Bench| bench.call("workspace", json!({}))["campaigns"][0].clone();
    let before = row(&bench);
    assert_eq!(before["findings"]["block"], 0, "{before}");

    let mut limits = documented.clone();
    limits["image_bytes_max"] = json!(2_000);
    assert_eq!(bench.call("set_limits", json!({"limits": limits})), limits);
    let bench = Bench::around(bench.host);
    assert_eq!(bench.call("limits", json!({})), limits);
    let key = &before["key"];
    let blocks = |findings: &Json| findings["block"].as_u64().unwrap() > 0;
    assert!(blocks(&row(&bench)["findings"]));
    let view = bench.call("open_draft", json!({"key": key}));
    let too_large = view["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["code"] == "image_too_large");
    assert!(too_large.is_some(), "{view}");
    let copy = bench.call("duplicate_campaign", json!({"key": key}));
    let start = json!({"key": copy["key"], "move": "start"});
    assert_eq!(bench.refused("set_status", start).code, "blocked");
    let plan = bench.call("publish_plan", json!({}));
    assert!(blocks(&plan["items"][0]["findings"]));
    let log = bench.call("workspace", json!({}))["logs"][0]["id"].clone();
    let forecast = bench.refused("start_forecast", json!({"key": key, "log": log}));
    assert_eq!(forecast.code, "blocked");

    bench.call("set_limits", json!({"limits": documented}));
    assert_eq!(row(&bench), before, "and back");
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let bench = Bench::new();
    let documented = bench.call("limits", json!({}));
    for (path, value) in [
        ("/image_bytes_max", json!(0)),
        ("/image_bytes_max", json!(64 * 1_048_576)),
        ("/first_versions/0/version", json!("soon")),
        ("/first_versions/0/version", json!("")),
    ] {
        let mut limits = documented.clone();
        *limits.pointer_mut(path).unwrap() = value.clone();
        let failure = bench.refused("set_limits", json!({"limits": limits}));
        assert_eq!(failure.code, "bad_limits", "{path} = {value}");
        assert!(!failure.hint.is_empty());
    }
    assert_eq!(bench.call("limits", json!({})), documented);
}

/// A picture that no compression makes small, as a PNG.
fn large_picture() -> Vec<u8> {
    let mut state = 1_u32;
    let picture = image::RgbImage::from_fn(800, 600, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn an_image_over_the_limit_is_taken_and_made_to_fit() {
    let bench = Bench::new();
    let content = large_picture();
    let args = json!({"name": "noise.png", "base64": STANDARD.encode(&content)});
    let taken = bench.call("put_asset", args);
    assert!(taken["facts"]["bytes"].as_u64().unwrap() > 1_048_576);
    let args = json!({"sha256": taken["sha256"], "bytes_max": 200_000});
    let fitted = bench.call("fit_asset", args);
    assert_eq!(fitted["before"], taken["facts"]);
    assert!(
        fitted["after"]["bytes"].as_u64().unwrap() <= 200_000,
        "{fitted}"
    );
    let image = bench.workbench.image(fitted["sha256"].as_str().unwrap());
    let image = image.unwrap().unwrap();
    assert_eq!(image.media_type, "image/jpeg");
    assert_eq!(json!(image.content.len()), fitted["after"]["bytes"]);
    assert!(
        fitted["how"]
            .as_str()
            .unwrap()
            .starts_with("JPEG at quality ")
    );

    for (bytes_max, sha256, code) in [
        (100, &taken["sha256"], "fit_too_small"),
        (100, &json!("0000"), "no_image"),
    ] {
        let args = json!({"sha256": sha256, "bytes_max": bytes_max});
        assert_eq!(bench.refused("fit_asset", args).code, code);
    }
}
