//! Publishing while the network or the server fails at every request there is: afterwards both
//! sides hold the same, each change was applied once, and nothing waits.

use std::path::Path;

use campaign::Draft;
use campaign::draft::Status;
use server::Running;
use store::Workspace;
use store::workspace::Cause;
use sync::{Client, Outcome, publish};

use crate::proxy::{Fault, Lasting, Plan, Proxy};
use crate::support::{StillShell, edit, samples, serve, workspace};

/// The two campaigns with the fewest images, one of which runs.
fn drafts() -> Vec<Draft> {
    let mut drafts = samples().split_off(1);
    drafts[0].status = Status::Active;
    drafts
}

fn client(url: &str, server: &Running) -> Client {
    Client::new(url, server.token()).unwrap()
}

/// What is published: for the first time, or edits of both sides.
#[derive(Debug, Clone, Copy)]
enum Work {
    First,
    Edits,
}

/// A server and a workspace before the work.
fn prepare(folder: &Path, work: Work) -> (Running, Workspace) {
    let server = serve(folder);
    let drafts = drafts();
    let mut mine = workspace(&folder.join("mine"), &drafts);
    if matches!(work, Work::First) {
        return (server, mine);
    }
    let direct = client(&server.url(), &server);
    publish(&mut mine, &direct, None, &mut StillShell::run(1)).unwrap();
    let mut yours = workspace(&folder.join("yours"), &drafts);
    publish(&mut yours, &direct, None, &mut StillShell::run(2)).unwrap();
    edit(&mut yours, &drafts[1].key, |draft| {
        draft.description = "Theirs.".into();
    });
    publish(&mut yours, &direct, None, &mut StillShell::run(3)).unwrap();
    edit(&mut mine, &drafts[0].key, |draft| {
        draft.name = "Ours".into();
        draft.status = Status::Paused;
    });
    edit(&mut mine, &drafts[1].key, |draft| {
        draft.name = "Ours too".into();
        draft.groups[1].message.steps[0].title.text = "Hello".into();
    });
    (server, mine)
}

/// What both sides hold at the end: key, revision, draft.
fn state(server: &Running, mine: &Workspace) -> Vec<(i64, Draft)> {
    let direct = client(&server.url(), server);
    let read = |draft: &Draft| {
        let document = direct.campaign(&draft.key).unwrap();
        assert_eq!(document.draft, *draft);
        let base = mine.sync_base(&draft.key).unwrap().unwrap();
        assert_eq!((base.revision, &base.draft), (document.revision, draft));
        assert!(
            draft
                .assets()
                .iter()
                .all(|sha256| direct.has_image(sha256).unwrap())
        );
        (document.revision, document.draft)
    };
    assert_eq!(mine.outbox_pending().unwrap(), []);
    mine.campaigns()
        .unwrap()
        .iter()
        .map(|record| read(&record.draft))
        .collect()
}

/// Publishes without any fault: how many requests it takes, and what both sides hold then.
fn faultless(work: Work) -> (usize, Vec<(i64, Draft)>) {
    let folder = tempfile::tempdir().unwrap();
    let (server, mut mine) = prepare(folder.path(), work);
    let proxy = Proxy::new(server.addr(), None);
    let through = client(&proxy.url(), &server);
    let report = publish(&mut mine, &through, None, &mut StillShell::run(9)).unwrap();
    assert!(
        report
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Published),
        "{report:#?}"
    );
    for record in mine.campaigns().unwrap() {
        let kept = mine.last_version(&record.draft.key).unwrap().unwrap();
        assert_eq!((kept.cause, kept.draft), (Cause::Published, record.draft));
    }
    (proxy.seen(), state(&server, &mine))
}

/// Publishes with a fault, then once more from a fresh start of app and server.
fn with_fault(work: Work, plan: Plan, expected: &[(i64, Draft)]) {
    let folder = tempfile::tempdir().unwrap();
    let (server, mut mine) = prepare(folder.path(), work);
    {
        let proxy = Proxy::new(server.addr(), Some(plan));
        let through = client(&proxy.url(), &server);
        let outcome = publish(&mut mine, &through, None, &mut StillShell::run(10));
        if plan.lasting == Lasting::Once {
            let report = outcome.unwrap_or_else(|error| panic!("{work:?} {plan:?}: {error}"));
            let is_done = |outcome| outcome == Outcome::Published;
            assert!(
                report.items.iter().all(|item| is_done(item.outcome)),
                "{plan:?} {report:#?}"
            );
        }
        assert!(proxy.seen() > plan.at, "{plan:?} met no request");
    }
    let path = mine.path().to_owned();
    drop((server, mine));
    let (server, mut mine) = (serve(folder.path()), Workspace::open(&path).unwrap());
    let direct = client(&server.url(), &server);
    publish(&mut mine, &direct, None, &mut StillShell::run(11)).unwrap();
    assert_eq!(state(&server, &mine), expected, "{work:?} {plan:?}");
    let again = publish(&mut mine, &direct, None, &mut StillShell::run(12)).unwrap();
    assert!(
        again
            .items
            .iter()
            .all(|item| item.outcome == Outcome::Unchanged),
        "{again:#?}"
    );
}

fn at_every_request(work: Work, fault: Fault, lasting: Lasting) {
    let (requests, expected) = faultless(work);
    assert!(requests >= 5);
    for at in 0..requests {
        with_fault(work, Plan { at, fault, lasting }, &expected);
    }
}

#[test]
fn requests_are_lost() {
    at_every_request(Work::First, Fault::LoseRequest, Lasting::Once);
    at_every_request(Work::Edits, Fault::LoseRequest, Lasting::Forever);
}

#[test]
fn answers_are_lost() {
    at_every_request(Work::First, Fault::LoseAnswer, Lasting::Forever);
    at_every_request(Work::Edits, Fault::LoseAnswer, Lasting::Once);
    at_every_request(Work::Edits, Fault::LoseAnswer, Lasting::Forever);
}

#[test]
fn answers_break_off() {
    at_every_request(Work::First, Fault::CutAnswer, Lasting::Once);
    at_every_request(Work::Edits, Fault::CutAnswer, Lasting::Forever);
}

#[test]
fn requests_arrive_twice() {
    at_every_request(Work::First, Fault::Repeat, Lasting::Once);
    at_every_request(Work::Edits, Fault::Repeat, Lasting::Once);
}

#[test]
fn a_gateway_answers_instead() {
    at_every_request(Work::First, Fault::Gateway, Lasting::Once);
}
