//! Encodes one answer in few bits. It can be decoded without its question, so that answers to unknown questions can be
//! skipped. Knows no fact: options are codes here.

use super::bits::Bits;
use super::figure::{put_figure, take_figure};
use super::id_hash::{LEAST_BITS, List, MOST_BITS};
use super::name::{put_text, take_text};
use crate::answer::{Answer, Unreadable};
use crate::book::{Fact, OptionSet};
use crate::case::MOST_TYPED;
use crate::number::Date;
use crate::number_input::Scale;
use rust_decimal::Decimal;

/// A decoded answer.
#[derive(Debug, PartialEq, Eq)]
pub enum DecodedValue {
    /// Yes or no.
    YesNo(bool),
    /// 不清楚.
    Unsure,
    /// A figure.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// The options with these codes, ascending; the second value is the number of bits per code.
    Several(Vec<u32>, u32),
    /// The option with this code; the second value is the number of bits of the code.
    Choice(u32, u32),
    /// Typed text that could not be parsed, with the selected unit.
    Typed(String, Scale),
}

/// The value to encode for a question.
#[derive(Clone, Copy)]
pub enum Given<'c> {
    /// Its answer.
    Answer(Answer),
    /// Typed text that cannot be parsed.
    Typed(&'c Unreadable),
}

// The kind of the next value, encoded in unary by its position: the most common first. Another kind needs a new
// version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Number,
    Several,
    YesNo,
    Unsure,
    Choice,
    Date,
    Group,
    Typed,
}

const fn order(version: u8) -> &'static [Tag] {
    use Tag::{Choice, Date, Group, Number, Several, Typed, Unsure, YesNo};
    match version {
        1 => &[Number, Several, YesNo, Unsure, Choice, Date, Group],
        2 => &[Number, Several, Group, YesNo, Choice, Unsure, Date],
        _ => &[Number, Several, Group, YesNo, Choice, Unsure, Date, Typed],
    }
}

fn last(version: u8) -> u64 {
    u64::try_from(order(version).len() - 1).unwrap_or(0)
}

fn put_kind(bits: &mut Bits, version: u8, kind: Tag) {
    let place = order(version).iter().position(|one| *one == kind).unwrap_or(0);
    bits.write_unary(u64::try_from(place).unwrap_or(0), last(version));
}

/// Writes the tag for a group instead of an answer.
pub fn put_group(bits: &mut Bits, version: u8) {
    put_kind(bits, version, Tag::Group);
}

/// Encodes the value of a fact for a link of this version. An option that the fact does not have is left out; see
/// [`is_written`].
pub fn put(bits: &mut Bits, version: u8, fact: &Fact<'_>, given: Given<'_>) {
    let answer = match given {
        Given::Answer(answer) => answer,
        Given::Typed(typed) => {
            put_kind(bits, version, Tag::Typed);
            let place = Scale::ALL.iter().position(|scale| *scale == typed.scale).unwrap_or(0);
            bits.write_unary(u64::try_from(place).unwrap_or(0), 2);
            return put_text(bits, &typed.text);
        }
    };
    let kind = match answer {
        Answer::Number(_) => Tag::Number,
        Answer::Several(_) => Tag::Several,
        Answer::YesNo(_) => Tag::YesNo,
        Answer::Unsure => Tag::Unsure,
        Answer::Choice(_) => Tag::Choice,
        Answer::Date(_) => Tag::Date,
    };
    put_kind(bits, version, kind);
    match answer {
        Answer::YesNo(yes) => bits.put(u64::from(yes), 1),
        Answer::Number(value) => put_figure(bits, value),
        Answer::Date(date) => put_date(bits, date),
        Answer::Unsure => {}
        Answer::Several(options) => put_options(bits, fact, options),
        Answer::Choice(place) => {
            let codes = option_codes(fact);
            put_width(bits, codes.width());
            bits.put(u64::from(codes.code(usize::from(place), codes.width())), codes.width());
        }
    }
}

/// Whether an answer can be encoded: a choice of an option that does not exist cannot, neither here nor in a file.
pub fn is_written(fact: &Fact<'_>, answer: Answer) -> bool {
    !matches!(answer, Answer::Choice(place) if usize::from(place) >= fact.options.len())
}

