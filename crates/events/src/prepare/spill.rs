//! What does not fit in memory goes to files in a folder of the unfinished log, and with it.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;

/// Where spilled files are.
#[derive(Debug)]
pub struct Spill {
    folder: PathBuf,
    next: AtomicU64,
}

impl Spill {
    /// A folder that is made when it is first needed.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            next: AtomicU64::new(0),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A new file to write.
    pub fn create(&self) -> Result<SpillFile, Error> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(format!("{number:06}"));
        let file = fs::create_dir_all(&self.folder).and_then(|()| File::create_new(&path));
        match file {
            Ok(file) => Ok(SpillFile {
                file: BufWriter::new(file),
                path,
            }),
            Err(source) => Err(Error::Write { path, source }),
        }
    }

    /// Removes all files.
    pub fn clear(&self) -> Result<(), Error> {
        match fs::remove_dir_all(&self.folder) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                let path = self.folder.clone();
                Err(Error::Write { path, source })
            }
            _ => Ok(()),
        }
    }
}

/// A spilled file that is being written.
#[derive(Debug)]
pub struct SpillFile {
    file: BufWriter<File>,
    path: PathBuf,
}

impl SpillFile {
    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file
            .write_all(bytes)
            .map_err(|source| self.failed(source))
    }

    /// Ends writing.
    pub fn finish(mut self) -> Result<PathBuf, Error> {
        self.file.flush().map_err(|source| self.failed(source))?;
        Ok(self.path)
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write {
            path: self.path.clone(),
            source,
        }
    }
}

/// Opens a spilled file, from a place on.
pub fn open(path: &Path, start: u64) -> Result<BufReader<File>, Error> {
    let opened = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::with_capacity(64 << 10, file))
    });
    opened.map_err(|source| Error::Open {
        path: path.to_owned(),
        source,
    })
}

/// Reads the next block that [`put_block`] wrote; `false` at the end.
pub fn read_block(reader: &mut impl Read, block: &mut Vec<u8>) -> io::Result<bool> {
    let mut length = [0; 4];
    match reader.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        other => other?,
    }
    block.resize(u32::from_le_bytes(length) as usize, 0);
    reader.read_exact(block)?;
    Ok(true)
}

/// Appends a block with its length before it.
pub fn put_block(block: &[u8], into: &mut Vec<u8>) {
    into.extend((block.len() as u32).to_le_bytes());
    into.extend_from_slice(block);
}

/// Blocks in the order in which they were put: in memory, or in a file once they are too large.
#[derive(Debug)]
pub struct Spool {
    bytes: Vec<u8>,
    bytes_max: usize,
    file: Option<SpillFile>,
}

impl Spool {
    /// An empty spool that holds so many bytes in memory.
    pub fn new(bytes_max: usize) -> Self {
        Self {
            bytes: Vec::new(),
            bytes_max,
            file: None,
        }
    }

    /// Appends a block.
    pub fn push(&mut self, block: &[u8], spill: &Spill) -> Result<(), Error> {
        put_block(block, &mut self.bytes);
        if self.bytes.len() > self.bytes_max {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(spill.create()?),
            };
            file.write(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    /// Reads from the first block on.
    pub fn into_reader(self) -> Result<Box<dyn Read>, Error> {
        let Some(file) = self.file else {
            return Ok(Box::new(Cursor::new(self.bytes)));
        };
        let path = file.finish()?;
        Ok(Box::new(open(&path, 0)?.chain(Cursor::new(self.bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spool_gives_back_what_was_put_in_memory_and_on_disk() {
        for bytes_max in [0, 10, 1_000] {
            let folder = tempfile::tempdir().unwrap();
            let spill = Spill::new(folder.path().join("spill"));
            let mut spool = Spool::new(bytes_max);
            let blocks = ["", "a", "가나", "", "long enough to spill"];
            for block in blocks {
                spool.push(block.as_bytes(), &spill).unwrap();
            }
            assert_eq!(folder.path().join("spill").exists(), bytes_max < 1_000);
            let mut reader = spool.into_reader().unwrap();
            let (mut block, mut found) = (Vec::new(), Vec::new());
            while read_block(&mut reader, &mut block).unwrap() {
                found.push(String::from_utf8(block.clone()).unwrap());
            }
            assert_eq!(found, blocks);
            spill.clear().unwrap();
            assert!(!folder.path().join("spill").exists());
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("spill"), "a file, not a folder").unwrap();
        let spill = Spill::new(folder.path().join("spill"));
        let error = Spool::new(0).push(b"x", &spill).unwrap_err();
        assert!(error.to_string().contains("spill/000000: "), "{error}");
    }
}
