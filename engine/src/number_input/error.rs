//! What is wrong with a typed figure, said so that one knows what to type. Knows no facts.

use super::format::{full, short};
use super::{ExpectedInput, MOST_DIGITS};
use rust_decimal::Decimal;

/// A figure that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseNumberError {
    /// What is wrong.
    pub wrong: ParseNumberErrorKind,
    asked: InputKind,
}

/// What is wrong with a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseNumberErrorKind {
    /// Nothing, or a sign alone.
    Empty,
    /// This is neither a digit nor a unit of the field.
    Unknown(String),
    /// Chinese numerals.
    Numerals,
    /// More than one point.
    TwoPoints,
    /// A Chinese full stop; the figure that was probably meant.
    FullStop(String),
    /// Separators that do not stand before three digits each.
    Grouping,
    /// Below zero where nothing can be.
    Negative,
    /// More than two decimals of 元.
    TooFine,
    /// More digits than can be kept exactly.
    TooLong,
    /// `1亿2000`: the unit of this last figure is not said.
    NoUnit(String),
    /// `2000万1亿`: units not from large to small.
    Order,
    /// Outside what the question allows; both ends are allowed.
    OutOfRange {
        /// The figure as read.
        value: Decimal,
        /// The least that is allowed.
        low: Decimal,
        /// The most that is allowed.
        high: Decimal,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum InputKind {
    Money,
    Ratio,
    Number(String),
}

impl InputKind {
    fn wanted(&self) -> ExpectedInput<'_> {
        match self {
            Self::Money => ExpectedInput::Money(super::Scale::One),
            Self::Ratio => ExpectedInput::Ratio,
            Self::Number(unit) => ExpectedInput::Number(unit),
        }
    }

    fn noun(&self) -> &'static str {
        match self {
            Self::Money => "金额",
            Self::Ratio => "百分比",
            Self::Number(unit) if unit.is_empty() => "数字",
            Self::Number(_) => "数量",
        }
    }

    fn noun_with_unit(&self) -> String {
        match self {
            Self::Number(unit) if !unit.is_empty() => format!("以{unit}计的数量"),
            other => other.noun().into(),
        }
    }

    fn example(&self) -> String {
        match self {
            Self::Money => "1200万 或 12,000,000".into(),
            Self::Ratio => "15% 或 15".into(),
            Self::Number(unit) if unit.is_empty() => "50 或 1,200".into(),
            Self::Number(unit) => format!("50 或 50{unit}"),
        }
    }

    // How a figure of several parts is written.
    fn in_parts(&self) -> String {
        match self {
            Self::Money => "1亿2000万".into(),
            Self::Ratio => "15%".into(),
            Self::Number(unit) if unit.is_empty() => "15,000 或 1.5万".into(),
            Self::Number(unit) => format!("1万5000{unit} 或 1.5万{unit}"),
        }
    }
}

impl ParseNumberError {
    pub(super) fn new(wrong: ParseNumberErrorKind, wanted: ExpectedInput<'_>) -> Self {
        let asked = match wanted {
            ExpectedInput::Money(_) => InputKind::Money,
            ExpectedInput::Ratio => InputKind::Ratio,
            ExpectedInput::Number(unit) => InputKind::Number(unit.to_owned()),
        };
        Self { wrong, asked }
    }

    /// What was asked for, with the unit that was named.
    pub fn wanted(&self) -> ExpectedInput<'_> {
        self.asked.wanted()
    }

    /// One sentence for the company: what to type, with an example.
    pub fn says(&self) -> String {
        let (noun, example) = (self.asked.noun(), self.asked.example());
        match &self.wrong {
            ParseNumberErrorKind::Empty => format!("请填写{}，如 {example}。", self.asked.noun_with_unit()),
            ParseNumberErrorKind::Unknown(text) => {
                let noun = self.asked.noun_with_unit();
                format!("看不懂“{}”，请只用数字和单位填写{noun}，如 {example}。", cut(text))
            }
            ParseNumberErrorKind::Numerals => format!("请用阿拉伯数字填写{noun}，如 {example}。"),
            ParseNumberErrorKind::TwoPoints => format!("小数点只能有一个，请重新填写{noun}，如 {example}。"),
            ParseNumberErrorKind::FullStop(meant) => format!("您是指 {} 吗？请用小数点“.”填写。", cut(meant)),
            ParseNumberErrorKind::Grouping => {
                format!("分隔符请每三位写一个，或者不写，如 {}。", self.grouped_example())
            }
            ParseNumberErrorKind::Negative => format!("这里不能是负数，请填写不小于 0 的{noun}，如 {example}。"),
            ParseNumberErrorKind::TooFine => "金额最多精确到分，请只保留到分，如 1234.56元。".into(),
            ParseNumberErrorKind::TooLong => format!("数字最多 {MOST_DIGITS} 位，请检查是否多输了几位，如 {example}。"),
            ParseNumberErrorKind::NoUnit(figure) => {
                format!("请写明最后的“{}”的单位，如 {}。", cut(figure), self.asked.in_parts())
            }
            ParseNumberErrorKind::Order => format!("请从大到小写各个单位，如 {}。", self.asked.in_parts()),
            ParseNumberErrorKind::OutOfRange { value, low, high } => {
                let wanted = self.asked.wanted();
                let (low, high) = (short(*low, wanted), short(*high, wanted));
                format!("请填写 {low} 到 {high} 之间的{noun}；您填的是 {}，请检查位数和单位。", full(*value, wanted))
            }
        }
    }

    fn grouped_example(&self) -> &'static str {
        match self.asked {
            InputKind::Money => "12,000,000 或 1200万",
            _ => "1,200 或 1200",
        }
    }
}

// A page pasted by accident is not said back whole.
fn cut(text: &str) -> String {
    const MOST: usize = 12;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
