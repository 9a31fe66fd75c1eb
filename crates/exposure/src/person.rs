//! One person's walk through time: what was shown, what is on screen, what waits. Events must
//! come in order; the walk is a pure function of them, the plan and the answers to messages.

use std::collections::VecDeque;

use campaign::frequency::Counts;

use crate::facts::Facts;
use crate::gates::{experiment, layout, test_device};
use crate::pipeline::{Context, Gate, Verdict};
use crate::plan::{Compiled, Plan};
use crate::sink::Sink;

/// How long "do not show again for a day" keeps a message away, in microseconds.
const HIDE_US: i64 = 24 * 3_600 * 1_000_000;

/// An event that lies before one already decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("decide an event at {ts_us} µs after one at {last_us} µs: events must come in order")]
pub struct OutOfOrder {
    /// The event's time.
    pub ts_us: i64,
    /// The latest time decided so far.
    pub last_us: i64,
}

/// What happened between a person and a campaign so far. Counters are those of the campaign's
/// caps: displays, or terminal interactions, as its frequency says.
#[derive(Debug, Clone, Default)]
pub struct CampaignState {
    sessions: Vec<(u32, u32)>,
    devices: Vec<(u32, u32)>,
    count: u32,
    recent: VecDeque<i64>,
    seen_in: Vec<u32>,
    hidden_until_us: Option<i64>,
    group: Option<usize>,
}

impl CampaignState {
    /// Counted in the session.
    pub fn session_count(&self, session: u32) -> u32 {
        count_of(&self.sessions, session)
    }

    /// Counted on the device, ever.
    pub fn device_count(&self, device: u32) -> u32 {
        count_of(&self.devices, device)
    }

    /// Counted, ever.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Time of the n-th last counted exposure; n = 1 is the last.
    pub fn nth_last(&self, n: u32) -> Option<i64> {
        let index = self.recent.len().checked_sub(n as usize)?;
        self.recent.get(index).copied()
    }

    /// Whether it was on screen in the session.
    pub fn is_seen_in(&self, session: u32) -> bool {
        self.seen_in.contains(&session)
    }

    /// Until when the person hid it, included.
    pub const fn hidden_until_us(&self) -> Option<i64> {
        self.hidden_until_us
    }

    /// The group in which the person was exposed.
    pub const fn group(&self) -> Option<usize> {
        self.group
    }

    fn add(&mut self, campaign: &Compiled, session: u32, device: u32, ts_us: i64) {
        let frequency = &campaign.campaign().draft().frequency;
        self.count += 1;
        if frequency.per_session.is_some() {
            add_to(&mut self.sessions, session);
        }
        if frequency.per_device.is_some() {
            add_to(&mut self.devices, device);
        }
        if let Some(cap) = &frequency.per_user_window {
            if self.recent.len() >= cap.count as usize {
                self.recent.pop_front();
            }
            self.recent.push_back(ts_us);
        }
    }

    fn clear(&mut self) {
        self.sessions.clear();
        self.devices.clear();
        self.recent.clear();
        self.seen_in.clear();
        (self.count, self.hidden_until_us, self.group) = (0, None, None);
    }
}

/// Sessions and devices are few and the latest is asked for most: found from the back.
fn count_of(counts: &[(u32, u32)], key: u32) -> u32 {
    counts
        .iter()
        .rfind(|(one, _)| *one == key)
        .map_or(0, |(_, count)| *count)
}

fn add_to(counts: &mut Vec<(u32, u32)>, key: u32) {
    match counts.iter_mut().rfind(|(one, _)| *one == key) {
        Some((_, count)) => *count += 1,
        None => counts.push((key, 1)),
    }
}

/// A message that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The campaign's number in the plan.
    pub campaign: usize,
    /// The group's number.
    pub group: usize,
    /// When, in microseconds UTC.
    pub ts_us: i64,
    /// The session, numbered within the person.
    pub session: u32,
    /// The device, numbered within the person.
    pub device: u32,
    /// Whether a test device sees it: counted apart, spends no cap.
    pub is_test: bool,
}

/// How a person ends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A terminal interaction: dismissed, clicked away or completed.
    Terminal,
    /// Dismissed with "do not show again for a day".
    Hidden,
    /// Nothing: the message leaves the screen by itself.
    None,
}

