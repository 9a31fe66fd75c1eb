//! What the manifest tells: counts, types and samples, over the events that are kept.
//!
//! Each shard counts its own values; the counts are sorted by value, on disk where there are too
//! many, and added up one value after the other.

mod summary;

use std::collections::BTreeMap;

use self::summary::Summary;
use super::arrange::{ShardRows, Values};
use super::gather::{Interner, Vocabulary};
use super::sort::{Sorted, Sorter};
use super::spill::Spill;
use crate::error::Error;
use crate::manifest::{EventName, Property, Sample};
use crate::shard::{Context, MISSING};

/// Counts of shards, so far.
pub struct Counts {
    first_ts_us: i64,
    last_ts_us: i64,
    /// By name code.
    names: Vec<u64>,
    values: Sorter,
}

/// Counts of a shard.
pub struct ShardCounts {
    first_ts_us: i64,
    last_ts_us: i64,
    names: Vec<u64>,
    /// What, which key, which text: how often.
    values: Vec<(Subject, u32, String, u64)>,
}

/// What a counted text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    EventProperty,
    UserProperty,
    Context,
    UrlPath,
}

impl Subject {
    const ALL: [Self; 4] = [
        Self::EventProperty,
        Self::UserProperty,
        Self::Context,
        Self::UrlPath,
    ];
}

/// Counts a shard.
pub fn count(of: &ShardRows<'_>) -> ShardCounts {
    let zeros = |texts: &Interner| vec![0; texts.texts().len()];
    let of_values = |of: &Values| of.texts.iter().map(zeros).collect::<Vec<_>>();
    let mut names = zeros(&of.vocabulary.names);
    let mut context: Vec<Vec<u64>> = of.context.iter().map(zeros).collect();
    let mut properties = of_values(&of.properties);
    let mut user_properties = of_values(&of.user_properties);
    let (mut first_ts_us, mut last_ts_us) = (i64::MAX, i64::MIN);
    for index in &of.order {
        let row = &of.rows[*index as usize];
        first_ts_us = first_ts_us.min(row.ts_us);
        last_ts_us = last_ts_us.max(row.ts_us);
        names[row.name as usize] += 1;
        for (counts, code) in context.iter_mut().zip(row.context) {
            if code != MISSING {
                counts[code as usize] += 1;
            }
        }
        for (key, value) in of.properties_of(*index) {
            properties[*key as usize][*value as usize] += 1;
        }
        for (key, value) in of.user_properties_of(*index) {
            user_properties[*key as usize][*value as usize] += 1;
        }
    }
    let mut counts = ShardCounts {
        first_ts_us,
        last_ts_us,
        names,
        values: Vec::new(),
    };
    counts.take_paths(of, &context[Context::Url as usize]);
    counts.take(Subject::Context, &of.context, &context);
    counts.take(Subject::EventProperty, &of.properties.texts, &properties);
    counts.take(
        Subject::UserProperty,
        &of.user_properties.texts,
        &user_properties,
    );
    counts
}

impl ShardCounts {
    fn take(&mut self, subject: Subject, texts: &[Interner], counts: &[Vec<u64>]) {
        for (key, (texts, counts)) in texts.iter().zip(counts).enumerate() {
            let counted = texts
                .texts()
                .iter()
                .zip(counts)
                .filter(|(_, count)| **count > 0);
            let counted =
                counted.map(|(text, count)| (subject, key as u32, text.to_string(), *count));
            self.values.extend(counted);
        }
    }

    fn take_paths(&mut self, of: &ShardRows<'_>, counts: &[u64]) {
        let mut by_path: BTreeMap<&str, u64> = BTreeMap::new();
        for (url, count) in of.context[Context::Url as usize].texts().iter().zip(counts) {
            *by_path.entry(path(url)).or_default() += count;
        }
        let counted = by_path.into_iter().filter(|(_, count)| *count > 0);
        let counted = counted.map(|(path, count)| (Subject::UrlPath, 0, path.to_owned(), count));
        self.values.extend(counted);
    }
}

