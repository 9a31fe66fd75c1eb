//! What a campaign is called, and where it shows.

use serde_json::Value as Json;

use crate::check::Findings;
use crate::draft::{Draft, Kind, Orientation};
use crate::finding::Code;

/// The longest name, in grapheme clusters.
pub const NAME_CHARS_MAX: usize = 100;
/// The longest description.
pub const DESCRIPTION_CHARS_MAX: usize = 1_000;

pub(super) fn check(draft: &Draft, findings: &mut Findings) {
    if draft.key.is_empty() {
        let message = "The campaign has no key.".to_owned();
        let fix = "Create it in the app, or write a key.";
        findings.block("/key", Code::Missing, message, fix);
    }
    findings.length("/name", "The name", &draft.name, (1, NAME_CHARS_MAX));
    let (path, what) = ("/description", "The description");
    findings.length(path, what, &draft.description, (0, DESCRIPTION_CHARS_MAX));
    if draft.kind == Kind::Inbox {
        let message = "App inbox messages cannot be started by this version.".to_owned();
        let fix = "Make it an in-app message.";
        findings.block("/kind", Code::NotSupported, message, fix);
    }
    tags(draft, findings);
    places(draft, findings);
}

fn tags(draft: &Draft, findings: &mut Findings) {
    for (index, tag) in draft.tags.iter().enumerate() {
        if tag.trim().is_empty() {
            let path = format!("/tags/{index}");
            let message = "A tag is empty.".to_owned();
            findings
                .note(&path, Code::Missing, message, "Write it or remove it.")
                .one_click("Remove it", [(path, Json::Null)]);
        }
    }
    findings.repeated("/tags", &draft.tags, |tag| format!("The tag {tag:?}"));
}

fn places(draft: &Draft, findings: &mut Findings) {
    if draft.platforms.is_empty() {
        let message = "No platform is chosen, so nobody would see it.".to_owned();
        let fix = "Choose at least one platform.";
        findings.block("/platforms", Code::Missing, message, fix);
    }
    if draft.orientations.is_empty() {
        let message = "No orientation is chosen.".to_owned();
        let fix = "Choose portrait or landscape.";
        findings.block("/orientations", Code::Missing, message, fix);
    }
    findings.repeated("/platforms", &draft.platforms, |one| one.name().to_owned());
    let orientations = &draft.orientations;
    findings.repeated("/orientations", orientations, |one| match one {
        Orientation::Portrait => "Portrait".to_owned(),
        Orientation::Landscape => "Landscape".to_owned(),
    });
}