#[derive(Debug, Clone, Copy)]
struct OnScreen {
    shown: Shown,
    until_us: i64,
    ending: Ending,
}

#[derive(Debug, Clone, Copy)]
struct Waiting {
    shown: Shown,
    due_us: i64,
}

/// One person's state over a plan. [`Person::begin`] makes it ready for the next person without
/// giving memory back.
#[derive(Debug, Clone)]
pub struct Person {
    states: Vec<CampaignState>,
    screen: Option<OnScreen>,
    waiting: Vec<Waiting>,
    last_us: i64,
}

impl Person {
    /// A person of whom nothing is known.
    pub fn new(plan: &Plan) -> Self {
        Self {
            states: vec![CampaignState::default(); plan.campaigns.len()],
            screen: None,
            waiting: Vec::new(),
            last_us: i64::MIN,
        }
    }

    /// Forgets everything: the next event is another person's first.
    pub fn begin(&mut self) {
        self.states.iter_mut().for_each(CampaignState::clear);
        self.screen = None;
        self.waiting.clear();
        self.last_us = i64::MIN;
    }

    /// What happened with a campaign so far.
    pub fn state(&self, campaign: usize) -> &CampaignState {
        &self.states[campaign]
    }

    /// Decides one event for the campaigns that it may start (see [`Plan::candidates`]), which
    /// must be in the order of the walk. The message that goes out is returned; answer it with
    /// [`Person::answer`]. Call [`Person::settle`] first.
    ///
    /// # Errors
    /// The event lies before one already decided.
    pub fn decide<F: Facts, S: Sink>(
        &mut self,
        plan: &Plan,
        candidates: &[usize],
        facts: &F,
        sink: &mut S,
    ) -> Result<Option<Shown>, OutOfOrder> {
        let now_us = facts.ts_us();
        if now_us < self.last_us {
            return Err(OutOfOrder {
                ts_us: now_us,
                last_us: self.last_us,
            });
        }
        self.last_us = now_us;
        let mut winner: Option<Shown> = None;
        let mut first = self.screen.as_ref().map(|screen| screen.shown.campaign);
        for &index in candidates {
            let campaign = &plan.campaigns[index];
            let state = &self.states[index];
            let context = Context {
                campaign,
                facts,
                state,
                now_us,
            };
            let Some(shown) = judge(plan, index, &context, sink) else {
                continue;
            };
            if let Some(first) = first {
                sink.displaced(index, first);
                continue;
            }
            first = Some(index);
            let delay = delay_us(campaign, shown.group);
            if delay == 0 || shown.is_test {
                winner = Some(shown);
            } else if self
                .waiting
                .iter()
                .any(|waiting| waiting.shown.campaign == index)
            {
                sink.dropped(index);
            } else {
                self.waiting.push(Waiting {
                    shown,
                    due_us: now_us.saturating_add(delay),
                });
            }
        }
        if let Some(shown) = &winner {
            self.draw(plan, shown);
        }
        Ok(winner)
    }

    /// Puts a drawn message on screen until `until_us`, when the person ends it.
    pub fn answer(&mut self, shown: Shown, until_us: i64, ending: Ending) {
        self.screen = Some(OnScreen {
            shown,
            until_us,
            ending,
        });
    }

    /// Lets time pass up to `now_us`: the message on screen ends, delayed messages come due, in
    /// order of time. Each delayed message that is drawn is returned for an answer, one a call;
    /// call again until none comes.
    pub fn settle<S: Sink>(&mut self, plan: &Plan, now_us: i64, sink: &mut S) -> Option<Shown> {
        loop {
            let ends_us = self.screen.as_ref().map(|screen| screen.until_us);
            let next = (0..self.waiting.len()).min_by_key(|at| self.waiting[*at].due_us);
            let due_us = next.map(|at| self.waiting[at].due_us);
            match (ends_us, due_us, next) {
                (Some(ends_us), due, _)
                    if ends_us <= now_us && due.is_none_or(|due| ends_us <= due) =>
                {
                    self.end_message(plan);
                }
                (_, Some(due_us), Some(at)) if due_us <= now_us => {
                    if let Some(shown) = self.deliver(plan, at, sink) {
                        return Some(shown);
                    }
                }
                _ => return None,
            }
        }
    }

    /// The campaigns whose messages still wait for their delay.
    pub fn waiting(&self) -> impl Iterator<Item = usize> {
        self.waiting.iter().map(|waiting| waiting.shown.campaign)
    }

