//! How long a window waits for the list of a large workspace: opened anew, asked for again, and
//! after an edit. Run by `cargo bench -p workbench`.

use std::path::Path;
use std::sync::Arc;

use campaign::Draft;
use campaign::draft::Status;
use serde_json::{Value as Json, json};
use store::Workspace;
use store::workspace::{ForecastRecord, Import, SyncBase};
use workbench::{Host, SystemHost, Workbench};

/// Campaigns of the workspace.
const CAMPAIGNS: usize = 10_000;

/// One in so many is published and has a forecast.
const PUBLISHED_EVERY: usize = 3;

/// One in so many was edited since it was published.
const EDITED_EVERY: usize = 10;

/// Days of a forecast.
const DAYS: u64 = 28;

/// Steps that a history keeps.
const STEPS: u32 = 500;

/// How often what is fast is repeated.
const REPEATS: u32 = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("large.rehearsal");
    let key = timed("make the workspace", 1, || make(&path));
    let opened = timed("open it and list it", 1, || list(&open(&path)));
    println!(
        "{:>34} {:>9} bytes",
        "the answer has",
        opened.to_string().len()
    );
    let workbench = open(&path);
    list(&workbench);
    timed("list it again", REPEATS, || list(&workbench));
    timed("ask for news", REPEATS, || {
        call(&workbench, "seen_version", json!({}))
    });
    let mut view = timed("open a campaign", 1, || {
        call(&workbench, "open_draft", json!({"key": key}))
    });
    let mut edit = || {
        let mut draft = view["draft"].clone();
        draft["priority"] = json!(draft["priority"].as_i64().unwrap_or_default() + 1);
        draft["description"] = json!(format!("Edit {}", view["version"]));
        let args = json!({"key": key, "version": view["version"], "draft": draft});
        view = call(&workbench, "save_draft", args);
    };
    timed("save an edit", REPEATS, &mut edit);
    timed("save an edit, 500 times", STEPS, &mut edit);
    timed("save an edit after 500 others", REPEATS, &mut edit);
    timed("list it after an edit", 1, || list(&workbench));
}

/// Says how long the work took, each time, in milliseconds.
fn timed<T>(what: &str, repeats: u32, mut work: impl FnMut() -> T) -> T {
    let begin_ms = SystemHost.now_ms();
    let mut answer = work();
    for _ in 1..repeats {
        answer = work();
    }
    let each_ms = (SystemHost.now_ms() - begin_ms) as f64 / f64::from(repeats);
    println!("{what:>34} {each_ms:>9.1} ms");
    answer
}

fn open(path: &Path) -> Workbench {
    Workbench::open(path, Arc::new(SystemHost)).expect("the workspace opens")
}

fn list(workbench: &Workbench) -> Json {
    call(workbench, "workspace", json!({}))
}

fn call(workbench: &Workbench, name: &str, args: Json) -> Json {
    workbench
        .call(name, args)
        .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

/// A workspace of sample campaigns under other names; the key of one that can be edited.
fn make(path: &Path) -> String {
    let mut workspace = Workspace::open(path).expect("a new workspace");
    let samples: Vec<Draft> = fixtures::sample_campaigns()
        .iter()
        .map(|(name, json)| {
            Draft::from_json(json).unwrap_or_else(|error| panic!("{name}: {error}"))
        })
        .collect();
    let campaigns: Vec<Draft> = (0..CAMPAIGNS)
        .map(|number| variant(&samples[number % samples.len()], number))
        .collect();
    let import = Import {
        images: &[],
        campaigns: &campaigns,
        restored: &[],
        now_ms: 0,
    };
    workspace.import(&import).expect("the campaigns fit");
    for (number, draft) in campaigns.iter().enumerate().step_by(PUBLISHED_EVERY) {
        let mut draft = draft.clone();
        if number % EDITED_EVERY == 0 {
            draft.priority += 1;
        }
        let revision = number as i64;
        let base = SyncBase { revision, draft };
        let key = &base.draft.key;
        workspace.set_sync_base(key, &base).expect("the base fits");
        let record = forecast(key, number as u64);
        workspace.put_forecast(&record).expect("the forecast fits");
    }
    campaigns[0].key.clone()
}

/// A tenth of them runs.
fn variant(sample: &Draft, number: usize) -> Draft {
    Draft {
        key: format!("k{number:09}"),
        name: format!("{} {number}", sample.name),
        priority: (number % 100) as i32,
        status: if number % 10 == 9 {
            Status::Active
        } else {
            Status::Draft
        },
        ..sample.clone()
    }
}

fn forecast(key: &str, number: u64) -> ForecastRecord {
    let by_day: Vec<u64> = (0..DAYS).map(|day| number * day % 997).collect();
    ForecastRecord {
        campaign: key.to_owned(),
        log: "log".to_owned(),
        // As long as a forecast of a few campaigns is.
        forecast: json!({"text": "x".repeat(20_000)}),
        glance: Some(json!({"impressions": number, "cap_hits": number / 3, "by_day": by_day})),
        made_ms: 0,
    }
}
