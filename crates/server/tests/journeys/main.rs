//! The server as others meet it: over HTTP on loopback, by hand and through `sync`.

mod http;
mod publish;
mod support;
