//! Gate 3. A registered user or device sees the message at once, in its designated group;
//! none designated: by hash. A designated control group sees nothing.

use campaign::draft::{DeviceIdKind, TestDevice};
use campaign::experiment::Identifier;

use crate::facts::Facts;
use crate::gates::experiment;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let Some(device) = registered(context) else {
        return Verdict::Pass;
    };
    if context.campaign.campaign().groups()[group(context, device)].control {
        Verdict::Refuse(Reason::ControlGroup)
    } else {
        Verdict::Accept
    }
}

/// The group that the registered device in hand sees; the first where there is none.
pub(crate) fn shown_group<F: Facts>(context: &Context<F>) -> usize {
    registered(context).map_or(0, |device| group(context, device))
}

fn group<F: Facts>(context: &Context<F>, device: &TestDevice) -> usize {
    let key = device.group.as_deref();
    let designated = key.and_then(|key| context.campaign.group(key));
    let by_hash = || experiment::slot_group(context).ok();
    // Who is outside the test's traffic still tests something that shows.
    let groups = context.campaign.campaign().groups();
    let first_shown = || groups.iter().position(|group| !group.control).unwrap_or(0);
    designated.or_else(by_hash).unwrap_or_else(first_shown)
}

/// The group of a registered device that names one.
pub(crate) fn designated<F: Facts>(context: &Context<F>) -> Option<usize> {
    let device = registered(context)?;
    context.campaign.group(device.group.as_deref()?)
}

fn registered<'a, F: Facts>(context: &Context<'a, F>) -> Option<&'a TestDevice> {
    let devices = &context.campaign.campaign().draft().test_devices;
    devices.iter().find(|device| {
        let kind = match device.kind {
            DeviceIdKind::User => Identifier::User,
            DeviceIdKind::Device => Identifier::Device,
        };
        context.facts.id(kind) == Some(device.id.as_str())
    })
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let count = context.campaign.campaign().draft().test_devices.len();
    match registered(context) {
        Some(device) => format!("{} is a test device", device.id),
        None => format!("none of {count} test devices"),
    }
}
