//! What a manifest says of the values of one key, seen one after the other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use campaign::Value;

use super::{Group, Subject, Tally};
use crate::manifest::{
    DISTINCT_COUNTED_MAX, Distinct, Property, SAMPLES_MAX, Sample, URL_PATHS_MAX,
};
use crate::prepare::gather::{Interner, Vocabulary};
use crate::shard::Context;

/// What is known of the values of one key.
pub(super) struct Summary {
    group: Group,
    events: u64,
    distinct: u64,
    types: BTreeMap<String, u64>,
    samples: Top,
}

impl Summary {
    /// Of no values so far.
    pub fn new(group: Group) -> Self {
        let count_max = match group.0 {
            Subject::UrlPath => URL_PATHS_MAX,
            _ => SAMPLES_MAX,
        };
        Self {
            group,
            events: 0,
            distinct: 0,
            types: BTreeMap::new(),
            samples: Top::new(count_max),
        }
    }

    /// Adds a value and how often it occurs; each value once.
    pub fn add(&mut self, text: &str, count: u64) {
        self.events += count;
        self.distinct += 1;
        let type_name = match self.group.0 {
            Subject::Context | Subject::UrlPath => "text",
            _ => match from_json(text) {
                Value::Boolean(_) => "boolean",
                Value::Number(_) => "number",
                Value::Text(_) => "text",
                Value::List(_) => "list",
            },
        };
        match self.types.get_mut(type_name) {
            Some(sum) => *sum += count,
            None => drop(self.types.insert(type_name.to_owned(), count)),
        }
        self.samples.add(text, count);
    }

    /// Puts what is known in its place.
    pub fn end(self, tally: &mut Tally, vocabulary: &Vocabulary) {
        let (subject, of) = self.group;
        let key = |keys: &Interner| keys.texts()[of as usize].to_string();
        let plain = |text: &str| Value::from(text);
        match subject {
            Subject::EventProperty => {
                let key = key(&vocabulary.properties);
                tally.event_properties.insert(key, self.property(from_json));
            }
            Subject::UserProperty => {
                let key = key(&vocabulary.user_properties);
                tally.user_properties.insert(key, self.property(from_json));
            }
            Subject::Context => {
                let context = Context::ALL[of as usize];
                tally.context.insert(context, self.property(plain));
            }
            Subject::UrlPath => tally.url_paths = self.samples.into_samples(plain),
        }
    }

    fn property(self, value: impl Fn(&str) -> Value) -> Property {
        Property {
            events: self.events,
            distinct: match self.distinct {
                0..=DISTINCT_COUNTED_MAX => Distinct::Exactly(self.distinct),
                _ => Distinct::AtLeast(DISTINCT_COUNTED_MAX),
            },
            types: self.types,
            samples: self.samples.into_samples(value),
        }
    }
}

fn from_json(text: &str) -> Value {
    serde_json::from_str(text).expect("written as JSON when it was gathered")
}

/// The most frequent values; of equals the smaller text first.
struct Top {
    count_max: usize,
    values: Vec<(Reverse<u64>, String)>,
}

impl Top {
    fn new(count_max: usize) -> Self {
        Self {
            count_max,
            values: Vec::new(),
        }
    }

    fn add(&mut self, text: &str, count: u64) {
        let is_before =
            |(of, other): &(Reverse<u64>, String)| (*of, other.as_str()) < (Reverse(count), text);
        let place = self.values.partition_point(is_before);
        if place < self.count_max {
            self.values.truncate(self.count_max - 1);
            self.values.insert(place, (Reverse(count), text.to_owned()));
        }
    }

    fn into_samples(self, value: impl Fn(&str) -> Value) -> Vec<Sample> {
        let values = self.values.into_iter();
        values
            .map(|(Reverse(events), text)| Sample {
                value: value(&text),
                events,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_the_most_frequent() {
        let mut top = Top::new(3);
        for (text, count) in [("b", 2), ("a", 2), ("c", 9), ("d", 1), ("aa", 2)] {
            top.add(text, count);
        }
        let found = top.into_samples(|text| Value::from(text));
        let found: Vec<_> = found
            .iter()
            .map(|s| (s.value.as_text().unwrap(), s.events))
            .collect();
        assert_eq!(
            found,
            [
                ("c".to_owned(), 9),
                ("a".to_owned(), 2),
                ("aa".to_owned(), 2)
            ]
        );
    }
}
