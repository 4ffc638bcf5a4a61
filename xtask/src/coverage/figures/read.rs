//! Parses figures of official texts: `100万元`, `5％`, `１.５亿元`, `2000元/亩`, `1/3`, `1:1`, `2023年4月30日`, 八五折, 三分之二, 百个.
//! Knows no rule.

use huiqi_engine::book::Unit;
use huiqi_engine::number::Date;
use rust_decimal::Decimal;
use std::ops::Range;

/// The value of a figure in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureAmount {
    /// A number with its unit: 元, a fraction, or a unit of the rule book.
    Number(Decimal, Unit),
    /// A fraction: 1/3, 三分之二, and the ratio 1:1.
    Fraction(Decimal, Decimal),
    /// 八五折: the share that remains to be paid.
    Discount(Decimal),
    /// A day.
    Day(Date),
    /// A calendar year.
    Year(u32),
    /// A numeral that is part of a name: 十四五.
    Name,
}

/// A figure and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFigure {
    /// The bytes of its numerals, without the unit.
    pub span: Range<usize>,
    /// As written, with its unit.
    pub text: String,
    /// Its value.
    pub amount: FigureAmount,
}

/// All figures of a text, in order. `units` are the units of the rule book.
pub fn figures(text: &str, units: &[&str]) -> Vec<WrittenFigure> {
    let signs: Vec<(usize, char)> = text.char_indices().map(|(offset, sign)| (offset, narrow(sign))).collect();
    let mut reader = FigureParser { text, signs, units, position: 0 };
    let mut found = Vec::new();
    while reader.position < reader.signs.len() {
        found.extend(reader.figure());
    }
    found
}

// Full-width digits and signs as half-width ones.
fn narrow(sign: char) -> char {
    match sign {
        '０'..='９' | '％' | '／' | '：' | '．' => {
            u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(sign)
        }
        _ => sign,
    }
}

const NUMERALS: &str = "〇零一二两三四五六七八九十百千万亿半";
// A single Chinese numeral is a figure only before one of these; in 一批, 进一步 or 单一 it is not.
const COUNTERS: &str = "个项家条所处名户年月日天倍成强亩吨类元";

struct FigureParser<'t> {
    text: &'t str,
    signs: Vec<(usize, char)>,
    units: &'t [&'t str],
    position: usize,
}

