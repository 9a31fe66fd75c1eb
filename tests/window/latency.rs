//! How long a key takes to reach the preview: from the input event's own time to the end of the
//! forced layout in the frame. Measured and printed, never judged: the machine may be busy.

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
