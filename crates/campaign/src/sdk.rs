//! The SDKs that show messages, and the first version in which each knows a layout.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::Platform;
use crate::message::Layout;

/// An SDK, as it names itself in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Sdk {
    /// Plain JavaScript.
    Javascript,
    /// React.
    React,
    /// Android.
    Android,
    /// iOS.
    Ios,
    /// React Native.
    ReactNative,
    /// Flutter.
    Flutter,
}

impl Sdk {
    /// Every SDK, in the order of the editor.
    pub const ALL: [Self; 6] = [
        Self::Javascript,
        Self::React,
        Self::Android,
        Self::Ios,
        Self::ReactNative,
        Self::Flutter,
    ];

    /// The word of the log format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Javascript => "javascript",
            Self::React => "react",
            Self::Android => "android",
            Self::Ios => "ios",
            Self::ReactNative => "react_native",
            Self::Flutter => "flutter",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Javascript => "JavaScript",
            Self::React => "React",
            Self::Android => "Android",
            Self::Ios => "iOS",
            Self::ReactNative => "React Native",
            Self::Flutter => "Flutter",
        }
    }

    /// Reads the word of the log format.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sdk| sdk.word() == word)
    }

    /// Whether an app or site on the platform can be built with it.
    pub const fn serves(self, platform: Platform) -> bool {
        match self {
            Self::Javascript | Self::React => {
                matches!(platform, Platform::PcWeb | Platform::MobileWeb)
            }
            Self::Android => matches!(platform, Platform::Android),
            Self::Ios => matches!(platform, Platform::Ios),
            Self::ReactNative | Self::Flutter => {
                matches!(platform, Platform::Android | Platform::Ios)
            }
        }
    }
}

/// The first version of an SDK that shows a layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FirstVersion {
    /// The layout.
    pub layout: Layout,
    /// The SDK.
    pub sdk: Sdk,
    /// Its version, `major[.minor[.patch]][-pre][+build]`.
    pub version: String,
}

impl FirstVersion {
    /// What the vendor's documents say (Hackle-create); of the other layouts they say nothing.
    pub fn documented() -> Vec<Self> {
        [
            (Sdk::Javascript, "11.29.0"),
            (Sdk::React, "11.29.0"),
            (Sdk::Android, "2.35.0"),
            (Sdk::Ios, "2.30.0"),
            (Sdk::ReactNative, "3.8.0"),
            (Sdk::Flutter, "2.5.0"),
        ]
        .map(|(sdk, version)| Self {
            layout: Layout::Modal,
            sdk,
            version: version.to_owned(),
        })
        .to_vec()
    }
}
