//! What follows from a record: typed values, mistakes in fields, idle answers, the assessment. Computed, never stored.

use crate::record::{Entry, Record, Slot};
use huiqi_engine::assess::{left_out, waits_for_concerns};
use huiqi_engine::book::{Book, Fact, FactIx, Kind, Options};
use huiqi_engine::evaluate::{Missing, Standing, View};
use huiqi_engine::number::Truth;
use huiqi_engine::typed::{self, Scale, Wanted};
use huiqi_engine::{Answer, Answers, Assessment, Verdict, assess, words};
use rust_decimal::Decimal;

// Amounts beyond these, in 元, are nearly always typed in a unit that is ten thousand times off.
const MUCH: u64 = 100_000_000_000;
const LITTLE: u32 = 100;

/// What follows from a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The answers as the engine takes them.
    pub answers: Answers,
    /// What is wrong with a field, by fact and instance.
    pub mistakes: Vec<(Missing, String)>,
    /// Answers whose question no longer applies: kept, but they count for nothing.
    pub idle: Vec<Missing>,
    /// Verdicts, amounts, totals, next questions.
    pub assessment: Assessment,
}

/// How a topic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It does not concern this applicant.
    Skipped,
    /// Nothing in it can change anything any more, and nothing was asked.
    Needless,
    /// Questions are open: this many.
    Open(usize),
    /// Everything that matters is answered.
    Done,
}

/// The slot of a fact; `instance` matters only to facts of a group.
pub fn slot(book: &'static Book<'static>, fact: &Fact<'static>, instance: usize) -> Slot {
    let group = fact.group.and_then(|(group, _)| book.groups.get(usize::from(group)));
    Slot { fact: fact.id, card: group.map(|group| (group.id, instance)) }
}

/// How many cards of a group there are to answer: one, still empty, where nothing was said of it.
pub fn cards(record: &Record, group: &str) -> usize {
    record.cards(group).map_or(1, Vec::len)
}

/// The id of the group that a fact belongs to.
pub fn group_of(book: &'static Book<'static>, fact: &str) -> Option<&'static str> {
    let fact = book.facts.get(usize::from(book.fact(fact)?))?;
    book.groups.get(usize::from(fact.group?.0)).map(|group| group.id)
}

/// Judges a record.
pub fn judge(book: &'static Book<'static>, record: &Record) -> Judgement {
    let mut answers = Answers::none(book);
    let mut mistakes = Vec::new();
    for (place, group) in book.groups.iter().enumerate() {
        if let Some(cards) = record.cards(group.id) {
            answers.set_instances(book, place, cards.len());
        }
    }
    for (ix, fact) in (0..).zip(&book.facts) {
        for instance in 0..instances(&answers, fact) {
            let Some(entry) = record.get(slot(book, fact, instance)) else { continue };
            match value(book, fact, entry) {
                Ok(None) => {}
                Ok(answer) => answers.set(book, ix, instance, answer),
                Err(mistake) => mistakes.push(((ix, instance), mistake)),
            }
        }
    }
    let idle = drop_idle(book, &mut answers);
    let assessment = assess(book, &answers, book.document.assess_on);
    Judgement { answers, mistakes, idle, assessment }
}

/// How many answers there can be to a fact.
pub fn instances(answers: &Answers, fact: &Fact<'_>) -> usize {
    fact.group.map_or(1, |(group, _)| answers.instances(usize::from(group)).unwrap_or(1))
}

// An answer behind a closed gate counts for nothing; taking it out may close further gates.
fn drop_idle(book: &Book<'_>, answers: &mut Answers) -> Vec<Missing> {
    let mut idle = Vec::new();
    loop {
        let view = View::new(book, answers, true);
        let mut closed = Vec::new();
        for (ix, fact) in (0..).zip(&book.facts) {
            let all = (0..instances(answers, fact)).map(|instance| (ix, instance));
            closed.extend(all.filter(|(ix, instance)| {
                answers.get(book, *ix, *instance).is_some() && view.is_closed(*ix, *instance)
            }));
        }
        if closed.is_empty() {
            return idle;
        }
        for (fact, instance) in closed {
            answers.set(book, fact, instance, None);
            idle.push((fact, instance));
        }
    }
}

/// What a field of figures wants.
pub fn wanted<'a>(book: &Book<'a>, fact: &Fact<'_>, scale: u8) -> Wanted<'a> {
    match fact.kind {
        Kind::Ratio => Wanted::Ratio,
        Kind::Number(unit) => {
            Wanted::Number(unit.and_then(|unit| book.units.get(usize::from(unit))).copied().unwrap_or(""))
        }
        _ => Wanted::Money(*Scale::ALL.get(usize::from(scale)).unwrap_or(&Scale::One)),
    }
}

