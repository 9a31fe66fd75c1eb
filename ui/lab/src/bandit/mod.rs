//! The bandit panel: how a test with these rates and this traffic will behave.

mod answer;
mod charts;
mod inputs;
mod reading;
mod run;
mod setting;

use campaign::Draft;
use egui::{Context, Ui};

use crate::app::Lab;
use crate::charts::{Layout, Shared};
use crate::format;
use crate::panels::{Panel, Status};
use crate::widgets::empty_ui;
use crate::work::{Failure, Task};
use crate::{theme, tokens};

use answer::Answer;
pub use setting::{Group, Setting};

/// A test is called when P(best) of one group reaches this.
const CALLED_AT_P_BEST: f64 = 0.95;

/// The panel, for the list of panels.
pub const PANEL: Panel = Panel {
    name: "Bandit",
    advance,
    inputs_ui,
    charts_ui,
    reading_ui,
    status,
    stop: |lab| {
        if let Some(task) = &lab.bandit.task {
            task.stop();
        }
    },
};

/// What the panel holds.
#[derive(Debug, Default)]
pub struct State {
    /// What an analyst has set.
    pub setting: Setting,
    /// The name of the campaign whose groups were taken.
    taken_from: Option<String>,
    asked: Option<Setting>,
    task: Option<Task<Answer>>,
    is_answered: bool,
    answer: Option<Answer>,
    before: Option<Answer>,
    failure: Option<Failure>,
    layout: Layout,
    shared: Shared,
}

impl State {
    /// Sets the groups and the cadence of a campaign's test, where it has one.
    pub fn take_groups_of(&mut self, draft: &Draft) {
        if let Some(setting) = self.setting.of_campaign(draft) {
            self.setting = setting;
            self.taken_from = Some(draft.name.clone());
        }
    }

    /// A first answer is waited for before the next setting starts: while a slider moves, the
    /// charts move with it instead of starting over at every pixel.
    fn is_free(&self) -> bool {
        self.is_answered || self.task.as_ref().is_none_or(|task| !task.is_running())
    }

    fn take_answer(&mut self) {
        match self.task.as_ref().and_then(Task::take) {
            Some(Ok(answer)) => {
                self.answer = Some(answer);
                self.is_answered = true;
                self.failure = None;
            }
            Some(Err(failure)) => self.failure = Some(failure),
            None => {}
        }
    }

    fn start(&mut self, ctx: &Context) {
        // What is compared with is an answer that was complete, not one of a moving slider.
        let is_complete = self.task.as_ref().is_some_and(|task| !task.is_running());
        if is_complete && self.answer.is_some() {
            self.before.clone_from(&self.answer);
        }
        let setting = self.setting.clone();
        self.asked = Some(setting.clone());
        self.is_answered = false;
        self.task = Some(Task::start(ctx, "bandit", move |desk| {
            run::run(&setting, desk)
        }));
    }
}

fn advance(ctx: &Context, lab: &mut Lab) {
    let state = &mut lab.bandit;
    state.take_answer();
    if let Some(task) = &mut state.task {
        task.attend(ctx);
    }
    if state.asked.as_ref() != Some(&state.setting) && state.is_free() {
        state.start(ctx);
    }
}

fn inputs_ui(ui: &mut Ui, lab: &mut Lab) {
    if let Some(name) = &lab.bandit.taken_from {
        let words =
            format!("Groups of “{name}”. Its true rates are not known: set what you expect.");
        ui.label(theme::quiet(ui, words, tokens::TEXT_12));
    }
    inputs::setting_ui(ui, &mut lab.bandit.setting);
}

fn charts_ui(ui: &mut Ui, lab: &mut Lab) {
    let state = &mut lab.bandit;
    if let Some(failure) = &state.failure {
        empty_ui(ui, &failure.message, |ui| {
            ui.label(theme::quiet(ui, &failure.hint, tokens::TEXT_14));
        });
    } else if state.answer.is_some() {
        charts::grid(ui, state);
    }
}

fn reading_ui(ui: &mut Ui, lab: &mut Lab) {
    let State {
        asked: Some(setting),
        answer: Some(answer),
        ..
    } = &lab.bandit
    else {
        return;
    };
    reading::reading_ui(ui, setting, answer);
}

fn status(lab: &Lab) -> Status {
    let state = &lab.bandit;
    let Some(task) = &state.task else {
        return Status::default();
    };
    let (done, total) = task.progress();
    let is_running = task.is_running();
    let words = match (is_running, &state.answer) {
        (true, _) => format!(
            "{} of {} replications",
            format::count(done),
            format::count(total)
        ),
        (false, Some(answer)) => format!("{} replications", format::count(answer.replications)),
        (false, None) => String::new(),
    };
    Status {
        words,
        part: done as f32 / total.max(1) as f32,
        is_running,
        seed: state.asked.as_ref().map(|setting| setting.seed),
        elapsed_s: Some(task.elapsed_s()),
    }
}
