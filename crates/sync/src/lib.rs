//! The exchange: wire types, three-way merge, outbox, HTTP client.