impl FigureParser<'_> {
    fn sign(&self, position: usize) -> Option<char> {
        self.signs.get(position).map(|(_, sign)| *sign)
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.sign(self.position) == Some(sign);
        self.position += usize::from(found);
        found
    }

    fn byte(&self, position: usize) -> usize {
        self.signs.get(position).map_or(self.text.len(), |(byte, _)| *byte)
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let mut run = String::new();
        while let Some(sign) = self.sign(self.position).filter(|sign| belongs(*sign)) {
            run.push(sign);
            self.position += 1;
        }
        run
    }

    // Parses the figure that starts here, or advances by one character.
    fn figure(&mut self) -> Option<WrittenFigure> {
        let start = self.position;
        let amount = match self.sign(start) {
            Some(sign) if sign.is_ascii_digit() => Some(self.arabic()),
            Some(sign) if NUMERALS.contains(sign) => self.chinese(),
            _ => {
                self.position += 1;
                None
            }
        };
        let (amount, digits_end) = amount?;
        // A counter is no unit of the rule book, but "13个" is clearer than "13".
        let shown_end = if self.sign(self.position).is_some_and(|s| COUNTERS.contains(s)) {
            self.position + 1
        } else {
            self.position
        };
        Some(WrittenFigure {
            span: self.byte(start)..self.byte(digits_end),
            text: self.text[self.byte(start)..self.byte(shown_end)].to_owned(),
            amount,
        })
    }

    fn number(&mut self) -> Decimal {
        let mut digits = self.run(|sign| sign.is_ascii_digit());
        let point =
            self.sign(self.position) == Some('.') && self.sign(self.position + 1).is_some_and(|s| s.is_ascii_digit());
        if point {
            self.position += 1;
            digits.push('.');
            digits.push_str(&self.run(|sign| sign.is_ascii_digit()));
        }
        // No policy document has a figure with more digits than a decimal holds; MAX equals no figure of a rule.
        Decimal::from_str_exact(&digits).unwrap_or(Decimal::MAX)
    }

    fn arabic(&mut self) -> (FigureAmount, usize) {
        let start = self.position;
        let value = self.number();
        if let Some(day) = self.date(value) {
            return (day, self.position);
        }
        let digits_end = self.position;
        let quotient = matches!(self.sign(self.position), Some('/' | ':'))
            && self.sign(self.position + 1).is_some_and(|sign| sign.is_ascii_digit());
        if quotient && start < digits_end {
            self.position += 1;
            let below = self.number();
            return (FigureAmount::Fraction(value, below), self.position);
        }
        (self.counted(value), digits_end)
    }

    fn date(&mut self, year: Decimal) -> Option<FigureAmount> {
        let year: u32 = year.try_into().ok().filter(|year| (1900..3000).contains(year))?;
        let after_year = self.position;
        if !self.takes('年') {
            return None;
        }
        let month: Option<u32> = self.number_before('月');
        let day: Option<u32> = month.and_then(|_| self.number_before('日'));
        match (month, day) {
            (Some(month), Some(day)) => {
                Some(Date::new(year, month, day).map_or(FigureAmount::Year(year), FigureAmount::Day))
            }
            _ => {
                self.position = after_year + 1;
                Some(FigureAmount::Year(year))
            }
        }
    }

    fn number_before(&mut self, sign: char) -> Option<u32> {
        let value = self.run(|sign| sign.is_ascii_digit()).parse().ok()?;
        self.takes(sign).then_some(value)
    }

    // 万 and 亿, then the unit.
    fn counted(&mut self, value: Decimal) -> FigureAmount {
        let scale = match () {
            () if self.takes('万') => 10_000,
            () if self.takes('亿') => 100_000_000,
            () => 1,
        };
        let value = value.checked_mul(Decimal::from(scale)).unwrap_or(Decimal::MAX);
        let counts = self.unit();
        let hundredths = |per: i64| value.checked_div(Decimal::from(per)).unwrap_or(value).normalize();
        match counts {
            ReadUnit::Percent => FigureAmount::Number(hundredths(100), Unit::Ratio),
            ReadUnit::Permille => FigureAmount::Number(hundredths(1000), Unit::Ratio),
            ReadUnit::Counts(counts) => FigureAmount::Number(value, counts),
        }
    }

    fn unit(&mut self) -> ReadUnit {
        if self.takes('%') {
            return ReadUnit::Percent;
        }
        if self.takes('‰') {
            return ReadUnit::Permille;
        }
        if self.takes('元') {
            let before = self.position;
            if self.takes('/')
                && let Some(unit) = self.book_unit()
            {
                return ReadUnit::Counts(Unit::MoneyPer(unit));
            }
            self.position = before;
            return ReadUnit::Counts(Unit::Money);
        }
        ReadUnit::Counts(self.book_unit().map_or(Unit::Plain, Unit::Unit))
    }

    // The longest matching unit: 吨标准煤 before 吨.
    fn book_unit(&mut self) -> Option<u8> {
        let rest = &self.text[self.byte(self.position)..];
        let fits = self.units.iter().enumerate().filter(|(_, unit)| rest.starts_with(**unit));
        let (index, unit) = fits.max_by_key(|(_, unit)| unit.len())?;
        self.position += unit.chars().count();
        u8::try_from(index).ok()
    }

    fn chinese(&mut self) -> Option<(FigureAmount, usize)> {
        let run = self.run(|sign| NUMERALS.contains(sign));
        let end = self.position;
        let next = self.sign(self.position);
        if next == Some('分') && self.sign(self.position + 1) == Some('之') {
            self.position += 2;
            let above = self.run(|sign| NUMERALS.contains(sign));
            return Some((FigureAmount::Fraction(value(&above)?, value(&run)?), self.position));
        }
        if next == Some('折') {
            let digits: Option<String> = run.chars().map(digit).map(|d| d.map(|d| d.to_string())).collect();
            let paid = Decimal::from_str_exact(&format!("0.{}", digits?)).ok()?;
            self.position += 1;
            return Some((FigureAmount::Discount(paid), end));
        }
        if run == "半" {
            return Some((FigureAmount::Fraction(Decimal::ONE, Decimal::TWO), end));
        }
        let counted = next.is_some_and(|sign| COUNTERS.contains(sign));
        if !counted && run.chars().count() < 2 {
            return None;
        }
        let amount = value(&run).map_or(FigureAmount::Name, |value| self.counted(value));
        Some((amount, end))
    }
}

enum ReadUnit {
    Percent,
    Permille,
    Counts(Unit),
}

fn digit(sign: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|d| d == sign).and_then(|value| u32::try_from(value).ok()).or(match sign {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

// 十四 is 14, 一百二十 is 120, 三万 is 30000; `None` for what is not one number, such as 十四五.
fn value(numerals: &str) -> Option<Decimal> {
    let (mut all, mut section, mut last): (u64, u64, u64) = (0, 0, 0);
    for sign in numerals.chars() {
        if let Some(digit) = digit(sign) {
            if last > 0 {
                return None;
            }
            last = digit.into();
            continue;
        }
        let unit: u64 = match sign {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => return None,
        };
        if unit < 10_000 {
            section += last.max(1) * unit;
        } else {
            all += (section + last).max(1) * unit;
            section = 0;
        }
        last = 0;
    }
    Some(Decimal::from(all + section + last))
}

#[cfg(test)]
mod tests;
