//! A Customer.io in-app message with its properties, as the vendor's SDKs fetch it. What it
//! says is HTML, which Rehearsal does not read: place, pages, priority and frequency arrive, the
//! texts are to be written. Field names are those of the vendor's public SDKs.

use serde_json::Value as Json;

use super::place::Place;
use super::{Arrival, any_looks_like, key, one_or_many, priority};
use crate::draft::{Draft, Orientation, Platform};
use crate::experiment::Group;
use crate::frequency::{Counts, Frequency, UserWindowCap, WindowUnit};
use crate::message::{Anchor, Content, Layout, Message, Side, Step};
use crate::trigger::{PageMatch, PageRule, TriggerRule};

/// Names under which a list of messages stands.
const LISTS: [&str; 2] = ["inAppMessages", "messages"];

/// The rule of a platform on which the message never shows.
const NOT_HERE: &str = "^DO_NOT_DISPLAY_IN_APP$";

/// Where a rule for pages stands, and which platforms obey it.
const ROUTE_RULES: [(&str, &[Platform]); 3] = [
    ("routeRuleWeb", &[Platform::PcWeb, Platform::MobileWeb]),
    ("routeRuleAndroid", &[Platform::Android]),
    ("routeRuleApple", &[Platform::Ios]),
];

/// Properties of the look there that Rehearsal's layouts decide themselves.
const LOOKS: [(&str, &str); 8] = [
    ("messageWidth", "Rehearsal sizes each layout itself."),
    ("maxWidth", "Rehearsal sizes each layout itself."),
    ("scale", "Rehearsal sizes each layout itself."),
    ("modalPosition", "Rehearsal places each layout itself."),
    ("overlayPosition", "Rehearsal places each layout itself."),
    (
        "overlayColor",
        "What lies behind a message has one colour in Rehearsal.",
    ),
    (
        "tooltipArrowColor",
        "A tooltip's arrow has the card's colour in Rehearsal.",
    ),
    (
        "exitClick",
        "A click beside the card does nothing in Rehearsal.",
    ),
];

pub(super) fn is_ours(json: &Json) -> bool {
    any_looks_like(json, &LISTS, |one| {
        let has = |name| one.get(name).is_some();
        let gist = one.pointer("/properties/gist").is_some_and(Json::is_object);
        gist || (has("messageId") && (has("queueId") || has("deliveryId")))
    })
}

pub(super) fn read(root: &Place<'_>) -> Vec<Arrival> {
    one_or_many(root, &LISTS, campaign)
}

fn campaign(place: &Place<'_>, index: usize) -> Draft {
    let properties = place.field("properties");
    let gist = properties
        .as_ref()
        .and_then(|properties| properties.field("gist"));
    let message_id = place.id_of("messageId");
    let key = key("customerio", message_id.as_deref(), index);
    let message_id = message_id.unwrap_or_else(|| "without an id".to_owned());
    let delivery = place.id_of("deliveryId");
    let delivery = delivery.or_else(|| gist.as_ref()?.id_of("campaignId"));
    let delivery = delivery.map_or_else(String::new, |id| format!(", delivery {id}"));
    let name = properties
        .as_ref()
        .and_then(|properties| properties.text_of("name"));
    let mut draft = Draft {
        key,
        name: name.map_or_else(
            || format!("Customer.io message {message_id}"),
            str::to_owned,
        ),
        description: format!("Imported from Customer.io, message {message_id}{delivery}."),
        priority: priority(place.field("priority")),
        platforms: Platform::ALL.to_vec(),
        orientations: Orientation::ALL.to_vec(),
        triggers: vec![TriggerRule {
            event: "$pageview".to_owned(),
            ..TriggerRule::default()
        }],
        frequency: frequency(gist.as_ref()),
        ..Draft::default()
    };
    place.say(
        "What sets it off",
        "A campaign there decides to whom and when it is sent; here every page view sets it off.",
    );
    if let Some(queue) = place.field("queueId") {
        queue.note("It numbers one delivery to one person.");
    }
    if let Some(gist) = &gist {
        pages(gist, &mut draft);
    }
    plain_page_rules(place, &mut draft);
    draft.groups = vec![Group {
        key: "A".to_owned(),
        name: "A".to_owned(),
        message: message(place, gist.as_ref()),
        ..Group::default()
    }];
    draft
}

