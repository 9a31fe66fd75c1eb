//! URL expressions: an unanchored search in linear time, and only syntax that means the same
//! in JavaScript with flag `u`, because the SDK runs the same expression in the browser.

use regex::Regex;
use regex_syntax::ast::{self, AssertionKind, Ast, ClassPerl, ClassPerlKind, GroupKind, Visitor};

/// The longest expression, in characters.
pub const EXPRESSION_CHARS_MAX: usize = 500;

/// The size up to which an expression may compile, in bytes.
const COMPILED_BYTES_MAX: usize = 1 << 20;

/// Why an expression is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It is longer than [`EXPRESSION_CHARS_MAX`].
    #[error("read an expression of {0} characters (at most {EXPRESSION_CHARS_MAX})")]
    TooLong(usize),
    /// It is not an expression, or too large when compiled.
    #[error("read the expression: {0}")]
    Syntax(String),
    /// It is one, but means something else in a browser, or nothing.
    #[error("use {0} in an expression: browsers read it differently")]
    NotPortable(&'static str),
}

/// Compiles an expression so that `\w \d \s \b` have their ASCII meaning.
///
/// # Errors
/// See [`ExpressionError`].
pub fn compile(pattern: &str) -> Result<Regex, ExpressionError> {
    let chars = pattern.chars().count();
    if chars > EXPRESSION_CHARS_MAX {
        return Err(ExpressionError::TooLong(chars));
    }
    let tree = ast::parse::ParserBuilder::new()
        .nest_limit(50)
        .build()
        .parse(pattern)
        .map_err(|error| ExpressionError::Syntax(error.kind().to_string()))?;
    let rewrites = ast::visit(&tree, Portable::default())?;
    let mut ascii = pattern.to_owned();
    for (start, end, text) in rewrites.into_iter().rev() {
        ascii.replace_range(start..end, text);
    }
    regex::RegexBuilder::new(&ascii)
        .size_limit(COMPILED_BYTES_MAX)
        .build()
        .map_err(|error| ExpressionError::Syntax(error.to_string()))
}

/// Walks the syntax tree, refuses what is not portable and notes what to spell out in ASCII.
#[derive(Default)]
struct Portable {
    rewrites: Vec<(usize, usize, &'static str)>,
}

impl Portable {
    fn spell(&mut self, span: ast::Span, text: &'static str) {
        self.rewrites
            .push((span.start.offset, span.end.offset, text));
    }

