//! Gate 6. Every cap that is set must still have room, and the person must not have hidden the
//! message for a day. A rolling window includes both its ends, as the SDKs have it.

use campaign::frequency::{UserWindowCap, Window, WindowUnit};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::facts::Facts;
use crate::person::CampaignState;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let frequency = &context.campaign.campaign().draft().frequency;
    let state = context.state;
    let session = context.facts.session();
    let reached = |cap: Option<u32>, count: u32| cap.is_some_and(|cap| count >= cap);
    if reached(frequency.per_session, state.session_count(session))
        || frequency.is_once_a_session() && state.is_seen_in(session)
    {
        return Verdict::Refuse(Reason::SessionCap);
    }
    if reached(
        frequency.per_device,
        state.device_count(context.facts.device()),
    ) {
        return Verdict::Refuse(Reason::DeviceCap);
    }
    if reached(frequency.per_user, state.count()) {
        return Verdict::Refuse(Reason::UserCap);
    }
    let zone = context.campaign.campaign().zone();
    if let Some(cap) = &frequency.per_user_window
        && is_window_full(cap, frequency.window, zone, state, context.now_us)
    {
        return Verdict::Refuse(Reason::UserWindowCap);
    }
    if state
        .hidden_until_us()
        .is_some_and(|until_us| context.now_us <= until_us)
    {
        return Verdict::Refuse(Reason::HiddenForADay);
    }
    Verdict::Pass
}

/// Full when the count-th last exposure still lies in the window.
fn is_window_full(
    cap: &UserWindowCap,
    window: Window,
    zone: &TimeZone,
    state: &CampaignState,
    now_us: i64,
) -> bool {
    let Some(then_us) = state.nth_last(cap.count) else {
        return false;
    };
    match (window, cap.unit) {
        (Window::CalendarDay, WindowUnit::Days) => {
            days_between(zone, then_us, now_us) < i64::from(cap.amount)
        }
        (Window::Rolling, _) | (Window::CalendarDay, WindowUnit::Hours) => {
            now_us - then_us <= cap.window_us()
        }
    }
}

/// Calendar days from one moment's local date to the other's.
fn days_between(zone: &TimeZone, then_us: i64, now_us: i64) -> i64 {
    let date = |us: i64| {
        zone.to_datetime(Timestamp::from_microsecond(us).unwrap_or_default())
            .date()
    };
    date(then_us).duration_until(date(now_us)).as_hours() / 24
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let frequency = &context.campaign.campaign().draft().frequency;
    let state = context.state;
    let mut parts = Vec::new();
    let mut part = |what: &str, count: u32, cap: Option<u32>| {
        if let Some(cap) = cap {
            parts.push(format!("{count} of {cap} {what}"));
        }
    };
    part(
        "in this session",
        state.session_count(context.facts.session()),
        frequency.per_session,
    );
    part(
        "on this device",
        state.device_count(context.facts.device()),
        frequency.per_device,
    );
    part("ever", state.count(), frequency.per_user);
    if let Some(cap) = &frequency.per_user_window {
        let zone = context.campaign.campaign().zone();
        let full = is_window_full(cap, frequency.window, zone, state, context.now_us);
        let unit = match cap.unit {
            WindowUnit::Hours => "h",
            WindowUnit::Days => "d",
        };
        let next = match state.nth_last(cap.count) {
            Some(then_us) if full && frequency.window == Window::Rolling => {
                format!(
                    ", next possible after {}",
                    moment(then_us.saturating_add(cap.window_us()))
                )
            }
            _ => String::new(),
        };
        let word = if full { "full" } else { "room left" };
        parts.push(format!(
            "{} in {} {unit}: {word}{next}",
            cap.count, cap.amount
        ));
    }
    if let Some(until_us) = state.hidden_until_us() {
        parts.push(format!("hidden until {}", moment(until_us)));
    }
    if parts.is_empty() {
        "no cap is set".to_owned()
    } else {
        parts.join("; ")
    }
}

fn moment(us: i64) -> String {
    Timestamp::from_microsecond(us).map_or_else(|_| us.to_string(), |at| at.to_string())
}