/// Each message is delivered once; one that persists stays until the person has answered it. A
/// broadcast may come more often.
fn frequency(gist: Option<&Place<'_>>) -> Frequency {
    let flag = |name| gist.and_then(|gist| gist.flag_of(name));
    let mut frequency = Frequency {
        per_user: Some(1),
        counts: if flag("persistent") == Some(true) {
            Counts::Terminal
        } else {
            Counts::Display
        },
        ..Frequency::default()
    };
    let rules = gist.and_then(|gist| gist.field("broadcast")?.field("frequency"));
    let Some(rules) = rules else {
        return frequency;
    };
    // 0 means as often as you like.
    let count = rules.count_of("count");
    frequency.per_user = count.filter(|count| *count > 0);
    let Some(delay) = rules.field("delay") else {
        return frequency;
    };
    match delay.count() {
        Some(0) | None => {}
        Some(seconds) if seconds % 3_600 == 0 => {
            let window = UserWindowCap::new(1, seconds / 3_600, WindowUnit::Hours);
            frequency.per_user_window = Some(window);
        }
        Some(_) => delay.note("Rehearsal counts in whole hours only; this wait is lost."),
    }
    frequency
}

/// The rules for pages, one for each kind of platform there, one for all here.
fn pages(gist: &Place<'_>, draft: &mut Draft) {
    let mut used: Option<&str> = None;
    for (name, platforms) in ROUTE_RULES {
        let Some(place) = gist.field(name) else {
            continue;
        };
        let Some(rule) = place.text().filter(|rule| !rule.is_empty()) else {
            continue;
        };
        if rule == NOT_HERE {
            draft
                .platforms
                .retain(|platform| !platforms.contains(platform));
            continue;
        }
        match used {
            None => {
                used = Some(rule);
                draft.page_rules = page_rules(rule).unwrap_or_else(|| {
                    place.note(
                        "It is an expression over the whole address, which page rules cannot say. \
                         An empty rule stands in its place and blocks the start; write the pages.",
                    );
                    vec![PageRule::default()]
                });
            }
            Some(first) if first == rule => {}
            Some(_) => place.note("All platforms have the same page rules here."),
        }
    }
}

/// Page rules as people write them, `https://example.com/*/billing`.
fn plain_page_rules(place: &Place<'_>, draft: &mut Draft) {
    let rules = place
        .texts_of("pageRules")
        .into_iter()
        .map(|value| PageRule {
            compare: PageMatch::Wildcard,
            value,
            ..PageRule::default()
        });
    draft.page_rules.extend(rules);
}

/// The vendor compiles rules with `*` to an expression, `^(https://example\.com/.*/billing)$`;
/// this reads it back. None where the expression says anything else.
fn page_rules(expression: &str) -> Option<Vec<PageRule>> {
    let (expression, from_start) = match expression.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (expression, false),
    };
    let (expression, to_end) = match expression.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => (rest, true),
        _ => (expression, false),
    };
    let inner = expression
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let alternatives = inner.unwrap_or(expression).split('|');
    alternatives
        .map(|alternative| {
            let mut value = wildcard(alternative)?;
            if !from_start && !value.starts_with('*') {
                value.insert(0, '*');
            }
            if !to_end && !value.ends_with('*') {
                value.push('*');
            }
            Some(PageRule {
                compare: PageMatch::Wildcard,
                value,
                ..PageRule::default()
            })
        })
        .collect()
}

fn wildcard(expression: &str) -> Option<String> {
    let mut wildcard = String::new();
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters
                    .next()
                    .filter(|next| !next.is_alphanumeric() && *next != '*');
                wildcard.push(escaped?);
            }
            '.' if letters.peek() == Some(&'*') => {
                letters.next();
                wildcard.push('*');
            }
            // An unescaped dot is how people write the one in a host.
            '.' => wildcard.push('.'),
            '^' | '$' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '+' | '?' => return None,
            other => wildcard.push(other),
        }
    }
    Some(wildcard)
}

