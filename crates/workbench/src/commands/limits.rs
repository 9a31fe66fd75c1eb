//! The limits of the workspace, against which every draft in it is checked.

use campaign::Limits;
use campaign::limits::LimitsError;
use serde::Deserialize;
use ts_rs::TS;

use crate::views::Nothing;
use crate::{Failure, Workbench};

/// Arguments of `set_limits`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetLimits {
    /// All of them.
    pub limits: Limits,
}

pub(super) fn get(workbench: &Workbench, _: &Nothing) -> Result<Limits, Failure> {
    Ok(workbench.workspace().limits()?)
}

pub(super) fn set(workbench: &Workbench, args: &SetLimits) -> Result<Limits, Failure> {
    args.limits.check().map_err(|error| {
        let hint = match error {
            LimitsError::ImageBytes(_) => "Choose a size of up to 32 MB.",
            LimitsError::Version { .. } => "A version has numbers and dots, `2.30.0`.",
            LimitsError::Twice { .. } => "Take one of the two out.",
        };
        Failure::new("bad_limits", error, hint)
    })?;
    let mut workspace = workbench.workspace();
    workspace.set_limits(&args.limits)?;
    Ok(workspace.limits()?)
}
