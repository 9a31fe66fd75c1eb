//! The list of commands. Each is a function from its arguments to a view, in the file of its
//! subject; a window calls it by name, and TypeScript takes its types from `Commands`.

mod campaigns;
mod drafts;
mod files;
mod forecasts;
mod lab;
mod limits;
mod log_import;
mod log_words;
mod logs;
mod pages;
mod pictures;
mod publishing;
mod sample;
mod server;
mod versions;
mod workspace;

#[cfg(test)]
mod tests;

use campaign::Draft;
use campaign::status::Move;
use serde::Deserialize;
use ts_rs::TS;

pub use campaigns::{Act, ActOnCampaigns, ActReport, DeletedRow, Refusal};
pub use files::{ExportCampaigns, ImportCampaigns, ImportFrom};
pub use limits::SetLimits;
pub use log_words::{LogNamed, LogWords, PropertyWords, WordCount};
pub(crate) use pages::Pages;
pub use pages::{TryUrl, UrlTrial, UrlsInLog};
pub use pictures::{CropAsset, FitAsset, FitView};
pub use versions::{
    NameVersion, RenameVersion, RestoreVersion, VersionAt, VersionRow, VersionView,
};
pub use workspace::Seen;

use crate::command::commands;
use crate::files::{ExportReport, ImportReport};
use crate::jobs::JobView;
use crate::templates::Template;
use crate::views::{
    AssetView, DraftView, JobStarted, Nothing, PublishPlan, ServerView, WorkspaceView,
};

commands! {
    /// Everything at a glance.
    workspace: Reads workspace::look, (Nothing) -> WorkspaceView;
    /// A number that is another as soon as anything in the workspace was changed, by this window
    /// or any other program.
    seen_version: Reads workspace::seen, (Nothing) -> Seen;
    /// Against what drafts are checked.
    limits: Reads limits::get, (Nothing) -> campaign::Limits;
    /// Sets against what drafts are checked.
    set_limits: Writes limits::set, (SetLimits) -> campaign::Limits;
    /// Adds the sample campaigns with their images, and the sample log.
    load_sample: Writes sample::load, (Nothing) -> WorkspaceView;

    /// A new campaign from a template.
    create_campaign: Writes campaigns::create, (CreateCampaign) -> DraftView;
    /// A new campaign like another, not started.
    duplicate_campaign: Writes campaigns::duplicate, (Key) -> DraftView;
    /// Does the same to several campaigns; each by itself, what is refused is said.
    act_on_campaigns: Writes campaigns::act, (ActOnCampaigns) -> ActReport;
    /// The campaigns that can be restored, the last one deleted first.
    deleted_campaigns: Reads campaigns::deleted, (Nothing) -> Vec<DeletedRow>;
    /// Starts, pauses, resumes or ends a campaign.
    set_status: Writes campaigns::set_status, (SetStatus) -> DraftView;

    /// A campaign, ready to be edited.
    open_draft: Reads drafts::open, (Key) -> DraftView;
    /// Keeps the whole draft as one step of its history.
    save_draft: Writes drafts::save, (SaveDraft) -> DraftView;
    /// Goes one step back.
    undo: Writes drafts::undo, (Version) -> DraftView;
    /// Goes one step forward again.
    redo: Writes drafts::redo, (Version) -> DraftView;
    /// The versions of a campaign, the newest first.
    versions: Reads versions::list, (Key) -> Vec<VersionRow>;
    /// Keeps the draft in hand as a version with a name.
    name_version: Writes versions::name, (NameVersion) -> Vec<VersionRow>;
    /// Gives a version another name.
    rename_version: Writes versions::rename, (RenameVersion) -> Vec<VersionRow>;
    /// A version as it was.
    show_version: Reads versions::show, (VersionAt) -> VersionView;
    /// Brings a version back, as one step of the draft's history.
    restore_version: Writes versions::restore, (RestoreVersion) -> DraftView;
    /// Stores an image.
    put_asset: Writes pictures::put, (PutAsset) -> AssetView;
    /// Stores a part of a stored image.
    crop_asset: Writes pictures::crop, (CropAsset) -> AssetView;
    /// Stores a stored image anew, in fewer bytes.
    fit_asset: Writes pictures::fit, (FitAsset) -> FitView;

    /// Writes campaigns into a `.campaign` file or a folder.
    export_campaigns: Reads files::export, (ExportCampaigns) -> ExportReport;
    /// Adds the campaigns of a file or folder, all or none.
    import_campaigns: Writes files::import, (ImportCampaigns) -> ImportReport;

    /// Imports a log, in a job that answers a `LogRow`.
    import_log: Writes logs::start_import, (ImportLog) -> JobStarted;
    /// Takes a log off the list; its files stay.
    forget_log: Writes logs::forget, (LogId) -> Nothing;
    /// The words that occur in a log, for pickers.
    log_words: Reads log_words::list, (LogNamed) -> LogWords;
    /// Whether a page is one of those on which a message would show.
    try_url: Reads pages::attempt, (TryUrl) -> UrlTrial;
    /// Replays a log, in a job that answers a `Forecast`.
    start_forecast: Reads forecasts::start, (StartForecast) -> JobStarted;
    /// The last forecast of a campaign.
    last_forecast: Reads forecasts::last, (Key) -> Option<simulations::replay::Forecast>;

    /// How a job is.
    poll_job: Reads jobs::poll, (JobId) -> JobView;
    /// Asks a job to stop.
    cancel_job: Reads jobs::cancel, (JobId) -> Nothing;

    /// What publishing would do.
    publish_plan: Reads publishing::plan, (Nothing) -> PublishPlan;
    /// Publishes, in a job that answers a `PublishReport`.
    start_publish: Writes publishing::start, (Publish) -> JobStarted;
    /// Sets where to publish to; an empty address unsets it, an empty token keeps the old one.
    set_server: Writes server::set, (SetServer) -> ServerView;
    /// Asks whether the server can be reached.
    check_server: Reads server::check, (Nothing) -> ServerView;

    /// Opens the lab, at a campaign where one is named.
    open_lab: Reads lab::open, (LabAt) -> Nothing;
}

