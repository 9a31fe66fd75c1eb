//! Lines of bytes, bounded in length, with their numbers.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The longest line that is read: 16 MiB, a thousand times a large event. A longer one is
/// skipped, never held.
pub const LINE_BYTES_MAX: u64 = 16 << 20;
/// What some programs put before UTF-8 text.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads lines without their ends.
pub struct Lines<R> {
    reader: R,
    number: u64,
    put_back: VecDeque<Line>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes, without the line end.
    pub bytes: Vec<u8>,
    /// Whether it is whole.
    pub length: Length,
}

/// Whether a line is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// All of its bytes are there.
    Whole,
    /// It was longer than [`LINE_BYTES_MAX`]; the rest was skipped.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    /// Lines of a reader, from its first.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            number: 0,
            put_back: VecDeque::new(),
        }
    }

    /// The next line that is not empty; `None` at the end.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            match self.next_any()? {
                Some(line) if line.bytes.is_empty() => {}
                other => return Ok(other),
            }
        }
    }

    /// The next line, also if it is empty.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn next_any(&mut self) -> io::Result<Option<Line>> {
        match self.put_back.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read_line(),
        }
    }

    /// Gives lines back, to be read again in their order.
    pub fn put_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.put_back.push_front(line);
        }
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader)
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut length = Length::Whole;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if read as u64 == LINE_BYTES_MAX && self.reader.skip_until(b'\n')? > 0 {
            length = Length::TooLong;
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.number == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Some(Line {
            number: self.number,
            bytes,
            length,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text);
        std::iter::from_fn(|| lines.next_line().unwrap())
            .map(|line| (line.number, String::from_utf8(line.bytes).unwrap()))
            .collect()
    }

    #[test]
    fn lines_keep_their_numbers() {
        for (text, expected) in [
            ("", vec![]),
            ("a", vec![(1, "a")]),
            ("a\n\r\n\nb\r\n", vec![(1, "a"), (4, "b")]),
            ("\u{feff}a\n\u{feff}b", vec![(1, "a"), (2, "\u{feff}b")]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(n, t)| (n, t.to_owned()))
                .collect();
            assert_eq!(read(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_too_long_is_skipped_and_said() {
        let mut text = vec![b'x'; LINE_BYTES_MAX as usize + 10];
        text.extend(b"\nnext\n");
        let mut lines = Lines::new(text.as_slice());
        let long = lines.next_line().unwrap().unwrap();
        assert_eq!((long.number, long.length), (1, Length::TooLong));
        let next = lines.next_line().unwrap().unwrap();
        assert_eq!(
            (next.number, next.bytes, next.length),
            (2, b"next".to_vec(), Length::Whole)
        );
    }

    #[test]
    fn lines_put_back_are_read_again() {
        let mut lines = Lines::new(b"a\nb\nc\n".as_slice());
        let first = lines.next_line().unwrap().unwrap();
        let second = lines.next_line().unwrap().unwrap();
        lines.put_back(vec![first.clone(), second]);
        assert_eq!(lines.next_line().unwrap().unwrap(), first);
        assert_eq!(lines.next_line().unwrap().unwrap().bytes, b"b");
        assert_eq!(lines.next_line().unwrap().unwrap().number, 3);
    }
}
