//! The message itself: steps, images, texts, buttons and what a click does.

mod layout;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::unknown::Unknown;

pub use layout::{Content, Layout};

/// Where a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum OpenIn {
    /// In place of the page.
    #[default]
    SameWindow,
    /// In a window of its own; web only.
    NewWindow,
    /// In a new tab; web only.
    NewTab,
}

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Link {
    /// `https`, `http` or an app's deep link, as typed.
    pub url: String,
    /// Where it opens.
    pub open_in: OpenIn,
    /// Whether the click also closes the message.
    pub dismiss_on_click: bool,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Link {
    fn default() -> Self {
        Self {
            url: String::new(),
            open_in: OpenIn::SameWindow,
            dismiss_on_click: true,
            unknown: Unknown::NONE,
        }
    }
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Action {
    /// Closes the message.
    Close(#[ts(skip)] Unknown),
    /// Closes it and keeps it away for 24 hours.
    HideForADay(#[ts(skip)] Unknown),
    /// Opens a link.
    Link(Link),
    /// Goes to the next step.
    Next(#[ts(skip)] Unknown),
    /// Ends the flow as completed.
    Done(#[ts(skip)] Unknown),
}

impl Action {
    /// Closes the message.
    pub const CLOSE: Self = Self::Close(Unknown::NONE);
    /// Closes it and keeps it away for 24 hours.
    pub const HIDE_FOR_A_DAY: Self = Self::HideForADay(Unknown::NONE);
    /// Goes to the next step.
    pub const NEXT: Self = Self::Next(Unknown::NONE);
    /// Ends the flow as completed.
    pub const DONE: Self = Self::Done(Unknown::NONE);
}

impl Default for Action {
    fn default() -> Self {
        Self::CLOSE
    }
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Button {
    /// The `actionName` of its events.
    pub name: String,
    /// The label.
    pub text: String,
    /// Label colour, `#rrggbb` or `#rrggbbaa`.
    pub text_color: String,
    /// Fill.
    pub background: String,
    /// Border.
    pub border_color: String,
    /// What a click does.
    pub action: Action,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Button {
    fn default() -> Self {
        Self {
            name: "button_1".to_owned(),
            text: String::new(),
            text_color: "#ffffff".to_owned(),
            background: "#1f2937".to_owned(),
            border_color: "#1f2937".to_owned(),
            action: Action::CLOSE,
            unknown: Unknown::NONE,
        }
    }
}

/// One picture in a step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Image {
    /// The `actionName` of its clicks.
    pub name: String,
    /// SHA-256 of the file in lower-case hex; empty until a picture is chosen.
    pub asset: String,
    /// What a screen reader says.
    pub alt: String,
    /// Where a click leads; none: nowhere.
    pub link: Option<Link>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// The pictures of a step; more than one is a carousel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Images {
    /// Shown while the device is held upright.
    pub portrait: Vec<Image>,
    /// Shown while it is held sideways, and on PC web.
    pub landscape: Vec<Image>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// A text with its colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// `#rrggbb` or `#rrggbbaa`.
    pub color: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            text: String::new(),
            color: "#111827".to_owned(),
            unknown: Unknown::NONE,
        }
    }
}

/// The × in the corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct CloseButton {
    /// Whether it is there.
    pub shown: bool,
    /// Its colour.
    pub color: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for CloseButton {
    fn default() -> Self {
        Self {
            shown: true,
            color: "#111827".to_owned(),
            unknown: Unknown::NONE,
        }
    }
}

/// A call to action for layouts without buttons.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Cta {
    /// The `actionName` of its clicks.
    pub name: String,
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// The side of its target on which a tooltip prefers to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Side {
    /// Above.
    #[default]
    Top,
    /// Below.
    Bottom,
    /// Left of it.
    Left,
    /// Right of it.
    Right,
}

/// What a tooltip points at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Anchor {
    /// A CSS selector.
    pub selector: String,
    /// The preferred side.
    pub side: Side,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

/// One step of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Step {
    /// Its name in events.
    pub name: String,
    /// How it lies on the screen.
    pub layout: Layout,
    /// Which parts it has.
    pub content: Content,
    /// The pictures.
    pub images: Images,
    /// Up to 30 characters.
    pub title: Text,
    /// Up to 70 characters.
    pub body: Text,
    /// At most two.
    pub buttons: Vec<Button>,
    /// For layouts without buttons.
    pub cta: Option<Cta>,
    /// Background colour of the card.
    pub background: String,
    /// The × in the corner.
    pub close: CloseButton,
    /// For a tooltip.
    pub anchor: Option<Anchor>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}

impl Default for Step {
    fn default() -> Self {
        Self {
            name: "step_1".to_owned(),
            layout: Layout::Modal,
            content: Content::ImageTextButton,
            images: Images::default(),
            title: Text::default(),
            body: Text {
                color: "#4b5563".to_owned(),
                ..Text::default()
            },
            buttons: Vec::new(),
            cta: None,
            background: "#ffffff".to_owned(),
            close: CloseButton::default(),
            anchor: None,
            unknown: Unknown::NONE,
        }
    }
}

/// What a group sees.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Message {
    /// Played in order.
    pub steps: Vec<Step>,
    /// Fields of a newer version, kept and written back.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Unknown,
}
