//! `rehearsal demo`: the whole job without a screen, through the same doors as the windows.

mod test;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use campaign::Draft;
use campaign::draft::Status;
use events::PreparedLog;
use exposure::{Order, Plan};
use serde::Serialize;
use serde_json::{Value as Json, json};
use simulations::replay::{Forecast, Options};
use sync::client::Client;
use sync::publish::PublishReport;
use sync::wire::Product;
use workbench::views::{LogRow, WorkspaceView};
use workbench::{Host, SystemHost, Workbench};

use crate::campaigns::{self, Assume};
use crate::commands::replay::{could_not, with_progress, words_of};
use crate::commands::sample::{self, words};
use crate::pictures::{Studio, Surround, find_chromium, shots};
use crate::report::publish::{Published, PublishedItem};
use crate::report::{self, Extras, Picture};

/// The workspace's file in the demo's folder; also the mark by which the folder is known.
const WORKSPACE: &str = "sample.rehearsal";
/// The report's file.
const REPORT: &str = "report.html";
/// Between two looks at a running job.
const POLL_EVERY: Duration = Duration::from_millis(50);

/// Does the whole job on the sample workspace: check, replay, simulate, publish, report
#[derive(clap::Args)]
#[command(after_help = "Example: rehearsal demo -o demo

Leaves in the folder: the sample workspace, the prepared log, pictures of the messages, the data
of the server that it published to, and report.html.")]
pub struct Args {
    /// Folder to work in; made where it is not there
    #[arg(short, long, default_value = "demo", value_name = "DIR")]
    out: PathBuf,
    /// Print what came out as JSON
    #[arg(long)]
    json: bool,
}

/// `demo --json`.
#[derive(Serialize)]
struct Done {
    import: LogRow,
    forecast: Forecast,
    bandit: Json,
    publish: PublishReport,
    active: Json,
    report: String,
    pictures: Vec<String>,
}

/// Does it all and prints it.
///
/// # Errors
/// The first step that could not be done.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    sample::refuse_strange_folder(&args.out, &[WORKSPACE])?;
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("could not make the folder {}", args.out.display()))?;
    let say = |text: &str| {
        if !args.json {
            println!("{text}");
        }
    };
    let done = work(&args.out, &say)?;
    if args.json {
        println!("{}", serde_json::to_string(&done)?);
    } else {
        println!("\nReport: {}", done.report);
    }
    Ok(ExitCode::SUCCESS)
}

fn work(out: &Path, say: &dyn Fn(&str)) -> anyhow::Result<Done> {
    let file = out.join(WORKSPACE);
    let host = Arc::new(DemoHost {
        data: out.to_owned(),
    });
    let (workbench, view) = sample::make(&file, host).map_err(words)?;
    let log = view
        .logs
        .first()
        .context("could not find the sample log")?
        .clone();
    say(&format!(
        "Imported {}: {} events of {} people",
        log.name, log.summary.events, log.summary.users
    ));
    let drafts = drafts(&workbench, &view)?;
    for found in campaigns::load(std::slice::from_ref(&file))? {
        say(&format!(
            "Checked {}: {} findings",
            found.draft.name,
            found.findings().len()
        ));
    }

    let forecast = forecast(&file, Path::new(&log.path))?;
    say(&format!("\n{}", words_of(&forecast)));
    let bandit = test::simulate(&drafts, &forecast)?;
    say(&format!("\n{}", test::conclusion(&bandit)));

    let server = server::start(server::Config::new(
        out.join("server"),
        SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
    ))
    .map_err(|error| anyhow!("could not {error}\nhint: {}", error.hint()))?;
    let (publish, active) = exchange(&workbench, &drafts, &server, say)?;
    let url = server.url();
    server.stop();

    let pictures = pictures(&workbench, &drafts, &out.join("pictures"), say)?;
    let published = published(&url, &publish, &active);
    let bandit_json = serde_json::to_value(&bandit.outcome)?;
    let paths = pictures
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect();
    let extras = Extras {
        pictures: pictures.into_iter().map(|(_, picture)| picture).collect(),
        bandit: Some(bandit),
        published: Some(published),
    };
    let report = out.join(REPORT);
    let html = report::html(
        "Rehearsal of the sample workspace",
        &log.name,
        &forecast,
        &extras,
    );
    std::fs::write(&report, html)
        .with_context(|| format!("could not write {}", report.display()))?;
    Ok(Done {
        import: log,
        forecast,
        bandit: bandit_json,
        publish,
        active,
        report: report.display().to_string(),
        pictures: paths,
    })
}

/// The system, with all data in the demo's folder and no other window.
struct DemoHost {
    data: PathBuf,
}

impl Host for DemoHost {
    fn now_ms(&self) -> i64 {
        SystemHost.now_ms()
    }

    fn random(&self) -> u64 {
        SystemHost.random()
    }

    fn data_folder(&self) -> PathBuf {
        self.data.clone()
    }

    fn open_lab(&self, _workspace: &Path, _campaign: Option<&str>) -> std::io::Result<()> {
        Err(std::io::Error::other("the demo opens no window"))
    }
}

