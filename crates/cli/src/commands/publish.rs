//! `rehearsal publish`: what the workspace has becomes what the server has.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use campaign::draft::Status;
use campaign::{Change, Draft, History, Move, Severity};
use serde::Serialize;
use serde_json::Value as Json;
use store::Workspace;
use store::workspace::{Cause, NewVersion, Save};
use sync::secret::{TOKEN_VARIABLE, token, token_file};
use sync::{
    Client, Flow, Outcome, PlanItem, Progress, PublishReport, Shell as _, SyncError, SyncState,
    SystemShell, plan, publish,
};

/// The longest value shown of a change, in characters.
const VALUE_CHARS_MAX: usize = 60;

/// Sends what changed in a workspace to a server, and says what happened
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  rehearsal publish --workspace shop.rehearsal --server http://127.0.0.1:8787 --dry-run
  REHEARSAL_TOKEN=… rehearsal publish --workspace shop.rehearsal --server https://…

The token is the management token that `rehearsal serve` prints at its first start. Without
--token and REHEARSAL_TOKEN, the one that the designer keeps beside the workspace is used.
Publishing twice changes nothing; after a dead network or a kill, publish again.

Exit code 0: everything is published. 1: with --dry-run, there are differences; otherwise a
campaign was not sent (the report says why). 2: nothing could be done.")]
pub struct Args {
    /// The workspace file
    #[arg(long, value_name = "FILE")]
    workspace: PathBuf,
    /// The server's address
    #[arg(long, value_name = "URL")]
    server: String,
    /// The management token; other users of this machine may see it here, the environment
    /// variable REHEARSAL_TOKEN hides it
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Only these campaigns, by key
    #[arg(long = "campaign", value_name = "KEY")]
    campaigns: Vec<String>,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Start the campaigns that are drafts
    #[arg(long, conflicts_with = "dry_run")]
    start: bool,
    /// Print the plan and the report as JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints; `report` is null after a dry run.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    plan: &'a [PlanItem],
    report: Option<&'a PublishReport>,
}

/// Plans, prints the differences, publishes, prints what became of it.
///
/// # Errors
/// The workspace cannot be opened, or the server cannot be reached or refuses.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if !args.workspace.is_file() {
        bail!(
            "could not open the workspace {}: there is no such file\nhint: the designer makes \
             one; check the path",
            args.workspace.display()
        );
    }
    let mut workspace =
        Workspace::open(&args.workspace).map_err(|error| explained(&SyncError::from(error)))?;
    let keys = chosen(&workspace, &args.campaigns)?;
    let client = connect(args)?;
    if args.start {
        start_drafts(&mut workspace, keys.as_deref())?;
    }
    let planned = plan(&workspace, &client, keys.as_deref()).map_err(|error| explained(&error))?;
    if !args.json {
        print!("{}", describe_plan(&planned));
    }
    if args.dry_run {
        if args.json {
            print_json(&planned, None)?;
        }
        let is_settled = |item: &PlanItem| item.state == SyncState::InSync;
        return Ok(exit_code(planned.iter().all(is_settled)));
    }
    let report = publish(
        &mut workspace,
        &client,
        keys.as_deref(),
        &mut SystemShell(watch),
    )
    .map_err(|error| explained(&error))?;
    if args.json {
        print_json(&planned, Some(&report))?;
    } else {
        print!("{}", describe_report(&report));
    }
    let is_done = |outcome: Outcome| matches!(outcome, Outcome::Published | Outcome::Unchanged);
    Ok(exit_code(
        report.items.iter().all(|item| is_done(item.outcome)),
    ))
}

fn exit_code(is_settled: bool) -> ExitCode {
    ExitCode::from(u8::from(!is_settled))
}

fn print_json(plan: &[PlanItem], report: Option<&PublishReport>) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&Summary { plan, report })?);
    Ok(())
}

fn explained(error: &SyncError) -> anyhow::Error {
    anyhow!("could not {error}\nhint: {}", error.hint())
}

/// The keys asked for, each of which must be there; none: all campaigns.
fn chosen(workspace: &Workspace, asked: &[String]) -> anyhow::Result<Option<Vec<String>>> {
    for key in asked {
        workspace.campaign(key).map_err(|error| {
            anyhow!("could not {error}\nhint: leave --campaign out to publish all campaigns")
        })?;
    }
    Ok((!asked.is_empty()).then(|| asked.to_vec()))
}

/// A client with the token that was given, or that is kept beside the workspace.
fn connect(args: &Args) -> anyhow::Result<Client> {
    let client = |token: &str| Client::new(&args.server, token).map_err(|error| explained(&error));
    let given = args
        .token
        .clone()
        .or_else(|| std::env::var(TOKEN_VARIABLE).ok());
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return client(&given);
    }
    let address = client("")?.address().to_owned();
    match token(&args.workspace, &address).map_err(|error| explained(&error))? {
        Some(kept) => client(&kept),
        None => bail!(
            "could not find the token for {address}\nhint: set {TOKEN_VARIABLE} to the management \
             token that `rehearsal serve` printed, or connect the server in the designer, which \
             keeps it in {}",
            token_file(&args.workspace).display()
        ),
    }
}

