//! What follows from a record: typed values, mistakes in fields, idle answers, the assessment. Computed, never stored.

use crate::book::{index, rules};
use crate::language::t;
use crate::record::{Entries, Entry, Record, Slot};
use crate::words;
use huiqi_engine::assess::{Assessed, Assessor, left_out, waits_for_concerns};
use huiqi_engine::book::{Book, Fact, FactIx, Kind, Options};
use huiqi_engine::evaluate::{Missing, Standing, View};
use huiqi_engine::number::Truth;
use huiqi_engine::typed::{self, Scale, Wanted};
use huiqi_engine::{Answer, Answers, Verdict};
use rust_decimal::Decimal;
use std::ops::Deref;

// Amounts beyond these, in 元, are nearly always typed in a unit that is ten thousand times off.
const MUCH: u64 = 100_000_000_000;
const LITTLE: u32 = 100;

/// What follows from a record. Its answers (those that count) and their assessment are read like fields of its own.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What is wrong with a field, by fact and instance.
    pub mistakes: Vec<(Missing, String)>,
    /// Answers whose question no longer applies: kept, but they count for nothing.
    pub idle: Vec<Missing>,
    // The record that was judged, and every answer in it, whether it counts or not.
    record: Record,
    given: Answers,
    assessor: Assessor<'static>,
}

impl Deref for Judgement {
    type Target = Assessed;

    fn deref(&self) -> &Assessed {
        &self.assessor
    }
}

impl PartialEq for Judgement {
    fn eq(&self, other: &Self) -> bool {
        (&self.mistakes, &self.idle, &**self) == (&other.mistakes, &other.idle, &**other)
    }
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
    let nothing = Answers::none(book);
    let mut judgement = Judgement {
        mistakes: Vec::new(),
        idle: Vec::new(),
        record: Record::default(),
        given: nothing.clone(),
        assessor: Assessor::new(book, index(), nothing, book.document.assess_on),
    };
    judgement.follow(book, record);
    judgement
}

/// How many answers there can be to a fact.
pub fn instances(answers: &Answers, fact: &Fact<'_>) -> usize {
    fact.group.map_or(1, |(group, _)| answers.instances(usize::from(group)).unwrap_or(1))
}

