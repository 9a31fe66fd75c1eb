//! `rehearsal replay`: the forecast.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use campaign::Campaign;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use events::PreparedLog;
use exposure::{Order, Plan};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use simulations::replay::{self, CampaignForecast, Forecast, Options, Watch};

use crate::campaigns::{self, Assume};
use crate::report::{self, Extras};

/// Microseconds in a week.
const WEEK_US: i64 = 7 * 24 * 3_600 * 1_000_000;
/// Between two looks at how far a replay is.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);
/// Cells of a bar of the printed funnel.
const BAR_CELLS: u64 = 24;

/// Replays a log through campaigns and prints the forecast
#[derive(clap::Args)]
#[command(after_help = "Example:
  rehearsal replay --log shop.log --campaigns fixtures/campaigns --report forecast.html")]
pub struct Args {
    /// Prepared log, made by `rehearsal import`
    #[arg(long, value_name = "DIR")]
    log: PathBuf,
    /// Campaign files, folders of them, or workspaces
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    campaigns: Vec<PathBuf>,
    /// Order of the gates
    #[arg(long, default_value = "documented", value_parser = order_parser())]
    order: Order,
    /// Keys the answers of people to messages
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; 0 is one per core
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Whether campaigns count as started
    #[arg(long, default_value = "active")]
    assume_status: Assume,
    #[command(flatten)]
    calendar: Calendar,
    /// Write a report as one HTML file
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Where a log is laid on the calendar.
#[derive(clap::Args)]
pub struct Calendar {
    /// Shift the log by whole weeks into the week of this day [default: the first period's
    /// start, else today]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Keep the log's own times
    #[arg(long, conflicts_with = "from")]
    no_shift: bool,
}

impl Calendar {
    /// The whole weeks to shift by.
    ///
    /// # Errors
    /// A day outside the calendar.
    pub fn shift_weeks(&self, log: &PreparedLog, campaigns: &[Campaign]) -> anyhow::Result<i64> {
        if self.no_shift {
            return Ok(0);
        }
        let starts = campaigns.iter().filter_map(replay::period_start_us);
        let from_us = match (self.from, starts.min()) {
            (Some(day), _) => day
                .to_zoned(TimeZone::UTC)
                .with_context(|| format!("could not use the day {day}"))?
                .timestamp()
                .as_microsecond(),
            (None, Some(start_us)) => start_us,
            (None, None) => Timestamp::now().as_microsecond(),
        };
        Ok(replay::shift_weeks(log.manifest().first_ts_us, from_us))
    }

    /// The same in microseconds.
    ///
    /// # Errors
    /// A day outside the calendar.
    pub fn shift_us(&self, log: &PreparedLog, campaigns: &[Campaign]) -> anyhow::Result<i64> {
        Ok(self.shift_weeks(log, campaigns)? * WEEK_US)
    }
}

/// Reads the name of an order of gates.
pub fn order_parser() -> impl TypedValueParser<Value = Order> {
    PossibleValuesParser::new(["documented", "sdk"]).map(|name| match name.as_str() {
        "sdk" => Order::Sdk,
        _ => Order::Documented,
    })
}

/// An error of the log, with what to do.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub fn could_not(error: events::Error) -> anyhow::Error {
    let hint = error
        .hint()
        .map(|hint| format!("\nhint: {hint}"))
        .unwrap_or_default();
    anyhow!("could not {error}{hint}")
}

/// Replays and prints.
///
/// # Errors
/// A log or campaign that cannot be used, a report that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let campaigns = campaigns::ready(campaigns::load(&args.campaigns)?, args.assume_status)?;
    let log = PreparedLog::open(&args.log).map_err(could_not)?;
    let options = Options {
        seed: args.seed,
        threads: args.threads,
        shift_weeks: args.calendar.shift_weeks(&log, &campaigns)?,
        ..Options::default()
    };
    let plan = Plan::new(campaigns, args.order);
    let forecast = with_progress(&log, &plan, &options)?;
    if let Some(path) = &args.report {
        let name = args.log.display().to_string();
        let html = report::html("Forecast", &name, &forecast, &Extras::default());
        std::fs::write(path, html)
            .with_context(|| format!("could not write {}", path.display()))?;
    }
    if args.json {
        println!("{}", serde_json::to_string(&forecast)?);
    } else {
        println!("{}", words_of(&forecast));
    }
    Ok(ExitCode::SUCCESS)
}

