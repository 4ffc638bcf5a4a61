//! The compact binary form of a book that the app carries. Knows the order of the fields, not their meaning.
//!
//! It is written by serde in the postcard format. The reader is hand-written because every visitor downloads it and it
//! is a third of the size of the serde one. It never returns early: malformed input yields a default value and sets
//! `failed`, which is checked once at the end.

use super::*;
use crate::index::{Id, IndexVec};
use crate::number::{Date, Rounding, Scale};
use rust_decimal::Decimal;
use std::fmt;

/// The input is not a rule book of this version: truncated, corrupt or of another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError;

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a rule book of this version")
    }
}

impl std::error::Error for DecodeError {}

impl<'a> RuleBook<'a> {
    /// Encodes the book to the compact binary that the app embeds.
    ///
    /// # Errors
    /// Only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// Decodes and validates a binary; texts are borrowed from it.
    ///
    /// # Errors
    /// If it is not a valid rule book of this version: truncated, corrupt or of another format.
    pub fn decode(binary: &'a [u8]) -> Result<Self, DecodeError> {
        whole(binary).filter(Self::is_valid).ok_or(DecodeError)
    }

    /// Decodes a binary that this build produced and has already [decoded](Self::decode), without validating it again.
    ///
    /// # Errors
    /// If it is truncated or corrupt. Any other binary may decode to a book with ids that are out of range.
    pub fn decode_trusted(binary: &'a [u8]) -> Result<Self, DecodeError> {
        whole(binary).ok_or(DecodeError)
    }
}

/// Reads a complete binary; `None` if it is corrupt.
pub(crate) fn whole<'a, T: Decode<'a>>(binary: &'a [u8]) -> Option<T> {
    let mut reader = BinaryReader { rest: binary, failed: false };
    let whole = T::read(&mut reader);
    (!reader.failed).then_some(whole)
}

/// The unread rest of a binary, and whether any part of it was malformed.
pub(crate) struct BinaryReader<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl<'a> BinaryReader<'a> {
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

    // A varint: seven bits per byte, lowest first; the eighth bit marks that more bytes follow.
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

/// A type that can be decoded from a binary.
pub(crate) trait Decode<'a>: Sized {
    /// Decodes a value from the beginning of the rest.
    fn read(from: &mut BinaryReader<'a>) -> Self;
}

impl<'a> Decode<'a> for &'a str {
    fn read(from: &mut BinaryReader<'a>) -> Self {
        from.text()
    }
}

impl Decode<'_> for u8 {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.byte()
    }
}

impl Decode<'_> for u16 {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self::try_from(from.number()).unwrap_or_else(|_| from.fail(0))
    }
}

impl Decode<'_> for u32 {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.number()
    }
}

macro_rules! ids {
    ($($name:ty)*) => {
        $(impl Decode<'_> for $name {
            fn read(from: &mut BinaryReader<'_>) -> Self {
                Self::new(Decode::read(from))
            }
        })*
    };
}

ids! { FactId MeasureId ExprId DerivedId GroupId }

impl Decode<'_> for u64 {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self::try_from(from.wide()).unwrap_or_else(|_| from.fail(0))
    }
}

impl Decode<'_> for bool {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        match from.byte() {
            0 => false,
            1 => true,
            _ => from.fail(false),
        }
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    fn read(from: &mut BinaryReader<'a>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<'a, A: Decode<'a>, B: Decode<'a>> Decode<'a> for (A, B) {
    fn read(from: &mut BinaryReader<'a>) -> Self {
        (A::read(from), B::read(from))
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Vec<T> {
    #[inline(never)]
    fn read(from: &mut BinaryReader<'a>) -> Self {
        let mut list = Self::new();
        let mut left = from.length();
        // An incorrect length ends with the input.
        while left > 0 && !from.failed {
            list.push(T::read(from));
            left -= 1;
        }
        list
    }
}

// A list never has more items than its id type can address.
impl<'a, I: Id, T: Decode<'a>> Decode<'a> for IndexVec<I, T> {
    fn read(from: &mut BinaryReader<'a>) -> Self {
        let list: Vec<T> = Decode::read(from);
        if list.len() > I::CAPACITY {
            from.failed = true;
        }
        list.into()
    }
}

impl Decode<'_> for Date {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self::of(from.number()).unwrap_or_else(|| from.fail(Self::FIRST))
    }
}

