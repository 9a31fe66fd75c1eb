//! A place in somebody else's JSON. Whoever reads it takes it; what is left becomes a note.

use std::cell::RefCell;
use std::collections::HashSet;

use serde_json::Value as Json;

use super::Note;

/// How much of a value a note shows, in characters.
const SHOWN_CHARS_MAX: usize = 80;

const NOT_KNOWN: &str = "This version does not know it, so it was left behind.";

/// What was taken and noted so far.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// JSON pointers; with a place everything in it is taken.
    taken: RefCell<HashSet<String>>,
    notes: RefCell<Vec<Note>>,
}

impl Reading {
    /// The notes since the last call, with one for everything in `place` that nobody took.
    pub(super) fn notes_of(&self, place: &Place<'_>) -> Vec<Note> {
        if self.leftovers(place) == Leftover::All {
            place.note(NOT_KNOWN);
        }
        self.notes.take()
    }

    /// Whether the place of this pointer was taken, by itself or with one that holds it.
    #[cfg(test)]
    pub(super) fn has_taken(&self, path: &str) -> bool {
        let taken = self.taken.borrow();
        let ends = path.match_indices('/').map(|(end, _)| end);
        let mut holders = ends.chain([path.len()]).map(|end| &path[..end]);
        holders.any(|holder| taken.contains(holder))
    }

    /// Notes what is left in a place part by part, unless all of it is: then the one above
    /// notes it as a whole.
    fn leftovers(&self, place: &Place<'_>) -> Leftover {
        if self.taken.borrow().contains(&place.path) {
            return Leftover::Nothing;
        }
        let parts = place.parts();
        if parts.is_empty() {
            // Null and empty lists say nothing that could be lost.
            return match place.json {
                Json::Null | Json::Array(_) | Json::Object(_) => Leftover::Silent,
                Json::Bool(_) | Json::Number(_) | Json::String(_) => Leftover::All,
            };
        }
        let left: Vec<Leftover> = parts.iter().map(|part| self.leftovers(part)).collect();
        if left.iter().all(|one| *one == Leftover::Silent) {
            return Leftover::Silent;
        }
        if !left.contains(&Leftover::Nothing) {
            return Leftover::All;
        }
        for (part, left) in parts.iter().zip(left) {
            if left == Leftover::All {
                part.note(NOT_KNOWN);
            }
        }
        Leftover::Nothing
    }
}

/// What of a place nobody took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leftover {
    /// Nothing, or what is left has its notes.
    Nothing,
    /// There is nothing in it that could be lost.
    Silent,
    /// All of it.
    All,
}

/// A place in the source.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    json: &'a Json,
    path: String,
    reading: &'a Reading,
}

impl<'a> Place<'a> {
    pub(super) const fn root(json: &'a Json, reading: &'a Reading) -> Self {
        Self {
            json,
            path: String::new(),
            reading,
        }
    }

