//! How a step lies on the screen and which parts it has.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a step lies on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Layout {
    /// A card in the middle over a scrim.
    #[default]
    Modal,
    /// The whole viewport.
    FullScreen,
    /// A sheet at the lower edge.
    BottomSheet,
    /// A small card that leaves the page usable.
    Banner,
    /// A card anchored to an element of the page; web only.
    Tooltip,
}

/// Which parts a step has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Content {
    /// Image over buttons.
    ImageButton,
    /// Image, title, body, buttons.
    #[default]
    ImageTextButton,
    /// Title, body, buttons.
    TextButton,
    /// Image alone.
    Image,
    /// Banner: image beside text.
    ImageText,
    /// Banner or tooltip: text alone.
    Text,
}

impl Content {
    /// What people call it, in the middle of a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ImageButton => "an image with buttons",
            Self::ImageTextButton => "an image, text and buttons",
            Self::TextButton => "text and buttons",
            Self::Image => "an image alone",
            Self::ImageText => "an image beside text",
            Self::Text => "text alone",
        }
    }

    /// Whether the step shows an image.
    pub const fn has_image(self) -> bool {
        matches!(
            self,
            Self::ImageButton | Self::ImageTextButton | Self::Image | Self::ImageText
        )
    }

    /// Whether the step shows title and body.
    pub const fn has_text(self) -> bool {
        matches!(
            self,
            Self::ImageTextButton | Self::TextButton | Self::ImageText | Self::Text
        )
    }

    /// Whether the step shows buttons of its own.
    pub const fn has_buttons(self) -> bool {
        matches!(
            self,
            Self::ImageButton | Self::ImageTextButton | Self::TextButton
        )
    }
}

impl Layout {
    /// Every layout, in the order of the editor.
    pub const ALL: [Self; 5] = [
        Self::Modal,
        Self::FullScreen,
        Self::BottomSheet,
        Self::Banner,
        Self::Tooltip,
    ];

    /// What people call it, in the middle of a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Modal => "modal",
            Self::FullScreen => "full screen",
            Self::BottomSheet => "bottom sheet",
            Self::Banner => "banner",
            Self::Tooltip => "tooltip",
        }
    }

    /// The contents a layout may have; the first is the editor's default.
    pub const fn contents(self) -> &'static [Content] {
        match self {
            Self::Modal | Self::FullScreen => &[
                Content::ImageTextButton,
                Content::ImageButton,
                Content::TextButton,
                Content::Image,
            ],
            Self::BottomSheet => &[Content::ImageButton, Content::Image],
            Self::Banner => &[Content::ImageText, Content::Text, Content::Image],
            Self::Tooltip => &[Content::TextButton, Content::Text],
        }
    }
}
