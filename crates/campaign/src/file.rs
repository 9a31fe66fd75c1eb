//! The file format: canonical JSON that diffs well.

use crate::draft::{Draft, FORMAT};

/// Why a campaign file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not a campaign's JSON.
    #[error("read the campaign at line {line}, column {column}: {what}")]
    NotACampaign {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        what: String,
    },
    /// A newer version of Rehearsal wrote it.
    #[error("read format {found} (this version knows formats up to {FORMAT})")]
    Newer {
        /// The format in the file.
        found: u32,
    },
}

impl Draft {
    /// Canonical JSON: two spaces, the order of the model's fields, a newline at the end.
    ///
    /// # Panics
    /// Never: every part of a draft has a JSON form.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a draft has a JSON form");
        text.push('\n');
        text
    }

    /// Reads a campaign file.
    ///
    /// # Errors
    /// Text that is not a campaign's JSON, with the place; a format newer than this build's.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        let draft: Self = serde_json::from_str(text).map_err(|error| FileError::NotACampaign {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        })?;
        if draft.format > FORMAT {
            return Err(FileError::Newer {
                found: draft.format,
            });
        }
        Ok(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let draft = Draft::new("spring".to_owned(), "Spring".to_owned());
        assert_eq!(Draft::from_json(&draft.to_json()).unwrap(), draft);
    }

    #[test]
    fn fields_of_a_newer_version_survive() {
        let text = r#"{"key":"a","mood":{"x":[1]},"groups":[{"message":{"steps":[{"glow":2}]}}]}"#;
        let written = Draft::from_json(text).unwrap().to_json();
        assert!(
            written.contains("\"mood\"") && written.contains("\"glow\""),
            "{written}"
        );
    }

    #[test]
    fn a_newer_format_is_refused_in_words() {
        let error = Draft::from_json(r#"{"format": 99}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "read format 99 (this version knows formats up to 1)"
        );
    }
}
