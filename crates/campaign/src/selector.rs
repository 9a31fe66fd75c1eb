//! CSS selectors, as far as it can be said without a browser that one is none: an anchor that a
//! browser cannot parse points at nothing. What passes may still be unknown to a browser.

use std::iter::Peekable;
use std::str::Chars;

/// Why a text is no selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// A bracket or quote is not closed, or closed without having been opened.
    #[error("find the other half of {0} in the selector")]
    Unbalanced(char),
    /// A character that no selector has there.
    #[error("read {0:?} in the selector")]
    Unexpected(char),
    /// Something is missing after a sign: a name, an element.
    #[error("read the selector: something is missing after {0:?}")]
    Incomplete(char),
}

/// Looks for what a browser certainly refuses.
///
/// # Errors
/// See [`SelectorError`].
pub fn check_selector(selector: &str) -> Result<(), SelectorError> {
    Reader {
        rest: selector.trim().chars().peekable(),
    }
    .list()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    /// Compounds joined by white space, `>`, `+`, `~` and `,`, none of which begins or ends it.
    fn list(&mut self) -> Result<(), SelectorError> {
        let mut joint = Some(',');
        while let Some(&next) = self.rest.peek() {
            match next {
                _ if next.is_whitespace() => drop(self.rest.next()),
                '>' | '+' | '~' | ',' => {
                    if joint.is_some() {
                        return Err(SelectorError::Unexpected(next));
                    }
                    joint = self.rest.next();
                }
                _ => {
                    self.simple(next)?;
                    joint = None;
                }
            }
        }
        joint.map_or(Ok(()), |sign| Err(SelectorError::Incomplete(sign)))
    }

    fn simple(&mut self, first: char) -> Result<(), SelectorError> {
        match first {
            '*' | '&' | '|' => drop(self.rest.next()),
            '#' | '.' => {
                self.rest.next();
                self.name(first)?;
            }
            ':' => {
                self.rest.next();
                self.rest.next_if_eq(&':');
                self.name(':')?;
                if self.rest.peek() == Some(&'(') {
                    self.enclosed('(', ')')?;
                }
            }
            '[' => self.enclosed('[', ']')?,
            _ if begins_name(first) => self.name(first)?,
            '"' | '\'' | '(' | ')' | ']' => return Err(SelectorError::Unbalanced(first)),
            _ => return Err(SelectorError::Unexpected(first)),
        }
        Ok(())
    }

    /// A name after `sign`; it cannot begin with a digit.
    fn name(&mut self, sign: char) -> Result<(), SelectorError> {
        if !self.rest.peek().copied().is_some_and(begins_name) {
            return Err(SelectorError::Incomplete(sign));
        }
        let continues = |one: char| begins_name(one) || one.is_ascii_digit();
        while let Some(one) = self.rest.next_if(|one| continues(*one)) {
            if one == '\\' {
                self.escape()?;
            }
        }
        Ok(())
    }

    /// A character by its number, with the space that ends it, or any character as it is.
    fn escape(&mut self) -> Result<(), SelectorError> {
        let is_digit = |one: &char| one.is_ascii_hexdigit();
        let next = self.rest.next().ok_or(SelectorError::Incomplete('\\'))?;
        if is_digit(&next) {
            while self.rest.next_if(is_digit).is_some() {}
            self.rest.next_if(|one| one.is_whitespace());
        }
        Ok(())
    }

    /// From a bracket to its other half, whatever is between, quoted text aside.
    fn enclosed(&mut self, open: char, close: char) -> Result<(), SelectorError> {
        let mut depth = 0;
        let mut is_empty = true;
        while let Some(one) = self.rest.next() {
            match one {
                _ if one == open => depth += 1,
                _ if one == close => {
                    depth -= 1;
                    if depth == 0 && is_empty {
                        return Err(SelectorError::Incomplete(open));
                    }
                    if depth == 0 {
                        return Ok(());
                    }
                }
                '"' | '\'' => self.quoted(one)?,
                '\\' => drop(self.rest.next()),
                '{' | '}' | ';' => return Err(SelectorError::Unexpected(one)),
                _ if one.is_whitespace() => continue,
                _ => {}
            }
            is_empty = is_empty && one == open;
        }
        Err(SelectorError::Unbalanced(open))
    }

    fn quoted(&mut self, quote: char) -> Result<(), SelectorError> {
        while let Some(one) = self.rest.next() {
            match one {
                '\\' => drop(self.rest.next()),
                _ if one == quote => return Ok(()),
                _ => {}
            }
        }
        Err(SelectorError::Unbalanced(quote))
    }
}

fn begins_name(one: char) -> bool {
    one.is_ascii_alphabetic() || matches!(one, '_' | '-' | '\\') || !one.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_pass() {
        for selector in [
            "#upgrade-btn",
            " .menu > a.active ",
            "nav a[href^=\"/pricing\"]:not(.old)",
            "ul li:nth-child(2n + 1)::before",
            "*",
            "a, b",
            "[data-test='a]b']",
            "h2 + p ~ .x",
            r"#\31 23",
            r".sm\:flex",
            "메뉴",
            "svg|a",
            "--x",
            ":is(h1, h2):has(> img)",
        ] {
            assert_eq!(check_selector(selector), Ok(()), "{selector}");
        }
    }

    #[test]
    fn what_no_browser_parses_is_refused() {
        use SelectorError::{Incomplete, Unbalanced, Unexpected};
        for (selector, error) in [
            ("", Incomplete(',')),
            ("#", Incomplete('#')),
            ("#1a", Incomplete('#')),
            (".5", Incomplete('.')),
            ("a >", Incomplete('>')),
            ("a,", Incomplete(',')),
            ("> a", Unexpected('>')),
            ("a > > b", Unexpected('>')),
            ("a[", Unbalanced('[')),
            ("a[]", Incomplete('[')),
            ("a[href", Unbalanced('[')),
            ("a[x=\"y]", Unbalanced('"')),
            (":not(.a", Unbalanced('(')),
            ("a)", Unbalanced(')')),
            ("a:", Incomplete(':')),
            ("a { color: red }", Unexpected('{')),
            ("https://example.com", Incomplete(':')),
            ("//div[@id]", Unexpected('/')),
            ("\"a\"", Unbalanced('"')),
            ("3d", Unexpected('3')),
            ("a;", Unexpected(';')),
        ] {
            assert_eq!(check_selector(selector), Err(error), "{selector}");
        }
    }
}
