//! `rehearsal explain`: every gate of every campaign for one event of one person.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use events::{Event, PreparedLog};
use exposure::explain::Explanation;
use exposure::{Order, Plan};
use jiff::Timestamp;
use serde::Serialize;
use simulations::replay::Response;
use simulations::walk::{People, Walk};

use crate::campaigns::{self, Assume};
use crate::commands::replay::{Calendar, order_parser};

/// Says why a campaign did or did not show to one person at one event
#[derive(clap::Args)]
#[command(after_help = "Example:
  rehearsal explain --log shop.log --campaigns fixtures/campaigns --user user_0007 --event 12")]
pub struct Args {
    /// Prepared log
    #[arg(long, value_name = "DIR")]
    log: PathBuf,
    /// Campaign files, folders of them, or workspaces
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    campaigns: Vec<PathBuf>,
    /// The person: user id, or device id of who was never identified
    #[arg(long, value_name = "ID")]
    user: String,
    /// Which of the person's events, from 1; the last where nothing is said
    #[arg(long, value_name = "N", conflicts_with = "at")]
    event: Option<usize>,
    /// The person's last event at or before this time (after the shift), RFC 3339
    #[arg(long, value_name = "TS")]
    at: Option<Timestamp>,
    /// Order of the gates
    #[arg(long, default_value = "documented", value_parser = order_parser())]
    order: Order,
    /// Keys the answers of people to messages
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whether campaigns count as started
    #[arg(long, default_value = "active")]
    assume_status: Assume,
    #[command(flatten)]
    calendar: Calendar,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// `explain --json`.
#[derive(Serialize)]
struct Explained<'a> {
    user: &'a str,
    event: usize,
    name: &'a str,
    ts: String,
    campaigns: Vec<Explanation>,
}

/// Explains and prints.
///
/// # Errors
/// A log or campaign that cannot be used, a person or event that the log does not hold.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let campaigns = campaigns::ready(campaigns::load(&args.campaigns)?, args.assume_status)?;
    let log = PreparedLog::open(&args.log).map_err(crate::commands::replay::could_not)?;
    let shift_us = args.calendar.shift_us(&log, &campaigns)?;
    let plan = Plan::new(campaigns, args.order);
    let events = log
        .events_of(&args.user)
        .map_err(crate::commands::replay::could_not)?;
    if events.is_empty() {
        bail!(
            "could not find {:?} in {}\nhint: ids are compared exactly as the log has them",
            args.user,
            args.log.display()
        );
    }
    let number = number(args, &events, shift_us)?;
    let response = Response::default();
    let mut walk = Walk::new(&plan, &People::Simulated(response, args.seed), |source| {
        simulations::facts::is_known(log.manifest(), source)
    });
    for event in &events[..number - 1] {
        walk.decide(event, event.ts_us + shift_us)
            .map_err(|error| anyhow!("could not {error}"))?;
    }
    let event = &events[number - 1];
    let ts_us = event.ts_us + shift_us;
    let explained = Explained {
        user: &args.user,
        event: number,
        name: &event.name,
        ts: events::time::rfc3339(ts_us),
        campaigns: walk.explain(event, ts_us),
    };
    if args.json {
        println!("{}", serde_json::to_string(&explained)?);
    } else {
        print(&explained, events.len());
    }
    Ok(ExitCode::SUCCESS)
}

fn number(args: &Args, events: &[Event], shift_us: i64) -> anyhow::Result<usize> {
    match (args.event, args.at) {
        (Some(number), _) if (1..=events.len()).contains(&number) => Ok(number),
        (Some(number), _) => {
            bail!(
                "could not find event {number}: {} has {} events",
                args.user,
                events.len()
            )
        }
        (None, Some(at)) => {
            let until_us = at.as_microsecond();
            match events
                .iter()
                .rposition(|event| event.ts_us + shift_us <= until_us)
            {
                Some(index) => Ok(index + 1),
                None => bail!("could not find an event of {} at or before {at}", args.user),
            }
        }
        (None, None) => Ok(events.len()),
    }
}

fn print(explained: &Explained, events: usize) {
    let Explained {
        user,
        event,
        name,
        ts,
        campaigns,
    } = explained;
    println!("{user}, event {event} of {events}: {name} at {ts}");
    for campaign in campaigns {
        let verdict = match (&campaign.first, &campaign.displaced_by) {
            (Some(reason), _) => format!("did not show: {reason}"),
            (None, Some(by)) => format!("gave way to {by}"),
            (None, None) => "shows".to_owned(),
        };
        println!("\n{}: {verdict}", campaign.campaign);
        for gate in &campaign.gates {
            let mark = if gate.passes { "pass" } else { "stop" };
            println!("  {mark}  {:<12}{}", gate.gate.word(), gate.detail);
        }
        if let Some(gate) = campaign.would_show_without {
            println!("  Opening {} alone would have let it through.", gate.word());
        }
    }
}
