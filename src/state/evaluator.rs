//! Evaluates a form: typed values, validation errors, inactive answers, the assessment. Computed, never stored. Part of
//! the lazy module.

#[cfg(test)]
mod tests;
mod warning;

use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::{Evaluate, Evaluation, TopicStatus, slot};
use crate::state::field_feedback::FieldWarning;
use crate::state::form::{Form, RawAnswer, RawAnswers};
use crate::state::rule_book::RuleBooks;
use crate::state::steps::order;
use huiqi_engine::assess::{AssessedAnswers, IncrementalAssessor, unticked_concerns, waits_for_concerns};
use huiqi_engine::book::{ExprId, Fact, FactId, FactType, GroupId, OptionSet, RuleBook};
use huiqi_engine::case::{self, MOST_TYPED};
use huiqi_engine::evaluate::{Evaluator, FactInstance, FactStatus};
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::Truth;
use huiqi_engine::number_input::{self, ExpectedInput, Scale};
use huiqi_engine::{Answer, Answers, Unreadable, Verdict};

#[derive(Clone)]
struct FormEvaluator {
    rules: &'static RuleBooks,
    // Validation errors of fields, by fact and instance.
    mistakes: Vec<(FactInstance, String)>,
    // Answers to questions that no longer apply: they are stored but ignored.
    idle: Vec<FactInstance>,
    // The evaluated form, and all its answers, active or not.
    record: Form,
    given: Answers,
    assessor: IncrementalAssessor<'static>,
}

/// Evaluates a form.
pub fn evaluate(rules: &'static RuleBooks, record: &Form) -> Evaluation {
    let book = rules.book();
    let nothing = Answers::empty(book);
    let mut judged = FormEvaluator {
        rules,
        mistakes: Vec::new(),
        idle: Vec::new(),
        record: Form::default(),
        given: nothing.clone(),
        assessor: IncrementalAssessor::new(book, rules.dependency_graph(), nothing, book.document.assess_on),
    };
    judged.update(book, record);
    Evaluation::by(Box::new(judged))
}

/// The maximum number of answers to a fact.
pub fn instances(answers: &Answers, fact: &Fact<'_>) -> usize {
    fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(1))
}

impl FormEvaluator {
    fn follow_cards(
        &mut self,
        book: &'static RuleBook<'static>,
        group: GroupId,
        old: Option<&Vec<RawAnswers>>,
        new: Option<&Vec<RawAnswers>>,
    ) {
        match new {
            Some(cards) => self.given.set_instances(book, group, cards.len()),
            None => self.given.clear_instances(group),
        }
        self.assessor.set_instances(group, new.map(Vec::len));
        let none = RawAnswers::default();
        let [old, new] = [old, new].map(|cards| cards.map_or(&[][..], Vec::as_slice));
        for instance in 0..old.len().max(new.len()) {
            let [old, new] = [old, new].map(|cards| cards.get(instance).unwrap_or(&none));
            new.diff(old, |id, entry| {
                let here = |fact: &Fact<'_>| fact.group.is_some_and(|(place, _)| place == group);
                if let Some((ix, fact)) = known(book, id).filter(|(_, fact)| here(fact)) {
                    self.read(book, fact, FactInstance::new(ix, instance), entry);
                }
            });
        }
    }

    // Parses an entry. A removed instance has no entry, so its answers are removed.
    fn read(&mut self, book: &RuleBook<'_>, fact: &Fact<'_>, question: FactInstance, entry: Option<&RawAnswer>) {
        let place = self.mistakes.binary_search_by(|(known, _)| known.cmp(&question));
        if let Ok(place) = place {
            self.mistakes.remove(place);
        }
        let answer = entry.map_or(Ok(None), |entry| value(self.rules, fact, entry)).unwrap_or_else(|mistake| {
            let (Ok(place) | Err(place)) = place;
            self.mistakes.insert(place, (question, mistake));
            None
        });
        let is_known = self.given.get(book, question.fact, question.instance).is_some()
            || self.given.unreadable_at(question.fact, question.instance).is_some();
        if answer.is_some() || is_known {
            self.given.set(book, question.fact, question.instance, answer);
        }
        let unreadable = self.mistakes.binary_search_by(|(known, _)| known.cmp(&question)).is_ok();
        if let Some(entry) = entry.filter(|_| unreadable) {
            let (text, scale) = entry.as_typed();
            let text: String = text.chars().take(MOST_TYPED).collect();
            let scale = *Scale::ALL.get(usize::from(scale)).unwrap_or(&Scale::One);
            let scale = if fact.kind == FactType::Money { scale } else { Scale::One };
            self.given.set_unreadable(book, question.fact, question.instance, &text, scale);
        }
    }