fn message(place: &Place<'_>, gist: Option<&Place<'_>>) -> Message {
    for (holder, name) in [(Some(place), "content"), (gist, "encodedMessageHtml")] {
        if let Some(html) = holder.and_then(|holder| holder.field(name)) {
            html.note("The message is HTML, which Rehearsal does not read: write its texts.");
        }
    }
    let whole = gist.map_or_else(Step::default, |gist| as_gist_says(gist));
    let steps = place.items_of("displaySettings");
    if steps.is_empty() {
        return Message {
            steps: vec![whole],
            ..Message::default()
        };
    }
    let steps = steps.iter().enumerate();
    Message {
        steps: steps
            .map(|(index, place)| step(place, index, &whole))
            .collect(),
        ..Message::default()
    }
}

/// The one step of a message without settings of its own for each.
fn as_gist_says(gist: &Place<'_>) -> Step {
    note_looks(gist);
    let mut step = Step {
        content: Content::TextButton,
        ..Step::default()
    };
    let element = gist.field("elementId");
    let element = element.filter(|element| element.json().as_str() != Some(""));
    if let Some(side) = gist.field("tooltipPosition") {
        point_at(&mut step, element.as_ref(), &side);
    } else if let Some(element) = element {
        element.note("Messages inside the page are not known here; it arrives as a modal.");
    }
    if let Some(position) = gist.field("position") {
        let words = [
            ("center", Layout::Modal),
            ("top", Layout::Banner),
            ("bottom", Layout::Banner),
        ];
        let layout = position.word(&words);
        if layout == Some(Layout::Banner) && step.layout != Layout::Tooltip {
            stand_alone(&mut step, Layout::Banner);
            position.note("Rehearsal places banners itself.");
        }
    }
    step
}

/// A layout that points at nothing.
fn stand_alone(step: &mut Step, layout: Layout) {
    step.layout = layout;
    step.content = if layout == Layout::Banner {
        Content::Text
    } else {
        Content::TextButton
    };
    step.anchor = None;
}

fn note_looks(settings: &Place<'_>) {
    for (name, why) in LOOKS {
        if let Some(look) = settings.field(name) {
            look.note(why);
        }
    }
}

fn point_at(step: &mut Step, element: Option<&Place<'_>>, side: &Place<'_>) {
    let sides = [
        ("top", Side::Top),
        ("bottom", Side::Bottom),
        ("left", Side::Left),
        ("right", Side::Right),
    ];
    let selector = element.and_then(Place::text);
    step.layout = Layout::Tooltip;
    step.anchor = Some(Anchor {
        selector: selector.unwrap_or_default().to_owned(),
        side: side.word(&sides).unwrap_or_default(),
        ..Anchor::default()
    });
}

/// A step with settings of its own.
fn step(place: &Place<'_>, index: usize, whole: &Step) -> Step {
    let name = place.text_of("stepName");
    let mut step = Step {
        name: name.map_or_else(|| format!("step_{}", index + 1), str::to_owned),
        ..whole.clone()
    };
    let Some(settings) = place.field("displaySettings") else {
        return step;
    };
    let words = [
        ("modal", Layout::Modal),
        ("overlay", Layout::Banner),
        ("tooltip", Layout::Tooltip),
    ];
    match settings.word_of("displayType", &words) {
        Some(Layout::Tooltip) => {
            let selector = settings.field("elementSelector");
            match settings.field("tooltipPosition") {
                Some(side) => point_at(&mut step, selector.as_ref(), &side),
                None => step.layout = Layout::Tooltip,
            }
        }
        Some(layout) => stand_alone(&mut step, layout),
        None => {}
    }
    note_looks(&settings);
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiled_page_rules_read_back() {
        for (expression, expected) in [
            (
                r"^(https://example\.com/.*/billing)$",
                Some(vec!["https://example.com/*/billing"]),
            ),
            ("^(a/.*|b)$", Some(vec!["a/*", "b"])),
            ("^(.*)$", Some(vec!["*"])),
            (".*Dashboard.*", Some(vec!["*Dashboard*"])),
            ("settings$", Some(vec!["*settings"])),
            ("^a+$", None),
            (r"^\d$", None),
            ("^(a|(b))$", None),
        ] {
            let rules = page_rules(expression);
            let values = rules.as_ref().map(|rules| {
                let values = rules.iter().map(|rule| rule.value.as_str());
                values.collect::<Vec<_>>()
            });
            assert_eq!(values, expected, "{expression}");
        }
    }
}
