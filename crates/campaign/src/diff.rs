//! What changed between two drafts, field by field. History's labels, the publish sheet and
//! the three-way merge all read this one list.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use crate::draft::Draft;

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Change {
    /// JSON pointer to the field.
    pub path: String,
    /// The field in a person's words, `Step 1 · title`.
    pub label: String,
    /// What it was; null where it was not there.
    #[ts(type = "unknown")]
    pub before: Json,
    /// What it is; null where it is gone.
    #[ts(type = "unknown")]
    pub after: Json,
}

/// Every field in which `after` differs from `before`, in the order of the file format.
///
/// # Panics
/// Never: every part of a draft has a JSON form.
pub fn diff(before: &Draft, after: &Draft) -> Vec<Change> {
    let before = serde_json::to_value(before).expect("a draft has a JSON form");
    let after = serde_json::to_value(after).expect("a draft has a JSON form");
    let mut changes = Vec::new();
    walk("", &before, &after, &mut changes);
    changes
}

fn walk(path: &str, before: &Json, after: &Json, changes: &mut Vec<Change>) {
    match (before, after) {
        (Json::Object(old), Json::Object(new)) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(added) {
                let path = format!("{path}/{}", escape(key));
                let (old, new) = (old.get(key), new.get(key));
                walk(
                    &path,
                    old.unwrap_or(&Json::Null),
                    new.unwrap_or(&Json::Null),
                    changes,
                );
            }
        }
        (Json::Array(old), Json::Array(new)) if is_list_of_parts(old) && is_list_of_parts(new) => {
            for index in 0..old.len().max(new.len()) {
                let path = format!("{path}/{index}");
                let (old, new) = (old.get(index), new.get(index));
                walk(
                    &path,
                    old.unwrap_or(&Json::Null),
                    new.unwrap_or(&Json::Null),
                    changes,
                );
            }
        }
        _ if before != after => changes.push(Change {
            path: path.to_owned(),
            label: label(path),
            before: before.clone(),
            after: after.clone(),
        }),
        _ => {}
    }
}

/// Lists of objects (steps, buttons, groups) are compared part by part; lists of words whole.
fn is_list_of_parts(list: &[Json]) -> bool {
    !list.is_empty() && list.iter().all(Json::is_object)
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer in a person's words: `/groups/1/message/steps/0/title/text` reads
/// `Group B · step 1 · title`.
pub fn label(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(segment) = segments.get(at) {
        let index = segments
            .get(at + 1)
            .and_then(|next| next.parse::<u8>().ok());
        match (*segment, index) {
            ("message", _) => at += 1,
            ("text", None) if at > 0 => at += 1,
            ("groups", Some(index)) if at == 0 => {
                words.push(format!("group {}", char::from(b'A' + index % 26)));
                at += 2;
            }
            (list, Some(index)) => {
                words.push(format!("{} {}", singular(list), u32::from(index) + 1));
                at += 2;
            }
            (field, None) => {
                words.push(field.trim_end_matches("_bp").replace('_', " "));
                at += 1;
            }
        }
    }
    capitalise(&words.join(" · "))
}

fn singular(list: &str) -> String {
    list.strip_suffix('s').unwrap_or(list).replace('_', " ")
}

fn capitalise(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_as_people_say_it() {
        for (path, expected) in [
            ("/name", "Name"),
            (
                "/groups/1/message/steps/0/title/text",
                "Group B · step 1 · title",
            ),
            (
                "/groups/0/message/steps/1/buttons/0/text_color",
                "Group A · step 2 · button 1 · text color",
            ),
            ("/groups/0/weight_bp", "Group A · weight"),
            ("/frequency/per_session", "Frequency · per session"),
            ("/url_regex", "Url regex"),
            ("/tags", "Tags"),
        ] {
            assert_eq!(label(path), expected, "{path}");
        }
    }

    #[test]
    fn a_draft_does_not_differ_from_itself() {
        let draft = Draft::new("a".to_owned(), "A".to_owned());
        assert_eq!(diff(&draft, &draft), []);
    }

    #[test]
    fn an_added_button_is_one_change_and_an_edited_title_another() {
        let before = Draft::new("a".to_owned(), "A".to_owned());
        let mut after = before.clone();
        let step = &mut after.groups[0].message.steps[0];
        step.title.text = "Hello".to_owned();
        step.buttons.push(crate::message::Button::default());
        let changed: Vec<String> = diff(&before, &after).into_iter().map(|c| c.path).collect();
        assert_eq!(
            changed,
            [
                "/groups/0/message/steps/0/title/text",
                "/groups/0/message/steps/0/buttons/1"
            ]
        );
    }
}
