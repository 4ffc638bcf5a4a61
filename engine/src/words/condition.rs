//! A rule said back in words. Knows expressions, not answers.

use super::{constant, quoted, short_money};
use crate::book::{CapScope, ExprId, FactId, Measure, Node, OptionSet, Payout, Relation, RuleBook};
use crate::number::{add, multiply, subtract};
use rust_decimal::Decimal;

/// A condition in words: “本年度研发费用不低于100万元”.
pub fn condition(book: &RuleBook<'_>, expr: ExprId) -> String {
    if let Some(common) = book.document.everywhere.iter().find(|common| common.when == expr) {
        return common.says.to_owned();
    }
    match &book.nodes[expr] {
        Node::Yes(fact) => label(book, *fact).to_owned(),
        Node::Is(fact, options) => format!("{}为{}", label(book, *fact), listed(book, *fact, *options, "或")),
        Node::HasAny(fact, options) => {
            let one = options.iter().count() == 1;
            let names = listed(book, *fact, *options, "、");
            if one {
                format!("{}：{names}", label(book, *fact))
            } else {
                format!("{}：{names}（有其中之一）", label(book, *fact))
            }
        }
        Node::HasAll(fact, options) => {
            format!("{}：{}（均须具备）", label(book, *fact), listed(book, *fact, *options, "、"))
        }
        Node::Compare(relation, left, right) => compared(book, *relation, *left, *right),
        Node::Not(inner) => negated(book, *inner),
        Node::And(a, b) => format!("{}，且{}", condition(book, *a), condition(book, *b)),
        Node::Or(a, b) => match &book.nodes[*b] {
            Node::Confirm(inner) => {
                format!("{}（{}的，由主管部门确认）", condition(book, *a), left_open(book, *a, *inner))
            }
            _ => format!("{}；或者{}", condition(book, *a), condition(book, *b)),
        },
        Node::Implies(a, b) => format!("{}的，{}", condition(book, *a), condition(book, *b)),
        Node::Confirm(inner) => format!("{}（由主管部门确认）", condition(book, *inner)),
        _ => String::new(),
    }
}

// What is left open beside a condition, without saying again what the condition says.
fn left_open(book: &RuleBook<'_>, beside: ExprId, open: ExprId) -> String {
    match (&book.nodes[beside], &book.nodes[open]) {
        (_, Node::Not(a)) if condition(book, *a) == condition(book, beside) => "不属于".to_owned(),
        (Node::HasAny(fact, some), Node::HasAny(other, same))
            if listed(book, *fact, *some, "、") == listed(book, *other, *same, "、") =>
        {
            let which = if some.iter().count() == 1 { "这一项" } else { "上述之一" };
            format!("{}有{which}", quoted(label(book, *other)))
        }
        _ => condition(book, open),
    }
}

fn label<'a>(book: &RuleBook<'a>, fact: FactId) -> &'a str {
    book.facts[fact].label
}

fn listed(book: &RuleBook<'_>, fact: FactId, options: OptionSet, between: &str) -> String {
    let fact = &book.facts[fact];
    let names = options.iter().filter_map(|place| fact.options.get(place)).map(|option| option.label);
    names.collect::<Vec<_>>().join(between)
}

fn negated(book: &RuleBook<'_>, inner: ExprId) -> String {
    match &book.nodes[inner] {
        Node::HasAny(fact, options) | Node::HasAll(fact, options) => {
            format!("{}：没有{}", label(book, *fact), listed(book, *fact, *options, "、"))
        }
        Node::Is(fact, options) => format!("{}不是{}", label(book, *fact), listed(book, *fact, *options, "或")),
        Node::Compare(relation, left, right) => compared(book, opposite(*relation), *left, *right),
        _ => format!("并非“{}”", condition(book, inner)),
    }
}

pub(super) const fn opposite(relation: Relation) -> Relation {
    match relation {
        Relation::AtLeast => Relation::LessThan,
        Relation::LessThan => Relation::AtLeast,
        Relation::AtMost => Relation::MoreThan,
        Relation::MoreThan => Relation::AtMost,
        Relation::Equal => Relation::NotEqual,
        Relation::NotEqual => Relation::Equal,
    }
}

