//! Opens a link under the rule book at hand, be it another edition than the one it was made with. Knows no page.

use super::bits::Bits;
use super::value::{Next, Said, option_codes, take, take_date, take_width};
use super::{DOCUMENT_BITS, Entry, MOST_DIGITS, Mistake, VERSION, columns, digits, document_code, entries, name};
use crate::answer::{Answer, Answers};
use crate::assess::assessment_date;
use crate::book::{Book, Fact, FactId, GroupId, Kind, Options};
use crate::case::entry::sound_figure;
use crate::case::{Case, MOST_INSTANCES, read_typed};

/// A case as far as it fits the rule book, and what does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The case; its fingerprint is that of the rule book it was made with.
    pub case: Case,
    /// The known questions whose answers do not fit any more; they count as not asked.
    pub unfit: Vec<Unfit>,
    /// How many answers belong to questions that this rule book does not have.
    pub unknown: usize,
}

/// A question of this rule book to which the link says something that it does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The question.
    pub fact: FactId,
    /// The instance of its group, from 0; 0 outside groups.
    pub instance: usize,
}

impl Unfit {
    /// The question in a list: its noun, that of a group behind which one of them it is about.
    pub fn label(&self, book: &Book<'_>) -> String {
        let fact = &book.facts[self.fact];
        let group = fact.group.map(|(group, _)| &book.groups[group]);
        match group {
            Some(group) => format!("{} {}：{}", group.label, self.instance + 1, fact.label),
            None => fact.label.to_owned(),
        }
    }
}

/// Reads the digits of a link.
///
/// # Errors
/// Where they are damaged, made by a newer program, too long, or about another document. No digits, however made, take
/// more time or memory than their number explains.
pub fn read(book: &Book<'_>, text: &str) -> Result<Opened, Mistake> {
    if text.len() > MOST_DIGITS {
        return Err(Mistake::TooLong);
    }
    let (first, rest) = text.as_bytes().split_first().ok_or(Mistake::Damaged)?;
    let (check, rest) = rest.split_at_checked(digits::CHECK_DIGITS).ok_or(Mistake::Damaged)?;
    let version = first.checked_sub(b'0').filter(|version| *version < 10).ok_or(Mistake::Damaged)?;
    if !digits::is_checked(version, check, rest) {
        return Err(Mistake::Damaged);
    }
    if !(1..=VERSION).contains(&version) {
        return Err(if version > VERSION { Mistake::Newer } else { Mistake::Damaged });
    }
    let mut bits = digits::read(rest).ok_or(Mistake::Damaged)?;
    let document = bits.take(DOCUMENT_BITS).ok_or(Mistake::Damaged)?;
    if document != document_code(book) {
        return Err(Mistake::OtherDocument);
    }
    let opened = Opening { book, version, answers: Answers::none(book), unfit: Vec::new(), unknown: 0 }.all(&mut bits);
    opened.filter(|_| digits::is_read_up(&bits)).ok_or(Mistake::Damaged)
}

struct Opening<'o, 'b> {
    book: &'o Book<'b>,
    version: u8,
    answers: Answers,
    unfit: Vec<Unfit>,
    unknown: usize,
}

// `None` stands for bits that no link has.
impl Opening<'_, '_> {
    fn all(mut self, bits: &mut Bits) -> Option<Opened> {
        let fingerprint = if bits.take(1)? == 1 { Some(bits.take(64)?) } else { None };
        // A day that is among the answers stands there only; where they no longer fit, it is that of the document.
        let is_answered = self.version > 1 && bits.take(1)? == 1;
        let date = if is_answered { self.book.document.assess_on } else { take_date(bits)? };
        let name = name::take(bits)?;
        self.entries(bits)?;
        let date = assessment_date(self.book, &self.answers, date);
        let case = Case { name, date, fingerprint, answers: self.answers };
        Some(Opened { case, unfit: self.unfit, unknown: self.unknown })
    }

