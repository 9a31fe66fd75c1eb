//! The house rules that a compiler does not hold: who may import whom, and who owns which
//! dependency. Both are written once, in the root `Cargo.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn manifest(folder: &Path) -> Table {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.parse()
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every crate of the workspace: its name and its manifest.
fn crates() -> BTreeMap<String, Table> {
    let root = root();
    let mut folders: Vec<PathBuf> = fs::read_dir(root.join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders
        .extend(["simulations", "src-tauri", "ui/lab", "fixtures", "tests"].map(|f| root.join(f)));
    let named = |folder: &PathBuf| {
        let manifest = manifest(folder);
        (
            manifest["package"]["name"].as_str().unwrap().to_owned(),
            manifest,
        )
    };
    folders.iter().map(named).collect()
}

fn metadata(table: &str) -> Table {
    manifest(&root())["workspace"]["metadata"][table]
        .as_table()
        .unwrap()
        .clone()
}

/// Names under a manifest's dependency tables.
fn dependencies<'a>(manifest: &'a Table, tables: &[&str]) -> Vec<&'a str> {
    let named = |table: &&str| manifest.get(*table).and_then(Value::as_table);
    tables
        .iter()
        .filter_map(named)
        .flat_map(|table| table.keys().map(String::as_str))
        .collect()
}

#[test]
fn every_crate_stands_on_a_floor() {
    let floors = metadata("floors");
    let crates = crates();
    let named: Vec<_> = floors.keys().map(String::as_str).collect();
    let mut there: Vec<_> = crates.keys().map(String::as_str).collect();
    there.sort_by_key(|name| named.iter().position(|one| one == name));
    let mut named_sorted = named.clone();
    named_sorted.sort_unstable();
    there.sort_unstable();
    assert_eq!(there, named_sorted);
}

#[test]
fn imports_go_down() {
    let floors = metadata("floors");
    let floor = |name: &str| floors.get(name).and_then(Value::as_integer);
    for (name, manifest) in crates() {
        let own = floor(&name).unwrap();
        for dependency in dependencies(&manifest, &["dependencies", "build-dependencies"]) {
            if let Some(below) = floor(dependency) {
                assert!(
                    below < own,
                    "{name} (floor {own}) imports {dependency} (floor {below})"
                );
            }
        }
    }
}

/// A crate's tests may import its own floor, never a higher one: that would be a circle.
#[test]
fn tests_import_no_higher_floor() {
    let floors = metadata("floors");
    let floor = |name: &str| floors.get(name).and_then(Value::as_integer);
    for (name, manifest) in crates() {
        for dependency in dependencies(&manifest, &["dev-dependencies"]) {
            if let Some(other) = floor(dependency) {
                assert!(
                    other <= floor(&name).unwrap(),
                    "the tests of {name} import {dependency}"
                );
            }
        }
    }
}

#[test]
fn owned_dependencies_have_one_home() {
    let crates = crates();
    for (dependency, owners) in metadata("owners") {
        let owners: Vec<&str> = owners
            .as_array()
            .unwrap()
            .iter()
            .map(|owner| owner.as_str().unwrap())
            .collect();
        for (name, manifest) in &crates {
            let tables = ["dependencies", "build-dependencies"];
            if dependencies(manifest, &tables).contains(&dependency.as_str()) {
                assert!(
                    owners.contains(&name.as_str()),
                    "{name} imports {dependency}: {owners:?}"
                );
            }
        }
    }
}

/// The head comment says what a room is for, what it knows, what it must never know and where
/// to start.
#[test]
fn every_room_has_a_head_comment() {
    let root = root();
    let rooms = [
        "crates/campaign",
        "crates/exposure",
        "crates/statistics",
        "crates/events",
    ]
    .into_iter()
    .chain([
        "crates/store",
        "crates/sync",
        "crates/workbench",
        "crates/server",
    ])
    .chain(["simulations", "ui/lab", "fixtures"]);
    for room in rooms {
        let text = fs::read_to_string(root.join(room).join("src/lib.rs")).unwrap();
        let head: String = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect::<Vec<_>>()
            .join(" ");
        for word in ["knows", "never", "tart"] {
            assert!(
                head.contains(word),
                "{room}: the head comment does not say {word:?}"
            );
        }
    }
}
