//! Files that suffered on their way, or were made to do harm.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_package_arrives_whole_or_not_at_all(
        flips in proptest::collection::vec((any::<usize>(), 0_u8..8), 0..3),
        cut in proptest::option::of(any::<usize>()),
        swap in proptest::option::of((any::<usize>(), any::<usize>(), 1_usize..200)),
    ) {
        static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
        let draft = sample(0);
        let mut bytes = WHOLE.get_or_init(|| exported(&sample(0))).clone();
        for (at, bit) in flips {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        if let Some((one, other, length)) = swap {
            let (one, other) = (one % bytes.len(), other % bytes.len());
            for step in 0..length {
                if one.max(other) + step < bytes.len() {
                    bytes.swap(one + step, other + step);
                }
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut % (bytes.len() + 1));
        }
        let bench = Bench::new();
        bench.campaign("Already there");
        let before = kept(&bench);
        if let Err(failure) = import_bytes(&bench, &bytes) {
            prop_assert_eq!(kept(&bench), before);
            prop_assert!(!failure.hint.is_empty());
        } else {
            let workspace = bench.workbench.workspace();
            prop_assert_eq!(&workspace.campaign(&draft.key).unwrap().draft, &draft);
            let stored = workspace.assets().unwrap();
            prop_assert!(draft.assets().iter().all(|sha256| stored.contains_key(*sha256)));
        }
    }
}

/// Every single byte of a small package, one after another.
#[test]
fn no_flipped_byte_goes_unnoticed() {
    let mut content = io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgb8(image::RgbImage::new(4, 4));
    picture
        .write_to(&mut content, image::ImageFormat::Png)
        .unwrap();
    let content = content.into_inner();
    let sha256 = sha256_hex(&content);
    let mut draft = Draft::new("small".to_owned(), "Small".to_owned());
    let step = &mut draft.groups[0].message.steps[0];
    step.images.portrait.push(campaign::message::Image {
        asset: sha256.clone(),
        ..Default::default()
    });
    let format = AssetFormat::Png;
    let image = ImageFile { format, content };
    let images = BTreeMap::from([(image_name(&sha256, format), image)]);
    let whole = package::pack(&draft, &images).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        if let Ok(incoming) = read_bytes("small.campaign", &bytes) {
            assert_eq!(incoming.campaigns[0].draft, draft, "byte {at}");
            assert_eq!(incoming.images.len(), 1, "byte {at}");
        }
    }
}

/// A package with these entries and without a seal.
fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use io::Write as _;
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_imported_is_said_in_words() {
    let bench = Bench::new();
    let before = kept(&bench);
    for (bytes, code, says) in strange_files().into_iter().chain(strange_packages()) {
        let failure = import_bytes(&bench, &bytes).unwrap_err();
        assert_eq!(failure.code, code, "{failure:?}");
        assert!(failure.message.contains(says), "{failure:?}");
        assert!(!failure.hint.is_empty(), "{failure:?}");
        assert_eq!(kept(&bench), before, "{failure:?}");
    }
}

/// A file, the code of its failure, and a part of what it says.
type Strange = (Vec<u8>, &'static str, &'static str);

fn of_newer_format() -> String {
    let json = Draft::new("a".to_owned(), "A".to_owned()).to_json();
    json.replace("\"format\": 1", "\"format\": 99")
}

fn strange_files() -> Vec<Strange> {
    let json = Draft::new("a".to_owned(), "A".to_owned()).to_json();
    let mistyped = json.replace("\"name\": \"A\"", "\"name\": 7");
    let cut = &json.as_bytes()[..80];
    let no_campaign = br#"{"inAppMessages": [], "experiments": []}"#;
    let known = "format 99 (this version knows formats up to 1)";
    vec![
        (b"".to_vec(), "file_unknown", "recognise one"),
        (
            b"\x89PNG\r\n\x1a\n".to_vec(),
            "file_unknown",
            "recognise one",
        ),
        (b"{\"steps\": 1}".to_vec(), "file_unknown", "recognise one"),
        (
            b"SQLite format 3\0..".to_vec(),
            "file_is_workspace",
            "it is a workspace",
        ),
        (of_newer_format().into_bytes(), "file_newer", known),
        (mistyped.into_bytes(), "file_damaged", "line 5"),
        (cut.to_vec(), "file_damaged", "line 6"),
        (
            no_campaign.to_vec(),
            "no_campaign_in_file",
            "no campaign in it",
        ),
    ]
}

fn strange_packages() -> Vec<Strange> {
    let draft = sample(0);
    let image = format!("images/{}.png", draft.assets()[0]);
    let json = draft.to_json();
    let other_picture = fixtures::sample_assets()[2].1;
    let bomb = vec![b' '; 8 * 1_048_576];
    let names: Vec<String> = (0..301).map(|index| format!("{index}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    let only_json = |json: &[u8]| packed(&[("campaign.json", json)]);
    let changed = packed(&[("campaign.json", json.as_bytes()), (&image, other_picture)]);
    vec![
        (
            only_json(of_newer_format().as_bytes()),
            "file_newer",
            "format 99",
        ),
        (
            packed(&[("notes.txt", b"hi")]),
            "file_damaged",
            "it holds no campaign.json",
        ),
        (only_json(b"<html>"), "file_damaged", "line 1"),
        (
            changed,
            "image_changed",
            "its content is not the one of its name",
        ),
        (only_json(&bomb), "file_too_large", "unpacks to more"),
        (packed(&many), "file_too_large", "it has 301 entries"),
    ]
}

#[test]
fn a_package_that_was_packed_by_hand_is_read_with_what_is_strange_listed() {
    let bench = Bench::new();
    let draft = sample(0);
    let unseen = format!("images/{}.png", "0".repeat(64));
    let bytes = packed(&[
        ("__MACOSX/._campaign.json", b"x"),
        ("images/", b""),
        ("campaign.json", draft.to_json().as_bytes()),
        (&unseen, b"no picture, never decoded"),
    ]);
    let report = import_bytes(&bench, &bytes).unwrap();
    assert_eq!(report.source, "Rehearsal campaign");
    let left: Vec<&str> = report.skipped.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(
        left,
        [
            "__MACOSX/._campaign.json",
            &format!("Image {}", "0".repeat(64))
        ]
    );
    // Its images are not in it, so nothing may run.
    assert_eq!(report.added[0].notes[0].path, "/status");
    assert_eq!(kept(&bench).campaigns[0].draft.status, Status::Paused);
}
