//! The compact binary form of a book, which the app carries. Knows what is in which order, not whether it makes sense.
//!
//! It is written by serde in the format of postcard. It is read by hand, because every visitor downloads the reader and
//! this one is a third of what serde makes: nothing fails on the way; what cannot be read counts as nothing, and only at
//! the end is asked whether there was such a thing.

use super::*;
use crate::index::{Id, IndexVec};
use crate::number::Date;
use crate::translation::Translation;
use rust_decimal::Decimal;
use std::fmt;

/// What was read is no rule book of this version: it is cut, damaged or foreign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBook;

impl fmt::Display for NoBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a rule book of this version")
    }
}

impl std::error::Error for NoBook {}

impl<'a> Book<'a> {
    /// The compact binary that the app embeds.
    ///
    /// # Errors
    /// Only where memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// Reads a binary; texts are borrowed from it.
    ///
    /// # Errors
    /// Where it is not a rule book of this version: cut, damaged or foreign.
    pub fn decode(binary: &'a [u8]) -> Result<Self, NoBook> {
        whole(binary).filter(Self::is_sound).ok_or(NoBook)
    }
}

/// All of a binary; `None` where it is damaged.
pub(crate) fn whole<'a, T: Part<'a>>(binary: &'a [u8]) -> Option<T> {
    let mut reader = Reader { rest: binary, failed: false };
    let whole = T::read(&mut reader);
    (!reader.failed).then_some(whole)
}

/// What is left of a binary, and whether something in it could not be read.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl<'a> Reader<'a> {
    fn fail<T>(&mut self, instead: T) -> T {
        self.failed = true;
        instead
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.rest.split_first() else { return self.fail(0) };
        self.rest = rest;
        *byte
    }

    // Seven bits in each byte, the lowest first; the eighth says that more follow.
    #[inline(never)]
    fn number(&mut self) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return u32::try_from(number).unwrap_or_else(|_| self.fail(0));
            }
            if shift > 28 {
                return self.fail(0);
            }
        }
    }

    #[inline(never)]
    fn wide(&mut self) -> u128 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            let digits = u128::from(byte & 0x7f);
            number |= digits << shift;
            if shift == 126 && digits > 3 {
                return self.fail(0);
            }
            shift += 7;
            if byte < 0x80 {
                return number;
            }
            if shift > 126 {
                return self.fail(0);
            }
        }
    }

    #[inline(never)]
    fn text(&mut self) -> &'a str {
        let length = self.length();
        let Some((text, rest)) = self.rest.split_at_checked(length) else { return self.fail("") };
        self.rest = rest;
        std::str::from_utf8(text).unwrap_or_else(|_| self.fail(""))
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_else(|_| self.fail(0))
    }

    fn one_of<T: Copy>(&mut self, all: &[T], instead: T) -> T {
        let place = self.length();
        all.get(place).copied().unwrap_or_else(|| self.fail(instead))
    }
}

/// Something that a binary can hold.
pub(crate) trait Part<'a>: Sized {
    /// Takes it from the beginning of what is left.
    fn read(from: &mut Reader<'a>) -> Self;
}

impl<'a> Part<'a> for &'a str {
    fn read(from: &mut Reader<'a>) -> Self {
        from.text()
    }
}

impl Part<'_> for u8 {
    fn read(from: &mut Reader<'_>) -> Self {
        from.byte()
    }
}

impl Part<'_> for u16 {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::try_from(from.number()).unwrap_or_else(|_| from.fail(0))
    }
}

macro_rules! ids {
    ($($name:ty)*) => {
        $(impl Part<'_> for $name {
            fn read(from: &mut Reader<'_>) -> Self {
                Self::new(Part::read(from))
            }
        })*
    };
}

ids! { FactId MeasureId ExprId DerivedId GroupId }

impl Part<'_> for u64 {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::try_from(from.wide()).unwrap_or_else(|_| from.fail(0))
    }
}

impl Part<'_> for bool {
    fn read(from: &mut Reader<'_>) -> Self {
        match from.byte() {
            0 => false,
            1 => true,
            _ => from.fail(false),
        }
    }
}

impl<'a, T: Part<'a>> Part<'a> for Option<T> {
    fn read(from: &mut Reader<'a>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<'a, A: Part<'a>, B: Part<'a>> Part<'a> for (A, B) {
    fn read(from: &mut Reader<'a>) -> Self {
        (A::read(from), B::read(from))
    }
}

