//! The desktop shell: the designer's window around a workbench.
//!
//! This room knows Tauri: the window, the dialogs, the one command through which the page asks
//! for everything, and the scheme from which the preview frame is served. It must never know
//! what a command does.
//!
//! Start with [`main`]; the preview's scheme is in [`preview`].

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod preview;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;
use tauri::{App, AppHandle, Manager, State, Url, WebviewWindowBuilder};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use workbench::host::default_workspace;
use workbench::{Failure, SystemHost, Workbench};

/// The exit code where the workspace could not be opened.
const NOT_OPENED: i32 = 2;

fn main() -> anyhow::Result<()> {
    let path = std::env::args_os()
        .nth(1)
        .map_or_else(default_workspace, PathBuf::from);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(
            preview::SCHEME,
            |context, request, responder| {
                preview::serve(context.app_handle(), &request, responder);
            },
        )
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| open(app, &path))
        .run(tauri::generate_context!())?;
    Ok(())
}

/// The one command: everything that the page asks for.
#[tauri::command]
async fn call(
    workbench: State<'_, Arc<Workbench>>,
    name: String,
    args: Json,
) -> Result<Json, Failure> {
    let workbench = Arc::clone(&workbench);
    // Commands wait for the disk, some for a server.
    tauri::async_runtime::spawn_blocking(move || workbench.call(&name, args))
        .await
        .unwrap_or_else(|error| {
            Err(Failure::new(
                "bug",
                format!("finish: {error}"),
                "Please report what you did.",
            ))
        })
}

/// Opens the workspace and its window, or says why not.
fn open(app: &mut App, path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    match Workbench::open(path, Arc::new(SystemHost)) {
        Ok(workbench) => {
            app.manage(Arc::new(workbench));
            open_window(app, path)?;
        }
        Err(failure) => tell(app.handle(), &failure),
    }
    Ok(())
}

fn open_window(app: &App, path: &Path) -> tauri::Result<()> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    for config in &app.config().app.windows {
        WebviewWindowBuilder::from_config(app.handle(), config)?
            .title(format!("{name} — Rehearsal"))
            .on_navigation(is_ours)
            .build()?;
    }
    Ok(())
}

/// No link leads the window, or the frame in it, out of the program.
fn is_ours(url: &Url) -> bool {
    matches!(url.scheme(), "tauri" | preview::SCHEME | "about")
        || url
            .host_str()
            .is_some_and(|host| host.ends_with(".localhost"))
}

/// A dialog with the failure; the program ends with it.
fn tell(app: &AppHandle, failure: &Failure) {
    eprintln!("{}\nhint: {}", failure.message, failure.hint);
    let handle = app.clone();
    app.dialog()
        .message(format!("{}\n\n{}", failure.message, failure.hint))
        .title("Rehearsal")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(NOT_OPENED));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_of_somebody_else_opens_in_the_window() {
        for (url, expected) in [
            ("tauri://localhost/index.html", true),
            ("preview://localhost/frame.html", true),
            ("about:blank", true),
            ("http://tauri.localhost/", true),
            ("https://example.com/", false),
            ("https://localhost.example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_ours(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
