//! Embeds the designer's pages and the preview's renderer, which must be built first.

use std::path::Path;

/// What must be there, from this crate's folder.
const BUILT: [&str; 2] = [
    "../ui/designer/dist/index.html",
    "../ui/renderer/dist/frame.html",
];

fn main() {
    for path in BUILT {
        println!("cargo::rerun-if-changed={path}");
        if !Path::new(path).is_file() {
            println!(
                "cargo::error={path} is missing: run `npm ci && npm run build` in ui/, then build \
                 the designer again"
            );
            return;
        }
    }
    println!("cargo::rerun-if-changed=../ui/designer/dist");
    tauri_build::build();
}
