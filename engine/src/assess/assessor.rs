//! Incremental assessment: a changed answer re-evaluates only its dependents.
//!
//! The result is always equal to that of [`super::assess`] for the same answers.

use super::question_planner::QuestionQueue;
use super::things::family_members;
use super::totals::{self, TotalsPart};
use super::{Assessment, DependencyGraph, Outcome, assessment_date, name_ties, update_outcome};
use crate::answer::{Answer, Answers};
use crate::book::{FactId, GroupId, MeasureId, RuleBook};
use crate::evaluate::{Evaluator, FactStates};
use crate::index::IndexVec;
use crate::number::Date;
use core::mem::take;
use core::ops::Deref;

/// The answers of one company and their assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessedAnswers {
    /// The answers.
    pub answers: Answers,
    /// The assessment of these answers.
    pub assessment: Assessment,
}

/// Answers with an assessment that is updated incrementally. After [`IncrementalAssessor::set`] and the other setters,
/// [`IncrementalAssessor::recompute`] updates the assessment. The answers and the assessment are readable through
/// `Deref` and can only be changed by these methods.
#[derive(Clone, Debug)]
pub struct IncrementalAssessor<'a> {
    book: &'a RuleBook<'a>,
    index: &'a DependencyGraph,
    // The assessment date if no answer states another.
    date: Date,
    now: AssessedAnswers,
    // The states of all facts.
    sight: FactStates,
    plan: QuestionQueue,
    // What each measure adds to the totals.
    parts: IndexVec<MeasureId, TotalsPart>,
    // The measures to re-evaluate, and whether the totals must be recomputed in any case.
    touched: DirtySet,
    totals_dirty: bool,
}

/// A set of measures.
#[derive(Clone, Debug)]
struct DirtySet {
    measures: Vec<MeasureId>,
    holds: IndexVec<MeasureId, bool>,
}

impl DirtySet {
    fn all(book: &RuleBook<'_>) -> Self {
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

impl Deref for IncrementalAssessor<'_> {
    type Target = AssessedAnswers;

    fn deref(&self) -> &AssessedAnswers {
        &self.now
    }
}

impl<'a> IncrementalAssessor<'a> {
    /// Assesses a company. `index` must be that of the book. `date` is the assessment date unless an answer states
    /// another.
    pub fn new(book: &'a RuleBook<'a>, index: &'a DependencyGraph, answers: Answers, date: Date) -> Self {
        let view = Evaluator::new(book, &answers);
        let (plan, sight) = (QuestionQueue::new(&view), view.into_fact_states());
        let mut assessor = Self {
            book,
            index,
            date,
            now: AssessedAnswers { assessment: Assessment::blank(book, date), answers },
            sight,
            plan,
            parts: IndexVec::filled(TotalsPart::NOTHING, book.measures.len()),
            touched: DirtySet::all(book),
            totals_dirty: true,
        };
        assessor.recompute();
        assessor
    }

    /// The rule book.
    pub const fn book(&self) -> &'a RuleBook<'a> {
        self.book
    }

    /// An evaluator for the current answers; costs nothing. `book` is the book of this assessor, or the same with other
    /// texts.
    pub fn view<'e>(&'e self, book: &'e RuleBook<'a>) -> Evaluator<'e, 'a> {
        Evaluator::borrowed(book, &self.now.answers, &self.sight)
    }

    /// Whether a fact's gate is closed, regardless of the fact's own answer.
    pub fn is_closed(&self, fact: FactId, instance: usize) -> bool {
        self.view(self.book).is_closed(fact, instance)
    }

    /// Sets or (with `None`) clears the answer to a fact; see [`Answers::set`].
    pub fn set(&mut self, fact: FactId, instance: usize, answer: Option<Answer>) {
        let group = self.book.facts[fact].group.map(|(group, _)| group);
        let count = group.map(|group: GroupId| self.now.answers.instances(group));
        let exists = count.is_none_or(|count| count.is_some_and(|count| instance < count));
        if exists && self.now.answers.get(self.book, fact, instance) == answer {
            return;
        }
        self.now.answers.set(self.book, fact, instance, answer);
        match group.filter(|group| count != Some(self.now.answers.instances(*group))) {
            Some(group) => self.on_group_resized(group),
            None => self.look_again(fact),
        }
    }

