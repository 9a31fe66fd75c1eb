//! What only the outer world can give a workbench: the time, chance, a folder, another window.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// Name of the folder in which the app keeps its data.
const DATA_FOLDER: &str = "rehearsal";

/// File name of the workspace that opens when none is named.
const DEFAULT_WORKSPACE: &str = "workspace.rehearsal";

/// The outer world, as the commands see it.
pub trait Host: Send + Sync + 'static {
    /// The time, in milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// 64 bits that nobody can foresee: keys and seeds are made from them.
    fn random(&self) -> u64;

    /// The folder in which prepared logs are kept.
    fn data_folder(&self) -> PathBuf;

    /// Opens the lab on the workspace, at a campaign where one is named.
    ///
    /// # Errors
    /// The program is not there or cannot be started.
    fn open_lab(&self, workspace: &Path, campaign: Option<&str>) -> io::Result<()>;
}

/// The real world.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemHost;

impl Host for SystemHost {
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock of the commands is read here"
    )]
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_millis() as i64)
    }

    fn random(&self) -> u64 {
        u64::from_str_radix(&sync::shell::fresh_id()[..16], 16).unwrap_or_default()
    }

    fn data_folder(&self) -> PathBuf {
        data_folder(|name| std::env::var_os(name))
    }

    fn open_lab(&self, workspace: &Path, campaign: Option<&str>) -> io::Result<()> {
        let mut args = vec![workspace.as_os_str().to_owned()];
        if let Some(key) = campaign {
            args.extend(["--campaign".into(), key.into()]);
        }
        start_beside("rehearsal-lab", &args)
    }
}

/// The workspace that opens when none is named.
pub fn default_workspace() -> PathBuf {
    SystemHost.data_folder().join(DEFAULT_WORKSPACE)
}

/// Starts the program that stands beside this one, and does not wait for it.
///
/// # Errors
/// The program is not there or cannot be started.
pub fn start_beside(program: &str, args: &[OsString]) -> io::Result<()> {
    let path = std::env::current_exe()?
        .with_file_name(program)
        .with_extension(std::env::consts::EXE_EXTENSION);
    let mut child = Command::new(&path)
        .args(args)
        .spawn()
        .map_err(|source| io::Error::new(source.kind(), format!("{}: {source}", path.display())))?;
    // Somebody must wait for it, or it stays in the list of processes after its end.
    std::thread::Builder::new()
        .name(format!("wait-for-{program}"))
        .spawn(move || child.wait())?;
    Ok(())
}

/// `$XDG_DATA_HOME`, else `~/.local/share`; the current folder where neither is known.
fn data_folder(variable: impl Fn(&str) -> Option<OsString>) -> PathBuf {
    let set = |name| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_DATA_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| set("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_default()
        .join(DATA_FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_lies_where_the_desktop_says() {
        for (xdg, home, expected) in [
            (Some("/x"), Some("/home/a"), "/x/rehearsal"),
            (
                Some("relative"),
                Some("/home/a"),
                "/home/a/.local/share/rehearsal",
            ),
            (Some(""), Some("/home/a"), "/home/a/.local/share/rehearsal"),
            (None, None, "rehearsal"),
        ] {
            let folder = data_folder(|name| match name {
                "XDG_DATA_HOME" => xdg.map(OsString::from),
                _ => home.map(OsString::from),
            });
            assert_eq!(folder, Path::new(expected));
        }
    }
}
