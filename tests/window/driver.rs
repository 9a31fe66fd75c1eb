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

/// What the file manager does when a file is let go over an element.
const DROP: &str = "
    const drop = (css, file) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(file);
        const target = document.querySelector(css);
        for (const type of ['dragenter', 'dragover', 'drop'])
            target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    };";

const DROP_FILE: &str = "drop(arguments[0], new File([arguments[2]], arguments[1]));";

const DROP_NOISE: &str = "
    const [css, side, done] = arguments;
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(side, side);
    let seed = 1;
    for (let at = 0; at < pixels.data.length; at++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
        pixels.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
    }
    context.putImageData(pixels, 0, 0);
    canvas.toBlob((blob) => { drop(css, new File([blob], 'noise.png')); done(); });";

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

    /// Clicks what carries this label for those who do not see it.
    pub async fn click_aria(&self, label: &str) -> WebDriverResult<()> {
        self.click(&format!("//*[@aria-label='{label}']")).await
    }

    /// Clicks the button of a notice.
    pub async fn click_toast(&self, name: &str) -> WebDriverResult<()> {
        self.click(&format!(
            "//*[@data-testid='toasts']//button[normalize-space(.)='{name}']"
        ))
        .await
    }

    /// Clicks a section of the editor.
    pub async fn click_section(&self, name: &str) -> WebDriverResult<()> {
        self.click(&format!(
            "//nav[@aria-label='Sections']//button[span[normalize-space(.)='{name}']]"
        ))
        .await
    }

    /// Clicks the group's tab in the editor.
    pub async fn click_group(&self, key: &str) -> WebDriverResult<()> {
        self.click(&format!(
            "//*[@aria-label='Groups']/button[b[normalize-space(.)='{key}']]"
        ))
        .await
    }

    /// Runs the command of that name from the palette.
    pub async fn run_from_palette(&self, name: &str) -> WebDriverResult<()> {
        let keys = self.driver.action_chain().key_down(Key::Control);
        keys.send_keys("k").key_up(Key::Control).perform().await?;
        let search = self.element("[role='dialog'] input").await?;
        search.send_keys(name).await?;
        search.send_keys(Key::Enter + "").await
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

    /// The input whose label says this.
    pub async fn labelled(&self, label: &str) -> WebDriverResult<WebElement> {
        self.find(&format!(
            "//*[@id=//label[normalize-space(.)='{label}']/@for]"
        ))
        .await
    }

    /// Writes into the input whose label says this, in place of what is there.
    pub async fn write(&self, label: &str, text: &str) -> WebDriverResult<()> {
        let field = self.labelled(label).await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await
    }

    /// Waits until something says exactly this.
    pub async fn text_appears(&self, text: &str) -> WebDriverResult<()> {
        let xpath = format!("//*[normalize-space(.)='{text}']");
        self.find(&xpath).await.map(drop)
    }

    /// Waits until nothing in the page matches.
    pub async fn gone(&self, css: &str) -> WebDriverResult<()> {
        let script = format!("return document.querySelectorAll({css:?}).length");
        self.until_json(&script, |count| (count == 0).then_some(()))
            .await
    }

    /// Waits until nothing that can be seen says this.
    pub async fn gone_text(&self, text: &str) -> WebDriverResult<()> {
        let script = format!("return document.body.innerText.includes({text:?})");
        self.until_json(&script, |found| (found == false).then_some(()))
            .await
    }

    /// Runs a script until what it answers is wanted.
    pub async fn until_json<T>(
        &self,
        script: &str,
        wanted: impl Fn(Json) -> Option<T>,
    ) -> WebDriverResult<T> {
        let mut polls = tokio::time::interval(POLL);
        for _ in 0..PATIENCE.as_millis() / POLL.as_millis() {
            polls.tick().await;
            if let Some(found) = wanted(self.execute(script).await?) {
                return Ok(found);
            }
        }
        self.shot("missing").await?;
        panic!("waited in vain for what {script:?} answers");
    }

    /// Runs a script in the page.
    pub async fn execute(&self, script: &str) -> WebDriverResult<Json> {
        let answer = self.driver.execute(script, Vec::new()).await?;
        Ok(answer.json().clone())
    }

    /// Runs a script in the page that calls its last argument when it is done.
    pub async fn execute_async(&self, script: &str, argument: Json) -> WebDriverResult<Json> {
        let answer = self.driver.execute_async(script, vec![argument]).await?;
        Ok(answer.json().clone())
    }

    /// Drops a file where the file manager would.
    pub async fn drop_file(&self, css: &str, name: &str, text: &str) -> WebDriverResult<()> {
        self.element(css).await?;
        let args = vec![json!(css), json!(name), json!(text)];
        let script = format!("{DROP}{DROP_FILE}");
        self.driver.execute(script, args).await.map(drop)
    }

    /// Drops a PNG of noise, which cannot be compressed.
    pub async fn drop_noise(&self, css: &str, side_px: u32) -> WebDriverResult<()> {
        self.element(css).await?;
        let args = vec![json!(css), json!(side_px)];
        let script = format!("{DROP}{DROP_NOISE}");
        self.driver.execute_async(script, args).await.map(drop)
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
