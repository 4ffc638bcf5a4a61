//! How a condition stands for this company, in English: what was said, what is required, what is missing to it.

use super::condition::{condition, relation};
use super::{capital, constant, figure, money, number, short_money};
use crate::answer::Answer;
use crate::assess::{Finding, Outcome};
use crate::book::{Book, Expr, FactIx, Kind, Measure, Node, Options, Promise, Relation, Shown};
use crate::evaluate::{Standing, View};
use crate::number::{Truth, multiply, subtract};
use crate::words::finding::{points_text, shown_of};
use crate::words::{Line, Said, percent_beside, shown as shown_as};
use rust_decimal::Decimal;

/// Says a finding.
pub fn finding(view: &View<'_, '_>, finding: &Finding) -> Said {
    let mut lines = Vec::new();
    explain(view, finding.condition, finding.instance, false, &mut lines);
    Said { condition: condition(view.book, finding.condition), truth: finding.truth, lines }
}

fn plain(truth: Truth, sentence: String) -> Line {
    Line { truth, actual: String::new(), required: String::new(), gap: String::new(), sentence }
}

// Collects the parts that decide: all of a failed alternative, the met ones of a met alternative.
fn explain(view: &View<'_, '_>, expr: Expr, instance: usize, negated: bool, into: &mut Vec<Line>) {
    let book = view.book;
    let Some(node) = book.nodes.get(usize::from(expr)) else { return };
    let truth = view.truth(expr, instance);
    let own = if negated { truth.negate() } else { truth };
    match node {
        Node::And(a, b) | Node::Or(a, b) => {
            // One decided part settles a failed "and" and a met "or"; the rest would only distract.
            let settles = if matches!(node, Node::And(..)) { Truth::No } else { Truth::Yes };
            for part in [*a, *b] {
                if truth != settles || view.truth(part, instance) == settles {
                    explain(view, part, instance, negated, into);
                }
            }
        }
        Node::Implies(a, b) => implied(view, (*a, *b), instance, (negated, own), into),
        Node::Not(inner) => explain(view, *inner, instance, !negated, into),
        Node::Confirm(inner) => match view.truth(*inner, instance) {
            Truth::No => {}
            Truth::Yes => {
                let said = capital(&condition(book, *inner));
                let asks = "the document does not say whether this is granted; please ask the department.";
                into.push(plain(Truth::Open, format!("{said}: {asks}")));
            }
            Truth::Open => explain(view, *inner, instance, negated, into),
        },
        Node::Compare(how, left, right) => into.push(compared(view, *how, *left, *right, instance, own)),
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            into.push(chosen(view, expr, *fact, instance, own));
        }
        _ => {}
    }
}

fn implied(view: &View<'_, '_>, (a, b): (Expr, Expr), instance: usize, how: (bool, Truth), into: &mut Vec<Line>) {
    let (negated, own) = how;
    let said = condition(view.book, a);
    match view.truth(a, instance) {
        Truth::No => return into.push(plain(own, format!("“{said}” does not apply to you, so this is not required."))),
        Truth::Open => explain(view, a, instance, negated, into),
        Truth::Yes => {}
    }
    let first = into.len();
    explain(view, b, instance, negated, into);
    // A test that only some companies have says which.
    if view.truth(a, instance) == Truth::Yes {
        for line in into.iter_mut().skip(first).filter(|line| !line.required.is_empty()) {
            line.sentence = format!("Because “{said}” applies: {}", line.sentence);
        }
    }
}

fn label<'a>(book: &Book<'a>, fact: FactIx) -> &'a str {
    book.facts.get(usize::from(fact)).map_or("", |fact| fact.label)
}

fn unanswered(view: &View<'_, '_>, fact: FactIx, instance: usize) -> Option<String> {
    match view.standing(fact, instance) {
        Standing::Answered | Standing::Closed => None,
        Standing::Unsure => Some(format!("You are unsure about “{}”; decide once you know.", label(view.book, fact))),
        Standing::Askable | Standing::Waiting => Some(format!("“{}” is not answered yet.", label(view.book, fact))),
    }
}

