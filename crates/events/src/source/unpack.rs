//! Decompression by content, whatever a file is called, with a bound on how far it may grow.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

/// How many times its size a file may grow when it is unpacked. Logs grow ten- to fiftyfold;
/// what grows a thousandfold repeats one byte.
const GROWTH_MAX: u64 = 500;
/// Bytes that may come out whatever went in: a small file of equal rows packs very well.
const GROWTH_FREE_BYTES: u64 = 64 << 20;

/// What the first bytes of a file say of its packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// None that is known: text.
    Plain,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A zip archive.
    Zip,
    /// Parquet.
    Parquet,
}

/// Recognises a packing by its first four bytes.
pub fn packing(head: &[u8]) -> Packing {
    match head {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Packing::Zip,
        [b'P', b'A', b'R', b'1', ..] => Packing::Parquet,
        _ => Packing::Plain,
    }
}

/// Unpacks gzip and Zstandard; anything else is as it is.
///
/// # Errors
/// When the reader fails.
pub fn unpack<'a>(reader: impl Read + 'a) -> io::Result<(Packing, Box<dyn BufRead + 'a>)> {
    let packed = Rc::new(Cell::new(0));
    let mut reader = BufReader::new(Counted {
        reader,
        bytes: Rc::clone(&packed),
    });
    let packing = packing(reader.fill_buf()?);
    let unpacked: Box<dyn Read + 'a> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(reader)),
        Packing::Zstd => Box::new(zstd::Decoder::with_buffer(reader)?),
        _ => return Ok((packing, Box::new(reader))),
    };
    let bounded = Bounded {
        reader: unpacked,
        packed,
        bytes: 0,
    };
    Ok((packing, Box::new(BufReader::new(bounded))))
}

/// Bounds how far bytes of a known packed size grow.
pub fn bounded<'a>(reader: impl Read + 'a, packed_bytes: u64) -> impl Read + 'a {
    Bounded {
        reader,
        packed: Rc::new(Cell::new(packed_bytes)),
        bytes: 0,
    }
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

struct Bounded<R> {
    reader: R,
    packed: Rc<Cell<u64>>,
    bytes: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.bytes += read as u64;
        if self.bytes > GROWTH_FREE_BYTES + GROWTH_MAX * self.packed.get() {
            let text = format!("it grows more than {GROWTH_MAX} times when it is unpacked");
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(read)
    }
}
