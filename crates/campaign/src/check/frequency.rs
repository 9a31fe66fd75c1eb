//! Caps: whether each lets anything through, and whether each can ever be reached.

use serde_json::{Value as Json, json};

use crate::check::Findings;
use crate::check::opening::Opening;
use crate::check::period::Times;
use crate::draft::Draft;
use crate::finding::Code;
use crate::frequency::{Frequency, Window, WindowUnit};

const SESSION: &str = "/frequency/per_session";
const DEVICE: &str = "/frequency/per_device";
const USER: &str = "/frequency/per_user";
const WINDOW: &str = "/frequency/per_user_window";

pub(super) fn check(draft: &Draft, times: Option<&Times>, findings: &mut Findings) {
    let frequency = &draft.frequency;
    let zeros = zeros(frequency);
    for (path, cap) in &zeros {
        let message = "A limit of 0 shows nothing to anybody.".to_owned();
        findings
            .block(
                path,
                Code::OutOfRange,
                message,
                "Write 1 or more, or clear it.",
            )
            .one_click("Clear the limit", [((*cap).to_owned(), Json::Null)]);
    }
    if frequency.window == Window::CalendarDay
        && let Some(cap) = &frequency.per_user_window
        && cap.unit == WindowUnit::Hours
    {
        let message = "A window of hours rolls; calendar days count for days only.".to_owned();
        let path = "/frequency/window";
        findings
            .note(
                path,
                Code::NotSupported,
                message,
                "Choose days, or let it roll.",
            )
            .one_click("Let it roll", [(path.to_owned(), json!(Window::Rolling))]);
    }
    if zeros.is_empty() {
        never_reached(frequency, times, findings);
    }
}

/// The fields that are 0, each with the cap that a click would clear.
fn zeros(frequency: &Frequency) -> Vec<(String, &'static str)> {
    let window = frequency.per_user_window.as_ref();
    [
        (SESSION, "", frequency.per_session),
        (DEVICE, "", frequency.per_device),
        (USER, "", frequency.per_user),
        (WINDOW, "/count", window.map(|window| window.count)),
        (WINDOW, "/amount", window.map(|window| window.amount)),
    ]
    .into_iter()
    .filter(|(.., value)| *value == Some(0))
    .map(|(cap, field, _)| (format!("{cap}{field}"), cap))
    .collect()
}

/// A cap above what the others leave has no effect. What is shown in a session, on a device or in
/// a window is part of what is shown to the person at all; and in a scheduled period the cap of
/// a window can be filled only so often. Sessions have no shortest length, so that a cap per
/// session bounds nothing but itself.
fn never_reached(frequency: &Frequency, times: Option<&Times>, findings: &mut Findings) {
    let window = frequency.per_user_window.as_ref();
    let in_window = window.map(|window| window.count);
    let opening = times.and_then(Opening::new);
    for (cap, field, count) in [
        (SESSION, "", frequency.per_session),
        (DEVICE, "", frequency.per_device),
        (USER, "", frequency.per_user),
        (WINDOW, "/count", in_window),
    ] {
        let Some(count) = count else { continue };
        let path = format!("{cap}{field}");
        let ever = frequency.per_user.filter(|most| count > *most);
        if let Some(most) = ever {
            idle(cap, &path, u64::from(most), "", findings);
        } else if let (Some(window), Some(opening)) = (window, &opening)
            && cap != WINDOW
            && let Some(most) = opening.count_max(window, frequency.window, u64::from(count))
        {
            idle(cap, &path, most, " in the period", findings);
        }
    }
}

fn idle(cap: &str, path: &str, most: u64, when: &str, findings: &mut Findings) {
    let message = format!(
        "This limit is never reached: the others show it to a person {most} times at most{when}."
    );
    findings
        .note(
            path,
            Code::CapNeverReached,
            message,
            "Lower it, or clear it.",
        )
        .one_click("Clear the limit", [(cap.to_owned(), Json::Null)]);
}
