use serde_json::{Value as Json, json};

use crate::testing::Bench;

fn trial(bench: &Bench, url: &str, regex: Option<&str>, rules: &Json) -> Json {
    bench.call(
        "try_url",
        json!({
            "url": url, "page_name": null, "url_regex": regex, "page_rules": rules, "log": null,
        }),
    )
}

/// `found` is what is said of the expression, `covered` what of each rule.
#[track_caller]
fn check(
    (url, regex, rules): (&str, Option<&str>, &Json),
    path: &str,
    (found, covered, matches): (Option<bool>, &[bool], bool),
) {
    let trial = trial(&Bench::new(), url, regex, rules);
    assert_eq!(
        trial,
        json!({
            "path": path, "regex": found, "regex_error": null, "rules": covered,
            "matches": matches, "in_log": null,
        })
    );
}

#[test]
fn a_url_is_tried_as_the_first_gate_would() {
    let billing = &json!([
        {"match": "wildcard", "value": "https://example.com/*/billing"},
        {"match": "contains", "value": "checkout"},
    ]);
    let none = &json!([]);
    let url = "https://example.com/ui/billing?tab=2";
    check((url, None, none), "/ui/billing", (None, &[], true));
    check((url, Some(""), none), "/ui/billing", (None, &[], true));
    check(
        (url, None, billing),
        "/ui/billing",
        (None, &[true, false], true),
    );
    let both = &[true, false];
    check(
        (url, Some("^/ui"), billing),
        "/ui/billing",
        (Some(true), both, true),
    );
    check(
        (url, Some("^/shop"), billing),
        "/ui/billing",
        (Some(false), both, false),
    );
    check(
        ("/cart", Some("^/cart$"), none),
        "/cart",
        (Some(true), &[], true),
    );
    check(
        ("/cart", None, billing),
        "/cart",
        (None, &[false, false], false),
    );
    check(("", Some("cart"), none), "/", (Some(false), &[], false));
}

#[test]
fn what_is_no_expression_matches_nothing_and_says_why() {
    let bench = Bench::new();
    let trial = trial(&bench, "/cart", Some("(cart"), &json!([]));
    assert_eq!(
        [&trial["regex"], &trial["matches"]],
        [&Json::Null, &json!(false)]
    );
    let error = trial["regex_error"].as_str().unwrap();
    assert!(
        error.starts_with("Rehearsal could not read the expression: "),
        "{error}"
    );
}

#[test]
fn a_page_name_takes_the_place_of_the_url_in_rules_only() {
    let bench = Bench::new();
    let rules = json!([{"match": "equals", "value": "home"}]);
    let args = |url: &str| {
        json!({
            "url": url, "page_name": "home", "url_regex": "^/start", "page_rules": rules,
            "log": null,
        })
    };
    let trial = bench.call("try_url", args("app://shop/start"));
    assert_eq!(
        [&trial["rules"], &trial["matches"]],
        [&json!([true]), &json!(true)]
    );
    let trial = bench.call("try_url", args(""));
    assert_eq!(
        [&trial["regex"], &trial["matches"]],
        [&json!(false), &json!(false)]
    );
}

#[test]
fn the_pages_of_a_log_are_counted() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web.csv");
    let pages = [
        ("/pricing?plan=a", ""),
        ("/pricing?plan=b", ""),
        ("/pricing?plan=b", ""),
        ("/blog/1", ""),
        ("", "home"),
        ("", ""),
    ];
    let mut rows = "user_id,ts,name,url,page\n".to_owned();
    for (minute, (path, page)) in pages.iter().enumerate() {
        let url = if path.is_empty() {
            String::new()
        } else {
            format!("https://example.com{path}")
        };
        rows.push_str(&format!(
            "u1,2026-03-01T10:{minute:02}:00Z,$pageview,{url},{page}\n"
        ));
    }
    std::fs::write(&file, rows).unwrap();
    let imported = bench.ended(&bench.call("import_log", json!({"path": file})));
    assert_eq!(imported["state"], "done", "{imported}");
    let log = &imported["result"]["id"];
    let in_log = |regex: &str, rules: Json| {
        let args = json!({
            "url": "/", "page_name": null, "url_regex": regex, "page_rules": rules, "log": log,
        });
        bench.call("try_url", args)["in_log"].clone()
    };
    assert_eq!(
        in_log("^/pricing", json!([])),
        json!({"matched": 3, "of": 5, "samples": [
            {"text": "https://example.com/pricing?plan=b", "count": 2},
            {"text": "https://example.com/pricing?plan=a", "count": 1},
        ]})
    );
    assert_eq!(in_log("", json!([]))["matched"], 5);
    let home = json!([{"match": "equals", "value": "home"}]);
    assert_eq!(
        in_log("", home),
        json!({"matched": 1, "of": 5, "samples": [{"text": "home", "count": 1}]})
    );
    assert_eq!(in_log("(", json!([])), Json::Null);
    let args = json!({
        "url": "/", "page_name": null, "url_regex": null, "page_rules": [], "log": "none",
    });
    assert_eq!(bench.refused("try_url", args).code, "no_log");
}
