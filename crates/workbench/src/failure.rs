//! A failure: a command could not be done. What happened, as a sentence, and what to do next.

use serde::{Deserialize, Serialize};
use store::StoreError;
use sync::SyncError;
use ts_rs::TS;

/// Why a command was not done. Nothing was changed where one is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
#[ts(export)]
pub struct Failure {
    /// A word for programs.
    pub code: String,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next, as a sentence; may be empty.
    pub hint: String,
}

impl Failure {
    /// A failure; `could_not` completes the sentence "Could not …".
    pub fn new(code: &str, could_not: impl std::fmt::Display, hint: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: format!("Could not {could_not}."),
            hint: hint.into(),
        }
    }

    /// The failure of work that a person stopped.
    pub(crate) fn cancelled(doing: &str) -> Self {
        Self::new(
            CANCELLED,
            format!("{doing}: it was cancelled"),
            "Nothing was changed.",
        )
    }

    /// Whether a person stopped it.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.code == CANCELLED
    }
}

const CANCELLED: &str = "cancelled";

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::Cancelled => Self::cancelled("publish"),
            other => Self::new(other.code(), &other, other.hint()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (code, hint) = match &error {
            StoreError::Folder { .. } | StoreError::Open { .. } => (
                "workspace_unreachable",
                "Check that the folder is there and that you may read and write in it.",
            ),
            StoreError::Foreign { .. } => (
                "workspace_foreign",
                "Choose a .rehearsal file, or a name that is not taken to start a new one.",
            ),
            StoreError::Newer { .. } => (
                "workspace_newer",
                "Update Rehearsal to change it; reading, forecasts and the lab work as they are.",
            ),
            StoreError::Sql { .. } => (
                "workspace",
                "Check that the disk is not full and that you may write the file, then try again.",
            ),
            StoreError::Json { .. } => (
                "workspace_damaged",
                "The file was changed by something else; open a copy of it from a backup.",
            ),
            StoreError::ChangedElsewhere { .. } => (
                "changed_elsewhere",
                "It is open in another window. Load it again to see the change.",
            ),
            StoreError::NoCampaign { .. } => (
                "no_campaign",
                "It may have been deleted in another window; deleted campaigns can be restored.",
            ),
            StoreError::NoVersion { .. } => (
                "no_version",
                "Open the list of versions again; the oldest go when there are too many.",
            ),
            StoreError::KeyTaken { .. } => ("key_taken", "Duplicate the campaign instead."),
        };
        Self::new(code, &error, hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_a_sentence_and_what_to_do() {
        let error = StoreError::Foreign {
            path: "/tmp/notes.txt".into(),
            expected: "Rehearsal workspace",
        };
        let failure = Failure::from(error);
        assert_eq!(
            failure.message,
            "Could not open /tmp/notes.txt: it is not a Rehearsal workspace."
        );
        assert!(failure.hint.starts_with("Choose a .rehearsal file"));
    }
}
