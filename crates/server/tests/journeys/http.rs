//! The contract by hand: who may do what, revisions, idempotency, limits, problem documents.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use campaign::Draft;
use campaign::message::Content;
use serde_json::json;
use server::limits::{BODY_BYTES_MAX, CAMPAIGN_BYTES_MAX, IMAGE_BYTES_MAX, JSON_DEPTH_MAX, Rate};
use server::{Config, Limits, Running};

use crate::support::{Answer, ask, bearer, sdk_key, serve};

struct Place {
    _folder: tempfile::TempDir,
    server: Running,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = serve(folder.path());
        Self {
            _folder: folder,
            server,
        }
    }

    fn manage(&self, route: &str, headers: &[&str], body: &[u8]) -> Answer {
        let mut all = vec![bearer(&self.server)];
        all.extend(headers.iter().map(|header| (*header).to_owned()));
        ask(self.server.addr(), route, &all, body)
    }

    fn site(&self, route: &str, body: &[u8]) -> Answer {
        ask(self.server.addr(), route, &[sdk_key(&self.server)], body)
    }

    fn put(&self, name: &str, headers: &[&str]) -> Answer {
        self.manage(
            "PUT /api/v1/campaigns/spring",
            headers,
            draft(name).as_bytes(),
        )
    }
}

fn draft(name: &str) -> String {
    Draft::new("spring".to_owned(), name.to_owned()).to_json()
}

/// A campaign that can run, of text alone.
fn text_alone() -> String {
    let mut draft = Draft::new("spring".to_owned(), "Spring".to_owned());
    let step = &mut draft.groups[0].message.steps[0];
    step.content = Content::TextButton;
    step.title.text = "Hello".into();
    step.body.text = "There".into();
    draft.to_json()
}

const NEW: &str = "If-None-Match: *";

/// Every route with the keys that open it: management, publishable, none.
const ROUTES: [(&str, [bool; 3]); 17] = [
    ("GET /api/v1/campaigns", [true, false, false]),
    ("GET /api/v1/campaigns/spring", [true, false, false]),
    ("PUT /api/v1/campaigns/spring", [true, false, false]),
    ("DELETE /api/v1/campaigns/spring", [true, false, false]),
    ("GET /api/v1/campaigns/spring/results", [true, false, false]),
    ("POST /api/v1/campaigns/spring/start", [true, false, false]),
    ("POST /api/v1/campaigns/spring/pause", [true, false, false]),
    ("POST /api/v1/campaigns/spring/resume", [true, false, false]),
    ("POST /api/v1/campaigns/spring/end", [true, false, false]),
    ("GET /api/v1/product", [true, false, false]),
    ("PUT /api/v1/product", [true, false, false]),
    ("PUT /api/v1/assets/00", [true, false, false]),
    ("GET /api/v1/assets/00", [true, true, true]),
    (
        "GET /api/v1/messages/active?distinct_id=mia",
        [false, true, false],
    ),
    ("POST /api/v1/messages/spring:A/track", [false, true, false]),
    ("POST /e", [false, true, false]),
    ("GET /health", [true, true, true]),
];

#[test]
fn every_route_opens_to_its_key_alone() {
    let place = Place::new();
    let presented: [Vec<String>; 3] = [
        vec![bearer(&place.server)],
        vec![sdk_key(&place.server)],
        Vec::new(),
    ];
    for (route, opens) in ROUTES {
        for (headers, opens) in presented.iter().zip(opens) {
            let status = ask(place.server.addr(), route, headers, b"").status;
            let is_shut = status == 401 || status == 403;
            assert_eq!(!is_shut, opens, "{route} with {headers:?}: {status}");
        }
    }
    for header in [
        "Authorization: Bearer ",
        "Authorization: Basic YTpi",
        "X-Rehearsal-Key: no",
    ] {
        let answer = ask(place.server.addr(), ROUTES[0].0, &[header.to_owned()], b"");
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "key_missing"),
            "{header}"
        );
    }
    let other = place.site(ROUTES[0].0, b"");
    assert_eq!(
        (other.status, other.code().as_str()),
        (403, "key_of_other_kind")
    );
}

