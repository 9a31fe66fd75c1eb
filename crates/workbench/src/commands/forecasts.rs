//! Forecasts: the campaign in hand and every other that runs, replayed over a log.

use std::collections::BTreeMap;
use std::path::Path;

use campaign::draft::Status;
use campaign::{AssetFacts, Campaign, Limits, Severity};
use events::PreparedLog;
use exposure::{Order, Plan};
use simulations::replay::{self, Forecast, Options};
use store::Workspace;
use store::workspace::{Access, ForecastRecord, Glance};

use super::{Key, StartForecast};
use crate::command::to_json;
use crate::jobs::Label;
use crate::views::{ForecastGlance, JobStarted};
use crate::workbench::JobContext;
use crate::{Failure, Workbench};

/// The seed where none is given: the same forecast every time.
const DEFAULT_SEED: u64 = 1;

/// Microseconds in a millisecond.
const MILLISECOND_US: i64 = 1_000;

pub(super) fn start(workbench: &Workbench, args: &StartForecast) -> Result<JobStarted, Failure> {
    let seed = args.seed.as_deref().map_or(Ok(DEFAULT_SEED), read_seed)?;
    let workspace = workbench.workspace();
    let company = company(&workspace, &args.key)?;
    let log = find_log(&workspace, &args.log)?;
    drop(workspace);
    let label = Label {
        thread: "forecast",
        title: format!("Forecast of {}", company.name),
        unit: "events",
    };
    let args = args.clone();
    let job = workbench.start_job(label, move |context| {
        let forecast = replay(context, &log, company, seed)?;
        let record = ForecastRecord {
            campaign: args.key.clone(),
            log: args.log,
            glance: glance(&forecast, &args.key).as_ref().map(to_json),
            forecast: to_json(&forecast),
            made_ms: context.host.now_ms(),
        };
        keep(context.path, &record)?;
        Ok(record.forecast)
    })?;
    Ok(JobStarted { job })
}

/// A workspace that can only be read shows the forecast and does not keep it.
fn keep(path: &Path, record: &ForecastRecord) -> Result<(), Failure> {
    let mut workspace = Workspace::open(path)?;
    if workspace.access() == Access::ReadWrite {
        workspace.put_forecast(record)?;
    }
    Ok(())
}

/// What the list shows of a campaign's forecast.
pub(super) fn glance(forecast: &Forecast, key: &str) -> Option<ForecastGlance> {
    let mut campaigns = forecast.campaigns.iter();
    let ours = campaigns.find(|campaign| campaign.key == key)?;
    Some(ForecastGlance {
        impressions: ours.impressions,
        cap_hits: ours.cap_hits.values().sum(),
        by_day: ours.by_day.iter().map(|day| day.impressions).collect(),
    })
}

/// What the list shows of every stored forecast, by campaign.
pub(super) fn glances(workspace: &Workspace) -> Result<BTreeMap<String, ForecastGlance>, Failure> {
    let mut glances = BTreeMap::new();
    for Glance { campaign, text } in workspace.glances()? {
        let found = match text {
            Some(text) => serde_json::from_str(&text).ok(),
            // An earlier version kept the whole forecast only.
            None => stored(workspace, &campaign)?.and_then(|whole| self::glance(&whole, &campaign)),
        };
        glances.extend(found.map(|glance| (campaign, glance)));
    }
    Ok(glances)
}

/// The last forecast of a campaign; one of another format is not shown, it can be made again.
fn stored(workspace: &Workspace, key: &str) -> Result<Option<Forecast>, Failure> {
    let record = workspace.forecast(key)?;
    Ok(record.and_then(|record| serde_json::from_value(record.forecast).ok()))
}

pub(super) fn last(workbench: &Workbench, args: &Key) -> Result<Option<Forecast>, Failure> {
    stored(&workbench.workspace(), &args.key)
}

fn read_seed(text: &str) -> Result<u64, Failure> {
    text.trim().parse().map_err(|_| {
        let hint = "A seed is a whole number from 0 to 18446744073709551615.";
        Failure::new("bad_seed", format!("read the seed `{text}`"), hint)
    })
}

/// The campaign in hand and those with which it competes for the screen.
struct Company {
    name: String,
    /// Start of the period of the campaign in hand, see [`replay::period_start_us`].
    start_us: Option<i64>,
    campaigns: Vec<Campaign>,
}

/// The campaign in hand as if it ran, and those that do run: these passed the check when they
/// were started.
fn company(workspace: &Workspace, key: &str) -> Result<Company, Failure> {
    let assets = workspace.assets()?;
    let limits = workspace.limits()?;
    let in_hand = checked(&workspace.campaign(key)?.draft, &assets, &limits)?;
    let mut company = Company {
        name: in_hand.draft().name.clone(),
        start_us: replay::period_start_us(&in_hand),
        campaigns: Vec::new(),
    };
    // In list order, which decides between equal priorities.
    for record in workspace.campaigns()? {
        if record.draft.key == key {
            company
                .campaigns
                .push(in_hand.clone().assume_status(Status::Active));
        } else if record.draft.status == Status::Active {
            company
                .campaigns
                .extend(record.draft.check(&assets, &limits).1);
        }
    }
    Ok(company)
}

fn checked(
    draft: &campaign::Draft,
    assets: &BTreeMap<String, AssetFacts>,
    limits: &Limits,
) -> Result<Campaign, Failure> {
    let (findings, campaign) = draft.check(assets, limits);
    campaign.ok_or_else(|| {
        let blocking = findings
            .iter()
            .find(|finding| finding.severity == Severity::Block);
        let hint = blocking.map_or_else(String::new, |finding| finding.message.clone());
        Failure::new(
            "blocked",
            format!("forecast {}: a finding blocks it", draft.name),
            hint,
        )
    })
}

pub(super) fn find_log(workspace: &Workspace, id: &str) -> Result<PreparedLog, Failure> {
    let record = workspace.logs()?.into_iter().find(|record| record.id == id);
    let record = record.ok_or_else(|| {
        let hint = "Choose another log, or import it again.";
        Failure::new("no_log", format!("find the log {id}"), hint)
    })?;
    PreparedLog::open(&record.path).map_err(|error| unreadable(&record.name, &error))
}

pub(super) fn unreadable(name: &str, error: &events::Error) -> Failure {
    let hint = "Forget the log and import it again.";
    Failure::new("log", format!("read the log {name}: {error}"), hint)
}

fn replay(
    context: &JobContext<'_>,
    log: &PreparedLog,
    company: Company,
    seed: u64,
) -> Result<Forecast, Failure> {
    let plan = Plan::new(company.campaigns, Order::Documented);
    let from_us = company
        .start_us
        .unwrap_or_else(|| context.host.now_ms() * MILLISECOND_US);
    let options = Options {
        seed,
        shift_weeks: replay::shift_weeks(log.manifest().first_ts_us, from_us),
        ..Options::default()
    };
    context.watch.report(0, replay::events_needed(log, &plan));
    replay::run(log, &plan, &options, context.watch.meter()).map_err(|error| match error {
        replay::Error::Cancelled => Failure::cancelled("finish the forecast"),
        other => {
            let hint = "Forget the log and import it again.";
            Failure::new(
                "replay",
                format!("forecast {}: {other}", company.name),
                hint,
            )
        }
    })
}