/// Replays with a bar on stderr, where that is a terminal. Ctrl-C ends the process; a replay
/// writes nothing before its end.
///
/// # Errors
/// A log that cannot be read.
pub fn with_progress(
    log: &PreparedLog,
    plan: &Plan,
    options: &Options,
) -> anyhow::Result<Forecast> {
    let watch = Watch::default();
    let bar = ProgressBar::new(replay::events_needed(log, plan));
    if let Ok(style) = ProgressStyle::with_template(
        "replaying {bar:30} {human_pos} of {human_len} events, {per_sec}, {eta} left",
    ) {
        bar.set_style(style);
    }
    std::thread::scope(|scope| {
        let replay = scope.spawn(|| replay::run(log, plan, options, &watch));
        while !replay.is_finished() {
            bar.set_position(watch.done.load(Ordering::Relaxed));
            std::thread::park_timeout(PROGRESS_EVERY);
        }
        bar.finish_and_clear();
        let forecast = replay
            .join()
            .map_err(|_| anyhow!("could not finish the replay"))?;
        forecast.map_err(|error| match error {
            replay::Error::Log(error) => could_not(error),
            other => anyhow!("could not {other}"),
        })
    })
}

/// The forecast for people.
pub fn words_of(forecast: &Forecast) -> String {
    let Forecast {
        events, users, log, ..
    } = forecast;
    let calendar = match log.shift_weeks {
        0 => "at the log's own times".to_owned(),
        weeks => format!("shifted by {weeks} weeks"),
    };
    let mut lines = vec![
        format!(
            "{events} events of {users} users, {} to {}",
            day(&log.first),
            day(&log.last)
        ),
        format!("{calendar}; seed {}", forecast.seed),
    ];
    for campaign in &forecast.campaigns {
        add_campaign(campaign, &mut lines);
    }
    for one in &forecast.displaced {
        lines.push(format!(
            "{} gave way to {} {} times",
            one.campaign, one.by, one.events
        ));
    }
    lines.join("\n")
}

fn add_campaign(campaign: &CampaignForecast, lines: &mut Vec<String>) {
    let CampaignForecast {
        name,
        key,
        impressions,
        reach,
        matched,
        ..
    } = campaign;
    lines.push(format!(
        "\n{name} ({key}): {impressions} impressions, {reach} people"
    ));
    lines.push(format!(
        "  {:<13}{matched:>10}  {}",
        "triggered",
        bar(*matched, *matched)
    ));
    for step in &campaign.funnel[1..] {
        let lost = if step.refused == 0 {
            String::new()
        } else {
            format!("  −{}", step.refused)
        };
        let bar = bar(step.survivors, *matched);
        lines.push(format!(
            "  {:<13}{:>10}  {bar}{lost}",
            step.gate, step.survivors
        ));
    }
    for (reason, count) in &campaign.refused {
        lines.push(format!("    {reason:<38}{count:>10}"));
    }
    for (group, sums) in campaign.groups.iter().filter(|_| campaign.groups.len() > 1) {
        let (impressions, clicks) = (sums.impressions, sums.clicks);
        lines.push(format!(
            "  group {group:<7}{impressions:>10} impressions, {clicks} clicks"
        ));
    }
}

fn bar(part: u64, whole: u64) -> String {
    let cells = (part * BAR_CELLS).checked_div(whole).unwrap_or(0);
    format!("{:<24}", "█".repeat(cells as usize))
}

fn day(moment: &str) -> &str {
    moment.split('T').next().unwrap_or(moment)
}
