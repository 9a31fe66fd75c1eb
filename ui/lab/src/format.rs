//! Numbers and days as people read them.

use jiff::civil::Date;

/// `1234567` → `1,234,567`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with so many digits after the point, grouped before it: `12,345.50`.
pub fn grouped(number: f64, decimals: usize) -> String {
    let written = format!("{number:.decimals$}");
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    if part.is_empty() {
        whole
    } else {
        format!("{whole}.{part}")
    }
}

/// A number that may have a part: three significant digits below 100, whole above.
pub fn amount(number: f64) -> String {
    let size = number.abs();
    if size >= 99.5 {
        let sign = if number < 0.0 { "−" } else { "" };
        return format!("{sign}{}", count(size.round() as u64));
    }
    let digits = match size {
        _ if number == number.round() => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{number:.digits$}").replace('-', "−")
}

/// A share of 1 in percent: `0.125` → `12.5 %`; small shares keep two digits.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    let digits = match value.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 0.95 => 1,
        _ => 2,
    };
    format!("{value:.digits$} %").replace('-', "−")
}

/// A length of time: `40 ms`, `4.2 s`, `12 s`, `3 min 20 s`.
pub fn seconds(length_s: f64) -> String {
    if length_s < 0.995 {
        return format!("{:.0} ms", length_s * 1_000.0);
    }
    if length_s < 9.95 {
        return format!("{length_s:.1} s");
    }
    let whole = length_s.round() as u64;
    match (whole / 60, whole % 60) {
        (0, rest) => format!("{rest} s"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

/// A moment of a test in hours from its start: `60` → `day 3, hour 12`.
pub fn hour_of_test(hour: f64) -> String {
    let whole = hour.round().max(0.0) as u64;
    format!("day {}, hour {}", whole / 24 + 1, whole % 24)
}

/// A day under a column: `13 Mar`.
pub fn short_day(day: Date) -> String {
    day.strftime("%-d %b").to_string()
}

/// A day in a sentence: `13 March 2024`.
pub fn long_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// `user_window_cap` → `user window cap`.
pub fn words(code: &str) -> String {
    code.replace('_', " ")
}

/// `1 person`, `600 people`.
pub fn people(number: u64) -> String {
    match number {
        1 => "1 person".to_owned(),
        _ => format!("{} people", count(number)),
    }
}

/// One with its noun, or many with its plural in `s`.
pub fn counted(number: u64, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", count(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (31_106, "31,106"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(number), expected);
        }
        assert_eq!(
            (grouped(12_345.5, 2), grouped(7.0, 0)),
            ("12,345.50".into(), "7".into())
        );
        assert_eq!(counted(1, "day"), "1 day");
        assert_eq!(counted(2_000, "day"), "2,000 days");
    }

    #[test]
    fn amounts_and_shares_keep_what_matters() {
        for (number, expected) in [
            (0.0, "0"),
            (0.1234, "0.123"),
            (5.678, "5.68"),
            (56.78, "56.8"),
            (567.8, "568"),
            (-12_345.6, "−12,346"),
            (3.0, "3"),
        ] {
            assert_eq!(amount(number), expected);
        }
        for (share, expected) in [
            (0.0, "0 %"),
            (0.0012, "0.12 %"),
            (0.125, "12.5 %"),
            (1.0, "100 %"),
            (-0.05, "−5.0 %"),
        ] {
            assert_eq!(percent(share), expected);
        }
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(seconds(0.04), "40 ms");
        assert_eq!(seconds(4.24), "4.2 s");
        assert_eq!(seconds(12.3), "12 s");
        assert_eq!(seconds(200.0), "3 min 20 s");
        assert_eq!(hour_of_test(60.0), "day 3, hour 12");
        let day = jiff::civil::date(2024, 3, 3);
        assert_eq!(
            (short_day(day), long_day(day)),
            ("3 Mar".into(), "3 March 2024".into())
        );
    }
}
