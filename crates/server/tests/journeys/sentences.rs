//! What a person reads when publishing cannot be done: what happened, and what to do.

use std::io::{Read, Write};
use std::net::TcpListener;

use sync::{Client, SyncError, publish};

use crate::support::{StillShell, samples, serve, workspace};

fn failure(url: &str, token: &str) -> SyncError {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = workspace(folder.path(), &samples());
    let client = Client::new(url, token).unwrap();
    publish(&mut workspace, &client, None, &mut StillShell::default()).unwrap_err()
}

fn check(error: &SyncError, code: &str, begins: &str, hints: &str) {
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().starts_with(begins), "{error}");
    assert!(error.hint().contains(hints), "{}", error.hint());
}

/// Answers every connection with the same bytes.
fn stranger(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let work = move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // Closed with a request unread, the connection would be reset under the answer.
            drop(stream.read(&mut [0; 4_096]));
            drop(stream.write_all(answer));
        }
    };
    std::thread::Builder::new()
        .name("stranger".to_owned())
        .spawn(work)
        .unwrap();
    url
}

#[test]
fn the_server_is_down() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = failure(&format!("http://{free}"), "t");
    check(
        &error,
        "server_offline",
        "reach the server at http://127.0.0.1",
        "rehearsal serve",
    );
}

#[test]
fn the_token_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let error = failure(&server.url(), "t");
    check(
        &error,
        "server_token",
        "sign in to http",
        "management token",
    );
    let error = failure(&server.url(), server.publishable_key());
    check(
        &error,
        "server_token",
        "sign in to http",
        "management token",
    );
    assert!(
        error
            .to_string()
            .ends_with("the publishable key of the web SDK"),
        "{error}"
    );
}

#[test]
fn something_else_answers() {
    let url = stranger(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
    check(
        &failure(&url, "t"),
        "server_other",
        "find a Rehearsal server at http",
        "port",
    );
    let url = stranger(b"SSH-2.0-OpenSSH_9.2\r\n");
    check(
        &failure(&url, "t"),
        "server_broken_off",
        "get an answer from http",
        "again",
    );
}

#[test]
fn the_port_does_not_speak_https() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let url = server.url().replace("http:", "https:");
    check(
        &failure(&url, "t"),
        "server_tls",
        "connect safely to https",
        "speaks https",
    );
}
