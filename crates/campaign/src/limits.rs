//! What a workspace may set for itself where the vendors' documents disagree or change.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Limits of a workspace, against which its drafts are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Limits {
    /// Size of an image in bytes; 1 MiB by default, the vendor's newer documents say 3.
    pub image_bytes_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            image_bytes_max: 1_048_576,
        }
    }
}
