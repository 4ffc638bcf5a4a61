//! Opens a link with the current rule book, which may be another edition than the one it was written with. Knows no
//! page.

use super::bits::Bits;
use super::value::{DecodedValue, Next, option_codes, take, take_date, take_width};
use super::{
    CodedItem, DOCUMENT_BITS, LinkError, MOST_DIGITS, VERSION, columns, decimal_codec, document_code, entries, name,
};
use crate::answer::MAX_INSTANCES;
use crate::answer::{Answer, Answers};
use crate::assess::assessment_date;
use crate::book::{Fact, FactId, FactType, GroupId, OptionSet, RuleBook};
use crate::case::entry::sound_figure;
use crate::case::{Case, read_typed};

/// The part of a case that fits the rule book, and what does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedLink {
    /// The case; its fingerprint is that of the rule book it was written with.
    pub case: Case,
    /// Known questions whose answers no longer fit; they count as unanswered.
    pub unfit: Vec<IncompatibleAnswer>,
    /// Number of answers to questions that this rule book does not have.
    pub unknown: usize,
}

/// A question of this rule book for which the link has an answer that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncompatibleAnswer {
    /// The question.
    pub fact: FactId,
    /// The instance of its group, from 0; 0 outside groups.
    pub instance: usize,
}

impl IncompatibleAnswer {
    /// The label of the question in a list; for a group, preceded by the group's noun and the instance number.
    pub fn label(&self, book: &RuleBook<'_>) -> String {
        let fact = &book.facts[self.fact];
        let group = fact.group.map(|(group, _)| &book.groups[group]);
        match group {
            Some(group) => format!("{} {}：{}", group.label, self.instance + 1, fact.label),
            None => fact.label.to_owned(),
        }
    }
}

/// Decodes the digits of a link.
///
/// # Errors
/// If they are damaged, written by a newer program, too long, or for another document. Time and memory are bounded by
/// the number of digits, whatever they contain.
pub fn read(book: &RuleBook<'_>, text: &str) -> Result<DecodedLink, LinkError> {
    if text.len() > MOST_DIGITS {
        return Err(LinkError::TooLong);
    }
    let (first, rest) = text.as_bytes().split_first().ok_or(LinkError::Damaged)?;
    let (check, rest) = rest.split_at_checked(decimal_codec::CHECK_DIGITS).ok_or(LinkError::Damaged)?;
    let version = first.checked_sub(b'0').filter(|version| *version < 10).ok_or(LinkError::Damaged)?;
    if !decimal_codec::is_checked(version, check, rest) {
        return Err(LinkError::Damaged);
    }
    if !(1..=VERSION).contains(&version) {
        return Err(if version > VERSION { LinkError::Newer } else { LinkError::Damaged });
    }
    let mut bits = decimal_codec::read(rest).ok_or(LinkError::Damaged)?;
    let document = bits.take(DOCUMENT_BITS).ok_or(LinkError::Damaged)?;
    if document != document_code(book) {
        return Err(LinkError::OtherDocument);
    }
    let opened =
        LinkDecoder { book, version, answers: Answers::empty(book), unfit: Vec::new(), unknown: 0 }.all(&mut bits);
    opened.filter(|_| decimal_codec::is_read_up(&bits)).ok_or(LinkError::Damaged)
}

struct LinkDecoder<'o, 'b> {
    book: &'o RuleBook<'b>,
    version: u8,
    answers: Answers,
    unfit: Vec<IncompatibleAnswer>,
    unknown: usize,
}

// The methods return `None` for bits that no encoder writes.
impl LinkDecoder<'_, '_> {
    fn all(mut self, bits: &mut Bits) -> Option<DecodedLink> {
        let fingerprint = if bits.take(1)? == 1 { Some(bits.take(64)?) } else { None };
        // A date that is an answer is stored only there; if that answer no longer fits, the document's date applies.
        let is_answered = self.version > 1 && bits.take(1)? == 1;
        let date = if is_answered { self.book.document.assess_on } else { take_date(bits)? };
        let name = name::take(bits)?;
        self.entries(bits)?;
        let date = assessment_date(self.book, &self.answers, date);
        let case = Case { name, date, fingerprint, answers: self.answers };
        Some(DecodedLink { case, unfit: self.unfit, unknown: self.unknown })
    }

    fn entries(&mut self, bits: &mut Bits) -> Option<()> {
        let count = bits.take_count(4)?;
        let width = take_width(bits)?;
        let (entries, codes) = entries(self.book);
        for code in bits.take_ascending(count, width)? {
            let entry = codes.find(code, width).and_then(|place| entries.get(place).copied());
            match (take(bits, self.version)?, entry) {
                (Next::Said(said), Some(CodedItem::Fact(ix))) => self.answer(ix, 0, &said),
                (Next::Said(_), _) => self.unknown += 1,
                (Next::Group, Some(CodedItem::Group(group))) => self.instances(bits, Some(group))?,
                (Next::Group, _) => self.instances(bits, None)?,
            }
        }
        Some(())
    }

    fn instances(&mut self, bits: &mut Bits, group: Option<GroupId>) -> Option<()> {
        let count = usize::try_from(bits.take_count(1)?).ok().filter(|count| *count <= MAX_INSTANCES)?;
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

    // The facts answered in any instance; `None` for a fact that this book does not have in the group.
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

    fn answer(&mut self, ix: FactId, instance: usize, said: &DecodedValue) {
        let fact = &self.book.facts[ix];
        let answer = match said {
            // A text that was unreadable for another version of the program may be readable for this one.
            DecodedValue::Typed(text, scale) => read_typed(self.book, fact, text, *scale),
            said => fitting(fact, said),
        };
        match (answer, said) {
            (Some(answer), _) => self.answers.set(self.book, ix, instance, Some(answer)),
            (None, DecodedValue::Typed(text, scale)) => {
                self.answers.set_unreadable(self.book, ix, instance, text, *scale);
            }
            (None, _) => self.unfit.push(IncompatibleAnswer { fact: ix, instance }),
        }
    }
}

// The same rules as for a file: the type of the fact, within its range, existing options.
fn fitting(fact: &Fact<'_>, said: &DecodedValue) -> Option<Answer> {
    let list = option_codes(fact);
    match (&fact.kind, said) {
        (_, DecodedValue::Unsure) => Some(Answer::Unsure),
        (FactType::Bool, DecodedValue::YesNo(yes)) => Some(Answer::YesNo(*yes)),
        (FactType::Date, DecodedValue::Date(date)) => Some(Answer::Date(*date)),
        (FactType::Choice, DecodedValue::Choice(code, width)) => {
            list.find(*code, *width).and_then(|place| u8::try_from(place).ok()).map(Answer::Choice)
        }
        (FactType::MultiChoice, DecodedValue::Several(codes, width)) => {
            let mut options = OptionSet::NONE;
            for code in codes {
                // A list without one of its options would have another meaning, so the question is asked again.
                options = options.union(OptionSet::one(list.find(*code, *width)?));
            }
            Some(Answer::Several(options))
        }
        (FactType::Money | FactType::Ratio | FactType::Number(_), DecodedValue::Number(value)) => {
            sound_figure(fact, *value).is_ok().then_some(Answer::Number(*value))
        }
        _ => None,
    }
}
