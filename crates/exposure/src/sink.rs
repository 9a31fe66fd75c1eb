//! Where decisions go. The walk pushes; a replay counts, an explanation records, the server
//! logs. Generic, never boxed: it is called for every matched event.

use crate::pipeline::Gate;
use crate::reason::Reason;

/// Receives what the walk decides; campaigns are numbers in the plan.
pub trait Sink {
    /// The event does not trigger the campaign.
    fn unmatched(&mut self, _campaign: usize, _reason: Reason) {}
    /// It does.
    fn matched(&mut self, _campaign: usize) {}
    /// It passes the layout gate only because the log does not say.
    fn assumed(&mut self, _campaign: usize) {}
    /// A gate refuses.
    fn refused(&mut self, campaign: usize, gate: Gate, reason: Reason);
    /// It would have shown, but for the message of the campaign `by`, which is on screen or was
    /// shown for the same event.
    fn displaced(&mut self, campaign: usize, by: usize);
    /// It would wait for its delay, but waits already.
    fn dropped(&mut self, _campaign: usize) {}
}
