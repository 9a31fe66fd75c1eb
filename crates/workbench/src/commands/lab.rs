//! The way into the lab.

use super::LabAt;
use crate::views::Nothing;
use crate::{Failure, Workbench};

pub(super) fn open(workbench: &Workbench, args: &LabAt) -> Result<Nothing, Failure> {
    let path = workbench.path();
    workbench
        .host()
        .open_lab(&path, args.key.as_deref())
        .map_err(|error| {
            let hint = "The lab stands beside this program; `scripts/run` builds both.";
            Failure::new("no_lab", format!("start the lab: {error}"), hint)
        })?;
    Ok(Nothing {})
}
