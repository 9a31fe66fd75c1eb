//! The forecast panel: what a log says about a campaign, and what other caps would change.

mod charts;
mod days;
mod inputs;
mod losses;
mod reading;
mod run;

use campaign::Draft;
use campaign::frequency::Frequency;
use egui::{Context, TextEdit, Ui};
use simulations::replay::{CampaignForecast, Forecast};

use crate::app::Lab;
use crate::charts::Layout;
use crate::panels::{Panel, Status};
use crate::shelf::Shelf;
use crate::widgets::{empty_ui, primary_button, quiet_button, step_ui};
use crate::work::{Failure, Task};
use crate::{format, theme, tokens};

use run::Question;

const SEED: u64 = 1;

/// The panel, for the list of panels.
pub const PANEL: Panel = Panel {
    name: "Forecast",
    advance,
    inputs_ui,
    charts_ui,
    reading_ui,
    status,
    stop: |lab| {
        if let Some(task) = &lab.forecast.task {
            task.stop();
        }
    },
};

/// What decides a forecast, as far as a person can change it here.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    campaign: String,
    log: String,
    caps: Frequency,
}

/// What the panel holds.
#[derive(Debug, Default)]
pub struct State {
    campaign: Option<String>,
    log: Option<String>,
    /// The caps that are tried.
    pub caps: Frequency,
    asked: Option<Asked>,
    task: Option<Task<Forecast>>,
    found: Option<Forecast>,
    /// The forecast under the campaign's own caps.
    own: Option<(Asked, Forecast)>,
    failure: Option<Failure>,
    layout: Layout,
}

impl State {
    /// Chooses the campaign of that key, else the first, and the newest log.
    pub fn choose_at_opening(&mut self, shelf: &Shelf, key: Option<&str>) {
        let named = shelf
            .campaigns
            .iter()
            .find(|draft| Some(draft.key.as_str()) == key);
        if let Some(draft) = named.or(shelf.campaigns.first()) {
            self.choose_campaign(draft);
        }
        self.log = shelf.logs.first().map(|log| log.id.clone());
    }

    /// Looks at another campaign, with its own caps.
    fn choose_campaign(&mut self, draft: &Draft) {
        self.campaign = Some(draft.key.clone());
        self.caps = draft.frequency.clone();
        self.restart();
    }

    /// Forgets what was found: the workspace has changed.
    pub fn restart(&mut self) {
        self.asked = None;
        self.own = None;
    }

    /// The campaign that is looked at.
    pub fn draft<'a>(&self, shelf: &'a Shelf) -> Option<&'a Draft> {
        shelf
            .campaigns
            .iter()
            .find(|draft| Some(&draft.key) == self.campaign.as_ref())
    }

    /// Key of the campaign that is looked at.
    pub fn campaign_key(&self) -> Option<&str> {
        self.campaign.as_deref()
    }

    /// Impressions of the campaign that is looked at, once they are known.
    pub fn impressions(&self) -> Option<u64> {
        Some(self.compared()?.0.impressions)
    }

    fn shown(&self) -> Option<&Forecast> {
        self.found.as_ref()
    }

    /// The chosen campaign's forecast, and the one under its own caps where other caps are tried.
    fn compared(&self) -> Option<(&CampaignForecast, Option<&CampaignForecast>)> {
        let key = self.campaign.as_ref()?;
        let own = self
            .own
            .as_ref()
            .filter(|(asked, _)| asked.caps != self.caps);
        let own = own.and_then(|(_, forecast)| of_campaign(forecast, key));
        Some((of_campaign(self.found.as_ref()?, key)?, own))
    }

    fn take_answer(&mut self, shelf: &Shelf) {
        match self.task.as_ref().and_then(Task::take) {
            Some(Ok(forecast)) => {
                let own = self.draft(shelf).map(|draft| &draft.frequency);
                if let Some(asked) = self.asked.as_ref().filter(|asked| Some(&asked.caps) == own) {
                    self.own = Some((asked.clone(), forecast.clone()));
                }
                self.found = Some(forecast);
                self.failure = None;
            }
            Some(Err(failure)) => {
                self.failure = Some(failure);
                self.found = None;
            }
            None => {}
        }
    }

    fn question(&self, shelf: &Shelf) -> Option<(Asked, Question)> {
        let draft = self.draft(shelf)?;
        let log = shelf
            .logs
            .iter()
            .find(|log| Some(&log.id) == self.log.as_ref())?;
        let mut campaigns = shelf.campaigns.clone();
        for campaign in campaigns
            .iter_mut()
            .filter(|campaign| campaign.key == draft.key)
        {
            campaign.frequency.clone_from(&self.caps);
        }
        let question = Question {
            campaigns,
            chosen: draft.key.clone(),
            today_us: shelf.opened_us,
            assets: shelf.assets.clone(),
            limits: shelf.limits.clone(),
            log: log.path.clone(),
            seed: SEED,
        };
        let (campaign, log) = (draft.key.clone(), log.id.clone());
        Some((
            Asked {
                campaign,
                log,
                caps: self.caps.clone(),
            },
            question,
        ))
    }
}

