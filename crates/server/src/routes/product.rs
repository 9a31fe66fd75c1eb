//! Switches over all campaigns.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use store::StoreError;
use store::server::Tables;
use sync::wire::Product;

use super::blocking;
use crate::access::Manager;
use crate::body;
use crate::limits::BODY_BYTES_MAX;
use crate::refusal::Refusal;
use crate::state::App;

/// The setting's name in the file.
const SETTING: &str = "product";

/// The switches; nothing is shown until somebody turns it on.
pub(crate) fn switches(tables: &Tables<'_>) -> Result<Product, StoreError> {
    Ok(tables
        .setting(SETTING)?
        .unwrap_or(Product { auto_render: false }))
}

pub(super) async fn read(_: Manager, State(app): State<App>) -> Result<Json<Product>, Refusal> {
    blocking(move || Ok(Json(app.file.read(switches)?))).await
}

pub(super) async fn put(
    _: Manager,
    State(app): State<App>,
    body: Body,
) -> Result<Json<Product>, Refusal> {
    let (product, _) = body::json::<Product>(body, BODY_BYTES_MAX).await?;
    blocking(move || {
        app.file
            .write(|tables| tables.set_setting(SETTING, &product))?;
        Ok(Json(product))
    })
    .await
}