impl Counts {
    /// Nothing so far.
    pub fn new(memory_bytes_max: usize) -> Self {
        Self {
            first_ts_us: i64::MAX,
            last_ts_us: i64::MIN,
            names: Vec::new(),
            values: Sorter::new(memory_bytes_max),
        }
    }

    /// Adds a shard's.
    pub fn add(&mut self, shard: ShardCounts, spill: &Spill) -> Result<(), Error> {
        self.first_ts_us = self.first_ts_us.min(shard.first_ts_us);
        self.last_ts_us = self.last_ts_us.max(shard.last_ts_us);
        self.names
            .resize(self.names.len().max(shard.names.len()), 0);
        for (sum, count) in self.names.iter_mut().zip(shard.names) {
            *sum += count;
        }
        let mut key = Vec::new();
        for (subject, of, text, count) in shard.values {
            key.clear();
            key.push(subject as u8);
            key.extend(of.to_be_bytes());
            key.extend_from_slice(text.as_bytes());
            self.values.push(&key, &count.to_le_bytes(), spill)?;
        }
        Ok(())
    }
}

/// Counts of a whole log.
pub struct Tally {
    pub first_ts_us: i64,
    pub last_ts_us: i64,
    /// Names by their text: the number of a partition is the name's place here.
    pub event_names: Vec<EventName>,
    /// Partition numbers by name code; [`MISSING`] for names of duplicates alone.
    pub numbers: Vec<u32>,
    pub event_properties: BTreeMap<String, Property>,
    pub user_properties: BTreeMap<String, Property>,
    pub context: BTreeMap<Context, Property>,
    pub url_paths: Vec<Sample>,
}

/// Adds everything up.
pub fn tally(counts: Counts, vocabulary: &Vocabulary) -> Result<Tally, Error> {
    let (event_names, numbers) = number(&vocabulary.names, &counts.names);
    let mut tally = Tally {
        first_ts_us: counts.first_ts_us,
        last_ts_us: counts.last_ts_us,
        event_names,
        numbers,
        event_properties: BTreeMap::new(),
        user_properties: BTreeMap::new(),
        context: BTreeMap::new(),
        url_paths: Vec::new(),
    };
    let mut values = Added::new(counts.values.finish()?)?;
    while let Some(group) = values.group {
        let mut summary = Summary::new(group);
        while values.group == Some(group) {
            let (text, count) = values.next_value()?;
            summary.add(&text, count);
        }
        summary.end(&mut tally, vocabulary);
    }
    Ok(tally)
}

/// Numbers the names by their text.
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

/// What is counted, and the code of its key.
type Group = (Subject, u32);

/// Counts by value, those of several shards added.
struct Added {
    sorted: Sorted,
    /// Of the next value.
    group: Option<Group>,
    text: String,
    count: u64,
}

impl Added {
    fn new(sorted: Sorted) -> Result<Self, Error> {
        let mut added = Self {
            sorted,
            group: None,
            text: String::new(),
            count: 0,
        };
        added.advance()?;
        Ok(added)
    }

    fn advance(&mut self) -> Result<(), Error> {
        let Some((key, count)) = self.sorted.next_record()? else {
            self.group = None;
            return Ok(());
        };
        let of = u32::from_be_bytes(key[1..5].try_into().expect("keys begin with five bytes"));
        self.group = Some((Subject::ALL[usize::from(key[0])], of));
        self.text.clear();
        self.text
            .push_str(str::from_utf8(&key[5..]).expect("written from text"));
        self.count = u64::from_le_bytes(count.try_into().expect("counts are eight bytes"));
        Ok(())
    }

    /// The next value and how often it occurs.
    fn next_value(&mut self) -> Result<(String, u64), Error> {
        let (group, text) = (self.group, self.text.clone());
        let mut count = 0;
        while self.group == group && self.text == text {
            count += self.count;
            self.advance()?;
        }
        Ok((text, count))
    }
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
}
