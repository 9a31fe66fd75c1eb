//! What the server's tests share: a server on a free port, HTTP as bare bytes (so that nothing
//! is sent that a test does not write down), and a workspace with the sample campaigns.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use campaign::draft::Status;
use campaign::{AssetFacts, AssetFormat, Draft, History};
use serde_json::Value as Json;
use server::{Config, Running};
use store::Workspace;
use store::workspace::{NewAsset, Save};
use sync::{Flow, Progress, Shell};

/// A server with fresh data.
pub fn serve(folder: &Path) -> Running {
    let config = Config::new(folder.join("data"), SocketAddr::from(([127, 0, 0, 1], 0)));
    server::start(config).expect("a server starts on loopback")
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?} is not JSON"))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends `METHOD path` with headers (`Name: value`) and a body.
pub fn ask(addr: SocketAddr, route: &str, headers: &[String], body: &[u8]) -> Answer {
    let mut lines = vec![
        format!("{route} HTTP/1.1"),
        "Host: test".to_owned(),
        "Connection: close".to_owned(),
        format!("Content-Length: {}", body.len()),
    ];
    lines.extend_from_slice(headers);
    let request = lines.join("\r\n") + "\r\n\r\n";
    let mut stream = TcpStream::connect(addr).expect("the server listens");
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    // A server that refuses early may close before it has read everything.
    drop(stream.write_all(body));
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    parse(&String::from_utf8_lossy(&bytes))
}

fn parse(text: &str) -> Answer {
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer: {text:?}"));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok());
    Answer {
        status: status.expect("a status line"),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// The header of the management token.
pub fn bearer(server: &Running) -> String {
    format!("Authorization: Bearer {}", server.token())
}

/// The header of the publishable key.
pub fn sdk_key(server: &Running) -> String {
    format!("X-Rehearsal-Key: {}", server.publishable_key())
}

/// The sample campaigns, none of them started.
pub fn samples() -> Vec<Draft> {
    let read = |(name, text): &(&str, &str)| {
        let draft = Draft::from_json(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Draft {
            status: Status::Draft,
            ..draft
        }
    };
    fixtures::sample_campaigns().iter().map(read).collect()
}

/// A workspace with the sample images and these campaigns.
pub fn workspace(folder: &Path, drafts: &[Draft]) -> Workspace {
    let mut workspace = Workspace::open(&folder.join("shop.rehearsal")).unwrap();
    for (name, content) in fixtures::sample_assets() {
        let bytes = content.len() as u32;
        let facts = AssetFacts {
            width: 1,
            height: 1,
            bytes,
            format: AssetFormat::Png,
        };
        workspace
            .put_asset(&NewAsset {
                name,
                facts,
                content,
            })
            .unwrap();
    }
    for draft in drafts {
        workspace.add_campaign(draft, 0).unwrap();
    }
    workspace
}

/// Edits a campaign of a workspace.
pub fn edit(workspace: &mut Workspace, key: &str, edit: impl FnOnce(&mut Draft)) {
    let record = workspace.campaign(key).unwrap();
    let mut draft = record.draft;
    edit(&mut draft);
    let history = History::default();
    let save = Save {
        draft: &draft,
        seen_version: record.version,
        history: &history,
        versions: &[],
        now_ms: 1,
    };
    workspace.save_campaign(&save).unwrap();
}

/// A world in which waiting takes no time and chance is counted.
#[derive(Debug, Default)]
pub struct StillShell {
    ids: u64,
    pub waits: Vec<u64>,
}

impl StillShell {
    /// Ids of another run must not be those of this one.
    pub fn run(number: u64) -> Self {
        Self {
            ids: number << 32,
            waits: Vec::new(),
        }
    }
}

impl Shell for StillShell {
    fn now_ms(&mut self) -> i64 {
        1
    }

    fn jitter(&mut self) -> f64 {
        0.5
    }

    fn fresh_id(&mut self) -> String {
        self.ids += 1;
        format!("{:x}", self.ids)
    }

    fn wait(&mut self, wait_ms: u64) {
        self.waits.push(wait_ms);
    }

    fn report(&mut self, _: Progress<'_>) -> Flow {
        Flow::Continue
    }
}
