//! The lab: the analyst's window, beside the designer, on the same workspace.
//!
//! This room knows how figures are shown to a person who turns knobs: what is computed while the
//! window stays quick, what a chart looks like, what can be concluded. It must never know how a
//! message is decided, how a bandit is simulated or how a probability is computed: it asks
//! `simulations` and `statistics`, reads the workspace through `store`, and writes nothing.
//!
//! Start with [`app`]: the window. [`panels`] lists what can be shown in it; each panel is a
//! folder with its inputs, its charts and its reading. Time is egui's own; work runs in [`work`].

pub mod app;
pub mod panels;

pub mod bandit;
pub mod forecast;

pub mod charts;
pub mod csv;
pub mod format;
pub mod shelf;
pub mod theme;
pub mod tokens;
pub mod widgets;
pub mod work;
