//! Gate 4. Only an active campaign goes on. (The vendor's document prints "In Progress or
//! Completed"; its SDKs block draft and paused.)

use campaign::draft::Status;

use crate::facts::Facts;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    match context.campaign.campaign().draft().status {
        Status::Active => Verdict::Pass,
        Status::Draft => Verdict::Refuse(Reason::StatusDraft),
        Status::Paused => Verdict::Refuse(Reason::StatusPaused),
        Status::Ended => Verdict::Refuse(Reason::StatusEnded),
    }
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    format!(
        "the campaign is {}",
        context.campaign.campaign().draft().status.word()
    )
}
