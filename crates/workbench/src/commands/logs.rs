//! Logs: imported into the prepared form, listed, forgotten.

use std::path::PathBuf;

use events::Mapping;
use store::Workspace;
use store::workspace::LogRecord;

use super::log_import::{Source, bring_in};
use super::{ImportLog, LogId};
use crate::command::to_json;
use crate::jobs::Label;
use crate::views::{JobStarted, LogRow, LogSummary, Nothing};
use crate::{Failure, Workbench};

pub(super) fn start_import(workbench: &Workbench, args: &ImportLog) -> Result<JobStarted, Failure> {
    let mapping = args.mapping.clone().map(read_mapping).transpose()?;
    let source = Source {
        path: PathBuf::from(&args.path),
        mapping,
        name: None,
    };
    let label = Label {
        thread: "import",
        title: format!("Import {}", source.file_name()),
        unit: "bytes",
    };
    let job = workbench.start_job(label, move |context| {
        let mut workspace = Workspace::open(context.path)?;
        let record = bring_in(&mut workspace, context.host, &source, context.watch)?;
        Ok(to_json(&row(record)?))
    })?;
    Ok(JobStarted { job })
}

fn read_mapping(json: serde_json::Value) -> Result<Mapping, Failure> {
    serde_json::from_value(json).map_err(|error| {
        let hint = "A mapping names the columns of user_id, name and ts; see the example in the \
                    help of `rehearsal import`.";
        Failure::new("bad_mapping", format!("read the mapping: {error}"), hint)
    })
}

pub(super) fn forget(workbench: &Workbench, args: &LogId) -> Result<Nothing, Failure> {
    workbench.workspace().forget_log(&args.id)?;
    Ok(Nothing {})
}

pub(super) fn rows(workspace: &Workspace) -> Result<Vec<LogRow>, Failure> {
    workspace.logs()?.into_iter().map(row).collect()
}

fn row(record: LogRecord) -> Result<LogRow, Failure> {
    let summary: LogSummary = serde_json::from_value(record.summary).map_err(|error| {
        let hint = "Forget the log and import it again.";
        Failure::new(
            "log_damaged",
            format!("read the log {}: {error}", record.name),
            hint,
        )
    })?;
    Ok(LogRow {
        id: record.id,
        name: record.name,
        path: record.path.display().to_string(),
        summary,
    })
}
