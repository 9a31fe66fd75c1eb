//! An independent oracle for the replay: a naive loop per user over the shop's CSV. What it
//! expects is worked out without the crates `exposure` and `events`, from the campaigns as plain
//! JSON, and the forecast must agree to the last impression.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use campaign::Draft;
use events::{ImportOptions, PreparedLog};
use exposure::{Order, Plan};
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use rand::RngExt as _;
use serde_json::Value as Json;
use simulations::replay::{Forecast, Options, Watch, run};
use simulations::streams::{Purpose, keyed};

const DAY_US: i64 = 86_400_000_000;
/// What `Response::default` says; written again because the oracle trusts nobody.
const CLICK: f64 = 0.05;
const CLOSE: f64 = 0.6;
const HIDE: f64 = 0.05;
const ON_SCREEN_US: i64 = 10_000_000;

#[derive(Debug)]
struct Row {
    ts_us: i64,
    event: String,
    session: String,
    platform: &'static str,
    properties: HashMap<String, String>,
}

/// The log as people: every user's rows in order of time.
fn people() -> BTreeMap<String, Vec<Row>> {
    let (packed, _) = fixtures::shop_log();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(packed));
    let headers = reader.headers().unwrap().clone();
    let mut people: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let cells: HashMap<String, String> = headers
            .iter()
            .zip(&record)
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect();
        let local: DateTime = cells["timestamp"].replace(' ', "T").parse().unwrap();
        let platform = match cells["platform"].as_str() {
            "desktop" => "pc_web",
            "mobile" | "tablet" => "mobile_web",
            other => panic!("{other}"),
        };
        people
            .entry(cells["user_id"].clone())
            .or_default()
            .push(Row {
                ts_us: local
                    .to_zoned(TimeZone::UTC)
                    .unwrap()
                    .timestamp()
                    .as_microsecond(),
                event: cells["event"].clone(),
                session: cells["session_id"].clone(),
                platform,
                properties: cells,
            });
    }
    for rows in people.values_mut() {
        rows.sort_by_key(|row| row.ts_us);
    }
    people
}

/// `MurmurHash3_x86_32`, byte by byte.
fn murmur(key: &str, seed: u32) -> u32 {
    let bytes = key.as_bytes();
    let mut h = seed;
    for start in (0..bytes.len()).step_by(4) {
        let block = &bytes[start..bytes.len().min(start + 4)];
        let mut k = 0_u32;
        for (place, byte) in block.iter().enumerate() {
            k |= u32::from(*byte) << (8 * place);
        }
        k = k.wrapping_mul(0xcc9e2d51);
        k = k.rotate_left(15);
        h ^= k.wrapping_mul(0x1b873593);
        if block.len() == 4 {
            h = h.rotate_left(13);
            h = h.wrapping_mul(5).wrapping_add(0xe6546b64);
        }
    }
    h ^= bytes.len() as u32;
    h ^= h >> 16;
    h = h.wrapping_mul(0x85ebca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2ae35);
    h ^ (h >> 16)
}

fn stream_name(id: &str) -> u64 {
    u64::from(murmur(id, 0)) * (1 << 32) + u64::from(murmur(id, 1))
}

/// What the oracle remembers of one person and one campaign: every impression, plainly.
#[derive(Default)]
struct Seen {
    shown: Vec<(i64, String)>,
    hidden_at_us: Option<i64>,
}

#[derive(Default, Debug, PartialEq)]
struct Sums {
    matched: u64,
    impressions: u64,
    reach: u64,
    displaced: u64,
    clicks: u64,
    refused: BTreeMap<String, u64>,
    by_group: BTreeMap<String, u64>,
    by_platform: BTreeMap<String, u64>,
}

struct Screen {
    until_us: i64,
    hides: Option<usize>,
}

fn texts(json: &Json) -> Vec<&str> {
    json.as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}

/// The first "no" of the gates in the documented order, or the group that sees it.
fn gates(campaign: &Json, row: &Row, user: &str, seen: &Seen) -> Result<usize, &'static str> {
    if !texts(&campaign["platforms"]).contains(&row.platform) {
        return Err("layout.platform_not_supported");
    }
    period(campaign, row.ts_us)?;
    frequency(&campaign["frequency"], row, seen)?;
    if !audience(&campaign["audience"]["groups"], row) {
        return Err("audience.audience_not_matched");
    }
    let test = &campaign["experiment"];
    if test.is_null() {
        return Ok(0);
    }
    let hash = i64::from(murmur(user, test["seed"].as_u64().unwrap() as u32) as i32);
    let slot = (hash.abs() % 10_000) as u64;
    let mut end = 0;
    for (index, group) in campaign["groups"].as_array().unwrap().iter().enumerate() {
        end += group["weight_bp"].as_u64().unwrap();
        if slot < end {
            let control = group["control"].as_bool().unwrap();
            return if control {
                Err("experiment.control_group")
            } else {
                Ok(index)
            };
        }
    }
    panic!("the sample tests take all traffic")
}

