//! The life of a campaign: which status follows which move.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::Status;

/// What a person does to a campaign's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Move {
    /// A draft begins to run.
    Start,
    /// It stops for now.
    Pause,
    /// It goes on.
    Resume,
    /// It is over.
    End,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 4] = [Self::Start, Self::Pause, Self::Resume, Self::End];

    /// The word of the file format and of the server's routes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::End => "end",
        }
    }
}

/// A move that the campaign's status does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} a campaign that is {}", .step.word(), .from.word())]
pub struct MoveRefused {
    /// The status it has.
    pub from: Status,
    /// The move that was asked for.
    pub step: Move,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Active, Self::Paused, Self::Ended];

    /// The word of the file format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// The status after a move.
    ///
    /// # Errors
    /// A move that this status does not allow; `ended` is final.
    pub const fn after(self, step: Move) -> Result<Self, MoveRefused> {
        match (self, step) {
            (Self::Draft, Move::Start) | (Self::Paused, Move::Resume) => Ok(Self::Active),
            (Self::Active, Move::Pause) => Ok(Self::Paused),
            (Self::Active | Self::Paused, Move::End) => Ok(Self::Ended),
            (Self::Draft, Move::Pause | Move::Resume | Move::End)
            | (Self::Active, Move::Start | Move::Resume)
            | (Self::Paused, Move::Start | Move::Pause)
            | (Self::Ended, Move::Start | Move::Pause | Move::Resume | Move::End) => {
                Err(MoveRefused { from: self, step })
            }
        }
    }

    /// Whether a campaign in this status may be edited.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Paused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_moves() {
        use Move::{End, Pause, Resume, Start};
        use Status::{Active, Draft, Ended, Paused};
        let allowed = [
            (Draft, Start, Active),
            (Active, Pause, Paused),
            (Paused, Resume, Active),
            (Active, End, Ended),
            (Paused, End, Ended),
        ];
        for from in Status::ALL {
            for step in Move::ALL {
                let expected = allowed.iter().find(|row| row.0 == from && row.1 == step);
                assert_eq!(
                    from.after(step).ok(),
                    expected.map(|row| row.2),
                    "{from:?} {step:?}"
                );
            }
        }
    }

    #[test]
    fn a_refused_move_reads_as_a_sentence() {
        let refused = Status::Ended.after(Move::Resume).unwrap_err();
        assert_eq!(
            format!("could not {refused}"),
            "could not resume a campaign that is ended"
        );
    }
}
