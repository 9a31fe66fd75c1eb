//! What is known when an event comes in. A log's row, an event on stdin and a request to the
//! server each answer these questions in their own way; the gates cannot tell them apart.

use campaign::draft::{Orientation, Platform};
use campaign::experiment::Identifier;
use campaign::{Sdk, Version};

/// Whether an [`Atom`](crate::plan::Atom) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Holds,
    /// It does not, or the value is missing.
    Fails,
    /// The log says nothing of what it looks at, for anybody.
    Unknown,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

/// What is known of one event and its person. An absent answer passes the layout gate.
pub trait Facts {
    /// When it happened, in microseconds UTC.
    fn ts_us(&self) -> i64;
    /// The event's name.
    fn event(&self) -> &str;
    /// Where it happened.
    fn platform(&self) -> Option<Platform>;
    /// How the device is held.
    fn orientation(&self) -> Option<Orientation>;
    /// The SDK that sent it.
    fn sdk(&self) -> Option<Sdk>;
    /// That SDK's version.
    fn sdk_version(&self) -> Option<&Version>;
    /// The session, numbered within the person.
    fn session(&self) -> u32;
    /// The device, numbered within the person.
    fn device(&self) -> u32;
    /// The user, device or session id.
    fn id(&self, kind: Identifier) -> Option<&str>;
    /// Whether the plan's atom of that number holds.
    fn truth(&self, atom: usize) -> Truth;
}
