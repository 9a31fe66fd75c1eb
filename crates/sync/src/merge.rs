//! Two people's edits of one campaign, brought together field by field against the revision
//! that both began with. A field that one side changed is that side's; a field that both changed
//! differently is a conflict, which a person decides. Pure.

use campaign::Draft;
use campaign::diff::label;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use ts_rs::TS;

/// A field that both sides changed, and not to the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Conflict {
    /// JSON pointer to the field.
    pub path: String,
    /// The field in a person's words.
    pub label: String,
    /// What both began with; null where it was not there.
    #[ts(type = "unknown")]
    pub base: Json,
    /// What it is here; null where it is gone.
    #[ts(type = "unknown")]
    pub ours: Json,
    /// What it is on the server; null where it is gone.
    #[ts(type = "unknown")]
    pub theirs: Json,
}

/// Both sides' edits together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Every change of both sides; a field in conflict stays ours.
    pub draft: Draft,
    /// What a person must decide, in the order of the file format.
    pub conflicts: Vec<Conflict>,
}

/// Merges `ours` and `theirs`, both made from `base`. Which side is called ours decides only
/// which value a field in conflict keeps.
///
/// Objects meet field by field; one whose `type` changed is taken whole. Lists of parts with
/// distinct keys or names meet part by part, lists of equal length place by place, other lists
/// whole.
///
/// # Panics
/// Never: every part of a draft has a JSON form, and no choice between the parts of three
/// drafts is unreadable (objects with a `type` are not mixed).
pub fn merge(base: &Draft, ours: &Draft, theirs: &Draft) -> Merge {
    let json = |draft: &Draft| serde_json::to_value(draft).expect("a draft has a JSON form");
    let mut conflicts = Vec::new();
    let three = Three {
        base: Some(&json(base)),
        ours: Some(&json(ours)),
        theirs: Some(&json(theirs)),
    };
    let merged = three.merge("", &mut conflicts).unwrap_or_default();
    let draft = serde_json::from_value(merged).expect("merged parts of drafts are a draft");
    Merge { draft, conflicts }
}

/// One place in the three documents; none where the document does not have it.
#[derive(Clone, Copy)]
struct Three<'a> {
    base: Option<&'a Json>,
    ours: Option<&'a Json>,
    theirs: Option<&'a Json>,
}

impl Three<'_> {
    fn merge(self, path: &str, conflicts: &mut Vec<Conflict>) -> Option<Json> {
        let Self { base, ours, theirs } = self;
        if ours == theirs || base == theirs {
            return ours.cloned();
        }
        if base == ours {
            return theirs.cloned();
        }
        match (base, ours, theirs) {
            (Some(Json::Object(base)), Some(Json::Object(ours)), Some(Json::Object(theirs)))
                if is_same_type(base, ours) && is_same_type(base, theirs) =>
            {
                Some(merge_objects(base, ours, theirs, path, conflicts))
            }
            (Some(Json::Array(base)), Some(Json::Array(ours)), Some(Json::Array(theirs))) => {
                match merge_lists(base, ours, theirs, path, conflicts) {
                    Some(list) => Some(Json::Array(list)),
                    None => self.conflict(path, conflicts),
                }
            }
            _ => self.conflict(path, conflicts),
        }
    }

    fn conflict(self, path: &str, conflicts: &mut Vec<Conflict>) -> Option<Json> {
        let value = |side: Option<&Json>| side.cloned().unwrap_or_default();
        conflicts.push(Conflict {
            path: path.to_owned(),
            label: label(path),
            base: value(self.base),
            ours: value(self.ours),
            theirs: value(self.theirs),
        });
        self.ours.cloned()
    }
}

/// The fields of an object with another `type` mean other things.
fn is_same_type(one: &Map<String, Json>, other: &Map<String, Json>) -> bool {
    one.get("type") == other.get("type")
}

