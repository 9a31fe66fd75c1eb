//! Gate 1. The event is a start event, all filters of one rule hold, the URL expression is
//! found in the path, a page rule covers the page. Any one rule is enough.

use crate::facts::{Facts, Truth};
use crate::gates::{experiment, test_device};
use crate::pipeline::{Context, Verdict};
use crate::plan::Term;
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let event = context.facts.event();
    let mut rules = context
        .campaign
        .rules
        .iter()
        .filter(|rule| rule.event == event)
        .peekable();
    if rules.peek().is_none() {
        return Verdict::Refuse(Reason::EventNotMatched);
    }
    if !rules.any(|rule| {
        rule.filters
            .iter()
            .all(|filter| holds(context.facts, filter))
    }) {
        return Verdict::Refuse(Reason::FilterNotMatched);
    }
    if !url_holds(context) {
        return Verdict::Refuse(Reason::UrlNotMatched);
    }
    let page = context
        .campaign
        .pages
        .is_none_or(|atom| context.facts.truth(atom) == Truth::Holds);
    if page {
        Verdict::Pass
    } else {
        Verdict::Refuse(Reason::PageRuleNotMatched)
    }
}

fn holds<F: Facts>(facts: &F, term: &Term) -> bool {
    (facts.truth(term.atom) == Truth::Holds) != term.negated
}

/// The expression of the person's own group counts; who has none is held to the campaign's.
fn url_holds<F: Facts>(context: &Context<F>) -> bool {
    let campaign = context.campaign;
    let own = if campaign.campaign().has_group_urls() {
        let group = test_device::designated(context).or_else(|| experiment::group(context).ok());
        group.map_or(campaign.path, |group| campaign.paths[group])
    } else {
        campaign.path
    };
    own.is_none_or(|atom| context.facts.truth(atom) == Truth::Holds)
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let starts: Vec<&str> = context.campaign.events().collect();
    format!(
        "{} came in; starts at {}",
        context.facts.event(),
        starts.join(", ")
    )
}
