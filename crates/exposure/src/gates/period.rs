//! Gate 5. `start <= t < end`, and a timetable slot with `from <= t < to` on that weekday in
//! the campaign's time zone.

use campaign::campaign::Slot;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::facts::Facts;
use crate::pipeline::{Context, Verdict};
use crate::reason::Reason;

pub(crate) fn ask<F: Facts>(context: &Context<F>) -> Verdict {
    let campaign = context.campaign.campaign();
    if let Some((start_us, end_us)) = campaign.period_us() {
        if context.now_us < start_us {
            return Verdict::Refuse(Reason::BeforePeriod);
        }
        if context.now_us >= end_us {
            return Verdict::Refuse(Reason::AfterPeriod);
        }
    }
    let slots = campaign.slots();
    if slots.is_empty() || is_inside(slots, campaign.zone(), context.now_us) {
        Verdict::Pass
    } else {
        Verdict::Refuse(Reason::OutsideTimetable)
    }
}

fn is_inside(slots: &[Slot], zone: &TimeZone, now_us: i64) -> bool {
    let Ok(now) = Timestamp::from_microsecond(now_us) else {
        return false;
    };
    let local = zone.to_datetime(now);
    let weekday = local.weekday().to_monday_zero_offset().cast_unsigned();
    let time = local.time();
    let seconds =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let time_us = seconds * 1_000_000 + i64::from(time.subsec_nanosecond() / 1_000);
    slots
        .iter()
        .any(|slot| slot.weekday == weekday && slot.from_us <= time_us && time_us < slot.to_us)
}

pub(crate) fn describe<F: Facts>(context: &Context<F>) -> String {
    let campaign = context.campaign.campaign();
    let period = &campaign.draft().period;
    let dates = match campaign.period_us() {
        None => "permanent".to_owned(),
        Some(_) => format!("{} to {} {}", period.start, period.end, period.time_zone),
    };
    match campaign.slots().len() {
        0 => dates,
        count => format!("{dates}, {count} weekly slots"),
    }
}