/// The value of an entry; `None` for a field that is still empty.
///
/// # Errors
/// One sentence that says what to type.
pub fn value(book: &Book<'_>, fact: &Fact<'_>, entry: &Entry) -> Result<Option<Answer>, String> {
    let place = |id: &str| fact.options.iter().position(|option| option.id == id);
    let changed = || "这道题的选项已经改变，请重新选择。".to_owned();
    match (entry, &fact.kind) {
        (Entry::Unsure | Entry::Typed { unsure: true, .. }, _) => Ok(Some(Answer::Unsure)),
        (Entry::YesNo(yes), Kind::YesNo) => Ok(Some(Answer::YesNo(*yes))),
        (Entry::Choice(id), Kind::Choice) => {
            let place = place(id).and_then(|place| u8::try_from(place).ok()).ok_or_else(changed)?;
            Ok(Some(Answer::Choice(place)))
        }
        (Entry::Several(ids), Kind::Several) => {
            let mut options = Options::NONE;
            for id in ids {
                options = options.with(Options::one(place(id).ok_or_else(changed)?));
            }
            Ok(Some(Answer::Several(options)))
        }
        (Entry::Typed { text, .. }, _) if text.trim().is_empty() => Ok(None),
        (Entry::Typed { text, .. }, Kind::Date) => {
            typed::read_day(text).map(|date| Some(Answer::Date(date))).ok_or_else(|| {
                format!("请填写日期，如 {} 或 {}。", book.document.assess_on, words::date(book.document.assess_on))
            })
        }
        (Entry::Typed { text, scale, .. }, Kind::Money | Kind::Ratio | Kind::Number(_)) => {
            let range = fact.range.map(|(low, high)| (low.0, high.0));
            typed::read(text, wanted(book, fact, *scale), range)
                .map(|value| Some(Answer::Number(value)))
                .map_err(|mistake| mistake.says())
        }
        _ => Err("这道题已经改变，请重新回答。".into()),
    }
}

impl Judgement {
    /// The questions to show on a topic's page: those answered (or half typed) and those that can still matter.
    pub fn shown(&self, book: &'static Book<'static>, record: &Record, topic: usize) -> Vec<Missing> {
        let view = View::new(book, &self.answers, true);
        let mut shown = Vec::new();
        for (ix, fact) in (0..).zip(&book.facts).filter(|(_, fact)| usize::from(fact.topic) == topic) {
            shown.extend((0..instances(&self.answers, fact)).map(|instance| (ix, instance)).filter(|question| {
                *question == (book.document.date_fact, 0)
                    || self.asks(*question)
                    || self.is_left_to_concerns(book, &view, *question)
                    || (record.get(slot(book, fact, question.1)).is_some()
                        && view.standing(ix, question.1) != Standing::Closed)
            }));
        }
        shown
    }

    // Whether it is still to be seen in the list of concerns whether a question is asked.
    fn is_left_to_concerns(&self, book: &Book<'_>, view: &View<'_, '_>, question: Missing) -> bool {
        book.document.concerns_fact.is_some_and(|concerns| self.asks((concerns, 0)))
            && waits_for_concerns(view, question.0, question.1)
    }

