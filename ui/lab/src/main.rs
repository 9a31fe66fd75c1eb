//! Starts the lab's window.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Parser;
use eframe::egui::ViewportBuilder;
use lab::app::Lab;
use lab::theme;
use workbench::host::{Host as _, SystemHost, default_workspace};

/// The analyst's window: forecast a campaign on a log, simulate its A/B bandit.
#[derive(Debug, Parser)]
#[command(
    name = "rehearsal-lab",
    version,
    after_help = "Example: rehearsal-lab shop.rehearsal --campaign spring_sale"
)]
struct Arguments {
    /// The workspace file; the one of the designer where none is given.
    workspace: Option<PathBuf>,
    /// Opens at the campaign of this key.
    #[arg(long, value_name = "KEY")]
    campaign: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let path = arguments.workspace.or_else(|| {
        let path = default_workspace();
        path.is_file().then_some(path)
    });
    let opened_us = SystemHost.now_ms() * 1_000;
    let lab = Lab::new(path.as_deref(), arguments.campaign.as_deref(), opened_us);
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Rehearsal Lab")
            .with_app_id("rehearsal-lab")
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([1024.0, 640.0]),
        ..eframe::NativeOptions::default()
    };
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        theme::install(&creation.egui_ctx);
        Ok(Box::new(lab))
    });
    eframe::run_native("rehearsal-lab", options, create).map_err(|error| {
        anyhow!("could not open the window: {error}; it needs a display and OpenGL")
    })
}
