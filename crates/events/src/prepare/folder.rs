//! Where a log is written until it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::manifest::Kind;

/// A hidden folder beside the final one; removed when dropped before [`Staging::commit`].
pub struct Staging {
    out: PathBuf,
    part: PathBuf,
}

impl Staging {
    /// Checks that `out` may be replaced and makes the folder beside it.
    pub fn new(out: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Write {
            path: out.to_owned(),
            source,
        };
        if !may_replace(out) {
            return Err(Error::NotOurs {
                path: out.to_owned(),
            });
        }
        let out = std::path::absolute(out).map_err(failed)?;
        let part = sibling(&out, "part").map_err(failed)?;
        // What a killed import left.
        remove(&part).map_err(failed)?;
        fs::create_dir_all(&part).map_err(failed)?;
        Ok(Self { out, part })
    }

    /// The folder to write into.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// The error of a write that failed.
    pub fn failed(&self, source: io::Error) -> Error {
        Error::Write {
            path: self.out.clone(),
            source,
        }
    }

    /// Writes a file of the folder, down to the disk.
    pub fn write_file(
        &self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), Error> {
        let written = File::create(self.part.join(name)).and_then(|file| {
            let mut file = BufWriter::new(file);
            write(&mut file)?;
            file.flush()?;
            file.get_ref().sync_all()
        });
        written.map_err(|source| self.failed(source))
    }

    /// Moves the folder to its place, over an earlier prepared log.
    pub fn commit(self) -> Result<(), Error> {
        self.replace().map_err(|source| self.failed(source))
    }

    fn replace(&self) -> io::Result<()> {
        let old = sibling(&self.out, "old")?;
        remove(&old)?;
        if self.out.exists() {
            fs::rename(&self.out, &old)?;
        }
        if let Err(error) = fs::rename(&self.part, &self.out) {
            if old.exists() {
                fs::rename(&old, &self.out)?;
            }
            return Err(error);
        }
        remove(&old)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a commit there is nothing here; a folder that cannot be removed is removed by the
        // next import.
        let _ = remove(&self.part);
    }
}

/// Nothing, an empty folder or a prepared log of any version.
fn may_replace(out: &Path) -> bool {
    #[derive(serde::Deserialize)]
    struct Marker {
        #[serde(rename = "kind")]
        _kind: Kind,
    }
    if fs::symlink_metadata(out).is_err() {
        return true;
    }
    let Ok(mut entries) = fs::read_dir(out) else {
        return false;
    };
    let manifest = fs::read(out.join("manifest.json")).unwrap_or_default();
    entries.next().is_none() || serde_json::from_slice::<Marker>(&manifest).is_ok()
}

fn sibling(out: &Path, ending: &str) -> io::Result<PathBuf> {
    let name = out.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    hidden.push(ending);
    Ok(out.with_file_name(hidden))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_prepared_log_or_nothing_is_replaced() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("log");
        assert!(may_replace(&out));
        fs::create_dir(&out).unwrap();
        assert!(may_replace(&out), "an empty folder");
        fs::write(out.join("thesis.txt"), "years of work").unwrap();
        assert!(!may_replace(&out), "someone's files");
        fs::write(out.join("manifest.json"), r#"{"name":"a web app"}"#).unwrap();
        assert!(!may_replace(&out), "someone's manifest");
        fs::write(
            out.join("manifest.json"),
            r#"{"kind":"rehearsal-log","format":99}"#,
        )
        .unwrap();
        assert!(may_replace(&out), "a log of a later version");
        fs::write(root.path().join("file"), "x").unwrap();
        assert!(!may_replace(&root.path().join("file")), "a file");
    }

    #[test]
    fn nothing_is_left_without_commit_and_only_the_log_with_it() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("log");
        let names = || {
            let entries = fs::read_dir(root.path()).unwrap();
            entries
                .map(|entry| entry.unwrap().file_name())
                .collect::<Vec<_>>()
        };
        drop(Staging::new(&out).unwrap());
        assert!(names().is_empty());
        for round in ["1", "2"] {
            let staging = Staging::new(&out).unwrap();
            let text = format!("{{\"kind\":\"rehearsal-log\",\"round\":{round}}}");
            staging
                .write_file("manifest.json", |file| file.write_all(text.as_bytes()))
                .unwrap();
            staging.commit().unwrap();
            assert_eq!(names(), ["log"]);
            assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), text);
        }
    }
}
