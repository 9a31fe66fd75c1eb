//! What the manifest tells: counts, types and samples, over the events that are kept.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use campaign::Value;

use super::arrange::Arranged;
use super::gather::{Gathered, Interner, Properties};
use crate::manifest::{
    DISTINCT_COUNTED_MAX, Distinct, EventName, Property, SAMPLES_MAX, Sample, URL_PATHS_MAX,
};
use crate::shard::{Context, MISSING};

/// Counts of a whole log.
pub struct Tally {
    pub first_ts_us: i64,
    pub last_ts_us: i64,
    /// Names by their text: the number of a partition is the name's place here.
    pub event_names: Vec<EventName>,
    /// Partition numbers by name code.
    pub numbers: Vec<u32>,
    pub event_properties: BTreeMap<String, Property>,
    pub user_properties: BTreeMap<String, Property>,
    pub context: BTreeMap<Context, Property>,
    pub url_paths: Vec<Sample>,
}

/// Counts by code.
type Counts = Vec<u64>;

/// Counts everything once.
pub fn tally(gathered: &Gathered, arranged: &Arranged) -> Tally {
    let zeros = |texts: &Interner| vec![0; texts.texts().len()];
    let of_values = |of: &Properties| of.values.iter().map(zeros).collect::<Vec<Counts>>();
    let mut names = zeros(&gathered.names);
    let mut context: Vec<Counts> = gathered.context.iter().map(zeros).collect();
    let mut properties = of_values(&gathered.properties);
    let mut user_properties = of_values(&gathered.user_properties);
    let (mut first_ts_us, mut last_ts_us) = (i64::MAX, i64::MIN);
    for index in &arranged.rows {
        let row = &gathered.rows[*index as usize];
        first_ts_us = first_ts_us.min(row.ts_us);
        last_ts_us = last_ts_us.max(row.ts_us);
        names[row.name as usize] += 1;
        for (counts, code) in context.iter_mut().zip(row.context) {
            if code != MISSING {
                counts[code as usize] += 1;
            }
        }
        for (key, value) in gathered.properties_of(*index) {
            properties[*key as usize][*value as usize] += 1;
        }
        for (key, value) in gathered.user_properties_of(*index) {
            user_properties[*key as usize][*value as usize] += 1;
        }
    }
    let (event_names, numbers) = number(&gathered.names, &names);
    let context = Context::ALL
        .into_iter()
        .zip(gathered.context.iter().zip(&context));
    let context: BTreeMap<_, _> = context
        .filter_map(|(of, (texts, counts))| {
            Some((of, property(texts, counts, |text| Value::from(text))?))
        })
        .collect();
    Tally {
        first_ts_us,
        last_ts_us,
        event_names,
        numbers,
        event_properties: by_key(&gathered.properties, &properties),
        user_properties: by_key(&gathered.user_properties, &user_properties),
        url_paths: url_paths(gathered, arranged),
        context,
    }
}

/// Numbers the names by their text; names of duplicates alone have no events and no number.
fn number(names: &Interner, counts: &[u64]) -> (Vec<EventName>, Vec<u32>) {
    let mut codes: Vec<_> = (0..counts.len()).filter(|code| counts[*code] > 0).collect();
    codes.sort_unstable_by_key(|code| &names.texts()[*code]);
    let mut numbers = vec![MISSING; counts.len()];
    for (number, code) in codes.iter().enumerate() {
        numbers[*code] = number as u32;
    }
    let name = |code: usize| EventName {
        name: names.texts()[code].to_string(),
        events: counts[code],
    };
    (codes.into_iter().map(name).collect(), numbers)
}

fn by_key(properties: &Properties, counts: &[Counts]) -> BTreeMap<String, Property> {
    let keys = properties
        .keys
        .texts()
        .iter()
        .zip(properties.values.iter().zip(counts));
    keys.filter_map(|(key, (texts, counts))| {
        Some((key.to_string(), property(texts, counts, from_json)?))
    })
    .collect()
}

fn from_json(text: &str) -> Value {
    serde_json::from_str(text).expect("written as JSON when it was gathered")
}

/// `None` where no event has it.
fn property(texts: &Interner, counts: &[u64], value: impl Fn(&str) -> Value) -> Option<Property> {
    let events = counts.iter().sum();
    let mut types = BTreeMap::new();
    let present = (0..counts.len()).filter(|code| counts[*code] > 0);
    let mut distinct = 0;
    for code in present {
        distinct += 1;
        let type_name = match value(&texts.texts()[code]) {
            Value::Boolean(_) => "boolean",
            Value::Number(_) => "number",
            Value::Text(_) => "text",
            Value::List(_) => "list",
        };
        *types.entry(type_name.to_owned()).or_default() += counts[code];
    }
    let distinct = match distinct {
        0..=DISTINCT_COUNTED_MAX => Distinct::Exactly(distinct),
        _ => Distinct::AtLeast(DISTINCT_COUNTED_MAX),
    };
    let all = texts
        .texts()
        .iter()
        .zip(counts)
        .map(|(text, count)| (text.as_ref(), *count));
    let samples = samples(all, SAMPLES_MAX, value);
    (events > 0).then_some(Property {
        events,
        distinct,
        types,
        samples,
    })
}

/// The most frequent values; of equals the smaller text first.
fn samples<'a>(
    all: impl Iterator<Item = (&'a str, u64)>,
    count_max: usize,
    value: impl Fn(&str) -> Value,
) -> Vec<Sample> {
    let mut all: Vec<_> = all.filter(|(_, events)| *events > 0).collect();
    let key = |(text, events): &(&'a str, u64)| (Reverse(*events), *text);
    if all.len() > count_max {
        all.select_nth_unstable_by_key(count_max, key);
        all.truncate(count_max);
    }
    all.sort_unstable_by_key(key);
    all.into_iter()
        .map(|(text, events)| Sample {
            value: value(text),
            events,
        })
        .collect()
}

fn url_paths(gathered: &Gathered, arranged: &Arranged) -> Vec<Sample> {
    let urls = &gathered.context[Context::Url as usize];
    let mut by_code = vec![0_u64; urls.texts().len()];
    for row in &arranged.rows {
        let code = gathered.rows[*row as usize].context[Context::Url as usize];
        if code != MISSING {
            by_code[code as usize] += 1;
        }
    }
    let mut by_path: HashMap<&str, u64> = HashMap::new();
    for (url, count) in urls.texts().iter().zip(by_code) {
        *by_path.entry(path(url)).or_default() += count;
    }
    samples(by_path.into_iter(), URL_PATHS_MAX, |text| Value::from(text))
}

/// The path of a URL, absolute or from the path on.
fn path(url: &str) -> &str {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    match bare.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_urls() {
        for (url, expected) in [
            ("https://example.com/a/b?c=d#e", "/a/b"),
            ("https://example.com", "/"),
            ("/a?next=https://x/y", "/a"),
            ("app://host/screen", "/screen"),
        ] {
            assert_eq!(path(url), expected, "{url}");
        }
    }

    #[test]
    fn samples_are_the_most_frequent() {
        let all = [("b", 2), ("a", 2), ("c", 9), ("zero", 0), ("d", 1)];
        let found = samples(all.into_iter(), 3, |text| Value::from(text));
        let found: Vec<_> = found
            .iter()
            .map(|s| (s.value.as_text().unwrap(), s.events))
            .collect();
        assert_eq!(
            found,
            [
                ("c".to_owned(), 9),
                ("a".to_owned(), 2),
                ("b".to_owned(), 2)
            ]
        );
    }
}
