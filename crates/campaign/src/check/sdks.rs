//! Which SDKs are too old for a draft's layouts.

use crate::check::Findings;
use crate::draft::Draft;
use crate::finding::Code;
use crate::limits::Limits;
use crate::message::Layout;
use crate::sdk::Sdk;
use crate::version::Version;

/// Says once per layout, at the first step that has it, since when the SDKs of the chosen
/// platforms show it.
pub(super) fn older(draft: &Draft, limits: &Limits, findings: &mut Findings) {
    for layout in Layout::ALL {
        let Some(path) = first_use(draft, layout) else {
            continue;
        };
        let since: Vec<String> = limits
            .first_versions
            .iter()
            .filter(|row| row.layout == layout)
            .filter(|row| {
                draft
                    .platforms
                    .iter()
                    .any(|platform| row.sdk.serves(*platform))
            })
            .map(|row| format!("{} {}", row.sdk.name(), row.version))
            .collect();
        if !since.is_empty() {
            let message = format!(
                "SDKs older than these do not show a {}: {}.",
                layout.name(),
                since.join(", ")
            );
            let fix = "People on older versions are left out until the app or site is updated.";
            findings.note(&path, Code::OlderSdks, message, fix);
        }
    }
}

fn first_use(draft: &Draft, layout: Layout) -> Option<String> {
    let shown = draft
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.control);
    shown
        .flat_map(|(group, one)| {
            let steps = one.message.steps.iter().enumerate();
            steps.map(move |(step, one)| (group, step, one.layout))
        })
        .find(|(.., one)| *one == layout)
        .map(|(group, step, _)| format!("/groups/{group}/message/steps/{step}/layout"))
}

/// The first version of each SDK that shows every step; rows that are no version say nothing.
pub(super) fn first_versions(draft: &Draft, limits: &Limits) -> [Option<Version>; Sdk::ALL.len()] {
    Sdk::ALL.map(|sdk| {
        let rows = limits.first_versions.iter().filter(|row| row.sdk == sdk);
        rows.filter(|row| first_use(draft, row.layout).is_some())
            .filter_map(|row| Version::parse(&row.version))
            .max()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Step;
    use crate::sdk::FirstVersion;

    #[test]
    fn the_latest_first_version_of_the_layouts_in_use_counts() {
        let mut draft = Draft::new("a".to_owned(), "A".to_owned());
        let step = draft.groups[0].message.steps[0].clone();
        draft.groups[0].message.steps.push(Step {
            layout: Layout::Banner,
            ..step
        });
        let row = |layout, sdk, version: &str| FirstVersion {
            layout,
            sdk,
            version: version.to_owned(),
        };
        let limits = Limits {
            first_versions: vec![
                row(Layout::Modal, Sdk::Android, "2.35.0"),
                row(Layout::Banner, Sdk::Android, "2.9"),
                row(Layout::Banner, Sdk::Ios, "2.40.0-rc.1"),
                row(Layout::Tooltip, Sdk::React, "12.0"),
                row(Layout::Modal, Sdk::Flutter, "soon"),
            ],
            ..Limits::default()
        };
        let found = first_versions(&draft, &limits);
        let of = |sdk: Sdk| found[sdk as usize].clone();
        assert_eq!(of(Sdk::Android), Version::parse("2.35"));
        assert_eq!(of(Sdk::Ios), Version::parse("2.40.0-rc.1"));
        assert_eq!((of(Sdk::React), of(Sdk::Flutter)), (None, None));
    }
}