fn chosen(view: &View<'_, '_>, expr: Expr, fact: FactIx, instance: usize, truth: Truth) -> Line {
    let book = view.book;
    let actual = match view.answers.get(book, fact, instance) {
        Some(Answer::YesNo(true)) => "yes".to_owned(),
        Some(Answer::YesNo(false)) => "no".to_owned(),
        Some(Answer::Choice(place)) => option_names(book, fact, Options::one(usize::from(place))),
        Some(Answer::Several(options)) => {
            let wanted = match book.nodes.get(usize::from(expr)) {
                Some(Node::HasAny(_, wanted) | Node::HasAll(_, wanted)) => options.common(*wanted),
                _ => options,
            };
            if wanted.is_empty() { "not chosen".to_owned() } else { option_names(book, fact, wanted) }
        }
        _ => String::new(),
    };
    let waiting = if truth == Truth::Open { unanswered(view, fact, instance) } else { None };
    let name = label(book, fact);
    let sentence = match waiting {
        Some(waiting) => waiting,
        None if actual.is_empty() => match view.standing(fact, instance) {
            Standing::Closed => format!("“{name}” does not concern you."),
            _ if truth == Truth::Yes => format!("“{name}” is not answered; counted as met for now."),
            _ => format!("“{name}” is not answered; counted as none for now."),
        },
        None => format!("{name}: {actual}."),
    };
    Line { truth, actual, required: String::new(), gap: String::new(), sentence }
}

fn option_names(book: &Book<'_>, fact: FactIx, options: Options) -> String {
    let Some(fact) = book.facts.get(usize::from(fact)) else { return String::new() };
    let names: Vec<&str> =
        options.places().filter_map(|place| fact.options.get(place)).map(|option| option.label).collect();
    names.join("; ")
}

fn compared(view: &View<'_, '_>, how: Relation, left: Expr, right: Expr, instance: usize, truth: Truth) -> Line {
    let book = view.book;
    let name = number(book, left);
    let (actual, required) = (view.range(left, instance).exact(), view.range(right, instance).exact());
    let shown = shown_of(book, left);
    let is_constant = matches!(book.nodes.get(usize::from(right)), Some(Node::Constant(..)));
    let value = required.filter(|_| !is_constant).map(|required| format!(" ({})", figure(required, &shown)));
    let required_text = format!("{} {}{}", relation(how), number(book, right), value.unwrap_or_default());
    let Some(actual) = actual else {
        let sentence = why_unknown(view, left, right, instance, &name);
        return Line { truth, actual: String::new(), required: required_text, gap: String::new(), sentence };
    };
    let actual_text = match shown {
        Shown::Ratio => percent_beside(actual, required),
        _ => figure(actual, &shown),
    };
    let gap =
        required.filter(|_| truth == Truth::No).map(|required| gap(how, actual, required, &shown)).unwrap_or_default();
    let is_short = if gap.is_empty() { String::new() } else { format!("; {gap}") };
    let sentence = format!("{}: {actual_text}; required: {required_text}{is_short}.", capital(&name));
    Line { truth, actual: actual_text, required: required_text, gap, sentence }
}

fn why_unknown(view: &View<'_, '_>, left: Expr, right: Expr, instance: usize, name: &str) -> String {
    let mut missing = Vec::new();
    view.missing(left, instance, &mut missing);
    view.missing(right, instance, &mut missing);
    let waits: Vec<String> = missing.iter().filter_map(|(fact, instance)| unanswered(view, *fact, *instance)).collect();
    if !waits.is_empty() {
        return waits.join(" ");
    }
    let undefined = match view.book.nodes.get(usize::from(left)) {
        Some(Node::Derived(derived)) => view.book.derived.get(usize::from(*derived)).map_or("", |d| d.undefined),
        _ => "",
    };
    if undefined.is_empty() {
        format!("“{name}” cannot be computed; please ask the department.")
    } else {
        undefined.to_owned()
    }
}

