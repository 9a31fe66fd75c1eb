//! Charts: how one stands in its card, and what each kind draws.

mod bands;
mod columns;
mod grid;
mod rows;
mod scale;

pub use bands::{Band, Bands, Course};
pub use columns::{Column, Columns};
pub use grid::{Chart, Layout, Span, grid_ui};
pub use rows::{Row, rows_ui};
pub use scale::ticks;

use std::cell::Cell;

/// What the charts of one panel share: where the pointer is on the time axis, and which part of
/// the axis is shown.
#[derive(Debug, Default)]
pub struct Shared {
    /// Where the pointer was in the last frame, in units of the time axis.
    pub cursor: Option<f64>,
    /// Where it is in this frame.
    pub next_cursor: Cell<Option<f64>>,
    /// The part of the time axis that is shown; none: all of it.
    pub zoom: Cell<Option<(f64, f64)>>,
}

impl Shared {
    /// Ends the frame: every chart follows the pointer in the next one.
    pub fn settle(&mut self, ctx: &egui::Context) {
        let next = self.next_cursor.take();
        if next != self.cursor {
            self.cursor = next;
            ctx.request_repaint();
        }
    }
}
