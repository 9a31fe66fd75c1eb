//! Gate 8. The person's slot picks a group; a control group sees nothing, a slot beyond the
//! traffic is in no group. Who was exposed keeps the group where the test is sticky.

use campaign::experiment::Identifier;

use crate::assignment::{SLOTS, group_of, slot};
use crate::facts::Facts;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    match group(context) {
        Err(reason) => Verdict::Refuse(reason),
        Ok(group) if context.campaign.campaign().groups()[group].control => {
            Verdict::Refuse(Reason::ControlGroup)
        }
        Ok(_) => Verdict::Pass,
    }
}

/// The person's group; the first where there is no test.
pub(crate) fn group<F: Facts>(context: &Context<F>) -> Result<usize, Reason> {
    let Some(test) = context.campaign.experiment() else {
        return Ok(0);
    };
    if let Some(winner) = &test.winner {
        return Ok(context.campaign.group(winner).unwrap_or(0));
    }
    match context.state.group() {
        Some(group) if test.sticky && test.identifier != Identifier::Session => Ok(group),
        _ => slot_group(context),
    }
}

/// The group by hash, whatever the person saw before.
pub(crate) fn slot_group<F: Facts>(context: &Context<F>) -> Result<usize, Reason> {
    let Some(test) = context.campaign.experiment() else {
        return Ok(0);
    };
    let id = context.identifier().ok_or(Reason::IdentifierMissing)?;
    let slot = slot(id, test.seed, SLOTS);
    group_of(slot, &context.campaign.ranges).ok_or(Reason::TrafficNotAllocated)
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let Some(test) = context.campaign.experiment() else {
        return "no test".to_owned();
    };
    let Some(id) = context.identifier() else {
        return "there is no id to assign by".to_owned();
    };
    let slot = slot(id, test.seed, SLOTS);
    match group(context) {
        Ok(group) => {
            let group = &context.campaign.campaign().groups()[group];
            let control = if group.control {
                ", which sees nothing"
            } else {
                ""
            };
            format!("slot {slot}: group {}{control}", group.key)
        }
        Err(_) => format!("slot {slot} is outside the test's traffic"),
    }
}
