//! The days of a log, as it was laid on the calendar.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use simulations::replay::{CampaignForecast, Day, LogFacts};

/// The first and the last day of the log, UTC.
pub fn of(log: &LogFacts) -> (Date, Date) {
    let day = |moment: &str| {
        let moment: Timestamp = moment.parse().unwrap_or_default();
        moment.to_zoned(TimeZone::UTC).date()
    };
    (day(&log.first), day(&log.last))
}

/// How many days the log covers, the first and the last included.
pub fn count(log: &LogFacts) -> u64 {
    let (first, last) = of(log);
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .count() as u64
}

/// Impressions of every day of the log: a forecast lists only the days that have some.
pub fn filled(log: &LogFacts, found: &CampaignForecast) -> Vec<(Date, u64)> {
    let listed = |day: &Day| Some((day.day.parse::<Date>().ok()?, day.impressions));
    let listed: Vec<(Date, u64)> = found.by_day.iter().filter_map(listed).collect();
    let (mut first, mut last) = of(log);
    // The campaign's time zone may put an impression on the day before or after.
    for (day, _) in &listed {
        first = first.min(*day);
        last = last.max(*day);
    }
    let impressions = |day: Date| listed.iter().find(|(known, _)| *known == day);
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .map(|day| (day, impressions(day).map_or(0, |(_, count)| *count)))
        .collect()
}
