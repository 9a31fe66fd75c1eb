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

#[test]
fn from_a_typed_title_to_a_published_campaign() {
    let folder = tempfile::tempdir().unwrap();
    let workbench = sample(folder.path());
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = server::start(Config::new(folder.path().join("server"), listen)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if !runtime
        .block_on(journey(folder.path(), &workbench, &server))
        .unwrap()
    {
        return;
    }
    let client = sync::client::Client::new(&server.url(), server.token()).unwrap();
    let there = client.campaign(CAMPAIGN).unwrap();
    let steps = &there.draft.groups[0].message.steps;
    assert_eq!(steps[0].title.text, "Bowls for May");
    server.stop();
}

/// False where there is no window to drive.
async fn journey(
    folder: &Path,
    workbench: &Workbench,
    server: &server::Running,
) -> WebDriverResult<bool> {
    let before = title(workbench);
    let app = Path::new(env!("CARGO_BIN_EXE_rehearsal-designer"));
    let Some(window) = Window::open(app, folder, "sample.rehearsal").await? else {
        return Ok(false);
    };
    window.open_row(NAME).await?;
    window.click_text("Message").await?;
    window.write("Title", "Plates for May").await?;
    window.preview_shows("Plates for May").await?;
    window.text_appears("Saved").await?;
    assert_eq!(title(workbench), json!("Plates for May"));

    window.undo_until(&before, || title(workbench)).await?;
    window.preview_shows(before.as_str().unwrap()).await?;
    window.write("Title", "Bowls for May").await?;
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
    window.write("Server address", &server.url()).await?;
    window.write("Token", server.token()).await?;
    window.click_button("Connect").await?;
    window.click_button("Publish now").await?;
    window.element("[data-testid='outcome-published']").await?;
    window.shot("published").await?;
    window.close().await?;
    Ok(true)
}
