//! Undo and redo: snapshots, never inverse commands. One typed word, or one drag, is one entry.

use serde::{Deserialize, Serialize};

use crate::diff::diff;
use crate::draft::Draft;

/// A pause after which the same field makes a new entry, in milliseconds.
const PAUSE_MS: i64 = 2_000;

/// Entries kept; the oldest go first.
const ENTRIES_MAX: usize = 500;

/// One step back or forward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The draft on the other side of the step.
    pub draft: Draft,
    /// What the step changes, in a person's words.
    pub label: String,
    /// The one field it changed, if it was one.
    pub path: Option<String>,
    /// When it was last added to, in milliseconds.
    pub at_ms: i64,
}

/// The snapshots before and after the draft in hand, the nearest last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// What undo goes back to.
    pub past: Vec<Entry>,
    /// What redo goes forward to.
    pub future: Vec<Entry>,
}

impl History {
    /// Records that `before` became `after` at `at_ms`. Nothing is recorded where nothing
    /// changed; anything recorded clears redo.
    pub fn push(&mut self, before: &Draft, after: &Draft, at_ms: i64) {
        let changes = diff(before, after);
        let Some(first) = changes.first() else { return };
        let label = match changes.len() {
            1 => first.label.clone(),
            more => format!("{} and {} more", first.label, more - 1),
        };
        let path = (changes.len() == 1).then(|| first.path.clone());
        self.future.clear();
        let begins_word = begins_word(&first.before, &first.after);
        if let Some(last) = self.past.last_mut()
            && path.is_some()
            && last.path == path
            && at_ms - last.at_ms < PAUSE_MS
            && !begins_word
        {
            last.at_ms = at_ms;
            return;
        }
        self.past.push(Entry {
            draft: before.clone(),
            label,
            path,
            at_ms,
        });
        if self.past.len() > ENTRIES_MAX {
            self.past.remove(0);
        }
    }

    /// The draft before the last step; `current` can be redone to.
    pub fn undo(&mut self, current: &Draft) -> Option<Draft> {
        let entry = self.past.pop()?;
        let there = Entry {
            draft: current.clone(),
            ..entry.clone()
        };
        self.future.push(there);
        // What is typed after an undo never joins the step before it.
        if let Some(last) = self.past.last_mut() {
            last.path = None;
        }
        Some(entry.draft)
    }

    /// The draft after the step last undone.
    pub fn redo(&mut self, current: &Draft) -> Option<Draft> {
        let entry = self.future.pop()?;
        // No path: what is typed after a redo never joins the redone step.
        self.past.push(Entry {
            draft: current.clone(),
            path: None,
            ..entry.clone()
        });
        Some(entry.draft)
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|entry| entry.label.as_str())
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|entry| entry.label.as_str())
    }
}

/// Whether typing from one text to the other starts a new word.
fn begins_word(before: &serde_json::Value, after: &serde_json::Value) -> bool {
    let (Some(before), Some(after)) = (before.as_str(), after.as_str()) else {
        return false;
    };
    before.ends_with(char::is_whitespace)
        && after
            .strip_prefix(before)
            .is_some_and(|typed| !typed.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(name: &str) -> Draft {
        Draft {
            name: name.to_owned(),
            ..Draft::default()
        }
    }

    fn labels_after(names: &[(&str, i64)]) -> Vec<String> {
        let mut history = History::default();
        let mut current = named("");
        for (name, at_ms) in names {
            let next = named(name);
            history.push(&current, &next, *at_ms);
            current = next;
        }
        history
            .past
            .iter()
            .map(|entry| entry.draft.name.clone())
            .collect()
    }

    #[test]
    fn a_typed_word_is_one_entry() {
        let typed = [
            ("S", 0),
            ("Sp", 90),
            ("Spr ", 180),
            ("Spr s", 270),
            ("Spr sa", 360),
        ];
        assert_eq!(labels_after(&typed), ["", "Spr "]);
    }

    #[test]
    fn a_pause_begins_a_new_entry() {
        assert_eq!(labels_after(&[("S", 0), ("Sp", 5_000)]), ["", "S"]);
    }

    #[test]
    fn undo_names_what_it_takes_back() {
        let mut history = History::default();
        history.push(&named("a"), &named("b"), 0);
        assert_eq!(history.undo_label(), Some("Name"));
        assert_eq!(history.undo(&named("b")), Some(named("a")));
        assert_eq!(
            (history.undo_label(), history.redo_label()),
            (None, Some("Name"))
        );
    }

    proptest! {
        /// Any walk of edits, undos and redos ends where a plain list of snapshots says.
        #[test]
        fn walks_agree_with_a_list_of_snapshots(walk in prop::collection::vec(0..5u8, 1..60)) {
            let mut history = History::default();
            let (mut snapshots, mut at) = (vec![named("0")], 0);
            for (step, action) in walk.into_iter().enumerate() {
                let current: Draft = snapshots[at].clone();
                match action {
                    0 | 1 if at > 0 => {
                        at -= 1;
                        prop_assert_eq!(history.undo(&current), Some(snapshots[at].clone()));
                    }
                    2 if at + 1 < snapshots.len() => {
                        at += 1;
                        prop_assert_eq!(history.redo(&current), Some(snapshots[at].clone()));
                    }
                    _ => {
                        let next = named(&format!("edit {step}"));
                        history.push(&current, &next, step as i64 * 10_000);
                        snapshots.truncate(at + 1);
                        snapshots.push(next);
                        at += 1;
                    }
                }
            }
        }
    }
}
