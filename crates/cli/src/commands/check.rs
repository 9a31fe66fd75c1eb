//! `rehearsal check`: what is imperfect in campaigns.

use std::path::PathBuf;
use std::process::ExitCode;

use campaign::check::shadowed;
use campaign::{Draft, Finding, Severity};
use serde::Serialize;

use crate::campaigns;

/// Checks campaigns and lists findings with what to do
#[derive(clap::Args)]
#[command(after_help = "Example: rehearsal check fixtures/campaigns

The campaigns named are taken as one workspace: what one does to another is found too.

Ends with 1 where a finding blocks or warns; a note alone is fine.")]
pub struct Args {
    /// Campaign files, folders of them, or workspaces
    #[arg(required = true, value_name = "CAMPAIGN")]
    campaigns: Vec<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// `check --json`.
#[derive(Serialize)]
struct Checked {
    campaigns: Vec<CheckedCampaign>,
}

#[derive(Serialize)]
struct CheckedCampaign {
    path: String,
    key: String,
    findings: Vec<Finding>,
}

/// Checks and prints.
///
/// # Errors
/// A path that cannot be read, or is no campaign.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let found = campaigns::load(&args.campaigns)?;
    let drafts: Vec<&Draft> = found.iter().map(|one| &one.draft).collect();
    let mut shadowed = shadowed(&drafts);
    let campaigns = found.iter().map(|one| CheckedCampaign {
        path: one.path.display().to_string(),
        key: one.draft.key.clone(),
        findings: one
            .findings()
            .into_iter()
            .chain(shadowed.remove(&one.draft.key))
            .collect(),
    });
    let checked = Checked {
        campaigns: campaigns.collect(),
    };
    if args.json {
        println!("{}", serde_json::to_string(&checked)?);
    } else {
        print(&checked);
    }
    let mut findings = checked.campaigns.iter().flat_map(|one| &one.findings);
    let matters = findings.any(|finding| match finding.severity {
        Severity::Block | Severity::Warn => true,
        Severity::Note => false,
    });
    Ok(if matters {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn print(checked: &Checked) {
    for one in &checked.campaigns {
        match one.findings.len() {
            0 => println!("{}: no findings", one.key),
            1 => println!("{}: 1 finding", one.key),
            count => println!("{}: {count} findings", one.key),
        }
        for finding in &one.findings {
            let severity = match finding.severity {
                Severity::Block => "blocks",
                Severity::Warn => "warns",
                Severity::Note => "notes",
            };
            println!("  {severity:<7}{}  {}", finding.path, finding.message);
            if let Some(fix) = &finding.fix {
                println!("         {fix}");
            }
        }
    }
}
