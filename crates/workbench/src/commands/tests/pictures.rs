use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::testing::Bench;

#[test]
fn an_image_is_taken_or_refused_in_words() {
    let bench = Bench::new();
    let (name, content) = fixtures::sample_assets()[0];
    let taken = bench.call(
        "put_asset",
        json!({"name": name, "base64": STANDARD.encode(content)}),
    );
    let sha256 = taken["sha256"].as_str().unwrap();
    assert_eq!(taken["facts"]["format"], "png");
    let image = bench.workbench.image(sha256).unwrap().unwrap();
    assert_eq!(
        (image.media_type, image.content.as_slice()),
        ("image/png", content)
    );
    assert_eq!(bench.workbench.image("0000").unwrap(), None);

    for (base64, code) in [
        (STANDARD.encode("no picture"), "image_format"),
        (
            STANDARD.encode(&content[..content.len() / 2]),
            "image_damaged",
        ),
        ("*".to_owned(), "bad_base64"),
    ] {
        let failure = bench.refused("put_asset", json!({"name": "van.png", "base64": base64}));
        assert_eq!(failure.code, code);
        assert!(failure.message.contains("van.png"), "{failure:?}");
    }
}

#[test]
fn a_part_of_an_image_is_an_image_of_its_own() {
    let bench = Bench::new();
    let (name, content) = fixtures::sample_assets()[0];
    let whole = bench.call(
        "put_asset",
        json!({"name": name, "base64": STANDARD.encode(content)}),
    );
    let area = |width: u32| json!({"sha256": whole["sha256"], "x": 10, "y": 20, "width": width, "height": 30});
    let part = bench.call("crop_asset", area(60));
    assert_ne!(part["sha256"], whole["sha256"]);
    assert_eq!(
        (
            &part["facts"]["width"],
            &part["facts"]["height"],
            &part["facts"]["format"]
        ),
        (&json!(60), &json!(30), &json!("png"))
    );
    assert_eq!(
        bench.call("crop_asset", area(60)),
        part,
        "the same is stored once"
    );
    let failure = bench.refused("crop_asset", area(9_000));
    assert_eq!(failure.code, "crop_outside");
    assert!(failure.message.contains(name), "{failure:?}");
    let unknown = json!({"sha256": "0000", "x": 0, "y": 0, "width": 1, "height": 1});
    assert_eq!(bench.refused("crop_asset", unknown).code, "no_image");
}
