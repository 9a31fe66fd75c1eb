//! A walk over single events that keeps every person's state: what `rehearsal decide`,
//! `rehearsal explain` and the decision cases use.

use std::collections::HashMap;

use campaign::Value;
use events::Event;
use exposure::explain::{Explanation, explain};
use exposure::person::{Ending, OutOfOrder, Person, Shown};
use exposure::plan::Source;
use exposure::{Gate, Plan, Reason, Sink};
use serde::{Deserialize, Serialize};

use crate::facts::{EventFacts, Place};
use crate::replay::Response;
use crate::replay::response::{Answers, stream_key};

/// A session ends after this long without an event, in microseconds.
const SESSION_GAP_US: i64 = 30 * 60 * 1_000_000;

/// What was decided for one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The campaign that is shown.
    pub shown: Option<String>,
    /// The group that is seen.
    pub group: Option<String>,
    /// The step with which the message begins.
    pub step: u32,
    /// Why each other campaign is not shown, in the order of the walk.
    pub reasons: Vec<CampaignReason>,
}

/// Why a campaign is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignReason {
    /// Its key.
    pub campaign: String,
    /// Why.
    pub reason: Reason,
    /// The campaign whose message stands in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// How people answer a message during the walk.
pub enum People {
    /// By a response model, as in a replay.
    Simulated(Response, u64),
    /// Only by the `message_*` events that come in; a message leaves the screen by itself.
    AsTheySay,
}

/// The walk.
pub struct Walk<'a> {
    plan: &'a Plan,
    known: Vec<bool>,
    answers: Option<Answers>,
    stays_us: i64,
    people: HashMap<String, Known>,
}

/// One person: the state, and how sessions, devices and exposures are numbered.
struct Known {
    person: Person,
    sessions: Vec<String>,
    devices: Vec<String>,
    last: Option<(i64, u32)>,
    gaps: u32,
    shown: Vec<u32>,
}

impl<'a> Walk<'a> {
    /// Nobody is known yet. `is_known` says whether anything is known of what an atom looks at.
    pub fn new(plan: &'a Plan, people: &People, is_known: impl Fn(&Source) -> bool) -> Self {
        let (answers, response) = match people {
            People::Simulated(response, seed) => {
                (Some(Answers::new(plan, *response, *seed)), *response)
            }
            People::AsTheySay => (None, Response::default()),
        };
        let known = plan
            .atoms
            .iter()
            .map(|atom| is_known(&atom.source))
            .collect();
        let stays_us = (response.seconds_on_screen * 1e6) as i64;
        Self {
            plan,
            known,
            answers,
            stays_us,
            people: HashMap::new(),
        }
    }

    /// Decides one event. Where people answer for themselves, an event named `message_*` with a
    /// property `campaign` says what happened instead, and shows nothing.
    ///
    /// # Errors
    /// The event lies before the person's last.
    pub fn decide(&mut self, event: &Event, ts_us: i64) -> Result<Decision, OutOfOrder> {
        if self.answers.is_none() && self.remember(event, ts_us) {
            return Ok(Record::new(self.plan).decision(self.plan, None));
        }
        let plan = self.plan;
        let mut record = Record::new(plan);
        let id = person_id(event).to_owned();
        self.settle(&id, ts_us);
        let place = self.of(&id).place(event, ts_us);
        let candidates = plan.candidates(&event.name);
        let known = self.known.clone();
        let facts = EventFacts::new(plan, &known, event, place);
        let person = &mut self.of(&id).person;
        let shown = person.decide(plan, &candidates, &facts, &mut record)?;
        if let Some(shown) = shown {
            self.answer(&id, shown);
        }
        Ok(record.decision(plan, shown))
    }

    /// Takes over what a `message_*` event says; false where it says nothing of these campaigns.
    /// Nothing is decided.
    pub fn remember(&mut self, event: &Event, ts_us: i64) -> bool {
        let (plan, stays_us) = (self.plan, self.stays_us);
        let id = person_id(event).to_owned();
        self.settle(&id, ts_us);
        let known = self.of(&id);
        let place = known.place(event, ts_us);
        let Some(happened) = Happened::read(plan, event, place) else {
            return false;
        };
        happened.tell(plan, &mut known.person, stays_us);
        true
    }

    /// Asks every gate of every campaign for an event, as things stand before it.
    pub fn explain(&mut self, event: &Event, ts_us: i64) -> Vec<Explanation> {
        let id = person_id(event).to_owned();
        self.settle(&id, ts_us);
        let plan = self.plan;
        let place = self.of(&id).place(event, ts_us);
        let known = self.known.clone();
        let facts = EventFacts::new(plan, &known, event, place);
        explain(plan, &self.of(&id).person, &facts)
    }

    fn of(&mut self, id: &str) -> &mut Known {
        let plan = self.plan;
        self.people.entry(id.to_owned()).or_insert_with(|| Known {
            person: Person::new(plan),
            sessions: Vec::new(),
            devices: Vec::new(),
            last: None,
            gaps: 0,
            shown: vec![0; plan.campaigns.len()],
        })
    }

    /// Lets time pass for a person; delayed messages are drawn and answered.
    fn settle(&mut self, id: &str, now_us: i64) {
        let plan = self.plan;
        while let Some(shown) = self.of(id).person.settle(plan, now_us, &mut Unheard) {
            self.answer(id, shown);
        }
    }

