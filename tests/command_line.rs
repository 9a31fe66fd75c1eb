//! The command line as a script would call it: the real program, its output and exit codes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

fn rehearsal(args: &[&str]) -> Output {
    fed(args, "")
}

/// Runs the program with a text on stdin.
fn fed(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rehearsal"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(stdin.as_bytes())
        .expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[track_caller]
fn json(args: &[&str]) -> Json {
    let output = rehearsal(args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{args:?}: {error}: {text}"))
}

/// A call that must fail with exit code 2 and say these things.
#[track_caller]
fn refused(args: &[&str], says: &[&str]) {
    let output = rehearsal(args);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
    for word in says {
        assert!(
            text.contains(word),
            "{args:?} does not say {word:?}: {text}"
        );
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn campaigns() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/campaigns")
}

/// The bundled shop log, prepared.
fn shop(folder: &TempDir) -> PathBuf {
    let (packed, mapping) = fixtures::shop_log();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("shop.csv.gz"), packed).unwrap();
    fs::write(at("shop.mapping.json"), mapping).unwrap();
    let summary = json(&[
        "import",
        path(&at("shop.csv.gz")),
        "--mapping",
        path(&at("shop.mapping.json")),
        "-o",
        path(&at("shop.log")),
        "--json",
    ]);
    assert_eq!(summary["events"], 31_106);
    assert_eq!(summary["users"], 600);
    assert_eq!(summary["sessions"], 3_605);
    at("shop.log")
}

#[test]
fn the_demo_does_the_whole_job() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let done = json(&["demo", "-o", path(&out), "--json"]);
    assert_eq!(done["import"]["events"], 31_106);
    let campaigns = done["forecast"]["campaigns"].as_array().unwrap();
    assert_eq!(campaigns.len(), 3);
    for campaign in campaigns {
        assert!(campaign["impressions"].as_u64() > Some(0), "{campaign}");
    }
    assert_eq!(done["bandit"]["policies"][0]["policy"], "thompson");
    let published = done["publish"]["items"].as_array().unwrap();
    assert!(
        published.iter().all(|item| item["outcome"] == "published"),
        "{published:?}"
    );
    assert_eq!(published.len(), 3);
    assert_eq!(done["active"]["autoRender"], true);
    let report = fs::read_to_string(out.join("report.html")).unwrap();
    for campaign in campaigns {
        assert!(report.contains(campaign["name"].as_str().unwrap()));
    }
}

#[test]
fn a_demo_never_writes_among_strange_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.txt"), "mine").unwrap();
    refused(
        &["demo", "-o", path(folder.path())],
        &["something else is in it", "hint"],
    );
}

/// A note alone is no reason to end with 1.
#[test]
fn the_sample_campaigns_have_a_note_on_old_sdks_and_no_other_finding() {
    let checked = json(&["check", path(&campaigns()), "--json"]);
    for campaign in checked["campaigns"].as_array().unwrap() {
        for finding in campaign["findings"].as_array().unwrap() {
            let is = (&finding["severity"], &finding["code"]);
            assert_eq!(is, (&"note".into(), &"older_sdks".into()), "{campaign}");
        }
    }
}

