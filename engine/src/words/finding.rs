//! How a condition stands for this company: what was said, what is required, what is missing to it.

use super::condition::{condition, relation};
use super::{constant, figure, money, percent_beside, short_money};
use crate::answer::Answer;
use crate::assess::{Finding, Outcome, left_out};
use crate::book::{Book, Counts, Expr, FactIx, Kind, Measure, Node, Options, Promise, Relation, Shown};
use crate::evaluate::{Standing, View};
use crate::number::{Truth, multiply, subtract};
use rust_decimal::{Decimal, RoundingStrategy};

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The condition.
    pub condition: String,
    /// How it stands.
    pub truth: Truth,
    /// What decides it, one line for each part that matters.
    pub lines: Vec<Line>,
}

/// One part of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How this part stands.
    pub truth: Truth,
    /// What the company said or what follows from it; empty where nothing is known.
    pub actual: String,
    /// What is required; empty where the condition says it.
    pub required: String,
    /// What is missing to it; empty where it is met or has no measure.
    pub gap: String,
    /// The whole line as a sentence.
    pub sentence: String,
}

/// Says a finding.
pub fn finding(view: &View<'_, '_>, finding: &Finding) -> Said {
    let mut lines = Vec::new();
    explain(view, finding.condition, finding.instance, false, &mut lines);
    Said { condition: condition(view.book, finding.condition), truth: finding.truth, lines }
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
            let settles = match node {
                Node::And(..) => Truth::No,
                _ => Truth::Yes,
            };
            for part in [*a, *b] {
                if truth != settles || view.truth(part, instance) == settles {
                    explain(view, part, instance, negated, into);
                }
            }
        }
        Node::Implies(a, b) => {
            if view.truth(*a, instance) == Truth::No {
                let sentence = format!("您不属于“{}”，此项不作要求。", condition(book, *a));
                into.push(Line {
                    truth: own,
                    actual: String::new(),
                    required: String::new(),
                    gap: String::new(),
                    sentence,
                });
                return;
            }
            if view.truth(*a, instance) == Truth::Open {
                explain(view, *a, instance, negated, into);
            }
            let first = into.len();
            explain(view, *b, instance, negated, into);
            // A test that only some companies have says which.
            if view.truth(*a, instance) == Truth::Yes {
                for line in into.iter_mut().skip(first).filter(|line| !line.required.is_empty()) {
                    line.sentence = format!("{}的，{}", condition(book, *a), line.sentence);
                }
            }
        }
        Node::Not(inner) => explain(view, *inner, instance, !negated, into),
        Node::Confirm(inner) => match view.truth(*inner, instance) {
            Truth::No => {}
            Truth::Yes => into.push(Line {
                truth: Truth::Open,
                actual: String::new(),
                required: String::new(),
                gap: String::new(),
                sentence: format!("{}，文件没有写明能否享受，请向主管部门确认。", condition(book, *inner)),
            }),
            Truth::Open => explain(view, *inner, instance, negated, into),
        },
        Node::Compare(how, left, right) => into.push(compared(view, *how, *left, *right, instance, own)),
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            into.push(chosen(view, expr, *fact, instance, own));
        }
        _ => {}
    }
}

fn label<'a>(book: &Book<'a>, fact: FactIx) -> &'a str {
    book.facts.get(usize::from(fact)).map_or("", |fact| fact.label)
}

fn unanswered(view: &View<'_, '_>, fact: FactIx, instance: usize) -> Option<String> {
    match view.standing(fact, instance) {
        Standing::Answered | Standing::Closed => None,
        Standing::Unsure => Some(format!("“{}”您选了不清楚，查清后再定。", label(view.book, fact))),
        Standing::Askable | Standing::Waiting => Some(format!("还没有填写“{}”。", label(view.book, fact))),
    }
}

