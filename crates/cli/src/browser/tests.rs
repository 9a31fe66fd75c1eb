use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path as FilePath;

use serde_json::json;
use workbench::SystemHost;

use super::*;

const PAGES_FOR_TESTS: Files = &[("index.html", b"<p>designer</p>"), ("assets/a.js", b"1")];

/// A running host; its server ends with the runtime.
struct Running {
    _runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
    address: SocketAddr,
}

const TOKEN: &str = "0123456789abcdef";

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file: &FilePath = &folder.path().join("a.rehearsal");
        let workbench = Workbench::open(file, Arc::new(SystemHost)).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let site = Site {
            workbench,
            token: TOKEN.to_owned(),
            address,
        };
        let server = axum::serve(listener, router(site, PAGES_FOR_TESTS));
        runtime.spawn(async move { server.await.unwrap() });
        Self {
            _runtime: runtime,
            _folder: folder,
            address,
        }
    }

    /// Status, headers and body of a request with these header lines.
    fn ask(&self, request_line: &str, headers: &[&str], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let mut request = format!("{request_line} HTTP/1.1\r\nConnection: close\r\n");
        for header in headers {
            request.push_str(&header.replace("PORT", &self.address.port().to_string()));
            request.push_str("\r\n");
        }
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }
}

const HOST_LINE: &str = "Host: 127.0.0.1:PORT";
const BEARER: &str = "Authorization: Bearer 0123456789abcdef";
const CALL: &str = "POST /call/workspace";

#[test]
fn only_a_page_of_this_start_is_served() {
    let host = Running::start();
    for (request, headers, status) in [
        (CALL, &[HOST_LINE, BEARER][..], 200),
        (
            CALL,
            &[
                "Host: localhost:PORT",
                BEARER,
                "Origin: http://localhost:PORT",
            ],
            200,
        ),
        (CALL, &[HOST_LINE], 401),
        (
            CALL,
            &[HOST_LINE, "Authorization: Bearer 0123456789abcdeF"],
            401,
        ),
        (CALL, &[HOST_LINE, "Authorization: Bearer "], 401),
        (CALL, &["Host: evil.example:PORT", BEARER], 421),
        (CALL, &["Host: 127.0.0.1", BEARER], 421),
        (
            CALL,
            &[HOST_LINE, BEARER, "Origin: https://evil.example"],
            403,
        ),
        (CALL, &[HOST_LINE, BEARER, "Origin: null"], 403),
        ("GET /", &[HOST_LINE], 200),
        ("GET /assets/a.js", &[HOST_LINE], 200),
        ("GET /../Cargo.toml", &[HOST_LINE], 404),
        ("GET /", &["Host: evil.example"], 421),
        ("GET /preview/frame.html", &[HOST_LINE], 200),
        (
            "GET /preview/fonts/Inter-Regular.ttf",
            &[HOST_LINE, "Origin: null"],
            200,
        ),
        ("GET /preview/nothing.js", &[HOST_LINE], 404),
        ("GET /favicon.ico", &[HOST_LINE], 200),
        ("GET /asset/0000", &[HOST_LINE], 401),
        (
            "GET /asset/0000?token=0123456789abcdef",
            &[HOST_LINE, "Origin: null"],
            404,
        ),
        (
            "GET /asset/0000?token=0123456789abcdef",
            &[HOST_LINE, "Origin: https://evil.example"],
            403,
        ),
        ("GET /asset/0000?token=0123456789abcdef", &[HOST_LINE], 404),
    ] {
        let (found, answer) = host.ask(request, headers, "{}");
        assert_eq!(found, status, "{request} {headers:?}: {answer}");
    }
}

#[test]
fn commands_answer_views_or_failures() {
    let host = Running::start();
    let (status, answer) = host.ask(CALL, &[HOST_LINE, BEARER], "{}");
    assert_eq!(status, 200);
    assert!(answer.contains(r#""first_start":true"#), "{answer}");
    for (name, body, code) in [
        ("nothing", "{}", "no_command"),
        ("open_draft", r#"{"key":"x"}"#, "no_campaign"),
        ("open_draft", "{", "bad_arguments"),
    ] {
        let (status, answer) = host.ask(&format!("POST /call/{name}"), &[HOST_LINE, BEARER], body);
        assert_eq!(status, 422);
        assert!(answer.contains(&json!(code).to_string()), "{answer}");
    }
}

#[test]
fn a_large_picture_is_refused_by_the_command_and_not_by_the_host() {
    let host = Running::start();
    let args = json!({"name": "big.png", "base64": "A".repeat(44 * 1_048_576)}).to_string();
    let (status, answer) = host.ask("POST /call/put_asset", &[HOST_LINE, BEARER], &args);
    assert_eq!(status, 422);
    assert!(answer.contains("image_too_large"), "{answer}");
}

#[test]
fn pages_carry_their_policy() {
    let host = Running::start();
    let (_, page) = host.ask("GET /", &[HOST_LINE], "");
    assert!(page.contains("frame-ancestors 'none'"), "{page}");
    let (_, frame) = host.ask("GET /preview/frame.html", &[HOST_LINE], "");
    assert!(frame.contains("default-src 'none'") && frame.contains("sandbox allow-scripts"));
}
