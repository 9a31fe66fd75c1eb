//! Journeys through the real window: the desktop program under a WebKit driver, a real workspace
//! file, a real server. What the window shows is compared with what was kept.

#[path = "window/driver.rs"]
mod driver;
#[path = "window/stage.rs"]
mod stage;

#[path = "window/authoring.rs"]
mod authoring;
#[path = "window/latency.rs"]
mod latency;
#[path = "window/publishing.rs"]
mod publishing;
