//! What a workspace may set for itself where the vendors' documents disagree or change.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Layout;
use crate::sdk::{FirstVersion, Sdk};
use crate::version::Version;

/// The largest size that the limit of an image may be set to: what the app takes in at all.
pub const IMAGE_BYTES_LIMIT_MAX: u32 = 32 * 1024 * 1024;

/// Limits of a workspace, against which its drafts are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Limits {
    /// Size of an image in bytes; 1 MiB by default, the vendor's newer documents say 3.
    pub image_bytes_max: u32,
    /// Since when SDKs show a layout; without a row, every version does.
    pub first_versions: Vec<FirstVersion>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            image_bytes_max: 1_048_576,
            first_versions: FirstVersion::documented(),
        }
    }
}

/// Why limits are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// No image would fit, or larger ones than the app reads.
    #[error("limit images to {0} bytes (at least 1, at most {IMAGE_BYTES_LIMIT_MAX})")]
    ImageBytes(u32),
    /// A first version is not a version.
    #[error("read {text:?} as a version of {}", .sdk.name())]
    Version {
        /// Whose version it should be.
        sdk: Sdk,
        /// What was typed.
        text: String,
    },
    /// A layout has two first versions in one SDK.
    #[error("give a layout two first versions in {}: {}", .sdk.name(), .layout.name())]
    Twice {
        /// The SDK.
        sdk: Sdk,
        /// The layout.
        layout: Layout,
    },
}

impl Limits {
    /// Whether drafts can be checked against these limits.
    ///
    /// # Errors
    /// See [`LimitsError`]; the first in the order of the fields.
    pub fn check(&self) -> Result<(), LimitsError> {
        if self.image_bytes_max == 0 || self.image_bytes_max > IMAGE_BYTES_LIMIT_MAX {
            return Err(LimitsError::ImageBytes(self.image_bytes_max));
        }
        for (index, row) in self.first_versions.iter().enumerate() {
            let FirstVersion {
                layout,
                sdk,
                version,
            } = row;
            if Version::parse(version).is_none() {
                return Err(LimitsError::Version {
                    sdk: *sdk,
                    text: version.clone(),
                });
            }
            let earlier = &self.first_versions[..index];
            if earlier
                .iter()
                .any(|one| (one.layout, one.sdk) == (*layout, *sdk))
            {
                return Err(LimitsError::Twice {
                    sdk: *sdk,
                    layout: *layout,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound() {
        assert_eq!(Limits::default().check(), Ok(()));
    }

    #[test]
    fn what_cannot_be_checked_against_is_refused_in_words() {
        let row = |version: &str| FirstVersion {
            layout: Layout::Banner,
            sdk: Sdk::ReactNative,
            version: version.to_owned(),
        };
        let limits = |image_bytes_max, first_versions| Limits {
            image_bytes_max,
            first_versions,
        };
        for (limits, says) in [
            (limits(0, vec![]), "limit images to 0 bytes"),
            (limits(33_554_433, vec![]), "at most 33554432"),
            (
                limits(1, vec![row("1.2"), row("v2")]),
                "read \"v2\" as a version of React Native",
            ),
            (
                limits(1, vec![row("1.2"), row("1.3")]),
                "two first versions in React Native: banner",
            ),
        ] {
            let error = limits.check().unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert_eq!(limits(33_554_432, vec![row("4-rc.1")]).check(), Ok(()));
    }
}