#[test]
fn revisions_guard_against_overwriting() {
    let place = Place::new();
    let missing = place.put("a", &[]);
    assert_eq!(
        (missing.status, missing.code().as_str()),
        (428, "revision_missing")
    );

    let first = place.put("a", &[NEW]);
    assert_eq!((first.status, first.header("etag")), (201, Some("\"1\"")));
    let again = place.put("b", &[NEW]);
    assert_eq!(
        (again.status, again.json()["revision"].as_i64()),
        (412, Some(1))
    );

    let second = place.put("b", &["If-Match: \"1\""]);
    assert_eq!((second.status, second.header("etag")), (200, Some("\"2\"")));
    let late = place.put("c", &["If-Match: \"1\""]);
    assert_eq!(
        (late.status, late.json()["revision"].as_i64()),
        (412, Some(2))
    );
    assert_eq!(
        late.header("content-type"),
        Some("application/problem+json")
    );
    let same = place.put("b", &["If-Match: \"2\""]);
    assert_eq!((same.status, same.header("etag")), (200, Some("\"2\"")));

    let read = place.manage("GET /api/v1/campaigns/spring", &[], b"");
    assert_eq!(
        (read.header("etag"), &read.json()["draft"]["name"]),
        (Some("\"2\""), &json!("b"))
    );
    for wrong in ["If-Match: 2", "If-Match: *", "If-None-Match: \"2\""] {
        assert_eq!(place.put("d", &[wrong]).status, 400, "{wrong}");
    }
    assert_eq!(place.put("d", &["If-Match: \"2\"", NEW]).status, 400);
}

#[test]
fn a_deleted_campaign_comes_back_later_not_earlier() {
    let place = Place::new();
    place.put("a", &[NEW]);
    let route = "DELETE /api/v1/campaigns/spring";
    assert_eq!(place.manage(route, &["If-Match: \"7\""], b"").status, 412);
    let deleted = place.manage(route, &["If-Match: \"1\""], b"");
    assert_eq!(
        (deleted.status, deleted.header("etag")),
        (200, Some("\"2\""))
    );
    assert_eq!(
        place
            .manage("GET /api/v1/campaigns/spring", &[], b"")
            .status,
        404
    );
    assert_eq!(place.manage(route, &["If-Match: \"2\""], b"").status, 412);
    assert_eq!(
        place.put("a", &["If-Match: \"2\""]).json()["revision"],
        json!(0)
    );
    assert_eq!(place.put("a", &[NEW]).header("etag"), Some("\"3\""));
}

#[test]
fn an_answer_that_was_lost_is_given_again() {
    let place = Place::new();
    let key = "Idempotency-Key: one";
    let first = place.put("a", &[NEW, key]);
    let again = place.put("a", &[NEW, key]);
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let other = place.put("b", &[NEW, key]);
    assert_eq!((other.status, other.code().as_str()), (422, "key_reused"));

    let start = "POST /api/v1/campaigns/spring/start";
    let key = "Idempotency-Key: two";
    let refused = place.manage(start, &[key], b"");
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (422, "findings"),
        "{refused:?}"
    );
    // A refusal is not remembered: what was in its way may be gone.
    let body = text_alone();
    let route = "PUT /api/v1/campaigns/spring";
    let put = place.manage(route, &["If-Match: \"1\""], body.as_bytes());
    assert_eq!(put.status, 200, "{put:?}");
    let started = place.manage(start, &[key], b"");
    assert_eq!(
        (started.status, started.header("etag")),
        (200, Some("\"3\"")),
        "{started:?}"
    );
    assert_eq!(
        place.manage(start, &[key], b"").header("etag"),
        Some("\"3\"")
    );
    let twice = place.manage(start, &[], b"");
    assert_eq!((twice.status, twice.code().as_str()), (409, "move_refused"));
    assert_eq!(
        place
            .manage("POST /api/v1/campaigns/spring/fly", &[], b"")
            .status,
        404
    );
    // What runs cannot be replaced by what cannot run.
    let broken = place.put("", &["If-Match: \"3\""]);
    assert_eq!((broken.status, broken.code().as_str()), (422, "findings"));
}

