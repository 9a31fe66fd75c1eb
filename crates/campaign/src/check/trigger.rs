//! What sets a message off: start events with filters, pages, the wait.

use serde_json::Value as Json;

use crate::check::{Findings, condition, contradiction};
use crate::draft::Draft;
use crate::finding::Code;
use crate::trigger::{PageMatch, PageRule, TriggerRule};

/// The longest event name, in grapheme clusters.
const EVENT_CHARS_MAX: usize = 200;
/// The longest wait between trigger and message: a day. Nobody is still there after that.
pub const DELAY_SECONDS_MAX: u32 = 86_400;

pub(super) fn check(draft: &Draft, findings: &mut Findings) {
    if draft.triggers.is_empty() {
        let message = "No event sets it off.".to_owned();
        findings.block("/triggers", Code::Missing, message, "Add a start event.");
    }
    for (index, rule) in draft.triggers.iter().enumerate() {
        event(&format!("/triggers/{index}"), rule, findings);
    }
    let filters = draft.triggers.iter().enumerate().map(|(index, rule)| {
        let path = format!("/triggers/{index}/filters");
        (path, rule.filters.as_slice())
    });
    contradiction::check("start event", filters, findings);
    findings.repeated("/triggers", &draft.triggers, |rule| {
        format!("The start event {:?} with the same filters", rule.event)
    });
    for (index, rule) in draft.page_rules.iter().enumerate() {
        page_rule(&format!("/page_rules/{index}"), rule, findings);
    }
    findings.repeated("/page_rules", &draft.page_rules, |rule| {
        format!("The page rule {:?}", rule.value)
    });
    delays(draft, findings);
}

fn event(path: &str, rule: &TriggerRule, findings: &mut Findings) {
    let at = format!("{path}/event");
    findings.length(&at, "The event's name", &rule.event, (1, EVENT_CHARS_MAX));
    let trimmed = rule.event.trim();
    if !trimmed.is_empty() && trimmed != rule.event {
        let message = format!(
            "The event's name {:?} begins or ends with a space.",
            rule.event
        );
        findings
            .warn(
                &at,
                Code::Malformed,
                message,
                "Names are compared exactly: take it off.",
            )
            .one_click("Take it off", [(at, trimmed.into())]);
    }
    for (index, filter) in rule.filters.iter().enumerate() {
        condition::check(&format!("{path}/filters/{index}"), filter, findings);
    }
}

fn page_rule(path: &str, rule: &PageRule, findings: &mut Findings) {
    let at = format!("{path}/value");
    let value = rule.value.trim();
    if value.is_empty() {
        let message = "The page rule is empty.".to_owned();
        let fix = match rule.compare {
            PageMatch::Wildcard => "Write a URL, or * for every page.",
            PageMatch::Contains | PageMatch::Equals => "Write a URL or remove the rule.",
        };
        findings
            .block(&at, Code::Missing, message, fix)
            .one_click("Remove the rule", [(path.to_owned(), Json::Null)]);
        return;
    }
    let is_whole = match rule.compare {
        PageMatch::Contains => true,
        PageMatch::Equals => value.contains("://"),
        PageMatch::Wildcard => value.starts_with('*') || value.contains("://"),
    };
    if !is_whole && value.contains(['/', '.']) {
        let message = format!("{value:?} is no whole URL, so only a page name can equal it.");
        let fix = "Write the URL with https://, or * before it.";
        findings.note(&at, Code::Malformed, message, fix);
    }
}

/// Whether an expression can only be found at the scheme of a URL. It is searched in the path,
/// which begins after the host.
pub(super) fn looks_for_a_scheme(expression: &str) -> bool {
    [
        "^https://",
        "^http://",
        "^https?://",
        r"^https:\/\/",
        r"^http:\/\/",
        r"^https?:\/\/",
    ]
    .iter()
    .any(|start| expression.starts_with(start))
        && !expression.contains('|')
}

fn delays(draft: &Draft, findings: &mut Findings) {
    let own = ("/delay/seconds".to_owned(), Some(draft.delay.seconds));
    let groups = draft.groups.iter().enumerate();
    let groups = groups.map(|(index, group)| {
        let path = format!("/groups/{index}/delay_seconds");
        (path, group.delay_seconds)
    });
    for (path, seconds) in std::iter::once(own).chain(groups) {
        if let Some(seconds) = seconds.filter(|seconds| *seconds > DELAY_SECONDS_MAX) {
            let message = format!("A delay of {seconds} seconds is longer than a day.");
            let fix = "Write at most 86400 seconds.";
            findings.block(&path, Code::OutOfRange, message, fix);
        }
    }
    if draft.delay.check_again {
        let message = "A forecast does not check a second time when the delay is over.".to_owned();
        findings.note("/delay/check_again", Code::NotSupported, message, "");
    }
}
