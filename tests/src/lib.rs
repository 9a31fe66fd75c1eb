//! Tests that need more than one room: the house's floors, an oracle for the replay, the
//! command line, a journey through the real window. Each is a file of this folder; those that
//! start a program are listed in that program's own `Cargo.toml`, which knows where it is built.
