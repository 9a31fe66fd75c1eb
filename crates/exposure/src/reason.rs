//! Why an exposure is withheld. Every "no" of the pipeline has a name here and a case in
//! `fixtures/decisions/`.

use serde::{Deserialize, Serialize};

use crate::pipeline::Gate;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal at $gate:expr;)*) => {
        /// Why an exposure is withheld.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Reason {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)*
        }

        impl Reason {
            /// Every reason, in the order of the gates.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// `gate.reason` in snake case, as scripts and files know it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The gate that gives it; none where it is given outside the gates.
            pub const fn gate(self) -> Option<Gate> {
                match self { $(Self::$name => $gate,)* }
            }
        }
    };
}

reasons! {
    /// The event is none of the start events.
    EventNotMatched = "trigger.event_not_matched" at Some(Gate::Trigger);
    /// A filter on the event's properties does not hold.
    FilterNotMatched = "trigger.filter_not_matched" at Some(Gate::Trigger);
    /// The URL expression is not found in the path.
    UrlNotMatched = "trigger.url_not_matched" at Some(Gate::Trigger);
    /// No page rule covers the page.
    PageRuleNotMatched = "trigger.page_rule_not_matched" at Some(Gate::Trigger);
    /// The campaign does not run on this platform.
    PlatformNotSupported = "layout.platform_not_supported" at Some(Gate::Layout);
    /// The SDK or the platform does not know a step's layout.
    LayoutNotSupported = "layout.layout_not_supported" at Some(Gate::Layout);
    /// The device is held in a way that the campaign does not support.
    OrientationNotSupported = "layout.orientation_not_supported" at Some(Gate::Layout);
    /// The campaign was never started.
    StatusDraft = "status.status_draft" at Some(Gate::Status);
    /// It is paused.
    StatusPaused = "status.status_paused" at Some(Gate::Status);
    /// It is over.
    StatusEnded = "status.status_ended" at Some(Gate::Status);
    /// Its period has not begun.
    BeforePeriod = "period.before_period" at Some(Gate::Period);
    /// Its period is over.
    AfterPeriod = "period.after_period" at Some(Gate::Period);
    /// No slot of the timetable holds this moment.
    OutsideTimetable = "period.outside_timetable" at Some(Gate::Period);
    /// Shown often enough in this session.
    SessionCap = "frequency.session_cap" at Some(Gate::Frequency);
    /// Shown often enough on this device.
    DeviceCap = "frequency.device_cap" at Some(Gate::Frequency);
    /// Shown often enough to this person.
    UserCap = "frequency.user_cap" at Some(Gate::Frequency);
    /// Shown often enough to this person within the window.
    UserWindowCap = "frequency.user_window_cap" at Some(Gate::Frequency);
    /// The person chose not to see it for a day.
    HiddenForADay = "frequency.hidden_for_a_day" at Some(Gate::Frequency);
    /// A condition of the audience does not hold.
    AudienceNotMatched = "audience.audience_not_matched" at Some(Gate::Audience);
    /// The log says nothing of what a condition looks at.
    AudienceUnknown = "audience.audience_unknown" at Some(Gate::Audience);
    /// The person's group sees nothing.
    ControlGroup = "experiment.control_group" at Some(Gate::Experiment);
    /// The person's slot is outside the test's traffic.
    TrafficNotAllocated = "experiment.traffic_not_allocated" at Some(Gate::Experiment);
    /// There is no id by which to assign.
    IdentifierMissing = "experiment.identifier_missing" at Some(Gate::Experiment);
    /// Another message is on screen, or one of higher priority was shown.
    AnotherMessageShown = "screen.another_message_shown" at None;
}

impl std::fmt::Display for Reason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_begin_with_their_gate() {
        for reason in Reason::ALL {
            let gate = reason.gate().map_or("screen", Gate::word);
            assert!(reason.code().starts_with(&format!("{gate}.")), "{reason}");
        }
    }

    #[test]
    fn reasons_lie_in_the_order_of_the_gates() {
        let gates: Vec<_> = Reason::ALL
            .iter()
            .filter_map(|reason| reason.gate())
            .collect();
        assert!(gates.is_sorted());
    }
}
