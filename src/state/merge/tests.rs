//! Merging the changes that two tabs made to one case.

use super::*;
use crate::state::form::FieldKey;
use proptest::prelude::*;

fn typed(text: &str) -> RawAnswer {
    named(text)
}

fn version(answers: &[(&'static str, &str)]) -> MergeInput {
    let mut version = MergeInput::default();
    for (fact, text) in answers {
        version.record.set_answer(FieldKey::of(fact), typed(text));
    }
    version
}

fn place(fact: &str) -> AnswerPath {
    AnswerPath { card: None, fact: fact.into() }
}

#[test]
fn merge_keeps_both_edits_and_removals() {
    let base = version(&[("a", "1"), ("b", "2"), ("c", "3")]);
    let ours = version(&[("a", "10"), ("b", "2"), ("c", "3")]);
    let theirs = version(&[("a", "1"), ("b", "20"), ("d", "4")]);
    assert_eq!(merge3(&base, &ours, &theirs), version(&[("a", "10"), ("b", "20"), ("d", "4")]));
}

#[test]
fn conflicting_answers_are_resolved_once_for_both() {
    let base = version(&[("a", "1")]);
    let (ours, theirs) = (version(&[("a", "10")]), version(&[("a", "100")]));
    let joined = merge3(&base, &ours, &theirs);
    assert_eq!(joined.record, ours.record);
    assert_eq!(joined.rivals, [Conflict { place: place("a"), other: Some(typed("100")) }]);
    // The other tab receives the merged version and resolves the conflict.
    let mut settled = merge3(&theirs, &theirs, &joined);
    assert_eq!(settled, joined);
    settled.rivals.clear();
    settled.record.set_at(&place("a"), Some(typed("100")));
    assert_eq!(merge3(&joined, &joined, &settled), settled);
}

#[test]
fn removed_and_changed_answer_is_a_conflict() {
    let joined = merge3(&version(&[("a", "1")]), &version(&[]), &version(&[("a", "2")]));
    assert_eq!(joined.record, Form::default());
    assert_eq!(joined.rivals, [Conflict { place: place("a"), other: Some(typed("2")) }]);
}

#[test]
fn merge_applies_removed_and_added_instances() {
    let on = |instance| FieldKey { fact: "cost", card: Some(("projects", instance)) };
    let mut base = MergeInput::default();
    base.record.set_answer(on(0), typed("1"));
    base.record.set_answer(on(1), typed("2"));
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.record.remove_card("projects", 1);
    theirs.record.set_answer(FieldKey::of("a"), typed("3"));
    let joined = merge3(&base, &ours, &theirs);
    assert_eq!(joined.record.instances("projects").map(Vec::len), Some(1));
    assert_eq!(joined.record.get(FieldKey::of("a")), Some(&typed("3")));

    theirs.record.set_answer(on(2), typed("5"));
    let joined = merge3(&base, &base, &theirs);
    assert_eq!(joined, theirs);
}

#[test]
fn merge_keeps_empty_group_of_one_tab() {
    let mut theirs = MergeInput::default();
    theirs.record.cards_mut("projects");
    assert_eq!(
        merge3(&MergeInput::default(), &version(&[("a", "1")]), &theirs).record.instances("projects"),
        Some(&vec![])
    );
}

fn some_version() -> impl Strategy<Value = MergeInput> {
    const FACTS: [&str; 4] = ["a", "b", "c", "d"];
    let answer = (0..4usize, 0..3usize, "[0-9]{1,2}");
    proptest::collection::vec(answer, 0..8).prop_map(|answers| {
        let mut version = MergeInput::default();
        for (fact, card, text) in answers {
            let card = card.checked_sub(1).map(|instance| ("projects", instance));
            version.record.set_answer(FieldKey { fact: FACTS[fact], card }, typed(&text));
        }
        version
    })
}

proptest! {
    #[test]
    fn merge_loses_no_answer_silently(base in some_version(), ours in some_version(), theirs in some_version()) {
        let joined = merge3(&base, &ours, &theirs);
        for side in [&ours, &theirs] {
            for place in side.record.places() {
                let answer = side.record.at(&place);
                let is_new = answer != base.record.at(&place);
                let is_there = joined.record.at(&place) == answer;
                let is_asked = joined.rivals.contains(&Conflict { place: place.clone(), other: answer });
                prop_assert!(!is_new || is_there || is_asked, "{place:?}");
            }
        }
    }

    #[test]
    fn merge_without_local_edits_takes_remote(base in some_version(), theirs in some_version()) {
        prop_assert_eq!(merge3(&base, &base, &theirs).rivals, []);
        for place in theirs.record.places() {
            prop_assert_eq!(merge3(&base, &base, &theirs).record.at(&place), theirs.record.at(&place));
        }
    }
}
