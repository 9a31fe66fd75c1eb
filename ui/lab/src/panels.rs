//! The panels, as a list: the bar, the shortcuts and the tests go over it.

use egui::{Context, Ui};

use crate::app::Lab;
use crate::{bandit, forecast};

/// What the bottom of the window says about a panel's work.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Status {
    /// What is computed, or what was.
    pub words: String,
    /// How much is done, from 0 to 1.
    pub part: f32,
    /// Whether it goes on.
    pub is_running: bool,
    /// The seed of what is shown.
    pub seed: Option<u64>,
    /// Seconds since the start.
    pub elapsed_s: Option<f64>,
}

/// One panel.
pub struct Panel {
    /// Its name.
    pub name: &'static str,
    /// Takes answers and starts work; called in every frame, shown or not.
    pub advance: fn(&Context, &mut Lab),
    /// What is given, on the left.
    pub inputs_ui: fn(&mut Ui, &mut Lab),
    /// The charts, in the middle.
    pub charts_ui: fn(&mut Ui, &mut Lab),
    /// The reading, on the right.
    pub reading_ui: fn(&mut Ui, &mut Lab),
    /// What the bottom says.
    pub status: fn(&Lab) -> Status,
    /// Stops the work.
    pub stop: fn(&mut Lab),
}

/// Every panel, in the order of the bar.
pub const PANELS: [Panel; 2] = [forecast::PANEL, bandit::PANEL];
