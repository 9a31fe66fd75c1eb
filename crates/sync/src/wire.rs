//! The words of the wire: paths, headers and bodies of the HTTP contract, written once for the
//! client and the server. Management bodies stand here, those of the web SDK in [`sdk`],
//! refusals in [`problem`].

pub mod problem;
pub mod sdk;

use std::collections::BTreeMap;

use campaign::Draft;
use campaign::draft::Status;
use serde::{Deserialize, Serialize};

pub use problem::{Problem, ProblemCode};

/// Where the management routes and the SDK's message routes begin.
pub const API: &str = "/api/v1";

/// Names of the headers that are ours or that carry a meaning of ours.
pub mod header {
    /// On every answer of the server: its version. An answer without it comes from something
    /// else, a proxy or another program on that address.
    pub const VERSION: &str = "x-rehearsal-version";
    /// The publishable key of the SDK's requests.
    pub const SDK_KEY: &str = "x-rehearsal-key";
    /// Names one intended change; the same key again is answered with the first answer.
    pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
}

/// One campaign in the server's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignHead {
    /// The campaign's key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Where it is in its life, on the server.
    pub status: Status,
    /// Counts its changes, content and status alike, from 1.
    pub revision: i64,
    /// When it last changed, in milliseconds since 1970.
    pub updated_ms: i64,
}

/// `GET /api/v1/campaigns`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignList {
    /// In order of creation.
    pub campaigns: Vec<CampaignHead>,
}

/// `GET /api/v1/campaigns/{key}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignDocument {
    /// The revision that this is; also the answer's `ETag`.
    pub revision: i64,
    /// When it last changed, in milliseconds since 1970.
    pub updated_ms: i64,
    /// The campaign, with the server's status.
    pub draft: Draft,
}

/// The answer to a `PUT`, a `DELETE` and a status move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The campaign's key.
    pub key: String,
    /// Its revision now; also the answer's `ETag`.
    pub revision: i64,
    /// Its status now.
    pub status: Status,
}

/// `GET` and `PUT /api/v1/product`: switches over all campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Whether the SDK is given any message at all; off until somebody turns it on.
    pub auto_render: bool,
}

/// `GET /api/v1/campaigns/{key}/results`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// The campaign's key.
    pub key: String,
    /// Its revision when this was counted.
    pub revision: i64,
    /// By group key; a group without any event counts zeros.
    pub groups: BTreeMap<String, GroupResult>,
}

/// What one group of a campaign has seen and done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GroupResult {
    /// Impressions.
    pub exposures: u64,
    /// Distinct people with an impression.
    pub reach: u64,
    /// Clicks on links set in the message.
    pub clicks: u64,
    /// Flows closed before their end.
    pub dismissals: u64,
    /// Flows ended by Done.
    pub completions: u64,
}

/// The strong entity tag of a revision.
pub fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The revision in an entity tag; none where it is not one of ours.
pub fn revision_of_etag(tag: &str) -> Option<i64> {
    tag.trim()
        .strip_prefix('"')?
        .strip_suffix('"')?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_tags_read_back() {
        for (tag, revision) in [
            ("\"7\"", Some(7)),
            (" \"7\" ", Some(7)),
            ("7", None),
            ("W/\"7\"", None),
            ("*", None),
            ("\"\"", None),
        ] {
            assert_eq!(revision_of_etag(tag), revision, "{tag}");
        }
        assert_eq!(revision_of_etag(&etag(i64::MAX)), Some(i64::MAX));
    }
}
