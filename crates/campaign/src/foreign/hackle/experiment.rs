//! The A/B test behind a campaign: an experiment with variations, and a bucket whose slots say
//! which share of people sees which.

use serde_json::Value as Json;

use super::message;
use crate::experiment::{Experiment, Group, Identifier, WHOLE_BP};
use crate::foreign::place::Place;

/// The test of a campaign with its groups; none where it has no test, or one that the file does
/// not hold (then with a note).
pub(super) fn read(context: &Place<'_>, config: &Place<'_>) -> Option<(Experiment, Vec<Group>)> {
    let exposure = context.field("exposure")?;
    let kinds = [("DEFAULT", false), ("AB_TEST", true)];
    if !exposure.word_of("type", &kinds)? {
        return None;
    }
    let number = exposure.whole_of("key");
    let found = config
        .items_of("experiments")
        .into_iter()
        .find(|one| number.is_some() && one.json().get("key").and_then(Json::as_i64) == number);
    let Some(source) = found else {
        exposure.note(
            "The file does not hold the A/B test; the message of its first variation arrives alone.",
        );
        return None;
    };
    Some(test(&source, context, config))
}

/// A variation with the slots that it has.
struct Variation<'a> {
    place: Place<'a>,
    id: Option<i64>,
    slots: u64,
}

fn test(source: &Place<'_>, context: &Place<'_>, config: &Place<'_>) -> (Experiment, Vec<Group>) {
    for name in ["id", "key", "version"] {
        source.take_field(name);
    }
    note_what_stays(source);
    let mut variations: Vec<Variation<'_>> = source
        .items_of("variations")
        .into_iter()
        .map(|place| Variation {
            id: place.whole_of("id"),
            place,
            slots: 0,
        })
        .collect();
    let mut experiment = Experiment {
        identifier: identifier(source),
        ..Experiment::default()
    };
    match bucket(source, config) {
        Some(bucket) => divide(&bucket, &mut variations, &mut experiment),
        None => variations.iter_mut().for_each(|one| one.slots = 1),
    }
    if let Some(id) = source.whole_of("winnerVariationId") {
        let won = variations.iter().find(|one| one.id == Some(id));
        experiment.winner = won.and_then(|one| one.place.id_of("key"));
    }
    let groups = groups(&variations, context);
    (experiment, groups)
}

/// Parts of a test that ours does not have.
fn note_what_stays(source: &Place<'_>) {
    let note = |holder: &Place<'_>, name: &str, why: &str| {
        let part = holder.field(name);
        let says_nothing = |part: &Place<'_>| part.json().as_array().is_some_and(Vec::is_empty);
        if let Some(part) = part.filter(|part| !says_nothing(part)) {
            part.note(why);
        }
    };
    note(
        source,
        "name",
        "A test has no name of its own in Rehearsal.",
    );
    note(
        source,
        "status",
        "A test runs with its campaign in Rehearsal.",
    );
    let Some(execution) = source.field("execution") else {
        return;
    };
    execution.take_field("status");
    execution.take_field("version");
    for name in ["segmentOverrides", "targetAudiences", "targetRules"] {
        note(
            &execution,
            name,
            "Only the campaign's own audience counts in Rehearsal.",
        );
    }
    let why = "Only test devices are put into a group by hand in Rehearsal.";
    note(&execution, "userOverrides", why);
}

fn identifier(source: &Place<'_>) -> Identifier {
    let words = [
        ("$id", Identifier::User),
        ("$userId", Identifier::User),
        ("$deviceId", Identifier::Device),
        ("$hackleDeviceId", Identifier::Device),
        ("$sessionId", Identifier::Session),
    ];
    source.word_of("identifierType", &words).unwrap_or_default()
}

