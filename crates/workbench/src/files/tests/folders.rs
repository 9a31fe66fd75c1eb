//! Folders under version control.

use super::*;

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
fn a_campaign_of_an_older_key_form_cannot_leave_the_folder() {
    let draft = Draft {
        key: "../../out".to_owned(),
        ..sample(2)
    };
    let bench = holding(&draft);
    let to = folder(&bench);
    export(&bench.workbench, std::slice::from_ref(&draft.key), &to).unwrap();
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