impl Decode<'_> for OptionSet {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        Self(from.wide())
    }
}

impl Decode<'_> for Number {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        let digits = from.wide();
        // Zigzag encoding: the lowest bit is the sign.
        let digits = (digits >> 1).cast_signed() ^ -(digits & 1).cast_signed();
        let scale = from.number();
        let figure = Decimal::try_from_i128_with_scale(digits, scale);
        Self(figure.unwrap_or_else(|_| from.fail(Decimal::ZERO)))
    }
}

// Structs: the fields in the order of their declaration.
macro_rules! records {
    ($($name:ty { $($field:ident)* })*) => {
        $(impl<'a> $crate::book::binary::Decode<'a> for $name {
            fn read(from: &mut $crate::book::binary::BinaryReader<'a>) -> Self {
                Self { $($field: $crate::book::binary::Decode::read(from)),* }
            }
        })*
    };
}
pub(crate) use records;

records! {
    RuleBook<'a> {
        document units unit_aliases topics groups facts pairs derived conditions cautions nodes measures tasks annex
        guidance articles examples profiles terms
    }
    Document<'a> {
        id number title issuer issued in_force assess_on date_fact applicant_fact concerns_fact persons notes chapters
        everywhere remarks
    }
    SharedCondition<'a> { when says reading }
    Guidance<'a> { advice issuers }
    Advice<'a> { modes benefits when says is_common_knowledge }
    Issuer<'a> { name of_facts of_measures }
    Chapter<'a> { no title articles department }
    Topic<'a> { id title lead ask_if skipped }
    Group<'a> { id label name }
    Fact<'a> {
        id topic group kind label ask help find evidence ask_if range scale usual fixed earlier pictures options
    }
    FactOption<'a> { id label help group only_if }
    Derived<'a> { id label is shown undefined }
    NamedCondition<'a> { id label is }
    FigurePair<'a> { this_year last_year ask help }
    Warning<'a> { at when says }
    Cap<'a> { at_most per scope }
    Base<'a> { label is }
    Link<'a> { measure when thing }
    Measure<'a> {
        id article title kind mode applicants department period sure_to quote when promise frequency cap bases group
        support evidence reading either same_as see to_person pool anywhere annex
    }
    Task<'a> { place quote why }
    Term<'a> { words says }
    Profile<'a> { id label hint picture offered example result }
    WorkedResult { headline answered exact exact_count largest relief yearly decided persons eligible }
    AnnexItem<'a> { no chapter title goal responsible serves }
    Article<'a> { place title text }
}

// Enums: the variants in the order of their declaration; an unknown variant yields the first one.
macro_rules! choices {
    ($($name:ty, $from:ident, $first:expr; { $($place:pat => $one:expr,)* })*) => {
        $(impl<'a> Decode<'a> for $name {
            fn read($from: &mut BinaryReader<'a>) -> Self {
                match $from.number() {
                    $($place => $one,)*
                    _ => $from.fail($first),
                }
            }
        })*
    };
}

