//! Cross-crate tests: floors, conformance, journeys, faults.
