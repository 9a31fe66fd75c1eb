//! Secrets in files that only their owner can read: the server's keys, and a workspace's token
//! until the operating system's keychain takes it over.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::SyncError;

/// The environment variable from which commands take the token.
pub const TOKEN_VARIABLE: &str = "REHEARSAL_TOKEN";

/// Writes a file that only its owner may read (mode 600), all or nothing.
///
/// # Errors
/// The file cannot be written.
pub fn write_private(path: &Path, text: &str) -> Result<(), SyncError> {
    let part = path.with_added_extension("part");
    let write = || -> io::Result<()> {
        // A file that is there already would keep its mode.
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|source| failed("keep", path, source))
}

/// Reads a secret file; none where it is not there.
///
/// # Errors
/// It is there and cannot be read.
pub fn read_private(path: &Path) -> Result<Option<String>, SyncError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed("read", path, source)),
    }
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> SyncError {
    SyncError::Secret {
        doing,
        path: path.display().to_string(),
        source,
    }
}

/// Where a workspace's tokens are kept: beside the file, with `.tokens` added to its name.
pub fn token_file(workspace: &Path) -> PathBuf {
    workspace.with_added_extension("tokens")
}

/// The token that a workspace keeps for a server.
///
/// # Errors
/// The file is there and cannot be read.
pub fn token(workspace: &Path, server: &str) -> Result<Option<String>, SyncError> {
    Ok(tokens(&token_file(workspace))?.remove(server.trim_end_matches('/')))
}

/// Keeps the token of a server beside the workspace.
///
/// # Errors
/// The file cannot be written.
pub fn set_token(workspace: &Path, server: &str, token: &str) -> Result<(), SyncError> {
    let path = token_file(workspace);
    let mut all = tokens(&path)?;
    all.insert(server.trim_end_matches('/').to_owned(), token.to_owned());
    let text = serde_json::to_string_pretty(&all).unwrap_or_default();
    write_private(&path, &text)
}

fn tokens(path: &Path) -> Result<BTreeMap<String, String>, SyncError> {
    let Some(text) = read_private(path)? else {
        return Ok(BTreeMap::new());
    };
    let damaged = |error: serde_json::Error| failed("read", path, error.into());
    serde_json::from_str(&text).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_kept_by_server_and_only_for_their_owner() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("shop.rehearsal");
        assert_eq!(token(&workspace, "https://a.example").unwrap(), None);
        set_token(&workspace, "https://a.example", "one").unwrap();
        set_token(&workspace, "https://b.example", "two").unwrap();
        set_token(&workspace, "https://a.example", "three").unwrap();
        assert_eq!(
            token(&workspace, "https://a.example").unwrap().as_deref(),
            Some("three")
        );
        assert_eq!(
            token(&workspace, "https://b.example").unwrap().as_deref(),
            Some("two")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(token_file(&workspace))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("shop.rehearsal");
        fs::write(token_file(&workspace), "{").unwrap();
        let error = token(&workspace, "https://a.example")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("read ") && error.contains("shop.rehearsal.tokens"),
            "{error}"
        );
    }
}
