//! Open, edit a title, see it in the preview, undo, forecast, publish.

use std::net::{Ipv4Addr, SocketAddr};

use serde_json::{Value as Json, json};
use server::Config;

use crate::stage::Stage;

/// The campaign of the journey: a draft, so that it can be edited.
const CAMPAIGN: &str = "spring-table";
const NAME: &str = "Spring table collection";

fn title(stage: &Stage) -> Json {
    stage.draft(CAMPAIGN)["groups"][0]["message"]["steps"][0]["title"]["text"].clone()
}

#[test]
fn from_a_typed_title_to_a_published_campaign() {
    let stage = Stage::sample();
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = server::start(Config::new(stage.folder().join("server"), listen)).unwrap();
    let before = title(&stage);
    let played = stage.play(async |window| {
        window.open_row(NAME).await?;
        window.click_text("Message").await?;
        window.write("Title", "Plates for May").await?;
        window.preview_shows("Plates for May").await?;
        window.text_appears("Saved").await?;
        assert_eq!(title(&stage), json!("Plates for May"));

        window.undo_until(&before, || title(&stage)).await?;
        window.preview_shows(before.as_str().unwrap()).await?;
        window.write("Title", "Bowls for May").await?;
        window.preview_shows("Bowls for May").await?;
        window.shot("editor").await?;

        window.click_button("Forecast").await?;
        window.click_button("Run forecast").await?;
        window.element("[data-testid='biggest-loss']").await?;
        let impressions = window.element("[data-testid='impressions']").await?;
        assert_ne!(impressions.text().await?, "0");
        window.shot("forecast").await?;
        window.press_escape().await?;

        window.click_button("Publish").await?;
        window.write("Server address", &server.url()).await?;
        window.write("Token", server.token()).await?;
        window.click_button("Connect").await?;
        window.click_button("Publish now").await?;
        window.element("[data-testid='outcome-published']").await?;
        window.shot("published").await
    });
    if played {
        let client = sync::client::Client::new(&server.url(), server.token()).unwrap();
        let there = client.campaign(CAMPAIGN).unwrap();
        let steps = &there.draft.groups[0].message.steps;
        assert_eq!(steps[0].title.text, "Bowls for May");
    }
    server.stop();
}
