//! Conditions that must hold together and cannot. Only what is certain is said; a property that
//! holds a list can satisfy `in [a]` and `in [b]` with two of its elements, so that such a pair
//! is certain only for keys that never hold a list.

use std::cmp::Ordering;

use crate::check::Findings;
use crate::condition::{Condition, Key, Operator, ValueType};
use crate::finding::{Code, Severity};
use crate::value::Value;
use crate::version::Version;

/// How far two conditions exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// They never hold together.
    Always,
    /// They hold together only where the property is a list.
    UnlessList,
}

/// Looks through groups of conditions, any one of which suffices. It blocks where none is left
/// that can hold, else it warns.
pub(super) fn check<'a>(
    what: &str,
    groups: impl Iterator<Item = (String, &'a [Condition])>,
    findings: &mut Findings,
) {
    let found: Vec<_> = groups
        .map(|(path, group)| (path, group, first(group)))
        .collect();
    let dead = |clash: &Option<(usize, usize, Clash)>| matches!(clash, Some((.., Clash::Always)));
    let all_dead = found.iter().all(|(.., clash)| dead(clash));
    for (path, group, clash) in found {
        let Some((one, other, clash)) = clash else {
            continue;
        };
        let severity = match clash {
            Clash::Always if all_dead => Severity::Block,
            Clash::Always | Clash::UnlessList => Severity::Warn,
        };
        let unless = match clash {
            Clash::Always => "",
            Clash::UnlessList => ", unless the property is a list",
        };
        let subject = group[other].key.subject();
        let (one, nth) = (one + 1, other + 1);
        let message = format!(
            "Conditions {one} and {nth} on {subject} of this {what} never hold together{unless}."
        );
        let fix = "Change one of them, or make it another alternative.";
        findings.add(
            severity,
            &format!("{path}/{other}"),
            Code::NeverHolds,
            message,
            fix,
        );
    }
}

/// The first pair that clashes, one that clashes always before others.
fn first(group: &[Condition]) -> Option<(usize, usize, Clash)> {
    let pairs = (0..group.len()).flat_map(|other| (0..other).map(move |one| (one, other)));
    let clashes = pairs.filter_map(|(one, other)| {
        clash(&group[one], &group[other]).map(|clash| (one, other, clash))
    });
    clashes.min_by_key(|(.., clash)| *clash == Clash::UnlessList)
}

pub(super) fn clash(one: &Condition, other: &Condition) -> Option<Clash> {
    if one.key != other.key {
        return None;
    }
    match (one.negated, other.negated) {
        (false, false) => both(one, other),
        (true, false) => denied(one, other),
        (false, true) => denied(other, one),
        (true, true) => None,
    }
}

/// Whether what `wanted` needs is what `negated` rules out. A list satisfies a negated condition
/// only if no element satisfies it, so that lists make no difference here.
fn denied(negated: &Condition, wanted: &Condition) -> Option<Clash> {
    // Whatever is compared, it must be there.
    if negated.operator == Operator::Exists {
        return Some(Clash::Always);
    }
    if negated.value_type != wanted.value_type {
        return None;
    }
    let same = negated.operator == wanted.operator && negated.values == wanted.values;
    let (ruled_out, wanted) = (Allowed::of(negated)?, Allowed::of(wanted)?);
    let points = match wanted {
        Allowed::Points(points) => points,
        Allowed::Range { .. } | Allowed::Text { .. } => {
            return same.then_some(Clash::Always);
        }
    };
    let covers = points.iter().all(|point| ruled_out.holds(point));
    covers.then_some(Clash::Always)
}

fn both(one: &Condition, other: &Condition) -> Option<Clash> {
    if one.value_type != other.value_type {
        return None;
    }
    let (allowed, too) = (Allowed::of(one)?, Allowed::of(other)?);
    allowed.excludes(&too).then_some(if may_be_list(&one.key) {
        Clash::UnlessList
    } else {
        Clash::Always
    })
}

const fn may_be_list(key: &Key) -> bool {
    match key {
        // People are in several segments and cohorts at once.
        Key::UserProperty { .. }
        | Key::EventProperty { .. }
        | Key::Segment { .. }
        | Key::Cohort { .. } => true,
        Key::Device { .. }
        | Key::ExperimentGroup { .. }
        | Key::FeatureFlag { .. }
        | Key::EventCount { .. }
        | Key::Score { .. } => false,
    }
}

/// A value as its condition compares it.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Point {
    Text(String),
    Number(f64),
    Boolean(bool),
    Version(Version),
}