fn period(campaign: &Json, ts_us: i64) -> Result<(), &'static str> {
    let period = &campaign["period"];
    let zone = TimeZone::get(period["time_zone"].as_str().unwrap()).unwrap();
    let local = zone.to_datetime(Timestamp::from_microsecond(ts_us).unwrap());
    if period["type"] == "scheduled" {
        let at = |key: &str| period[key].as_str().unwrap().parse::<DateTime>().unwrap();
        // No clock change lies near these borders, so local times compare like moments.
        if local < at("start") {
            return Err("period.before_period");
        }
        if local >= at("end") {
            return Err("period.after_period");
        }
    }
    let slots = campaign["timetable"].as_array().unwrap();
    let inside = slots.iter().any(|slot| {
        let day = format!("{:?}", local.weekday()).to_lowercase();
        let from: Time = slot["from"].as_str().unwrap().parse().unwrap();
        let to = slot["to"].as_str().unwrap();
        day == slot["weekday"].as_str().unwrap()
            && local.time() >= from
            && (to == "24:00" || local.time() < to.parse().unwrap())
    });
    if slots.is_empty() || inside {
        Ok(())
    } else {
        Err("period.outside_timetable")
    }
}

fn frequency(caps: &Json, row: &Row, seen: &Seen) -> Result<(), &'static str> {
    let full = |cap: &Json, count: usize| cap.as_u64().is_some_and(|cap| count as u64 >= cap);
    let in_session = seen
        .shown
        .iter()
        .filter(|(_, session)| *session == row.session)
        .count();
    if full(&caps["per_session"], in_session) {
        return Err("frequency.session_cap");
    }
    if full(&caps["per_user"], seen.shown.len()) {
        return Err("frequency.user_cap");
    }
    let window = &caps["per_user_window"];
    if window.is_object() {
        assert_eq!(window["unit"], "days");
        let length_us = window["amount"].as_i64().unwrap() * DAY_US;
        let recent = seen
            .shown
            .iter()
            .filter(|(ts_us, _)| row.ts_us - ts_us <= length_us)
            .count();
        if full(&window["count"], recent) {
            return Err("frequency.user_window_cap");
        }
    }
    if seen
        .hidden_at_us
        .is_some_and(|then_us| row.ts_us <= then_us + DAY_US)
    {
        return Err("frequency.hidden_for_a_day");
    }
    Ok(())
}

fn audience(groups: &Json, row: &Row) -> bool {
    let groups = groups.as_array().unwrap();
    let holds = |condition: &Json| {
        assert_eq!(condition["operator"], "in");
        let name = condition["key"]["name"].as_str().unwrap();
        texts(&condition["values"]).contains(&row.properties[name].as_str())
    };
    groups.is_empty()
        || groups
            .iter()
            .any(|all| all.as_array().unwrap().iter().all(holds))
}