    /// Ends the message on screen now, as the person did; nothing happens where there is none.
    pub fn end(&mut self, plan: &Plan, ts_us: i64, ending: Ending) {
        if let Some(screen) = &mut self.screen {
            (screen.until_us, screen.ending) = (ts_us, ending);
            self.end_message(plan);
        }
    }

    /// The campaign whose message is on screen.
    pub fn on_screen(&self) -> Option<usize> {
        self.screen.as_ref().map(|screen| screen.shown.campaign)
    }

    /// Takes over an exposure that happened before (from a log or a history), spending its caps.
    pub fn remember(&mut self, plan: &Plan, shown: &Shown) {
        self.last_us = self.last_us.max(shown.ts_us);
        self.draw(plan, shown);
    }

    fn draw(&mut self, plan: &Plan, shown: &Shown) {
        if shown.is_test {
            return;
        }
        let campaign = &plan.campaigns[shown.campaign];
        let state = &mut self.states[shown.campaign];
        state.group.get_or_insert(shown.group);
        // Only once-per-session asks, and only where displays are not what counts.
        if campaign.campaign().draft().frequency.is_once_a_session() {
            state.seen_in.push(shown.session);
        }
        if campaign.campaign().draft().frequency.counts == Counts::Display {
            state.add(campaign, shown.session, shown.device, shown.ts_us);
        }
    }

    /// Takes over how a message ended that is not on screen any more.
    pub fn remember_ending(&mut self, plan: &Plan, shown: &Shown, ending: Ending) {
        if shown.is_test || ending == Ending::None {
            return;
        }
        let campaign = &plan.campaigns[shown.campaign];
        let state = &mut self.states[shown.campaign];
        if campaign.campaign().draft().frequency.counts == Counts::Terminal {
            state.add(campaign, shown.session, shown.device, shown.ts_us);
        }
        if ending == Ending::Hidden {
            state.hidden_until_us = Some(shown.ts_us.saturating_add(HIDE_US));
        }
    }

    fn end_message(&mut self, plan: &Plan) {
        if let Some(OnScreen {
            shown,
            until_us,
            ending,
        }) = self.screen.take()
        {
            self.remember_ending(
                plan,
                &Shown {
                    ts_us: until_us,
                    ..shown
                },
                ending,
            );
        }
    }

    fn deliver<S: Sink>(&mut self, plan: &Plan, at: usize, sink: &mut S) -> Option<Shown> {
        let Waiting { mut shown, due_us } = self.waiting.swap_remove(at);
        shown.ts_us = due_us;
        if let Some(screen) = &self.screen {
            sink.displaced(shown.campaign, screen.shown.campaign);
            return None;
        }
        self.draw(plan, &shown);
        Some(shown)
    }
}

/// Walks the gates of one campaign. What is eligible comes back as it would be shown.
fn judge<F: Facts, S: Sink>(
    plan: &Plan,
    index: usize,
    context: &Context<F>,
    sink: &mut S,
) -> Option<Shown> {
    let shown = |group, is_test| Shown {
        campaign: index,
        group,
        ts_us: context.now_us,
        session: context.facts.session(),
        device: context.facts.device(),
        is_test,
    };
    for gate in plan.order.gates() {
        match gate.ask(context) {
            Verdict::Refuse(reason) if *gate == Gate::Trigger => {
                sink.unmatched(index, reason);
                return None;
            }
            Verdict::Refuse(reason) => {
                sink.refused(index, *gate, reason);
                return None;
            }
            Verdict::Accept => return Some(shown(test_device::shown_group(context), true)),
            Verdict::Pass if *gate == Gate::Trigger => {
                sink.matched(index);
            }
            Verdict::Pass if *gate == Gate::Layout && layout::is_assumed(context) => {
                sink.assumed(index);
            }
            Verdict::Pass => {}
        }
    }
    // The experiment gate is in every order: who has no group was refused above.
    experiment::group(context)
        .ok()
        .map(|group| shown(group, false))
}

fn delay_us(campaign: &Compiled, group: usize) -> i64 {
    let draft = campaign.campaign().draft();
    let own = draft
        .groups
        .get(group)
        .and_then(|group| group.delay_seconds);
    i64::from(own.unwrap_or(draft.delay.seconds)) * 1_000_000
}
