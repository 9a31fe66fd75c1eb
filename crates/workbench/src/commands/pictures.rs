//! Images on their way into the workspace.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use campaign::AssetFacts;
use serde::{Deserialize, Serialize};
use store::Workspace;
use store::images::{self, Area, Made};
use store::workspace::NewAsset;
use ts_rs::TS;

use super::PutAsset;
use crate::images::{examine, not_cut, not_fitted};
use crate::views::AssetView;
use crate::{Failure, Workbench};

/// Arguments of `crop_asset`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CropAsset {
    /// The image.
    pub sha256: String,
    /// From the left edge, in pixels of the stored image.
    pub x: u32,
    /// From the upper edge.
    pub y: u32,
    /// Width of the part.
    pub width: u32,
    /// Height of the part.
    pub height: u32,
}

/// Arguments of `fit_asset`.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct FitAsset {
    /// The image.
    pub sha256: String,
    /// Size that it may have, in bytes.
    pub bytes_max: u32,
}

/// An image that was made small enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FitView {
    /// SHA-256 of the new image.
    pub sha256: String,
    /// What the image was.
    pub before: AssetFacts,
    /// What it is now.
    pub after: AssetFacts,
    /// What was done, in words: `JPEG at quality 82, 1600 × 533`.
    pub how: String,
}

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

pub(super) fn crop(workbench: &Workbench, args: &CropAsset) -> Result<AssetView, Failure> {
    let original = Original::find(workbench, &args.sha256)?;
    let area = Area {
        x: args.x,
        y: args.y,
        width: args.width,
        height: args.height,
    };
    let made = images::crop(&original.content, area)
        .map_err(|refusal| not_cut(&original.name, &refusal))?;
    let sha256 = original.store_anew(workbench, &made)?;
    Ok(AssetView {
        sha256,
        facts: made.facts,
    })
}

pub(super) fn fit(workbench: &Workbench, args: &FitAsset) -> Result<FitView, Failure> {
    let original = Original::find(workbench, &args.sha256)?;
    let fitted = images::fit(&original.content, args.bytes_max)
        .map_err(|refusal| not_fitted(&original.name, &refusal))?;
    Ok(FitView {
        sha256: original.store_anew(workbench, &fitted.made)?,
        before: original.facts,
        after: fitted.made.facts,
        how: fitted.how,
    })
}

/// A stored image that another is made of; the workspace is not held meanwhile.
struct Original {
    name: String,
    facts: AssetFacts,
    content: Vec<u8>,
}

impl Original {
    fn find(workbench: &Workbench, sha256: &str) -> Result<Self, Failure> {
        let workspace = workbench.workspace();
        let found = (
            workspace.asset_name(sha256)?,
            workspace.asset_facts(sha256)?,
            workspace.asset_content(sha256)?,
        );
        let (Some(name), Some(facts), Some(content)) = found else {
            let could_not = format!("find the image {sha256}");
            return Err(Failure::new(
                "no_image",
                could_not,
                "Choose the file again.",
            ));
        };
        Ok(Self {
            name,
            facts,
            content,
        })
    }

    /// Stores what was made of it, under the same name.
    fn store_anew(&self, workbench: &Workbench, made: &Made) -> Result<String, Failure> {
        let mut workspace = workbench.workspace();
        store(&mut workspace, &self.name, made.facts, &made.content)
    }
}
