//! What a person may see now. The gates of `exposure` decide, on what the server knows: status,
//! caps that outlive a session (over all groups), audience, the test's group. What happens in
//! the page is left to the SDK: trigger, URL, page, platform, timetable, caps of the session,
//! and which of several messages goes first.

use std::collections::BTreeMap;

use campaign::draft::{Orientation, Platform};
use campaign::experiment::Identifier;
use campaign::{Sdk, Value, Version};
use exposure::person::{Ending, Shown};
use exposure::pipeline::{Context, Verdict};
use exposure::plan::{Compiled, Source};
use exposure::{Facts, Gate, Person, Plan, Reason, Truth};
use store::server::MessageEventRecord;
use sync::wire::sdk::{ActiveMessage, MessageEvent, Variant, message_id};

/// The gates that the server asks; the others belong to the page.
const GATES: [Gate; 6] = [
    Gate::TestDevice,
    Gate::Status,
    Gate::Period,
    Gate::Frequency,
    Gate::Audience,
    Gate::Experiment,
];

/// Who asks, and what the server knows of them.
pub(crate) struct Visitor {
    pub distinct_id: String,
    pub device_id: Option<String>,
    pub properties: BTreeMap<String, Value>,
    /// What they did with messages, the oldest first.
    pub seen: Vec<MessageEventRecord>,
}

/// Every campaign that the visitor may see, in the order of the walk.
pub(crate) fn messages(plan: &Plan, visitor: &Visitor, now_ms: i64) -> Vec<ActiveMessage> {
    let history = History::of(plan, visitor);
    let facts = Request {
        plan,
        visitor,
        now_us: now_ms * 1_000,
        history: &history,
    };
    let decide = |(index, campaign): (usize, &Compiled)| {
        let state = history.person.state(index);
        let context = Context {
            campaign,
            facts: &facts,
            state,
            now_us: facts.now_us,
        };
        Some(message(campaign, assign(&context)?))
    };
    plan.campaigns
        .iter()
        .enumerate()
        .filter_map(decide)
        .collect()
}

/// The group that is shown, and whether to a test device.
#[derive(Clone, Copy)]
struct Assigned {
    group: usize,
    is_test: bool,
}

fn assign(context: &Context<Request>) -> Option<Assigned> {
    for gate in GATES {
        let reason = match gate.ask(context) {
            Verdict::Pass => continue,
            Verdict::Accept => {
                let group = context.test_group();
                return Some(Assigned {
                    group,
                    is_test: true,
                });
            }
            Verdict::Refuse(reason) => reason,
        };
        // The page holds the clock to what has not begun: the answer is kept there for a while.
        let is_not_now = gate == Gate::Period && reason != Reason::AfterPeriod;
        // The page is told the group, and shows nothing.
        let is_control = gate == Gate::Experiment && reason == Reason::ControlGroup;
        if !is_not_now && !is_control {
            return None;
        }
    }
    let group = context.group().ok()?;
    Some(Assigned {
        group,
        is_test: false,
    })
}

fn message(compiled: &Compiled, assigned: Assigned) -> ActiveMessage {
    let draft = compiled.campaign().draft();
    // A test that has a winner is over: its other groups are no variants any more.
    let test = draft
        .experiment
        .as_ref()
        .filter(|test| test.winner.is_none());
    let is_listed = |index: usize| test.is_some() || index == assigned.group;
    let listed: Vec<usize> = (0..draft.groups.len())
        .filter(|index| is_listed(*index))
        .collect();
    let is_pair = listed.len() == 2 && listed.iter().all(|index| !draft.groups[*index].control);
    let name = |index: usize| match listed.iter().position(|one| *one == index) {
        Some(0) if is_pair => "control".to_owned(),
        Some(1) if is_pair => "treatment".to_owned(),
        _ => draft.groups[index].key.clone(),
    };
    let variant = |index: usize| {
        let group = &draft.groups[index];
        Variant {
            message_id: message_id(&draft.key, &group.key),
            group: group.key.clone(),
            steps: if group.control {
                Vec::new()
            } else {
                group.message.steps.clone()
            },
            delay_seconds: group.delay_seconds,
            url_regex: group.url_regex.clone(),
        }
    };
    ActiveMessage {
        id: draft.key.clone(),
        experiment_id: test.map(|_| draft.key.clone()),
        variants: listed
            .iter()
            .map(|index| (name(*index), variant(*index)))
            .collect(),
        assigned: name(assigned.group),
        test_device: assigned.is_test,
        priority: draft.priority,
        platforms: draft.platforms.clone(),
        orientations: draft.orientations.clone(),
        triggers: draft.triggers.clone(),
        url_regex: draft.url_regex.clone(),
        page_rules: draft.page_rules.clone(),
        delay: draft.delay.clone(),
        frequency: draft.frequency.clone(),
        period: draft.period.clone(),
        timetable: draft.timetable.clone(),
    }
}

