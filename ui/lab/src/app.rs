//! The window: a bar with the panels' names, inputs left, charts in the middle, the reading right,
//! and at the bottom what is being computed.

use std::path::Path;

use egui::{
    Align, CentralPanel, Context, CornerRadius, Frame, Key, Layout, Margin, Modifiers, Panel, Rect,
    ScrollArea, Sense, Stroke, ThemePreference, Ui, vec2,
};

use crate::panels::{PANELS, Status};
use crate::shelf::Shelf;
use crate::widgets::{Icon, icon_button, segmented_ui};
use crate::work::Failure;
use crate::{bandit, forecast, format, theme, tokens};

const TOP_HEIGHT: f32 = 48.0;
const BOTTOM_HEIGHT: f32 = 28.0;
const INPUTS_WIDTH: f32 = 280.0;
const READING_WIDTH: f32 = 296.0;

/// All that the window knows.
#[derive(Debug)]
pub struct Lab {
    /// The workspace, if one is open.
    pub shelf: Option<Shelf>,
    /// Why a workspace could not be opened.
    pub failure: Option<Failure>,
    /// What a person has typed to open one.
    pub typed_path: String,
    /// Index of the panel that is shown, in [`PANELS`].
    pub shown: usize,
    /// The forecast panel.
    pub forecast: forecast::State,
    /// The bandit panel.
    pub bandit: bandit::State,
    /// When the window was opened, in microseconds UTC.
    opened_us: i64,
    had_focus: bool,
}

impl Lab {
    /// A window on the workspace of that path, at the campaign of that key where there is one,
    /// opened at `opened_us` (microseconds UTC).
    pub fn new(path: Option<&Path>, campaign: Option<&str>, opened_us: i64) -> Self {
        let mut lab = Self {
            shelf: None,
            failure: None,
            typed_path: String::new(),
            shown: 0,
            forecast: forecast::State::default(),
            bandit: bandit::State::default(),
            opened_us,
            had_focus: true,
        };
        if let Some(path) = path {
            lab.open(path, campaign);
        }
        lab
    }

    /// Works on the workspace of that path from now on, or says why not.
    pub fn open(&mut self, path: &Path, campaign: Option<&str>) {
        let shelf = match Shelf::open(path, self.opened_us) {
            Ok(shelf) => shelf,
            Err(failure) => {
                self.failure = Some(failure);
                return;
            }
        };
        self.failure = None;
        self.forecast.choose_at_opening(&shelf, campaign);
        if let Some(draft) = self.forecast.draft(&shelf) {
            self.bandit.take_groups_of(draft);
        }
        self.shelf = Some(shelf);
    }

    /// The designer works on the same file: what it has saved is read when a person comes back.
    fn follow_designer(&mut self, ctx: &Context) {
        let has_focus = ctx.input(|input| input.focused);
        if has_focus
            && !self.had_focus
            && let Some(shelf) = &mut self.shelf
        {
            match shelf.read_again() {
                Ok(()) => self.forecast.restart(),
                Err(failure) => self.failure = Some(failure),
            }
        }
        self.had_focus = has_focus;
    }
}

impl eframe::App for Lab {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        lab_ui(ui, self);
    }
}

/// Draws the window.
pub fn lab_ui(ui: &mut Ui, lab: &mut Lab) {
    lab.follow_designer(ui.ctx());
    take_shortcuts(ui, lab);
    take_dropped_file(ui, lab);
    for panel in &PANELS {
        (panel.advance)(ui.ctx(), lab);
    }
    let panel = &PANELS[lab.shown];
    let colours = tokens::colours(ui);
    let pane = |margin: Margin| Frame::new().fill(colours.neutral[0]).inner_margin(margin);
    let bar = pane(Margin::symmetric(tokens::SPACE_16 as i8, 0));
    Panel::top("bar")
        .exact_size(TOP_HEIGHT)
        .frame(bar)
        .show(ui, |ui| bar_ui(ui, lab));
    Panel::bottom("status")
        .exact_size(BOTTOM_HEIGHT)
        .frame(bar)
        .show(ui, |ui| status_ui(ui, lab));
    let side = pane(Margin::same(tokens::SPACE_16 as i8));
    Panel::left("inputs")
        .default_size(INPUTS_WIDTH)
        .size_range(240.0..=420.0)
        .frame(side)
        .show(ui, |ui| {
            ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| (panel.inputs_ui)(ui, lab));
        });
    Panel::right("reading")
        .default_size(READING_WIDTH)
        .size_range(220.0..=460.0)
        .frame(side)
        .show(ui, |ui| {
            ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| (panel.reading_ui)(ui, lab));
        });
    let middle = Frame::new()
        .fill(colours.neutral[1])
        .inner_margin(Margin::same(12));
    CentralPanel::default()
        .frame(middle)
        .show(ui, |ui| (panel.charts_ui)(ui, lab));
}

