//! A rule said back in English. Knows expressions, not answers.

use super::listed as joined;
use super::{capital, constant, short_money};
use crate::book::{CapScope, ExprId, FactId, Measure, Node, OptionSet, Payout, Relation, RuleBook};
use crate::words::condition::{compared_values, constant_value, is_one, opposite, readings};

/// A condition in words: “R&D expenses this year: at least CNY 1 million”.
pub fn condition(book: &RuleBook<'_>, expr: ExprId) -> String {
    if let Some(common) = book.document.everywhere.iter().find(|common| common.when == expr) {
        return common.says.to_owned();
    }
    match &book.nodes[expr] {
        Node::Yes(fact) => label(book, *fact).to_owned(),
        Node::Is(fact, options) => format!("{}: {}", label(book, *fact), names(book, *fact, *options, "or")),
        Node::HasAny(fact, options) => {
            let one = options.iter().count() == 1;
            let any = if one { "" } else { " (any of these)" };
            format!("{}: {}{any}", label(book, *fact), names(book, *fact, *options, "or"))
        }
        Node::HasAll(fact, options) => {
            format!("{}: {} (all of these)", label(book, *fact), names(book, *fact, *options, "and"))
        }
        Node::Compare(relation, left, right) => compared(book, *relation, *left, *right),
        Node::Not(inner) => negated(book, *inner),
        Node::And(a, b) => format!("{}; and {}", condition(book, *a), condition(book, *b)),
        Node::Or(a, b) => match &book.nodes[*b] {
            Node::Confirm(inner) => {
                format!("{} (the department decides {})", condition(book, *a), left_open(book, *a, *inner))
            }
            _ => format!("{}; or {}", condition(book, *a), condition(book, *b)),
        },
        Node::Implies(a, b) => format!("If “{}” applies: {}", condition(book, *a), condition(book, *b)),
        Node::Confirm(inner) => format!("{} (the department decides)", condition(book, *inner)),
        _ => String::new(),
    }
}

// What is left open beside a condition, without saying again what the condition says.
fn left_open(book: &RuleBook<'_>, beside: ExprId, open: ExprId) -> String {
    match (&book.nodes[beside], &book.nodes[open]) {
        (_, Node::Not(a)) if condition(book, *a) == condition(book, beside) => "where this does not apply".into(),
        (Node::HasAny(fact, some), Node::HasAny(other, same))
            if names(book, *fact, *some, "or") == names(book, *other, *same, "or") =>
        {
            let which = if some.iter().count() == 1 { "this" } else { "one of these" };
            format!("where “{}” has {which}", label(book, *other))
        }
        _ => format!("on: {}", condition(book, open)),
    }
}

fn label<'a>(book: &RuleBook<'a>, fact: FactId) -> &'a str {
    book.facts[fact].label
}

fn names(book: &RuleBook<'_>, fact: FactId, options: OptionSet, last: &str) -> String {
    let fact = &book.facts[fact];
    let names: Vec<&str> =
        options.iter().filter_map(|place| fact.options.get(place)).map(|option| option.label).collect();
    // A name may have commas of its own.
    if names.iter().any(|name| name.contains(',')) && names.len() > 1 {
        return format!("{}; {last} {}", names[..names.len() - 1].join("; "), names[names.len() - 1]);
    }
    joined(&names, last)
}

fn negated(book: &RuleBook<'_>, inner: ExprId) -> String {
    match &book.nodes[inner] {
        Node::HasAny(fact, options) | Node::HasAll(fact, options) => {
            format!("{}: without {}", label(book, *fact), names(book, *fact, *options, "or"))
        }
        Node::Is(fact, options) => format!("{}: not {}", label(book, *fact), names(book, *fact, *options, "or")),
        Node::Compare(relation, left, right) => compared(book, opposite(*relation), *left, *right),
        _ => format!("Not “{}”", condition(book, inner)),
    }
}

/// A relation in words; “at least” and “at most” include the number, “more than” and “less than” do not.
pub const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => "at least",
        Relation::MoreThan => "more than",
        Relation::AtMost => "at most",
        Relation::LessThan => "less than",
        Relation::Equal => "equal to",
        Relation::NotEqual => "other than",
    }
}

fn compared(book: &RuleBook<'_>, how: Relation, left: ExprId, right: ExprId) -> String {
    let zero = matches!(&book.nodes[right], Node::Constant(figure, _) if figure.0.is_zero());
    if zero && how == Relation::MoreThan {
        return format!("{}: more than 0", capital(&number(book, left)));
    }
    format!("{}: {} {}", capital(&number(book, left)), relation(how), number(book, right))
}