// What is missing to the required number. Below an exclusive bound any smallest step does, so no figure is given.
fn gap(how: Relation, actual: Decimal, required: Decimal, shown: &Shown<'_>) -> String {
    let (word, distance) = match how {
        Relation::AtLeast | Relation::MoreThan => ("short", subtract(required, actual)),
        Relation::AtMost | Relation::LessThan => ("too much", subtract(actual, required)),
        Relation::Equal | Relation::NotEqual => return String::new(),
    };
    let Some(distance) = distance else { return String::new() };
    if distance.is_zero() {
        return if matches!(how, Relation::MoreThan) { "it has to be more".into() } else { "it has to be less".into() };
    }
    let text = match shown {
        Shown::Money => short_money(distance),
        Shown::Ratio => {
            let points = points_text(multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance));
            let many = if points == "1" { "" } else { "s" };
            format!("{points} percentage point{many}")
        }
        Shown::Number(_) => figure(distance, shown),
    };
    format!("{text} {word}")
}

/// The amount of one instance as a calculation in figures: `10% × (CNY 12,000,000 − CNY 10,000,000) = CNY 200,000`; with
/// what the cap does. `None` where the amount has no calculation or is not known exactly.
pub fn calculation(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, instance: usize) -> Option<String> {
    let Promise::Amount(amount) = measure.promise else { return None };
    let value = view.range(amount, instance);
    let mut text = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::Constant(..) | Node::Highest(..) | Node::UpTo(..)) => {
            return cap_only(view, measure, amount, instance);
        }
        Some(Node::Between(low, high)) => {
            let (low, high) = (in_figures(view, *low, instance)?, in_figures(view, *high, instance)?);
            format!("from {low} to {high}")
        }
        _ => format!("{} = {}", in_figures(view, amount, instance)?, money(value.exact()?.normalize())),
    };
    if let Some(cap) = &measure.cap {
        let limit = view.range(cap.at_most, instance).exact()?;
        let per = if cap.per.is_empty() { String::new() } else { format!(" {}", cap.per) };
        let limit_text = short_money(limit);
        if value.high.is_some_and(|high| high > limit) {
            text.push_str(&format!("; above the cap, so {limit_text}{per}"));
        } else {
            text.push_str(&format!("; within the cap of {limit_text}{per}"));
        }
    }
    let several = outcome.findings.iter().any(|finding| finding.instance > 0);
    Some(if several { format!("No. {}: {text}", instance + 1) } else { text })
}

fn cap_only(view: &View<'_, '_>, measure: &Measure<'_>, amount: Expr, instance: usize) -> Option<String> {
    let rate = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::UpTo(inner)) => *inner,
        _ => return None,
    };
    if matches!(view.book.nodes.get(usize::from(rate)), Some(Node::Constant(..))) {
        return None;
    }
    let value = view.range(rate, instance).exact()?;
    let mut text = format!("up to {} = {}", in_figures(view, rate, instance)?, money(value));
    if let Some(limit) = measure.cap.as_ref().and_then(|cap| view.range(cap.at_most, instance).exact())
        && value > limit
    {
        text.push_str(&format!("; above the cap, so up to {}", short_money(limit)));
    }
    Some(text)
}

// An expression with the company's figures in the place of facts.
fn in_figures(view: &View<'_, '_>, expr: Expr, instance: usize) -> Option<String> {
    let of = |e: Expr| in_figures(view, e, instance);
    let book = view.book;
    let inner = |e: Expr| {
        let text = of(e)?;
        let sum = matches!(book.nodes.get(usize::from(e)), Some(Node::Add(..) | Node::Subtract(..)));
        Some(if sum { format!("({text})") } else { text })
    };
    match book.nodes.get(usize::from(expr))? {
        Node::Constant(value, counts) => Some(constant(book, value.0, *counts)),
        Node::Figure(fact) => {
            let kind = book.facts.get(usize::from(*fact)).map_or(&Kind::Money, |fact| &fact.kind);
            Some(figure(view.range(expr, instance).exact()?, &shown_as(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = book.derived.get(usize::from(*derived))?;
            Some(figure(view.range(expr, instance).exact()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(a, b) => Some(format!("the smaller of {} and {}", of(*a)?, of(*b)?)),
        Node::Max(a, b) => Some(format!("the larger of {} and {}", of(*a)?, of(*b)?)),
        Node::If(test, a, b) => match view.truth(*test, instance) {
            Truth::Yes => inner(*a),
            Truth::No => inner(*b),
            Truth::Open => None,
        },
        _ => None,
    }
}
