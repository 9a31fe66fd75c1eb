//! The server that the workspace is published to: its address, its token, whether it answers.

use sync::{Client, SyncError, secret};

use super::SetServer;
use crate::views::{Nothing, ServerState, ServerView};
use crate::{Failure, Workbench};

/// Name of the setting that holds the address.
const SERVER_URL: &str = "server.url";

pub(super) fn set(workbench: &Workbench, args: &SetServer) -> Result<ServerView, Failure> {
    let (url, token) = (args.url.trim(), args.token.trim());
    if url.is_empty() {
        workbench
            .workspace()
            .set_setting(SERVER_URL, &None::<String>)?;
        return check(workbench, &Nothing {});
    }
    let url = Client::new(url, token)?.address().to_owned();
    if !token.is_empty() {
        secret::set_token(&workbench.path(), &url, token)?;
    }
    workbench.workspace().set_setting(SERVER_URL, &Some(&url))?;
    check(workbench, &Nothing {})
}

pub(super) fn check(workbench: &Workbench, _: &Nothing) -> Result<ServerView, Failure> {
    let view = match client(workbench)? {
        None => none(),
        Some(client) => {
            let answer = client.product().map(drop);
            described(client.address(), answer.as_ref().err())
        }
    };
    workbench.note_server(&view);
    Ok(view)
}

/// What is known without asking.
pub(super) fn known(workbench: &Workbench) -> Result<ServerView, Failure> {
    let Some(url) = url(workbench)? else {
        return Ok(none());
    };
    let noted = workbench
        .noted_server()
        .filter(|view| view.url.as_ref() == Some(&url));
    Ok(noted.unwrap_or_else(|| ServerView {
        message: format!("{url} was not asked yet."),
        url: Some(url),
        state: ServerState::Unknown,
    }))
}

/// A client for the server that is set.
pub(super) fn client(workbench: &Workbench) -> Result<Option<Client>, Failure> {
    let Some(url) = url(workbench)? else {
        return Ok(None);
    };
    let token = secret::token(&workbench.path(), &url)?.unwrap_or_default();
    Ok(Some(Client::new(&url, &token)?))
}

/// How the server answered.
pub(super) fn described(url: &str, trouble: Option<&SyncError>) -> ServerView {
    let (state, message) = match trouble {
        None => (ServerState::Online, format!("{url} answers.")),
        Some(error) => {
            let state = if error.is_passing() {
                ServerState::Offline
            } else {
                ServerState::Refused
            };
            (state, format!("Could not {error}. {}", error.hint()))
        }
    };
    ServerView {
        url: Some(url.to_owned()),
        state,
        message,
    }
}

fn none() -> ServerView {
    ServerView {
        url: None,
        state: ServerState::None,
        message: "No server is set. Set its address and token to publish.".to_owned(),
    }
}

fn url(workbench: &Workbench) -> Result<Option<String>, Failure> {
    let setting: Option<Option<String>> = workbench.workspace().setting(SERVER_URL)?;
    Ok(setting.flatten())
}