    fn perl(&mut self, class: &ClassPerl, place: Place) {
        let text = match (&class.kind, class.negated, place) {
            (ClassPerlKind::Digit, true, _) => "[^0-9]",
            (ClassPerlKind::Space, true, _) => r"[^\t-\r ]",
            (ClassPerlKind::Word, true, _) => "[^0-9A-Za-z_]",
            (ClassPerlKind::Digit, false, Place::Bare) => "[0-9]",
            (ClassPerlKind::Space, false, Place::Bare) => r"[\t-\r ]",
            (ClassPerlKind::Word, false, Place::Bare) => "[0-9A-Za-z_]",
            (ClassPerlKind::Digit, false, Place::Bracket) => "0-9",
            (ClassPerlKind::Space, false, Place::Bracket) => r"\t-\r ",
            (ClassPerlKind::Word, false, Place::Bracket) => "0-9A-Za-z_",
        };
        self.spell(class.span, text);
    }
}

#[derive(Clone, Copy)]
enum Place {
    Bare,
    Bracket,
}

impl Visitor for Portable {
    type Output = Vec<(usize, usize, &'static str)>;
    type Err = ExpressionError;

    fn finish(mut self) -> Result<Self::Output, Self::Err> {
        self.rewrites.sort_by_key(|rewrite| rewrite.0);
        Ok(self.rewrites)
    }

    fn visit_pre(&mut self, node: &Ast) -> Result<(), Self::Err> {
        match node {
            Ast::Flags(_) => Err(ExpressionError::NotPortable("inline flags")),
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureName {
                    starts_with_p: true,
                    ..
                } => Err(ExpressionError::NotPortable("(?P<name>…)")),
                GroupKind::NonCapturing(flags) if !flags.items.is_empty() => {
                    Err(ExpressionError::NotPortable("inline flags"))
                }
                GroupKind::CaptureIndex(_)
                | GroupKind::CaptureName { .. }
                | GroupKind::NonCapturing(_) => Ok(()),
            },
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::EndLine => Ok(()),
                AssertionKind::WordBoundary => {
                    self.spell(assertion.span, r"(?-u:\b)");
                    Ok(())
                }
                AssertionKind::NotWordBoundary => Err(ExpressionError::NotPortable(r"\B")),
                AssertionKind::StartText
                | AssertionKind::EndText
                | AssertionKind::WordBoundaryStart
                | AssertionKind::WordBoundaryEnd
                | AssertionKind::WordBoundaryStartAngle
                | AssertionKind::WordBoundaryEndAngle
                | AssertionKind::WordBoundaryStartHalf
                | AssertionKind::WordBoundaryEndHalf => {
                    Err(ExpressionError::NotPortable(r"\A, \z and \b{…}"))
                }
            },
            Ast::ClassUnicode(_) => Err(ExpressionError::NotPortable(r"\p{…}")),
            Ast::ClassPerl(class) => {
                self.perl(class, Place::Bare);
                Ok(())
            }
            Ast::Literal(literal) if literal.c == '-' && literal.kind == ast::LiteralKind::Meta => {
                Err(ExpressionError::NotPortable(
                    "a backslash before - outside a class",
                ))
            }
            Ast::Literal(literal) => portable_literal(literal),
            Ast::Empty(_)
            | Ast::Dot(_)
            | Ast::ClassBracketed(_)
            | Ast::Repetition(_)
            | Ast::Alternation(_)
            | Ast::Concat(_) => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ast::ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ast::ClassSetItem::Perl(class) => {
                self.perl(class, Place::Bracket);
                Ok(())
            }
            ast::ClassSetItem::Ascii(_) => Err(ExpressionError::NotPortable("[[:name:]]")),
            ast::ClassSetItem::Unicode(_) => Err(ExpressionError::NotPortable(r"\p{…}")),
            ast::ClassSetItem::Bracketed(_) => {
                Err(ExpressionError::NotPortable("a class inside a class"))
            }
            ast::ClassSetItem::Literal(literal) => portable_literal(literal),
            ast::ClassSetItem::Empty(_)
            | ast::ClassSetItem::Range(_)
            | ast::ClassSetItem::Union(_) => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(
        &mut self,
        _: &ast::ClassSetBinaryOp,
    ) -> Result<(), Self::Err> {
        Err(ExpressionError::NotPortable("&&, -- and ~~ in a class"))
    }
}

/// Escapes that JavaScript with flag `u` does not know, or reads as something else.
fn portable_literal(literal: &ast::Literal) -> Result<(), ExpressionError> {
    use ast::{HexLiteralKind, LiteralKind, SpecialLiteralKind};
    match &literal.kind {
        LiteralKind::HexFixed(HexLiteralKind::UnicodeLong)
        | LiteralKind::HexBrace(HexLiteralKind::X | HexLiteralKind::UnicodeLong) => {
            Err(ExpressionError::NotPortable(r"\U and \x{…}"))
        }
        LiteralKind::Octal | LiteralKind::Special(SpecialLiteralKind::Bell) => {
            Err(ExpressionError::NotPortable(r"\a and octal escapes"))
        }
        LiteralKind::Superfluous if literal.c != '/' => Err(ExpressionError::NotPortable(
            "a backslash before an ordinary character",
        )),
        LiteralKind::Meta if matches!(literal.c, '#' | '&' | '~') => {
            Err(ExpressionError::NotPortable("a backslash before #, & or ~"))
        }
        LiteralKind::Verbatim
        | LiteralKind::Superfluous
        | LiteralKind::Meta
        | LiteralKind::HexFixed(_)
        | LiteralKind::HexBrace(_)
        | LiteralKind::Special(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, matches: bool) {
        assert_eq!(
            compile(pattern).unwrap().is_match(path),
            matches,
            "{pattern} in {path}"
        );
    }

    #[test]
    fn expressions_search_unanchored_and_in_ascii() {
        check("^/pricing$", "/pricing", true);
        check("^/pricing$", "/pricing/plans", false);
        check("checkout", "/en/checkout/2", true);
        check(r"^/blog/\d+$", "/blog/42", true);
        check(r"^/blog/\d+$", "/blog/٤٢", false);
        check(r"/[\w-]+$", "/a-b", true);
        check(r"\bsale\b", "/summer-sale/", true);
        check(r"^/[^\d]+$", "/abc", true);
        check(r"\/a\.b", "/a.b", true);
    }

    #[test]
    fn what_browsers_read_differently_is_refused() {
        for pattern in [
            "(?i)a",
            "(?i:a)",
            r"\Aa",
            r"\pL",
            "[[:alpha:]]",
            "[a&&b]",
            "(?P<n>a)",
            r"\x{41}",
            r"\B",
        ] {
            let error = compile(pattern).unwrap_err();
            assert!(
                matches!(error, ExpressionError::NotPortable(_)),
                "{pattern}: {error:?}"
            );
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for pattern in ["(", "a{9999}{9999}", "(?=a)", r"(a)\1", "[z-a]"] {
            let error = compile(pattern).unwrap_err();
            assert!(
                matches!(error, ExpressionError::Syntax(_)),
                "{pattern}: {error:?}"
            );
        }
        assert_eq!(
            compile(&"a".repeat(501)).unwrap_err(),
            ExpressionError::TooLong(501)
        );
    }
}
