//! A draft: a campaign as it is being written. It may be incomplete; it is the file format,
//! the wire format and what TypeScript sees. Text that a person typed (dates, colours, URLs,
//! expressions) is kept as typed; [`Draft::check`](crate::Draft::check) says what is wrong.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::condition::Audience;
use crate::experiment::{Experiment, Group};
use crate::frequency::Frequency;
use crate::schedule::{Period, TimetableSlot};
use crate::trigger::{Delay, PageRule, TriggerRule};
use crate::unknown::Unknown;

/// The version of the file format written by this build.
pub const FORMAT: u32 = 1;

/// What kind of thing is authored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Kind {
    /// An in-app message, shown at a trigger.
    #[default]
    Message,
    /// An app inbox message, sent and kept until it expires.
    Inbox,
}

/// Where a campaign is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Status {
    /// Never started.
    #[default]
    Draft,
    /// Running; it cannot be edited.
    Active,
    /// Stopped for now.
    Paused,
    /// Over; final.
    Ended,
}

/// Where a message can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Platform {
    /// A browser on a desktop computer.
    PcWeb,
    /// A browser on a phone or tablet.
    MobileWeb,
    /// An Android app.
    Android,
    /// An iOS app.
    Ios,
}

impl Platform {
    /// Every platform, in the order of the editor.
    pub const ALL: [Self; 4] = [Self::PcWeb, Self::MobileWeb, Self::Android, Self::Ios];

    /// The word of the file format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PcWeb => "pc_web",
            Self::MobileWeb => "mobile_web",
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PcWeb => "PC web",
            Self::MobileWeb => "mobile web",
            Self::Android => "Android",
            Self::Ios => "iOS",
        }
    }

    /// Whether it is an app rather than a browser.
    pub const fn is_app(self) -> bool {
        matches!(self, Self::Android | Self::Ios)
    }
}

/// How a device is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Orientation {
    /// Taller than wide.
    Portrait,
    /// Wider than tall.
    Landscape,
}

impl Orientation {
    /// Both orientations.
    pub const ALL: [Self; 2] = [Self::Portrait, Self::Landscape];

    /// The word of the file format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Portrait => "portrait",
            Self::Landscape => "landscape",
        }
    }
}

/// Which id of a test device is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DeviceIdKind {
    /// The user id.
    #[default]
    User,
    /// The device id.
    Device,
}

/// A user or device that always sees the message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TestDevice {
    /// The id, as the app reports it.
    pub id: String,
    /// Which id it is.
    pub kind: DeviceIdKind,
    /// The key of the group it sees; none: the group of its hash.
    pub group: Option<String>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// A campaign as it is being written. See the module's head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Draft {
    /// Version of the file format, [`FORMAT`] when written by this build.
    pub format: u32,
    /// Unique, made by the app at creation, never changes.
    pub key: String,
    /// In-app message or inbox message.
    pub kind: Kind,
    /// What people call it; 1 to 100 characters.
    pub name: String,
    /// Up to 1,000 characters.
    pub description: String,
    /// Labels that the list filters by and workspace caps refer to.
    pub tags: Vec<String>,
    /// Where it is in its life.
    pub status: Status,
    /// Lower goes first; equal keeps list order.
    pub priority: i32,
    /// Where it shows.
    pub platforms: Vec<Platform>,
    /// How the device may be held.
    pub orientations: Vec<Orientation>,
    /// The groups, each with a message; without an experiment only the first counts.
    pub groups: Vec<Group>,
    /// The A/B test, if there is one.
    pub experiment: Option<Experiment>,
    /// Start events; any rule firing is enough.
    pub triggers: Vec<TriggerRule>,
    /// Limits firing to URLs whose path matches.
    pub url_regex: Option<String>,
    /// Limits firing to pages; any one rule suffices, none means every page.
    pub page_rules: Vec<PageRule>,
    /// Wait between trigger and message.
    pub delay: Delay,
    /// How often the same person may see it.
    pub frequency: Frequency,
    /// When it runs.
    pub period: Period,
    /// Weekly slots; empty means always.
    pub timetable: Vec<TimetableSlot>,
    /// Who may see it.
    pub audience: Audience,
    /// Who always sees it.
    pub test_devices: Vec<TestDevice>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            format: FORMAT,
            key: String::new(),
            kind: Kind::Message,
            name: String::new(),
            description: String::new(),
            tags: Vec::new(),
            status: Status::Draft,
            priority: 0,
            platforms: Vec::new(),
            orientations: Vec::new(),
            groups: Vec::new(),
            experiment: None,
            triggers: Vec::new(),
            url_regex: None,
            page_rules: Vec::new(),
            delay: Delay::default(),
            frequency: Frequency::default(),
            period: Period::default(),
            timetable: Vec::new(),
            audience: Audience::default(),
            test_devices: Vec::new(),
            unknown: Unknown::NONE,
        }
    }
}

impl Draft {
    /// A new campaign with everything a designer would first want: one modal with image, text
    /// and a button, every platform, once ever. `key` must be unique in the workspace.
    pub fn new(key: String, name: String) -> Self {
        Self {
            key,
            name,
            platforms: Platform::ALL.to_vec(),
            orientations: Orientation::ALL.to_vec(),
            groups: vec![Group::first()],
            triggers: vec![TriggerRule {
                event: "$pageview".to_owned(),
                ..Default::default()
            }],
            frequency: Frequency::once_ever(),
            ..Self::default()
        }
    }

    /// Every image hash the draft refers to, without repeats, in order of first use.
    pub fn assets(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for image in self
            .groups
            .iter()
            .flat_map(|group| &group.message.steps)
            .flat_map(|step| step.images.portrait.iter().chain(&step.images.landscape))
        {
            if !image.asset.is_empty() && !found.contains(&image.asset.as_str()) {
                found.push(&image.asset);
            }
        }
        found
    }
}