fn merge_objects(
    base: &Map<String, Json>,
    ours: &Map<String, Json>,
    theirs: &Map<String, Json>,
    path: &str,
    conflicts: &mut Vec<Conflict>,
) -> Json {
    let of_theirs = theirs.keys().filter(|key| !ours.contains_key(*key));
    let mut merged = Map::new();
    for key in ours.keys().chain(of_theirs) {
        let three = Three {
            base: base.get(key),
            ours: ours.get(key),
            theirs: theirs.get(key),
        };
        let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
        if let Some(value) = three.merge(&path, conflicts) {
            merged.insert(key.clone(), value);
        }
    }
    Json::Object(merged)
}

/// None where the lists can only be decided whole.
fn merge_lists(
    base: &[Json],
    ours: &[Json],
    theirs: &[Json],
    path: &str,
    conflicts: &mut Vec<Conflict>,
) -> Option<Vec<Json>> {
    if let (Some(base_ids), Some(our_ids), Some(their_ids)) = (ids(base), ids(ours), ids(theirs)) {
        let lists = [(base_ids, base), (our_ids, ours), (their_ids, theirs)];
        return merge_by_id(&lists, path, conflicts);
    }
    if base.len() != ours.len() || base.len() != theirs.len() {
        return None;
    }
    let mut merged = Vec::with_capacity(base.len());
    for (index, base) in base.iter().enumerate() {
        // A part without a name is not taken apart: its place may hold another part by now.
        let (ours, theirs) = (&ours[index], &theirs[index]);
        let three = Three {
            base: Some(base),
            ours: Some(ours),
            theirs: Some(theirs),
        };
        let is_one_sided = ours == theirs || base == ours || base == theirs;
        let path = format!("{path}/{index}");
        let value = if is_one_sided {
            three.merge(&path, conflicts)
        } else {
            three.conflict(&path, conflicts)
        };
        merged.extend(value);
    }
    Some(merged)
}

/// What tells the parts of a list apart: `key`, else `name`, and the values themselves of a list
/// of words. None where it does not.
fn ids(list: &[Json]) -> Option<Vec<&str>> {
    let mut ids: Vec<&str> = Vec::with_capacity(list.len());
    for part in list {
        let id = part
            .as_str()
            .or_else(|| part.get("key")?.as_str())
            .or_else(|| part.get("name")?.as_str())?;
        if ids.contains(&id) {
            return None;
        }
        ids.push(id);
    }
    Some(ids)
}

/// One list with the ids of its parts.
type Identified<'a> = (Vec<&'a str>, &'a [Json]);

fn part<'a>((ids, list): &Identified<'a>, id: &str) -> Option<&'a Json> {
    ids.iter()
        .position(|other| *other == id)
        .map(|at| &list[at])
}

/// Which parts there are, and in which order, is decided as one field; then each part by itself.
fn merge_by_id(
    [base, ours, theirs]: &[Identified<'_>; 3],
    path: &str,
    conflicts: &mut Vec<Conflict>,
) -> Option<Vec<Json>> {
    let ids = match () {
        () if base.0 == theirs.0 || ours.0 == theirs.0 => &ours.0,
        () if base.0 == ours.0 => &theirs.0,
        () => return None,
    };
    // A part that one side removed and the other edited: the list is decided whole.
    let is_edit_lost = base.0.iter().filter(|id| !ids.contains(id)).any(|id| {
        let before = part(base, id);
        [ours, theirs]
            .into_iter()
            .filter_map(|side| part(side, id))
            .any(|now| Some(now) != before)
    });
    if is_edit_lost {
        return None;
    }
    let mut merged = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let three = Three {
            base: part(base, id),
            ours: part(ours, id),
            theirs: part(theirs, id),
        };
        merged.extend(three.merge_part(&format!("{path}/{index}"), conflicts));
    }
    Some(merged)
}

impl Three<'_> {
    /// A part that only one side added is that side's.
    fn merge_part(self, path: &str, conflicts: &mut Vec<Conflict>) -> Option<Json> {
        match self {
            Self {
                base: None,
                ours: Some(added),
                theirs: None,
            }
            | Self {
                base: None,
                ours: None,
                theirs: Some(added),
            } => Some(added.clone()),
            all => all.merge(path, conflicts),
        }
    }
}

#[cfg(test)]
mod tests;