    fn answer(&mut self, id: &str, shown: Shown) {
        let number = self.of(id).shown[shown.campaign];
        let answer = self
            .answers
            .as_ref()
            .map(|all| all.draw(stream_key(id), &shown, number));
        let stays_us = self.stays_us;
        let known = self.of(id);
        known.shown[shown.campaign] = number + u32::from(!shown.is_test);
        let (stays_us, ending) = answer.map_or((stays_us, Ending::None), |answer| {
            (answer.stays_us, answer.ending)
        });
        known
            .person
            .answer(shown, shown.ts_us.saturating_add(stays_us), ending);
    }
}

/// The user, else the device.
fn person_id(event: &Event) -> &str {
    event
        .user_id
        .as_deref()
        .or(event.device_id.as_deref())
        .unwrap_or_default()
}

impl Known {
    /// The numbers of the event's session and device. Without a session id, a new session
    /// begins after 30 minutes without an event.
    fn place(&mut self, event: &Event, ts_us: i64) -> Place {
        let session = match (&event.session_id, self.last) {
            (Some(id), _) => number_of(&mut self.sessions, id),
            (None, Some((last_us, session))) if ts_us.saturating_sub(last_us) < SESSION_GAP_US => {
                session
            }
            (None, _) => {
                self.gaps += 1;
                number_of(&mut self.sessions, &format!("gap {}", self.gaps))
            }
        };
        self.last = Some((ts_us, session));
        let device = event
            .device_id
            .as_ref()
            .map(|id| number_of(&mut self.devices, id));
        Place {
            ts_us,
            session,
            device: device.unwrap_or(events::MISSING),
        }
    }
}

fn number_of(ids: &mut Vec<String>, id: &str) -> u32 {
    let found = ids.iter().rposition(|one| one == id).unwrap_or_else(|| {
        ids.push(id.to_owned());
        ids.len() - 1
    });
    found as u32
}

/// Something that already happened with a message, as a log or a history tells it.
struct Happened {
    shown: Shown,
    what: What,
}

enum What {
    Impression,
    Ended(Ending),
}

impl Happened {
    fn read(plan: &Plan, event: &Event, place: Place) -> Option<Self> {
        let word = |key: &str| match event.properties.get(key) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let what = match event.name.as_str() {
            "message_impression" => What::Impression,
            "message_dismiss" if word("action_name") == Some("hide_for_a_day") => {
                What::Ended(Ending::Hidden)
            }
            "message_dismiss" | "message_complete" | "message_cta_click" => {
                What::Ended(Ending::Terminal)
            }
            _ => return None,
        };
        let key = word("campaign")?;
        let campaign = plan
            .campaigns
            .iter()
            .position(|one| one.campaign().key() == key)?;
        let group = word("group").and_then(|group| plan.campaigns[campaign].group(group));
        let Place {
            ts_us,
            session,
            device,
        } = place;
        let shown = Shown {
            campaign,
            group: group.unwrap_or(0),
            ts_us,
            session,
            device,
            is_test: false,
        };
        Some(Self { shown, what })
    }

    fn tell(self, plan: &Plan, person: &mut Person, stays_us: i64) {
        let Self { shown, what } = self;
        match what {
            // The walk itself showed it, and counted it then.
            What::Impression if person.on_screen() == Some(shown.campaign) => {}
            What::Impression => {
                person.remember(plan, &shown);
                person.answer(shown, shown.ts_us.saturating_add(stays_us), Ending::None);
            }
            What::Ended(ending) if person.on_screen() == Some(shown.campaign) => {
                person.end(plan, shown.ts_us, ending);
            }
            What::Ended(ending) => person.remember_ending(plan, &shown, ending),
        }
    }
}

/// Records the reasons of one event; a campaign that the event cannot start was not asked.
struct Record {
    reasons: Vec<Option<(Reason, Option<usize>)>>,
}

impl Record {
    fn new(plan: &Plan) -> Self {
        Self {
            reasons: vec![Some((Reason::EventNotMatched, None)); plan.campaigns.len()],
        }
    }

    fn decision(self, plan: &Plan, shown: Option<Shown>) -> Decision {
        let key = |campaign: usize| plan.campaigns[campaign].campaign().key().to_owned();
        let reasons = self
            .reasons
            .into_iter()
            .enumerate()
            .filter_map(|(index, reason)| {
                let (reason, by) = reason?;
                Some(CampaignReason {
                    campaign: key(index),
                    reason,
                    by: by.map(key),
                })
            });
        let group = shown.map(|shown| {
            plan.campaigns[shown.campaign].campaign().groups()[shown.group]
                .key
                .clone()
        });
        let reasons = reasons.collect();
        Decision {
            shown: shown.map(|shown| key(shown.campaign)),
            group,
            step: 0,
            reasons,
        }
    }
}

impl Sink for Record {
    fn unmatched(&mut self, campaign: usize, reason: Reason) {
        self.reasons[campaign] = Some((reason, None));
    }

    fn matched(&mut self, campaign: usize) {
        self.reasons[campaign] = None;
    }

    fn refused(&mut self, campaign: usize, _gate: Gate, reason: Reason) {
        self.reasons[campaign] = Some((reason, None));
    }

    fn displaced(&mut self, campaign: usize, by: usize) {
        self.reasons[campaign] = Some((Reason::AnotherMessageShown, Some(by)));
    }
}

/// What is decided while time passes belongs to no event in hand.
struct Unheard;

impl Sink for Unheard {
    fn refused(&mut self, _campaign: usize, _gate: Gate, _reason: Reason) {}
    fn displaced(&mut self, _campaign: usize, _by: usize) {}
}

#[cfg(test)]
mod tests;
