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
    let walk = Portable {
        pattern,
        rewrites: Vec::new(),
    };
    let rewrites = ast::visit(&tree, walk)?;
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
struct Portable<'a> {
    pattern: &'a str,
    rewrites: Vec<(usize, usize, &'static str)>,
}

impl Portable<'_> {
    fn spell(&mut self, span: ast::Span, text: &'static str) {
        self.rewrites
            .push((span.start.offset, span.end.offset, text));
    }

    /// A browser repeats a character, a class or a group, once, by a number without spaces.
    fn repetition(&self, repetition: &ast::Repetition) -> Result<(), ExpressionError> {
        match *repetition.ast {
            Ast::Repetition(_) => {
                return Err(ExpressionError::NotPortable("a repetition of a repetition"));
            }
            Ast::Assertion(_) | Ast::Empty(_) | Ast::Flags(_) => {
                return Err(ExpressionError::NotPortable("a repetition of ^, $ or \\b"));
            }
            Ast::Literal(_)
            | Ast::Dot(_)
            | Ast::ClassUnicode(_)
            | Ast::ClassPerl(_)
            | Ast::ClassBracketed(_)
            | Ast::Group(_)
            | Ast::Alternation(_)
            | Ast::Concat(_) => {}
        }
        let span = repetition.op.span;
        let sign = &self.pattern[span.start.offset..span.end.offset];
        if sign.starts_with("{,") || sign.contains(char::is_whitespace) {
            return Err(ExpressionError::NotPortable(
                "{,n} or spaces in a repetition",
            ));
        }
        Ok(())
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

impl Visitor for Portable<'_> {
    type Output = Vec<(usize, usize, &'static str)>;
    type Err = ExpressionError;

    fn finish(mut self) -> Result<Self::Output, Self::Err> {
        self.rewrites.sort_by_key(|rewrite| rewrite.0);
        Ok(self.rewrites)
    }

    fn visit_pre(&mut self, node: &Ast) -> Result<(), Self::Err> {
        match node {
            Ast::Flags(_) => Err(ExpressionError::NotPortable("inline flags")),
            Ast::Group(group) => portable_group(&group.kind),
            Ast::Repetition(repetition) => self.repetition(repetition),
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
            Ast::Literal(literal)
                if literal.kind == ast::LiteralKind::Verbatim && literal.c == '}' =>
            {
                Err(ExpressionError::NotPortable("} without a backslash"))
            }
            Ast::Literal(literal) => portable_literal(literal),
            Ast::Empty(_)
            | Ast::Dot(_)
            | Ast::ClassBracketed(_)
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
            ast::ClassSetItem::Range(range) => {
                portable_literal(&range.start)?;
                portable_literal(&range.end)
            }
            ast::ClassSetItem::Empty(_) | ast::ClassSetItem::Union(_) => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(
        &mut self,
        _: &ast::ClassSetBinaryOp,
    ) -> Result<(), Self::Err> {
        Err(ExpressionError::NotPortable("&&, -- and ~~ in a class"))
    }
}

fn portable_group(kind: &GroupKind) -> Result<(), ExpressionError> {
    match kind {
        GroupKind::CaptureName {
            starts_with_p,
            name,
        } => {
            if *starts_with_p {
                return Err(ExpressionError::NotPortable("(?P<name>…)"));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if !name.name.chars().all(plain) {
                return Err(ExpressionError::NotPortable(
                    "a group's name with other characters than letters, digits and _",
                ));
            }
            Ok(())
        }
        GroupKind::NonCapturing(flags) if !flags.items.is_empty() => {
            Err(ExpressionError::NotPortable("inline flags"))
        }
        GroupKind::CaptureIndex(_) | GroupKind::NonCapturing(_) => Ok(()),
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
        LiteralKind::Octal
        | LiteralKind::Special(SpecialLiteralKind::Bell | SpecialLiteralKind::Space) => Err(
            ExpressionError::NotPortable(r"\a, octal escapes and a backslash before a space"),
        ),
        // First in a class it closes an empty class in a browser.
        LiteralKind::Verbatim if literal.c == ']' => {
            Err(ExpressionError::NotPortable("] without a backslash"))
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
mod tests;
