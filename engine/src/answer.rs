//! What a company has told us, fact by fact. Knows the shape of answers, not what follows from them.

use crate::book::{Book, FactIx, Options};
use crate::number::Date;
use rust_decimal::Decimal;

/// An answer to one question. Not asked is the absence of an answer; 不清楚 is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// The option at this place.
    Choice(u8),
    /// These options; none is an answer too.
    Several(Options),
    /// Money in 元, a ratio as a fraction, or a quantity in the fact's unit.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// 不清楚.
    Unsure,
}

/// The answers of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    single: Vec<Option<Answer>>,
    // Per group: `None` while nothing is known, otherwise its instances, each with an answer per fact of the group.
    groups: Vec<Option<Vec<Vec<Option<Answer>>>>>,
}

impl Answers {
    /// Nothing answered.
    pub fn none(book: &Book<'_>) -> Self {
        Self { single: vec![None; book.facts.len()], groups: vec![None; book.groups.len()] }
    }

    /// The answer to a fact; `instance` counts from 0 and matters only to facts of a group.
    pub fn get(&self, book: &Book<'_>, fact: FactIx, instance: usize) -> Option<Answer> {
        match book.facts.get(usize::from(fact))?.group {
            None => *self.single.get(usize::from(fact))?,
            Some((group, place)) => {
                *self.groups.get(usize::from(group))?.as_ref()?.get(instance)?.get(usize::from(place))?
            }
        }
    }

    /// Answers a fact, or takes its answer back. Instances up to `instance` come into being.
    pub fn set(&mut self, book: &Book<'_>, fact: FactIx, instance: usize, answer: Option<Answer>) {
        let Some(known) = book.facts.get(usize::from(fact)) else { return };
        let slot = match known.group {
            None => self.single.get_mut(usize::from(fact)),
            Some((group, place)) => {
                let size = book.group_facts(usize::from(group)).count();
                self.groups.get_mut(usize::from(group)).and_then(|instances| {
                    let instances = instances.get_or_insert_default();
                    while instances.len() <= instance {
                        instances.push(vec![None; size]);
                    }
                    instances.get_mut(instance)?.get_mut(usize::from(place))
                })
            }
        };
        if let Some(slot) = slot {
            *slot = answer;
        }
    }

    /// Says how many instances of a group there are; new ones are unanswered, and zero means there are none at all.
    pub fn set_instances(&mut self, book: &Book<'_>, group: usize, count: usize) {
        let size = book.group_facts(group).count();
        if let Some(instances) = self.groups.get_mut(group) {
            instances.get_or_insert_default().resize(count, vec![None; size]);
        }
    }

    /// Takes back everything that was said of a group.
    pub fn forget_instances(&mut self, group: usize) {
        if let Some(instances) = self.groups.get_mut(group) {
            *instances = None;
        }
    }

    /// How many instances of a group were given; `None` while nothing is known of it.
    pub fn instances(&self, group: usize) -> Option<usize> {
        self.groups.get(group)?.as_ref().map(Vec::len)
    }
}
