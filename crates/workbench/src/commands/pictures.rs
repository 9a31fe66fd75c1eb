//! Images on their way into the workspace.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use campaign::AssetFacts;
use store::Workspace;
use store::workspace::NewAsset;

use super::PutAsset;
use crate::images::examine;
use crate::views::AssetView;
use crate::{Failure, Workbench};

pub(super) fn put(workbench: &Workbench, args: &PutAsset) -> Result<AssetView, Failure> {
    let content = STANDARD.decode(&args.base64).map_err(|error| {
        let hint = "Choose the file again.";
        Failure::new(
            "bad_base64",
            format!("read the image {}: {error}", args.name),
            hint,
        )
    })?;
    // Decoded before the workspace is locked: other commands need not wait for it.
    let facts = examine(&args.name, &content)?;
    let sha256 = store(&mut workbench.workspace(), &args.name, facts, &content)?;
    Ok(AssetView { sha256, facts })
}

pub(super) fn store(
    workspace: &mut Workspace,
    name: &str,
    facts: AssetFacts,
    content: &[u8],
) -> Result<String, Failure> {
    Ok(workspace.put_asset(&NewAsset {
        name,
        facts,
        content,
    })?)
}
