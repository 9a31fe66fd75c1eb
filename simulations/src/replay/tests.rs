use super::*;

#[test]
fn a_log_is_shifted_by_whole_weeks_into_the_wanted_week() {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    // 2024-03-13 is a Wednesday; 2026-05-04 a Monday, 2026-05-10 a Sunday.
    let first = at("2024-03-13T10:21:14Z");
    for (from, monday) in [
        ("2026-05-04T00:00:00Z", "2026-05-04"),
        ("2026-05-10T23:59:59Z", "2026-05-04"),
        ("2024-03-11T00:00:00Z", "2024-03-11"),
        ("1969-12-31T00:00:00Z", "1969-12-29"),
    ] {
        let shifted = first + shift_weeks(first, at(from)) * WEEK_US;
        let days = (shifted - at(&format!("{monday}T00:00:00Z"))).div_euclid(WEEK_US / 7);
        assert_eq!(days, 2, "{from}: still a Wednesday, in that week");
    }
}
