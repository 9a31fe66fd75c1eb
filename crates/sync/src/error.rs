//! What can go wrong between a workspace and a server. Every text fits after "could not"; the
//! hint says what to do next.

use campaign::finding::Finding;
use store::StoreError;

use crate::wire::{Problem, ProblemCode};

/// An exchange that was not done.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The address is not one.
    #[error("read the server address `{address}`: {what}")]
    Address {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        what: String,
    },
    /// Plain HTTP to another machine would show the token to everybody on the way.
    #[error("use {address}: plain http is allowed only to this machine")]
    PlainHttp {
        /// As it was given.
        address: String,
    },
    /// Nobody answers.
    #[error("reach the server at {address}: {what}")]
    Offline {
        /// Where.
        address: String,
        /// What the system said.
        what: String,
    },
    /// The connection is not safe.
    #[error("connect safely to {address}: {what}")]
    Tls {
        /// Where.
        address: String,
        /// What is wrong.
        what: String,
    },
    /// The answer broke off or did not come in time.
    #[error("get an answer from {address}: {what}")]
    Broken {
        /// Where.
        address: String,
        /// What happened.
        what: String,
    },
    /// Something answers, but it is no Rehearsal server.
    #[error("find a Rehearsal server at {address}: it answered {status} as something else")]
    NotRehearsal {
        /// Where.
        address: String,
        /// The HTTP status of the answer.
        status: u16,
    },
    /// The server does not know the token.
    #[error("sign in to {address}: the server does not know this token")]
    TokenRefused {
        /// Where.
        address: String,
    },
    /// The server knows the key, but it is not the management token.
    #[error("sign in to {address}: this is the publishable key of the web SDK")]
    TokenOfOtherKind {
        /// Where.
        address: String,
    },
    /// The server asks for patience.
    #[error("be served by {address}: it is too busy")]
    Busy {
        /// Where.
        address: String,
        /// The wait that it asks for, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// The server refused, and says why.
    #[error("{doing}: {}", .problem.detail)]
    Refused {
        /// What was being done, "send campaign spring".
        doing: String,
        /// The server's answer.
        problem: Box<Problem>,
    },
    /// An image of a campaign is not in the workspace.
    #[error("find the image {sha256} of campaign {campaign} in the workspace")]
    ImageMissing {
        /// The campaign's key.
        campaign: String,
        /// The image's hash.
        sha256: String,
    },
    /// Somebody else changes the campaign as fast as it is sent.
    #[error("send campaign {campaign}: it changed on the server {rounds} times meanwhile")]
    Overtaken {
        /// The campaign's key.
        campaign: String,
        /// How often it was tried.
        rounds: u32,
    },
    /// The person stopped it.
    #[error("finish: it was cancelled")]
    Cancelled,
    /// A secret cannot be kept or read.
    #[error("{doing} {path}: {source}")]
    Secret {
        /// "read", "keep".
        doing: &'static str,
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The workspace cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncError {
    /// A word for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "server_address",
            Self::PlainHttp { .. } => "server_plain_http",
            Self::Offline { .. } => "server_offline",
            Self::Tls { .. } => "server_tls",
            Self::Broken { .. } => "server_broken_off",
            Self::NotRehearsal { .. } => "server_other",
            Self::TokenRefused { .. } | Self::TokenOfOtherKind { .. } => "server_token",
            Self::Busy { .. } => "server_busy",
            Self::Refused { .. } => "server_refused",
            Self::ImageMissing { .. } => "image_missing",
            Self::Overtaken { .. } => "server_overtaken",
            Self::Cancelled => "cancelled",
            Self::Secret { .. } => "secret",
            Self::Store(_) => "workspace",
        }
    }

    /// What to do next, as a sentence.
    pub fn hint(&self) -> String {
        let hint = match self {
            Self::Address { .. } => "Give it like https://rehearsal.example.com.",
            Self::PlainHttp { .. } => {
                "Use https, or run the server on this machine and use http://127.0.0.1."
            }
            Self::Offline { .. } => {
                "Check the address and that the server is running (`rehearsal serve`), then \
                 publish again; nothing is lost."
            }
            Self::Tls { .. } => {
                "Check that this port speaks https. If the server has a certificate of your own \
                 authority, add that authority to the system's trusted certificates, or name its \
                 file in SSL_CERT_FILE."
            }
            Self::Broken { .. } => {
                "Publish again: what arrived is not applied twice, what did not is sent."
            }
            Self::NotRehearsal { .. } => {
                "Check the address and the port; `rehearsal serve` prints its own."
            }
            Self::TokenRefused { .. } | Self::TokenOfOtherKind { .. } => {
                "Use the management token that `rehearsal serve` printed at its first start; it \
                 is in keys.json in the server's data folder."
            }
            Self::Busy { .. } => "Wait a minute and publish again.",
            Self::Refused { problem, .. } => return hint_of_problem(problem),
            Self::ImageMissing { .. } => "Choose the image again in the editor.",
            Self::Overtaken { .. } => "Publish again when the others are done.",
            Self::Cancelled => "Publish again to send the rest.",
            Self::Secret { .. } => "Check that you may read and write this folder.",
            Self::Store(_) => "Check that the workspace file is there and that you may write it.",
        };
        hint.to_owned()
    }

    /// Whether the same may succeed in a moment.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Offline { .. } | Self::Broken { .. } | Self::Busy { .. }
        )
    }

    /// The server's refusal, where it is one of this code.
    pub fn refusal(&self, code: ProblemCode) -> Option<&Problem> {
        match self {
            Self::Refused { problem, .. } if problem.code == code => Some(problem),
            _ => None,
        }
    }
}

fn hint_of_problem(problem: &Problem) -> String {
    if !problem.findings.is_empty() {
        return problem
            .findings
            .iter()
            .map(sentence)
            .collect::<Vec<_>>()
            .join(" ");
    }
    let hint = match problem.code.status() {
        412 => "Publish again to bring both together.",
        500.. => "The server's log says what happened; publish again.",
        _ => "Nothing was changed on the server.",
    };
    hint.to_owned()
}

fn sentence(finding: &Finding) -> String {
    match &finding.fix {
        Some(fix) => format!("{} {fix}", finding.message),
        None => finding.message.clone(),
    }
}