/// A number in words: “10% × (R&D expenses this year − R&D expenses last year)”.
pub fn number(book: &RuleBook<'_>, expr: ExprId) -> String {
    let of = |e: ExprId| number(book, e);
    let inner = |e: ExprId| bracketed(book, e);
    match &book.nodes[expr] {
        Node::Constant(figure, counts) => constant(book, figure.0, *counts),
        Node::Figure(fact) => label(book, *fact).to_owned(),
        Node::Derived(derived) => book.derived[*derived].label.to_owned(),
        Node::Add(a, b) => format!("{} + {}", first(book, *a), inner(*b)),
        Node::Subtract(a, b) => format!("{} − {}", first(book, *a), inner(*b)),
        Node::Multiply(a, b) if is_one(book, *a) => format!("the same amount as {}", inner(*b)),
        Node::Multiply(a, b) => format!("{} × {}", inner(*a), inner(*b)),
        Node::Divide(a, b) => format!("{} ÷ {}", inner(*a), inner(*b)),
        Node::Min(..) => one_of(&compared_values(book, expr).into_iter().map(of).collect::<Vec<_>>(), "small"),
        Node::Max(..) => one_of(&compared_values(book, expr).into_iter().map(of).collect::<Vec<_>>(), "larg"),
        Node::If(test, a, b) => {
            format!("{} if “{}” applies, otherwise {}", tier(book, *a), condition(book, *test), tier(book, *b))
        }
        Node::Highest(fact, tiers) => {
            let tier = |(place, amount): &(u8, ExprId)| {
                let name = names(book, *fact, OptionSet::one(usize::from(*place)), "or");
                format!("{name}: {}", amount_value(book, *amount))
            };
            let tiers: Vec<String> = tiers.iter().map(tier).collect();
            format!("by the highest level obtained: {}", tiers.join("; "))
        }
        Node::UpTo(a) => format!("decided by the department, up to {}", of(*a)),
        Node::Between(a, b) => format!("decided by the department, from {} to {}", of(*a), of(*b)),
        Node::AtLeast(a) => format!("at least {}", of(*a)),
        Node::Readings(..) => by_reading(&readings(book, expr).into_iter().map(of).collect::<Vec<_>>()),
        Node::Unlimited => "no cap".to_owned(),
        _ => String::new(),
    }
}

/// The smallest or largest of these: `the smaller of A and B`, `the smallest of A, B and C`; `which` is `small` or `larg`.
pub(super) fn one_of(values: &[String], which: &str) -> String {
    let names: Vec<&str> = values.iter().map(String::as_str).collect();
    let how = if values.len() == 2 { "er" } else { "est" };
    format!("the {which}{how} of {}", joined(&names, "and"))
}

/// What follows by each reading: `by one reading A; by the other B`.
pub(super) fn by_reading(values: &[String]) -> String {
    match values {
        [one, other] => format!("by one reading {one}; by the other {other}"),
        several => {
            let numbered = |(at, value): (usize, &String)| format!("by reading {} {value}", at + 1);
            several.iter().enumerate().map(numbered).collect::<Vec<_>>().join("; ")
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

// A tier that is written as a sum of figures is said as its value.
fn amount_value(book: &RuleBook<'_>, expr: ExprId) -> String {
    constant_value(book, expr).map_or_else(|| number(book, expr), short_money)
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
        | Node::Readings(..) => format!("({text})"),
        _ => text,
    }
}

/// What a measure pays, in words: amount, cap and per what.
pub fn amount_rule(book: &RuleBook<'_>, measure: &Measure<'_>) -> String {
    let mut text = match measure.promise {
        Payout::Nothing | Payout::Unstated => {
            let bases = measure.bases.iter().map(|base| format!(" {}: {}.", base.label, number(book, base.is)));
            return core::iter::once(measure.support.to_owned()).chain(bases).collect();
        }
        Payout::Amount(amount) => capital(&number(book, amount)),
    };
    if let Some(cap) = &measure.cap {
        let together = match cap.scope {
            CapScope::Each => "",
            CapScope::Together => " (all together)",
            CapScope::Unclear => " (of several, each or all together: the text does not say)",
        };
        let per = if cap.per.is_empty() { String::new() } else { format!(" {}", cap.per) };
        text.push_str(&match constant_value(book, cap.at_most) {
            Some(limit) => format!("; at most {}{per}{together}", short_money(limit)),
            None => format!("; cap{per}: {}{together}", number(book, cap.at_most)),
        });
    }
    for base in &measure.bases {
        text.push_str(&format!("; {}: {}", base.label, number(book, base.is)));
    }
    if measure.pool {
        text.push_str("; this is the total for the whole city, not what one applicant gets");
    }
    text
}
