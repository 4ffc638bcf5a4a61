//! The unit of a number, from the units of its parts. Knows expressions, not answers.

use crate::book::{ExprId, FactType, Node, RuleBook, Unit, UnitProduct};
use crate::condition_node;
use crate::message::{FigureStyle, UnitName};

/// The exponents of 元 and of the units in a number.
#[derive(Clone, Debug, Default)]
struct FigureUnit {
    // By code: 1 is 元, the unit at an index is the index plus 2.
    powers: Vec<(u8, i8)>,
    is_ratio: bool,
}

const MONEY: u8 = 1;

impl FigureUnit {
    fn of_code(code: u8) -> Self {
        Self { powers: vec![(code, 1)], is_ratio: false }
    }

    fn ratio() -> Self {
        Self { powers: Vec::new(), is_ratio: true }
    }

    fn of_product((one, other): UnitProduct) -> Self {
        let codes = [one, other].into_iter().filter(|code| *code > 0);
        codes.map(Self::of_code).fold(Self::default(), |all, one| all.times(&one, 1))
    }

    // The unit of a product (sign 1) or quotient (sign -1), as the compiler infers it.
    fn times(&self, other: &Self, sign: i8) -> Self {
        let mut powers = self.powers.clone();
        for (code, power) in &other.powers {
            match powers.iter_mut().find(|(known, _)| known == code) {
                Some((_, sum)) => *sum = sum.saturating_add(power.saturating_mul(sign)),
                None => powers.push((*code, power.saturating_mul(sign))),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        powers.sort_unstable();
        let is_ratio = powers.is_empty() && (self.is_ratio || other.is_ratio || !self.powers.is_empty());
        Self { powers, is_ratio }
    }

    // The units above (sign 1) or below (sign -1) the line; `None` if there are more than two.
    fn side(&self, sign: i8) -> Option<UnitProduct> {
        let times = |power: i8| usize::from(power.saturating_mul(sign).max(0).unsigned_abs());
        let mut codes = self.powers.iter().flat_map(|(code, power)| core::iter::repeat_n(*code, times(*power)));
        let product = (codes.next().unwrap_or(0), codes.next().unwrap_or(0));
        codes.next().is_none().then_some(product)
    }
}

/// The style of the figures of an expression.
pub(super) fn style_of(book: &RuleBook<'_>, expr: ExprId) -> FigureStyle {
    let unit = unit_of(book, expr);
    let plain = FigureStyle::Quantity(UnitName::None);
    match unit.powers[..] {
        [] if unit.is_ratio => FigureStyle::PercentBeside(None),
        [] => plain,
        [(MONEY, 1)] => FigureStyle::Money,
        [(code, 1)] => FigureStyle::Quantity(UnitName::Book(code - 2)),
        _ => match unit.side(1).zip(unit.side(-1)) {
            Some((above, below)) if above.0 > 0 && below.0 > 0 => FigureStyle::Compound(above, below, None),
            _ => plain,
        },
    }
}

fn unit_of(book: &RuleBook<'_>, expr: ExprId) -> FigureUnit {
    let of = |e: &ExprId| unit_of(book, *e);
    match &book.nodes[expr] {
        Node::Constant(_, unit) => match *unit {
            Unit::Money => FigureUnit::of_code(MONEY),
            Unit::Ratio => FigureUnit::ratio(),
            Unit::Plain => FigureUnit::default(),
            Unit::Unit(unit) => FigureUnit::of_code(unit.saturating_add(2)),
            Unit::MoneyPer(unit) => FigureUnit::of_code(MONEY).times(&FigureUnit::of_code(unit.saturating_add(2)), -1),
            Unit::Quotient(above, below) => FigureUnit::of_product(above).times(&FigureUnit::of_product(below), -1),
        },
        Node::Figure(fact) => match book.facts[*fact].kind {
            FactType::Money => FigureUnit::of_code(MONEY),
            FactType::Ratio => FigureUnit::ratio(),
            FactType::Number(Some(unit)) => FigureUnit::of_code(unit.saturating_add(2)),
            _ => FigureUnit::default(),
        },
        Node::Derived(derived) => of(&book.derived[*derived].is),
        Node::Multiply(a, b) => of(a).times(&of(b), 1),
        Node::Divide(a, b) => of(a).times(&of(b), -1),
        Node::Portions(number, tiers) => {
            tiers.last().map_or_else(FigureUnit::default, |(_, rate)| of(number).times(&of(rate), 1))
        }
        Node::Add(a, _)
        | Node::Subtract(a, _)
        | Node::Min(a, _)
        | Node::Max(a, _)
        | Node::If(_, a, _)
        | Node::UpTo(a)
        | Node::Between(a, _)
        | Node::AtLeast(a)
        | Node::Readings(a, _)
        | Node::Round(_, a, _) => of(a),
        Node::Highest(_, tiers) => tiers.first().map_or_else(FigureUnit::default, |(_, amount)| of(amount)),
        Node::Tiers(_, _, tiers) => tiers.first().map_or_else(FigureUnit::default, |(_, amount)| of(amount)),
        Node::Unlimited => FigureUnit::of_code(MONEY),
        Node::Steps(..) | Node::Count(..) | condition_node!() => FigureUnit::default(),
    }
}
