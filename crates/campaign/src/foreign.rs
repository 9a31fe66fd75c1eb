//! Campaigns of other tools: their JSON becomes drafts, and what a draft cannot hold is listed.
//!
//! Nothing is dropped in silence: the readers walk the source through [`place::Place`], which
//! remembers what they took, and every leaf that nobody took becomes a [`Note`].
//!
//! A campaign that was running elsewhere arrives as a draft: an import never starts anything.
//! Pictures arrive as empty places with a note naming the address, because reading is offline.

mod place;

mod customerio;
mod hackle;
mod trackcrumb;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use crate::condition::{Condition, Key, Operator, ValueType};
use crate::draft::Draft;
use crate::unknown::Unknown;
use place::{Place, Reading};

/// A tool whose campaigns can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// A Hackle workspace's configuration, as its SDKs fetch it.
    Hackle,
    /// A TrackCrumb campaign, or a list of them.
    TrackCrumb,
    /// A Customer.io in-app message with its properties, or a list of them.
    CustomerIo,
}

impl Tool {
    /// Every tool, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::Hackle, Self::TrackCrumb, Self::CustomerIo];

    /// What people call such a file.
    pub const fn file_words(self) -> &'static str {
        match self {
            Self::Hackle => "Hackle workspace",
            Self::TrackCrumb => "TrackCrumb campaign",
            Self::CustomerIo => "Customer.io message",
        }
    }
}

/// What could not be carried over, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "ImportNote")]
pub struct Note {
    /// JSON pointer to it in the source.
    pub path: String,
    /// What it is, "Outer button 1".
    pub what: String,
    /// What became of it and why, as a sentence.
    pub why: String,
}

/// A campaign of another tool as a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The draft; its key is made from the source's, so that the same source gives the same.
    pub draft: Draft,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

/// Everything that was in a file of another tool.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrivals {
    /// The campaigns, in the order of the source.
    pub campaigns: Vec<Arrival>,
    /// What belongs to no campaign and could not be carried over.
    pub left: Vec<Note>,
}

/// Which tool a document comes from, judged by its content.
pub fn recognise(json: &Json) -> Option<Tool> {
    Tool::ALL.into_iter().find(|tool| match tool {
        Tool::Hackle => hackle::is_ours(json),
        Tool::TrackCrumb => trackcrumb::is_ours(json),
        Tool::CustomerIo => customerio::is_ours(json),
    })
}

/// Reads a document of a tool. Any JSON can be given: what is not understood becomes a note.
pub fn read(tool: Tool, json: &Json) -> Arrivals {
    read_by(&Reading::default(), tool, json)
}

fn read_by(reading: &Reading, tool: Tool, json: &Json) -> Arrivals {
    let root = Place::root(json, reading);
    let campaigns = match tool {
        Tool::Hackle => hackle::read(&root),
        Tool::TrackCrumb => trackcrumb::read(&root),
        Tool::CustomerIo => customerio::read(&root),
    };
    Arrivals {
        campaigns,
        left: reading.notes_of(&root),
    }
}

/// Campaigns that one file may hold; more come from no tool.
const CAMPAIGNS_MAX: usize = 10_000;

/// The longest part of a key that comes from a source's id.
const ID_CHARS_MAX: usize = 60;

/// The campaigns of a file that holds one, a list, or a list under one of these names;
/// `campaign` reads one of them, given its place in the list.
fn one_or_many<'a>(
    root: &Place<'a>,
    lists: &[&str],
    campaign: fn(&Place<'a>, usize) -> Draft,
) -> Vec<Arrival> {
    let named = lists.iter().find_map(|name| root.field(name));
    let list = named.unwrap_or_else(|| root.clone());
    let places = if list.json().is_array() {
        campaigns_of(&list)
    } else {
        vec![root.clone()]
    };
    let arrival = |(index, place): (usize, &Place<'a>)| Arrival {
        draft: campaign(place, index),
        notes: place.notes(),
    };
    places.iter().enumerate().map(arrival).collect()
}

/// The elements of a list of campaigns.
fn campaigns_of<'a>(list: &Place<'a>) -> Vec<Place<'a>> {
    let campaigns = list.items();
    if campaigns.len() > CAMPAIGNS_MAX {
        list.note(format!("It holds more than {CAMPAIGNS_MAX} campaigns."));
        return Vec::new();
    }
    campaigns
}

/// A key that is made from a tool's name and an id there: letters, digits and `-._`, which every
/// address and file name can hold. An element without an id is known by its place.
fn key(tool: &str, id: Option<&str>, index: usize) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
    let letters = id.unwrap_or_default().chars().take(ID_CHARS_MAX);
    let id: String = letters
        .map(|letter| if plain(letter) { letter } else { '-' })
        .collect();
    if id.is_empty() {
        return format!("{tool}-at-{}", index.saturating_add(1));
    }
    format!("{tool}-{id}")
}

/// Whether a document, or any in its list, looks like one.
fn any_looks_like(json: &Json, lists: &[&str], looks: fn(&Json) -> bool) -> bool {
    let list = lists.iter().find_map(|name| json.get(name)).unwrap_or(json);
    looks(json) || list.as_array().is_some_and(|items| items.iter().any(looks))
}

/// Stands for a condition that cannot be read: it compares with nothing, so that it blocks.
/// Left out, it would let more people in than the source does.
fn unreadable_condition() -> Condition {
    Condition {
        key: Key::UserProperty {
            name: String::new(),
            unknown: Unknown::NONE,
        },
        operator: Operator::In,
        values: Vec::new(),
        value_type: ValueType::String,
        negated: false,
        unknown: Unknown::NONE,
    }
}

/// A name of the file format's own for the part at an index: the first has no number.
fn numbered(name: &str, index: usize) -> String {
    match index {
        0 => name.to_owned(),
        _ => format!("{name}_{}", index.saturating_add(1)),
    }
}

/// A priority of another tool as one of ours; one that does not fit is noted.
fn priority(number: Option<Place<'_>>) -> i32 {
    let Some((place, number)) = number.and_then(|place| Some((place.clone(), place.whole()?)))
    else {
        return 0;
    };
    i32::try_from(number).unwrap_or_else(|_| {
        place.note("The number is too large for a priority; the campaign keeps its place.");
        0
    })
}
