//! Publishing against a real server on loopback: what arrives, what two people's edits become,
//! and what a person reads when it cannot be done.

use campaign::condition::Audience;
use campaign::draft::Status;
use campaign::schedule::Period;
use campaign::{Draft, Move};
use store::Workspace;
use sync::wire::Product;
use sync::wire::sdk::{MessageEvent, Track};
use sync::{Client, Flow, Outcome, Progress, PublishReport, Shell, SyncState, plan, publish};

use crate::support::{StillShell, edit, samples, serve, workspace};

fn outcomes(report: &PublishReport) -> Vec<(Outcome, Option<i64>)> {
    report
        .items
        .iter()
        .map(|item| (item.outcome, item.revision))
        .collect()
}

#[test]
fn publishing_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let client = Client::new(&server.url(), server.token()).unwrap();
    let mut workspace = workspace(folder.path(), &samples());

    let first = publish(&mut workspace, &client, None, &mut StillShell::default()).unwrap();
    assert!(
        first
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Published),
        "{first:#?}"
    );
    assert!(first.images > 0);
    let before = client.campaigns().unwrap();
    for draft in samples() {
        assert_eq!(client.campaign(&draft.key).unwrap().draft, draft);
    }

    let second = publish(&mut workspace, &client, None, &mut StillShell::run(1)).unwrap();
    assert!(
        second
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Unchanged),
        "{second:#?}"
    );
    assert_eq!((second.images, client.campaigns().unwrap()), (0, before));
    server.stop();
}

#[test]
fn a_started_campaign_reaches_its_people_and_its_clicks_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let client = Client::new(&server.url(), server.token()).unwrap();
    let for_everybody = |draft| Draft {
        status: Status::Active,
        period: Period::default(),
        audience: Audience::default(),
        ..draft
    };
    let drafts: Vec<Draft> = samples().into_iter().map(for_everybody).collect();
    let mut workspace = workspace(folder.path(), &drafts);
    let report = publish(&mut workspace, &client, None, &mut StillShell::default()).unwrap();
    assert!(
        report
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Published),
        "{report:#?}"
    );

    let key = server.publishable_key();
    let off = client.active(key, "mia").unwrap();
    assert_eq!((off.auto_render, off.messages.len()), (false, 0));
    client.set_product(Product { auto_render: true }).unwrap();
    let on = client.active(key, "mia").unwrap();
    assert_eq!(on.messages.len(), drafts.len());

    let message = &on.messages[0];
    let variant = &message.variants[&message.assigned];
    let track = |event_id: &str, event: MessageEvent| Track {
        event_id: event_id.to_owned(),
        event,
        distinct_id: "mia".to_owned(),
        device_id: None,
        session_id: None,
        group: None,
        at_ms: None,
        action_name: None,
        action_value: None,
    };
    for (event_id, event, expected) in [
        ("1", MessageEvent::Impression, 1),
        ("1", MessageEvent::Impression, 0),
        ("2", MessageEvent::CtaClick, 1),
    ] {
        let accepted = client
            .track(key, &variant.message_id, &track(event_id, event))
            .unwrap();
        assert_eq!(accepted.accepted, expected, "{event_id}");
    }
    let counted = client.results(&message.id).unwrap().groups[&variant.group];
    assert_eq!(
        (counted.exposures, counted.reach, counted.clicks),
        (1, 1, 1)
    );
    server.stop();
}

