//! An assessment that follows its answers: what a changed answer touches is looked at again, and nothing else.
//!
//! It comes to exactly what [`super::assess`] says of the same answers.

use super::plan::Plan;
use super::totals::total;
use super::{Assessment, Index, Outcome, assessment_date, name_ties, weigh_again};
use crate::answer::{Answer, Answers};
use crate::book::{Book, FactId, GroupId, MeasureId};
use crate::evaluate::{Sight, View};
use crate::index::IndexVec;
use crate::number::Date;
use core::mem::take;
use core::ops::Deref;

/// The answers of one company and what follows from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// The answers.
    pub answers: Answers,
    /// What follows from them.
    pub assessment: Assessment,
}

/// Answers that change, and what follows from them. After [`Assessor::set`] and the like, [`Assessor::settle`] brings the
/// assessment up to date. What it holds can be read like its own fields, and changed by it alone.
#[derive(Clone, Debug)]
pub struct Assessor<'a> {
    book: &'a Book<'a>,
    index: &'a Index,
    // The day as of which is assessed where no answer says another.
    date: Date,
    now: Assessed,
    // What is seen of the facts.
    sight: Sight,
    plan: Plan,
    // The measures to look at again, once each, and whether to add up again whatever becomes of them.
    touched: Touched,
    resum: bool,
}

/// Measures, each once.
#[derive(Clone, Debug)]
struct Touched {
    measures: Vec<MeasureId>,
    holds: IndexVec<MeasureId, bool>,
}

impl Touched {
    fn all(book: &Book<'_>) -> Self {
        Self { measures: book.measures.ids().collect(), holds: IndexVec::filled(true, book.measures.len()) }
    }

    fn add(&mut self, measures: &[MeasureId]) {
        for measure in measures {
            if !self.holds[*measure] {
                self.holds[*measure] = true;
                self.measures.push(*measure);
            }
        }
    }

    fn clear(&mut self) {
        self.measures.clear();
        self.holds.iter_mut().for_each(|holds| *holds = false);
    }
}

impl Deref for Assessor<'_> {
    type Target = Assessed;

    fn deref(&self) -> &Assessed {
        &self.now
    }
}

impl<'a> Assessor<'a> {
    /// Assesses a company. `index` is that of the book, `date` the day as of which unless an answer says another.
    pub fn new(book: &'a Book<'a>, index: &'a Index, answers: Answers, date: Date) -> Self {
        let view = View::new(book, &answers);
        let (plan, sight) = (Plan::new(&view), view.into_sight());
        let mut assessor = Self {
            book,
            index,
            date,
            now: Assessed { assessment: Assessment::blank(book, date), answers },
            sight,
            plan,
            touched: Touched::all(book),
            resum: true,
        };
        assessor.settle();
        assessor
    }

    /// The book.
    pub const fn book(&self) -> &'a Book<'a> {
        self.book
    }

    /// The answers as evaluation sees them; costs nothing. `book` is the book of this assessor or the same with other
    /// texts.
    pub fn view<'e>(&'e self, book: &'e Book<'a>) -> View<'e, 'a> {
        View::again(book, &self.now.answers, &self.sight)
    }

    /// Whether a fact's gate is closed, whatever was answered.
    pub fn is_closed(&self, fact: FactId, instance: usize) -> bool {
        self.view(self.book).is_closed(fact, instance)
    }

    /// Answers a fact, or takes its answer back; see [`Answers::set`].
    pub fn set(&mut self, fact: FactId, instance: usize, answer: Option<Answer>) {
        let group = self.book.facts[fact].group.map(|(group, _)| group);
        let count = group.map(|group: GroupId| self.now.answers.instances(group));
        let exists = count.is_none_or(|count| count.is_some_and(|count| instance < count));
        if exists && self.now.answers.get(self.book, fact, instance) == answer {
            return;
        }
        self.now.answers.set(self.book, fact, instance, answer);
        match group.filter(|group| count != Some(self.now.answers.instances(*group))) {
            Some(group) => self.count_again(group),
            None => self.look_again(fact),
        }
    }

    /// Takes over from all answers that were given what could not be read; nothing else follows from it.
    pub fn take_unreadable(&mut self, given: &Answers) {
        self.now.answers.take_unreadable(given);
    }

    /// Says how many instances of a group there are; `None`: nothing is known of it any more.
    pub fn set_instances(&mut self, group: GroupId, count: Option<usize>) {
        if self.now.answers.instances(group) == count {
            return;
        }
        match count {
            Some(count) => self.now.answers.set_instances(self.book, group, count),
            None => self.now.answers.forget_instances(group),
        }
        self.count_again(group);
    }

    // Everything about a group may stand otherwise, and the totals say of which amounts one instance stands for all.
    fn count_again(&mut self, group: GroupId) {
        self.resum = true;
        self.sight.recount(self.book, &self.now.answers, group);
        let (book, index) = (self.book, self.index);
        for fact in book.group_facts(group) {
            self.look_again(fact);
            self.touched.add(index.measures(fact));
        }
    }

    // Looks again at a fact and at those behind it.
    fn look_again(&mut self, fact: FactId) {
        let (book, index) = (self.book, self.index);
        let mut view = View::resume(book, &self.now.answers, take(&mut self.sight));
        for behind in index.behind(fact) {
            // Of a day nothing is seen but that it is answered.
            if view.look_again(*behind) || *behind == book.document.date_fact {
                self.resum |= *behind == book.document.applicant_fact;
                self.touched.add(index.measures(*behind));
            }
        }
        self.sight = view.into_sight();
    }

    /// Brings the assessment up to date with the answers.
    pub fn settle(&mut self) {
        if self.touched.measures.is_empty() && !self.resum {
            return;
        }
        self.weigh_touched();
        let view = View::resume(self.book, &self.now.answers, take(&mut self.sight));
        if !self.plan.fits(&view) {
            self.plan = Plan::new(&view);
            self.now.assessment.next.clear();
            self.touched = Touched::all(self.book);
        }
        let Assessment { date, outcomes, next, .. } = &mut self.now.assessment;
        self.now.assessment.most_left = self.plan.look_at(&view, *date, outcomes, &self.touched.measures, next);
        self.sight = view.into_sight();
        self.touched.clear();
    }

    // Verdicts, amounts and sums.
    fn weigh_touched(&mut self) {
        let view = View::resume(self.book, &self.now.answers, take(&mut self.sight));
        self.now.assessment.date = assessment_date(self.book, &self.now.answers, self.date);
        for ix in self.touched.measures.iter().copied() {
            let (measure, outcome) = (&self.book.measures[ix], &mut self.now.assessment.outcomes[ix]);
            let counts = |outcome: &Outcome| (outcome.verdict, outcome.amount, outcome.stake, outcome.endless);
            let before = counts(outcome);
            weigh_again(&view, measure, self.now.assessment.date, outcome);
            // Of related measures the sums look at every instance.
            self.resum |= measure.links().next().is_some() || before != counts(outcome);
        }
        for ix in self.touched.measures.iter().copied() {
            name_ties(&view, &mut self.now.assessment.outcomes, ix);
        }
        if take(&mut self.resum) {
            self.now.assessment.totals = total(&view, &self.now.assessment.outcomes);
        }
        self.sight = view.into_sight();
    }
}
