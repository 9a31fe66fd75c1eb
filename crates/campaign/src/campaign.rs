//! A campaign that passed the check: what can be replayed, simulated or started.

use jiff::tz::TimeZone;
use regex::Regex;

use crate::draft::Draft;
use crate::experiment::Group;
use crate::sdk::Sdk;
use crate::version::Version;

/// Microseconds in a day, for times of day.
pub const DAY_US: i64 = 86_400_000_000;

/// A weekly slot, parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Days since Monday, 0 to 6.
    pub weekday: u8,
    /// Start in microseconds since local midnight, included.
    pub from_us: i64,
    /// End in microseconds since local midnight, excluded.
    pub to_us: i64,
}

/// A draft without blocking findings, with what it says parsed. Only
/// [`Draft::check`](crate::Draft::check) makes one.
#[derive(Debug, Clone)]
pub struct Campaign {
    pub(crate) draft: Draft,
    pub(crate) zone: TimeZone,
    pub(crate) period_us: Option<(i64, i64)>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) url: Option<Regex>,
    pub(crate) group_urls: Vec<Option<Regex>>,
    pub(crate) first_versions: [Option<Version>; Sdk::ALL.len()],
}

impl Campaign {
    /// The words it was made from.
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.draft.key
    }

    /// The groups, at least one.
    pub fn groups(&self) -> &[Group] {
        &self.draft.groups
    }

    /// Time zone of period, timetable and calendar days.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Start (included) and end (excluded) in microseconds UTC; none where permanent.
    pub const fn period_us(&self) -> Option<(i64, i64)> {
        self.period_us
    }

    /// Weekly slots; empty means always.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The campaign's own URL expression.
    pub const fn own_url(&self) -> Option<&Regex> {
        self.url.as_ref()
    }

    /// The URL expression that a group obeys: its own, else the campaign's.
    pub fn url(&self, group: usize) -> Option<&Regex> {
        self.group_urls
            .get(group)
            .and_then(Option::as_ref)
            .or(self.url.as_ref())
    }

    /// Whether any group has a URL expression of its own.
    pub fn has_group_urls(&self) -> bool {
        self.group_urls.iter().any(Option::is_some)
    }

    /// The first version of an SDK that shows every step; none where all do.
    pub const fn first_version(&self, sdk: Sdk) -> Option<&Version> {
        self.first_versions[sdk as usize].as_ref()
    }

    /// Whether any SDK has versions that do not show every step.
    pub fn has_first_versions(&self) -> bool {
        self.first_versions.iter().any(Option::is_some)
    }

    /// The same campaign in another status, as a forecast assumes it.
    #[must_use]
    pub fn assume_status(mut self, status: crate::draft::Status) -> Self {
        self.draft.status = status;
        self
    }
}
