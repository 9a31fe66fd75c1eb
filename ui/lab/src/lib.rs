//! The analyst's window.
