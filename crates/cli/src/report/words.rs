//! Numbers, days and the pipeline's names as a reader's words.

use exposure::Reason;
use jiff::civil::Date;

/// A whole number with its thousands apart.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut apart = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}

/// A share of a whole; of nothing it is nothing.
pub fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// A share in percent with one decimal; none and all have no decimal.
pub fn percent(share: f64) -> String {
    if share == 0.0 || share == 1.0 {
        format!("{:.0}%", share * 100.0)
    } else {
        format!("{:.1}%", share * 100.0)
    }
}

/// A number with its noun, in the plural unless it is one.
pub fn plural(value: u64, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        count(value),
        if value == 1 { "" } else { "s" }
    )
}

/// A day as `13 Mar`.
pub fn short_day(day: Date) -> String {
    day.strftime("%-d %b").to_string()
}

/// A day or moment of the forecast as `13 Mar 2024`; what is neither stays as it is.
pub fn long_day(iso: &str) -> String {
    let day = iso.get(..10).and_then(|day| day.parse::<Date>().ok());
    day.map_or_else(
        || iso.to_owned(),
        |day| day.strftime("%-d %b %Y").to_string(),
    )
}

/// A gate's name over its bar.
pub fn gate(word: &str) -> String {
    let mut name = word.replace('_', " ");
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// Why an event was refused, from the reason's code.
pub fn reason(code: &str) -> String {
    let known = Reason::ALL.iter().find(|reason| reason.code() == code);
    known.map_or_else(
        || code.replace(['_', '.'], " "),
        |reason| because(*reason).to_owned(),
    )
}

const fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::EventNotMatched => "not a start event",
        Reason::FilterNotMatched => "a filter on the event does not hold",
        Reason::UrlNotMatched => "the URL does not match",
        Reason::PageRuleNotMatched => "not on a chosen page",
        Reason::PlatformNotSupported => "not on a chosen platform",
        Reason::LayoutNotSupported => "the app is too old for this layout",
        Reason::OrientationNotSupported => "the device is held the other way",
        Reason::StatusDraft => "the campaign is a draft",
        Reason::StatusPaused => "the campaign is paused",
        Reason::StatusEnded => "the campaign has ended",
        Reason::BeforePeriod => "before the period starts",
        Reason::AfterPeriod => "after the period ends",
        Reason::OutsideTimetable => "outside the weekly timetable",
        Reason::SessionCap => "already shown enough in this session",
        Reason::DeviceCap => "already shown enough on this device",
        Reason::UserCap => "the person has already seen it",
        Reason::UserWindowCap => "seen too recently",
        Reason::HiddenForADay => "hidden for a day by the person",
        Reason::AudienceNotMatched => "the person is not in the audience",
        Reason::AudienceUnknown => "the log does not say whether the person is in the audience",
        Reason::ControlGroup => "in the control group, which sees nothing",
        Reason::TrafficNotAllocated => "outside the share of traffic under test",
        Reason::IdentifierMissing => "no id to assign a group by",
        Reason::AnotherMessageShown => "another message was on screen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(count(value), text);
        }
        for (part, whole, text) in [
            (0, 0, "0%"),
            (1, 2, "50.0%"),
            (1, 3, "33.3%"),
            (1, 1, "100%"),
            (9_999, 10_000, "100.0%"),
        ] {
            assert_eq!(percent(share(part, whole)), text);
        }
        assert_eq!(plural(1, "person"), "1 person");
        assert_eq!(plural(1_200, "event"), "1,200 events");
    }

    #[test]
    fn days_and_gates_have_names() {
        assert_eq!(long_day("2024-03-03"), "3 Mar 2024");
        assert_eq!(long_day("2024-03-03T10:21:14Z"), "3 Mar 2024");
        assert_eq!(long_day("soon"), "soon");
        assert_eq!(gate("test_device"), "Test device");
        assert_eq!(reason("frequency.user_window_cap"), "seen too recently");
        assert_eq!(reason("delay.new_reason"), "delay new reason");
    }

    #[test]
    fn the_readmes_table_has_every_gate_and_reason() {
        let readme = include_str!("../../../../README.md");
        let mut number = 0;
        for gate in exposure::Order::Documented.gates() {
            number += 1;
            let row = format!("| {number} | {} | ", gate.word().replace('_', " "));
            let row = readme
                .lines()
                .find(|line| line.starts_with(&row))
                .unwrap_or_default();
            for reason in Reason::ALL
                .iter()
                .filter(|reason| reason.gate() == Some(*gate))
            {
                let name = reason
                    .code()
                    .split_once('.')
                    .map(|(_, name)| name)
                    .unwrap_or_default();
                assert!(
                    row.contains(&format!("`{name}`")),
                    "row {number} lacks {name}"
                );
            }
        }
        for reason in Reason::ALL.iter().filter(|reason| reason.gate().is_none()) {
            assert!(readme.contains(&format!("`{reason}`")), "{reason}");
        }
    }
}
