//! `rehearsal`: everything without a screen.
fn main() {}
