//! What commands answer: everything that a window shows, ready to be shown.

use std::collections::BTreeMap;

use campaign::draft::{Kind, Orientation, Platform, Status};
use campaign::message::Layout;
use campaign::{AssetFacts, Draft, Finding, Tally};
use serde::{Deserialize, Serialize};
use sync::{PlanItem, SyncState};
use ts_rs::TS;

/// The answer of a command that has nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Nothing {}

/// The whole workspace at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkspaceView {
    /// The file.
    pub path: String,
    /// Its name without the ending.
    pub name: String,
    /// Whether it cannot be changed, because a newer version made it.
    pub read_only: bool,
    /// Whether nothing was ever kept in it.
    pub first_start: bool,
    /// In list order.
    pub campaigns: Vec<CampaignRow>,
    /// The newest first.
    pub logs: Vec<LogRow>,
    /// Ids of the jobs that run.
    pub jobs: Vec<String>,
    /// Where it is published to.
    pub server: ServerView,
}

/// A campaign in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CampaignRow {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Where it is in its life.
    pub status: Status,
    /// Message or inbox.
    pub kind: Kind,
    /// Lower goes first.
    pub priority: i32,
    /// Where it shows.
    pub platforms: Vec<Platform>,
    /// How the device may be held.
    pub orientations: Vec<Orientation>,
    /// The layout of its first step; null without a step.
    pub layout: Option<Layout>,
    /// Its start events, `$pageview, purchase`.
    pub trigger: String,
    /// Start and end as typed, null where it is permanent.
    pub period: Option<String>,
    /// Its labels.
    pub tags: Vec<String>,
    /// SHA-256 of its first image.
    pub thumbnail: Option<String>,
    /// The colours of its first step, for a picture where it has no image.
    pub colors: Option<MessageColors>,
    /// Where it stands between workspace and server.
    pub sync: SyncState,
    /// How many findings it has.
    pub findings: Tally,
    /// The last stored forecast in short.
    pub forecast: Option<ForecastGlance>,
    /// When it was last saved, in milliseconds since 1970.
    pub updated_ms: i64,
}

/// The colours of a step, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MessageColors {
    /// Of the card.
    pub background: String,
    /// Of the title.
    pub title: String,
    /// Fill of the first button.
    pub button: Option<String>,
}

/// A forecast in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForecastGlance {
    /// Over the whole log.
    pub impressions: u64,
    /// Over all caps.
    pub cap_hits: u64,
    /// Impressions of each day.
    pub by_day: Vec<u64>,
}

/// A registered log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogRow {
    /// Its id in the workspace.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Folder of the prepared form.
    pub path: String,
    /// What is in it.
    #[serde(flatten)]
    pub summary: LogSummary,
}

/// What was found in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogSummary {
    /// Number of events.
    pub events: u64,
    /// Number of people.
    pub users: u64,
    /// Number of sessions.
    pub sessions: u64,
    /// First event, RFC 3339 in UTC.
    pub first: String,
    /// Last event.
    pub last: String,
    /// Names by frequency.
    pub event_names: Vec<EventCount>,
}

/// An event name with its number of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EventCount {
    /// The name.
    pub name: String,
    /// Number of events.
    pub count: u64,
}

/// Whether the server can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ServerState {
    /// None is set.
    None,
    /// It was not asked yet.
    Unknown,
    /// It answers and takes the token.
    Online,
    /// It does not answer.
    Offline,
    /// It answers and refuses.
    Refused,
}

/// Where the workspace is published to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ServerView {
    /// Its address.
    pub url: Option<String>,
    /// Whether it can be reached.
    pub state: ServerState,
    /// A sentence for a person; says what to do where something is wrong.
    pub message: String,
}

/// An open campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftView {
    /// Its key.
    pub key: String,
    /// All of it.
    pub draft: Draft,
    /// To be sent with the next save.
    pub version: i64,
    /// What is imperfect.
    pub findings: Vec<Finding>,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would bring back.
    pub redo: Option<String>,
    /// Whether its status forbids edits.
    pub locked: bool,
    /// Where it stands between workspace and server.
    pub sync: SyncState,
    /// The images it refers to that are stored, by hash.
    pub assets: BTreeMap<String, AssetFacts>,
}

/// A stored image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AssetView {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Size and format.
    pub facts: AssetFacts,
}

/// A job that was started; `poll_job` says how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JobStarted {
    /// Its id.
    pub job: String,
}

/// What publishing would do.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct PublishPlan {
    /// Where to.
    pub server: ServerView,
    /// In list order.
    pub items: Vec<PlannedCampaign>,
}

/// What publishing would do to one campaign.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct PlannedCampaign {
    /// What would be sent.
    #[serde(flatten)]
    pub plan: PlanItem,
    /// How many findings it has.
    pub findings: Tally,
}
