use campaign::message::{Action, Button, Link, Step};
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn draft() -> Draft {
    Draft::new("spring".to_owned(), "Spring".to_owned())
}

fn edited(edit: impl FnOnce(&mut Draft)) -> Draft {
    let mut draft = draft();
    edit(&mut draft);
    draft
}

fn check(ours: &Draft, theirs: &Draft, expected: &Draft) {
    let merged = merge(&draft(), ours, theirs);
    assert_eq!(merged.conflicts, []);
    assert_eq!(merged.draft, *expected);
}

fn paths(ours: &Draft, theirs: &Draft) -> Vec<String> {
    merge(&draft(), ours, theirs)
        .conflicts
        .into_iter()
        .map(|conflict| conflict.path)
        .collect()
}

fn step(draft: &mut Draft) -> &mut Step {
    &mut draft.groups[0].message.steps[0]
}

#[test]
fn fields_that_one_side_changed_come_together() {
    check(
        &edited(|draft| draft.name = "Summer".to_owned()),
        &edited(|draft| step(draft).title.text = "Hello".to_owned()),
        &edited(|draft| {
            draft.name = "Summer".to_owned();
            step(draft).title.text = "Hello".to_owned();
        }),
    );
}

#[test]
fn the_same_change_on_both_sides_is_one_change() {
    let same = edited(|draft| draft.priority = 3);
    check(&same, &same, &same);
}

#[test]
fn a_part_added_here_and_a_part_edited_there_come_together() {
    let second = |draft: &mut Draft| {
        let step = Step {
            name: "step_2".to_owned(),
            ..Step::default()
        };
        draft.groups[0].message.steps.push(step);
    };
    check(
        &edited(second),
        &edited(|draft| step(draft).background = "#000000".to_owned()),
        &edited(|draft| {
            second(draft);
            step(draft).background = "#000000".to_owned();
        }),
    );
}

#[test]
fn a_field_changed_on_both_sides_is_a_conflict_and_stays_ours() {
    let ours = edited(|draft| step(draft).title.text = "Ours".to_owned());
    let theirs = edited(|draft| {
        step(draft).title.text = "Theirs".to_owned();
        draft.priority = 9;
    });
    let merged = merge(&draft(), &ours, &theirs);
    assert_eq!(
        merged.conflicts,
        [Conflict {
            path: "/groups/0/message/steps/0/title/text".to_owned(),
            label: "Group A · step 1 · title".to_owned(),
            base: json!(""),
            ours: json!("Ours"),
            theirs: json!("Theirs"),
        }]
    );
    assert_eq!(merged.draft.groups[0].message.steps[0].title.text, "Ours");
    assert_eq!(merged.draft.priority, 9);
}

#[test]
fn a_part_removed_here_and_edited_there_is_a_conflict() {
    let ours = edited(|draft| step(draft).buttons.clear());
    let theirs = edited(|draft| step(draft).buttons[0].text = "Bye".to_owned());
    assert_eq!(paths(&ours, &theirs), ["/groups/0/message/steps/0/buttons"]);
}

#[test]
fn actions_of_another_type_are_not_mixed() {
    let link = |url: &str| {
        Action::Link(Link {
            url: url.to_owned(),
            ..Link::default()
        })
    };
    let act = |action: Action| edited(|draft| step(draft).buttons[0].action = action);
    let path = "/groups/0/message/steps/0/buttons/0/action";
    assert_eq!(
        paths(
            &act(link("https://a.example")),
            &act(Action::HIDE_FOR_A_DAY)
        ),
        [path]
    );
    let ours = edited(|draft| {
        step(draft).buttons[0] = Button {
            action: Action::DONE,
            ..Button::default()
        };
    });
    assert_eq!(paths(&ours, &act(link("https://b.example"))), [path]);
}

#[test]
fn unnamed_parts_are_not_mixed_either() {
    let rule = |event: &str| campaign::trigger::TriggerRule {
        event: event.to_owned(),
        ..Default::default()
    };
    let ours = edited(|draft| draft.triggers[0] = rule("a"));
    let theirs = edited(|draft| draft.triggers[0] = rule("b"));
    assert_eq!(paths(&ours, &theirs), ["/triggers/0"]);
    let longer = edited(|draft| draft.triggers.push(rule("c")));
    assert_eq!(paths(&ours, &longer), ["/triggers"]);
}

/// One edit of a draft, chosen by number, so that two sides often meet in one field.
fn apply(draft: &mut Draft, (field, value): (u8, u8)) {
    let word = format!("value {value}");
    match field {
        0 => draft.name = word,
        1 => draft.description = word,
        2 => draft.priority = i32::from(value),
        3 => draft.tags.push(word),
        4 => drop(draft.tags.pop()),
        5 => step(draft).title.text = word,
        6 => step(draft).buttons[0].text = word,
        7 => {
            let name = format!("step_{value}");
            draft.groups[0].message.steps.push(Step {
                name,
                ..Step::default()
            });
        }
        8 => draft.frequency.per_session = Some(u32::from(value)),
        9 => drop(draft.unknown.insert(word, json!({ "newer": value }))),
        10 => step(draft).buttons[0].action = Action::HIDE_FOR_A_DAY,
        _ => draft.triggers[0].event = word,
    }
}

fn edits() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec((0_u8..12, 0_u8..4), 0..6)
}

fn with(edits: Vec<(u8, u8)>) -> Draft {
    edited(|draft| edits.into_iter().for_each(|edit| apply(draft, edit)))
}

proptest! {
    #[test]
    fn sides_can_be_exchanged(ours in edits(), theirs in edits()) {
        let (base, ours, theirs) = (draft(), with(ours), with(theirs));
        let here = merge(&base, &ours, &theirs);
        let there = merge(&base, &theirs, &ours);
        let swapped: Vec<Conflict> = there
            .conflicts
            .into_iter()
            .map(|c| Conflict { ours: c.theirs, theirs: c.ours, ..c })
            .collect();
        let mut sorted = here.conflicts.clone();
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        let mut swapped = swapped;
        swapped.sort_by(|a, b| a.path.cmp(&b.path));
        prop_assert_eq!(sorted, swapped);
        if here.conflicts.is_empty() {
            prop_assert_eq!(here.draft, there.draft);
        }
    }

    #[test]
    fn no_change_is_lost(ours in edits(), theirs in edits()) {
        let (base, ours, theirs) = (draft(), with(ours), with(theirs));
        let merged = merge(&base, &ours, &theirs);
        let json = |draft: &Draft| serde_json::to_value(draft).unwrap();
        let (result, side) = (json(&merged.draft), [json(&ours), json(&theirs)]);
        for (changed, side) in [(&ours, &side[0]), (&theirs, &side[1])] {
            for change in campaign::diff::diff(&base, changed) {
                let is_in_conflict =
                    merged.conflicts.iter().any(|c| change.path.starts_with(&c.path));
                let is_kept = result.pointer(&change.path) == side.pointer(&change.path);
                prop_assert!(is_in_conflict || is_kept, "{} is lost", change.path);
            }
        }
    }

    #[test]
    fn one_sided_edits_need_nobody(ours in edits()) {
        let (base, ours) = (draft(), with(ours));
        let expected = Merge { draft: ours.clone(), conflicts: Vec::new() };
        prop_assert_eq!(merge(&base, &ours, &base), expected.clone());
        prop_assert_eq!(merge(&base, &base, &ours), expected);
    }
}
