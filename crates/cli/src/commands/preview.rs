//! `rehearsal preview`: pictures of what people will see.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use campaign::Draft;
use campaign::draft::Orientation;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::campaigns::{self, Found};
use crate::pictures::devices::{self, Device};
use crate::pictures::{Shot, Studio, Surround, find_chromium};

/// Draws what people will see, as PNG pictures at the pixels of the device
#[derive(clap::Args)]
#[command(after_help = "Examples:
  rehearsal preview fixtures/campaigns/free-delivery.json -o pictures
  rehearsal preview fixtures/campaigns --device iphone-15 --framed --contact-sheet -o pictures

Without --device, the usual device of each platform of the campaign; without --orientation, each
orientation of the campaign. Drawn by the Chromium of this machine; nothing leaves it.")]
pub struct Args {
    /// Campaign files, folders of them, or workspaces
    #[arg(required = true, value_name = "CAMPAIGN")]
    campaigns: Vec<PathBuf>,
    /// Device to show it on; may be given more than once
    #[arg(long, value_name = "DEVICE", value_parser = PossibleValuesParser::new(devices::ALL.map(|device| device.id)))]
    device: Vec<String>,
    /// How the device is held
    #[arg(long, value_parser = orientation, value_name = "portrait|landscape")]
    orientation: Option<Orientation>,
    /// Step to show, from 1; all where none is given
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    step: Option<u32>,
    /// Key of the group to show; all where none is given
    #[arg(long)]
    group: Option<String>,
    /// Draw the device around it
    #[arg(long)]
    framed: bool,
    /// Lay all pictures of a campaign out on one sheet as well
    #[arg(long)]
    contact_sheet: bool,
    /// Folder to write the pictures to
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// `preview --json`.
#[derive(Serialize)]
struct Taken {
    pictures: Vec<TakenPicture>,
    contact_sheets: Vec<String>,
}

#[derive(Serialize)]
struct TakenPicture {
    path: String,
    campaign: String,
    group: String,
    step: usize,
    device: &'static str,
    orientation: &'static str,
}

fn orientation(word: &str) -> Result<Orientation, String> {
    Orientation::ALL
        .into_iter()
        .find(|one| one.word() == word)
        .ok_or_else(|| "write portrait or landscape".to_owned())
}

/// Takes the pictures.
///
/// # Errors
/// A path that cannot be read, a choice that leaves nothing to draw, no Chromium, or one that
/// fails.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let found = campaigns::load(&args.campaigns)?;
    let chromium = find_chromium().ok_or_else(|| {
        anyhow!(
            "could not draw: there is no Chromium on this machine\nhint: install it \
             (`apt-get install chromium`) or Google Chrome"
        )
    })?;
    let mut plans = Vec::new();
    for one in &found {
        plans.push((one, planned(&one.draft, args)?));
    }
    let bar = progress(plans.iter().map(|(_, shots)| shots.len()).sum());
    let mut taken = Taken {
        pictures: Vec::new(),
        contact_sheets: Vec::new(),
    };
    for (one, shots) in &plans {
        draw(one, shots, args, &chromium, &bar, &mut taken)?;
    }
    bar.finish_and_clear();
    if args.json {
        println!("{}", serde_json::to_string(&taken)?);
    } else {
        let paths = taken.pictures.iter().map(|picture| &picture.path);
        for path in paths.chain(&taken.contact_sheets) {
            println!("{path}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn draw(
    found: &Found,
    shots: &[Shot],
    args: &Args,
    chromium: &std::path::Path,
    bar: &ProgressBar,
    taken: &mut Taken,
) -> anyhow::Result<()> {
    let could_not = |error| anyhow!("could not {error}");
    let studio = Studio::open(chromium, &found.contents()?).map_err(could_not)?;
    let surround = if args.framed {
        Surround::Device
    } else {
        Surround::Nothing
    };
    let mut files = Vec::new();
    for shot in shots {
        let path = studio.take(shot, surround, &args.out).map_err(could_not)?;
        taken.pictures.push(TakenPicture {
            path: path.display().to_string(),
            campaign: found.draft.key.clone(),
            group: shot.group.to_owned(),
            step: shot.step + 1,
            device: shot.device.id,
            orientation: shot.orientation.word(),
        });
        files.push((shot, path));
        bar.inc(1);
    }
    if args.contact_sheet {
        let sheet = args
            .out
            .join(format!("{}-contact-sheet.png", found.draft.key));
        studio
            .contact_sheet(&found.draft.name, &files, &sheet)
            .map_err(could_not)?;
        taken.contact_sheets.push(sheet.display().to_string());
    }
    Ok(())
}

/// Every picture that the arguments ask for of one campaign.
fn planned<'a>(draft: &'a Draft, args: &Args) -> anyhow::Result<Vec<Shot<'a>>> {
    let mut planned = Vec::new();
    for group in draft.groups.iter().filter(|group| !group.control) {
        if args
            .group
            .as_ref()
            .is_some_and(|wanted| *wanted != group.key)
        {
            continue;
        }
        for step in 0..group.message.steps.len() {
            if args.step.is_some_and(|wanted| wanted as usize != step + 1) {
                continue;
            }
            for (device, orientation) in places(draft, args) {
                let held = match orientation {
                    _ if !device.can_be_turned() => "",
                    Orientation::Portrait => " upright",
                    Orientation::Landscape => " sideways",
                };
                let place = format!("{}-{}", device.id, orientation.word());
                planned.push(Shot {
                    name: format!("{}-{}-{}-{place}", draft.key, group.key, step + 1),
                    caption: format!("{}, step {}, {}{held}", group.name, step + 1, device.name),
                    group: &group.key,
                    message: &group.message,
                    step,
                    device,
                    orientation,
                });
            }
        }
    }
    if planned.is_empty() {
        let groups: Vec<&str> = draft
            .groups
            .iter()
            .map(|group| group.key.as_str())
            .collect();
        bail!(
            "could not draw {}: there is nothing to show\nhint: it has the groups {}; a control \
             group shows nothing",
            draft.name,
            groups.join(", ")
        );
    }
    Ok(planned)
}

/// The devices, each in every way it is held; a desktop cannot be turned.
fn places(draft: &Draft, args: &Args) -> Vec<(&'static Device, Orientation)> {
    let chosen: Vec<&'static Device> = if args.device.is_empty() {
        draft
            .platforms
            .iter()
            .map(|&one| devices::usual(one))
            .collect()
    } else {
        let is_chosen = |device: &&Device| args.device.iter().any(|id| id == device.id);
        devices::ALL.into_iter().filter(is_chosen).collect()
    };
    let ways = |device: &'static Device| {
        let all: Vec<Orientation> = match (args.orientation, device.can_be_turned()) {
            (_, false) => vec![Orientation::Landscape],
            (Some(wanted), true) => vec![wanted],
            (None, true) => draft.orientations.clone(),
        };
        all.into_iter()
            .map(move |orientation| (device, orientation))
    };
    chosen.into_iter().flat_map(ways).collect()
}

/// Draws on stderr, and only where it is a terminal.
fn progress(pictures: usize) -> ProgressBar {
    let bar = ProgressBar::new(pictures as u64);
    match ProgressStyle::with_template("Drawing {bar:30} {pos} of {len}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