fn take_shortcuts(ui: &Ui, lab: &mut Lab) {
    for (at, key) in [Key::Num1, Key::Num2].into_iter().enumerate() {
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key)) {
            lab.shown = at;
        }
    }
}

fn take_dropped_file(ui: &Ui, lab: &mut Lab) {
    let dropped = ui.input(|input| input.raw.dropped_files.first().cloned());
    if let Some(file) = dropped {
        lab.open(file.path(), None);
    }
}

fn bar_ui(ui: &mut Ui, lab: &mut Lab) {
    let colours = tokens::colours(ui);
    ui.horizontal_centered(|ui| {
        let (mark, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
        paint_mark(ui, mark);
        ui.label(theme::semibold("Rehearsal Lab", tokens::TEXT_14).color(colours.neutral[9]));
        ui.add_space(tokens::SPACE_16);
        ui.allocate_ui(vec2(200.0, TOP_HEIGHT), |ui| {
            let names: Vec<(usize, &str)> =
                PANELS.iter().map(|panel| panel.name).enumerate().collect();
            segmented_ui(ui, "Panel", &names, &mut lab.shown);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            theme_ui(ui);
            if let Some(shelf) = &lab.shelf {
                ui.add_space(tokens::SPACE_8);
                let name = theme::quiet(ui, &shelf.name, tokens::TEXT_12);
                ui.label(name)
                    .on_hover_text(shelf.path.display().to_string());
            }
        });
    });
}

/// The curtain: two halves drawn aside.
fn paint_mark(ui: &Ui, rect: Rect) {
    let colours = tokens::colours(ui);
    let (left, right) = rect.split_left_right_at_fraction(0.5);
    let round = CornerRadius::same(3);
    let halves = [
        (left, CornerRadius { se: 8, ..round }),
        (
            right.with_min_x(right.left() + 1.0),
            CornerRadius { sw: 8, ..round },
        ),
    ];
    for (half, radius) in halves {
        ui.painter().rect_filled(half, radius, colours.accent);
    }
}

fn theme_ui(ui: &mut Ui) {
    let chosen = ui.ctx().options(|options| options.theme_preference);
    for (preference, icon, label) in [
        (ThemePreference::Dark, Icon::Moon, "Dark theme"),
        (ThemePreference::Light, Icon::Sun, "Light theme"),
        (ThemePreference::System, Icon::Screen, "Theme of the system"),
    ] {
        let response = icon_button(ui, icon, label);
        if chosen == preference {
            let under = response.rect.shrink2(vec2(6.0, 0.0));
            let stroke = Stroke::new(2.0, tokens::colours(ui).accent);
            ui.painter()
                .hline(under.x_range(), under.bottom() + 1.0, stroke);
        }
        if response.clicked() {
            ui.ctx().set_theme(preference);
        }
    }
}

fn status_ui(ui: &mut Ui, lab: &mut Lab) {
    let panel = &PANELS[lab.shown];
    let status = (panel.status)(lab);
    ui.horizontal_centered(|ui| {
        progress_ui(ui, &status);
        if status.is_running && icon_button(ui, Icon::Cross, "Stop the computation").clicked() {
            (panel.stop)(lab);
        }
        ui.label(theme::quiet(ui, &status.words, tokens::TEXT_12));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = tokens::SPACE_16;
            let version = concat!("Rehearsal ", env!("CARGO_PKG_VERSION"));
            ui.label(theme::quiet(ui, version, tokens::TEXT_12));
            if let Some(elapsed_s) = status.elapsed_s {
                let words = format!("elapsed {}", format::seconds(elapsed_s));
                ui.label(theme::quiet(ui, words, tokens::TEXT_12));
            }
            if let Some(seed) = status.seed {
                ui.label(theme::quiet(ui, format!("seed {seed}"), tokens::TEXT_12));
            }
        });
    });
}

fn progress_ui(ui: &mut Ui, status: &Status) {
    let colours = tokens::colours(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(120.0, 4.0), Sense::hover());
    let part = status.part.clamp(0.0, 1.0);
    response.widget_info(|| {
        let label = format!("Progress: {:.0} %", part * 100.0);
        egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, label)
    });
    ui.painter().rect_filled(rect, 2.0, colours.neutral[3]);
    let done = rect.with_max_x(rect.left() + rect.width() * part);
    let colour = if status.is_running {
        colours.accent
    } else {
        colours.success
    };
    ui.painter().rect_filled(done, 2.0, colour);
}
