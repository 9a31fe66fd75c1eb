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

#[test]
fn a_period_starts_on_the_day_of_its_own_clock() {
    let mut draft = campaign::Draft::new("a".to_owned(), "A".to_owned());
    let step = &mut draft.groups[0].message.steps[0];
    step.content = campaign::message::Content::TextButton;
    step.title.text = "Hello".to_owned();
    draft.period = campaign::schedule::Period {
        kind: campaign::schedule::PeriodKind::Scheduled,
        start: "2024-01-01T00:00".to_owned(),
        end: "2024-02-01T00:00".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        ..campaign::schedule::Period::default()
    };
    let campaign = draft
        .check(
            &std::collections::BTreeMap::new(),
            &campaign::Limits::default(),
        )
        .1
        .unwrap();
    let monday = "2024-01-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
    assert_eq!(period_start_us(&campaign), Some(monday.as_microsecond()));
}
