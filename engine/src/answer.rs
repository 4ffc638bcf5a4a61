//! The answers of a company, by fact. Knows the shape of answers, not their consequences.

use crate::book::{FactId, GroupId, OptionSet, RuleBook};
use crate::index::IndexVec;
use crate::number::Date;
use crate::number_input::Scale;
use crate::signs::made_visible;
use rust_decimal::Decimal;

/// Maximum number of instances of one group.
pub const MAX_INSTANCES: usize = 200;

/// An answer to one question. An unanswered question has no `Answer`; 不清楚 is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// The option at this index.
    Choice(u8),
    /// These options; the empty set is an answer too.
    Several(OptionSet),
    /// Money in 元, a ratio as a fraction, or a quantity in the fact's unit.
    Number(Decimal),
    /// A date.
    Date(Date),
    /// 不清楚.
    Unsure,
}

/// Text typed into the field of a question that cannot be parsed. It is not an answer: the question counts as
/// unanswered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The question.
    pub fact: FactId,
    /// The instance of its group, from 0; 0 outside groups.
    pub instance: usize,
    /// The text as typed, never blank; for unknown options, their ids separated by commas.
    pub text: String,
    /// The selected unit; [`Scale::One`] if the field has no selector.
    pub scale: Scale,
    // The group of the question.
    group: Option<GroupId>,
}

impl Unreadable {
    /// The text for display, with invisible characters made visible.
    pub fn visible_text(&self) -> String {
        made_visible(&self.text)
    }

    /// Whether the text itself contains a unit, or the field has no unit selector.
    pub fn names_unit(&self) -> bool {
        self.visible_text().contains(['元', '万', '亿']) || self.scale == Scale::One
    }
}

/// The answers of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    single: IndexVec<FactId, Option<Answer>>,
    // Sorted by fact and instance.
    unreadable: Vec<Unreadable>,
    // Per group: `None` while the number of instances is unknown, otherwise one answer per instance and fact of the
    // group.
    groups: IndexVec<GroupId, Option<Vec<Vec<Option<Answer>>>>>,
}

impl Answers {
    /// No answers.
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

    /// Sets or (with `None`) clears the answer to a fact. Creates missing instances up to `instance`. Discards the
    /// unreadable text of the fact.
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

    /// All unreadable texts, sorted by fact and instance.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// The unreadable text of a fact.
    pub fn unreadable_at(&self, fact: FactId, instance: usize) -> Option<&Unreadable> {
        self.place(fact, instance).ok().and_then(|place| self.unreadable.get(place))
    }

    /// Stores the unreadable text of a fact and clears its answer. A blank text only clears the answer.
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

    /// Copies the unreadable texts of other answers.
    pub(crate) fn take_unreadable(&mut self, others: &Self) {
        self.unreadable.clone_from(&others.unreadable);
    }

    // Keeps only the unreadable texts in the first `instances` of a group.
    fn keep_unreadable(&mut self, group: GroupId, instances: usize) {
        let goes = |one: &Unreadable| one.group.is_some_and(|own| own == group);
        self.unreadable.retain(|one| !goes(one) || one.instance < instances);
    }

    /// Sets the number of instances of a group; new ones are unanswered, and 0 means that there are none.
    pub fn set_instances(&mut self, book: &RuleBook<'_>, group: GroupId, count: usize) {
        self.keep_unreadable(group, count);
        let size = book.group_facts(group).count();
        self.groups[group].get_or_insert_default().resize(count, vec![None; size]);
    }

    /// Clears the instances of a group, so that their number is unknown.
    pub fn clear_instances(&mut self, group: GroupId) {
        self.keep_unreadable(group, 0);
        self.groups[group] = None;
    }

    /// The number of instances of a group; `None` while it is unknown.
    pub fn instances(&self, group: GroupId) -> Option<usize> {
        self.groups[group].as_ref().map(Vec::len)
    }
}
