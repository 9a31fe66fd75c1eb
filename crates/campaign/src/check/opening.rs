//! The moments at which period and timetable are open, and how often a cap's window lets one
//! person see a campaign in them. Both only ever err towards "open": a finding built on them
//! that says *never* is certain.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use crate::campaign::{DAY_US, Slot};
use crate::check::period::Times;
use crate::frequency::{UserWindowCap, Window, WindowUnit};

/// The most windows that are counted; a period that has more is long enough for any cap.
const WINDOWS_MAX: u64 = 1_000;

/// A scheduled period with its timetable.
pub(super) struct Opening<'a> {
    zone: &'a TimeZone,
    start_us: i64,
    end_us: i64,
    slots: &'a [Slot],
}

impl<'a> Opening<'a> {
    /// None for a permanent campaign: it is always open, or at its slots, week after week.
    pub fn new(times: &'a Times) -> Option<Self> {
        let (start_us, end_us) = times.period_us?;
        Some(Self {
            zone: &times.zone,
            start_us,
            end_us,
            slots: &times.slots,
        })
    }

    /// The first open moment; none where period and timetable never meet.
    pub fn first_us(&self) -> Option<i64> {
        self.first_from(self.start_us)
    }

    /// The first open moment at or after another.
    fn first_from(&self, from_us: i64) -> Option<i64> {
        if self.slots.is_empty() {
            return (from_us < self.end_us).then_some(from_us);
        }
        let today = self.local(from_us)?.date();
        // A week and a day: a slot of today may be over.
        (0..=7)
            .filter_map(|days| today.checked_add(days.days()).ok())
            .flat_map(|day| {
                self.slots
                    .iter()
                    .filter_map(move |slot| self.span(day, *slot))
            })
            .filter(|(_, to_us)| *to_us > from_us)
            .map(|(open_us, _)| open_us.max(from_us))
            .min()
            .filter(|open_us| *open_us < self.end_us)
    }

    /// From when to when a slot is open on a day, widened where the clock changes.
    fn span(&self, day: Date, slot: Slot) -> Option<(i64, i64)> {
        if i64::from(slot.weekday) != i64::from(day.weekday().to_monday_zero_offset()) {
            return None;
        }
        let local = |of_day_us: i64| -> Option<DateTime> {
            let day = day.checked_add((of_day_us / DAY_US).days()).ok()?;
            let midnight = day.to_datetime(jiff::civil::Time::midnight());
            midnight
                .checked_add((of_day_us % DAY_US).microseconds())
                .ok()
        };
        let earliest = self.zone.to_ambiguous_timestamp(local(slot.from_us)?);
        let latest = self.zone.to_ambiguous_timestamp(local(slot.to_us)?);
        let (from, to) = (earliest.earlier().ok()?, latest.later().ok()?);
        Some((from.as_microsecond(), to.as_microsecond()))
    }

    fn local(&self, at_us: i64) -> Option<DateTime> {
        Some(
            self.zone
                .to_datetime(Timestamp::from_microsecond(at_us).ok()?),
        )
    }

    /// How often one person can be counted at most while the campaign is open, if `cap` holds:
    /// as many as the cap allows at the first open moment, again at the first open moment after
    /// that window, and so on. None where it is `enough` or more.
    pub fn count_max(&self, cap: &UserWindowCap, window: Window, enough: u64) -> Option<u64> {
        let mut counted: u64 = 0;
        let mut next_us = Some(self.start_us);
        for _ in 0..WINDOWS_MAX {
            let Some(open_us) = next_us.and_then(|from_us| self.first_from(from_us)) else {
                return Some(counted);
            };
            counted += u64::from(cap.count);
            if counted >= enough {
                return None;
            }
            next_us = self.after_window(open_us, cap, window);
        }
        None
    }

    /// The first moment at which an exposure no longer counts. A rolling window includes both
    /// its ends.
    fn after_window(&self, at_us: i64, cap: &UserWindowCap, window: Window) -> Option<i64> {
        match (window, cap.unit) {
            (Window::CalendarDay, WindowUnit::Days) => {
                let day = self.local(at_us)?.date();
                let days = Span::new().try_days(cap.amount).ok()?;
                let day = day.checked_add(days).ok()?;
                let midnight = day.to_datetime(jiff::civil::Time::midnight());
                let midnight = self.zone.to_ambiguous_timestamp(midnight).earlier().ok()?;
                Some(midnight.as_microsecond())
            }
            (Window::Rolling, _) | (Window::CalendarDay, WindowUnit::Hours) => {
                at_us.checked_add(cap.window_us())?.checked_add(1)
            }
        }
    }
}