impl<'a, T: Part<'a>> Part<'a> for Vec<T> {
    #[inline(never)]
    fn read(from: &mut Reader<'a>) -> Self {
        let mut list = Self::new();
        let mut left = from.length();
        // A length that is not true ends with what there is.
        while left > 0 && !from.failed {
            list.push(T::read(from));
            left -= 1;
        }
        list
    }
}

// A list never holds more than its ids can tell apart.
impl<'a, I: Id, T: Part<'a>> Part<'a> for IndexVec<I, T> {
    fn read(from: &mut Reader<'a>) -> Self {
        let list: Vec<T> = Part::read(from);
        if list.len() > I::CAPACITY {
            from.failed = true;
        }
        list.into()
    }
}

impl Part<'_> for Date {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::of(from.number()).unwrap_or_else(|| from.fail(Self::FIRST))
    }
}

impl Part<'_> for Options {
    fn read(from: &mut Reader<'_>) -> Self {
        Self(from.wide())
    }
}

impl Part<'_> for Figure {
    fn read(from: &mut Reader<'_>) -> Self {
        let digits = from.wide();
        // The lowest bit is the sign.
        let digits = (digits >> 1).cast_signed() ^ -(digits & 1).cast_signed();
        let scale = from.number();
        let figure = Decimal::try_from_i128_with_scale(digits, scale);
        Self(figure.unwrap_or_else(|_| from.fail(Decimal::ZERO)))
    }
}

// The fields in the order in which they are declared.
macro_rules! records {
    ($($name:ty { $($field:ident)* })*) => {
        $(impl<'a> Part<'a> for $name {
            fn read(from: &mut Reader<'a>) -> Self {
                Self { $($field: Part::read(from)),* }
            }
        })*
    };
}

records! {
    Book<'a> { document units topics groups facts derived cautions nodes measures tasks annex articles examples terms }
    Document<'a> {
        id number title issuer issued in_force assess_on date_fact applicant_fact concerns_fact persons notes chapters
        everywhere remarks
    }
    Common<'a> { when says reading }
    Chapter<'a> { no title articles department }
    Topic<'a> { id title lead ask_if skipped }
    Group<'a> { id label name }
    Fact<'a> {
        id topic group kind label ask help find evidence ask_if range fixed options
    }
    Choice<'a> { id label help group only_if }
    Derived<'a> { id label is shown undefined }
    Caution<'a> { at when says }
    Cap<'a> { at_most per scope }
    Base<'a> { label is }
    Link<'a> { measure when thing }
    Measure<'a> {
        id article title kind mode applicants department period sure_to quote when promise frequency cap bases group
        support evidence reading either same_as see to_person pool anywhere annex
    }
    Task<'a> { place quote why }
    Term<'a> { words says }
    Item<'a> { no chapter title goal responsible serves }
    Article<'a> { place title text }
    Translation<'a> { of book summaries headings phrases }
}

// The places in the order in which they are declared; what none of them is counts as the first.
macro_rules! choices {
    ($($name:ty, $from:ident, $first:expr; { $($place:pat => $one:expr,)* })*) => {
        $(impl<'a> Part<'a> for $name {
            fn read($from: &mut Reader<'a>) -> Self {
                match $from.number() {
                    $($place => $one,)*
                    _ => $from.fail($first),
                }
            }
        })*
    };
}

