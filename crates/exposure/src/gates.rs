//! One file per gate: what it asks, the reasons it gives, how it explains itself.

pub mod audience;
pub mod experiment;
pub mod frequency;
pub mod layout;
pub mod period;
pub mod status;
pub mod test_device;
pub mod trigger;