/// Whether a group's message has a link, and whether it offers to hide for a day.
fn offers(group: &Json) -> (bool, bool) {
    let text = group["message"].to_string();
    (
        text.contains(r#""url":"http"#),
        text.contains("hide_for_a_day"),
    )
}

fn expect(campaigns: &[Json]) -> Vec<Sums> {
    let mut sums: Vec<Sums> = campaigns.iter().map(|_| Sums::default()).collect();
    for (user, rows) in &people() {
        let mut seen: Vec<Seen> = campaigns.iter().map(|_| Seen::default()).collect();
        let mut screen: Option<Screen> = None;
        for row in rows {
            if screen
                .as_ref()
                .is_some_and(|screen| screen.until_us <= row.ts_us)
            {
                let left = screen.take().unwrap();
                if let Some(campaign) = left.hides {
                    seen[campaign].hidden_at_us = Some(left.until_us);
                }
            }
            let mut winner = None;
            for (index, campaign) in campaigns.iter().enumerate() {
                let triggers = campaign["triggers"].as_array().unwrap();
                if !triggers
                    .iter()
                    .any(|rule| rule["event"] == row.event.as_str())
                {
                    continue;
                }
                sums[index].matched += 1;
                match gates(campaign, row, user, &seen[index]) {
                    Err(reason) => *sums[index].refused.entry(reason.to_owned()).or_default() += 1,
                    Ok(_) if screen.is_some() || winner.is_some() => sums[index].displaced += 1,
                    Ok(group) => winner = Some((index, group)),
                }
            }
            if let Some((index, group)) = winner {
                screen = Some(show(
                    &campaigns[index],
                    group,
                    user,
                    row,
                    &mut sums[index],
                    &mut seen[index],
                    index,
                ));
            }
        }
        for (sum, seen) in sums.iter_mut().zip(&seen) {
            sum.reach += u64::from(!seen.shown.is_empty());
        }
    }
    sums
}

fn show(
    campaign: &Json,
    group: usize,
    user: &str,
    row: &Row,
    sums: &mut Sums,
    seen: &mut Seen,
    index: usize,
) -> Screen {
    let number = seen.shown.len() as u64;
    seen.shown.push((row.ts_us, row.session.clone()));
    sums.impressions += 1;
    let group = &campaign["groups"][group];
    *sums
        .by_group
        .entry(group["key"].as_str().unwrap().to_owned())
        .or_default() += 1;
    *sums.by_platform.entry(row.platform.to_owned()).or_default() += 1;
    let keys = [
        stream_name(user),
        stream_name(campaign["key"].as_str().unwrap()),
        number,
    ];
    let roll: f64 = keyed(1, &keys, Purpose::Response).random();
    let (link, hide) = offers(group);
    let click = if link { CLICK } else { 0.0 };
    let hidden = if hide { click + HIDE } else { click };
    assert!(hidden + CLOSE < 1.0);
    sums.clicks += u64::from(roll < click);
    let hides = (roll >= click && roll < hidden).then_some(index);
    Screen {
        until_us: row.ts_us + ON_SCREEN_US,
        hides,
    }
}

fn forecast(folder: &Path, drafts: &[Draft], threads: usize) -> Forecast {
    let (packed, mapping) = fixtures::shop_log();
    let (file, out) = (folder.join("shop.csv.gz"), folder.join("shop.log"));
    std::fs::write(&file, packed).unwrap();
    let options = ImportOptions {
        mapping: Some(serde_json::from_str(mapping).unwrap()),
        ..ImportOptions::default()
    };
    events::import(&[file], &out, &options, &mut ()).unwrap();
    let log = PreparedLog::open(&out).unwrap();
    let campaigns = drafts.iter().map(|draft| {
        let assets = AnyImage;
        let (findings, campaign) = draft.check(&assets, &campaign::Limits::default());
        campaign.unwrap_or_else(|| panic!("{findings:?}"))
    });
    let active = campaigns.map(|one| one.assume_status(campaign::draft::Status::Active));
    let plan = Plan::new(active, Order::Documented);
    run(
        &log,
        &plan,
        &Options {
            threads,
            ..Options::default()
        },
        &Watch::default(),
    )
    .unwrap()
}

struct AnyImage;

impl campaign::Assets for AnyImage {
    fn facts(&self, _: &str) -> Option<campaign::AssetFacts> {
        let format = campaign::AssetFormat::Png;
        Some(campaign::AssetFacts {
            width: 1,
            height: 1,
            bytes: 1,
            format,
        })
    }
}

#[test]
fn the_shops_forecast_agrees_to_the_last_impression() {
    let folder = tempfile::tempdir().unwrap();
    let drafts: Vec<Draft> = fixtures::sample_campaigns()
        .iter()
        .map(|(_, json)| Draft::from_json(json).unwrap())
        .collect();
    let forecast = forecast(folder.path(), &drafts, 2);
    let mut campaigns: Vec<Json> = fixtures::sample_campaigns()
        .iter()
        .map(|(_, json)| serde_json::from_str(json).unwrap())
        .collect();
    campaigns.sort_by_key(|campaign| campaign["priority"].as_i64());
    let expected = expect(&campaigns);
    for (found, expected) in forecast.campaigns.iter().zip(&expected) {
        let groups = found.groups.iter().filter(|(_, sums)| sums.impressions > 0);
        let found_sums = Sums {
            matched: found.matched,
            impressions: found.impressions,
            reach: found.reach,
            displaced: found.displaced,
            clicks: found.groups.values().map(|group| group.clicks).sum(),
            refused: found.refused.clone(),
            by_group: groups
                .map(|(key, sums)| (key.clone(), sums.impressions))
                .collect(),
            by_platform: found.by_platform.clone(),
        };
        assert_eq!(&found_sums, expected, "{}", found.key);
        assert!(
            found.impressions > 0,
            "{}: the sample shows something",
            found.key
        );
    }
}

#[test]
fn every_matched_event_is_accounted_for_once_and_threads_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let drafts: Vec<Draft> = fixtures::sample_campaigns()
        .iter()
        .map(|(_, json)| Draft::from_json(json).unwrap())
        .collect();
    let one = forecast(folder.path(), &drafts, 1);
    for threads in [2, 7] {
        assert_eq!(
            forecast(folder.path(), &drafts, threads),
            one,
            "{threads} threads"
        );
    }
    for campaign in &one.campaigns {
        let refused: u64 = campaign.refused.values().sum();
        let shown = campaign.impressions + campaign.test_shown;
        assert_eq!(
            campaign.matched,
            refused + campaign.displaced + campaign.pending + shown
        );
        assert_eq!(campaign.funnel.last().unwrap().survivors, shown);
    }
}