fn of_campaign<'a>(forecast: &'a Forecast, key: &str) -> Option<&'a CampaignForecast> {
    forecast.campaigns.iter().find(|found| found.key == key)
}

fn advance(ctx: &Context, lab: &mut Lab) {
    let Some(shelf) = &lab.shelf else { return };
    let state = &mut lab.forecast;
    state.take_answer(shelf);
    // One replay at a time: while a slider moves, each one that ends starts the next.
    if let Some(task) = &mut state.task {
        task.attend(ctx);
        if task.is_running() {
            return;
        }
    }
    if let Some((asked, question)) = state.question(shelf)
        && state.asked.as_ref() != Some(&asked)
    {
        state.asked = Some(asked);
        state.task = Some(Task::start(ctx, "forecast", move |desk| {
            run::run(&question, desk)
        }));
    }
}

fn inputs_ui(ui: &mut Ui, lab: &mut Lab) {
    if let Some(shelf) = &lab.shelf {
        inputs::inputs(ui, &mut lab.forecast, shelf);
    } else {
        ui.label(theme::quiet(
            ui,
            "Campaign, log and caps are chosen here.",
            tokens::TEXT_13,
        ));
    }
}

fn charts_ui(ui: &mut Ui, lab: &mut Lab) {
    let Some(shelf) = &lab.shelf else {
        open_ui(ui, lab);
        return;
    };
    if shelf.campaigns.is_empty() {
        empty_ui(ui, "This workspace has no campaign yet", |ui| {
            step_ui(
                ui,
                1,
                "Create one in the designer, or load the sample workspace there.",
            );
            step_ui(
                ui,
                2,
                "Come back: the lab reads the workspace again by itself.",
            );
        });
    } else if shelf.logs.is_empty() {
        empty_ui(ui, "This workspace has no log yet", |ui| {
            let words = "A forecast replays a log of what people really did.";
            ui.label(theme::quiet(ui, words, tokens::TEXT_14));
            step_ui(
                ui,
                1,
                "In the designer, choose Logs and import an export of your analytics tool.",
            );
            step_ui(
                ui,
                2,
                "Come back: the lab reads the workspace again by itself.",
            );
        });
    } else if let Some(failure) = &lab.forecast.failure {
        empty_ui(ui, &failure.message, |ui| {
            ui.label(theme::quiet(ui, &failure.hint, tokens::TEXT_14));
        });
    } else {
        charts::grid(ui, &mut lab.forecast);
    }
}

/// No workspace is open: how to open one, and what works without.
fn open_ui(ui: &mut Ui, lab: &mut Lab) {
    empty_ui(ui, "Open a workspace to forecast its campaigns", |ui| {
        if let Some(failure) = &lab.failure {
            let colours = tokens::colours(ui);
            ui.label(theme::text(&failure.message, tokens::TEXT_14).color(colours.danger));
            ui.label(theme::quiet(ui, &failure.hint, tokens::TEXT_14));
        }
        step_ui(
            ui,
            1,
            "Drop a workspace file on this window, or type its path.",
        );
        let mut is_asked = false;
        ui.horizontal(|ui| {
            let field =
                TextEdit::singleline(&mut lab.typed_path).hint_text("/path/to/shop.rehearsal");
            let response = ui.add(field.desired_width(ui.available_width() - 80.0));
            let is_entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
            is_asked =
                primary_button(ui, "Open").clicked() || (response.lost_focus() && is_entered);
        });
        step_ui(
            ui,
            2,
            "Or open the lab from the designer, at the campaign in hand.",
        );
        ui.add_space(tokens::SPACE_16);
        ui.label(theme::quiet(
            ui,
            "A bandit can be simulated without a workspace.",
            tokens::TEXT_14,
        ));
        if quiet_button(ui, "Simulate a bandit").clicked() {
            lab.shown = 1;
        }
        if is_asked && !lab.typed_path.trim().is_empty() {
            let path = lab.typed_path.trim().to_owned();
            lab.open(path.as_ref(), None);
        }
    });
}

fn reading_ui(ui: &mut Ui, lab: &mut Lab) {
    let state = &lab.forecast;
    if let (Some(forecast), Some((found, own))) = (state.shown(), state.compared()) {
        reading::reading_ui(ui, forecast, found, own);
    } else {
        ui.label(theme::quiet(
            ui,
            "Figures and the conclusion are read here.",
            tokens::TEXT_13,
        ));
    }
}

fn status(lab: &Lab) -> Status {
    let state = &lab.forecast;
    let Some(task) = &state.task else {
        return Status::default();
    };
    let (done, total) = task.progress();
    let is_running = task.is_running();
    let words = if is_running {
        format!("{} of {} events", format::count(done), format::count(total))
    } else {
        format!("{} replayed", format::counted(total, "event"))
    };
    Status {
        words,
        part: done as f32 / total.max(1) as f32,
        is_running,
        seed: Some(SEED),
        elapsed_s: Some(task.elapsed_s()),
    }
}
