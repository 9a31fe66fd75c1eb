//! Where decisions go. The walk pushes; a replay counts, an explanation records, the server
//! logs. Generic, never boxed: it is called for every matched event.

use crate::pipeline::Gate;
use crate::reason::Reason;

/// Who or what stood in a campaign's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Displacer {
    /// The message of this campaign (by number) was on screen.
    OnScreen(usize),
    /// This campaign was shown for the same event.
    Shown(usize),
}

impl Displacer {
    /// The campaign's number.
    pub const fn campaign(self) -> usize {
        match self {
            Self::OnScreen(campaign) | Self::Shown(campaign) => campaign,
        }
    }
}

/// Receives what the walk decides; campaigns are numbers in the plan.
pub trait Sink {
    /// The event does not trigger the campaign.
    fn unmatched(&mut self, _campaign: usize, _reason: Reason) {}
    /// It does; `is_assumed` says that platform or orientation were not in the log.
    fn matched(&mut self, _campaign: usize, _is_assumed: bool) {}
    /// A gate refuses.
    fn refused(&mut self, campaign: usize, gate: Gate, reason: Reason);
    /// It would have shown, but for another message.
    fn displaced(&mut self, campaign: usize, by: Displacer);
    /// It waits for its delay.
    fn pending(&mut self, _campaign: usize) {}
}
