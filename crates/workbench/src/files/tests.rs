//! Campaigns through files and back: nothing is lost, nothing arrives by half.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use campaign::AssetFacts;
use campaign::draft::Status;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use store::workspace::{CampaignRecord, NewAsset, VersionRecord};

use super::*;
use crate::testing::Bench;

/// Everything that an import can change.
#[derive(Debug, PartialEq)]
struct Kept {
    campaigns: Vec<CampaignRecord>,
    deleted: Vec<String>,
    assets: BTreeMap<String, AssetFacts>,
    versions: Vec<VersionRecord>,
}

fn kept(bench: &Bench) -> Kept {
    let workspace = bench.workbench.workspace();
    let campaigns = workspace.campaigns().unwrap();
    let deleted = workspace.deleted_campaigns().unwrap();
    let versions = campaigns
        .iter()
        .flat_map(|record| workspace.versions(&record.draft.key).unwrap());
    Kept {
        deleted: deleted.into_iter().map(|one| one.key).collect(),
        assets: workspace.assets().unwrap(),
        versions: versions.collect(),
        campaigns,
    }
}

fn sample(index: usize) -> Draft {
    Draft::from_json(fixtures::sample_campaigns()[index].1).unwrap()
}

/// A workspace with the sample images and this campaign.
fn holding(draft: &Draft) -> Bench {
    let bench = Bench::new();
    {
        let mut workspace = bench.workbench.workspace();
        for (name, content) in fixtures::sample_assets() {
            let facts = crate::images::examine(name, content).unwrap();
            let asset = NewAsset {
                name,
                facts,
                content,
            };
            workspace.put_asset(&asset).unwrap();
        }
        workspace.add_campaign(draft, 1).unwrap();
    }
    bench
}

fn exported(draft: &Draft) -> Vec<u8> {
    let bench = holding(draft);
    let path = bench.host.workspace().with_file_name("one.campaign");
    export(&bench.workbench, &[draft.key.clone()], &path).unwrap();
    fs::read(path).unwrap()
}

fn import_bytes(bench: &Bench, bytes: &[u8]) -> Result<ImportReport, Failure> {
    let incoming = read_bytes("one.campaign", bytes)?;
    Ok(import(&bench.workbench, vec![incoming])?.remove(0))
}

/// Texts, numbers and fields of a newer version, put anywhere into a sample campaign.
fn mutated() -> impl Strategy<Value = Draft> {
    let value = prop_oneof![
        ".{0,40}".prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        Just(json!({"glow": [1, 2.5, {"deep": null}]})),
    ];
    let change = (any::<usize>(), ".{1,12}", value);
    let changes = proptest::collection::vec(change, 0..12);
    (0_usize..3, changes).prop_map(|(index, changes)| {
        let mut json: Json = serde_json::from_str(fixtures::sample_campaigns()[index].1).unwrap();
        for (at, name, value) in changes {
            let mut changed = json.clone();
            put(&mut changed, at, &name, value);
            // A change that makes it something else than a campaign is left out.
            if Draft::from_json(&changed.to_string()).is_ok() {
                json = changed;
            }
        }
        let mut draft = Draft::from_json(&json.to_string()).unwrap();
        draft.key = "mutated".to_owned();
        draft
    })
}

