//! `rehearsal serve`: the reference server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use server::{Config, KEYS_FILE, Running};
use tracing_subscriber::EnvFilter;

/// Runs the reference server: takes published campaigns, answers the web SDK
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  rehearsal serve
  rehearsal serve --data /var/lib/rehearsal --listen 0.0.0.0:8787

The first start makes two keys and prints them: the management token, with which campaigns are
published, and the publishable key, which stands in the site's pages. They are kept in keys.json
in the data folder, readable only by its owner. All data lies in that folder; a copy of it, made
while the server is stopped, is a backup. Behind other machines' browsers, put a proxy with TLS
before it. Ctrl-C or SIGTERM stops it after the running requests. Its log goes to stderr;
RUST_LOG=warn keeps it to what went wrong.")]
pub struct Args {
    /// Folder of the server's data and keys; made where it is not there
    #[arg(long, value_name = "DIR", default_value = "rehearsal-server")]
    data: PathBuf,
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Print the address and the keys' file as one line of JSON
    #[arg(long)]
    json: bool,
}

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// The server cannot be started.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    log_to_stderr();
    let keys_file = args.data.join(KEYS_FILE);
    let is_first_start = !keys_file.exists();
    let running = server::start(Config::new(args.data, args.listen))
        .map_err(|error| anyhow!("could not {error}\nhint: {}", error.hint()))?;
    if is_first_start {
        announce_keys(&running, &keys_file);
    }
    if args.json {
        let line = serde_json::json!({ "listening": running.url(), "keys": keys_file });
        println!("{line}");
    } else {
        println!("listening on {}", running.url());
    }
    running.until_signal()?;
    Ok(ExitCode::SUCCESS)
}

/// One line a request; the variable RUST_LOG chooses what is told, `warn` only what went wrong.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// On stderr: stdout is for programs, and is more often kept in files.
fn announce_keys(running: &Running, keys_file: &std::path::Path) {
    eprintln!("management token  {}", running.token());
    eprintln!("publishable key   {}", running.publishable_key());
    eprintln!(
        "kept in {}; this is the only time they are printed",
        keys_file.display()
    );
}
