//! How quick the window is. Measured and printed, never judged: the machine may be busy.

use std::fs;

use serde_json::json;

use crate::stage::Stage;

const KEYS: usize = 120;

/// Notes the time of every input event, and with it the time at which the frame had laid out
/// what came of it.
const WATCH: &str = "
    let typed = null;
    window.rehearsalLatencies = [];
    document.addEventListener('input', (event) => {
        typed = performance.timeOrigin + event.timeStamp;
    }, true);
    window.addEventListener('message', ({ data }) => {
        if (data?.type !== 'shown' || typed === null) return;
        window.rehearsalLatencies.push(data.at - typed);
        typed = null;
    });";

/// From the input event's own time to the end of the forced layout in the frame.
#[test]
fn a_key_reaches_the_preview() {
    let stage = Stage::sample();
    stage.play(async |window| {
        window.open_row("Spring table collection").await?;
        window.click_section("Message").await?;
        window.preview_shows("Made slowly").await?;
        window.execute(WATCH).await?;
        let body = window.labelled("Body").await?;
        let mut latencies = Vec::new();
        for key in 0..KEYS {
            let letter = char::from(b'a' + (key % 26) as u8);
            body.send_keys(letter.to_string()).await?;
            latencies = window
                .until_json("return window.rehearsalLatencies", |json| {
                    let latencies: Vec<f64> = serde_json::from_value(json).unwrap();
                    (latencies.len() > key).then_some(latencies)
                })
                .await?;
        }
        latencies.sort_by(f64::total_cmp);
        let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize];
        println!(
            "a key reaches the preview in {:.0} ms at the median, {:.0} ms at the 95th percentile, \
             {:.0} ms at most ({KEYS} keys)",
            at(0.5),
            at(0.95),
            at(1.0)
        );
        assert_eq!(latencies.len(), KEYS);
        Ok(())
    });
}

const MANY: usize = 10_000;

/// Scrolls through the list by so many pixels in every frame, and answers with the times between
/// frames and the number of frames in which a place of the list was empty.
const SCROLL: &str = "
    const [step, done] = arguments;
    const grid = document.querySelector('[role=grid]');
    const scroller = [grid, ...grid.querySelectorAll('*')]
        .find((each) => each.scrollHeight > each.clientHeight + 1000) ?? grid.parentElement;
    const gaps = [];
    let last = performance.now(), empty = 0;
    const frame = (now) => {
        gaps.push(now - last);
        last = now;
        const box = scroller.getBoundingClientRect();
        const middle = document.elementFromPoint(box.left + 200, box.top + box.height / 2);
        if (middle?.closest('[role=row]') == null) empty += 1;
        scroller.scrollTop += step;
        if (gaps.length < 200) requestAnimationFrame(frame);
        else done({ gaps, empty, scrolled: scroller.scrollTop });
    };
    requestAnimationFrame(frame);";

#[test]
#[ignore = "takes a minute; for the figures of a release build"]
fn ten_thousand_campaigns_are_listed() {
    let stage = Stage::sample();
    let folder = stage.folder().join("many/campaigns");
    fs::create_dir_all(&folder).unwrap();
    let mut draft = stage.draft("weekend-reading");
    for number in 0..MANY {
        draft["key"] = json!(format!("many-{number}"));
        draft["name"] = json!(format!("Campaign {number}"));
        fs::write(
            folder.join(format!("many-{number}.json")),
            draft.to_string(),
        )
        .unwrap();
    }
    stage.call(
        "import_campaigns",
        json!({ "from": { "path": stage.folder().join("many") } }),
    );
    stage.play(async |window| {
        let listed = "return document.querySelector('[data-open]') && performance.now()";
        let opened_ms = window.until_json(listed, |json| json.as_f64()).await?;
        println!("{MANY} campaigns are listed {opened_ms:.0} ms after the page began to load");
        window.shot("many").await?;
        // The first brings no new row: what a frame takes that is only painted.
        for step_px in [0, 10, 100, 500] {
            let scrolled = window.execute_async(SCROLL, json!(step_px)).await?;
            let mut gaps: Vec<f64> = serde_json::from_value(scrolled["gaps"].clone()).unwrap();
            gaps.sort_by(f64::total_cmp);
            println!(
                "{step_px} px a frame, {} px in all: {:.0} ms at the median, {:.0} ms at the 95th \
                 percentile, {:.0} ms at most; {} frames with an empty place",
                scrolled["scrolled"],
                gaps[gaps.len() / 2],
                gaps[gaps.len() * 95 / 100],
                gaps[gaps.len() - 1],
                scrolled["empty"],
            );
        }
        Ok(())
    });
}
