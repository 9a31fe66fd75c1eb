//! Campaigns on their way to files and from files.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use ts_rs::TS;

use crate::files::{self, ExportReport, ImportReport};
use crate::{Failure, Workbench};

/// Arguments of `export_campaigns`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ExportCampaigns {
    /// The campaigns' keys.
    pub keys: Vec<String>,
    /// A `.campaign` file for one, else a folder.
    pub path: String,
}

/// Arguments of `import_campaigns`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ImportCampaigns {
    /// Where they come from.
    pub from: ImportFrom,
}

/// Where campaigns come from.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum ImportFrom {
    /// A file or folder.
    Path {
        /// Where it is.
        path: String,
    },
    /// A file that was dropped or pasted.
    Content {
        /// Its name.
        name: String,
        /// Its bytes in base64.
        base64: String,
    },
}

pub(super) fn export(
    workbench: &Workbench,
    args: &ExportCampaigns,
) -> Result<ExportReport, Failure> {
    files::export(workbench, &args.keys, Path::new(&args.path))
}

pub(super) fn import(
    workbench: &Workbench,
    args: &ImportCampaigns,
) -> Result<ImportReport, Failure> {
    let incoming = match &args.from {
        ImportFrom::Path { path } => files::read_path(Path::new(path))?,
        ImportFrom::Content { name, base64 } => {
            let bytes = STANDARD.decode(base64).map_err(|error| {
                let could_not = format!("read {name}: {error}");
                Failure::new("bad_base64", could_not, "Choose the file again.")
            })?;
            files::read_bytes(name, &bytes)?
        }
    };
    let source = incoming.source.to_owned();
    let reports = files::import(workbench, vec![incoming])?;
    Ok(reports.into_iter().next().unwrap_or(ImportReport {
        source,
        added: Vec::new(),
        skipped: Vec::new(),
    }))
}
