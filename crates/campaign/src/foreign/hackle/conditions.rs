//! Targets: lists of conditions, of which one list must hold. A condition that cannot be read
//! arrives without values, so that it blocks: left out, it would let more people in.

use serde_json::Value as Json;

use crate::condition::{Condition, CountFilter, DeviceProperty, Key, Operator, ValueType};
use crate::foreign::place::{Place, Reading};
use crate::foreign::unreadable_condition;
use crate::unknown::Unknown;
use crate::value::Value;

/// Groups that one target may become; past this a condition on many segments is not spread.
const GROUPS_MAX: usize = 50;

const OPERATORS: [(&str, Operator); 9] = [
    ("IN", Operator::In),
    ("CONTAINS", Operator::Contains),
    ("STARTS_WITH", Operator::StartsWith),
    ("ENDS_WITH", Operator::EndsWith),
    ("GT", Operator::Gt),
    ("GTE", Operator::Gte),
    ("LT", Operator::Lt),
    ("LTE", Operator::Lte),
    ("EXISTS", Operator::Exists),
];

/// The targets as groups of conditions: in a group all hold, of the groups any one.
pub(super) fn groups(targets: &[Place<'_>]) -> Vec<Vec<Condition>> {
    let groups = targets.iter().flat_map(target);
    // The SDKs leave a target without conditions out.
    groups.filter(|group| !group.is_empty()).collect()
}

/// One target; several groups where a condition names several segments, of which any one
/// suffices.
fn target(target: &Place<'_>) -> Vec<Vec<Condition>> {
    let mut groups = vec![Vec::new()];
    for place in target.items_of("conditions") {
        let mut ways = ways(&place);
        if groups.len() * ways.len() > GROUPS_MAX {
            place.note("It names too many segments to be spread over groups; complete it by hand.");
            ways = vec![vec![unreadable_condition()]];
        }
        groups = ways
            .iter()
            .flat_map(|way| {
                groups
                    .iter()
                    .map(move |group: &Vec<Condition>| [group.as_slice(), way].concat())
            })
            .collect();
    }
    groups
}

/// What a condition compares with.
struct Match {
    operator: Operator,
    values: Vec<Value>,
    value_type: ValueType,
    negated: bool,
}

impl Match {
    fn condition(self, key: Key) -> Condition {
        Condition {
            key,
            operator: self.operator,
            values: self.values,
            value_type: self.value_type,
            negated: self.negated,
            unknown: Unknown::NONE,
        }
    }
}

/// The ways in which one condition can hold, each a list of ours.
fn ways(place: &Place<'_>) -> Vec<Vec<Condition>> {
    let key = place.field("key");
    let kind = key
        .as_ref()
        .and_then(|key| key.field("type"))
        .and_then(|kind| kind.text());
    let name = key.as_ref().and_then(|key| key.field("name"));
    let matching = place.field("match").and_then(|place| matching(&place));
    let read = match (kind, name, matching) {
        (Some("SEGMENT"), Some(name), Some(matching)) => {
            name.take();
            return memberships(&matching, |name| Key::Segment {
                name,
                unknown: Unknown::NONE,
            });
        }
        (Some("COHORT"), Some(name), Some(matching)) => {
            name.take();
            return memberships(&matching, |name| Key::Cohort {
                name,
                unknown: Unknown::NONE,
            });
        }
        (Some(kind), Some(name), Some(matching)) => {
            key_of(kind, &name).map(|key| matching.condition(key))
        }
        _ => None,
    };
    let condition = read.unwrap_or_else(|| {
        place.note_as(
            format!("Condition on {}", kind.unwrap_or("nothing")),
            "Rehearsal cannot compare this. A condition without values stands in its place and \
             blocks the start; complete or remove it.",
        );
        unreadable_condition()
    });
    vec![vec![condition]]
}

/// One membership per name: of several any one suffices, and negated none may hold.
fn memberships(matching: &Match, key: fn(String) -> Key) -> Vec<Vec<Condition>> {
    let names = matching.values.iter().filter_map(Value::as_text);
    let member = |name| Condition {
        key: key(name),
        operator: Operator::Exists,
        values: Vec::new(),
        value_type: ValueType::String,
        negated: matching.negated,
        unknown: Unknown::NONE,
    };
    let members: Vec<Condition> = names.map(member).collect();
    match (members.is_empty(), matching.negated) {
        (true, _) => vec![vec![unreadable_condition()]],
        (false, true) => vec![members],
        (false, false) => members.into_iter().map(|one| vec![one]).collect(),
    }
}

fn matching(place: &Place<'_>) -> Option<Match> {
    let negated = place
        .field("type")?
        .word(&[("MATCH", false), ("NOT_MATCH", true)])?;
    let word = place.field("operator")?;
    let (operator, inverted) = if word.json().as_str() == Some("NOT_EXISTS") {
        word.take();
        (Operator::Exists, true)
    } else {
        (word.word(&OPERATORS)?, false)
    };
    let types = [
        ("STRING", ValueType::String),
        ("NUMBER", ValueType::Number),
        ("BOOLEAN", ValueType::Boolean),
        ("BOOL", ValueType::Boolean),
        ("VERSION", ValueType::Version),
    ];
    let value_type = place.field("valueType")?.word(&types)?;
    let values = place.items_of("values");
    Some(Match {
        operator,
        values: values.iter().filter_map(value).collect(),
        value_type,
        negated: negated != inverted,
    })
}

fn value(place: &Place<'_>) -> Option<Value> {
    let value = match place.json() {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Number(number.as_f64()?),
        Json::Bool(flag) => Value::Boolean(*flag),
        Json::Null | Json::Array(_) | Json::Object(_) => return None,
    };
    place.take();
    Some(value)
}

/// What a condition looks at; none where Rehearsal has no such thing.
fn key_of(kind: &str, name: &Place<'_>) -> Option<Key> {
    if matches!(
        kind,
        "NUMBER_OF_EVENTS_IN_DAYS" | "NUMBER_OF_EVENTS_WITH_PROPERTY_IN_DAYS"
    ) {
        return event_count(name);
    }
    let text = name.text()?.to_owned();
    let unknown = Unknown::NONE;
    Some(match kind {
        "USER_PROPERTY" => Key::UserProperty {
            name: text,
            unknown,
        },
        "EVENT_PROPERTY" => Key::EventProperty {
            name: text,
            unknown,
        },
        "FEATURE_FLAG" => Key::FeatureFlag {
            name: text,
            unknown,
        },
        "HACKLE_PROPERTY" => Key::Device {
            property: device_property(&text)?,
            unknown,
        },
        "AB_TEST" => {
            name.note("It names an A/B test by its number there; choose the campaign here.");
            Key::ExperimentGroup {
                campaign: text,
                unknown,
            }
        }
        _ => return None,
    })
}

fn device_property(name: &str) -> Option<DeviceProperty> {
    Some(match name {
        "osVersion" => DeviceProperty::OsVersion,
        "sdkVersion" => DeviceProperty::SdkVersion,
        "versionName" => DeviceProperty::AppVersion,
        "language" => DeviceProperty::Language,
        "locale" => DeviceProperty::Locale,
        "timeZone" => DeviceProperty::TimeZone,
        "deviceModel" => DeviceProperty::DeviceModel,
        "screenWidth" => DeviceProperty::ScreenWidth,
        "screenHeight" => DeviceProperty::ScreenHeight,
        _ => return None,
    })
}

/// The name of a count is a JSON document of its own:
/// `{"eventKey": "purchase", "days": 7, "propertyFilter": {…}}`.
fn event_count(name: &Place<'_>) -> Option<Key> {
    let inner: Json = serde_json::from_str(name.text()?).ok()?;
    let reading = Reading::default();
    let count = Place::root(&inner, &reading);
    let key = count_key(&count);
    for note in count.notes() {
        name.note_as(note.what, note.why);
    }
    key
}

fn count_key(count: &Place<'_>) -> Option<Key> {
    let days = count.field("days").or_else(|| {
        let range = count.field("timeRange")?;
        range.field("periodDays")
    });
    let event = count.field("eventKey")?.text()?.to_owned();
    let filters = count.field("propertyFilter").into_iter();
    let filters = filters.chain(count.items_of("filters"));
    Some(Key::EventCount {
        event,
        days: days?.count()?,
        filters: filters
            .map(|filter| count_filter(&filter))
            .collect::<Option<_>>()?,
        unknown: Unknown::NONE,
    })
}

fn count_filter(filter: &Place<'_>) -> Option<CountFilter> {
    let key = filter
        .field("key")
        .or_else(|| filter.field("propertyKey"))?;
    let is_property = key.field("type")?.text()? == "EVENT_PROPERTY";
    let name = key.field("name")?.text()?.to_owned();
    let matching = matching(&filter.field("match")?)?;
    (is_property && !matching.negated).then(|| CountFilter {
        name,
        operator: matching.operator,
        values: matching.values.iter().filter_map(Value::as_text).collect(),
        value_type: matching.value_type,
        unknown: Unknown::NONE,
    })
}