impl Judgement {
    /// The answers as the judgement sees them, with the texts of this book; costs nothing.
    pub fn view<'e>(&'e self, book: &'e Book<'static>) -> View<'e, 'static> {
        self.assessor.view(book)
    }

    /// Judges a record that came out of the one judged before: only what changed is read and weighed again. Returns
    /// whether anything changed.
    pub fn follow(&mut self, book: &'static Book<'static>, record: &Record) -> bool {
        let mut marked = vec![false; book.facts.len()];
        let mut mark = |fact: FactIx| {
            for behind in index().behind(fact) {
                marked[usize::from(*behind)] = true;
            }
        };
        let before = std::mem::take(&mut self.record);
        for (place, group) in book.groups.iter().enumerate() {
            let (old, new) = (before.cards(group.id), record.cards(group.id));
            if old != new {
                book.group_facts(place).for_each(&mut mark);
                self.follow_cards(book, place, old, new);
            }
        }
        record.entries.changed(&before.entries, |id, entry| {
            if let Some((ix, fact)) = known(book, id).filter(|(_, fact)| fact.group.is_none()) {
                mark(ix);
                self.read(book, fact, (ix, 0), entry);
            }
        });
        self.record = caught_up(before, record);
        self.weigh(book, &marked);
        marked.contains(&true)
    }

    fn follow_cards(
        &mut self,
        book: &'static Book<'static>,
        group: usize,
        old: Option<&Vec<Entries>>,
        new: Option<&Vec<Entries>>,
    ) {
        match new {
            Some(cards) => self.given.set_instances(book, group, cards.len()),
            None => self.given.forget_instances(group),
        }
        self.assessor.set_instances(group, new.map(Vec::len));
        let none = Entries::default();
        let [old, new] = [old, new].map(|cards| cards.map_or(&[][..], Vec::as_slice));
        for instance in 0..old.len().max(new.len()) {
            let [old, new] = [old, new].map(|cards| cards.get(instance).unwrap_or(&none));
            new.changed(old, |id, entry| {
                let here = |fact: &Fact<'_>| fact.group.is_some_and(|(place, _)| usize::from(place) == group);
                if let Some((ix, fact)) = known(book, id).filter(|(_, fact)| here(fact)) {
                    self.read(book, fact, (ix, instance), entry);
                }
            });
        }
    }

    // What an entry means; a card that is gone takes its answers along.
    fn read(&mut self, book: &Book<'_>, fact: &Fact<'_>, question: Missing, entry: Option<&Entry>) {
        let place = self.mistakes.binary_search_by(|(known, _)| known.cmp(&question));
        if let Ok(place) = place {
            self.mistakes.remove(place);
        }
        let answer = entry.map_or(Ok(None), |entry| value(book, fact, entry)).unwrap_or_else(|mistake| {
            let (Ok(place) | Err(place)) = place;
            self.mistakes.insert(place, (question, mistake));
            None
        });
        if answer.is_some() || self.given.get(book, question.0, question.1).is_some() {
            self.given.set(book, question.0, question.1, answer);
        }
    }

    // An answer behind a closed gate counts for nothing. Gates look backwards only, so one walk through the facts finds
    // all of them.
    fn weigh(&mut self, book: &Book<'_>, marked: &[bool]) {
        self.idle.retain(|(fact, _)| !marked[usize::from(*fact)]);
        for (ix, fact) in (0..).zip(&book.facts).filter(|(ix, _)| marked[usize::from(*ix)]) {
            for instance in 0..instances(&self.given, fact) {
                let given = self.given.get(book, ix, instance);
                let counts = given.filter(|_| !self.assessor.is_closed(ix, instance));
                if given != counts {
                    let place = self.idle.partition_point(|known| *known < (ix, instance));
                    self.idle.insert(place, (ix, instance));
                }
                if counts != self.answers.get(book, ix, instance) {
                    self.assessor.set(ix, instance, counts);
                }
            }
        }
        self.assessor.settle();
    }
}

fn known<'b>(book: &'b Book<'static>, id: &str) -> Option<(FactIx, &'b Fact<'static>)> {
    let ix = book.fact(id)?;
    Some((ix, book.facts.get(usize::from(ix))?))
}

// What is the same in both is not copied.
fn caught_up(mut before: Record, now: &Record) -> Record {
    let mut changed = Vec::new();
    now.entries.changed(&before.entries, |id, entry| changed.push((id.to_owned(), entry.cloned())));
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
    let changed = || t("这道题的选项已经改变，请重新选择。").to_owned();
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
                say!("请填写日期，如 {} 或 {}。", book.document.assess_on, words::date(book.document.assess_on))
            })
        }
        (Entry::Typed { text, scale, .. }, Kind::Money | Kind::Ratio | Kind::Number(_)) => {
            let range = fact.range.map(|(low, high)| (low.0, high.0));
            typed::read(text, wanted(rules(), fact, *scale), range)
                .map(|value| Some(Answer::Number(value)))
                .map_err(|mistake| words::mistake(&mistake, wanted(book, fact, *scale)))
        }
        _ => Err(t("这道题已经改变，请重新回答。").into()),
    }
}

