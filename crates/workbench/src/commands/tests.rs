//! Every command, driven as a window drives it: by name, with JSON.

mod campaigns;
mod drafts;
mod files;
mod limits;
mod logs;
mod newer;
mod pages;
mod pictures;
mod publishing;
mod versions;
mod windows;
mod workspace;

use serde_json::{Value as Json, json};

use super::NAMES;
use crate::testing::Bench;

/// A port on which nothing listens any more.
fn dead_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Saves the draft with another name; the new view.
fn renamed(bench: &Bench, view: &Json, name: &str) -> Json {
    let mut draft = view["draft"].clone();
    draft["name"] = json!(name);
    let args = json!({"key": view["key"], "version": view["version"], "draft": draft});
    bench.call("save_draft", args)
}

fn at(view: &Json) -> Json {
    json!({"key": view["key"], "version": view["version"]})
}

#[test]
fn no_command_is_without_a_test() {
    let tests = concat!(
        include_str!("tests/campaigns.rs"),
        include_str!("tests/drafts.rs"),
        include_str!("tests/files.rs"),
        include_str!("tests/limits.rs"),
        include_str!("tests/logs.rs"),
        include_str!("tests/pages.rs"),
        include_str!("tests/pictures.rs"),
        include_str!("tests/publishing.rs"),
        include_str!("tests/versions.rs"),
        include_str!("tests/windows.rs"),
        include_str!("tests/workspace.rs"),
        include_str!("../testing.rs"),
    );
    for name in NAMES {
        assert!(tests.contains(&format!("\"{name}\"")), "{name} has no test");
    }
}
