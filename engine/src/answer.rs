//! What a company has told us, fact by fact. Knows the shape of answers, not what follows from them.

use crate::book::{FactId, GroupId, OptionSet, RuleBook};
use crate::index::IndexVec;
use crate::number::Date;
use crate::number_input::Scale;
use crate::signs::made_visible;
use rust_decimal::Decimal;

/// An answer to one question. Not asked is the absence of an answer; 不清楚 is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// The option at this place.
    Choice(u8),
    /// These options; none is an answer too.
    Several(OptionSet),
    /// Money in 元, a ratio as a fraction, or a quantity in the fact's unit.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// 不清楚.
    Unsure,
}

/// What was put into the field of a question and cannot be read. It is no answer: the question counts as not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The question.
    pub fact: FactId,
    /// The instance of its group, from 0; 0 outside groups.
    pub instance: usize,
    /// The text as it was typed, never blank; the ids of options that there are not, with a comma between them.
    pub text: String,
    /// The unit that was selected beside it; [`Scale::One`] where there is nothing to select.
    pub scale: Scale,
    // The group of the question.
    group: Option<GroupId>,
}

impl Unreadable {
    /// The text to be shown.
    pub fn visible_text(&self) -> String {
        made_visible(&self.text)
    }

    /// Whether the text names a unit itself, or there is none to select.
    pub fn names_unit(&self) -> bool {
        self.visible_text().contains(['元', '万', '亿']) || self.scale == Scale::One
    }
}

/// The answers of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    single: IndexVec<FactId, Option<Answer>>,
    // By fact and instance, ascending.
    unreadable: Vec<Unreadable>,
    // Per group: `None` while nothing is known, otherwise its instances, each with an answer per fact of the group.
    groups: IndexVec<GroupId, Option<Vec<Vec<Option<Answer>>>>>,
}

impl Answers {
    /// Nothing answered.
    pub fn empty(book: &RuleBook<'_>) -> Self {
        Self {
            single: IndexVec::filled(None, book.facts.len()),
            unreadable: Vec::new(),
            groups: IndexVec::filled(None, book.groups.len()),
        }
    }

    /// The answer to a fact; `instance` counts from 0 and matters only to facts of a group.
    pub fn get(&self, book: &RuleBook<'_>, fact: FactId, instance: usize) -> Option<Answer> {
        match book.facts[fact].group {
            None => *self.single.get(fact)?,
            Some((group, place)) => *self.groups[group].as_ref()?.get(instance)?.get(usize::from(place))?,
        }
    }

    /// Answers a fact, or takes its answer back. Instances up to `instance` come into being. What could not be read there
    /// is gone.
    pub fn set(&mut self, book: &RuleBook<'_>, fact: FactId, instance: usize, answer: Option<Answer>) {
        let known = &book.facts[fact];
        if let Ok(place) = self.place(fact, instance) {
            self.unreadable.remove(place);
        }
        let slot = match known.group {
            None => self.single.get_mut(fact),
            Some((group, place)) => {
                let size = book.group_facts(group).count();
                let instances = self.groups[group].get_or_insert_default();
                while instances.len() <= instance {
                    instances.push(vec![None; size]);
                }
                instances.get_mut(instance).and_then(|facts| facts.get_mut(usize::from(place)))
            }
        };
        if let Some(slot) = slot {
            *slot = answer;
        }
    }

    fn place(&self, fact: FactId, instance: usize) -> Result<usize, usize> {
        self.unreadable.binary_search_by(|one| (one.fact, one.instance).cmp(&(fact, instance)))
    }

    /// Everything that was put into a field and cannot be read, by fact and instance.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// What was put into the field of a fact and cannot be read.
    pub fn unreadable_at(&self, fact: FactId, instance: usize) -> Option<&Unreadable> {
        self.place(fact, instance).ok().and_then(|place| self.unreadable.get(place))
    }

    /// Keeps what was put into the field of a fact and cannot be read; its answer is gone. A blank text is nothing.
    pub fn set_unreadable(&mut self, book: &RuleBook<'_>, fact: FactId, instance: usize, text: &str, scale: Scale) {
        self.set(book, fact, instance, None);
        let known = &book.facts[fact];
        if text.trim().is_empty() {
            return;
        }
        if let Err(place) = self.place(fact, instance) {
            let group = known.group.map(|(group, _)| group);
            self.unreadable.insert(place, Unreadable { fact, instance, text: text.to_owned(), scale, group });
        }
    }

    /// Takes over from others what could not be read.
    pub(crate) fn take_unreadable(&mut self, others: &Self) {
        self.unreadable.clone_from(&others.unreadable);
    }

    // Keeps of a group what stands in its first instances.
    fn keep_unreadable(&mut self, group: GroupId, instances: usize) {
        let goes = |one: &Unreadable| one.group.is_some_and(|own| own == group);
        self.unreadable.retain(|one| !goes(one) || one.instance < instances);
    }

    /// Says how many instances of a group there are; new ones are unanswered, and zero means there are none at all.
    pub fn set_instances(&mut self, book: &RuleBook<'_>, group: GroupId, count: usize) {
        self.keep_unreadable(group, count);
        let size = book.group_facts(group).count();
        self.groups[group].get_or_insert_default().resize(count, vec![None; size]);
    }

    /// Takes back everything that was said of a group.
    pub fn clear_instances(&mut self, group: GroupId) {
        self.keep_unreadable(group, 0);
        self.groups[group] = None;
    }

    /// How many instances of a group were given; `None` while nothing is known of it.
    pub fn instances(&self, group: GroupId) -> Option<usize> {
        self.groups[group].as_ref().map(Vec::len)
    }
}
