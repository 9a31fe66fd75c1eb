//! The server's two keys: the management token of the designers, and the publishable key that
//! stands in the site's pages. Made at the first start, kept in a file of mode 600.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sync::{SyncError, secret, shell};

/// The file of the keys, in the data folder.
pub const KEYS_FILE: &str = "keys.json";

/// The server's keys.
#[derive(Clone, Serialize, Deserialize)]
pub struct Keys {
    /// Opens the management routes.
    pub token: String,
    /// Opens the routes of the web SDK.
    pub publishable_key: String,
}

/// Which routes a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Management,
    Sdk,
}

/// Keys never show in a log.
impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keys")
    }
}

impl Keys {
    /// Reads the keys of a data folder; makes them where there are none.
    ///
    /// # Errors
    /// The file cannot be read, made or understood.
    pub(crate) fn of(data: &Path) -> Result<Self, SyncError> {
        let path = data.join(KEYS_FILE);
        if let Some(text) = secret::read_private(&path)? {
            return serde_json::from_str(&text).map_err(|error| SyncError::Secret {
                doing: "read",
                path: path.display().to_string(),
                source: error.into(),
            });
        }
        let keys = Self {
            token: format!("rh_manage_{}{}", shell::fresh_id(), shell::fresh_id()),
            publishable_key: format!("rh_public_{}", shell::fresh_id()),
        };
        let text = serde_json::to_string_pretty(&keys).unwrap_or_default();
        secret::write_private(&path, &text)?;
        Ok(keys)
    }

    /// Which kind a presented key is. Hashes are compared, so that the time it takes says
    /// nothing of the keys.
    pub(crate) fn kind(&self, presented: &str) -> Option<Kind> {
        let is = |key: &str| Sha256::digest(key) == Sha256::digest(presented);
        match () {
            () if is(&self.token) => Some(Kind::Management),
            () if is(&self.publishable_key) => Some(Kind::Sdk),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_differ() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::of(folder.path()).unwrap();
        let again = Keys::of(folder.path()).unwrap();
        assert_eq!(keys.token, again.token);
        assert_eq!(keys.kind(&keys.token), Some(Kind::Management));
        assert_eq!(keys.kind(&keys.publishable_key), Some(Kind::Sdk));
        assert_eq!(keys.kind(""), None);
    }
}
