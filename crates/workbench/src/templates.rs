//! What a new campaign can start from.

use campaign::Draft;
use campaign::message::{Action, Button, Content, Layout, Step, Text};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a new campaign starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Template {
    /// One empty modal.
    Blank,
    /// A modal with image, text and two buttons.
    Modal,
    /// A banner with image and text.
    Banner,
    /// A modal that leads to a second one.
    TwoStep,
    /// A sheet with an image and a button.
    BottomSheet,
    /// The whole screen.
    FullScreen,
}

impl Template {
    /// A new draft; `key` must be unique in the workspace.
    pub fn draft(self, key: String, name: String) -> Draft {
        let mut draft = Draft::new(key, name);
        if let Some(steps) = self.steps()
            && let Some(group) = draft.groups.first_mut()
        {
            group.message.steps = steps;
        }
        draft
    }

    /// The steps in place of the empty modal.
    fn steps(self) -> Option<Vec<Step>> {
        let steps = match self {
            Self::Blank => return None,
            Self::Modal => vec![Step {
                buttons: vec![
                    button("button_1", "Have a look", link()),
                    button("button_2", "Not today", Action::HIDE_FOR_A_DAY),
                ],
                ..text_step(
                    "step_1",
                    "A title that invites",
                    "Say in one sentence what is new.",
                )
            }],
            Self::Banner => vec![Step {
                layout: Layout::Banner,
                content: Content::ImageText,
                ..text_step(
                    "step_1",
                    "Good to know",
                    "Short news beside a small picture.",
                )
            }],
            Self::TwoStep => vec![
                Step {
                    content: Content::TextButton,
                    buttons: vec![button("button_1", "Next", Action::NEXT)],
                    ..text_step(
                        "step_1",
                        "One question first",
                        "Then the second step answers it.",
                    )
                },
                Step {
                    content: Content::TextButton,
                    buttons: vec![button("button_1", "Done", Action::DONE)],
                    ..text_step("step_2", "Thank you", "This is the second step.")
                },
            ],
            Self::BottomSheet => vec![Step {
                layout: Layout::BottomSheet,
                content: Content::ImageButton,
                buttons: vec![button("button_1", "Have a look", link())],
                ..Step::default()
            }],
            Self::FullScreen => vec![Step {
                layout: Layout::FullScreen,
                content: Content::ImageTextButton,
                buttons: vec![button("button_1", "Continue", Action::CLOSE)],
                ..text_step(
                    "step_1",
                    "All the room there is",
                    "For what deserves a whole screen.",
                )
            }],
        };
        Some(steps)
    }
}

fn text_step(name: &str, title: &str, body: &str) -> Step {
    let step = Step::default();
    Step {
        name: name.to_owned(),
        title: Text {
            text: title.to_owned(),
            ..step.title
        },
        body: Text {
            text: body.to_owned(),
            ..step.body
        },
        ..step
    }
}

fn button(name: &str, text: &str, action: Action) -> Button {
    Button {
        name: name.to_owned(),
        text: text.to_owned(),
        action,
        ..Button::default()
    }
}

fn link() -> Action {
    Action::Link(campaign::message::Link {
        url: "https://example.com/".to_owned(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use campaign::finding::Code;
    use campaign::{AssetFacts, Severity};

    use super::*;

    #[test]
    fn only_pictures_are_missing_from_a_new_campaign() {
        let stored: BTreeMap<String, AssetFacts> = BTreeMap::new();
        for template in [
            Template::Modal,
            Template::Banner,
            Template::TwoStep,
            Template::BottomSheet,
            Template::FullScreen,
        ] {
            let draft = template.draft("k".to_owned(), "New".to_owned());
            let (findings, _) = draft.check(&stored, &campaign::Limits::default());
            let others: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity != Severity::Note)
                .filter(|finding| finding.code != Code::ImageMissing)
                .collect();
            assert!(others.is_empty(), "{template:?}: {others:?}");
        }
    }
}
