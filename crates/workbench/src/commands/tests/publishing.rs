use serde_json::json;

use super::dead_address;
use crate::testing::Bench;

#[test]
fn publishing_without_a_server_shows_what_is_known_here() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let plan = bench.call("publish_plan", json!({}));
    assert_eq!(plan["server"]["state"], "none");
    let item = &plan["items"][0];
    assert_eq!(
        (&item["key"], &item["state"]),
        (&created["key"], &json!("local_only"))
    );
    assert_eq!(
        (&item["new"], &item["findings"]["block"]),
        (&json!(true), &json!(0))
    );
    let failure = bench.refused("start_publish", json!({"keys": [created["key"]]}));
    assert_eq!(failure.message, "Could not publish: no server is set.");
}

#[test]
fn a_server_that_is_down_is_said_and_nothing_is_lost() {
    let bench = Bench::new();
    let created = bench.campaign("One");
    let address = dead_address();
    let view = bench.call("set_server", json!({"url": address, "token": "t"}));
    assert_eq!(
        (&view["state"], &view["url"]),
        (&json!("offline"), &json!(address))
    );
    assert_eq!(bench.call("check_server", json!({})), view);
    assert_eq!(bench.call("workspace", json!({}))["server"], view);
    let plan = bench.call("publish_plan", json!({}));
    assert_eq!(
        (&plan["server"], &plan["items"][0]["new"]),
        (&view, &json!(true))
    );
    let job = bench.ended(&bench.call("start_publish", json!({"keys": [created["key"]]})));
    assert_eq!(job["state"], "failed", "{job}");
    let message = job["failure"]["message"].as_str().unwrap();
    assert!(
        message.starts_with(&format!("Could not reach the server at {address}")),
        "{message}"
    );
    assert_eq!(
        bench.call("open_draft", json!({"key": created["key"]})),
        created
    );

    let failure = bench.refused("set_server", json!({"url": "ftp://x", "token": "t"}));
    assert_eq!(failure.code, "server_address");
    let unset = bench.call("set_server", json!({"url": "", "token": ""}));
    assert_eq!(unset["state"], "none");
}
