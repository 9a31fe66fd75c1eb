//! The page-rule tester: whether a message would show on a page, decided as the first gate
//! decides it, and on which pages of a log it would.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use campaign::trigger::PageRule;
use campaign::{Value, expression};
use events::{Context, Need, Partition, PreparedLog};
use exposure::plan::{Atom, Source, Test};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::WordCount;
use super::forecasts::{find_log, unreadable};
use crate::{Failure, Workbench};

/// Pages of the log that are named.
const SAMPLES_MAX: usize = 10;

/// Arguments of `try_url`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct TryUrl {
    /// A URL, or a path.
    pub url: String,
    /// The name that the app gives the page; takes the URL's place in page rules.
    pub page_name: Option<String>,
    /// The expression as typed.
    pub url_regex: Option<String>,
    /// The page rules.
    pub page_rules: Vec<PageRule>,
    /// Id of the log to look into.
    pub log: Option<String>,
}

/// What became of a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UrlTrial {
    /// The part in which the expression is sought.
    pub path: String,
    /// Whether the expression was found; null where none is set, or none that can be read.
    pub regex: Option<bool>,
    /// Why the expression cannot be read.
    pub regex_error: Option<String>,
    /// Of each page rule, whether it covers the page.
    pub rules: Vec<bool>,
    /// Whether the message would show there.
    pub matches: bool,
    /// On which pages of the log it would.
    pub in_log: Option<UrlsInLog>,
}

/// Pages of a log on which a message would show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UrlsInLog {
    /// Events on such pages.
    pub matched: u64,
    /// Events that have a URL or a page name at all.
    pub of: u64,
    /// The most frequent such pages, the most frequent first.
    pub samples: Vec<WordCount>,
}

/// Where an event happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Page {
    url: Option<String>,
    name: Option<String>,
}

/// Every page of a log with the number of its events.
pub(crate) type Pages = Vec<(Page, u64)>;

pub(super) fn attempt(workbench: &Workbench, args: &TryUrl) -> Result<UrlTrial, Failure> {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let page = Page {
        url: given(&args.url),
        name: args.page_name.as_deref().and_then(given),
    };
    let pattern = args.url_regex.as_deref().filter(|text| !text.is_empty());
    let (regex, regex_error) = match pattern.map(expression::compile).transpose() {
        Ok(regex) => (regex.map(path_atom), None),
        Err(error) => (None, Some(format!("Rehearsal could not {error}."))),
    };
    let scope = Scope {
        regex,
        rules: (!args.page_rules.is_empty()).then(|| pages_atom(args.page_rules.clone())),
    };
    let in_log = match &args.log {
        // What cannot be read covers nothing.
        Some(log) if regex_error.is_none() => {
            let pages = pages(workbench, log)?;
            Some(scope.within(&pages))
        }
        Some(_) | None => None,
    };
    let each = args.page_rules.iter().cloned();
    Ok(UrlTrial {
        path: exposure::page::path(page.url.as_deref().unwrap_or_default()).to_owned(),
        regex: scope.regex.as_ref().map(|atom| holds(atom, &page)),
        matches: regex_error.is_none() && scope.covers(&page),
        regex_error,
        rules: each
            .map(|rule| holds(&pages_atom(vec![rule]), &page))
            .collect(),
        in_log,
    })
}

/// What a campaign says of pages.
struct Scope {
    regex: Option<Atom>,
    rules: Option<Atom>,
}

impl Scope {
    fn covers(&self, page: &Page) -> bool {
        let said = self.regex.iter().chain(&self.rules);
        said.into_iter().all(|atom| holds(atom, page))
    }

    fn within(&self, pages: &[(Page, u64)]) -> UrlsInLog {
        let mut covered: Vec<_> = pages.iter().filter(|(page, _)| self.covers(page)).collect();
        covered.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let samples = covered.iter().take(SAMPLES_MAX);
        UrlsInLog {
            matched: covered.iter().map(|(_, events)| events).sum(),
            of: pages.iter().map(|(_, events)| events).sum(),
            samples: samples
                .filter_map(|(page, count)| {
                    let text = page.name.clone().or_else(|| page.url.clone())?;
                    Some(WordCount {
                        text,
                        count: *count,
                    })
                })
                .collect(),
        }
    }
}

fn path_atom(regex: regex::Regex) -> Atom {
    Atom {
        source: Source::Url,
        test: Test::Path(regex),
    }
}

fn pages_atom(rules: Vec<PageRule>) -> Atom {
    Atom {
        source: Source::Page,
        test: Test::Pages(rules),
    }
}

fn holds(atom: &Atom, page: &Page) -> bool {
    let text = match atom.source {
        Source::Page => page.name.as_ref().or(page.url.as_ref()),
        _ => page.url.as_ref(),
    };
    atom.holds(text.map(|text| Value::Text(text.clone())).as_ref())
}

/// The pages of a log, read once: a person types many expressions against the same log.
fn pages(workbench: &Workbench, id: &str) -> Result<Arc<Pages>, Failure> {
    let log = find_log(&workbench.workspace(), id)?;
    let hash = &log.manifest().content_hash;
    if let Some(known) = workbench.known_pages(hash) {
        return Ok(known);
    }
    let pages = Arc::new(read(&log).map_err(|error| unreadable(id, &error))?);
    workbench.note_pages(hash, &pages);
    Ok(pages)
}

fn read(log: &PreparedLog) -> Result<Pages, events::Error> {
    let need = Need {
        context: BTreeSet::from([Context::Url, Context::Page]),
        ..Need::default()
    };
    let mut counted: BTreeMap<Page, u64> = BTreeMap::new();
    for shard in 0..log.shards() {
        for partition in &log.load(shard, &need)?.partitions {
            count(partition, &mut counted);
        }
    }
    Ok(counted.into_iter().collect())
}

/// By the codes of its columns first: a partition has few pages and many events.
fn count(partition: &Partition, counted: &mut BTreeMap<Page, u64>) {
    let column = |context| partition.context.get(&context);
    let (urls, names) = (column(Context::Url), column(Context::Page));
    let mut by_codes: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for row in 0..partition.len() {
        let code = |column: Option<&events::Column>| {
            column.map_or(events::MISSING, |column| column.codes[row])
        };
        *by_codes.entry((code(urls), code(names))).or_default() += 1;
    }
    let text = |column: Option<&events::Column>, code: u32| {
        let value = column.and_then(|column| column.values.get(code as usize));
        value.and_then(Value::as_text)
    };
    for ((url, name), events) in by_codes {
        let page = Page {
            url: text(urls, url),
            name: text(names, name),
        };
        if page.url.is_some() || page.name.is_some() {
            *counted.entry(page).or_default() += events;
        }
    }
}
