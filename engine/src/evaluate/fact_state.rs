//! How every fact stands and what it can still be, fact by fact. Knows no gates and no expressions.

use super::{FactStatus, PartialValue};
use crate::answer::Answers;
use crate::book::{FactId, GroupId, RuleBook};
use crate::index::IndexVec;
use crate::number::Interval;
use rust_decimal::Decimal;

/// How a fact stands and what it can still be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FactState {
    pub(super) possible: PartialValue,
    pub(super) standing: FactStatus,
    // Whether it may still turn out not to apply at all: its gate is open, or its group may have no instance.
    pub(super) maybe_none: bool,
}

impl FactState {
    pub(super) fn certain(possible: PartialValue, standing: FactStatus) -> Self {
        Self { possible, standing, maybe_none: false }
    }

    pub(super) fn maybe_none(possible: PartialValue, standing: FactStatus) -> Self {
        let possible = match possible {
            PartialValue::Range(range) => PartialValue::Range(range.hull(Interval::point(Decimal::ZERO))),
            other => other,
        };
        Self { possible, standing, maybe_none: true }
    }
}

/// What is seen of every fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FactStates {
    // Those of facts in groups are not used.
    single: IndexVec<FactId, FactState>,
    // Per group its instances, each with what is seen of every fact of the group.
    groups: IndexVec<GroupId, Vec<Vec<FactState>>>,
}

const UNSEEN: FactState =
    FactState { possible: PartialValue::Day, standing: FactStatus::NotApplicable, maybe_none: false };

impl FactStates {
    /// Room for what will be seen.
    pub(super) fn unseen(book: &RuleBook<'_>, answers: &Answers) -> Self {
        let mut sight = Self {
            single: IndexVec::filled(UNSEEN, book.facts.len()),
            groups: IndexVec::filled(Vec::new(), book.groups.len()),
        };
        for group in book.groups.ids() {
            sight.resize_group(book, answers, group);
        }
        sight
    }

    /// Makes room for as many instances of a group as there are now. Returns whether there are more or fewer.
    pub(crate) fn resize_group(&mut self, book: &RuleBook<'_>, answers: &Answers, group: GroupId) -> bool {
        let instances = &mut self.groups[group];
        let (before, count) = (instances.len(), answers.instances(group).unwrap_or(1).max(1));
        if before != count {
            instances.resize(count, vec![UNSEEN; book.group_facts(group).count()]);
        }
        before != count
    }

    /// How many instances of a group there is room for.
    pub(super) fn instances(&self, group: GroupId) -> usize {
        self.groups[group].len()
    }

    /// What is seen of a fact, which has this place in a group; where there is no such instance, that of the first.
    pub(super) fn seen(&self, fact: FactId, group: Option<(GroupId, u8)>, instance: usize) -> FactState {
        let seen = match group {
            None => self.single.get(fact),
            Some((group, place)) => {
                let instances = &self.groups[group];
                instances.get(instance).or_else(|| instances.first()).and_then(|facts| facts.get(usize::from(place)))
            }
        };
        seen.copied().unwrap_or(FactState::certain(PartialValue::Day, FactStatus::Blocked))
    }

    /// Keeps what is seen of a fact. Returns whether it is something else than before.
    pub(super) fn see(&mut self, fact: FactId, group: Option<(GroupId, u8)>, instance: usize, seen: FactState) -> bool {
        let slot = match group {
            None => self.single.get_mut(fact),
            Some((group, place)) => {
                self.groups[group].get_mut(instance).and_then(|facts| facts.get_mut(usize::from(place)))
            }
        };
        slot.is_some_and(|slot| {
            let changed = *slot != seen;
            *slot = seen;
            changed
        })
    }
}