/// Every draft of the fixtures whose images are files, in one folder.
#[test]
fn a_check_finds_in_files_what_the_fixtures_say() {
    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("images");
    fs::create_dir(&images).unwrap();
    for (name, bytes) in fixtures::sample_assets() {
        fs::write(images.join(name), bytes).unwrap();
    }
    let mut cases = fixtures::draft_cases();
    cases.retain(|case| case.limits.is_none() && !case.invents_images && case.draft["key"] != "");
    assert!(cases.len() > 250, "{}", cases.len());
    for (index, case) in cases.iter_mut().enumerate() {
        // Two campaigns of one key are refused.
        case.draft["key"] = Json::from(format!("case-{index}"));
        let file = folder.path().join(format!("{index:03}.json"));
        fs::write(file, case.draft.to_string()).unwrap();
    }
    let output = rehearsal(&["check", path(folder.path()), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let checked: Json = serde_json::from_slice(&output.stdout).unwrap();
    for (case, checked) in cases.iter().zip(checked["campaigns"].as_array().unwrap()) {
        let word = |finding: &Json, key: &str| finding[key].as_str().unwrap().to_owned();
        let findings = checked["findings"].as_array().unwrap().iter();
        let found = findings.map(|one| ["path", "severity", "code"].map(|key| word(one, key)));
        // What depends on the workspace or on the other campaigns is not the case's own.
        let own = |one: &[String; 3]| one[2] != "older_sdks" && one[2] != "shadowed";
        let mut found: Vec<[String; 3]> = found.filter(own).collect();
        let mut expected = case.findings.clone();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", case.name);
    }
}

#[test]
fn a_warning_alone_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft.json");
    let mut draft: Json = serde_json::from_str(fixtures::every_part()).unwrap();
    let first = "/groups/0/message/steps/0";
    for step in draft
        .pointer_mut("/groups/0/message/steps")
        .unwrap()
        .as_array_mut()
        .unwrap()
    {
        step["content"] = "text_button".into();
        step["layout"] = "modal".into();
        step["title"]["text"] = "Hello".into();
        step["cta"] = Json::Null;
    }
    fs::write(&file, draft.to_string()).unwrap();
    assert_eq!(rehearsal(&["check", path(&file)]).status.code(), Some(0));
    draft.pointer_mut(first).unwrap()["title"]["color"] = "#eeeeee".into();
    fs::write(&file, draft.to_string()).unwrap();
    assert_eq!(rehearsal(&["check", path(&file)]).status.code(), Some(1));
}

#[test]
fn a_blocking_finding_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty.json");
    fs::write(&file, r#"{"key": "a", "name": "A"}"#).unwrap();
    let output = rehearsal(&["check", path(&file)]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("blocks") && text.contains("/triggers"),
        "{text}"
    );
}

#[test]
fn a_replay_says_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let log = shop(&folder);
    let campaigns = campaigns();
    let replay = |threads: &str| {
        let args = [
            "replay",
            "--log",
            path(&log),
            "--campaigns",
            path(&campaigns),
        ];
        rehearsal(&[&args[..], &["--threads", threads, "--json"]].concat()).stdout
    };
    let one = replay("1");
    let forecast: Json = serde_json::from_slice(&one).unwrap();
    for key in ["seed", "events", "users", "campaigns", "displaced"] {
        assert!(forecast.get(key).is_some(), "{key}");
    }
    assert_eq!(one, replay("2"));
    assert_eq!(one, replay("7"));
}

#[test]
fn an_explanation_names_every_gate() {
    let folder = tempfile::tempdir().unwrap();
    let log = shop(&folder);
    let campaigns = campaigns();
    let explained = json(&[
        "explain",
        "--log",
        path(&log),
        "--campaigns",
        path(&campaigns),
        "--user",
        "user_0000",
        "--event",
        "3",
        "--json",
    ]);
    for campaign in explained["campaigns"].as_array().unwrap() {
        assert_eq!(campaign["gates"].as_array().unwrap().len(), 8);
    }
    let log = path(&log).to_owned();
    refused(
        &[
            "explain",
            "--log",
            &log,
            "--campaigns",
            path(&campaigns),
            "--user",
            "nobody",
        ],
        &["nobody", "hint"],
    );
}

#[test]
fn decisions_come_line_by_line() {
    let events = [
        r#"{"ts": "2024-03-13T10:00:00Z", "name": "cart", "user_id": "u1", "session_id": "s"}"#,
        r#"{"ts": "2024-03-13T10:05:00Z", "name": "cart", "user_id": "u1", "session_id": "s"}"#,
    ];
    let campaigns = campaigns();
    let output = fed(
        &["decide", "--campaigns", path(&campaigns)],
        &events.join("\n"),
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["shown"], "free-delivery");
    assert_eq!(lines[1]["shown"], Json::Null);
    assert_eq!(lines[1]["reasons"][0]["reason"], "frequency.session_cap");
}

#[test]
fn a_line_that_is_no_event_is_named() {
    let campaigns = campaigns();
    let output = fed(
        &["decide", "--campaigns", path(&campaigns)],
        "{\"ts\": 1}\n",
    );
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text.contains("stdin, line 1") && text.contains("name"),
        "{text}"
    );
}

#[test]
fn ids_get_their_slots() {
    let output = fed(&["assign", "--seed", "42"], "user_1\nae2182e0\n사용자\n");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(text, "user_1,9926\nae2182e0,4358\n사용자,6651\n");
    let output = fed(
        &["assign", "--seed", "42", "--weights", "50,50"],
        "user_1\n",
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.starts_with("user_1,9926,"), "{text}");
}

#[test]
fn counts_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("counts.json");
    let counts = r#"[{"name": "A", "exposures": 1000, "clicks": 50},
                     {"name": "B", "exposures": 1000, "clicks": 55},
                     {"name": "C", "exposures": 1000, "clicks": 60}]"#;
    fs::write(&file, counts).unwrap();
    let judged = json(&["judge", path(&file), "--json"]);
    // statistics-cases.json, pbest-0: Beta(51, 951), Beta(56, 946), Beta(61, 941).
    let expected = [0.10164096891544251, 0.27836589061560885, 0.6199931404696081];
    for (group, expected) in judged["groups"].as_array().unwrap().iter().zip(expected) {
        let found = group["p_best"].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-9, "{group}");
    }
    assert!(judged["srm"]["p_value"].as_f64() > Some(0.99));
}