    /// What is there, for a look that takes nothing.
    pub(super) const fn json(&self) -> &'a Json {
        self.json
    }

    fn part(&self, name: &str, json: &'a Json) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self {
            json,
            path: format!("{}/{name}", self.path),
            reading: self.reading,
        }
    }

    /// What stands in it, fields or elements.
    pub(super) fn parts(&self) -> Vec<Self> {
        match self.json {
            Json::Object(fields) => fields
                .iter()
                .map(|(name, value)| self.part(name, value))
                .collect(),
            Json::Array(_) => self.items(),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
        }
    }

    /// A field; none where it is null.
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        let json = self.json.get(name).filter(|json| !json.is_null())?;
        Some(self.part(name, json))
    }

    /// The elements of a list; of anything else none.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.json.as_array().into_iter().flatten();
        items
            .enumerate()
            .map(|(index, json)| self.part(&index.to_string(), json))
            .collect()
    }

    /// The elements of the list in a field.
    pub(super) fn items_of(&self, name: &str) -> Vec<Self> {
        self.field(name).map_or_else(Vec::new, |list| list.items())
    }

    /// The name of the field it stands in.
    pub(super) fn name(&self) -> String {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }

    /// Whether something in it was taken.
    pub(super) fn is_touched(&self) -> bool {
        let is_taken = self.reading.taken.borrow().contains(&self.path);
        is_taken || self.parts().iter().any(Self::is_touched)
    }

    /// The notes since the last call and for what nobody took in here.
    pub(super) fn notes(&self) -> Vec<Note> {
        self.reading.notes_of(self)
    }

    /// Takes the place and everything in it.
    pub(super) fn take(&self) {
        self.reading.taken.borrow_mut().insert(self.path.clone());
    }

    /// Takes a field whose value says nothing that should arrive.
    pub(super) fn take_field(&self, name: &str) {
        self.field(name).iter().for_each(Self::take);
    }

    /// Takes the place and says what became of it.
    pub(super) fn note(&self, why: impl Into<String>) {
        self.note_as(self.words(), why);
    }

    /// The same under a name of its own; notes of parts of it are said with it.
    pub(super) fn note_as(&self, what: impl Into<String>, why: impl Into<String>) {
        self.take();
        let inside = |path: &str| {
            let rest = path.strip_prefix(&self.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.reading
            .notes
            .borrow_mut()
            .retain(|note| !inside(&note.path));
        self.say(what, why);
    }

    /// Says something of the place and takes nothing.
    pub(super) fn say(&self, what: impl Into<String>, why: impl Into<String>) {
        self.reading.notes.borrow_mut().push(Note {
            path: self.path.clone(),
            what: what.into(),
            why: why.into(),
        });
    }

    /// Reads the place by `read`; what it does not understand is noted.
    fn read<T>(&self, expected: &str, read: impl FnOnce(&'a Json) -> Option<T>) -> Option<T> {
        let value = read(self.json);
        match value {
            Some(_) => self.take(),
            None => self.note(format!("It is not {expected}, so it was left behind.")),
        }
        value
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.read("text", Json::as_str)
    }

    pub(super) fn number(&self) -> Option<f64> {
        self.read("a number", Json::as_f64)
    }

    pub(super) fn whole(&self) -> Option<i64> {
        self.read("a whole number", Json::as_i64)
    }

    /// A whole number from 0 that fits a field of ours.
    pub(super) fn count(&self) -> Option<u32> {
        let read = |json: &Json| json.as_u64().and_then(|count| u32::try_from(count).ok());
        self.read("a whole number that fits", read)
    }

    pub(super) fn flag(&self) -> Option<bool> {
        self.read("true or false", Json::as_bool)
    }

    /// One of these words; another is noted.
    pub(super) fn word<T: Copy>(&self, table: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let known = table.iter().find(|(word, _)| *word == text);
        if known.is_none() {
            self.note("This version does not know this word, so it was left behind.");
        }
        known.map(|(_, meaning)| *meaning)
    }

    /// A text or number as text: ids come as either.
    pub(super) fn id(&self) -> Option<String> {
        self.read("an id", |json| match json {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub(super) fn text_of(&self, name: &str) -> Option<&'a str> {
        self.field(name)?.text()
    }

    pub(super) fn number_of(&self, name: &str) -> Option<f64> {
        self.field(name)?.number()
    }

    pub(super) fn whole_of(&self, name: &str) -> Option<i64> {
        self.field(name)?.whole()
    }

    pub(super) fn count_of(&self, name: &str) -> Option<u32> {
        self.field(name)?.count()
    }

    pub(super) fn flag_of(&self, name: &str) -> Option<bool> {
        self.field(name)?.flag()
    }

    pub(super) fn id_of(&self, name: &str) -> Option<String> {
        self.field(name)?.id()
    }

    pub(super) fn word_of<T: Copy>(&self, name: &str, table: &[(&str, T)]) -> Option<T> {
        self.field(name)?.word(table)
    }

    /// The texts of a list; elements that are none are noted.
    pub(super) fn texts_of(&self, name: &str) -> Vec<String> {
        let items = self.items_of(name);
        items
            .iter()
            .filter_map(|item| item.text().map(str::to_owned))
            .collect()
    }

    /// The last part of the pointer in a person's words, with the value where it is short:
    /// `/a/outerButtons/0` reads "Outer button 1".
    fn words(&self) -> String {
        let mut segments = self.path.rsplit('/');
        let last = segments.next().unwrap_or_default();
        let name = match last.parse::<usize>() {
            Ok(index) => {
                let list = in_words(segments.next().unwrap_or_default());
                let one = list.strip_suffix('s').unwrap_or(&list);
                format!("{one} {}", index.saturating_add(1))
            }
            Err(_) => in_words(last),
        };
        let name = if name.is_empty() { "Everything" } else { &name };
        match self.json {
            Json::Object(_) | Json::Array(_) => name.to_owned(),
            value => format!("{name}: {}", shown(value)),
        }
    }
}

fn shown(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return text;
    }
    let start: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    format!("{start}…")
}

/// `outerButtons` and `churn_prob_gt` as people write them.
fn in_words(name: &str) -> String {
    let name = name.replace("~1", "/").replace("~0", "~");
    let mut words = String::new();
    for letter in name.chars().take(SHOWN_CHARS_MAX) {
        match letter {
            '_' => words.push(' '),
            upper if upper.is_uppercase() && !words.is_empty() => {
                words.push(' ');
                words.extend(upper.to_lowercase());
            }
            first if words.is_empty() => words.extend(first.to_uppercase()),
            other => words.push(other),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_read_as_people_write_them() {
        for (name, expected) in [
            ("outerButtons", "Outer buttons"),
            ("html", "Html"),
            ("churn_prob_gt", "Churn prob gt"),
            ("", ""),
            ("a~1b", "A/b"),
        ] {
            assert_eq!(in_words(name), expected);
        }
    }

    #[test]
    fn what_nobody_took_is_noted_once_at_its_widest() {
        let json = json!({
            "name": "a", "odd": {"x": 1, "y": [2]}, "list": [{"known": 1, "not": 2}, {"not": 3}],
            "null": null, "empty": [], "hollow": {"n": null},
        });
        let reading = Reading::default();
        let root = Place::root(&json, &reading);
        root.field("name").unwrap().text();
        root.items_of("list")[0].field("known").unwrap().whole();
        let noted: Vec<_> = root
            .notes()
            .into_iter()
            .map(|note| (note.path, note.what))
            .collect();
        let expected = [
            ("/list/0/not", "Not: 2"),
            ("/list/1", "List 2"),
            ("/odd", "Odd"),
        ];
        assert_eq!(
            noted,
            expected.map(|(path, what)| (path.to_owned(), what.to_owned()))
        );
        assert_eq!(root.notes(), []);
    }

    #[test]
    fn what_is_of_another_type_is_noted() {
        let json = json!({"count": -1, "flag": "yes"});
        let reading = Reading::default();
        let root = Place::root(&json, &reading);
        assert_eq!(root.field("count").unwrap().count(), None);
        assert_eq!(root.field("flag").unwrap().flag(), None);
        assert_eq!(
            root.notes()[1].why,
            "It is not true or false, so it was left behind."
        );
    }
}
