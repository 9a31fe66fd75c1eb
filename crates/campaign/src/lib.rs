//! The words: what a campaign is, how it is edited, what is wrong with it.

pub mod value;
pub use value::Value;