/// Sets one value somewhere: a field of an object is replaced, or a strange one added.
fn put(json: &mut Json, at: usize, name: &str, value: Json) {
    fn objects<'a>(json: &'a mut Json, path: &str, found: &mut Vec<String>) {
        match json {
            Json::Object(fields) => {
                found.push(path.to_owned());
                for (name, value) in fields {
                    objects(value, &format!("{path}/{name}"), found);
                }
            }
            Json::Array(items) => {
                for (index, value) in items.iter_mut().enumerate() {
                    objects(value, &format!("{path}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    objects(json, "", &mut found);
    let path = &found[at % found.len()];
    let Some(Json::Object(fields)) = json.pointer_mut(path) else {
        return;
    };
    let replaced = fields.keys().nth(at % (fields.len() + 1)).cloned();
    fields.insert(replaced.unwrap_or_else(|| name.to_owned()), value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_exported_comes_back_as_it_was(draft in mutated()) {
        let bench = Bench::new();
        let report = import_bytes(&bench, &exported(&draft)).unwrap();
        let imported = &report.added[0];
        prop_assert_eq!(imported.outcome, ImportOutcome::Added);
        let there = bench.workbench.workspace().campaign(&draft.key).unwrap().draft;
        let paused = !imported.notes.is_empty();
        prop_assert!(!paused || draft.status == Status::Active, "{imported:?}");
        let expected = Draft {
            status: if paused { Status::Paused } else { draft.status },
            ..draft
        };
        prop_assert_eq!(&there, &expected);
        prop_assert_eq!(there.to_json(), expected.to_json());
        let stored = bench.workbench.workspace().assets().unwrap();
        for sha256 in expected.assets() {
            let is_sample = sample(0).assets().iter().chain(&sample(1).assets()).chain(&sample(2).assets()).any(|one| *one == sha256);
            prop_assert_eq!(stored.contains_key(sha256), is_sample, "{}", sha256);
        }
    }

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
        match import_bytes(&bench, &bytes) {
            Err(failure) => {
                prop_assert_eq!(kept(&bench), before);
                prop_assert!(!failure.hint.is_empty());
            }
            Ok(_) => {
                let workspace = bench.workbench.workspace();
                prop_assert_eq!(&workspace.campaign(&draft.key).unwrap().draft, &draft);
                let stored = workspace.assets().unwrap();
                prop_assert!(draft.assets().iter().all(|sha256| stored.contains_key(*sha256)));
            }
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

#[test]
fn a_package_has_the_same_bytes_whenever_it_is_written() {
    let draft = sample(1);
    assert_eq!(exported(&draft), exported(&draft));
}

#[test]
fn a_package_lists_its_entries_as_any_zip() {
    let bytes = exported(&sample(1));
    let archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut expected = vec!["campaign.json".to_owned()];
    expected.extend(
        sample(1)
            .assets()
            .iter()
            .map(|sha256| format!("images/{sha256}.png")),
    );
    assert_eq!(names, expected);
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
    let json = Draft::new("a".to_owned(), "A".to_owned()).to_json();
    let newer = json.replace("\"format\": 1", "\"format\": 99");
    let shown = {
        let mut draft = sample(0);
        draft.key = "shown".to_owned();
        draft
    };
    let image = format!("images/{}.png", shown.assets()[0]);
    let other_picture = fixtures::sample_assets()[2].1;
    let bomb = vec![b' '; 8 * 1_048_576];
    let many: Vec<String> = (0..301).map(|index| format!("{index}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for (bytes, code, says) in [
        (b"".to_vec(), "file_unknown", "recognise one"),
        (
            b"\x89PNG\r\n\x1a\n".to_vec(),
            "file_unknown",
            "recognise one",
        ),
        (b"{\"steps\": 1}".to_vec(), "file_unknown", "recognise one"),
        (
            b"SQLite format 3\0....".to_vec(),
            "file_is_workspace",
            "it is a workspace",
        ),
        (
            newer.clone().into_bytes(),
            "file_newer",
            "format 99 (this version knows formats up to 1)",
        ),
        (
            packed(&[("campaign.json", newer.as_bytes())]),
            "file_newer",
            "format 99",
        ),
        (
            json.replace("\"name\": \"A\"", "\"name\": 7").into_bytes(),
            "file_damaged",
            "line 5",
        ),
        (
            json[..80].as_bytes().to_vec(),
            "file_unknown",
            "recognise one",
        ),
        (
            packed(&[("notes.txt", b"hello")]),
            "file_damaged",
            "it holds no campaign.json",
        ),
        (
            packed(&[("campaign.json", b"<html>")]),
            "file_damaged",
            "line 1",
        ),
        (
            packed(&[
                ("campaign.json", shown.to_json().as_bytes()),
                (&image, other_picture),
            ]),
            "image_changed",
            "its content is not the one of its name",
        ),
        (
            packed(&[("campaign.json", &bomb)]),
            "file_too_large",
            "unpacks to more",
        ),
        (packed(&many), "file_too_large", "it has 301 entries"),
        (
            b"{\"inAppMessages\": [], \"experiments\": []}".to_vec(),
            "no_campaign_in_file",
            "no campaign in it",
        ),
    ] {
        let failure = import_bytes(&bench, &bytes).unwrap_err();
        assert_eq!(failure.code, code, "{failure:?}");
        assert!(failure.message.contains(says), "{failure:?}");
        assert!(!failure.hint.is_empty(), "{failure:?}");
        assert_eq!(kept(&bench), before, "{failure:?}");
    }
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

/// A folder beside the workspace.
fn folder(bench: &Bench) -> std::path::PathBuf {
    bench.host.workspace().with_file_name("campaigns-in-git")
}

#[test]
fn one_changed_field_is_one_changed_line_of_one_file() {
    for index in 0..3 {
        let draft = sample(index);
        let bench = holding(&draft);
        let (keys, to) = (vec![draft.key.clone()], folder(&bench));
        export(&bench.workbench, &keys, &to).unwrap();
        let file = to.join("campaigns").join(format!("{}.json", draft.key));
        let before = fs::read_to_string(&file).unwrap();
        assert_eq!(
            before,
            fixtures::sample_campaigns()[index].1,
            "{}",
            draft.key
        );
        let renamed = Draft {
            name: "Another name".to_owned(),
            ..draft
        };
        let other = holding(&renamed);
        export(&other.workbench, &keys, &to).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        let lines = before.lines().zip(after.lines());
        let changed: Vec<_> = lines.filter(|(one, other)| one != other).collect();
        assert_eq!(before.lines().count(), after.lines().count());
        assert_eq!(changed.len(), 1, "{changed:?}");
        assert_eq!(changed[0].1, "  \"name\": \"Another name\",");
    }
}

#[test]
fn an_export_touches_only_what_changed_and_names_what_is_left() {
    let bench = holding(&sample(0));
    let to = folder(&bench);
    bench
        .workbench
        .workspace()
        .add_campaign(&sample(1), 2)
        .unwrap();
    let both = vec![sample(0).key, sample(1).key];
    let report = export(&bench.workbench, &both, &to).unwrap();
    assert_eq!(
        (report.campaigns, report.left.len(), report.missing.len()),
        (2, 0, 0)
    );
    let changed = |name: &str| fs::metadata(to.join(name)).unwrap().modified().unwrap();
    let file = format!("campaigns/{}.json", sample(0).key);
    let image = format!("images/{}.png", sample(0).assets()[0]);
    let (file_then, image_then) = (changed(&file), changed(&image));
    fs::write(to.join("README.md"), "ours").unwrap();
    let report = export(&bench.workbench, &both, &to).unwrap();
    assert_eq!((changed(&file), changed(&image)), (file_then, image_then));
    assert_eq!(report.left, [""; 0]);

    bench
        .workbench
        .workspace()
        .delete_campaign(&sample(1).key, 3)
        .unwrap();
    let report = export(&bench.workbench, &[sample(0).key], &to).unwrap();
    let mut expected = vec![format!("campaigns/{}.json", sample(1).key)];
    let only_there = |sha256: &&str| !sample(0).assets().contains(sha256);
    let draft = sample(1);
    let mut images: Vec<String> = draft
        .assets()
        .into_iter()
        .filter(only_there)
        .map(|sha256| format!("images/{sha256}.png"))
        .collect();
    images.sort();
    expected.extend(images);
    assert_eq!(report.left, expected);
    assert!(to.join(&expected[0]).is_file(), "it is left, not removed");
    let names: Vec<_> = fs::read_dir(to.join("campaigns")).unwrap().collect();
    assert_eq!(names.len(), 2, "nothing half-written stays");
}

#[test]
fn a_folder_comes_back_whole_or_not_at_all() {
    let bench = holding(&sample(0));
    bench
        .workbench
        .workspace()
        .add_campaign(&sample(2), 2)
        .unwrap();
    let to = folder(&bench);
    export(&bench.workbench, &[sample(0).key, sample(2).key], &to).unwrap();
    fs::write(to.join("campaigns/package.json"), "{\"name\": \"npm\"}").unwrap();
    for from in [to.clone(), to.join("campaigns")] {
        let other = Bench::new();
        let report = import(&other.workbench, vec![read_path(&from).unwrap()])
            .unwrap()
            .remove(0);
        assert_eq!(report.source, "Folder of campaigns");
        assert_eq!(report.skipped[0].what, "package.json");
        let drafts: Vec<Draft> = kept(&other)
            .campaigns
            .into_iter()
            .map(|one| one.draft)
            .collect();
        assert_eq!(drafts, [sample(0), sample(2)]);
    }
    let conflict = to.join("campaigns").join(format!("{}.json", sample(2).key));
    fs::write(&conflict, "<<<<<<< HEAD\n").unwrap();
    let failure = read_path(&to).unwrap_err();
    assert!(
        failure.message.contains(&format!("{}.json", sample(2).key)),
        "{failure:?}"
    );
}

#[test]
fn a_key_that_is_taken_leads_to_a_copy_and_always_to_the_same() {
    let draft = sample(0);
    let bench = holding(&draft);
    let outcome = |bench: &Bench, draft: &Draft| {
        let report = import_bytes(bench, draft.to_json().as_bytes()).unwrap();
        let imported = &report.added[0];
        (imported.key.clone(), imported.outcome)
    };
    let key = draft.key.clone();
    assert_eq!(
        outcome(&bench, &draft),
        (key.clone(), ImportOutcome::Unchanged)
    );
    let paused = Draft {
        status: Status::Paused,
        ..draft.clone()
    };
    assert_eq!(
        outcome(&bench, &paused),
        (key.clone(), ImportOutcome::Unchanged)
    );
    let edited = Draft {
        name: "Edited".to_owned(),
        ..draft.clone()
    };
    let copy = format!("{key}-2");
    assert_eq!(
        outcome(&bench, &edited),
        (copy.clone(), ImportOutcome::Copied)
    );
    assert_eq!(
        outcome(&bench, &edited),
        (copy.clone(), ImportOutcome::Unchanged)
    );
    assert_eq!(
        bench
            .workbench
            .workspace()
            .campaign(&copy)
            .unwrap()
            .draft
            .status,
        Status::Draft
    );

    bench
        .workbench
        .workspace()
        .delete_campaign(&key, 5)
        .unwrap();
    let third = Draft {
        name: "Third".to_owned(),
        ..draft.clone()
    };
    assert_eq!(
        outcome(&bench, &third),
        (format!("{key}-3"), ImportOutcome::Copied)
    );
    assert_eq!(kept(&bench).deleted, [key.as_str()]);
    assert_eq!(outcome(&bench, &draft), (key.clone(), ImportOutcome::Added));
    assert_eq!(kept(&bench).deleted, [""; 0]);
    assert_eq!(outcome(&bench, &draft), (key, ImportOutcome::Unchanged));
}

#[test]
fn several_files_arrive_together_or_not_at_all() {
    let bench = Bench::new();
    let file = |draft: &Draft| read_bytes("a.json", draft.to_json().as_bytes()).unwrap();
    let (one, other) = (
        sample(0),
        Draft {
            name: "Other".to_owned(),
            ..sample(0)
        },
    );
    let incoming = vec![file(&one), file(&other), file(&one)];
    let reports = rehearse_import(&bench.workbench, incoming.clone()).unwrap();
    assert_eq!(kept(&bench).campaigns, [], "a rehearsal changes nothing");
    assert_eq!(import(&bench.workbench, incoming).unwrap(), reports);
    let outcomes: Vec<ImportOutcome> = reports.iter().map(|one| one.added[0].outcome).collect();
    let expected = [
        ImportOutcome::Added,
        ImportOutcome::Copied,
        ImportOutcome::Unchanged,
    ];
    assert_eq!(outcomes, expected);
    let causes: Vec<_> = kept(&bench).versions.iter().map(|one| one.cause).collect();
    assert_eq!(causes, [store::workspace::Cause::Imported; 2]);
}

#[test]
fn a_campaign_of_an_older_key_form_cannot_leave_the_folder() {
    let draft = Draft {
        key: "../../out".to_owned(),
        ..sample(2)
    };
    let bench = holding(&draft);
    let to = folder(&bench);
    export(&bench.workbench, &[draft.key.clone()], &to).unwrap();
    let names: Vec<_> = fs::read_dir(to.join("campaigns"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["%2e.%2f..%2fout.json"]);
}

#[test]
fn a_failed_export_names_the_file_and_leaves_nothing() {
    let bench = holding(&sample(0));
    let keys = vec![sample(0).key];
    let taken = bench.host.workspace().with_file_name("taken");
    fs::write(&taken, "a file").unwrap();
    for path in [taken.clone(), taken.join("one.campaign")] {
        let failure = export(&bench.workbench, &keys, &path).unwrap_err();
        assert_eq!(failure.code, "file_unwritten", "{failure:?}");
        assert!(failure.message.contains("taken"), "{failure:?}");
    }
    assert_eq!(fs::read_to_string(&taken).unwrap(), "a file");
    let two = [keys.clone(), keys].concat();
    let failure = export(&bench.workbench, &two, &taken.with_extension("campaign")).unwrap_err();
    assert_eq!(failure.code, "one_package_one_campaign");
    let gone = export(&bench.workbench, &["gone".to_owned()], &taken).unwrap_err();
    assert_eq!(gone.code, "no_campaign");
}
