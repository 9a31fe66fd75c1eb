//! The tools whose rows are objects of named values, in order of recognition.

mod amplitude;
mod ga4;
mod mixpanel;
mod posthog;
mod segment;
pub(super) mod snowplow;

use super::fields::{Fields, Object};
use super::{Flaw, Format};
use crate::event::Event;

/// A tool's rows: how they are known, what they mean.
pub struct Tool {
    /// What `--format` calls it.
    pub format: Format,
    /// Whether a row is this tool's; of a table the column names, with null values.
    pub recognises: fn(&Object) -> bool,
    /// Reads a row.
    pub read: fn(Fields) -> Result<Meaning, Flaw>,
}

/// What a row means.
pub enum Meaning {
    /// An event, and the id by which the tool knows repeated deliveries.
    Event(Box<Event>, Option<String>),
    /// Something that is no user's event.
    LeftOut(&'static str),
}

impl Meaning {
    fn event(event: Event, insert_id: Option<String>) -> Self {
        Self::Event(Box::new(event), insert_id)
    }
}

/// In order of recognition: the tools whose names are unlike all others first, and those whose
/// common words another tool also uses last.
pub const TOOLS: [&Tool; 6] = [
    &amplitude::TOOL,
    &ga4::TOOL,
    &snowplow::TOOL,
    &segment::TOOL,
    &posthog::TOOL,
    &mixpanel::TOOL,
];

/// The tool of a format; `None` for formats that are not rows of named values.
pub fn of(format: Format) -> Option<&'static Tool> {
    TOOLS.into_iter().find(|tool| tool.format == format)
}

/// The first tool that knows one of these rows.
pub fn recognise(rows: &[Object]) -> Option<&'static Tool> {
    TOOLS
        .into_iter()
        .find(|tool| rows.iter().any(tool.recognises))
}

/// Whether all of these names are there.
fn has(row: &Object, keys: &[&str]) -> bool {
    keys.iter().all(|key| row.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_knows_its_rows_and_no_other() {
        for (row, expected) in [
            (
                r#"{"event_type":"buy","event_time":"2024-03-13 10:21:14.000000"}"#,
                "amplitude",
            ),
            (
                r#"{"event_name":"buy","event_timestamp":1,"user_pseudo_id":"1.2"}"#,
                "ga4",
            ),
            (
                r#"{"collector_tstamp":"","event_id":"","domain_userid":""}"#,
                "snowplow",
            ),
            (
                r#"{"type":"track","event":"buy","messageId":"m","anonymousId":"a"}"#,
                "segment",
            ),
            (
                r#"{"event":"buy","distinct_id":"d","timestamp":"","properties":{}}"#,
                "posthog",
            ),
            (
                r#"{"event":"buy","properties":{"time":1,"distinct_id":"d"}}"#,
                "mixpanel",
            ),
            (r#"{"name":"buy","ts":1,"user_id":"u","event":"x"}"#, "none"),
            (r#"{"type":"car","properties":{}}"#, "none"),
            ("{}", "none"),
        ] {
            let object: Object = serde_json::from_str(row).unwrap();
            let known = TOOLS.iter().filter(|tool| (tool.recognises)(&object));
            let names: Vec<_> = known.map(|tool| tool.format.name()).collect();
            let expected = if expected == "none" {
                vec![]
            } else {
                vec![expected]
            };
            assert_eq!(names, expected, "{row}");
        }
    }
}
