//! Real logs end to end: figures that were counted with other tools.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use events::source::Cause;
use events::{
    Context, Event, Events, ImportOptions, Manifest, Mapping, Need, PreparedLog, UserProperty,
    import,
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/logs")
        .join(name)
}

fn shop(out: &Path) -> Manifest {
    let mapping = std::fs::read_to_string(fixture("shop.mapping.json")).unwrap();
    let mapping: Mapping = serde_json::from_str(&mapping).unwrap();
    let options = ImportOptions {
        mapping: Some(mapping),
        ..ImportOptions::default()
    };
    import(&[fixture("shop.csv.gz")], out, &options, &mut ()).unwrap()
}

fn samples(of: &events::manifest::Property) -> BTreeMap<String, u64> {
    let sample = |sample: &events::manifest::Sample| sample.value.as_text();
    of.samples
        .iter()
        .map(|of| (sample(of).unwrap(), of.events))
        .collect()
}

#[test]
fn the_shop_log() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("shop");
    let manifest = shop(&out);
    assert_eq!(
        (manifest.events, manifest.users, manifest.sessions),
        (31_106, 600, 3_605)
    );
    assert_eq!(
        manifest.content_hash,
        "69265159a5ac283a2a5baa5ec8dce2975779e5fcd3836a2d58e9d03c37f6cd7a"
    );
    assert_eq!(
        (
            manifest.rejected.len(),
            manifest.duplicates,
            manifest.shards
        ),
        (0, 0, 1)
    );
    assert_eq!(
        events::time::rfc3339(manifest.first_ts_us),
        "2024-01-04T11:45:38Z"
    );
    assert_eq!(
        events::time::rfc3339(manifest.last_ts_us),
        "2024-06-29T22:02:40Z"
    );
    let platforms = samples(&manifest.context[&Context::Platform]);
    assert_eq!(
        platforms,
        [("mobile_web".into(), 14_960), ("pc_web".into(), 16_146)].into()
    );
    let purchase = manifest.event_number("purchase").unwrap();
    assert_eq!(
        (
            manifest.event_names.len(),
            manifest.event_names[purchase].events
        ),
        (19, 470)
    );
    assert_eq!(manifest.user_properties.len(), 3);

    let log = PreparedLog::open(&out).unwrap();
    assert_eq!(log.manifest(), &manifest);
    let need = Need {
        events: Events::Named(["purchase".to_owned(), "unheard of".to_owned()].into()),
        user_properties: ["user_cohort".to_owned(), "user_lifecycle".to_owned()].into(),
        context: [Context::Platform].into(),
        ..Need::default()
    };
    let shard = log.load(0, &need).unwrap();
    assert_eq!((shard.people.ids.len(), shard.partitions.len()), (600, 1));
    assert_eq!(shard.partitions[0].len(), 470);
    assert_eq!(shard.partitions[0].context.len(), 1);
    // The cohort never changes; people become returning and loyal.
    let purchases = &shard.partitions[0];
    let cohort = shard.user_property(purchases, "user_cohort");
    assert!(matches!(cohort, UserProperty::ByPerson(column) if column.codes.len() == 600));
    let lifecycle = shard.user_property(purchases, "user_lifecycle");
    assert!(matches!(lifecycle, UserProperty::ByEvent(column) if column.codes.len() == 470));
    assert_eq!(shard.walk().count(), 470);
}

#[test]
fn one_shopper_reads_back_as_the_file_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("shop");
    shop(&out);
    let events = PreparedLog::open(&out)
        .unwrap()
        .events_of("user_0000")
        .unwrap();
    assert!(events.is_sorted_by_key(|event| event.ts_us));
    let expected: Event = serde_json::from_str(
        r#"{"user_id":"user_0000","session_id":"sess_000001","name":"home",
            "ts":"2024-03-13T10:21:14Z","platform":"pc_web","user_properties":
            {"acquisition_channel":"email","user_cohort":"2024-01","user_lifecycle":"returning"}}"#,
    )
    .unwrap();
    assert!(events.contains(&expected));
    let log = PreparedLog::open(&out).unwrap();
    assert!(log.events_of("nobody").unwrap().is_empty());
}

#[test]
fn the_access_log() {
    let log =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/weblog/access.log.gz");
    if !log.exists() {
        println!("skipped: {} is not there", log.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("weblog");
    let manifest = import(&[log], &out, &ImportOptions::default(), &mut ()).unwrap();
    assert_eq!(
        (manifest.events, manifest.users, manifest.sessions),
        (1_576, 923, 1_064)
    );
    assert_eq!(
        manifest.content_hash,
        "8d1e83ee99559a95c28b92d1dc72842de5f340382bdf1a51e0f981893b1234b8"
    );
    let left_out = [
        ("asset", 5_353),
        ("bot", 2_932),
        ("error", 76),
        ("not_get", 12),
        ("redirect", 50),
    ];
    assert_eq!(
        manifest.left_out,
        left_out.map(|(what, rows)| (what.to_owned(), rows)).into()
    );
    // One robot's line lacks its closing quote.
    assert_eq!(manifest.rejected, [(Cause::NotALogLine, 1)].into());
    assert_eq!(
        events::time::rfc3339(manifest.first_ts_us),
        "2015-05-17T10:05:13Z"
    );
    assert_eq!(
        events::time::rfc3339(manifest.last_ts_us),
        "2015-05-20T21:05:53Z"
    );
    let home = manifest
        .url_paths
        .iter()
        .find(|path| path.value == "/".into())
        .unwrap();
    assert_eq!(home.events, 126);
    let accounted = manifest.events
        + manifest.left_out.values().sum::<u64>()
        + manifest.rejected.values().sum::<u64>();
    assert_eq!(accounted, 10_000);
}
