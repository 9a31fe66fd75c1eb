//! Why did it not show? Every gate without stopping, with what each looked at, and the one gate
//! that, if opened, would have shown the message.

use serde::Serialize;

use crate::facts::Facts;
use crate::person::Person;
use crate::pipeline::{Context, Gate, Verdict};
use crate::plan::Plan;
use crate::reason::Reason;

/// What one gate says of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateAnswer {
    /// The gate.
    pub gate: Gate,
    /// Whether it lets the message through.
    pub passes: bool,
    /// Whether it lets it through past every gate below.
    pub accepts: bool,
    /// Why not.
    pub reason: Option<Reason>,
    /// What it looked at.
    pub detail: String,
}

/// What all gates say of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The campaign's key.
    pub campaign: String,
    /// Every gate, in the order in which they are asked.
    pub gates: Vec<GateAnswer>,
    /// The first refusal; none where every gate passes.
    pub first: Option<Reason>,
    /// The single gate that, if opened, would have shown the message.
    pub would_show_without: Option<Gate>,
    /// The campaign that stands in the way where every gate passes: its message is on screen,
    /// or goes first.
    pub displaced_by: Option<String>,
}

/// Asks every gate of every campaign for one event, without changing the person's state.
pub fn explain<F: Facts>(plan: &Plan, person: &Person, facts: &F) -> Vec<Explanation> {
    let key = |campaign: usize| plan.campaigns[campaign].campaign().key().to_owned();
    let mut first = person.on_screen();
    let mut explanations = Vec::new();
    for index in 0..plan.campaigns.len() {
        let mut one = one(plan, person, facts, index);
        if let Some(first) = first {
            one.would_show_without = None;
            one.displaced_by = one.first.is_none().then(|| key(first));
        } else if one.first.is_none() {
            first = Some(index);
        }
        explanations.push(one);
    }
    explanations
}

fn one<F: Facts>(plan: &Plan, person: &Person, facts: &F, index: usize) -> Explanation {
    let campaign = &plan.campaigns[index];
    let now_us = facts.ts_us();
    let state = person.state(index);
    let context = Context {
        campaign,
        facts,
        state,
        now_us,
    };
    let gates: Vec<GateAnswer> = plan
        .order
        .gates()
        .iter()
        .map(|gate| ask(*gate, &context))
        .collect();
    let accepted = gates.iter().position(|answer| answer.accepts);
    let mut refusing = gates[..accepted.unwrap_or(gates.len())]
        .iter()
        .filter(|a| !a.passes);
    let first = refusing.next();
    let alone = first.filter(|_| refusing.next().is_none());
    Explanation {
        campaign: campaign.campaign().key().to_owned(),
        first: first.and_then(|answer| answer.reason),
        would_show_without: alone.map(|answer| answer.gate),
        displaced_by: None,
        gates,
    }
}

fn ask<F: Facts>(gate: Gate, context: &Context<F>) -> GateAnswer {
    let verdict = gate.ask(context);
    let reason = match verdict {
        Verdict::Refuse(reason) => Some(reason),
        Verdict::Pass | Verdict::Accept => None,
    };
    GateAnswer {
        gate,
        passes: reason.is_none(),
        accepts: verdict == Verdict::Accept,
        reason,
        detail: gate.describe(context),
    }
}
