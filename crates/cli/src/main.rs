//! `rehearsal`: everything without a screen.
//!
//! One file per command under `commands/`; each takes its arguments and answers with an exit
//! code: 0 done, 1 findings or differences, 2 wrong usage or failed.

mod browser;
mod campaigns;
mod commands;
mod element;
mod pictures;
mod report;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Rehearse in-app-message campaigns: check, replay, simulate, publish
#[derive(Parser)]
#[command(name = "rehearsal", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(commands::demo::Args),
    Design(commands::design::Args),
    Lab(commands::lab::Args),
    Sample(commands::sample::Args),
    Check(commands::check::Args),
    Preview(commands::preview::Args),
    Import(commands::import::Args),
    Export(commands::export::Args),
    ImportCampaign(commands::import_campaign::Args),
    Replay(commands::replay::Args),
    Explain(commands::explain::Args),
    Decide(commands::decide::Args),
    Assign(commands::assign::Args),
    Simulate(commands::simulate::Args),
    Judge(commands::judge::Args),
    Serve(commands::serve::Args),
    Publish(commands::publish::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(args) => commands::demo::run(&args),
        Command::Design(args) => commands::design::run(args),
        Command::Lab(args) => commands::lab::run(args),
        Command::Sample(args) => commands::sample::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Preview(args) => commands::preview::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::ImportCampaign(args) => commands::import_campaign::run(&args),
        Command::Replay(args) => commands::replay::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Decide(args) => commands::decide::run(&args),
        Command::Assign(args) => commands::assign::run(args),
        Command::Simulate(args) => commands::simulate::run(args),
        Command::Judge(args) => commands::judge::run(args),
        Command::Serve(args) => commands::serve::run(args),
        Command::Publish(args) => commands::publish::run(&args),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::from(2)
    })
}