fn drafts(workbench: &Workbench, view: &WorkspaceView) -> anyhow::Result<Vec<Draft>> {
    let open = |key: &str| -> anyhow::Result<Draft> {
        let view = workbench
            .call("open_draft", json!({ "key": key }))
            .map_err(words)?;
        Ok(serde_json::from_value(view["draft"].clone())?)
    };
    view.campaigns.iter().map(|row| open(&row.key)).collect()
}

fn forecast(workspace: &Path, log: &Path) -> anyhow::Result<Forecast> {
    let found = campaigns::load(&[workspace.to_owned()])?;
    let plan = Plan::new(campaigns::ready(found, Assume::Active)?, Order::Documented);
    let log = PreparedLog::open(log).map_err(could_not)?;
    // The sample campaigns are dated to the log's own spring.
    with_progress(&log, &plan, &Options::default())
}

/// Publishes everything, starts what is a draft, and asks as an SDK would.
fn exchange(
    workbench: &Workbench,
    drafts: &[Draft],
    server: &server::Running,
    say: &dyn Fn(&str),
) -> anyhow::Result<(PublishReport, Json)> {
    let to = json!({ "url": server.url(), "token": server.token() });
    workbench.call("set_server", to).map_err(words)?;
    for draft in drafts.iter().filter(|draft| draft.status == Status::Draft) {
        let start = json!({ "key": draft.key, "move": "start" });
        workbench.call("set_status", start).map_err(words)?;
    }
    let keys: Vec<&str> = drafts.iter().map(|draft| draft.key.as_str()).collect();
    let job = workbench
        .call("start_publish", json!({ "keys": keys }))
        .map_err(words)?;
    let report: PublishReport = serde_json::from_value(finish(workbench, &job)?)?;
    for item in &report.items {
        say(&format!("Published {}: {}", item.name, item.message));
    }
    let could_not = |error: sync::SyncError| anyhow!("could not {error}");
    let client = Client::new(&server.url(), server.token()).map_err(could_not)?;
    client
        .set_product(Product { auto_render: true })
        .map_err(could_not)?;
    let active = client
        .active(server.publishable_key(), "user_0007")
        .map_err(could_not)?;
    let keys: Vec<&str> = active.messages.iter().map(|one| one.id.as_str()).collect();
    say(&format!(
        "An SDK that asks for user_0007 gets: {}",
        keys.join(", ")
    ));
    Ok((report, serde_json::to_value(active)?))
}

/// Waits for a job of the workbench.
fn finish(workbench: &Workbench, started: &Json) -> anyhow::Result<Json> {
    loop {
        let job = workbench.call("poll_job", started.clone()).map_err(words)?;
        match job["state"].as_str() {
            Some("running") => std::thread::park_timeout(POLL_EVERY),
            Some("done") => return Ok(job["result"].clone()),
            _ => {
                let failure = &job["failure"];
                let text = |key: &str| failure[key].as_str().unwrap_or_default().to_owned();
                bail!("{}\nhint: {}", text("message"), text("hint"));
            }
        }
    }
}

/// Pictures of every message, where the machine has a Chromium.
fn pictures(
    workbench: &Workbench,
    drafts: &[Draft],
    out: &Path,
    say: &dyn Fn(&str),
) -> anyhow::Result<Vec<(PathBuf, Picture)>> {
    let Some(chromium) = find_chromium() else {
        say("No pictures: Chromium is not installed (`apt-get install chromium`).");
        return Ok(Vec::new());
    };
    let mut assets = BTreeMap::new();
    for sha256 in drafts.iter().flat_map(Draft::assets) {
        if let Some(image) = workbench.image(sha256).map_err(words)? {
            assets.insert(sha256.to_owned(), image.content);
        }
    }
    let could_not = |error| anyhow!("could not {error}");
    let studio = Studio::open(&chromium, &assets).map_err(could_not)?;
    let mut pictures = Vec::new();
    for draft in drafts {
        for shot in shots(draft) {
            let path = studio
                .take(&shot, Surround::Nothing, out)
                .map_err(could_not)?;
            let png = std::fs::read(&path)
                .with_context(|| format!("could not read {}", path.display()))?;
            let caption = shot.caption.clone();
            pictures.push((
                path,
                Picture {
                    campaign: draft.key.clone(),
                    caption,
                    png,
                },
            ));
        }
    }
    say(&format!("Took {} pictures of the messages", pictures.len()));
    Ok(pictures)
}

fn published(url: &str, report: &PublishReport, active: &Json) -> Published {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let messages = active["messages"].as_array().into_iter().flatten();
    Published {
        server: url.to_owned(),
        items: report
            .items
            .iter()
            .map(|item| PublishedItem {
                name: item.name.clone(),
                outcome: text(&json!(item.outcome)),
                revision: item
                    .revision
                    .and_then(|revision| u64::try_from(revision).ok()),
                message: item.message.clone(),
            })
            .collect(),
        active: messages.map(|message| text(&message["id"])).collect(),
    }
}