/// What the visitor saw before, as `exposure` counts it.
struct History {
    person: Person,
    /// The device in hand, numbered within the person.
    device: u32,
}

/// The session in hand is none of those before: what a session may see is the page's to count.
const SESSION_NOW: u32 = u32::MAX;

impl History {
    fn of(plan: &Plan, visitor: &Visitor) -> Self {
        let (mut devices, mut sessions) = (Numbers::default(), Numbers::default());
        let mut person = Person::new(plan);
        for event in &visitor.seen {
            let found = plan
                .campaigns
                .iter()
                .position(|campaign| campaign.campaign().key() == event.campaign);
            let Some(campaign) = found else { continue };
            let Some(group) = plan.campaigns[campaign].group(&event.group) else {
                continue;
            };
            let shown = Shown {
                campaign,
                group,
                ts_us: event.at_ms * 1_000,
                session: sessions.of(event.session_id.as_deref()),
                device: devices.of(event.device_id.as_deref()),
                is_test: false,
            };
            match MessageEvent::of(&event.event) {
                Some(MessageEvent::Impression) => person.remember(plan, &shown),
                Some(MessageEvent::Complete | MessageEvent::Dismiss | MessageEvent::CtaClick) => {
                    person.answer(shown, shown.ts_us, Ending::Terminal);
                    person.end(plan, shown.ts_us, Ending::Terminal);
                }
                None => {}
            }
        }
        let device = devices.of(visitor.device_id.as_deref());
        Self { person, device }
    }
}

/// Numbers names in the order in which they come.
#[derive(Default)]
struct Numbers<'a>(Vec<Option<&'a str>>);

impl<'a> Numbers<'a> {
    fn of(&mut self, name: Option<&'a str>) -> u32 {
        let known = self.0.iter().position(|one| *one == name);
        let number = known.unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        });
        number as u32
    }
}

/// The request, as the gates ask about it.
struct Request<'a> {
    plan: &'a Plan,
    visitor: &'a Visitor,
    history: &'a History,
    now_us: i64,
}

impl Facts for Request<'_> {
    fn ts_us(&self) -> i64 {
        self.now_us
    }

    fn event(&self) -> &'static str {
        ""
    }

    fn platform(&self) -> Option<Platform> {
        None
    }

    fn orientation(&self) -> Option<Orientation> {
        None
    }

    fn sdk(&self) -> Option<Sdk> {
        None
    }

    fn sdk_version(&self) -> Option<&Version> {
        None
    }

    fn session(&self) -> u32 {
        SESSION_NOW
    }

    fn device(&self) -> u32 {
        self.history.device
    }

    fn id(&self, kind: Identifier) -> Option<&str> {
        match kind {
            Identifier::User => Some(&self.visitor.distinct_id),
            Identifier::Device => self.visitor.device_id.as_deref(),
            Identifier::Session => None,
        }
    }

    fn truth(&self, atom: usize) -> Truth {
        let atom = &self.plan.atoms[atom];
        match &atom.source {
            Source::UserProperty(name) => atom.holds(self.visitor.properties.get(name)).into(),
            Source::EventProperty(_) | Source::Url | Source::Page => Truth::Fails,
            Source::Device(_) | Source::Elsewhere(_) => Truth::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
