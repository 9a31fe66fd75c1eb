//! What publishing one campaign takes, from three drafts: ours, the one both sides last agreed
//! on, and the server's. Pure.

use campaign::draft::Status;
use campaign::{Change, Draft, Move, diff};
use store::workspace::SyncBase;

use super::SyncState;
use crate::merge::{Conflict, merge};

/// What publishing one campaign takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// Nothing of ours is missing on the server.
    Nothing(SyncState),
    /// Somebody must choose first.
    Choose(Vec<Conflict>),
    /// It is sent.
    Send(Box<Sending>),
}

/// What is sent for one campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// Ours, with what others changed meanwhile brought in.
    pub draft: Draft,
    /// What the server has; none: nothing yet.
    pub there: Option<SyncBase>,
    /// Whether the content differs; the status is not content.
    pub content: Content,
    /// The status moves, in order.
    pub moves: Vec<Move>,
}

/// Whether a campaign's content must be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The server has the same.
    Same,
    /// It differs.
    Differs,
}

/// What publishing `ours` takes, where `base` is what both last agreed on and `there` what the
/// server has now.
pub fn decide(ours: &Draft, base: Option<&SyncBase>, there: Option<&SyncBase>) -> Way {
    match (base, there) {
        (None, None) => send(ours.clone(), None),
        (None, Some(there)) if there.draft == *ours => Way::Nothing(SyncState::InSync),
        (None, Some(there)) => Way::Choose(differences(ours, &there.draft)),
        (Some(base), None) if base.draft == *ours => Way::Nothing(SyncState::ChangedThere),
        (Some(base), None) => Way::Choose(vec![deleted_there(ours, &base.draft)]),
        (Some(base), Some(there)) => {
            let merged = merge(&base.draft, ours, &there.draft);
            if !merged.conflicts.is_empty() {
                return Way::Choose(merged.conflicts);
            }
            match (merged.draft == there.draft, there.draft == *ours) {
                (true, true) => Way::Nothing(SyncState::InSync),
                (true, false) => Way::Nothing(SyncState::ChangedThere),
                (false, _) => send(merged.draft, Some(there.clone())),
            }
        }
    }
}

fn send(draft: Draft, there: Option<SyncBase>) -> Way {
    let from = there
        .as_ref()
        .map_or(Status::Draft, |there| there.draft.status);
    let Some(moves) = moves(from, draft.status) else {
        let before = there.map(|there| there.draft).unwrap_or_default();
        return Way::Choose(differences(&draft, &before));
    };
    let content = match &there {
        Some(there) if is_same_content(&there.draft, &draft) => Content::Same,
        _ => Content::Differs,
    };
    Way::Send(Box::new(Sending {
        draft,
        there,
        content,
        moves,
    }))
}

/// Whether two drafts differ in nothing but the status.
pub fn is_same_content(one: &Draft, other: &Draft) -> bool {
    let other = Draft {
        status: one.status,
        ..other.clone()
    };
    *one == other
}

/// The moves from one status to another; none where no moves lead there.
pub fn moves(from: Status, to: Status) -> Option<Vec<Move>> {
    use Move::{End, Pause, Resume, Start};
    let moves: &[Move] = match (from, to) {
        (Status::Draft, Status::Draft)
        | (Status::Active, Status::Active)
        | (Status::Paused, Status::Paused)
        | (Status::Ended, Status::Ended) => &[],
        (Status::Draft, Status::Active) => &[Start],
        (Status::Draft, Status::Paused) => &[Start, Pause],
        (Status::Draft, Status::Ended) => &[Start, End],
        (Status::Active, Status::Paused) => &[Pause],
        (Status::Paused, Status::Active) => &[Resume],
        (Status::Active | Status::Paused, Status::Ended) => &[End],
        (Status::Active | Status::Paused | Status::Ended, Status::Draft)
        | (Status::Ended, Status::Active | Status::Paused) => return None,
    };
    Some(moves.to_vec())
}

/// Without a common base every difference is somebody's choice.
fn differences(ours: &Draft, theirs: &Draft) -> Vec<Conflict> {
    let conflict = |change: Change| Conflict {
        path: change.path,
        label: change.label,
        base: serde_json::Value::Null,
        ours: change.after,
        theirs: change.before,
    };
    diff(theirs, ours).into_iter().map(conflict).collect()
}

/// The whole campaign: edited here, deleted there.
fn deleted_there(ours: &Draft, base: &Draft) -> Conflict {
    Conflict {
        path: String::new(),
        label: "The campaign".to_owned(),
        base: serde_json::to_value(base).unwrap_or_default(),
        ours: serde_json::to_value(ours).unwrap_or_default(),
        theirs: serde_json::Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str) -> Draft {
        Draft::new("spring".to_owned(), name.to_owned())
    }

    fn at(revision: i64, name: &str) -> SyncBase {
        SyncBase {
            revision,
            draft: draft(name),
        }
    }

    #[test]
    fn moves_lead_where_they_say() {
        for from in Status::ALL {
            for to in Status::ALL {
                let Some(moves) = moves(from, to) else {
                    continue;
                };
                let end = moves
                    .iter()
                    .try_fold(from, |status, step| status.after(*step));
                assert_eq!(end, Ok(to), "{from:?} to {to:?}");
            }
        }
        assert_eq!(moves(Status::Ended, Status::Active), None);
    }

    #[test]
    fn the_table_of_standings() {
        let word = |way: Way| match way {
            Way::Nothing(state) => format!("{state:?}"),
            Way::Choose(conflicts) => {
                let paths: Vec<_> = conflicts.into_iter().map(|c| c.path).collect();
                format!("choose {}", paths.join(" "))
            }
            Way::Send(sending) => format!("send {} {:?}", sending.draft.name, sending.content),
        };
        for (ours, base, there, expected) in [
            ("a", None, None, "send a Differs"),
            ("a", None, Some(at(1, "a")), "InSync"),
            ("a", None, Some(at(1, "b")), "choose /name"),
            ("a", Some(at(1, "a")), None, "ChangedThere"),
            ("b", Some(at(1, "a")), None, "choose "),
            ("a", Some(at(1, "a")), Some(at(1, "a")), "InSync"),
            ("b", Some(at(1, "a")), Some(at(1, "a")), "send b Differs"),
            ("a", Some(at(1, "a")), Some(at(2, "b")), "ChangedThere"),
            ("b", Some(at(1, "a")), Some(at(2, "b")), "InSync"),
            ("b", Some(at(1, "a")), Some(at(2, "c")), "choose /name"),
        ] {
            let way = decide(&draft(ours), base.as_ref(), there.as_ref());
            assert_eq!(word(way), expected, "{ours} {base:?} {there:?}");
        }
    }

    #[test]
    fn a_status_alone_sends_no_content() {
        let base = at(1, "a");
        let ours = Draft {
            status: Status::Active,
            ..draft("a")
        };
        let Way::Send(sending) = decide(&ours, Some(&base), Some(&base)) else {
            panic!("a started campaign is sent");
        };
        assert_eq!(
            (sending.content, sending.moves),
            (Content::Same, vec![Move::Start])
        );
    }

    #[test]
    fn both_sides_edits_are_sent_together() {
        let base = at(1, "a");
        let there = SyncBase {
            revision: 2,
            draft: Draft {
                priority: 7,
                ..draft("a")
            },
        };
        let Way::Send(sending) = decide(&draft("b"), Some(&base), Some(&there)) else {
            panic!("an edited campaign is sent");
        };
        assert_eq!(
            (sending.draft.name.as_str(), sending.draft.priority),
            ("b", 7)
        );
    }
}
