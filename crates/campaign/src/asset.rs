//! What a check must know of an image.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An image's real format, read from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AssetFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// Size and format of a stored image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AssetFacts {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u32,
    /// The real format.
    pub format: AssetFormat,
}

/// Where a check looks images up by SHA-256.
pub trait Assets {
    /// The image's facts; none where it is not stored.
    fn facts(&self, sha256: &str) -> Option<AssetFacts>;
}

impl Assets for BTreeMap<String, AssetFacts> {
    fn facts(&self, sha256: &str) -> Option<AssetFacts> {
        self.get(sha256).copied()
    }
}