    fn entries(&mut self, bits: &mut Bits) -> Option<()> {
        let count = bits.take_count(4)?;
        let width = take_width(bits)?;
        let (entries, codes) = entries(self.book);
        for code in bits.take_ascending(count, width)? {
            let entry = codes.find(code, width).and_then(|place| entries.get(place).copied());
            match (take(bits, self.version)?, entry) {
                (Next::Said(said), Some(Entry::Fact(ix))) => self.answer(ix, 0, &said),
                (Next::Said(_), _) => self.unknown += 1,
                (Next::Group, Some(Entry::Group(group))) => self.instances(bits, Some(group))?,
                (Next::Group, _) => self.instances(bits, None)?,
            }
        }
        Some(())
    }

    fn instances(&mut self, bits: &mut Bits, group: Option<GroupId>) -> Option<()> {
        let count = usize::try_from(bits.take_count(1)?).ok().filter(|count| *count <= MOST_INSTANCES)?;
        if let Some(group) = group {
            self.answers.set_instances(self.book, group, count);
        }
        if count == 0 {
            return Some(());
        }
        let facts = self.columns(bits, group)?;
        let is_full = bits.take(1)? == 1;
        for instance in 0..count {
            for fact in &facts {
                if !is_full && bits.take(1)? == 0 {
                    continue;
                }
                match (take(bits, self.version)?, fact) {
                    (Next::Said(said), Some(fact)) => self.answer(*fact, instance, &said),
                    (Next::Said(_), None) => self.unknown += 1,
                    (Next::Group, _) => return None,
                }
            }
        }
        Some(())
    }

    // The facts answered in any instance; `None` for one that this book does not have in the group.
    fn columns(&self, bits: &mut Bits, group: Option<GroupId>) -> Option<Vec<Option<FactId>>> {
        let count = bits.take_count(2)?;
        let width = take_width(bits)?;
        let taken = bits.take_ascending(count, width)?;
        let known = group.map(|group| columns(self.book, group));
        let fact = |code| {
            let (facts, codes) = known.as_ref()?;
            facts.get(codes.find(code, width)?).copied()
        };
        Some(taken.into_iter().map(fact).collect())
    }

    fn answer(&mut self, ix: FactId, instance: usize, said: &Said) {
        let fact = &self.book.facts[ix];
        let answer = match said {
            // Another edition of the program may have read less than this one.
            Said::Typed(text, scale) => read_typed(self.book, fact, text, *scale),
            said => fitting(fact, said),
        };
        match (answer, said) {
            (Some(answer), _) => self.answers.set(self.book, ix, instance, Some(answer)),
            (None, Said::Typed(text, scale)) => {
                self.answers.set_unreadable(self.book, ix, instance, text, *scale);
            }
            (None, _) => self.unfit.push(Unfit { fact: ix, instance }),
        }
    }
}

// As far as a file would be read: of the fact's kind, within its range, options that there are.
fn fitting(fact: &Fact<'_>, said: &Said) -> Option<Answer> {
    let list = option_codes(fact);
    match (&fact.kind, said) {
        (_, Said::Unsure) => Some(Answer::Unsure),
        (Kind::YesNo, Said::YesNo(yes)) => Some(Answer::YesNo(*yes)),
        (Kind::Date, Said::Date(date)) => Some(Answer::Date(*date)),
        (Kind::Choice, Said::Choice(code, width)) => {
            list.find(*code, *width).and_then(|place| u8::try_from(place).ok()).map(Answer::Choice)
        }
        (Kind::Several, Said::Several(codes, width)) => {
            let mut options = Options::NONE;
            for code in codes {
                // A list without one of its options would say something else: it is asked anew.
                options = options.with(Options::one(list.find(*code, *width)?));
            }
            Some(Answer::Several(options))
        }
        (Kind::Money | Kind::Ratio | Kind::Number(_), Said::Number(value)) => {
            sound_figure(fact, *value).is_ok().then_some(Answer::Number(*value))
        }
        _ => None,
    }
}