choices! {
    FactType, from, Self::Bool; {
        0 => Self::Bool,
        1 => Self::Choice,
        2 => Self::MultiChoice,
        3 => Self::Money,
        4 => Self::Ratio,
        5 => Self::Number(Decode::read(from)),
        6 => Self::Date,
    }
    NumberFormat<'a>, from, Self::Money; {
        0 => Self::Money,
        1 => Self::Ratio,
        2 => Self::Number(Decode::read(from)),
    }
    Unit, from, Self::Money; {
        0 => Self::Money,
        1 => Self::Ratio,
        2 => Self::Plain,
        3 => Self::Unit(Decode::read(from)),
        4 => Self::MoneyPer(Decode::read(from)),
        5 => Self::Quotient(Decode::read(from), Decode::read(from)),
    }
    Payout, from, Self::Nothing; {
        0 => Self::Nothing,
        1 => Self::Unstated,
        2 => Self::Amount(Decode::read(from)),
    }
    TextLocation, from, Self::Preamble; {
        0 => Self::Preamble,
        1 => Self::Chapter(Decode::read(from)),
        2 => Self::Article(Decode::read(from)),
        3 => Self::Closing,
    }
    Node, from, Self::Yes(FactId::new(0)); {
        0 => Self::Yes(Decode::read(from)),
        1 => Self::Is(Decode::read(from), Decode::read(from)),
        2 => Self::HasAny(Decode::read(from), Decode::read(from)),
        3 => Self::HasAll(Decode::read(from), Decode::read(from)),
        4 => Self::Compare(Decode::read(from), Decode::read(from), Decode::read(from)),
        5 => Self::Not(Decode::read(from)),
        6 => Self::And(Decode::read(from), Decode::read(from)),
        7 => Self::Or(Decode::read(from), Decode::read(from)),
        8 => Self::Implies(Decode::read(from), Decode::read(from)),
        9 => Self::Confirm(Decode::read(from)),
        10 => Self::Constant(Decode::read(from), Decode::read(from)),
        11 => Self::Figure(Decode::read(from)),
        12 => Self::Derived(Decode::read(from)),
        13 => Self::Add(Decode::read(from), Decode::read(from)),
        14 => Self::Subtract(Decode::read(from), Decode::read(from)),
        15 => Self::Multiply(Decode::read(from), Decode::read(from)),
        16 => Self::Divide(Decode::read(from), Decode::read(from)),
        17 => Self::Min(Decode::read(from), Decode::read(from)),
        18 => Self::Max(Decode::read(from), Decode::read(from)),
        19 => Self::If(Decode::read(from), Decode::read(from), Decode::read(from)),
        20 => Self::Highest(Decode::read(from), Decode::read(from)),
        21 => Self::UpTo(Decode::read(from)),
        22 => Self::Between(Decode::read(from), Decode::read(from)),
        23 => Self::AtLeast(Decode::read(from)),
        24 => Self::Readings(Decode::read(from), Decode::read(from)),
        25 => Self::Unlimited,
        26 => Self::Steps(Decode::read(from), Decode::read(from), Decode::read(from)),
        27 => Self::Round(Decode::read(from), Decode::read(from), Decode::read(from)),
        28 => Self::Tiers(Decode::read(from), Decode::read(from), Decode::read(from)),
        29 => Self::Portions(Decode::read(from), Decode::read(from)),
        30 => Self::Count(Decode::read(from), Decode::read(from)),
    }
}

impl Decode<'_> for Relation {
    fn read(from: &mut BinaryReader<'_>) -> Self {
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

impl Decode<'_> for Rounding {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&Self::ALL, Self::Down)
    }
}

impl Decode<'_> for Mode {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&[Self::Automatic, Self::Apply, Self::Assessed], Self::Automatic)
    }
}

impl Decode<'_> for Scale {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&Self::ALL, Self::One)
    }
}

impl Decode<'_> for Benefit {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&Self::NAMES, Self::NAMES[0]).1
    }
}

impl Decode<'_> for Pictogram {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(Self::NAMES, Self::NAMES[0]).1
    }
}

impl Decode<'_> for WorkedHeadline {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&Self::ALL, Self::Exact)
    }
}

impl Decode<'_> for CapScope {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&[Self::Together, Self::Each, Self::Unclear], Self::Together)
    }
}

impl Decode<'_> for Frequency {
    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.one_of(&Self::NAMES, Self::NAMES[0]).1
    }
}

#[cfg(test)]
mod tests;