/// The codes of a fact's options.
pub fn option_codes(fact: &Fact<'_>) -> List {
    List::of(fact.options.iter().map(|option| option.id))
}

fn put_options(bits: &mut Bits, fact: &Fact<'_>, options: OptionSet) {
    let list = option_codes(fact);
    let width = list.width();
    let mut codes: Vec<u32> = Vec::new();
    for place in options.iter().filter(|place| *place < fact.options.len()) {
        let code = list.code(place, width);
        let place = codes.iter().position(|other| *other > code).unwrap_or(codes.len());
        codes.insert(place, code);
    }
    bits.write_exp_golomb(u64::try_from(codes.len()).unwrap_or(0), 0);
    if !codes.is_empty() {
        put_width(bits, width);
        bits.put_ascending(codes.iter().copied(), width);
    }
}

/// The next item of a link.
pub enum Next {
    /// A group.
    Group,
    /// An answer.
    Said(DecodedValue),
}

/// Decodes an answer of a link of this version; `None` if no encoder could have written it.
pub fn take(bits: &mut Bits, version: u8) -> Option<Next> {
    let place = usize::try_from(bits.take_ones(last(version))?).ok()?;
    Some(Next::Said(match *order(version).get(place)? {
        Tag::Number => DecodedValue::Number(take_figure(bits)?),
        Tag::YesNo => DecodedValue::YesNo(bits.take(1)? == 1),
        Tag::Unsure => DecodedValue::Unsure,
        Tag::Date => DecodedValue::Date(take_date(bits)?),
        Tag::Several => match bits.take_count(0)? {
            0 => DecodedValue::Several(Vec::new(), LEAST_BITS),
            count => {
                let width = take_width(bits)?;
                DecodedValue::Several(bits.take_ascending(count, width)?, width)
            }
        },
        Tag::Choice => {
            let width = take_width(bits)?;
            DecodedValue::Choice(u32::try_from(bits.take(width)?).ok()?, width)
        }
        Tag::Typed => {
            let scale = *Scale::ALL.get(usize::try_from(bits.take_ones(2)?).ok()?)?;
            DecodedValue::Typed(take_text(bits, MOST_TYPED)??, scale)
        }
        Tag::Group => return Some(Next::Group),
    }))
}

// Most lists need nine bits; the encoding grows with the distance from that.
const USUAL_BITS: u32 = 9;

/// Writes the number of bits per code.
pub fn put_width(bits: &mut Bits, width: u32) {
    let steps = match width.checked_sub(USUAL_BITS) {
        Some(more) => more * 2,
        None => (USUAL_BITS - width) * 2 - 1,
    };
    bits.write_exp_golomb(u64::from(steps), 0);
}

/// Reads the number of bits per code.
pub fn take_width(bits: &mut Bits) -> Option<u32> {
    let steps = u32::try_from(bits.take_count(0)?).ok()?;
    let half = steps.div_ceil(2);
    let width = if steps.is_multiple_of(2) { USUAL_BITS.checked_add(half)? } else { USUAL_BITS.checked_sub(half)? };
    (LEAST_BITS..=MOST_BITS).contains(&width).then_some(width)
}

// Dates are counted as if every month had 31 days. The years 2000 to 2087 take fewer bits.
const MODERN: u32 = 2000;
const FIRST: u32 = 1900;

/// Writes a date.
pub fn put_date(bits: &mut Bits, date: Date) {
    let since = |year: u32| Some(date.year().checked_sub(year)? * 372 + (date.month() - 1) * 31 + date.day() - 1);
    match since(MODERN).filter(|days| *days < 1 << 15) {
        Some(days) => bits.put(u64::from(days), 16),
        None => bits.put(1 << 19 | u64::from(since(FIRST).unwrap_or(0)), 20),
    }
}

/// Reads a date; `None` if it does not exist.
pub fn take_date(bits: &mut Bits) -> Option<Date> {
    let (first, width) = if bits.take(1)? == 0 { (MODERN, 15) } else { (FIRST, 19) };
    let days = u32::try_from(bits.take(width)?).ok()?;
    Date::new(first + days / 372, days % 372 / 31 + 1, days % 31 + 1)
}