    /// Copies the unreadable texts of the given answers; they affect no result.
    pub fn take_unreadable(&mut self, given: &Answers) {
        self.now.answers.take_unreadable(given);
    }

    /// Sets the number of instances of a group; `None`: unknown.
    pub fn set_instances(&mut self, group: GroupId, count: Option<usize>) {
        if self.now.answers.instances(group) == count {
            return;
        }
        match count {
            Some(count) => self.now.answers.set_instances(self.book, group, count),
            None => self.now.answers.clear_instances(group),
        }
        self.on_group_resized(group);
    }

    // The state of every fact of the group may change, and the totals count the amounts that assume a single instance.
    fn on_group_resized(&mut self, group: GroupId) {
        self.totals_dirty = true;
        self.sight.resize_group(self.book, &self.now.answers, group);
        let (book, index) = (self.book, self.index);
        for fact in book.group_facts(group) {
            self.look_again(fact);
            self.touched.add(index.measures(fact));
        }
    }

    // Re-evaluates a fact and its dependents.
    fn look_again(&mut self, fact: FactId) {
        let (book, index) = (self.book, self.index);
        let mut view = Evaluator::resume(book, &self.now.answers, take(&mut self.sight));
        for behind in index.dependents(fact) {
            // The state of a date fact does not contain its value, so a changed date counts as a change.
            if view.reevaluate_fact(*behind) || *behind == book.document.date_fact {
                self.totals_dirty |= *behind == book.document.applicant_fact;
                self.touched.add(index.measures(*behind));
            }
        }
        self.sight = view.into_fact_states();
    }

    /// Updates the assessment to the current answers.
    pub fn recompute(&mut self) {
        if self.touched.measures.is_empty() && !self.totals_dirty {
            return;
        }
        self.reevaluate_dirty();
        let view = Evaluator::resume(self.book, &self.now.answers, take(&mut self.sight));
        if !self.plan.has_capacity_for(&view) {
            self.plan = QuestionQueue::new(&view);
            self.now.assessment.pending_questions.clear();
            self.touched = DirtySet::all(self.book);
        }
        let Assessment { date, outcomes, pending_questions: next, .. } = &mut self.now.assessment;
        self.now.assessment.max_remaining = self.plan.look_at(&view, *date, outcomes, &self.touched.measures, next);
        self.sight = view.into_fact_states();
        self.touched.clear();
    }

    // Updates verdicts, amounts and totals.
    fn reevaluate_dirty(&mut self) {
        let view = Evaluator::resume(self.book, &self.now.answers, take(&mut self.sight));
        self.now.assessment.date = assessment_date(self.book, &self.now.answers, self.date);
        for ix in self.touched.measures.iter().copied() {
            let (measure, outcome) = (&self.book.measures[ix], &mut self.now.assessment.outcomes[ix]);
            let counts =
                |outcome: &Outcome| (outcome.verdict, outcome.amount, outcome.max_payout, outcome.is_unbounded);
            let before = counts(outcome);
            update_outcome(&view, measure, self.now.assessment.date, outcome);
            // The totals of related measures depend on every single instance.
            self.totals_dirty |= measure.links().next().is_some() || before != counts(outcome);
        }
        for ix in self.touched.measures.iter().copied() {
            name_ties(&view, &mut self.now.assessment.outcomes, ix);
        }
        if take(&mut self.totals_dirty) {
            let (outcomes, parts) = (&self.now.assessment.outcomes, &mut self.parts);
            // Members of a family, whose parts are computed once.
            let mut related: Vec<MeasureId> = Vec::new();
            for ix in self.touched.measures.iter().copied() {
                if self.book.measures[ix].links().next().is_none() {
                    parts[ix] = TotalsPart::of(&view, outcomes, ix);
                } else if !related.contains(&ix) {
                    related.extend(family_members(self.book, ix));
                }
            }
            for ix in related {
                parts[ix] = TotalsPart::of(&view, outcomes, ix);
            }
            self.now.assessment.totals = totals::sum(&view, outcomes, parts);
        }
        self.sight = view.into_fact_states();
    }
}
