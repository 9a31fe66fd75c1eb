//! The words of a log: what occurs in it and how often, so that pickers offer what is there and
//! say what never was.

use std::collections::BTreeMap;

use campaign::Value;
use campaign::condition::ValueType;
use campaign::version::Version;
use events::manifest::{Distinct, Property, Sample};
use events::{Context, Manifest};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::forecasts::find_log;
use crate::{Failure, Workbench};

/// A log, as the arguments of `log_words` name it.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct LogNamed {
    /// Its id.
    pub log: String,
}

/// What occurs in a log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogWords {
    /// The most frequent first.
    pub events: Vec<WordCount>,
    /// Properties of events, by name.
    pub event_properties: Vec<PropertyWords>,
    /// Properties of users, by name.
    pub user_properties: Vec<PropertyWords>,
    /// What is known of devices and apps, by the name that a condition uses.
    pub device_properties: Vec<PropertyWords>,
    /// Names of segments; a log has none of its own, they come from what campaigns use.
    pub segments: Vec<String>,
    /// Paths of pages, the most frequent first.
    pub urls: Vec<WordCount>,
}

/// A word with the number of events that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WordCount {
    /// It.
    pub text: String,
    /// Number of events.
    pub count: u64,
}

/// A property with its most frequent values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PropertyWords {
    /// Its name.
    pub name: String,
    /// Number of events that have it.
    pub count: u64,
    /// Number of distinct values.
    pub distinct: u64,
    /// Whether there may be more than that.
    pub at_least: bool,
    /// How its values are compared.
    pub value_type: ValueType,
    /// The most frequent values, the most frequent first.
    pub values: Vec<WordCount>,
}

pub(super) fn list(workbench: &Workbench, args: &LogNamed) -> Result<LogWords, Failure> {
    let workspace = workbench.workspace();
    let log = find_log(&workspace, &args.log)?;
    // A log names no segments; those of the workspace's campaigns are known.
    let overview = workbench.overview(&workspace)?;
    let segments = overview.segments().into_iter().map(str::to_owned).collect();
    drop((overview, workspace));
    Ok(words(log.manifest(), segments))
}

fn words(manifest: &Manifest, segments: Vec<String>) -> LogWords {
    let mut events: Vec<WordCount> = manifest
        .event_names
        .iter()
        .map(|event| WordCount {
            text: event.name.clone(),
            count: event.events,
        })
        .collect();
    most_frequent_first(&mut events);
    let context = manifest.context.iter();
    LogWords {
        events,
        event_properties: properties(&manifest.event_properties),
        user_properties: properties(&manifest.user_properties),
        device_properties: context
            .filter(|(context, _)| is_compared(**context))
            .map(|(context, property)| property_words(context.name(), property))
            .collect(),
        segments,
        urls: counts(&manifest.url_paths),
    }
}

/// Whether a condition can look at it; pages have rules of their own.
const fn is_compared(context: Context) -> bool {
    match context {
        Context::Platform | Context::OsVersion | Context::SdkVersion | Context::AppVersion => true,
        Context::Sdk | Context::Orientation | Context::Url | Context::Page => false,
    }
}

fn properties(known: &BTreeMap<String, Property>) -> Vec<PropertyWords> {
    known
        .iter()
        .map(|(name, property)| property_words(name, property))
        .collect()
}

fn property_words(name: &str, property: &Property) -> PropertyWords {
    let (distinct, at_least) = match property.distinct {
        Distinct::Exactly(count) => (count, false),
        Distinct::AtLeast(count) => (count, true),
    };
    PropertyWords {
        name: name.to_owned(),
        count: property.events,
        distinct,
        at_least,
        value_type: value_type(property),
        values: counts(&property.samples),
    }
}

/// By what most of the values are; texts that are all versions are compared as such.
fn value_type(property: &Property) -> ValueType {
    let most = property.types.iter().max_by_key(|(_, events)| **events);
    match most.map(|(word, _)| word.as_str()) {
        Some("number") => ValueType::Number,
        Some("boolean") => ValueType::Boolean,
        _ if !property.samples.is_empty() && property.samples.iter().all(is_version) => {
            ValueType::Version
        }
        _ => ValueType::String,
    }
}

/// `2.30.0`, but not `2.5`, which may be a number.
fn is_version(sample: &Sample) -> bool {
    match &sample.value {
        Value::Text(text) => text.matches('.').count() >= 2 && Version::parse(text).is_some(),
        Value::Boolean(_) | Value::Number(_) | Value::List(_) => false,
    }
}

/// A list counts for each of its elements: a condition looks at these.
fn counts(samples: &[Sample]) -> Vec<WordCount> {
    let mut by_text: BTreeMap<String, u64> = BTreeMap::new();
    for sample in samples {
        let elements = match &sample.value {
            Value::List(elements) => elements.as_slice(),
            single => std::slice::from_ref(single),
        };
        for text in elements.iter().filter_map(Value::as_text) {
            *by_text.entry(text).or_default() += sample.events;
        }
    }
    let words = by_text.into_iter();
    let mut words: Vec<WordCount> = words
        .map(|(text, count)| WordCount { text, count })
        .collect();
    most_frequent_first(&mut words);
    words
}

fn most_frequent_first(words: &mut [WordCount]) {
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
}
