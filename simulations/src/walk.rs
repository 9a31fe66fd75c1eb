//! A walk over single events that keeps every person's state: what `rehearsal decide`,
//! `rehearsal explain` and the decision cases use.

use std::collections::HashMap;

use campaign::Value;
use events::Event;
use exposure::explain::{Explanation, explain};
use exposure::facts::Facts as _;
use exposure::person::{Ending, OutOfOrder, Person, Shown};
use exposure::sink::Displacer;
use exposure::{Gate, Plan, Reason, Sink};
use serde::{Deserialize, Serialize};

use crate::facts::EventFacts;
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
    /// Nobody is known yet.
    pub fn new(plan: &'a Plan, people: &People) -> Self {
        let (answers, response) = match people {
            People::Simulated(response, seed) => {
                (Some(Answers::new(plan, *response, *seed)), *response)
            }
            People::AsTheySay => (None, Response::default()),
        };
        let stays_us = (response.seconds_on_screen * 1e6) as i64;
        Self {
            plan,
            answers,
            stays_us,
            people: HashMap::new(),
        }
    }

    /// Decides one event. An event named `message_*` with a property `campaign` says what
    /// happened instead, and shows nothing.
    ///
    /// # Errors
    /// The event lies before the person's last.
    pub fn decide(&mut self, event: &Event, ts_us: i64) -> Result<Decision, OutOfOrder> {
        let plan = self.plan;
        let mut record = Record::new(plan);
        let id = person_id(event).to_owned();
        self.settle(&id, ts_us);
        let known = self.known(&id);
        let (session, device) = known.number(event, ts_us);
        if let Some(happened) = Happened::read(plan, event, ts_us, session, device) {
            happened.tell(plan, &mut known.person);
            return Ok(record.decision(plan, None));
        }
        let facts = EventFacts::new(plan, event, ts_us, session, device);
        let candidates = plan.candidates(facts.event());
        let shown = known
            .person
            .decide(plan, &candidates, &facts, &mut record)?;
        if let Some(shown) = shown {
            self.answer(&id, shown);
        }
        Ok(record.decision(plan, shown))
    }

    /// Asks every gate of every campaign for an event, as things stand before it.
    pub fn explain(&mut self, event: &Event, ts_us: i64) -> Vec<Explanation> {
        let id = person_id(event).to_owned();
        self.settle(&id, ts_us);
        let plan = self.plan;
        let known = self.known(&id);
        let (session, device) = known.number(event, ts_us);
        let facts = EventFacts::new(plan, event, ts_us, session, device);
        explain(plan, &known.person, &facts)
    }

    fn known(&mut self, id: &str) -> &mut Known {
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
        while let Some(shown) = self.known(id).person.settle(plan, now_us, &mut Unheard) {
            self.answer(id, shown);
        }
    }

    fn answer(&mut self, id: &str, shown: Shown) {
        let number = std::mem::take(&mut self.known(id).shown[shown.campaign]);
        let answer = self
            .answers
            .as_ref()
            .map(|all| all.draw(stream_key(id), &shown, number));
        let stays_us = self.stays_us;
        let known = self.known(id);
        known.shown[shown.campaign] = number + u32::from(!shown.is_test);
        let (stays_us, ending) = answer.map_or((stays_us, Ending::None), |answer| {
            (answer.stays_us, answer.ending)
        });
        known.person.answer(shown, shown.ts_us + stays_us, ending);
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
    fn number(&mut self, event: &Event, ts_us: i64) -> (u32, u32) {
        let session = match (&event.session_id, self.last) {
            (Some(id), _) => number_of(&mut self.sessions, id),
            (None, Some((last_us, session))) if ts_us - last_us < SESSION_GAP_US => session,
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
        (session, device.unwrap_or(events::MISSING))
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
    fn read(plan: &Plan, event: &Event, ts_us: i64, session: u32, device: u32) -> Option<Self> {
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
        let group = group.unwrap_or(0);
        let shown = Shown {
            campaign,
            group,
            ts_us,
            session,
            device,
            is_test: false,
        };
        Some(Self { shown, what })
    }

    fn tell(self, plan: &Plan, person: &mut Person) {
        match self.what {
            What::Impression => {
                person.remember(plan, &self.shown);
                let until_us =
                    self.shown.ts_us + (Response::default().seconds_on_screen * 1e6) as i64;
                person.answer(self.shown, until_us, Ending::None);
            }
            What::Ended(ending) => {
                if person.on_screen() != Some(self.shown.campaign) {
                    person.answer(self.shown, self.shown.ts_us, ending);
                }
                person.end(plan, self.shown.ts_us, ending);
            }
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

    fn matched(&mut self, campaign: usize, _is_assumed: bool) {
        self.reasons[campaign] = None;
    }

    fn refused(&mut self, campaign: usize, _gate: Gate, reason: Reason) {
        self.reasons[campaign] = Some((reason, None));
    }

    fn displaced(&mut self, campaign: usize, by: Displacer) {
        self.reasons[campaign] = Some((Reason::AnotherMessageShown, Some(by.campaign())));
    }
}

/// What is decided while time passes belongs to no event in hand.
struct Unheard;

impl Sink for Unheard {
    fn refused(&mut self, _campaign: usize, _gate: Gate, _reason: Reason) {}
    fn displaced(&mut self, _campaign: usize, _by: Displacer) {}
}

#[cfg(test)]
mod tests;