    // An answer behind a closed gate is inactive. Gates refer to earlier facts only, so a single pass over the facts
    // finds all inactive answers.
    fn refresh_inactive(&mut self, book: &RuleBook<'_>, marked: &IndexVec<FactId, bool>) {
        self.idle.retain(|FactInstance { fact, .. }| !marked[*fact]);
        for (ix, fact) in book.facts.iter_enumerated().filter(|(ix, _)| marked[*ix]) {
            for instance in 0..instances(&self.given, fact) {
                let given = self.given.get(book, ix, instance);
                let counts = given.filter(|_| !self.assessor.is_closed(ix, instance));
                if given != counts {
                    let place = self.idle.partition_point(|known| *known < FactInstance::new(ix, instance));
                    self.idle.insert(place, FactInstance::new(ix, instance));
                }
                if counts != self.assessor.answers.get(book, ix, instance) {
                    self.assessor.set(ix, instance, counts);
                }
            }
        }
        self.assessor.take_unreadable(&self.given);
        self.assessor.recompute();
    }
}

fn known<'b>(book: &'b RuleBook<'static>, id: &str) -> Option<(FactId, &'b Fact<'static>)> {
    let ix = book.fact(id)?;
    Some((ix, &book.facts[ix]))
}

// Updates the previous form to the current one; unchanged parts are not copied.
fn caught_up(mut before: Form, now: &Form) -> Form {
    let mut changed = Vec::new();
    now.entries.diff(&before.entries, |id, entry| changed.push((id.to_owned(), entry.cloned())));
    for (id, entry) in changed {
        match entry {
            Some(entry) => before.entries.insert(id, entry),
            None => drop(before.entries.remove(&id)),
        }
    }
    if before.groups != now.groups {
        before.groups.clone_from(&now.groups);
    }
    if before.name != now.name {
        before.name.clone_from(&now.name);
    }
    before
}

/// The input that a figure's field expects.
pub fn wanted<'a>(book: &'a RuleBook<'_>, fact: &Fact<'_>, scale: u8) -> ExpectedInput<'a> {
    case::wanted(book, fact, *Scale::ALL.get(usize::from(scale)).unwrap_or(&Scale::One))
}

/// The value of an entry; `None` for a blank field.
///
/// # Errors
/// A sentence that says what to type.
pub fn value(rules: &RuleBooks, fact: &Fact<'_>, entry: &RawAnswer) -> Result<Option<Answer>, String> {
    let book = rules.book();
    let place = |id: &str| fact.options.iter().position(|option| option.id == id);
    let changed = || t("这道题的选项已经改变，请重新选择。").to_owned();
    match (entry, &fact.kind) {
        (entry, _) if entry.is_unsure() => Ok(Some(Answer::Unsure)),
        (RawAnswer::YesNo(yes), FactType::Bool) => Ok(Some(Answer::YesNo(*yes))),
        (RawAnswer::Choice(id), FactType::Choice) => {
            let place = place(id).and_then(|place| u8::try_from(place).ok()).ok_or_else(changed)?;
            Ok(Some(Answer::Choice(place)))
        }
        (RawAnswer::Several(ids), FactType::MultiChoice) => {
            let mut options = OptionSet::NONE;
            for id in ids {
                options = options.union(OptionSet::one(place(id).ok_or_else(changed)?));
            }
            Ok(Some(Answer::Several(options)))
        }
        (RawAnswer::Typed { text, .. }, _) if text.trim().is_empty() => Ok(None),
        (RawAnswer::Typed { text, .. }, FactType::Date) => {
            number_input::read_day(text).map(|date| Some(Answer::Date(date))).ok_or_else(|| {
                say!("请填写日期，如 {} 或 {}。", book.document.assess_on, engine_text::date(book.document.assess_on))
            })
        }
        (RawAnswer::Typed { text, scale, .. }, FactType::Money | FactType::Ratio | FactType::Number(_)) => {
            let range = fact.range.map(|(low, high)| (low.0, high.0));
            number_input::parse(text, wanted(rules.source_language_book(), fact, *scale), range)
                .map(|value| Some(Answer::Number(value)))
                .map_err(|mistake| engine_text::input_error(&mistake, wanted(book, fact, *scale)))
        }
        _ => Err(t("这道题已经改变，请重新回答。").into()),
    }
}

