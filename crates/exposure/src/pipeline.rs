//! The pipeline as a visible list. Panels, documents and the README's table come from here.

use campaign::experiment::Identifier;
use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::gates::{audience, experiment, frequency, layout, period, status, test_device, trigger};
use crate::person::CampaignState;
use crate::plan::Compiled;
use crate::reason::Reason;

/// One gate of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The event, its filters, the URL and the page.
    Trigger,
    /// Platform, layout and orientation.
    Layout,
    /// Whether the user or device is registered for tests: accepts at once.
    TestDevice,
    /// Whether the campaign is active.
    Status,
    /// Period and timetable.
    Period,
    /// Caps, and "do not show again for a day".
    Frequency,
    /// Who may see it.
    Audience,
    /// The A/B test.
    Experiment,
}

/// The gates in the documented order (Hackle-exposure, steps 1 to 8).
pub const GATES: [Gate; 8] = [
    Gate::Trigger,
    Gate::Layout,
    Gate::TestDevice,
    Gate::Status,
    Gate::Period,
    Gate::Frequency,
    Gate::Audience,
    Gate::Experiment,
];

/// The order of the vendor's SDKs from core 2.30 on: caps come last. The SDKs also ask for the
/// layout only after the audience; here platform, layout and orientation stay one gate.
const SDK_GATES: [Gate; 8] = [
    Gate::Trigger,
    Gate::Layout,
    Gate::TestDevice,
    Gate::Status,
    Gate::Period,
    Gate::Audience,
    Gate::Experiment,
    Gate::Frequency,
];

/// In which order the gates stand. Who sees a message is nearly the same; which reason is given
/// is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As the vendor's document lists them.
    #[default]
    Documented,
    /// As the vendor's SDKs run them.
    Sdk,
}

impl Order {
    /// The gates in this order.
    pub const fn gates(self) -> &'static [Gate; 8] {
        match self {
            Self::Documented => &GATES,
            Self::Sdk => &SDK_GATES,
        }
    }
}

/// What a gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// On to the next gate.
    Pass,
    /// Not this time.
    Refuse(Reason),
    /// Shown at once, whatever the gates below would say.
    Accept,
}

/// All that a gate may look at.
pub struct Context<'a, F> {
    /// The campaign.
    pub campaign: &'a Compiled,
    /// What is known of the event and the person.
    pub facts: &'a F,
    /// What happened between this person and this campaign so far.
    pub state: &'a CampaignState,
    /// The moment of the decision in microseconds UTC.
    pub now_us: i64,
}

impl<F: Facts> Context<'_, F> {
    /// The person's group, also where it is a control group; the first where there is no test.
    ///
    /// # Errors
    /// The person is in no group of the test.
    pub fn group(&self) -> Result<usize, Reason> {
        experiment::group(self)
    }

    /// The group that a test device is shown.
    pub fn test_group(&self) -> usize {
        test_device::shown_group(self)
    }

    /// The id by which the campaign's test assigns people.
    pub fn identifier(&self) -> Option<&str> {
        let kind = self
            .campaign
            .experiment()
            .map_or(Identifier::User, |test| test.identifier);
        self.facts.id(kind)
    }
}

impl Gate {
    /// Asks the gate.
    pub fn ask<F: Facts>(self, context: &Context<F>) -> Verdict {
        match self {
            Self::Trigger => trigger::ask(context),
            Self::Layout => layout::ask(context),
            Self::TestDevice => test_device::ask(context),
            Self::Status => status::ask(context),
            Self::Period => period::ask(context),
            Self::Frequency => frequency::ask(context),
            Self::Audience => audience::ask(context),
            Self::Experiment => experiment::ask(context),
        }
    }

    /// What the gate looked at, in a person's words.
    pub fn describe<F: Facts>(self, context: &Context<F>) -> String {
        match self {
            Self::Trigger => trigger::describe(context),
            Self::Layout => layout::describe(context),
            Self::TestDevice => test_device::describe(context),
            Self::Status => status::describe(context),
            Self::Period => period::describe(context),
            Self::Frequency => frequency::describe(context),
            Self::Audience => audience::describe(context),
            Self::Experiment => experiment::describe(context),
        }
    }

    /// The word of codes and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Layout => "layout",
            Self::TestDevice => "test_device",
            Self::Status => "status",
            Self::Period => "period",
            Self::Frequency => "frequency",
            Self::Audience => "audience",
            Self::Experiment => "experiment",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_hold_every_gate_once() {
        for order in [Order::Documented, Order::Sdk] {
            let mut gates = order.gates().to_vec();
            gates.sort();
            assert_eq!(gates, GATES, "{order:?}");
        }
    }
}