#[test]
fn what_others_changed_comes_along() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let server = serve(folder.path());
    let client = Client::new(&server.url(), server.token()).unwrap();
    let drafts = samples();
    let key = drafts[0].key.as_str();
    let mut mine = workspace(&here, &drafts);
    publish(&mut mine, &client, None, &mut StillShell::run(1)).unwrap();
    let mut yours = workspace(&there, &drafts);
    // The same content by chance is agreed on, not sent.
    let agreed = publish(&mut yours, &client, None, &mut StillShell::run(2)).unwrap();
    assert!(
        agreed
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Unchanged),
        "{agreed:#?}"
    );

    edit(&mut yours, key, |draft| {
        draft.description = "Theirs.".to_owned();
    });
    edit(&mut mine, key, |draft| draft.name = "Mine".to_owned());
    publish(&mut yours, &client, None, &mut StillShell::run(3)).unwrap();
    let planned = plan(&mine, &client, None).unwrap();
    let changed: Vec<&str> = planned[0]
        .changes
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    assert_eq!(
        (planned[0].state, changed),
        (SyncState::ChangedHere, vec!["/name"])
    );

    let merged = publish(&mut mine, &client, None, &mut StillShell::run(4)).unwrap();
    assert_eq!(outcomes(&merged)[0], (Outcome::Published, Some(3)));
    let draft = mine.campaign(key).unwrap().draft;
    assert_eq!(
        (draft.name.as_str(), draft.description.as_str()),
        ("Mine", "Theirs.")
    );
    assert_eq!(client.campaign(key).unwrap().draft, draft);
    assert!(mine.history(key).unwrap().undo_label().is_some());

    edit(&mut yours, key, |draft| draft.name = "Yours".to_owned());
    let refused = publish(&mut yours, &client, None, &mut StillShell::run(5)).unwrap();
    assert_eq!(refused.items[0].outcome, Outcome::Conflict);
    let conflict = &refused.items[0].conflicts[0];
    assert_eq!(
        (conflict.path.as_str(), conflict.label.as_str()),
        ("/name", "Name")
    );
    assert_eq!(client.campaign(key).unwrap().draft, draft);
    server.stop();
}

#[test]
fn a_campaign_that_cannot_run_is_not_started() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let client = Client::new(&server.url(), server.token()).unwrap();
    let mut draft = samples().remove(0);
    draft.name = String::new();
    draft.status = draft.status.after(Move::Start).unwrap();
    let mut workspace = workspace(folder.path(), &[draft]);
    let report = publish(&mut workspace, &client, None, &mut StillShell::default()).unwrap();
    let item = &report.items[0];
    assert_eq!(item.outcome, Outcome::Failed);
    assert!(
        item.message.ends_with("has findings that block."),
        "{}",
        item.message
    );
    assert!(
        item.hint
            .as_deref()
            .is_some_and(|hint| hint.contains("is empty")),
        "{item:?}"
    );
    let statuses: Vec<Status> = client
        .campaigns()
        .unwrap()
        .campaigns
        .iter()
        .map(|head| head.status)
        .collect();
    assert_eq!(statuses, [Status::Draft]);
    server.stop();
}

/// Edits the campaign in another window while its image is sent.
struct Typing {
    workspace: std::path::PathBuf,
    key: String,
    shell: StillShell,
}

impl Shell for Typing {
    fn now_ms(&mut self) -> i64 {
        self.shell.now_ms()
    }

    fn jitter(&mut self) -> f64 {
        self.shell.jitter()
    }

    fn fresh_id(&mut self) -> String {
        self.shell.fresh_id()
    }

    fn wait(&mut self, wait_ms: u64) {
        self.shell.wait(wait_ms);
    }

    fn report(&mut self, progress: Progress<'_>) -> Flow {
        if let Progress::Image { .. } = progress {
            let mut window = Workspace::open(&self.workspace).unwrap();
            edit(&mut window, &self.key, |draft| draft.description.push('x'));
        }
        Flow::Continue
    }
}

#[test]
fn what_is_typed_meanwhile_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let server = serve(folder.path());
    let client = Client::new(&server.url(), server.token()).unwrap();
    let draft = samples().remove(0);
    let key = draft.key.clone();
    // Without its images at first, so that they are sent with the edit below.
    let bare = Draft {
        groups: Vec::new(),
        ..draft.clone()
    };
    let mut mine = workspace(&here, std::slice::from_ref(&bare));
    publish(&mut mine, &client, None, &mut StillShell::run(1)).unwrap();
    let mut yours = workspace(&there, std::slice::from_ref(&bare));
    publish(&mut yours, &client, None, &mut StillShell::run(2)).unwrap();
    edit(&mut yours, &key, |draft| draft.name = "Yours".into());
    publish(&mut yours, &client, None, &mut StillShell::run(3)).unwrap();

    edit(&mut mine, &key, |mine| mine.groups = draft.groups);
    let shell = StillShell::run(4);
    let workspace = mine.path().to_owned();
    let mut typing = Typing {
        workspace,
        key: key.clone(),
        shell,
    };
    let report = publish(&mut mine, &client, None, &mut typing).unwrap();
    assert_eq!(
        (report.items[0].outcome, report.images > 0),
        (Outcome::Published, true)
    );
    let merged = mine.campaign(&key).unwrap().draft;
    assert_eq!(merged.name, "Yours");
    assert!(merged.description.ends_with('x'), "{}", merged.description);
    assert_eq!(client.campaign(&key).unwrap().draft, merged);
    server.stop();
}
