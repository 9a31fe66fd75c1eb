//! A journey through the real window: the desktop program under a WebKit driver, a real
//! workspace file, a real server. Open, edit a title, see it in the preview, undo, forecast,
//! publish.

#[path = "window/driver.rs"]
mod driver;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use server::Config;
use thirtyfour::prelude::*;
use workbench::{Host, SystemHost, Workbench};

use driver::Window;

/// The campaign of the journey: a draft, so that it can be edited.
const CAMPAIGN: &str = "spring-table";
const NAME: &str = "Spring table collection";

/// The system, with its data in the journey's own folder.
struct InFolder(std::path::PathBuf);

impl Host for InFolder {
    fn now_ms(&self) -> i64 {
        SystemHost.now_ms()
    }

    fn random(&self) -> u64 {
        SystemHost.random()
    }

    fn data_folder(&self) -> std::path::PathBuf {
        self.0.clone()
    }

    fn open_lab(&self, _: &Path, _: Option<&str>) -> std::io::Result<()> {
        Ok(())
    }
}

fn sample(folder: &Path) -> Workbench {
    let host = Arc::new(InFolder(folder.join("rehearsal")));
    let workbench = Workbench::open(&folder.join("sample.rehearsal"), host).unwrap();
    workbench.call("load_sample", json!({})).unwrap();
    workbench
}

fn title(workbench: &Workbench) -> Json {
    let view = workbench
        .call("open_draft", json!({ "key": CAMPAIGN }))
        .unwrap();
    view["draft"]["groups"][0]["message"]["steps"][0]["title"]["text"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_typed_title_to_a_published_campaign() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let workbench = sample(folder.path());
    let before = title(&workbench);
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = server::start(Config::new(folder.path().join("server"), listen)).unwrap();
    let app = Path::new(env!("CARGO_BIN_EXE_rehearsal-designer"));
    let Some(window) = Window::open(app, folder.path(), "sample.rehearsal").await? else {
        return Ok(());
    };

    window.click_text(NAME).await?;
    window.click_text("Message").await?;
    let field = window.field("Title").await?;
    field.clear().await?;
    field.send_keys("Plates for May").await?;
    window.preview_shows("Plates for May").await?;
    window.text_appears("Saved").await?;
    assert_eq!(title(&workbench), json!("Plates for May"));

    window.undo_until(&before, || title(&workbench)).await?;
    window.preview_shows(before.as_str().unwrap()).await?;
    let field = window.field("Title").await?;
    field.clear().await?;
    field.send_keys("Bowls for May").await?;
    window.preview_shows("Bowls for May").await?;
    window.shot("editor").await?;

    window.click_button("Forecast").await?;
    window.click_button("Run forecast").await?;
    window.element("[data-testid='biggest-loss']").await?;
    let impressions = window
        .element("[data-testid='impressions']")
        .await?
        .text()
        .await?;
    assert_ne!(impressions, "0");
    window.shot("forecast").await?;
    window.press_escape().await?;

    window.click_button("Publish").await?;
    window
        .field("Server address")
        .await?
        .send_keys(&server.url())
        .await?;
    window
        .field("Token")
        .await?
        .send_keys(server.token())
        .await?;
    window.click_button("Connect").await?;
    window.click_button("Publish now").await?;
    window.element("[data-testid='outcome-published']").await?;
    window.shot("published").await?;
    window.close().await?;

    let client = sync::client::Client::new(&server.url(), server.token());
    let there = tokio::task::spawn_blocking(move || client.unwrap().campaign(CAMPAIGN).unwrap());
    let there = there.await.unwrap();
    let steps = &there.draft.groups[0].message.steps;
    assert_eq!(steps[0].title.text, "Bowls for May");
    tokio::task::spawn_blocking(|| server.stop()).await.unwrap();
    Ok(())
}