/// What one value must be to satisfy a condition.
enum Allowed {
    /// One of these.
    Points(Vec<Point>),
    /// Beyond a border on the side of `beyond`, or on it where it is included.
    Range {
        border: Point,
        beyond: Ordering,
        included: bool,
    },
    /// A text that has one of these in a place.
    Text { place: Place, parts: Vec<String> },
}

/// Where in a text something is looked for.
#[derive(Clone, Copy)]
enum Place {
    Start,
    End,
    Anywhere,
}

impl Place {
    fn finds(self, part: &str, text: &str) -> bool {
        match self {
            Self::Start => text.starts_with(part),
            Self::End => text.ends_with(part),
            Self::Anywhere => text.contains(part),
        }
    }
}

impl Allowed {
    /// None where the condition says nothing, or compares what cannot be compared: those have
    /// findings of their own.
    fn of(condition: &Condition) -> Option<Self> {
        let read = |value: &Value| read(value, condition.value_type);
        let points: Vec<Point> = condition.values.iter().filter_map(read).collect();
        let range = |beyond, included| {
            // Any of the values suffices: the border is the one farthest off.
            let farthest = |a: &Point, b: &Point| {
                let order = a.partial_cmp(b).unwrap_or(Ordering::Equal);
                if beyond == Ordering::Less {
                    order.reverse()
                } else {
                    order
                }
            };
            let border = points.iter().cloned().min_by(farthest)?;
            Some(Self::Range {
                border,
                beyond,
                included,
            })
        };
        let text = |place| {
            if condition.value_type != ValueType::String || condition.values.is_empty() {
                return None;
            }
            let parts = condition.values.iter().filter_map(Value::as_text).collect();
            Some(Self::Text { place, parts })
        };
        match condition.operator {
            Operator::In if !points.is_empty() => Some(Self::Points(points)),
            Operator::In | Operator::Exists => None,
            Operator::Gt => range(Ordering::Greater, false),
            Operator::Gte => range(Ordering::Greater, true),
            Operator::Lt => range(Ordering::Less, false),
            Operator::Lte => range(Ordering::Less, true),
            Operator::Contains => text(Place::Anywhere),
            Operator::StartsWith => text(Place::Start),
            Operator::EndsWith => text(Place::End),
        }
    }

    fn holds(&self, point: &Point) -> bool {
        match self {
            Self::Points(points) => points.contains(point),
            Self::Range {
                border,
                beyond,
                included,
            } => match point.partial_cmp(border) {
                Some(Ordering::Equal) => *included,
                order => order == Some(*beyond),
            },
            Self::Text { place, parts } => match point {
                Point::Text(text) => parts.iter().any(|part| place.finds(part, text)),
                Point::Number(_) | Point::Boolean(_) | Point::Version(_) => false,
            },
        }
    }

    /// Whether no single value satisfies both.
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Points(points), more) | (more, Self::Points(points)) => {
                !points.iter().any(|point| more.holds(point))
            }
            (
                Self::Range {
                    border: a,
                    beyond,
                    included: with_a,
                },
                Self::Range {
                    border: b,
                    beyond: away,
                    included: with_b,
                },
            ) if beyond != away => match a.partial_cmp(b) {
                Some(Ordering::Equal) => !(*with_a && *with_b),
                order => order == Some(*beyond),
            },
            (
                Self::Text {
                    place: place @ Place::Start,
                    parts,
                },
                Self::Text {
                    place: Place::Start,
                    parts: more,
                },
            )
            | (
                Self::Text {
                    place: place @ Place::End,
                    parts,
                },
                Self::Text {
                    place: Place::End,
                    parts: more,
                },
            ) => !pairs(parts, more).any(|(a, b)| place.finds(a, b) || place.finds(b, a)),
            (Self::Range { .. } | Self::Text { .. }, Self::Range { .. } | Self::Text { .. }) => {
                false
            }
        }
    }
}

fn pairs<'a>(one: &'a [String], other: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    one.iter()
        .flat_map(move |a| other.iter().map(move |b| (a.as_str(), b.as_str())))
}

fn read(value: &Value, value_type: ValueType) -> Option<Point> {
    match value_type {
        ValueType::String => value.as_text().map(Point::Text),
        ValueType::Number => match value {
            Value::Number(number) => Some(Point::Number(*number)),
            Value::Boolean(_) | Value::Text(_) | Value::List(_) => None,
        },
        ValueType::Boolean => match value {
            Value::Boolean(value) => Some(Point::Boolean(*value)),
            Value::Number(_) | Value::Text(_) | Value::List(_) => None,
        },
        ValueType::Version => Version::parse(&value.as_text()?).map(Point::Version),
    }
}