impl Evaluate for FormEvaluator {
    fn assessed(&self) -> &AssessedAnswers {
        &self.assessor
    }

    fn view<'e>(&'e self, book: &'e RuleBook<'static>) -> Evaluator<'e, 'static> {
        self.assessor.view(book)
    }

    fn field_errors(&self) -> &[(FactInstance, String)] {
        &self.mistakes
    }

    fn inactive_answers(&self) -> &[FactInstance] {
        &self.idle
    }

    fn given(&self) -> &Answers {
        &self.given
    }

    fn unreadable(&self) -> Vec<FactInstance> {
        let view = self.view(self.assessor.book());
        let applies = |one: &&Unreadable| {
            !matches!(view.standing(one.fact, one.instance), FactStatus::NotApplicable | FactStatus::NotAsked)
        };
        self.given.unreadable().iter().filter(applies).map(|one| FactInstance::new(one.fact, one.instance)).collect()
    }

    fn update(&mut self, book: &'static RuleBook<'static>, record: &Form) -> bool {
        let mut marked: IndexVec<FactId, bool> = IndexVec::filled(false, book.facts.len());
        let mut mark = |fact: FactId| {
            for behind in self.rules.dependency_graph().dependents(fact) {
                marked[*behind] = true;
            }
        };
        let before = std::mem::take(&mut self.record);
        for (place, group) in book.groups.iter_enumerated() {
            let (old, new) = (before.instances(group.id), record.instances(group.id));
            if old != new {
                book.group_facts(place).for_each(&mut mark);
                self.follow_cards(book, place, old, new);
            }
        }
        record.entries.diff(&before.entries, |id, entry| {
            if let Some((ix, fact)) = known(book, id).filter(|(_, fact)| fact.group.is_none()) {
                mark(ix);
                self.read(book, fact, FactInstance::first(ix), entry);
            }
        });
        self.record = caught_up(before, record);
        self.refresh_inactive(book, &marked);
        marked.iter().any(|marked| *marked)
    }

    fn visible_questions(&self, book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance> {
        let view = self.view(book);
        let mut shown = Vec::new();
        for (ix, fact) in book.facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic) {
            shown.extend(
                (0..instances(&self.assessor.answers, fact)).map(|instance| FactInstance::new(ix, instance)).filter(
                    |question| {
                        *question == FactInstance::first(book.document.date_fact)
                            || self.asks(*question)
                            || self.is_left_to_concerns(book, &view, *question)
                            || (record.get(slot(book, fact, question.instance)).is_some()
                                && !matches!(
                                    view.standing(ix, question.instance),
                                    FactStatus::NotApplicable | FactStatus::NotAsked
                                ))
                    },
                ),
            );
        }
        shown
    }

    fn step_questions(&self, book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance> {
        let mut questions = self.visible_questions(book, record, topic);
        questions.retain(|question| question.fact != book.document.date_fact);
        let group = |fact: FactId| book.facts[fact].group.map(|(group, _)| group);
        let is_empty = |group: GroupId| record.instances(book.groups[group].id).is_some_and(Vec::is_empty);
        questions.retain(|question| !group(question.fact).is_some_and(is_empty));
        let here = book.facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic);
        let firsts = here.filter(|(_, fact)| fact.group.is_some_and(|(group, place)| place == 0 && is_empty(group)));
        questions.extend(firsts.map(|(fact, _)| FactInstance::first(fact)));
        questions.sort_by_key(|question| order(book, *question));
        questions
    }

    fn warning(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning> {
        self.warning_at(book, question)
    }

    fn verdicts(&self, book: &RuleBook<'_>) -> String {
        let mut text = String::new();
        for (measure, outcome) in book.measures.iter().zip(&self.assessor.assessment.outcomes) {
            let letter = match outcome.verdict {
                Verdict::Eligible => "=e",
                Verdict::Undecided => "=u",
                _ => continue,
            };
            text.push_str(measure.id);
            text.push_str(letter);
            if let Some(amount) = outcome.amount {
                text.push_str(&amount.low.normalize().to_string());
                if amount.high != Some(amount.low) {
                    text.push('-');
                    text.push_str(&amount.high.map_or(String::new(), |high| high.normalize().to_string()));
                }
            }
            text.push(';');
        }
        text
    }

    fn progress(&self, book: &RuleBook<'static>, topic: usize) -> TopicStatus {
        let here = |fact: FactId| usize::from(book.facts[fact].topic) == topic;
        let open =
            self.assessor.assessment.pending_questions.iter().filter(|FactInstance { fact, .. }| here(*fact)).count();
        let wrong = self.mistakes.iter().filter(|(question, _)| here(question.fact) && !self.asks(*question)).count();
        let view = self.view(book);
        let waits = |ix: &FactId| here(*ix) && self.is_left_to_concerns(book, &view, FactInstance::first(*ix));
        let left = book.facts.iter_enumerated().filter(|(ix, _)| waits(ix)).count();
        if open + wrong + left > 0 {
            return TopicStatus::Open(open + wrong + left);
        }
        let answered = book.facts.iter_enumerated().any(|(ix, fact)| here(ix) && self.is_answered(book, ix, fact));
        if answered {
            return TopicStatus::Done;
        }
        let stands = book.facts.iter_enumerated().filter(|(ix, _)| here(*ix)).map(|(ix, _)| view.standing(ix, 0));
        let stands: Vec<FactStatus> =
            stands.filter(|standing| !matches!(standing, FactStatus::NotApplicable | FactStatus::NotAsked)).collect();
        if stands.is_empty() {
            TopicStatus::Skipped
        } else if stands.contains(&FactStatus::Blocked) && !self.assessor.assessment.pending_questions.is_empty() {
            TopicStatus::Waiting
        } else {
            TopicStatus::NotNeeded
        }
    }

    fn unticked_concerns(&self, book: &RuleBook<'static>, topic: usize) -> OptionSet {
        let view = self.view(book);
        let here = book.facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic);
        here.fold(OptionSet::NONE, |all, (ix, _)| all.union(unticked_concerns(&view, ix, 0)))
    }

    fn is_option_available(&self, book: &RuleBook<'static>, gate: ExprId, instance: usize) -> bool {
        self.view(book).truth(gate, instance) != Truth::False
    }

    fn copy(&self) -> Box<dyn Evaluate> {
        Box::new(self.clone())
    }
}

impl FormEvaluator {
    // Whether the list of concerns has still to decide if a question is asked.
    fn is_left_to_concerns(&self, book: &RuleBook<'_>, view: &Evaluator<'_, '_>, question: FactInstance) -> bool {
        book.document.concerns_fact.is_some_and(|concerns| self.asks(FactInstance::new(concerns, 0)))
            && waits_for_concerns(view, question.fact, question.instance)
    }

    // Whether a fact is answered. Declaring its group empty counts as an answer.
    fn is_answered(&self, book: &RuleBook<'_>, ix: FactId, fact: &Fact<'_>) -> bool {
        match instances(&self.assessor.answers, fact) {
            0 => true,
            count => (0..count).any(|instance| self.assessor.answers.get(book, ix, instance).is_some()),
        }
    }

    fn asks(&self, question: FactInstance) -> bool {
        self.assessor.assessment.pending_questions.contains(&question)
    }
}