/// A relation in words; numbers are included by 不低于 and 不超过 and not by 超过 and 低于.
pub const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => "不低于",
        Relation::MoreThan => "超过",
        Relation::AtMost => "不超过",
        Relation::LessThan => "低于",
        Relation::Equal => "等于",
        Relation::NotEqual => "不等于",
    }
}

fn compared(book: &RuleBook<'_>, how: Relation, left: ExprId, right: ExprId) -> String {
    let zero = matches!(&book.nodes[right], Node::Constant(figure, _) if figure.0.is_zero());
    if zero && how == Relation::MoreThan {
        return format!("有{}（大于0）", number(book, left));
    }
    format!("{}{}{}", number(book, left), relation(how), number(book, right))
}

/// A number in words: “10% × （本年度研发费用 − 上年度研发费用）”.
pub fn number(book: &RuleBook<'_>, expr: ExprId) -> String {
    let of = |e: ExprId| number(book, e);
    let inner = |e: ExprId| bracketed(book, e);
    match &book.nodes[expr] {
        Node::Constant(figure, counts) => constant(book, figure.0, *counts),
        Node::Figure(fact) => label(book, *fact).to_owned(),
        Node::Derived(derived) => book.derived[*derived].label.to_owned(),
        Node::Add(a, b) => format!("{} + {}", first(book, *a), inner(*b)),
        Node::Subtract(a, b) => format!("{} − {}", first(book, *a), inner(*b)),
        Node::Multiply(a, b) if is_one(book, *a) => format!("与{}等额", inner(*b)),
        Node::Multiply(a, b) => format!("{} × {}", inner(*a), inner(*b)),
        Node::Divide(a, b) => format!("{} ÷ {}", inner(*a), inner(*b)),
        Node::Min(..) => one_of(&compared_values(book, expr).into_iter().map(of).collect::<Vec<_>>(), "小"),
        Node::Max(..) => one_of(&compared_values(book, expr).into_iter().map(of).collect::<Vec<_>>(), "大"),
        Node::If(test, a, b) => {
            let last = matches!(&book.nodes[*b], Node::If(..));
            let rest = if last { of(*b) } else { format!("其他为{}", tier(book, *b)) };
            format!("{}的为{}，{rest}", condition(book, *test), tier(book, *a))
        }
        Node::Highest(fact, tiers) => {
            let tiers: Vec<String> = tiers
                .iter()
                .map(|(place, amount)| {
                    let name = listed(book, *fact, OptionSet::one(usize::from(*place)), "");
                    format!("{name}{}", amount_value(book, *amount))
                })
                .collect();
            format!("按所获最高一档：{}", tiers.join("、"))
        }
        Node::UpTo(a) => format!("由主管部门确定，最高{}", of(*a)),
        Node::Between(a, b) => format!("由主管部门在{}与{}之间确定", of(*a), of(*b)),
        Node::AtLeast(a) => format!("不低于{}", of(*a)),
        Node::Readings(..) => by_reading(&readings(book, expr).into_iter().map(of).collect::<Vec<_>>()),
        Node::Unlimited => "不封顶".to_owned(),
        _ => String::new(),
    }
}

/// The readings of an amount, however the rule has put them together.
pub(super) fn readings(book: &RuleBook<'_>, expr: ExprId) -> Vec<ExprId> {
    match &book.nodes[expr] {
        Node::Readings(a, b) => [*a, *b].into_iter().flat_map(|part| readings(book, part)).collect(),
        _ => vec![expr],
    }
}

/// What follows by each reading: `按一种读法A；按另一种读法B`.
pub(super) fn by_reading(values: &[String]) -> String {
    match values {
        [one, other] => format!("按一种读法{one}；按另一种读法{other}"),
        several => {
            let numbered = |(at, value): (usize, &String)| format!("按第{}种读法{value}", at + 1);
            several.iter().enumerate().map(numbered).collect::<Vec<_>>().join("；")
        }
    }
}

