//! Three-way merge of a case that was changed in two places, question by question. Plain values; knows no storage and
//! does not interpret answers.

use crate::state::form::{Form, RawAnswer};

/// The path of an answer in a form, by stored ids. An empty `fact` stands for the company's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerPath {
    /// Id of the group and the index of the instance, counted from 0; `None` outside groups.
    pub card: Option<(String, usize)>,
    /// Id of the fact.
    pub fact: String,
}

/// A conflict: an answer given elsewhere at the same time as the one in the form, until the user has resolved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The question.
    pub place: AnswerPath,
    /// The other answer; `None` if it was cleared there.
    pub other: Option<RawAnswer>,
}

/// A form with its unresolved conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeInput {
    /// The answers.
    pub record: Form,
    /// The conflicts.
    pub rivals: Vec<Conflict>,
}

impl Form {
    /// The answer at a path.
    pub fn at(&self, place: &AnswerPath) -> Option<RawAnswer> {
        match &place.card {
            None if place.fact.is_empty() => (!self.name.is_empty()).then(|| named(&self.name)),
            None => self.entries.get(&place.fact).cloned(),
            Some((group, instance)) => self.instances(group)?.get(*instance)?.get(&place.fact).cloned(),
        }
    }

    /// Sets or clears the answer at a path.
    pub fn set_at(&mut self, place: &AnswerPath, entry: Option<RawAnswer>) {
        match (&place.card, entry) {
            (None, Some(RawAnswer::Typed { text, .. })) if place.fact.is_empty() => self.name = text,
            (None, _) if place.fact.is_empty() => self.name.clear(),
            (None, Some(entry)) => self.entries.insert(place.fact.clone(), entry),
            (None, None) => {
                self.entries.remove(&place.fact);
            }
            (Some((group, instance)), Some(entry)) => {
                let cards = self.cards_mut(group);
                if cards.len() <= *instance {
                    cards.resize(instance + 1, Default::default());
                }
                cards[*instance].insert(place.fact.clone(), entry);
            }
            (Some((group, instance)), None) => {
                if let Some(card) =
                    self.groups.iter_mut().find(|(id, _)| id == group).and_then(|(_, c)| c.get_mut(*instance))
                {
                    card.remove(&place.fact);
                }
            }
        }
    }

    // The paths of all answers.
    fn places(&self) -> Vec<AnswerPath> {
        let mut places = vec![AnswerPath { card: None, fact: String::new() }];
        places.extend(self.entries.iter().map(|(fact, _)| AnswerPath { card: None, fact: fact.to_owned() }));
        for (group, cards) in &self.groups {
            for (instance, card) in cards.iter().enumerate() {
                let of = |fact: &str| AnswerPath { card: Some((group.clone(), instance)), fact: fact.to_owned() };
                places.extend(card.iter().map(|(fact, _)| of(fact)));
            }
        }
        places
    }
}

fn named(name: &str) -> RawAnswer {
    RawAnswer::Typed { text: name.to_owned(), scale: 0, unsure: false }
}

/// Merges two versions with the common base `base`. A change made by one side only is adopted. If both sides changed an
/// answer differently, that of `ours` is kept and the other one becomes a conflict.
pub fn merge3(base: &MergeInput, ours: &MergeInput, theirs: &MergeInput) -> MergeInput {
    let mut joined = MergeInput { rivals: open(base, ours, theirs), ..MergeInput::default() };
    join_cards(&base.record, &ours.record, &theirs.record, &mut joined.record);
    let mut places = ours.record.places();
    for place in theirs.record.places() {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    for place in places {
        let (before, our, their) = (base.record.at(&place), ours.record.at(&place), theirs.record.at(&place));
        if our == before || our == their {
            joined.record.set_at(&place, their);
            continue;
        }
        joined.record.set_at(&place, our);
        let rival = Conflict { place, other: their };
        if rival.other != before && !joined.rivals.contains(&rival) {
            joined.rivals.push(rival);
        }
    }
    let record = &joined.record;
    joined.rivals.retain(|rival| record.at(&rival.place) != rival.other);
    joined
}

// The conflicts that neither side has resolved.
fn open(base: &MergeInput, ours: &MergeInput, theirs: &MergeInput) -> Vec<Conflict> {
    let settled = |rival: &Conflict| {
        base.rivals.contains(rival) && !(ours.rivals.contains(rival) && theirs.rivals.contains(rival))
    };
    let mut rivals = Vec::new();
    for rival in ours.rivals.iter().chain(&theirs.rivals) {
        if !settled(rival) && !rivals.contains(rival) {
            rivals.push(rival.clone());
        }
    }
    rivals
}

// Merges the groups that were answered and the numbers of their instances. The numbers can only conflict if both sides
// added or removed instances. Then the larger one is kept, because an empty instance is no loss and a missing one may
// be.
fn join_cards(base: &Form, ours: &Form, theirs: &Form, joined: &mut Form) {
    for (group, _) in ours.groups.iter().chain(&theirs.groups) {
        let count = |record: &Form| record.instances(group).map(Vec::len);
        let (before, our, their) = (count(base), count(ours), count(theirs));
        let count = match (our == before, their == before) {
            (true, _) => their,
            (_, true) => our,
            _ => our.max(their),
        };
        if let Some(count) = count {
            joined.cards_mut(group).resize(count, Default::default());
        }
    }
}

#[cfg(test)]
mod tests;
