//! Whether a value satisfies a condition, before negation: the table of `exposure.md`
//! section 4. A missing value makes every operator false.

use campaign::condition::{Operator, ValueType};
use campaign::{Value, Version};

/// A condition's comparison with its values read once.
#[derive(Debug, Clone)]
pub struct Comparison {
    operator: Operator,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    Text(Vec<String>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
    Version(Vec<Version>),
}

impl Comparison {
    /// Reads the values by their type; values that cannot be read never match.
    pub fn new(operator: Operator, value_type: ValueType, values: &[Value]) -> Self {
        let values = match value_type {
            ValueType::String => Values::Text(values.iter().filter_map(Value::as_text).collect()),
            ValueType::Number => Values::Number(values.iter().filter_map(number).collect()),
            ValueType::Boolean => Values::Boolean(values.iter().filter_map(boolean).collect()),
            ValueType::Version => Values::Version(values.iter().filter_map(version).collect()),
        };
        Self { operator, values }
    }

    /// Whether any of the condition's values, or any element of a list, matches.
    pub fn holds(&self, value: Option<&Value>) -> bool {
        match value {
            None => false,
            Some(Value::List(elements)) => elements.iter().any(|one| self.holds(Some(one))),
            Some(value) if self.operator == Operator::Exists => !matches!(value, Value::List(_)),
            Some(value) => self.compares(value),
        }
    }

    fn compares(&self, value: &Value) -> bool {
        match &self.values {
            Values::Text(wanted) => value
                .as_text()
                .is_some_and(|text| wanted.iter().any(|one| self.texts(&text, one))),
            Values::Number(wanted) => number(value).is_some_and(|left| {
                wanted
                    .iter()
                    .any(|right| ordered(self.operator, &left, right))
            }),
            Values::Boolean(wanted) => boolean(value)
                .is_some_and(|left| self.operator == Operator::In && wanted.contains(&left)),
            Values::Version(wanted) => version(value).is_some_and(|left| {
                wanted
                    .iter()
                    .any(|right| ordered(self.operator, &left, right))
            }),
        }
    }

    fn texts(&self, left: &str, right: &str) -> bool {
        match self.operator {
            Operator::Contains => left.contains(right),
            Operator::StartsWith => left.starts_with(right),
            Operator::EndsWith => left.ends_with(right),
            Operator::In
            | Operator::Gt
            | Operator::Gte
            | Operator::Lt
            | Operator::Lte
            | Operator::Exists => ordered(self.operator, left, right),
        }
    }
}

fn ordered<T: PartialOrd + ?Sized>(operator: Operator, left: &T, right: &T) -> bool {
    match operator {
        Operator::In => left == right,
        Operator::Gt => left > right,
        Operator::Gte => left >= right,
        Operator::Lt => left < right,
        Operator::Lte => left <= right,
        Operator::Contains | Operator::StartsWith | Operator::EndsWith | Operator::Exists => false,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text
            .trim()
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite()),
        Value::Boolean(_) | Value::List(_) => None,
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Boolean(value) => Some(*value),
        Value::Text(text) => text.parse().ok(),
        Value::Number(_) | Value::List(_) => None,
    }
}

fn version(value: &Value) -> Option<Version> {
    Version::parse(&value.as_text()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operator::{Contains, EndsWith, Exists, Gt, Gte, In, Lt, Lte, StartsWith};

    #[track_caller]
    fn check(operator: Operator, kind: ValueType, wanted: &[Value], value: &Value, holds: bool) {
        let comparison = Comparison::new(operator, kind, wanted);
        assert_eq!(
            comparison.holds(Some(value)),
            holds,
            "{value:?} {operator:?} {wanted:?}"
        );
    }

    #[test]
    fn strings_compare_exactly() {
        let kind = ValueType::String;
        for (operator, wanted, value, holds) in [
            (In, "KR", "KR", true),
            (In, "kr", "KR", false),
            (Contains, "ee", "seen", true),
            (StartsWith, "se", "seen", true),
            (StartsWith, "en", "seen", false),
            (EndsWith, "en", "seen", true),
            (Gt, "a", "b", true),
            (Lte, "b", "b", true),
            (Lt, "10", "9", false),
        ] {
            check(operator, kind, &[wanted.into()], &value.into(), holds);
        }
    }

    #[test]
    fn numbers_and_booleans_are_text_to_a_string_condition() {
        check(In, ValueType::String, &["42".into()], &42.0.into(), true);
        check(In, ValueType::String, &["42.0".into()], &42.0.into(), false);
        check(In, ValueType::String, &["true".into()], &true.into(), true);
    }

    #[test]
    fn numbers_read_numeric_text_but_no_booleans() {
        let kind = ValueType::Number;
        check(Gte, kind, &[20.0.into()], &"20".into(), true);
        check(Gt, kind, &[20.0.into()], &20.0.into(), false);
        check(In, kind, &[1.0.into()], &true.into(), false);
        check(Contains, kind, &[1.0.into()], &1.0.into(), false);
        check(Gt, kind, &[1.0.into()], &"NaN".into(), false);
    }

    #[test]
    fn booleans_are_only_true_and_false() {
        let kind = ValueType::Boolean;
        check(In, kind, &[true.into()], &true.into(), true);
        check(In, kind, &[true.into()], &"true".into(), true);
        check(In, kind, &[true.into()], &"TRUE".into(), false);
        check(In, kind, &[true.into()], &1.0.into(), false);
        check(Gt, kind, &[false.into()], &true.into(), false);
    }

    #[test]
    fn versions_compare_by_part() {
        let kind = ValueType::Version;
        check(Gt, kind, &["1.9".into()], &"1.10".into(), true);
        check(In, kind, &["2".into()], &"2.0.0+7".into(), true);
        check(In, kind, &["2".into()], &"v2".into(), false);
    }

    #[test]
    fn any_element_and_any_value_suffice() {
        let list = Value::List(vec!["a".into(), "b".into()]);
        check(
            In,
            ValueType::String,
            &["x".into(), "b".into()],
            &list,
            true,
        );
        check(In, ValueType::String, &[], &list, false);
        check(Exists, ValueType::String, &[], &list, true);
        check(
            Exists,
            ValueType::String,
            &[],
            &Value::List(Vec::new()),
            false,
        );
        assert!(!Comparison::new(Exists, ValueType::String, &[]).holds(None));
    }
}
