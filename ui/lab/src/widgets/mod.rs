//! The controls of the window, each a function or a small value that draws itself.

mod button;
mod empty;
mod figure;
mod icon;
mod segmented;
mod select;
mod slider;

pub use button::{primary_button, quiet_button};
pub use empty::{empty_ui, step_ui};
pub use figure::{Figure, conclusion_ui, figure_ui, section_ui};
pub use icon::{Icon, icon_button};
pub use segmented::segmented_ui;
pub use select::select_ui;
pub use slider::{Scale, Slider};