/// Moves drafts to active, all of them or none.
fn start_drafts(workspace: &mut Workspace, keys: Option<&[String]>) -> anyhow::Result<()> {
    let records = workspace.campaigns()?;
    let asked = |draft: &Draft| keys.is_none_or(|keys| keys.contains(&draft.key));
    let drafts: Vec<_> = records
        .into_iter()
        .filter(|record| asked(&record.draft) && record.draft.status == Status::Draft)
        .collect();
    let images = workspace.assets()?;
    let limits = workspace.limits()?;
    for record in &drafts {
        let draft = &record.draft;
        let (findings, _) = draft.check(&images, &limits);
        if let Some(finding) = findings.iter().find(|one| one.severity == Severity::Block) {
            bail!(
                "could not start campaign {}: {}\nhint: {}",
                draft.key,
                finding.message,
                finding
                    .fix
                    .as_deref()
                    .unwrap_or("`rehearsal check` lists everything that blocks")
            );
        }
    }
    let now_ms = SystemShell(watch).now_ms();
    for record in drafts {
        let status = record.draft.status.after(Move::Start)?;
        let draft = Draft {
            status,
            ..record.draft.clone()
        };
        let mut history: History = workspace.history(&draft.key)?;
        history.push(&record.draft, &draft, now_ms);
        let save = Save {
            draft: &draft,
            seen_version: record.version,
            history: &history,
            versions: &[NewVersion {
                draft: &draft,
                cause: Cause::Started,
                name: None,
                at_ms: now_ms,
            }],
            now_ms,
        };
        workspace
            .save_campaign(&save)
            .context("could not start a campaign")?;
    }
    Ok(())
}

/// Tells on stderr of what takes time.
fn watch(progress: Progress<'_>) -> Flow {
    match progress {
        Progress::Resuming { entries } => eprintln!("sending what was left: {entries}"),
        Progress::Waiting { wait_ms, why } => {
            eprintln!(
                "could not {why}; again in {:.1} s",
                wait_ms as f64 / 1_000.0
            );
        }
        Progress::Campaign { .. } | Progress::Image { .. } => {}
    }
    Flow::Continue
}

/// The differences, field by field; of a new campaign only that it is new.
fn describe_plan(plan: &[PlanItem]) -> String {
    let mut text = String::new();
    for item in plan {
        let state = if item.new { "new" } else { word(item.state) };
        text += &format!("{} ({}): {state}\n", item.name, item.key);
        for change in item.changes.iter().filter(|_| !item.new) {
            text += &format!("  {}\n", line(change));
        }
        for conflict in &item.conflicts {
            let (ours, theirs) = (shortened(&conflict.ours), shortened(&conflict.theirs));
            text += &format!(
                "  {}: here {ours}, on the server {theirs}\n",
                conflict.label
            );
        }
        let moves: Vec<&str> = item.moves.iter().map(|step| step.word()).collect();
        if !moves.is_empty() {
            text += &format!("  then {}\n", moves.join(", "));
        }
    }
    text
}

const fn word(state: SyncState) -> &'static str {
    match state {
        SyncState::LocalOnly => "only here",
        SyncState::InSync => "in sync",
        SyncState::ChangedHere => "changed here",
        SyncState::ChangedThere => "changed on the server",
        SyncState::Conflict => "changed here and on the server",
        SyncState::Publishing => "on its way",
        SyncState::Failed => "failed before",
    }
}

fn line(change: &Change) -> String {
    format!(
        "{}: {} → {}",
        change.label,
        shortened(&change.before),
        shortened(&change.after)
    )
}

fn shortened(value: &Json) -> String {
    let text = match value {
        Json::Null => "nothing".to_owned(),
        other => other.to_string(),
    };
    if text.chars().count() <= VALUE_CHARS_MAX {
        return text;
    }
    let start: String = text.chars().take(VALUE_CHARS_MAX).collect();
    format!("{start}…")
}

fn describe_report(report: &PublishReport) -> String {
    let mut text = String::new();
    for item in &report.items {
        text += &format!("{} ({}): {}\n", item.name, item.key, item.message);
        if let Some(hint) = &item.hint {
            text += &format!("  hint: {hint}\n");
        }
    }
    if report.images > 0 {
        text += &format!("images sent: {}\n", report.images);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(shortened(&Json::Null), "nothing");
        assert_eq!(shortened(&"ü".repeat(3).into()), "\"üüü\"");
        let long = shortened(&"ü".repeat(100).into());
        assert_eq!(long.chars().count(), VALUE_CHARS_MAX + 1);
        assert!(long.ends_with('…'));
    }
}
