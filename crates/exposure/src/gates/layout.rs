//! Gate 2. Platform, SDK version against the layout's first version, orientation. An absent
//! value passes; PC web has a viewport, not an orientation.

use campaign::draft::{Orientation, Platform};

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
    if campaign.needs_web && in_app || is_too_old(context) {
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

fn is_too_old<F: Facts>(context: &Context<F>) -> bool {
    let (Some(sdk), Some(version)) = (context.facts.sdk(), context.facts.sdk_version()) else {
        return false;
    };
    let first = context.campaign.campaign().first_version(sdk);
    first.is_some_and(|first| version < first)
}

/// Whether the gate, which passed, could have refused had the log said more.
pub(crate) fn is_assumed<F: Facts>(context: &Context<F>) -> bool {
    let (campaign, facts) = (context.campaign, context.facts);
    let platform = facts.platform();
    let any_platform = Platform::ALL.into_iter().all(|one| campaign.runs_on(one));
    let any_way = Orientation::ALL
        .into_iter()
        .all(|one| campaign.runs_held(one));
    let no_orientation = platform != Some(Platform::PcWeb) && facts.orientation().is_none();
    platform.is_none() && (campaign.needs_web || !any_platform)
        || no_orientation && !any_way
        || campaign.campaign().has_first_versions()
            && (facts.sdk().is_none() || facts.sdk_version().is_none())
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