/// The bucket of the default rule, else the experiment's own.
fn bucket<'a>(source: &Place<'a>, config: &Place<'a>) -> Option<Place<'a>> {
    let rule = source
        .field("execution")
        .and_then(|execution| execution.field("defaultRule"));
    let by_rule = rule.and_then(|rule| {
        rule.word_of("type", &[("BUCKET", ())])?;
        rule.whole_of("bucketId")
    });
    let own = source.whole_of("bucketId");
    let id = by_rule.or(own)?;
    let mut buckets = config.items_of("buckets").into_iter();
    let found = buckets.find(|one| one.json().get("id").and_then(Json::as_i64) == Some(id));
    match &found {
        Some(bucket) => bucket.take_field("id"),
        None => source.say(
            "Traffic of the A/B test",
            "The file does not hold its bucket; the groups share people evenly, and the seed is 0.",
        ),
    }
    found
}

/// Reads seed, traffic and slots. Ours lie next to each other in the order of the groups, so
/// another order moves people between groups.
fn divide(bucket: &Place<'_>, variations: &mut [Variation<'_>], experiment: &mut Experiment) {
    if let Some(seed) = bucket.whole_of("seed") {
        // The SDKs keep it signed; the hash takes the same 32 bits.
        experiment.seed = seed as u32;
    }
    let size = bucket.count_of("slotSize");
    let size = u64::from(size.filter(|size| *size > 0).unwrap_or(WHOLE_BP));
    let mut in_order = Vec::new();
    for slot in bucket.items_of("slots") {
        let (from, to) = (
            slot.count_of("startInclusive"),
            slot.count_of("endExclusive"),
        );
        let id = slot.whole_of("variationId");
        let Some(index) = variations
            .iter()
            .position(|one| one.id.is_some() && one.id == id)
        else {
            slot.note("It belongs to no variation of the A/B test.");
            continue;
        };
        if let (Some(from), Some(to)) = (from, to) {
            variations[index].slots += u64::from(to.saturating_sub(from));
            in_order.push((index, from, to));
        }
    }
    let sum: u64 = variations.iter().map(|one| one.slots).sum();
    experiment.traffic_bp = share(sum, size);
    let side_by_side = in_order.windows(2).all(|pair| pair[0].2 == pair[1].1)
        && in_order.is_sorted_by_key(|(index, _, _)| *index)
        && in_order.first().is_none_or(|(_, from, _)| *from == 0);
    if !side_by_side && let Some(slots) = bucket.field("slots") {
        slots.note(
            "Groups lie side by side in Rehearsal, so some people come into another group than \
             there.",
        );
    }
}

/// A part of a whole in basis points.
fn share(part: u64, whole: u64) -> u32 {
    let whole_bp = u64::from(WHOLE_BP);
    let bp = part.saturating_mul(whole_bp) / whole.max(1);
    bp.min(whole_bp) as u32
}

/// One group per variation; one without a message sees nothing.
fn groups(variations: &[Variation<'_>], context: &Place<'_>) -> Vec<Group> {
    let sum: u64 = variations.iter().map(|one| one.slots).sum();
    let (mut border, mut border_bp) = (0, 0);
    let mut groups = Vec::new();
    for (index, variation) in variations.iter().enumerate() {
        let key = variation.place.id_of("key");
        let key = key.unwrap_or_else(|| (index + 1).to_string());
        if let Some(status) = variation.place.field("status") {
            status.take();
            if status.json().as_str() != Some("ACTIVE") {
                status.note("It arrives as a group with the share of people that it had.");
            }
        }
        let its_own = |message: &Place<'_>| message::variation_of(message) == Some(&key);
        let control = !context.items_of("messages").iter().any(its_own);
        // Cumulative, so that the rounded weights sum to the whole.
        border += variation.slots;
        let end_bp = share(border, sum);
        groups.push(Group {
            name: key.clone(),
            weight_bp: end_bp - border_bp,
            control,
            message: message::of_variation(context, Some(&key)),
            key,
            ..Group::default()
        });
        border_bp = end_bp;
    }
    groups
}