/// A campaign.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export, rename = "KeyArgs")]
pub struct Key {
    /// Its key.
    pub key: String,
}

/// A campaign at a version.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export, rename = "VersionArgs")]
pub struct Version {
    /// Its key.
    pub key: String,
    /// The version that was seen last.
    pub version: i64,
}

/// Arguments of `create_campaign`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CreateCampaign {
    /// What people call it.
    pub name: String,
    /// What it starts from.
    pub template: Template,
}

/// Arguments of `save_draft`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveDraft {
    /// The campaign.
    pub key: String,
    /// The version that was edited.
    pub version: i64,
    /// All of it; key and status are not taken from here.
    pub draft: Draft,
}

/// Arguments of `set_status`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetStatus {
    /// The campaign.
    pub key: String,
    /// What is done to it.
    #[serde(rename = "move")]
    pub step: Move,
}

/// Arguments of `put_asset`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PutAsset {
    /// Name of the file it came from.
    pub name: String,
    /// The file's bytes in base64.
    pub base64: String,
}

/// Arguments of `import_log`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ImportLog {
    /// A file, a folder of files, or a prepared log.
    pub path: String,
    /// Which columns are which fields, as in a mapping file.
    #[serde(default)]
    #[ts(optional, type = "object | null")]
    pub mapping: Option<serde_json::Value>,
}

/// A log.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct LogId {
    /// Its id.
    pub id: String,
}

/// Arguments of `start_forecast`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct StartForecast {
    /// The campaign.
    pub key: String,
    /// Id of the log.
    pub log: String,
    /// Decides what is left to chance; a whole number as text.
    #[serde(default)]
    #[ts(optional)]
    pub seed: Option<String>,
}

/// A job.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct JobId {
    /// Its id.
    pub job: String,
}

/// Arguments of `start_publish`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct Publish {
    /// The campaigns' keys.
    pub keys: Vec<String>,
}

/// Arguments of `set_server`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetServer {
    /// Its address, `https://rehearsal.example.com`.
    pub url: String,
    /// The management token.
    pub token: String,
}

/// Arguments of `open_lab`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct LabAt {
    /// The campaign to open it at.
    pub key: Option<String>,
}

mod jobs {
    use super::{JobId, JobView, Nothing};
    use crate::{Failure, Workbench};

    pub(super) fn poll(workbench: &Workbench, args: &JobId) -> Result<JobView, Failure> {
        workbench.jobs().view(&args.job, workbench.host().now_ms())
    }

    pub(super) fn cancel(workbench: &Workbench, args: &JobId) -> Result<Nothing, Failure> {
        workbench.jobs().cancel(&args.job)?;
        Ok(Nothing {})
    }
}