#[test]
fn bad_input_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let out = at("out");
    let (none, out, campaigns) = (at("none.csv"), path(&out), campaigns());
    refused(&["import", path(&none), "-o", out], &["none.csv"]);
    fs::write(
        at("wrong.csv"),
        "who,what,when\nu1,cart,2024-03-13 10:00:00\n",
    )
    .unwrap();
    let mapping = r#"{"user_id": "user", "name": "what", "ts": {"column": "when",
                      "format": "%Y-%m-%d %H:%M:%S", "time_zone": "UTC"}}"#;
    fs::write(at("map.json"), mapping).unwrap();
    let (wrong, map) = (at("wrong.csv"), at("map.json"));
    let import = ["import", path(&wrong), "--mapping", path(&map), "-o", out];
    refused(&import, &["user", "who", "hint"]);
    refused(
        &["replay", "--log", out, "--campaigns", path(&campaigns)],
        &["out", "manifest"],
    );
    fs::write(at("broken.json"), "{\"key\": ").unwrap();
    refused(
        &["check", path(&at("broken.json"))],
        &["line 1", "broken.json"],
    );
    assert!(!at("out").exists(), "nothing is left behind");
}

#[test]
fn broken_rows_are_counted_and_too_many_stop_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut text = "user_id,name,ts\n".to_owned();
    for minute in 0..40 {
        text += &format!("u1,cart,2024-03-13T10:{minute:02}:00Z\n");
    }
    fs::write(at("log.csv"), text.clone() + "u1,cart,yesterday\n").unwrap();
    let (log, out) = (at("log.csv"), at("out"));
    let summary = json(&["import", path(&log), "-o", path(&out), "--json"]);
    assert_eq!(summary["events"], 40);
    let rejected = summary["rejected"].as_object().unwrap();
    assert_eq!(
        rejected.values().filter_map(Json::as_u64).sum::<u64>(),
        1,
        "{rejected:?}"
    );
    fs::write(at("log.csv"), text + &"u1,cart,yesterday\n".repeat(20)).unwrap();
    let out = at("second");
    refused(
        &["import", path(&log), "-o", path(&out)],
        &["log.csv", "hint"],
    );
    assert!(!out.exists());
}

#[test]
fn a_server_that_is_down_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("sample.rehearsal");
    let sampled = Command::new(env!("CARGO_BIN_EXE_rehearsal"))
        .args(["sample", path(&workspace)])
        .env("XDG_DATA_HOME", folder.path())
        .output()
        .unwrap();
    assert!(
        sampled.status.success(),
        "{}",
        String::from_utf8_lossy(&sampled.stderr)
    );
    // Nothing listens on port 9 of loopback.
    refused(
        &[
            "publish",
            "--workspace",
            path(&workspace),
            "--server",
            "http://127.0.0.1:9",
            "--token",
            "t",
        ],
        &["http://127.0.0.1:9", "hint"],
    );
    refused(
        &[
            "publish",
            "--workspace",
            path(&workspace),
            "--server",
            "http://example.com",
            "--token",
            "t",
        ],
        &["plain http", "hint"],
    );
}

#[test]
fn previews_have_the_devices_pixels() {
    let out = TempDir::new().unwrap();
    let campaign = campaigns().join("spring-table.json");
    let campaign = path(&campaign);
    refused(
        &["preview", campaign, "--group", "Z", "-o", path(out.path())],
        &["there is nothing to show", "the groups A"],
    );
    refused(
        &[
            "preview",
            campaign,
            "--device",
            "toaster",
            "-o",
            path(out.path()),
        ],
        &["toaster", "iphone-se"],
    );
    let args = [
        "preview",
        campaign,
        "--device",
        "iphone-se",
        "--contact-sheet",
        "--json",
        "-o",
    ];
    let output = rehearsal(&[&args[..], &[path(out.path())]].concat());
    if String::from_utf8_lossy(&output.stderr).contains("there is no Chromium") {
        println!("skipped: there is no Chromium");
        return;
    }
    let taken: Json = serde_json::from_slice(&output.stdout).unwrap();
    let sizes: Vec<_> = taken["pictures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|picture| {
            let png = fs::read(picture["path"].as_str().unwrap()).unwrap();
            let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            (picture["orientation"].as_str().unwrap(), side(16), side(20))
        })
        .collect();
    assert_eq!(sizes, [("portrait", 750, 1_334), ("landscape", 1_334, 750)]);
    assert!(Path::new(taken["contact_sheets"][0].as_str().unwrap()).is_file());
}

