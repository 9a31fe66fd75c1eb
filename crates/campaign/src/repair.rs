//! What a repair does to a draft. The designer does the same to the draft it holds.

use serde_json::Value as Json;

use crate::draft::Draft;
use crate::finding::{Repair, Setting};

impl Draft {
    /// The draft after one click on a repair; none where the repair is of an image, or does not
    /// fit this draft.
    ///
    /// # Panics
    /// Never: every part of a draft has a JSON form.
    pub fn repaired(&self, repair: &Repair) -> Option<Self> {
        let Repair::Set { fields, .. } = repair else {
            return None;
        };
        let mut json = serde_json::to_value(self).expect("a draft has a JSON form");
        for field in fields {
            set(&mut json, field)?;
        }
        serde_json::from_value(json).ok()
    }
}

/// Puts a value where the pointer leads; null takes an element out of its list.
fn set(json: &mut Json, Setting { path, value }: &Setting) -> Option<()> {
    let (parent, last) = path.rsplit_once('/')?;
    match json.pointer_mut(parent)? {
        Json::Array(list) => {
            let index: usize = last.parse().ok()?;
            let element = list.get_mut(index)?;
            if value.is_null() {
                list.remove(index);
            } else {
                *element = value.clone();
            }
        }
        Json::Object(fields) => {
            let name = last.replace("~1", "/").replace("~0", "~");
            *fields.get_mut(&name)? = value.clone();
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::diff;

    fn repair(fields: &[(&str, Json)]) -> Repair {
        let setting = |(path, value): &(&str, Json)| Setting {
            path: (*path).to_owned(),
            value: value.clone(),
        };
        Repair::Set {
            label: "Do it".to_owned(),
            fields: fields.iter().map(setting).collect(),
        }
    }

    #[track_caller]
    fn check(fields: &[(&str, Json)], changed: &[&str]) {
        let mut before = Draft::new("a".to_owned(), "A".to_owned());
        before.tags = vec!["x".to_owned(), "y".to_owned()];
        let after = before.repaired(&repair(fields)).expect("the repair fits");
        let paths: Vec<String> = diff(&before, &after)
            .into_iter()
            .map(|one| one.path)
            .collect();
        assert_eq!(paths, changed);
    }

    #[test]
    fn the_fields_of_a_repair_are_the_fields_that_change() {
        check(&[("/name", json!("B"))], &["/name"]);
        check(&[("/tags/0", Json::Null)], &["/tags"]);
        check(
            &[("/frequency/per_user", Json::Null)],
            &["/frequency/per_user"],
        );
        check(&[("/triggers/0", Json::Null)], &["/triggers"]);
        check(
            &[("/priority", json!(3)), ("/groups/0/weight_bp", json!(1))],
            &["/priority", "/groups/0/weight_bp"],
        );
    }

    #[test]
    fn a_repair_that_does_not_fit_does_nothing() {
        let draft = Draft::new("a".to_owned(), "A".to_owned());
        for fields in [
            [("/no_such_field", json!(1))],
            [("/tags/7", Json::Null)],
            [("/name/x", json!("B"))],
            [("/name", json!(3))],
            [("/experiment/traffic_bp", json!(1))],
        ] {
            assert_eq!(draft.repaired(&repair(&fields)), None, "{fields:?}");
        }
        assert_eq!(draft.repaired(&Repair::Crop { wide: 3, high: 2 }), None);
    }
}
