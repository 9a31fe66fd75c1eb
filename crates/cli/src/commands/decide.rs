//! `rehearsal decide`: events in, decisions out, one JSON object a line.

use std::io::{BufRead, BufReader, Write as _, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use events::Event;
use exposure::plan::Source;
use exposure::{Order, Plan};
use serde_json::Value as Json;
use simulations::walk::{People, Walk};

use crate::campaigns::{self, Assume};
use crate::commands::replay::order_parser;

/// Decides events as they come: JSON lines on stdin, one decision a line on stdout
#[derive(clap::Args)]
#[command(after_help = "Example:
  echo '{\"ts\": \"2026-05-01T09:00:00Z\", \"name\": \"product_view\", \"user_id\": \"u1\"}' |
    rehearsal decide --campaigns fixtures/campaigns

A decision is {\"shown\", \"group\", \"step\", \"reasons\": [{\"campaign\", \"reason\"}]}.
A message leaves the screen at its terminal event (message_dismiss, message_complete or
message_cta_click with the property campaign), or after ten seconds.")]
pub struct Args {
    /// Campaign files, folders of them, or workspaces
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    campaigns: Vec<PathBuf>,
    /// Events that happened before, as JSON lines; rows named `message_*` spend caps
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// Order of the gates
    #[arg(long, default_value = "documented", value_parser = order_parser())]
    order: Order,
    /// Whether campaigns count as started
    #[arg(long, default_value = "active")]
    assume_status: Assume,
}

/// Decides until stdin ends.
///
/// # Errors
/// A campaign that cannot be used, a line that is no event, an event out of order.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let campaigns = campaigns::ready(campaigns::load(&args.campaigns)?, args.assume_status)?;
    let plan = Plan::new(campaigns, args.order);
    let mut walk = Walk::new(&plan, &People::AsTheySay, |source| {
        !matches!(source, Source::Elsewhere(_))
    });
    if let Some(path) = &args.history {
        let file = std::fs::File::open(path)
            .with_context(|| format!("could not open {}", path.display()))?;
        each(BufReader::new(file), &path.display().to_string(), |event| {
            walk.remember(event, event.ts_us);
            Ok(())
        })?;
    }
    let mut out = stdout().lock();
    each(stdin().lock(), "stdin", |event| {
        let decision = walk.decide(event, event.ts_us)?;
        serde_json::to_writer(&mut out, &decision)?;
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Reads events line by line; an error names the line.
fn each(
    lines: impl BufRead,
    name: &str,
    mut with: impl FnMut(&Event) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for (number, line) in lines.lines().enumerate() {
        let place = || format!("{name}, line {}", number + 1);
        let line = line.map_err(|error| anyhow!("could not read {}: {error}", place()))?;
        if line.trim().is_empty() {
            continue;
        }
        let event = match serde_json::from_str(&line) {
            Ok(Json::Object(object)) => Event::from_object(object)
                .map_err(|error| anyhow!("could not read {}: {error}", place()))?,
            Ok(_) => return Err(anyhow!("could not read {}: it is no JSON object", place())),
            Err(error) => return Err(anyhow!("could not read {}: {error}", place())),
        };
        with(&event).map_err(|error| anyhow!("could not use {}: {error}", place()))?;
    }
    Ok(())
}