#[test]
fn campaigns_go_through_files_to_another_workspace() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (here, there) = (at("here.rehearsal"), at("there.rehearsal"));
    let (file, tree, copy) = (at("one.campaign"), at("tree"), at("copy"));
    assert!(rehearsal(&["sample", path(&here)]).status.success());
    let written = json(&[
        "export",
        path(&here),
        "spring-table",
        "-o",
        path(&file),
        "--json",
    ]);
    assert_eq!(written["campaigns"], 1);
    let checked = json(&["check", path(&file), "--json"]);
    assert_eq!(checked["campaigns"][0]["key"], "spring-table");
    let codes = checked["campaigns"][0]["findings"].as_array().unwrap();
    assert!(codes.iter().all(|finding| finding["code"] == "older_sdks"));

    let import = [
        "import-campaign",
        path(&file),
        "--workspace",
        path(&there),
        "--json",
    ];
    let planned = json(&[&import[..], &["--dry-run"]].concat());
    assert!(!there.exists(), "a dry run makes no workspace");
    let arrived = json(&import);
    assert_eq!(planned["files"], arrived["files"]);
    assert_eq!(arrived["files"][0]["source"], "Rehearsal campaign");
    assert_eq!(arrived["files"][0]["added"][0]["outcome"], "added");
    let again = json(&import);
    assert_eq!(again["files"][0]["added"][0]["outcome"], "unchanged");

    let all = json(&["export", path(&here), "-o", path(&tree), "--json"]);
    assert_eq!(
        (&all["campaigns"], &all["left"]),
        (&3.into(), &Json::Array(vec![]))
    );
    let spring = |root: &Path| fs::read(root.join("campaigns/spring-table.json")).unwrap();
    assert_eq!(
        spring(&tree),
        fs::read(campaigns().join("spring-table.json")).unwrap()
    );
    let output = rehearsal(&["import-campaign", path(&tree), "-o", path(&copy)]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("3 campaigns; everything was carried over"),
        "{text}"
    );
    assert_eq!(spring(&copy), spring(&tree));
}

#[test]
fn another_tools_campaigns_arrive_and_what_does_not_is_listed() {
    let folder = TempDir::new().unwrap();
    let workspace = folder.path().join("new.rehearsal");
    let foreign = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/foreign");
    let (hackle, crumb) = (
        foreign.join("hackle-test.json"),
        foreign.join("trackcrumb-campaign.json"),
    );
    let args = [
        "import-campaign",
        path(&hackle),
        path(&crumb),
        "--workspace",
        path(&workspace),
    ];
    let output = rehearsal(&args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    for says in [
        "Hackle workspace",
        "In-app message 8 (hackle-8): added",
        "https://cdn.example/b.png",
        "TrackCrumb campaign",
        "Tour of the new editor (trackcrumb-msg-tour): added",
        "3 campaigns; ",
    ] {
        assert!(text.contains(says), "{says:?} is not in {text}");
    }
    let output = rehearsal(&["check", path(&workspace), "--json"]);
    let checked: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(checked["campaigns"].as_array().unwrap().len(), 3);
}

/// Images of the fixtures lie beside the campaigns, under names of their own.
#[test]
fn a_campaign_brings_the_images_that_lie_beside_it() {
    let folder = TempDir::new().unwrap();
    let workspace = folder.path().join("a.rehearsal");
    let file = campaigns().join("free-delivery.json");
    let arrived = json(&[
        "import-campaign",
        path(&file),
        "--workspace",
        path(&workspace),
        "--json",
    ]);
    assert_eq!(
        arrived["files"][0]["added"][0]["notes"],
        serde_json::json!([])
    );
    let findings =
        |of: &Path| json(&["check", path(of), "--json"])["campaigns"][0]["findings"].clone();
    assert_eq!(findings(&workspace), findings(&file));
}

#[test]
fn what_cannot_be_imported_or_exported_is_named() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("notes.txt"), "hello").unwrap();
    fs::write(at("cut.json"), "{\"format\": 1, ").unwrap();
    let workspace = at("new.rehearsal");
    let into = ["--workspace", path(&workspace)];
    for (file, says) in [
        ("notes.txt", "could not recognise"),
        ("cut.json", "line 1"),
        ("gone.campaign", "No such file"),
    ] {
        let file = at(file);
        let args = [&["import-campaign", path(&file)][..], &into].concat();
        refused(&args, &[path(&file), "hint: "]);
        let text = rehearsal(&args).stderr;
        let text = String::from_utf8_lossy(&text).to_lowercase();
        assert!(text.contains(&says.to_lowercase()), "{text}");
    }
    assert!(!workspace.exists());
    refused(
        &["import-campaign", path(&at("cut.json"))],
        &["--workspace"],
    );
    refused(
        &["export", path(&at("no.rehearsal")), "-o", path(&at("out"))],
        &["there is no such workspace", "hint: check the path"],
    );
    assert!(!at("no.rehearsal").exists());
}