impl Judgement {
    /// The questions to show on a topic's page: those answered (or half typed) and those that can still matter.
    pub fn shown(&self, book: &'static Book<'static>, record: &Record, topic: usize) -> Vec<Missing> {
        let view = self.view(book);
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
            let view = self.view(book);
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
    pub fn progress(&self, book: &Book<'static>, topic: usize) -> Progress {
        let here = |fact: FactIx| book.facts.get(usize::from(fact)).is_some_and(|f| usize::from(f.topic) == topic);
        let open = self.assessment.next.iter().filter(|(fact, _)| here(*fact)).count();
        let wrong = self.mistakes.iter().filter(|(question, _)| here(question.0) && !self.asks(*question)).count();
        let view = self.view(book);
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
    pub fn left_out(&self, book: &Book<'static>, topic: usize) -> Options {
        let view = self.view(book);
        let here = (0..).zip(&book.facts).filter(|(_, fact)| usize::from(fact.topic) == topic);
        here.fold(Options::NONE, |all, (ix, _)| all.with(left_out(&view, ix, 0)))
    }

    /// The topic with open questions after (and then before) this one.
    pub fn next_topic(&self, book: &Book<'static>, topic: usize) -> Option<usize> {
        let count = book.topics.len();
        (topic + 1..count).chain(0..topic).find(|place| matches!(self.progress(book, *place), Progress::Open(_)))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::book::book;
    use huiqi_engine::assess;

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

    // Something that can be put in a field, be it a slip of the pen; nothing where the turn is up to it.
    fn made_up(fact: &Fact<'_>, turn: usize) -> Option<Entry> {
        let option =
            |place: usize| fact.options.get(place % fact.options.len().max(1)).map(|option| option.id.to_owned());
        if turn.is_multiple_of(7) {
            return None;
        }
        if turn.is_multiple_of(11) {
            return Some(Entry::Unsure);
        }
        Some(match fact.kind {
            Kind::YesNo => Entry::YesNo(!turn.is_multiple_of(3)),
            Kind::Choice => Entry::Choice(option(if turn.is_multiple_of(3) { turn } else { 0 })?),
            Kind::Several => Entry::Several([option(turn), option(turn / 2)].into_iter().flatten().collect()),
            Kind::Date => typed("2023-06-30", 0),
            _ => typed(["1200", "很多", "0", "2.5亿", ""][turn % 5], 1),
        })
    }

    // Thousands of changes, one after the other: what follows is what follows from the whole record, and says the same as
    // the engine of the answers that count.
    #[test]
    fn what_follows_step_by_step_is_what_follows_from_the_whole_record() {
        let book = book();
        let mut record = Record::default();
        let mut judged = judge(book, &record);
        for turn in 0..4000usize {
            let step = turn.wrapping_mul(2_654_435_761) >> 7;
            if turn.is_multiple_of(37) {
                let group = book.groups[step % book.groups.len()].id;
                match turn % 4 {
                    0 => record.forget(group),
                    1 => drop(record.remove_card(group, 0)),
                    _ => record.insert_card(group, 0, Entries::default()),
                }
            } else {
                let fact = &book.facts[step % book.facts.len()];
                let slot = slot(book, fact, step / 3 % 2);
                match made_up(fact, step) {
                    Some(entry) => record.put(slot, entry),
                    None => record.take_back(slot),
                }
            }
            judged.follow(book, &record);
            assert!(!judged.follow(book, &record), "nothing has changed");
            if !turn.is_multiple_of(5) {
                continue;
            }
            let whole = judge(book, &record);
            assert_eq!((&judged.idle, &judged.mistakes), (&whole.idle, &whole.mistakes), "turn {turn}");
            assert_eq!(*judged, *whole, "turn {turn}");
            assert_eq!(judged.assessment, assess(book, &judged.answers, book.document.assess_on), "turn {turn}");
            let view = View::new(book, &judged.answers, true);
            for (ix, fact) in (0..).zip(&book.facts) {
                for at in 0..instances(&judged.answers, fact) {
                    let answered = judged.answers.get(book, ix, at).is_some();
                    let idle = judged.idle.contains(&(ix, at));
                    assert_eq!(view.is_closed(ix, at) && (answered || idle), idle, "{} at turn {turn}", fact.id);
                }
            }
        }
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
