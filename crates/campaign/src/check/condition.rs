//! One condition: what it looks at, and whether its values can be compared so.

use serde_json::{Value as Json, json};

use crate::check::Findings;
use crate::condition::{Condition, CountFilter, DeviceProperty, Key, Operator, ValueType};
use crate::draft::Platform;
use crate::finding::Code;
use crate::value::Value;
use crate::version::Version;

pub(super) fn check(path: &str, condition: &Condition, findings: &mut Findings) {
    key(&format!("{path}/key"), &condition.key, findings);
    let comparison = Comparison {
        path,
        operator: condition.operator,
        value_type: condition.value_type,
        values: &condition.values,
    };
    comparison.check(findings);
    if let Key::Device {
        property: DeviceProperty::Platform,
        ..
    } = condition.key
        && condition.operator == Operator::In
        && !condition.values.is_empty()
        && !condition.values.iter().any(is_platform)
    {
        let message = "None of the values is a platform, so the condition never holds.".to_owned();
        let fix = "Write pc_web, mobile_web, android or ios.";
        findings.block(&format!("{path}/values"), Code::NeverHolds, message, fix);
    }
}

fn is_platform(value: &Value) -> bool {
    let text = value.as_text();
    Platform::ALL
        .into_iter()
        .any(|one| text.as_deref() == Some(one.word()))
}

fn key(path: &str, key: &Key, findings: &mut Findings) {
    let name = match key {
        Key::UserProperty { name, .. }
        | Key::EventProperty { name, .. }
        | Key::Segment { name, .. }
        | Key::FeatureFlag { name, .. }
        | Key::Cohort { name, .. }
        | Key::Score { name, .. }
        | Key::ExperimentGroup { campaign: name, .. }
        | Key::EventCount { event: name, .. } => name.as_str(),
        Key::Device { .. } => return,
    };
    if name.trim().is_empty() {
        let message = "The condition looks at nothing.".to_owned();
        findings.block(path, Code::Missing, message, "Choose a property.");
    }
    if let Key::EventCount { days, filters, .. } = key {
        if *days == 0 {
            let message = "Nothing happens in 0 days.".to_owned();
            let at = format!("{path}/days");
            findings.block(&at, Code::OutOfRange, message, "Write 1 or more.");
        }
        for (index, filter) in filters.iter().enumerate() {
            count_filter(&format!("{path}/filters/{index}"), filter, findings);
        }
    }
}

fn count_filter(path: &str, filter: &CountFilter, findings: &mut Findings) {
    if filter.name.trim().is_empty() {
        let message = "The filter looks at nothing.".to_owned();
        let at = format!("{path}/name");
        findings.block(
            &at,
            Code::Missing,
            message,
            "Choose a property of the event.",
        );
    }
    // The texts of a filter are read by its type, as those of a log are.
    let read = |text: &String| match filter.value_type {
        ValueType::Number => text
            .trim()
            .parse()
            .map_or(Value::Text(text.clone()), Value::Number),
        ValueType::Boolean => text
            .parse()
            .map_or(Value::Text(text.clone()), Value::Boolean),
        ValueType::String | ValueType::Version => Value::Text(text.clone()),
    };
    let values: Vec<Value> = filter.values.iter().map(read).collect();
    let comparison = Comparison {
        path,
        operator: filter.operator,
        value_type: filter.value_type,
        values: &values,
    };
    comparison.check(findings);
}

struct Comparison<'a> {
    path: &'a str,
    operator: Operator,
    value_type: ValueType,
    values: &'a [Value],
}

impl Comparison<'_> {
    fn check(&self, findings: &mut Findings) {
        if self.operator == Operator::Exists {
            return;
        }
        if self.values.is_empty() {
            let message = "The condition compares with nothing, so it never holds.".to_owned();
            let at = format!("{}/values", self.path);
            findings.block(&at, Code::NeverHolds, message, "Add a value.");
        }
        if self.compares() {
            self.values(findings);
        } else {
            self.never_compares(findings);
        }
    }

    /// The table of `exposure.md`, section 4.
    const fn compares(&self) -> bool {
        match self.operator {
            Operator::In | Operator::Exists => true,
            Operator::Contains | Operator::StartsWith | Operator::EndsWith => {
                matches!(self.value_type, ValueType::String)
            }
            Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => {
                !matches!(self.value_type, ValueType::Boolean)
            }
        }
    }

    fn never_compares(&self, findings: &mut Findings) {
        let kind = kind(self.value_type);
        let at = format!("{}/operator", self.path);
        let message = format!("{kind} is never compared so: the condition never holds.");
        let finding = findings.block(
            &at,
            Code::NeverHolds,
            message,
            "Choose another comparison or type.",
        );
        let is_of_text = matches!(
            self.operator,
            Operator::Contains | Operator::StartsWith | Operator::EndsWith
        );
        if is_of_text {
            let text = json!(ValueType::String);
            finding.one_click(
                "Compare as text",
                [(format!("{}/value_type", self.path), text)],
            );
        }
    }

    fn values(&self, findings: &mut Findings) {
        for (index, value) in self.values.iter().enumerate() {
            if is_readable(value, self.value_type) {
                continue;
            }
            let shown = value.as_text();
            let kind = kind(self.value_type).to_lowercase();
            let message = match &shown {
                Some(text) => format!("{text:?} is not {kind}, so nothing equals it."),
                None => "A list is no single value, so nothing equals it.".to_owned(),
            };
            let meant = shown.and_then(|text| meant(&text, self.value_type));
            let at = format!("{}/values/{index}", self.path);
            let fix = "Change the value or the type.";
            let finding = findings.block(&at, Code::Malformed, message, fix);
            if let Some(meant) = meant {
                let text = meant.as_text().unwrap_or_default();
                finding.one_click(&format!("Make it {text}"), [(at, json!(meant))]);
            } else if self.values.len() > 1 {
                finding.one_click("Remove it", [(at, Json::Null)]);
            }
        }
    }
}

const fn kind(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::String => "A text",
        ValueType::Number => "A number",
        ValueType::Boolean => "A yes or no",
        ValueType::Version => "A version",
    }
}

fn is_readable(value: &Value, value_type: ValueType) -> bool {
    match value_type {
        ValueType::String => !matches!(value, Value::List(_)),
        ValueType::Number => matches!(value, Value::Number(_)),
        ValueType::Boolean => matches!(value, Value::Boolean(_)),
        ValueType::Version => value
            .as_text()
            .is_some_and(|text| Version::parse(&text).is_some()),
    }
}

/// The value of the right type that a text spells out.
fn meant(text: &str, value_type: ValueType) -> Option<Value> {
    let text = text.trim();
    match value_type {
        ValueType::Number => {
            let number: f64 = text.parse().ok()?;
            number.is_finite().then_some(Value::Number(number))
        }
        ValueType::Boolean => text.parse().ok().map(Value::Boolean),
        ValueType::Version => {
            let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
            Version::parse(text).map(|_| Value::from(text))
        }
        ValueType::String => None,
    }
}
