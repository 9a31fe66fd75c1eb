//! Gate 7. In a group of conditions all must hold, of the groups any one; no groups match
//! everyone. What the log says nothing of is unknown, which the point forecast refuses.

use crate::facts::{Facts, Truth};
use crate::pipeline::{Context, Verdict};
use crate::plan::Term;
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let facts = context.facts;
    let all = |terms: &[Term]| {
        terms
            .iter()
            .map(|term| truth(facts, term))
            .fold(Truth::Holds, worse)
    };
    let groups = &context.campaign.audience;
    let any = groups
        .iter()
        .map(|terms| all(terms))
        .fold(Truth::Fails, better);
    let any = if groups.is_empty() { Truth::Holds } else { any };
    match worse(all(&context.campaign.segments), any) {
        Truth::Holds => Verdict::Pass,
        Truth::Unknown => Verdict::Refuse(Reason::AudienceUnknown),
        Truth::Fails => Verdict::Refuse(Reason::AudienceNotMatched),
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

/// Of two that must both hold: one that fails outweighs any that is unknown.
const fn worse(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::Fails, _) | (_, Truth::Fails) => Truth::Fails,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::Holds, Truth::Holds) => Truth::Holds,
    }
}

/// Of two of which one suffices: one that holds outweighs any that is unknown.
const fn better(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::Holds, _) | (_, Truth::Holds) => Truth::Holds,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::Fails, Truth::Fails) => Truth::Fails,
    }
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let (segments, groups) = (&context.campaign.segments, &context.campaign.audience);
    if segments.is_empty() && groups.is_empty() {
        return "everyone".to_owned();
    }
    let first = |wanted| {
        let mut terms = segments.iter().chain(groups.iter().flatten());
        terms
            .find(|term| truth(context.facts, term) == wanted)
            .map(|term| term.words.as_str())
    };
    match ask(context) {
        Verdict::Refuse(Reason::AudienceUnknown) => {
            format!(
                "the log says nothing of: {}",
                first(Truth::Unknown).unwrap_or_default()
            )
        }
        Verdict::Refuse(_) => {
            format!("does not hold: {}", first(Truth::Fails).unwrap_or_default())
        }
        Verdict::Pass | Verdict::Accept => "the conditions hold".to_owned(),
    }
}
