//! What a request that was not answered as hoped means for a person.

use std::error::Error;

use reqwest::StatusCode;
use reqwest::blocking::Response;

use crate::SyncError;
use crate::wire::{Problem, ProblemCode};

/// A request without an answer, or whose answer broke off.
pub(super) fn of_request(address: &str, error: &reqwest::Error) -> SyncError {
    let address = address.to_owned();
    let what = innermost(error);
    let is_tls = causes(error).any(<dyn Error>::is::<rustls::Error>);
    match () {
        () if is_tls => SyncError::Tls { address, what },
        () if error.is_connect() && error.is_timeout() => SyncError::Offline {
            address,
            what: "nobody answered in time".to_owned(),
        },
        () if error.is_connect() => SyncError::Offline { address, what },
        () if error.is_timeout() => SyncError::Broken {
            address,
            what: "it did not come in time".to_owned(),
        },
        () => SyncError::Broken { address, what },
    }
}

/// An answer that does not come from a Rehearsal server. A gateway before one that is starting
/// or stopping answers 502 to 504.
pub(super) fn of_stranger(address: &str, status: StatusCode) -> SyncError {
    let address = address.to_owned();
    match status {
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            let what = format!("the gateway before it answered {status}");
            SyncError::Offline { address, what }
        }
        other => SyncError::NotRehearsal {
            address,
            status: other.as_u16(),
        },
    }
}

/// A refusal of the server.
pub(super) fn of_refusal(address: &str, doing: &str, response: Response) -> SyncError {
    let address = address.to_owned();
    let status = response.status();
    let retry_after_ms = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .map(|seconds| seconds.saturating_mul(1_000));
    match status {
        StatusCode::UNAUTHORIZED => return SyncError::TokenRefused { address },
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
            return SyncError::Busy {
                address,
                retry_after_ms,
            };
        }
        _ => {}
    }
    let what = format!("it answered {status}");
    match response.json::<Problem>() {
        // A failure inside the server may have passed by the next attempt.
        Ok(problem) if problem.code == ProblemCode::Internal => SyncError::Broken { address, what },
        Ok(problem) if problem.code == ProblemCode::KeyOfOtherKind => {
            SyncError::TokenOfOtherKind { address }
        }
        Ok(problem) => SyncError::Refused {
            doing: doing.to_owned(),
            problem: Box::new(problem),
        },
        Err(_) => SyncError::Broken { address, what },
    }
}

/// The error and what caused it, outermost first. What an I/O error wraps is its cause too, which
/// `source` leaves out.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let io = error.downcast_ref::<std::io::Error>();
        match io.and_then(std::io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

/// The innermost cause says what happened; the outer ones say in which layer.
fn innermost(error: &reqwest::Error) -> String {
    causes(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}