#[test]
fn images_are_what_they_say() {
    let place = Place::new();
    let (_, content) = fixtures::sample_assets()[0];
    let sha256 = |content: &[u8]| {
        use sha2::{Digest, Sha256};
        sync::shell::hex(&Sha256::digest(content))
    };
    let put = |hash: &str, content: &[u8]| {
        place.manage(&format!("PUT /api/v1/assets/{hash}"), &[], content)
    };
    assert_eq!(put(&"0".repeat(64), content).code(), "hash_mismatch");
    assert_eq!(put(&sha256(b"<svg/>"), b"<svg/>").code(), "not_an_image");
    let cut = &content[..content.len() / 2];
    assert_eq!(put(&sha256(cut), cut).code(), "not_an_image");
    let large = vec![0; IMAGE_BYTES_MAX + 1];
    assert_eq!(put(&sha256(&large), &large).status, 413);

    let hash = sha256(content);
    assert_eq!(put(&hash, content).status, 204);
    assert_eq!(put(&hash, content).status, 204);
    let read = ask(
        place.server.addr(),
        &format!("GET /api/v1/assets/{hash}"),
        &[],
        b"",
    );
    assert_eq!(
        (read.status, read.header("content-type")),
        (200, Some("image/png"))
    );
    assert_eq!(
        read.header("content-length"),
        Some(content.len().to_string().as_str())
    );
    let head = ask(
        place.server.addr(),
        &format!("HEAD /api/v1/assets/{hash}"),
        &[],
        b"",
    );
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    let place = Place::new();
    let deep = format!(
        "{}{}",
        "[".repeat(JSON_DEPTH_MAX + 1),
        "]".repeat(JSON_DEPTH_MAX + 1)
    );
    let very_deep = "[".repeat(100_000);
    let large = " ".repeat(CAMPAIGN_BYTES_MAX + 1);
    let route = "PUT /api/v1/campaigns/spring";
    for (body, status, code) in [
        ("", 400, "malformed"),
        ("{", 400, "malformed"),
        ("[]", 400, "malformed"),
        ("\u{0}", 400, "malformed"),
        (r#"{"key":"spring","priority":"x"}"#, 400, "malformed"),
        (r#"{"key":"autumn"}"#, 400, "malformed"),
        (deep.as_str(), 400, "malformed"),
        (very_deep.as_str(), 400, "malformed"),
        (large.as_str(), 413, "too_large"),
    ] {
        let answer = place.manage(route, &[NEW], body.as_bytes());
        let shown: String = body.chars().take(40).collect();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{shown}"
        );
    }
    let batch: Vec<_> = (0..501)
        .map(|at| json!({ "event_id": at.to_string(), "event": "a", "distinct_id": "b" }))
        .collect();
    let batch = json!({ "batch": batch }).to_string();
    let long = "x".repeat(BODY_BYTES_MAX + 1);
    for (route, body, status) in [
        ("POST /e", "", 400),
        ("POST /e", r#"{"event":"a"}"#, 400),
        (
            "POST /e",
            r#"{"event_id":"","event":"a","distinct_id":"b"}"#,
            400,
        ),
        ("POST /e", batch.as_str(), 413),
        ("POST /e", long.as_str(), 413),
        ("POST /api/v1/messages/nope:A/track", TRACK, 404),
        ("POST /api/v1/messages/nope/track", TRACK, 404),
        ("GET /api/v1/messages/active", "", 400),
        ("GET /api/v1/messages/active?distinct_id=", "", 400),
        ("GET /api/v1/nothing", "", 404),
        ("PATCH /e", "", 405),
        ("GET /api/v1/assets/%FF", "", 400),
    ] {
        let answer = place.site(route, body.as_bytes());
        assert_eq!(answer.status, status, "{route}: {answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{route}"
        );
        assert!(answer.header("x-rehearsal-version").is_some(), "{route}");
    }
    assert_eq!(
        ask(place.server.addr(), "GET /health", &[], b"").status,
        200
    );
}

const TRACK: &str = r#"{"event_id":"1","event":"message_impression","distinct_id":"mia"}"#;

#[test]
fn an_event_that_comes_twice_counts_once() {
    let place = Place::new();
    place.put("a", &[NEW]);
    let event = |id: &str, event: &str| {
        json!({
            "event_id": id,
            "event": event,
            "distinct_id": "mia",
            "properties": { "message_id": "spring:A" },
        })
    };
    let batch = json!({ "batch": [
        event("1", "message_impression"),
        event("2", "message_cta_click"),
        event("2", "message_cta_click"),
        event("3", "$pageview"),
    ] });
    let answer = place.site("POST /e", batch.to_string().as_bytes());
    assert_eq!(answer.json(), json!({ "accepted": 3, "duplicates": 1 }));
    // The same impression by the other way, and one that came only by that way.
    let tracked = place.site("POST /api/v1/messages/spring:A/track", TRACK.as_bytes());
    assert_eq!(tracked.json(), json!({ "accepted": 0, "duplicates": 1 }));
    let other = TRACK
        .replace("\"1\"", "\"9\"")
        .replace('}', r#","group":"A"}"#);
    let tracked = place.site("POST /api/v1/messages/spring/track", other.as_bytes());
    assert_eq!(tracked.json(), json!({ "accepted": 1, "duplicates": 0 }));

    let results = place
        .manage("GET /api/v1/campaigns/spring/results", &[], b"")
        .json();
    assert_eq!(
        results["groups"]["A"],
        json!({ "exposures": 2, "reach": 1, "clicks": 1, "dismissals": 0, "completions": 0 })
    );
}

#[test]
fn who_somebody_is_decides_what_they_see() {
    let place = Place::new();
    let mut draft = Draft::from_json(&text_alone()).unwrap();
    draft.audience.groups = vec![vec![
        serde_json::from_value(json!({
            "key": { "type": "user_property", "name": "plan" },
            "values": ["gold"],
        }))
        .unwrap(),
    ]];
    let body = draft.to_json();
    let put = place.manage("PUT /api/v1/campaigns/spring", &[NEW], body.as_bytes());
    assert_eq!(put.status, 201, "{put:?}");
    let start = place.manage("POST /api/v1/campaigns/spring/start", &[], b"");
    assert_eq!(start.status, 200, "{start:?}");
    place.manage("PUT /api/v1/product", &[], br#"{"auto_render":true}"#);
    let listed = || {
        let route = "GET /api/v1/messages/active?distinct_id=mia";
        place.site(route, b"").json()["messages"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!(listed(), Some(0));
    let identify = json!({
        "event_id": "1",
        "event": "$identify",
        "distinct_id": "mia",
        "properties": { "plan": "gold" },
    });
    assert_eq!(
        place
            .site("POST /e", identify.to_string().as_bytes())
            .status,
        200
    );
    assert_eq!(listed(), Some(1));
    place.manage("POST /api/v1/campaigns/spring/pause", &[], b"");
    assert_eq!(listed(), Some(0));
}

#[test]
fn a_page_of_any_site_may_ask() {
    let place = Place::new();
    let headers = [
        "Origin: https://shop.example",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: content-type,x-rehearsal-key",
    ]
    .map(str::to_owned);
    let allowed = ask(place.server.addr(), "OPTIONS /e", &headers, b"");
    assert_eq!(
        (
            allowed.status,
            allowed.header("access-control-allow-origin")
        ),
        (200, Some("*"))
    );
    let names = allowed
        .header("access-control-allow-headers")
        .unwrap_or_default();
    assert!(names.contains("x-rehearsal-key"), "{names}");
    let management = ask(
        place.server.addr(),
        "OPTIONS /api/v1/product",
        &headers,
        b"",
    );
    assert_eq!(management.header("access-control-allow-origin"), None);
}

#[test]
fn too_many_requests_are_asked_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let rate = Rate {
        per_second: 1,
        burst: 3,
    };
    let mut config = Config::new(
        folder.path().to_owned(),
        SocketAddr::from(([127, 0, 0, 1], 0)),
    );
    config.limits = Limits {
        management: rate,
        ..Limits::DEFAULT
    };
    config.clock = || 1_000_000;
    let server = server::start(config).unwrap();
    let get = || {
        ask(
            server.addr(),
            "GET /api/v1/product",
            &[bearer(&server)],
            b"",
        )
    };
    let statuses: Vec<u16> = (0..4).map(|_| get().status).collect();
    assert_eq!(statuses, [200, 200, 200, 429]);
    assert_eq!(get().header("retry-after"), Some("1"));
    server.stop();
}

#[test]
fn what_was_published_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = serve(folder.path());
    let body = draft("a");
    let headers = [bearer(&first), NEW.to_owned()];
    ask(
        first.addr(),
        "PUT /api/v1/campaigns/spring",
        &headers,
        body.as_bytes(),
    );
    let token = bearer(&first);
    first.stop();
    let second = serve(folder.path());
    assert_eq!(bearer(&second), token);
    let read = ask(second.addr(), "GET /api/v1/campaigns/spring", &[token], b"");
    assert_eq!((read.status, read.header("etag")), (200, Some("\"1\"")));
    second.stop();
}

#[test]
fn stopping_waits_for_a_request_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path());
    let body = draft("a");
    let head = format!(
        "PUT /api/v1/campaigns/spring HTTP/1.1\r\nHost: test\r\n{}\r\n{NEW}\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        bearer(&server),
        body.len()
    );
    let mut stream = TcpStream::connect(server.addr()).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // The server says so when it begins to read the body: the request runs.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100 Continue"));
    let stopping = std::thread::Builder::new()
        .spawn(move || server.stop())
        .unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    stopping.join().unwrap();
}
