//! The check: every way in which a draft is imperfect, and the only way to a [`Campaign`].
//!
//! One file per subject, each writing into [`Findings`]. What several campaigns do to one
//! another is in [`shadowed()`].

mod identity;
mod message;

mod buttons;
mod images;
mod names;
mod sdks;
mod texts;

mod experiment;
mod frequency;
mod period;
mod trigger;

mod audience;
mod condition;
mod contradiction;

mod opening;
mod shadowed;

use regex::Regex;
use serde_json::Value as Json;
use unicode_segmentation::UnicodeSegmentation;

use crate::asset::Assets;
use crate::campaign::Campaign;
use crate::draft::Draft;
use crate::expression::compile;
use crate::finding::{Code, Finding, Repair, Setting, Severity};
use crate::limits::Limits;

pub use buttons::{BUTTONS_MAX, LABEL_CHARS_MAX};
pub use identity::{DESCRIPTION_CHARS_MAX, NAME_CHARS_MAX};
pub use images::{IMAGES_MAX, recommended_ratio};
pub use shadowed::shadowed;
pub use texts::{BODY_CHARS_MAX, TITLE_CHARS_MAX};
pub use trigger::DELAY_SECONDS_MAX;

impl Draft {
    /// Checks the draft. `assets` answers for its images, `limits` are the
    /// workspace's. A campaign comes out exactly when no
    /// finding blocks.
    pub fn check(&self, assets: &dyn Assets, limits: &Limits) -> (Vec<Finding>, Option<Campaign>) {
        let mut findings = Findings(Vec::new());
        identity::check(self, &mut findings);
        message::check(self, assets, limits, &mut findings);
        sdks::older(self, limits, &mut findings);
        experiment::check(self, &mut findings);
        trigger::check(self, &mut findings);
        audience::check(self, &mut findings);
        let times = period::check(self, &mut findings);
        frequency::check(self, times.as_ref(), &mut findings);
        let url = findings.expression("/url_regex", self.url_regex.as_deref());
        let group_urls = self.groups.iter().enumerate().map(|(index, group)| {
            let path = format!("/groups/{index}/url_regex");
            findings.expression(&path, group.url_regex.as_deref())
        });
        let group_urls = group_urls.collect();
        let blocks = findings.0.iter().any(|one| one.severity == Severity::Block);
        let campaign = times.filter(|_| !blocks).map(|times| Campaign {
            draft: self.clone(),
            zone: times.zone,
            period_us: times.period_us,
            slots: times.slots,
            url,
            group_urls,
            first_versions: sdks::first_versions(self, limits),
        });
        (findings.0, campaign)
    }
}

/// Collects findings; every rule writes through it.
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    fn add(
        &mut self,
        severity: Severity,
        path: &str,
        code: Code,
        message: String,
        fix: &str,
    ) -> &mut Finding {
        self.0.push(Finding {
            path: path.to_owned(),
            severity,
            code,
            message,
            fix: (!fix.is_empty()).then(|| fix.to_owned()),
            repair: None,
        });
        self.0.last_mut().expect("one was just added")
    }

    fn block(&mut self, path: &str, code: Code, message: String, fix: &str) -> &mut Finding {
        self.add(Severity::Block, path, code, message, fix)
    }

    fn warn(&mut self, path: &str, code: Code, message: String, fix: &str) -> &mut Finding {
        self.add(Severity::Warn, path, code, message, fix)
    }

    fn note(&mut self, path: &str, code: Code, message: String, fix: &str) -> &mut Finding {
        self.add(Severity::Note, path, code, message, fix)
    }

    /// A text that must be there and not be too long, in grapheme clusters.
    fn length(&mut self, path: &str, what: &str, text: &str, (min, max): (usize, usize)) {
        let length = text.trim().graphemes(true).count();
        if length < min {
            let message = format!("{what} is empty.");
            self.block(path, Code::Missing, message, "Write it.");
        } else if length > max {
            let message = format!("{what} has {length} characters; at most {max} fit.");
            self.block(path, Code::TooLong, message, "Shorten it.");
        }
    }

    /// Elements of a list that are there a second time; one click takes the later one out.
    fn repeated<T: PartialEq>(&mut self, list: &str, items: &[T], name: impl Fn(&T) -> String) {
        for (index, item) in items.iter().enumerate() {
            if items[..index].contains(item) {
                let path = format!("{list}/{index}");
                let message = format!("{} is there twice.", name(item));
                self.note(&path, Code::Duplicate, message, "Remove one of them.")
                    .one_click("Remove it", [(path, Json::Null)]);
            }
        }
    }

    fn expression(&mut self, path: &str, text: Option<&str>) -> Option<Regex> {
        let text = text.filter(|text| !text.is_empty())?;
        let regex = match compile(text) {
            Ok(regex) => regex,
            Err(error) => {
                let message = format!("Rehearsal could not {error}.");
                let fix = "Correct the expression or clear it.";
                self.block(path, Code::Malformed, message, fix);
                return None;
            }
        };
        if trigger::looks_for_a_scheme(text) {
            let message =
                "The expression looks for a scheme, and a URL's path has none.".to_owned();
            let fix = "Begin with ^/ and the path, or write a page rule for the whole URL.";
            self.block(path, Code::NeverHolds, message, fix);
        }
        Some(regex)
    }
}

impl Finding {
    /// What one click sets.
    fn one_click(&mut self, label: &str, fields: impl IntoIterator<Item = (String, Json)>) {
        let setting = |(path, value)| Setting { path, value };
        self.repair = Some(Repair::Set {
            label: label.to_owned(),
            fields: fields.into_iter().map(setting).collect(),
        });
    }
}

/// `PC web, Android and iOS`.
fn spoken(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