fn chosen(view: &View<'_, '_>, expr: Expr, fact: FactIx, instance: usize, truth: Truth) -> Line {
    let book = view.book;
    let actual = match view.answers.get(book, fact, instance) {
        Some(Answer::YesNo(true)) => "是".to_owned(),
        Some(Answer::YesNo(false)) => "否".to_owned(),
        Some(Answer::Choice(place)) => option_names(book, fact, Options::one(usize::from(place))),
        Some(Answer::Several(options)) => {
            let wanted = match book.nodes.get(usize::from(expr)) {
                Some(Node::HasAny(_, wanted) | Node::HasAll(_, wanted)) => options.common(*wanted),
                _ => options,
            };
            if wanted.is_empty() { "没有选".to_owned() } else { option_names(book, fact, wanted) }
        }
        _ => String::new(),
    };
    let waiting = if truth == Truth::Open { unanswered(view, fact, instance) } else { None };
    let sentence = match waiting {
        Some(waiting) => waiting,
        None if actual.is_empty() => match view.standing(fact, instance) {
            Standing::Closed => closed(view, fact, instance),
            _ if truth == Truth::Yes => format!("“{}”尚未填写，暂按符合计算。", label(book, fact)),
            _ => format!("“{}”尚未填写，暂按没有计算。", label(book, fact)),
        },
        None => format!("{}：{actual}。", label(book, fact)),
    };
    Line { truth, actual, required: String::new(), gap: String::new(), sentence }
}

// Where it is the list of concerns that keeps a question closed, what was not ticked there.
fn closed(view: &View<'_, '_>, fact: FactIx, instance: usize) -> String {
    let book = view.book;
    let left_out = left_out(view, fact, instance);
    match book.document.concerns_fact.filter(|_| !left_out.is_empty()) {
        Some(concerns) => {
            format!("“{}”没有问：您没有选“{}”。", label(book, fact), option_names(book, concerns, left_out))
        }
        None => format!("“{}”不涉及。", label(book, fact)),
    }
}

fn option_names(book: &Book<'_>, fact: FactIx, options: Options) -> String {
    let Some(fact) = book.facts.get(usize::from(fact)) else { return String::new() };
    options
        .places()
        .filter_map(|place| fact.options.get(place))
        .map(|option| option.label)
        .collect::<Vec<_>>()
        .join("、")
}

fn compared(view: &View<'_, '_>, how: Relation, left: Expr, right: Expr, instance: usize, truth: Truth) -> Line {
    let book = view.book;
    let name = super::number(book, left);
    let (actual, required) = (view.range(left, instance).exact(), view.range(right, instance).exact());
    let shown = shown_of(book, left);
    let is_constant = matches!(book.nodes.get(usize::from(right)), Some(Node::Constant(..)));
    let required_text = if is_constant {
        format!("{}{}", relation(how), super::number(book, right))
    } else {
        let value = required.map(|required| format!("（{}）", figure(required, &shown))).unwrap_or_default();
        format!("{}{}{value}", relation(how), super::number(book, right))
    };
    let line = |actual: String, gap: String, sentence: String| Line {
        truth,
        actual,
        required: required_text.clone(),
        gap,
        sentence,
    };
    let Some(actual) = actual else {
        return line(String::new(), String::new(), why_unknown(view, left, right, instance, &name));
    };
    let actual_text = match shown {
        Shown::Ratio => percent_beside(actual, required),
        _ => figure(actual, &shown),
    };
    let gap =
        required.filter(|_| truth == Truth::No).map(|required| gap(how, actual, required, &shown)).unwrap_or_default();
    let sentence = if gap.is_empty() {
        format!("{name}{actual_text}，要求{required_text}。")
    } else {
        format!("{name}{actual_text}，要求{required_text}，{gap}。")
    };
    line(actual_text, gap, sentence)
}

fn why_unknown(view: &View<'_, '_>, left: Expr, right: Expr, instance: usize, name: &str) -> String {
    let mut missing = Vec::new();
    view.missing(left, instance, &mut missing);
    view.missing(right, instance, &mut missing);
    let waits: Vec<String> = missing.iter().filter_map(|(fact, instance)| unanswered(view, *fact, *instance)).collect();
    if !waits.is_empty() {
        return waits.concat();
    }
    let undefined = match view.book.nodes.get(usize::from(left)) {
        Some(Node::Derived(derived)) => view.book.derived.get(usize::from(*derived)).map_or("", |d| d.undefined),
        _ => "",
    };
    if undefined.is_empty() {
        format!("“{name}”算不出来，请向主管部门确认。")
    } else {
        undefined.to_owned()
    }
}

