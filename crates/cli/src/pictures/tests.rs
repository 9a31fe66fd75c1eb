use campaign::Draft;

use super::*;

fn sample() -> Message {
    let (_, json) = fixtures::sample_campaigns()[0];
    Draft::from_json(json)
        .expect("a sample campaign")
        .groups
        .swap_remove(0)
        .message
}

fn shot(message: &Message) -> Shot<'_> {
    Shot {
        name: "free/delivery".to_owned(),
        caption: String::new(),
        group: "A",
        message,
        step: 0,
        device: &devices::MOBILE_WEB,
        orientation: Orientation::Landscape,
    }
}

#[test]
fn a_picture_has_the_pixels_of_the_device() {
    let Some(chromium) = find_chromium() else {
        println!("skipped: there is no Chromium");
        return;
    };
    let (message, out) = (sample(), tempfile::tempdir().expect("a folder"));
    let studio = Studio::open(&chromium, &BTreeMap::new()).expect("a studio");
    for (surround, size) in [
        (Surround::Nothing, (664 * 3, 390 * 3)),
        (
            Surround::Device,
            ((664 + 2 * 12 + 48) * 3, (390 + 52 + 2 * 12 + 48) * 3),
        ),
    ] {
        let file = studio
            .take(&shot(&message), surround, out.path())
            .expect("a picture");
        assert_eq!(file, out.path().join("free-delivery.png"));
        let png = fs::read(&file).expect("the picture");
        assert_eq!(png_size(&png), Some(size));
    }
}

#[test]
fn no_text_of_a_message_can_end_its_block() {
    let mut message = sample();
    message.steps[0].title.text = "</script><script>alert(1)</script>".to_owned();
    let studio = Studio::open(Path::new("chromium"), &BTreeMap::new()).expect("a studio");
    let page = studio.page(&shot(&message));
    assert!(!page.contains(INITIAL));
    assert!(!page.contains("</script><script>alert"));
    assert!(page.contains("\\u003c/script>\\u003cscript>alert"));
}

#[test]
fn a_browser_that_fails_or_draws_nothing_is_named() {
    let (message, out) = (sample(), tempfile::tempdir().expect("a folder"));
    for (program, words) in [
        (
            "/bin/false",
            "draw free/delivery: Chromium ended with exit status: 1",
        ),
        (
            "/bin/true",
            "draw free/delivery: wanted 1992×1170 pixels, got no picture",
        ),
        (
            "/no/chromium",
            "start /no/chromium: No such file or directory (os error 2)",
        ),
    ] {
        let studio = Studio::open(Path::new(program), &BTreeMap::new()).expect("a studio");
        let error = studio
            .take(&shot(&message), Surround::Nothing, out.path())
            .expect_err("no browser");
        assert_eq!(error.to_string(), words);
    }
}
