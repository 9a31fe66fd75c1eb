//! Gate 7. In a group of conditions all must hold, of the groups any one; no groups match
//! everyone. What the log says nothing of is unknown, which the point forecast refuses.

use crate::facts::{Facts, Truth};
use crate::pipeline::{Context, Verdict};
use crate::plan::Term;
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let facts = context.facts;
    let mut unknown = false;
    let mut judge = |terms: &[Term]| {
        let worst = terms
            .iter()
            .map(|term| truth(facts, term))
            .fold(Truth::Holds, worse);
        unknown |= worst == Truth::Unknown;
        worst == Truth::Holds
    };
    let groups = &context.campaign.audience;
    let matched = judge(&context.campaign.segments)
        && (groups.is_empty() || groups.iter().any(|terms| judge(terms)));
    match (matched, unknown) {
        (true, _) => Verdict::Pass,
        (false, true) => Verdict::Refuse(Reason::AudienceUnknown),
        (false, false) => Verdict::Refuse(Reason::AudienceNotMatched),
    }
}

fn truth<F: Facts>(facts: &F, term: &Term) -> Truth {
    match (facts.truth(term.atom), term.negated) {
        (Truth::Unknown, _) => Truth::Unknown,
        (truth, false) => truth,
        (Truth::Holds, true) => Truth::Fails,
        (Truth::Fails, true) => Truth::Holds,
    }
}

/// One that fails outweighs any that is unknown: the rest cannot save it.
const fn worse(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::Fails, _) | (_, Truth::Fails) => Truth::Fails,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::Holds, Truth::Holds) => Truth::Holds,
    }
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let terms = context
        .campaign
        .segments
        .iter()
        .chain(context.campaign.audience.iter().flatten());
    let mut terms = terms.peekable();
    if terms.peek().is_none() {
        return "everyone".to_owned();
    }
    match terms.find(|term| truth(context.facts, term) != Truth::Holds) {
        None => "every condition holds".to_owned(),
        Some(term) if truth(context.facts, term) == Truth::Unknown => {
            format!("the log says nothing of: {}", term.words)
        }
        Some(term) => format!("does not hold: {}", term.words),
    }
}