fn shown_of<'a>(book: &Book<'a>, expr: Expr) -> Shown<'a> {
    match book.nodes.get(usize::from(expr)) {
        Some(Node::Figure(fact)) => {
            book.facts.get(usize::from(*fact)).map_or(Shown::Number(""), |fact| super::shown(book, &fact.kind))
        }
        Some(Node::Derived(derived)) => {
            book.derived.get(usize::from(*derived)).map_or(Shown::Number(""), |derived| derived.shown.clone())
        }
        Some(Node::Constant(_, Counts::Money)) => Shown::Money,
        Some(Node::Constant(_, Counts::Ratio)) => Shown::Ratio,
        Some(Node::Add(a, _) | Node::Subtract(a, _)) => shown_of(book, *a),
        Some(Node::Divide(..)) => Shown::Ratio,
        _ => Shown::Number(""),
    }
}

// What is missing to the required number. Below an exclusive bound any smallest step does, so no figure is given.
fn gap(how: Relation, actual: Decimal, required: Decimal, shown: &Shown<'_>) -> String {
    let (word, distance) = match how {
        Relation::AtLeast | Relation::MoreThan => ("还差", subtract(required, actual)),
        Relation::AtMost | Relation::LessThan => ("超出", subtract(actual, required)),
        Relation::Equal | Relation::NotEqual => return String::new(),
    };
    let Some(distance) = distance else { return String::new() };
    if distance.is_zero() {
        return if matches!(how, Relation::MoreThan) { "须更多".into() } else { "须更少".into() };
    }
    let text = match shown {
        Shown::Money => short_money(distance),
        Shown::Ratio => {
            let points = multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance);
            format!("{}个百分点", points_text(points))
        }
        Shown::Number(_) => figure(distance, shown),
    };
    format!("{word}{text}")
}

// Two decimals are enough to act on; a gap smaller than that keeps its first digits.
fn points_text(points: Decimal) -> String {
    for places in [1, 2, 4, 8] {
        let near = points.round_dp_with_strategy(places, RoundingStrategy::AwayFromZero);
        if near == points || (!near.is_zero() && places >= 2 && near < points.saturating_mul(Decimal::TWO)) {
            return near.normalize().to_string();
        }
    }
    points.normalize().to_string()
}

/// The amount of one instance as a calculation in figures: `10% × (12,000,000元 − 10,000,000元) = 200,000元`; with what
/// the cap does. `None` where the amount has no calculation or is not known exactly.
pub fn calculation(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, instance: usize) -> Option<String> {
    let Promise::Amount(amount) = measure.promise else { return None };
    let value = view.range(amount, instance);
    let mut text = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::Constant(..) | Node::Highest(..) | Node::UpTo(..)) => {
            return cap_only(view, measure, amount, instance);
        }
        Some(Node::Between(low, high)) => {
            let (low, high) = (in_figures(view, *low, instance)?, in_figures(view, *high, instance)?);
            format!("从{low}到{high}")
        }
        _ => format!("{} = {}", in_figures(view, amount, instance)?, money(value.exact()?.normalize())),
    };
    if let Some(cap) = &measure.cap {
        let limit = view.range(cap.at_most, instance).exact()?;
        let over = value.high.is_some_and(|high| high > limit);
        let per = cap.per;
        if over {
            text.push_str(&format!("，超过{per}上限，按{}计", short_money(limit)));
        } else {
            text.push_str(&format!("，未超过{per}上限{}", short_money(limit)));
        }
    }
    let several = outcome.findings.iter().any(|finding| finding.instance > 0);
    Some(if several { format!("第{}项：{text}", instance + 1) } else { text })
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
    let mut text = format!("最高{} = {}", in_figures(view, rate, instance)?, money(value));
    if let Some(limit) = measure.cap.as_ref().and_then(|cap| view.range(cap.at_most, instance).exact())
        && value > limit
    {
        text.push_str(&format!("，超过上限，按最高{}计", short_money(limit)));
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
            Some(figure(view.range(expr, instance).exact()?, &super::shown(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = book.derived.get(usize::from(*derived))?;
            Some(figure(view.range(expr, instance).exact()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(a, b) => Some(format!("{}与{}中较小的", of(*a)?, of(*b)?)),
        Node::Max(a, b) => Some(format!("{}与{}中较大的", of(*a)?, of(*b)?)),
        Node::If(test, a, b) => match view.truth(*test, instance) {
            Truth::Yes => inner(*a),
            Truth::No => inner(*b),
            Truth::Open => None,
        },
        _ => None,
    }
}
