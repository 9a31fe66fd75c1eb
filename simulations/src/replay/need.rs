//! What a plan needs of a log: its start events' partitions and the columns it compares.

use std::collections::BTreeSet;

use campaign::experiment::Identifier;
use events::{Context, Events, Need};
use exposure::Plan;
use exposure::plan::Source;

use crate::facts::{Kept, kept};

/// Whether the plan needs the events of that name.
pub fn is_needed(plan: &Plan, event: &str) -> bool {
    plan.campaigns
        .iter()
        .any(|campaign| campaign.starts_at(event))
}

/// What must be loaded.
pub fn of(plan: &Plan) -> Need {
    let names = plan
        .campaigns
        .iter()
        .flat_map(exposure::plan::Compiled::events);
    let mut need = Need {
        events: Events::Named(names.map(str::to_owned).collect()),
        context: BTreeSet::from([
            Context::Platform,
            Context::Orientation,
            Context::Sdk,
            Context::SdkVersion,
        ]),
        ..Need::default()
    };
    for atom in &plan.atoms {
        match &atom.source {
            Source::EventProperty(key) => drop(need.properties.insert(key.clone())),
            Source::UserProperty(key) => drop(need.user_properties.insert(key.clone())),
            Source::Device(property) => match kept(*property) {
                Kept::Column(context) => drop(need.context.insert(context)),
                Kept::UserProperty(key) => drop(need.user_properties.insert(key.to_owned())),
            },
            Source::Url => drop(need.context.insert(Context::Url)),
            Source::Page => need.context.extend([Context::Url, Context::Page]),
            Source::Elsewhere(_) => {}
        }
    }
    for campaign in &plan.campaigns {
        let draft = campaign.campaign().draft();
        if !draft.test_devices.is_empty() {
            need.identifiers.insert(events::Identifier::Device);
        }
        match draft.experiment.as_ref().map(|test| test.identifier) {
            Some(Identifier::Device) => drop(need.identifiers.insert(events::Identifier::Device)),
            Some(Identifier::Session) => drop(need.identifiers.insert(events::Identifier::Session)),
            Some(Identifier::User) | None => {}
        }
    }
    need
}