// What a sum or difference begins with: what follows would be taken for a part of a branch.
fn first(book: &RuleBook<'_>, expr: ExprId) -> String {
    match &book.nodes[expr] {
        Node::If(..) => bracketed(book, expr),
        _ => number(book, expr),
    }
}

// What one branch of a rule pays.
fn tier(book: &RuleBook<'_>, expr: ExprId) -> String {
    match &book.nodes[expr] {
        Node::Readings(..) => bracketed(book, expr),
        _ => number(book, expr),
    }
}

pub(super) fn is_one(book: &RuleBook<'_>, expr: ExprId) -> bool {
    matches!(&book.nodes[expr], Node::Constant(figure, _) if figure.0 == Decimal::ONE)
}

/// What the smallest or largest of several is chosen from, however the rule has put them together.
pub(super) fn compared_values(book: &RuleBook<'_>, expr: ExprId) -> Vec<ExprId> {
    let node = |expr: ExprId| &book.nodes[expr];
    let smallest = matches!(node(expr), Node::Min(..));
    let mut values = Vec::new();
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        match node(expr) {
            Node::Min(a, b) if smallest => rest.extend([*b, *a]),
            Node::Max(a, b) if !smallest => rest.extend([*b, *a]),
            _ => values.push(expr),
        }
    }
    values
}

/// The smallest or largest of these: `A与B中较小的`, `A、B、C中最小的`.
pub(super) fn one_of(values: &[String], which: &str) -> String {
    match values {
        [one, other] => format!("{one}与{other}中较{which}的"),
        several => format!("{}中最{which}的", several.join("、")),
    }
}

// A tier that is written as a sum of figures is said as its value.
fn amount_value(book: &RuleBook<'_>, expr: ExprId) -> String {
    constant_value(book, expr).map_or_else(|| number(book, expr), short_money)
}

pub(super) fn constant_value(book: &RuleBook<'_>, expr: ExprId) -> Option<Decimal> {
    let of = |e: &ExprId| constant_value(book, *e);
    match &book.nodes[expr] {
        Node::Constant(figure, _) => Some(figure.0),
        Node::Add(a, b) => add(of(a)?, of(b)?),
        Node::Subtract(a, b) => subtract(of(a)?, of(b)?),
        Node::Multiply(a, b) => multiply(of(a)?, of(b)?),
        _ => None,
    }
}

fn bracketed(book: &RuleBook<'_>, expr: ExprId) -> String {
    let text = number(book, expr);
    match &book.nodes[expr] {
        Node::Add(..)
        | Node::Subtract(..)
        | Node::If(..)
        | Node::Divide(..)
        | Node::Min(..)
        | Node::Max(..)
        | Node::Readings(..) => format!("（{text}）"),
        _ => text,
    }
}

/// What a measure pays, in words: amount, cap and per what.
pub fn amount_rule(book: &RuleBook<'_>, measure: &Measure<'_>) -> String {
    let mut text = match measure.promise {
        Payout::Nothing | Payout::Unstated => {
            let bases = measure.bases.iter().map(|base| format!("{}：{}。", base.label, number(book, base.is)));
            return core::iter::once(measure.support.to_owned()).chain(bases).collect();
        }
        Payout::Amount(amount) => number(book, amount),
    };
    if let Some(cap) = &measure.cap {
        let limit = match constant_value(book, cap.at_most) {
            Some(limit) => format!("最高{}", short_money(limit)),
            None => format!("封顶：{}", number(book, cap.at_most)),
        };
        let together = match cap.scope {
            CapScope::Each => "",
            CapScope::Together => "（合计）",
            CapScope::Unclear => "（有几个的，按每个封顶还是合计封顶，原文没有写明）",
        };
        text.push_str(&format!("；{}{limit}{together}", cap.per));
    }
    for base in &measure.bases {
        text.push_str(&format!("；{}：{}", base.label, number(book, base.is)));
    }
    if measure.pool {
        text.push_str("；这是全市资金总额，不是单个申报主体的金额");
    }
    text
}
