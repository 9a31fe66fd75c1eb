//! Gate 2. Platform, SDK version against the layout's first version, orientation. An absent
//! value passes; PC web has a viewport, not an orientation.

use campaign::draft::Platform;

use crate::facts::Facts;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let (campaign, facts) = (context.campaign, context.facts);
    let platform = facts.platform();
    if platform.is_some_and(|platform| !campaign.runs_on(platform)) {
        return Verdict::Refuse(Reason::PlatformNotSupported);
    }
    let in_app = matches!(platform, Some(Platform::Android | Platform::Ios));
    if campaign.needs_web && in_app || campaign.needs_modals && is_too_old(facts) {
        return Verdict::Refuse(Reason::LayoutNotSupported);
    }
    let held = facts
        .orientation()
        .filter(|_| platform != Some(Platform::PcWeb));
    if held.is_some_and(|held| !campaign.runs_held(held)) {
        return Verdict::Refuse(Reason::OrientationNotSupported);
    }
    Verdict::Pass
}

fn is_too_old<F: Facts>(facts: &F) -> bool {
    match (facts.sdk(), facts.sdk_version()) {
        (Some(sdk), Some(version)) => *version < sdk.first_with_modals(),
        _ => false,
    }
}

/// Whether the gate passes only because the log does not say.
pub(crate) fn is_assumed<F: Facts>(facts: &F) -> bool {
    let platform = facts.platform();
    platform.is_none() || facts.orientation().is_none() && platform != Some(Platform::PcWeb)
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let platform = context
        .facts
        .platform()
        .map_or("platform not in the log", Platform::word);
    let held = context.facts.orientation();
    let held = held.map_or(
        "orientation not in the log",
        campaign::draft::Orientation::word,
    );
    let runs: Vec<&str> = Platform::ALL
        .into_iter()
        .filter(|platform| context.campaign.runs_on(*platform))
        .map(Platform::word)
        .collect();
    format!("{platform}, {held}; runs on {}", runs.join(", "))
}