choices! {
    Kind, from, Self::YesNo; {
        0 => Self::YesNo,
        1 => Self::Choice,
        2 => Self::Several,
        3 => Self::Money,
        4 => Self::Ratio,
        5 => Self::Number(Part::read(from)),
        6 => Self::Date,
    }
    Shown<'a>, from, Self::Money; {
        0 => Self::Money,
        1 => Self::Ratio,
        2 => Self::Number(Part::read(from)),
    }
    Counts, from, Self::Money; {
        0 => Self::Money,
        1 => Self::Ratio,
        2 => Self::Plain,
        3 => Self::Unit(Part::read(from)),
        4 => Self::MoneyPer(Part::read(from)),
    }
    Promise, from, Self::Nothing; {
        0 => Self::Nothing,
        1 => Self::Unstated,
        2 => Self::Amount(Part::read(from)),
    }
    Place, from, Self::Preamble; {
        0 => Self::Preamble,
        1 => Self::Chapter(Part::read(from)),
        2 => Self::Article(Part::read(from)),
        3 => Self::Closing,
    }
    Node, from, Self::Yes(FactId::new(0)); {
        0 => Self::Yes(Part::read(from)),
        1 => Self::Is(Part::read(from), Part::read(from)),
        2 => Self::HasAny(Part::read(from), Part::read(from)),
        3 => Self::HasAll(Part::read(from), Part::read(from)),
        4 => Self::Compare(Part::read(from), Part::read(from), Part::read(from)),
        5 => Self::Not(Part::read(from)),
        6 => Self::And(Part::read(from), Part::read(from)),
        7 => Self::Or(Part::read(from), Part::read(from)),
        8 => Self::Implies(Part::read(from), Part::read(from)),
        9 => Self::Confirm(Part::read(from)),
        10 => Self::Constant(Part::read(from), Part::read(from)),
        11 => Self::Figure(Part::read(from)),
        12 => Self::Derived(Part::read(from)),
        13 => Self::Add(Part::read(from), Part::read(from)),
        14 => Self::Subtract(Part::read(from), Part::read(from)),
        15 => Self::Multiply(Part::read(from), Part::read(from)),
        16 => Self::Divide(Part::read(from), Part::read(from)),
        17 => Self::Min(Part::read(from), Part::read(from)),
        18 => Self::Max(Part::read(from), Part::read(from)),
        19 => Self::If(Part::read(from), Part::read(from), Part::read(from)),
        20 => Self::Highest(Part::read(from), Part::read(from)),
        21 => Self::UpTo(Part::read(from)),
        22 => Self::Between(Part::read(from), Part::read(from)),
        23 => Self::AtLeast(Part::read(from)),
        24 => Self::Readings(Part::read(from), Part::read(from)),
        25 => Self::Unlimited,
    }
}

impl Part<'_> for Relation {
    fn read(from: &mut Reader<'_>) -> Self {
        const ALL: [Relation; 6] = [
            Relation::AtLeast,
            Relation::MoreThan,
            Relation::AtMost,
            Relation::LessThan,
            Relation::Equal,
            Relation::NotEqual,
        ];
        from.one_of(&ALL, Self::AtLeast)
    }
}

impl Part<'_> for Mode {
    fn read(from: &mut Reader<'_>) -> Self {
        from.one_of(&[Self::Automatic, Self::Apply, Self::Assessed], Self::Automatic)
    }
}

impl Part<'_> for Benefit {
    fn read(from: &mut Reader<'_>) -> Self {
        from.one_of(&Self::NAMES, Self::NAMES[0]).1
    }
}

impl Part<'_> for CapScope {
    fn read(from: &mut Reader<'_>) -> Self {
        from.one_of(&[Self::Together, Self::Each, Self::Unclear], Self::Together)
    }
}

impl Part<'_> for Frequency {
    fn read(from: &mut Reader<'_>) -> Self {
        from.one_of(&Self::NAMES, Self::NAMES[0]).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_of_range_numbers_fail_decoding() {
        let read = |bytes: &[u8]| {
            let mut reader = Reader { rest: bytes, failed: false };
            let number = u16::read(&mut reader);
            (number, reader.failed)
        };
        assert_eq!(read(&[0xff, 0xff, 0x03]), (u16::MAX, false));
        assert_eq!(read(&[0x80, 0x80, 0x04]), (0, true));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), (0, true));
        assert_eq!(read(&[0x80]), (0, true));
    }

    #[test]
    fn decimals_round_trip_exactly() {
        for figure in [Decimal::MAX, Decimal::MIN, Decimal::new(-125, 2), Decimal::ZERO] {
            let bytes = postcard::to_allocvec(&Figure(figure));
            let mut reader = Reader { rest: bytes.as_deref().unwrap_or_default(), failed: false };
            assert_eq!(Figure::read(&mut reader), Figure(figure));
            assert!(!reader.failed && reader.rest.is_empty());
        }
    }

    #[test]
    fn optional_values_round_trip() {
        for options in [Options::NONE, Options(u128::MAX), Options::first(77)] {
            let bytes = postcard::to_allocvec(&options);
            let mut reader = Reader { rest: bytes.as_deref().unwrap_or_default(), failed: false };
            assert_eq!((Options::read(&mut reader), reader.failed), (options, false));
        }
    }
}
