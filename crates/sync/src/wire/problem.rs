//! Refusals on the wire: problem documents after RFC 9457, `application/problem+json`.

use campaign::finding::Finding;
use serde::{Deserialize, Serialize};

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Every way in which the server refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request cannot be read.
    Malformed,
    /// No key, or one that the server does not know.
    KeyMissing,
    /// A known key of the other kind.
    KeyOfOtherKind,
    /// There is nothing of that name.
    NotFound,
    /// The route exists, the method does not.
    MethodNotAllowed,
    /// The request took too long to arrive.
    TooSlow,
    /// The campaign's status does not allow the move.
    MoveRefused,
    /// Somebody else changed the campaign first; `revision` says where it is.
    RevisionMismatch,
    /// The body is larger than allowed.
    TooLarge,
    /// A campaign cannot run as it is; `findings` say why.
    Findings,
    /// An upload's bytes do not have the hash in its address.
    HashMismatch,
    /// An upload is not an image that can be shown.
    NotAnImage,
    /// An idempotency key came back with another request.
    KeyReused,
    /// A change without the revision that it was made to.
    RevisionMissing,
    /// Too many requests with this key.
    TooMany,
    /// The server failed; its log says how.
    Internal,
    /// This server was built without the part that is asked for.
    NotBuilt,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [Self; 17] = [
        Self::Malformed,
        Self::KeyMissing,
        Self::KeyOfOtherKind,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooSlow,
        Self::MoveRefused,
        Self::RevisionMismatch,
        Self::TooLarge,
        Self::Findings,
        Self::HashMismatch,
        Self::NotAnImage,
        Self::KeyReused,
        Self::RevisionMissing,
        Self::TooMany,
        Self::Internal,
        Self::NotBuilt,
    ];

    /// The HTTP status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::KeyMissing => 401,
            Self::KeyOfOtherKind => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::MoveRefused => 409,
            Self::RevisionMismatch => 412,
            Self::TooLarge => 413,
            Self::Findings | Self::HashMismatch | Self::NotAnImage | Self::KeyReused => 422,
            Self::RevisionMissing => 428,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::NotBuilt => 503,
        }
    }

    /// The same for every occurrence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request cannot be read",
            Self::KeyMissing => "A key is needed",
            Self::KeyOfOtherKind => "This key does not open this route",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "This route does not have this method",
            Self::TooSlow => "The request took too long",
            Self::MoveRefused => "The campaign's status does not allow this",
            Self::RevisionMismatch => "The campaign was changed by somebody else",
            Self::TooLarge => "The body is too large",
            Self::Findings => "The campaign cannot run as it is",
            Self::HashMismatch => "The bytes do not have this hash",
            Self::NotAnImage => "This is not an image that can be shown",
            Self::KeyReused => "The idempotency key belongs to another request",
            Self::RevisionMissing => "The revision is missing",
            Self::TooMany => "Too many requests",
            Self::Internal => "The server failed",
            Self::NotBuilt => "This server was built without that part",
        }
    }
}

/// A problem document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:rehearsal:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for every occurrence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what can be done.
    pub detail: String,
    /// The code, for programs.
    pub code: ProblemCode,
    /// The campaign's revision now, where that is the problem; 0 where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// What is wrong with the campaign, where that is the problem.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Problem {
    /// A problem of this kind; `detail` is a sentence.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        let word = serde_json::to_value(code).unwrap_or_default();
        Self {
            kind: format!(
                "urn:rehearsal:problem:{}",
                word.as_str().unwrap_or_default()
            ),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            revision: None,
            findings: Vec::new(),
        }
    }

    /// With the campaign's revision now.
    pub fn at_revision(mut self, revision: i64) -> Self {
        self.revision = Some(revision);
        self
    }

    /// With what is wrong with the campaign.
    pub fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_an_error_and_reads_back() {
        for code in ProblemCode::ALL {
            assert!((400..600).contains(&code.status()), "{code:?}");
            let problem = Problem::new(code, "Because.");
            let text = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem);
        }
    }

    #[test]
    fn a_problem_document_has_the_members_of_the_standard() {
        let problem = Problem::new(ProblemCode::RevisionMismatch, "It is at 4.").at_revision(4);
        insta::assert_json_snapshot!(problem, @r#"
        {
          "type": "urn:rehearsal:problem:revision_mismatch",
          "title": "The campaign was changed by somebody else",
          "status": 412,
          "detail": "It is at 4.",
          "code": "revision_mismatch",
          "revision": 4
        }
        "#);
    }
}
