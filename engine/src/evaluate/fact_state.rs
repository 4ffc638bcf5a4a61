//! The state of every fact: its status and its possible values. Knows no gates and no expressions.

use super::{FactStatus, PartialValue};
use crate::answer::Answers;
use crate::book::{FactId, GroupId, RuleBook};
use crate::index::IndexVec;
use crate::number::Interval;
use rust_decimal::Decimal;

/// The status of a fact and the values it can still have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FactState {
    pub(super) possible: PartialValue,
    pub(super) standing: FactStatus,
    // Whether it may still turn out not to apply: its gate is unknown, or its group may have no instances.
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

/// The states of all facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FactStates {
    // By fact; entries of facts in groups are unused.
    single: IndexVec<FactId, FactState>,
    // Per group and instance, the states of the facts of the group.
    groups: IndexVec<GroupId, Vec<Vec<FactState>>>,
}

const UNSEEN: FactState =
    FactState { possible: PartialValue::Day, standing: FactStatus::NotApplicable, maybe_none: false };

impl FactStates {
    /// States of the right size, not evaluated yet.
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

    /// Adjusts the number of instances of a group to the answers. Returns whether it has changed.
    pub(crate) fn resize_group(&mut self, book: &RuleBook<'_>, answers: &Answers, group: GroupId) -> bool {
        let instances = &mut self.groups[group];
        let (before, count) = (instances.len(), answers.instances(group).unwrap_or(1).max(1));
        if before != count {
            instances.resize(count, vec![UNSEEN; book.group_facts(group).count()]);
        }
        before != count
    }

    /// The number of instances of a group.
    pub(super) fn instances(&self, group: GroupId) -> usize {
        self.groups[group].len()
    }

    /// The state of a fact; `group` is its group and index in it. For a missing instance, the state in the first
    /// instance.
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

    /// Stores the state of a fact. Returns whether it has changed.
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
