//! The server as others meet it: over HTTP on loopback, by hand and through `sync`.

mod faults;
mod http;
mod proxy;
mod publish;
mod sentences;
mod support;
