//! Authoring: from nothing to a started test; an image cropped and made smaller; campaigns of
//! another tool; deleted and brought back; locked and paused; two windows.

use serde_json::json;

use crate::stage::Stage;

const NAME: &str = "Spring table collection";
const KEY: &str = "spring-table";

#[test]
fn from_nothing_to_a_started_test_of_two_groups() {
    let stage = Stage::empty();
    let played = stage.play(async |window| {
        window.shot("first-start").await?;
        window.click_button("New campaign").await?;
        window.write("Name", "Autumn question").await?;
        window.click_text("Two steps").await?;
        window.shot("new").await?;
        window.click_button("Create").await?;
        window.write("Title", "Which tea today?").await?;
        window.preview_shows("Which tea today?").await?;

        window.click_section("Experiment").await?;
        window.click_button("Create a variant").await?;
        window.shot("experiment").await?;
        window.click_section("Message").await?;
        window.click_group("B").await?;
        window.write("Title", "Which coffee today?").await?;
        window.preview_shows("Which coffee today?").await?;
        window.text_appears("Saved").await?;
        window.click_section("Run").await?;
        window.shot("run").await?;
        window.click_button("Start").await?;
        window.text_appears("Active campaigns are locked.").await?;
        window.shot("started").await
    });
    if !played {
        return;
    }
    let [key] = &stage.keys()[..] else {
        panic!("{:?}", stage.keys());
    };
    let draft = stage.draft(key);
    assert_eq!(draft["status"], "active");
    let told = draft["groups"].as_array().unwrap().iter().map(|group| {
        let title = &group["message"]["steps"][0]["title"]["text"];
        (
            group["key"].clone(),
            group["weight_bp"].clone(),
            title.clone(),
        )
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (json!("A"), json!(5_000), json!("Which tea today?")),
            (json!("B"), json!(5_000), json!("Which coffee today?")),
        ]
    );
}

#[test]
fn a_large_square_image_is_cropped_and_made_smaller() {
    let stage = Stage::sample();
    let slot = "[data-slot='portrait'] [data-image='0']";
    let played = stage.play(async |window| {
        window.open_row(NAME).await?;
        window.click_section("Message").await?;
        window.drop_noise(slot, 1_500).await?;
        window.click_button("Crop to 29:10").await?;
        window.element("[aria-label='Crop frame']").await?;
        window.shot("crop").await?;
        window.click_button("Crop").await?;
        window.gone("[aria-label='Crop frame']").await?;
        window.text_appears("Saved").await?;
        window.click_button("Fit to 1 MB").await?;
        window.element("[role='dialog'] figure").await?;
        window.shot("fit").await?;
        window.click_button("Use the smaller one").await?;
        window.gone("[role='dialog']").await?;
        window.text_appears("Saved").await?;
        window.shot("fitted").await
    });
    if !played {
        return;
    }
    let view = stage.call("open_draft", json!({ "key": KEY }));
    let image = &view["draft"]["groups"][0]["message"]["steps"][0]["images"]["portrait"][0];
    let facts = &view["assets"][image["asset"].as_str().unwrap()];
    let (width, height) = (
        facts["width"].as_f64().unwrap(),
        facts["height"].as_f64().unwrap(),
    );
    assert!((width / height / 2.9 - 1.0).abs() < 0.01, "{facts}");
    assert!(facts["bytes"].as_u64().unwrap() <= 1_048_576, "{facts}");
}

#[test]
fn campaigns_of_another_tool_arrive_with_what_did_not() {
    let config = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/hackle/iam.json"
    );
    let Ok(config) = std::fs::read_to_string(config) else {
        println!("skipped: the Hackle workspace config is not here");
        return;
    };
    let stage = Stage::sample();
    let before = stage.keys().len();
    let played = stage.play(async |window| {
        window
            .drop_file(
                "[role='region'][aria-label='Campaigns']",
                "iam.json",
                &config,
            )
            .await?;
        window.text_appears("Hackle workspace.").await?;
        window.shot("imported").await?;
        window.click_button("Done").await
    });
    if played {
        let source: serde_json::Value = serde_json::from_str(&config).unwrap();
        let held = source["inAppMessages"].as_array().unwrap().len();
        assert_eq!(stage.keys().len(), before + held);
    }
}

#[test]
fn a_deleted_campaign_comes_back() {
    let stage = Stage::sample();
    let before = stage.keys();
    stage.play(async |window| {
        window.click_aria(&format!("Select {NAME}")).await?;
        window.shot("selected").await?;
        window.click_button("Delete").await?;
        window.click_toast("Undo").await?;
        window.text_appears(NAME).await?;
        stage.until(|stage| stage.keys() == before);

        // It is selected still, as it was when it was deleted.
        window.click_button("Delete").await?;
        stage.until(|stage| stage.keys().len() == before.len() - 1);
        window.run_from_palette("Recently deleted").await?;
        window.shot("deleted").await?;
        window.click_button("Restore").await?;
        stage.until(|stage| stage.keys() == before);
        Ok(())
    });
}

#[test]
fn an_active_campaign_is_locked_until_it_is_paused() {
    let stage = Stage::sample();
    stage.call("set_status", json!({ "key": KEY, "move": "start" }));
    stage.play(async |window| {
        window.open_row(NAME).await?;
        window.click_section("Message").await?;
        window.text_appears("Active campaigns are locked.").await?;
        assert!(!window.labelled("Title").await?.is_enabled().await?);
        window.shot("locked").await?;
        window.click_button("Pause to edit").await?;
        window.gone_text("Active campaigns are locked.").await?;
        window.write("Title", "Paused and edited").await?;
        window.preview_shows("Paused and edited").await?;
        window.text_appears("Saved").await?;
        let draft = stage.draft(KEY);
        assert_eq!(draft["status"], "paused");
        window.click_button("Resume").await?;
        window.text_appears("Active campaigns are locked.").await
    });
}

#[test]
fn a_change_in_another_window_is_seen_and_not_overwritten() {
    let stage = Stage::sample();
    let mut view = stage.call("open_draft", json!({ "key": KEY }));
    stage.play(async |window| {
        window.open_row(NAME).await?;
        window.click_section("Message").await?;
        window.element("[data-testid='preview-frame']").await?;
        view["draft"]["groups"][0]["message"]["steps"][0]["title"]["text"] =
            json!("From the other");
        let save = json!({ "key": KEY, "version": view["version"], "draft": view["draft"] });
        stage.call("save_draft", save);
        window.preview_shows("From the other").await
    });
}
