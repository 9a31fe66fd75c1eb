//! The reference server: takes published campaigns from the designer, answers the web SDK which
//! of them a person may see, and counts what people did.
//!
//! This room knows HTTP in, keys, limits, and how a request becomes one transaction. It must
//! never decide by itself (the gates of `exposure` do), know SQL (`store::server` does), or
//! invent a word of the wire (`sync::wire` has them). Time comes in through [`Clock`].
//!
//! Start with [`routes::router`], the list of routes; [`start`] puts it on a socket.

pub mod routes;

mod active;
mod changes;

mod access;
mod body;
mod file;
mod images;
mod keys;
pub mod limits;
mod refusal;
mod running;
mod state;

pub use keys::{KEYS_FILE, Keys};
pub use limits::Limits;
pub use running::{Config, Running, ServerError, start};
pub use state::Clock;