    /// What a person is asked to look at again at a question; it stops nobody.
    pub fn caution(&self, book: &'static Book<'static>, question: Missing) -> Option<&'static str> {
        let given = self.answers.get(book, question.0, question.1)?;
        let mut here = book.cautions.iter().filter(|caution| caution.at == question.0).peekable();
        if here.peek().is_some() {
            let view = View::new(book, &self.answers, true);
            if let Some(caution) = here.find(|caution| view.truth(caution.when, question.1) == Truth::Yes) {
                return Some(caution.says);
            }
        }
        let money = book.facts.get(usize::from(question.0)).is_some_and(|fact| fact.kind == Kind::Money);
        match given {
            Answer::Number(value) if money && value > Decimal::from(MUCH) => {
                Some("金额超过1000亿元，请核对单位：是不是把元当成了万元？")
            }
            Answer::Number(value) if money && value > Decimal::ZERO && value < Decimal::from(LITTLE) => {
                Some("金额不到100元，请核对单位：是不是应该填万元？")
            }
            _ => None,
        }
    }

    /// What is wrong with the field of a fact.
    pub fn mistake(&self, question: Missing) -> Option<String> {
        self.mistakes.iter().find(|(known, _)| *known == question).map(|(_, mistake)| mistake.clone())
    }

    /// Whether the answer to this question can still change something.
    pub fn asks(&self, question: Missing) -> bool {
        self.assessment.next.contains(&question)
    }

    /// What the answers come to, in the short form that is kept with them; see [`crate::saved::Saved::verdicts`].
    pub fn verdicts(&self, book: &Book<'_>) -> String {
        let mut text = String::new();
        for (measure, outcome) in book.measures.iter().zip(&self.assessment.outcomes) {
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

    /// How a topic stands.
    pub fn progress(&self, book: &Book<'_>, topic: usize) -> Progress {
        let here = |fact: FactIx| book.facts.get(usize::from(fact)).is_some_and(|f| usize::from(f.topic) == topic);
        let open = self.assessment.next.iter().filter(|(fact, _)| here(*fact)).count();
        let wrong = self.mistakes.iter().filter(|(question, _)| here(question.0) && !self.asks(*question)).count();
        let view = View::new(book, &self.answers, true);
        let waits = |ix: &FactIx| here(*ix) && self.is_left_to_concerns(book, &view, (*ix, 0));
        let left = (0..).zip(&book.facts).filter(|(ix, _)| waits(ix)).count();
        if open + wrong + left > 0 {
            return Progress::Open(open + wrong + left);
        }
        let answered = (0..).zip(&book.facts).any(|(ix, fact)| here(ix) && self.is_answered(book, ix, fact));
        if answered {
            return Progress::Done;
        }
        let closed = |ix: FactIx| view.standing(ix, 0) == Standing::Closed;
        if (0..).zip(&book.facts).all(|(ix, _)| !here(ix) || closed(ix)) {
            Progress::Skipped
        } else {
            Progress::Needless
        }
    }

    // Something was said of it; that there is none of its group is an answer, too.
    fn is_answered(&self, book: &Book<'_>, ix: FactIx, fact: &Fact<'_>) -> bool {
        match instances(&self.answers, fact) {
            0 => true,
            count => (0..count).any(|instance| self.answers.get(book, ix, instance).is_some()),
        }
    }

    /// What the company did not tick in the list of concerns and would open questions of this topic.
    pub fn left_out(&self, book: &Book<'_>, topic: usize) -> Options {
        let view = View::new(book, &self.answers, true);
        let here = (0..).zip(&book.facts).filter(|(_, fact)| usize::from(fact.topic) == topic);
        here.fold(Options::NONE, |all, (ix, _)| all.with(left_out(&view, ix, 0)))
    }

    /// The topic with open questions after (and then before) this one.
    pub fn next_topic(&self, book: &Book<'_>, topic: usize) -> Option<usize> {
        let count = book.topics.len();
        (topic + 1..count).chain(0..topic).find(|place| matches!(self.progress(book, *place), Progress::Open(_)))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::book::book;

    fn record(entries: &[(&str, Entry)]) -> Record {
        let mut record = Record::default();
        for (id, entry) in entries {
            record.entries.insert((*id).to_owned(), entry.clone());
        }
        record
    }

    fn typed(text: &str, scale: u8) -> Entry {
        Entry::Typed { text: text.into(), scale, unsure: false }
    }

    #[test]
    fn a_research_company_sees_its_subsidy_as_it_types() {
        let book = book();
        let record = record(&[
            ("applicant_type", Entry::Choice("enterprise".into())),
            ("above_scale", Entry::YesNo(true)),
            ("hnte", Entry::YesNo(true)),
            ("rd_superdeduction", Entry::YesNo(true)),
            ("rd_expense_cur", typed("１２００", 1)),
            ("rd_expense_prev", typed("1000万", 0)),
            ("operating_revenue", typed("2.5亿", 1)),
        ]);
        let judged = judge(book, &record);
        let outcome = &judged.assessment.outcomes[usize::from(book.measure("12-1").unwrap())];
        assert_eq!(outcome.verdict, Verdict::Eligible);
        assert_eq!(outcome.amount.unwrap().low.to_string(), "200000");
    }

    #[test]
    fn an_answer_behind_a_closed_gate_is_idle_and_comes_back() {
        let book = book();
        let mut entries = vec![
            ("applicant_type", Entry::Choice("enterprise".into())),
            ("rd_superdeduction", Entry::YesNo(false)),
            ("rd_expense_cur", typed("500", 1)),
        ];
        let fact = book.fact("rd_expense_cur").unwrap();
        assert_eq!(judge(book, &record(&entries)).idle, vec![(fact, 0)]);
        entries[1].1 = Entry::YesNo(true);
        let judged = judge(book, &record(&entries));
        assert!(judged.idle.is_empty());
        assert!(judged.answers.get(book, fact, 0).is_some());
    }

    #[test]
    fn a_mistake_in_a_field_leaves_the_rest_alone() {
        let book = book();
        let judged = judge(
            book,
            &record(&[("applicant_type", Entry::Choice("enterprise".into())), ("rd_expense_cur", typed("很多", 1))]),
        );
        assert_eq!(judged.mistakes.len(), 1);
        assert!(judged.answers.get(book, book.document.applicant_fact, 0).is_some());
    }

    #[test]
    fn two_projects_are_two_cards_and_add_up() {
        let book = book();
        let mut record = record(&[("applicant_type", Entry::Choice("enterprise".into()))]);
        let tags = [&["pure_digital", "digital_accepted", "digital_sample"][..], &["pure_digital", "digital_accepted"]];
        for (instance, (tags, cost)) in tags.into_iter().zip(["800", "200"]).enumerate() {
            let slot = |fact| Slot { fact, card: Some(("projects", instance)) };
            record.put(slot("project_tags"), Entry::Several(tags.iter().map(ToString::to_string).collect()));
            record.put(slot("digital_investment"), typed(cost, 1));
        }
        let judged = judge(book, &record);
        let outcome = &judged.assessment.outcomes[usize::from(book.measure("18-1").unwrap())];
        assert_eq!(outcome.amount.unwrap().low.to_string(), "3400000");
    }
}
