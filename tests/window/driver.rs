//! The desktop program under `WebKitWebDriver`, and the few things that a person does in it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value as Json, json};
use thirtyfour::prelude::*;

/// How long the window may take for one step, far more than it needs.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// Reads every text inside the page's shadow roots.
const SHADOW_TEXT: &str = "
    return [...document.querySelectorAll('*')].flatMap((each) =>
        each.shadowRoot === null ? [] : [each.shadowRoot.textContent]).join(' ');";

/// The program in a driven window. Dropped, it ends the driver, and with it the program.
pub struct Window {
    driver: WebDriver,
    _process: Driver,
    shots: Option<PathBuf>,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Window {
    /// Opens the program on a workspace file of the folder, which is also its home for data.
    /// None, with a word, where there is no display or no driver.
    pub async fn open(app: &Path, folder: &Path, file: &str) -> WebDriverResult<Option<Self>> {
        let skip = |why: &str| println!("skipped: the window's journey, because {why}");
        if std::env::var_os("DISPLAY").is_none() {
            skip("there is no display");
            return Ok(None);
        }
        // The client is built with TLS it never uses; the process chooses whose.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = free_port();
        let started = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("XDG_DATA_HOME", folder)
            .stdout(Stdio::null())
            .spawn();
        let Ok(process) = started else {
            skip("WebKitWebDriver is not installed");
            return Ok(None);
        };
        let process = Driver(process);
        wait_for_port(port).await;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": app, "args": [folder.join(file)] });
        wanted.set("webkitgtk:browserOptions", options)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        let shots = std::env::var_os("REHEARSAL_SHOTS").map(PathBuf::from);
        Ok(Some(Self {
            driver,
            _process: process,
            shots,
        }))
    }

    /// Waits for an element.
    pub async fn element(&self, css: &str) -> WebDriverResult<WebElement> {
        self.driver
            .query(By::Css(css))
            .wait(PATIENCE, POLL)
            .first()
            .await
    }

    /// Waits for the first match; keeps a picture where there is none.
    async fn find(&self, xpath: &str) -> WebDriverResult<WebElement> {
        let found = self
            .driver
            .query(By::XPath(xpath))
            .wait(PATIENCE, POLL)
            .first()
            .await;
        if found.is_err() {
            self.shot("missing").await?;
        }
        found
    }

    /// Moves the pointer there and clicks. (A list row's link covers the row with a layer of its
    /// own, which the driver's plain click takes for an obstacle.)
    async fn click(&self, xpath: &str) -> WebDriverResult<()> {
        let element = self.find(xpath).await?;
        self.driver
            .action_chain()
            .move_to_element_center(&element)
            .click()
            .perform()
            .await
    }

    /// Opens the campaign of that name from the list.
    pub async fn open_row(&self, name: &str) -> WebDriverResult<()> {
        self.click(&format!(
            "//button[@data-open][.//*[normalize-space(.)='{name}']]"
        ))
        .await
    }

    /// Clicks the innermost thing that says exactly this.
    pub async fn click_text(&self, text: &str) -> WebDriverResult<()> {
        let says = format!("normalize-space(.)='{text}'");
        self.click(&format!("//*[{says}][not(*[{says}])]")).await
    }

    /// Clicks the last enabled button of that name: a sheet's lies above the page's.
    pub async fn click_button(&self, name: &str) -> WebDriverResult<()> {
        let named = format!("normalize-space(.)='{name}' or @aria-label='{name}'");
        self.click(&format!("(//button[not(@disabled)][{named}])[last()]"))
            .await
    }

    /// Writes into the input whose label says this, in place of what is there.
    pub async fn write(&self, label: &str, text: &str) -> WebDriverResult<()> {
        let xpath = format!("//*[@id=//label[normalize-space(.)='{label}']/@for]");
        let field = self.find(&xpath).await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await
    }

    /// Waits until something says exactly this.
    pub async fn text_appears(&self, text: &str) -> WebDriverResult<()> {
        let xpath = format!("//*[normalize-space(.)='{text}']");
        self.find(&xpath).await.map(drop)
    }

    /// Waits until the message in the preview frame says this.
    pub async fn preview_shows(&self, text: &str) -> WebDriverResult<()> {
        let frame = self.element("[data-testid='preview-frame']").await?;
        frame.enter_frame().await?;
        let mut shown = String::new();
        let mut polls = tokio::time::interval(POLL);
        for _ in 0..PATIENCE.as_millis() / POLL.as_millis() {
            polls.tick().await;
            let read = self.driver.execute(SHADOW_TEXT, Vec::new()).await?;
            read.json()
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut shown);
            if shown.contains(text) {
                break;
            }
        }
        self.driver.enter_default_frame().await?;
        assert!(
            shown.contains(text),
            "the preview shows {shown:?}, not {text:?}"
        );
        Ok(())
    }

    /// Presses Undo until the stored value is the wanted one.
    pub async fn undo_until(
        &self,
        wanted: &Json,
        stored: impl Fn() -> Json,
    ) -> WebDriverResult<()> {
        for _ in 0..20 {
            self.click_button("Undo").await?;
            self.text_appears("Saved").await?;
            if stored() == *wanted {
                return Ok(());
            }
        }
        panic!(
            "after 20 times Undo the title is {}, not {wanted}",
            stored()
        );
    }

    /// Presses Escape.
    pub async fn press_escape(&self) -> WebDriverResult<()> {
        self.driver
            .action_chain()
            .send_keys(Key::Escape)
            .perform()
            .await
    }

    /// Keeps a picture where `REHEARSAL_SHOTS` names a folder. What is painted follows what is
    /// laid out after a moment, so pictures are taken until two are the same.
    pub async fn shot(&self, name: &str) -> WebDriverResult<()> {
        let Some(folder) = &self.shots else {
            return Ok(());
        };
        let mut polls = tokio::time::interval(POLL);
        let mut last = Vec::new();
        for _ in 0..PATIENCE.as_millis() / POLL.as_millis() {
            polls.tick().await;
            let picture = self.driver.screenshot_as_png().await?;
            if picture == last {
                break;
            }
            last = picture;
        }
        std::fs::write(folder.join(format!("{name}.png")), last).expect("a picture is written");
        Ok(())
    }

    /// Ends the session and the program.
    pub async fn close(self) -> WebDriverResult<()> {
        self.driver.quit().await
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

async fn wait_for_port(port: u16) {
    let mut polls = tokio::time::interval(POLL);
    for _ in 0..PATIENCE.as_millis() / POLL.as_millis() {
        polls.tick().await;
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return;
        }
    }
    panic!("WebKitWebDriver does not listen on port {port}");
}
