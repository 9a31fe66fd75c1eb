//! Campaigns through files and back: nothing is lost, nothing arrives by half.

mod damage;
mod folders;
mod identity;

use std::collections::BTreeMap;

use campaign::AssetFacts;
use campaign::draft::Status;
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
    export(&bench.workbench, std::slice::from_ref(&draft.key), &path).unwrap();
    fs::read(path).unwrap()
}

fn import_bytes(bench: &Bench, bytes: &[u8]) -> Result<ImportReport, Failure> {
    let incoming = read_bytes("one.campaign", bytes)?;
    Ok(import(&bench.workbench, vec![incoming])?.remove(0))
}

/// A folder beside the workspace.
fn folder(bench: &Bench) -> std::path::PathBuf {
    bench.host.workspace().with_file_name("campaigns-in-git")
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
    let reports = rehearse_import(Some(&bench.workbench), incoming.clone()).unwrap();
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
