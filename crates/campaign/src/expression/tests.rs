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
        r"a\z",
        r"\pL",
        r"\p{L}",
        "[[:alpha:]]",
        "[a&&b]",
        "[a--b]",
        "[a[b]]",
        "(?P<n>a)",
        "(?<n.m>a)",
        "(?<ñ>a)",
        r"\x{41}",
        r"[\x{41}]",
        r"[\x{41}-z]",
        r"[a-\x{7A}]",
        r"\U00000041",
        r"\a",
        r"\B",
        r"\b{start}",
        r"\<a",
        "a**",
        "a+*",
        "a{2}{3}",
        "a???",
        "a*??",
        "^*",
        "$+",
        r"\b?",
        "a{ 2 }",
        "a{2, 5}",
        "]",
        "a]",
        "}",
        "a}",
        "[]a]",
        "[^]a]",
        r"\-",
        r"[\#]",
        r"\#",
        r"\&",
        r"\~",
        r"\%",
        r"\ ",
        r"\'",
        r"[\%]",
        r"[\a]",
        "(?x: a)",
    ] {
        let error = compile(pattern).unwrap_err();
        assert!(
            matches!(error, ExpressionError::NotPortable(_)),
            "{pattern}: {error:?}"
        );
    }
}

#[test]
fn what_browsers_read_alike_is_accepted() {
    for pattern in [
        "",
        "a|",
        "()",
        "(?:)*",
        "(?<n>a)",
        "(?<n_1>a)+",
        "a+?",
        "a??",
        "a*?",
        "a{2}?",
        "a{2,}",
        "a{2,5}",
        "(a*)*",
        "(?:^)*",
        r"\x41",
        r"\u0041",
        r"\u{1F600}",
        r"[\x41-\x5a]",
        r"\t\n\r",
        r"\f\v",
        r"[\d-]",
        "[a-]",
        "[-a]",
        "[a-z-9]",
        "[{}]",
        "[.*+?^$()|]",
        r"[\]\[\^\-\\]",
        r"\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/",
        "[^/]+",
        r"^/[\w-]+/\d+$",
        "/메뉴",
        "a#b&c~d",
        " ",
    ] {
        assert!(
            compile(pattern).is_ok(),
            "{pattern}: {:?}",
            compile(pattern)
        );
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    for pattern in [
        "(",
        ")",
        "[",
        "*",
        "a|*",
        "(*)",
        "{",
        "a{",
        "a{1",
        "a{,5}",
        "a{2,1}",
        "(a{9999}){9999}",
        "(?=a)",
        "(?<!a)",
        r"(a)\1",
        r"\k<n>",
        "[z-a]",
        "[]",
        r"[\d-x]",
        r"[a-\d]",
        "(?<n>a)(?<n>b)",
        r"\",
        r"\e",
        r"\cA",
        r"\0",
        "(?<1>a)",
        "(?",
        r"\u{D800}",
        "[[]",
    ] {
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
