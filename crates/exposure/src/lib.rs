//! The decision: the ordered gates, caps, assignment and their trace.
