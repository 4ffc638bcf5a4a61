//! How a condition stands for this company: what was said, what is required, what is missing to it.

use super::condition::{condition, relation};
use super::unasked::not_asked;
use super::{figure, percent_beside, quoted, short_money};
use crate::answer::Answer;
use crate::assess::Finding;
use crate::book::{ExprId, FactId, Node, NumberFormat, OptionSet, Relation, RuleBook, Unit, collect_facts};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::{Truth, multiply, subtract};
use crate::number_input::Scale;
use rust_decimal::{Decimal, RoundingStrategy};

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The condition.
    pub condition: String,
    /// How it stands.
    pub truth: Truth,
    /// Whether it is open only because nobody was asked.
    pub not_asked: bool,
    /// What decides it, one line for each part that matters.
    pub lines: Vec<ExplanationLine>,
}

/// One part of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplanationLine {
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
pub fn finding(view: &Evaluator<'_, '_>, finding: &Finding) -> Explanation {
    let lines = gathered(reasons(view, finding));
    let mut said = Explanation {
        condition: condition(view.book, finding.condition),
        truth: finding.truth,
        not_asked: finding.not_asked,
        lines,
    };
    if let Some((group, number)) = owner(view, finding) {
        said.condition = format!("{group}{number}：{}", said.condition);
        said.lines.iter_mut().for_each(|line| line.sentence = format!("{group}{number}：{}", line.sentence));
    }
    said
}

// What fails, fails by what was answered: what nobody was asked for is no reason.
fn reasons(view: &Evaluator<'_, '_>, finding: &Finding) -> Vec<ExplanationLine> {
    let mut lines = Vec::new();
    let supposing = view.supposing();
    let view = if finding.not_asked || finding.truth == Truth::False { &supposing } else { view };
    explain(view, finding.condition, finding.instance, false, &mut lines);
    lines
}

// Of which one it is, where the company has several: 项目2.
pub(super) fn owner<'a>(view: &Evaluator<'_, 'a>, finding: &Finding) -> Option<(&'a str, usize)> {
    let mut facts = Vec::new();
    collect_facts(view.book, finding.condition, &mut facts);
    let group_of = |fact: &FactId| view.book.facts[*fact].group;
    let group = facts.iter().find_map(group_of).map(|(group, _)| group);
    let group = &view.book.groups[group.filter(|group| view.instances(*group) > 1)?];
    Some((group.label, finding.instance + 1))
}

// How a question without an answer is said; several of them in one sentence.
const UNFILLED: &str = "还没有填写";

// Each sentence once, and questions without an answer together.
fn gathered(lines: Vec<ExplanationLine>) -> Vec<ExplanationLine> {
    let mut kept: Vec<ExplanationLine> = Vec::new();
    for line in lines {
        if kept.iter().any(|one| one.sentence == line.sentence) {
            continue;
        }
        let labels = line.sentence.strip_prefix(UNFILLED).and_then(|rest| rest.strip_suffix('。'));
        let before = kept.last_mut().filter(|one| one.sentence.starts_with(UNFILLED));
        match (labels, before) {
            (Some(labels), Some(before)) => {
                before.sentence.truncate(before.sentence.trim_end_matches('。').len());
                for label in labels.split_inclusive('”').filter(|label| !label.is_empty()) {
                    if !before.sentence.contains(label) {
                        before.sentence.push_str(label);
                    }
                }
                before.sentence.push('。');
            }
            _ => kept.push(line),
        }
    }
    kept
}

// Collects the parts that decide: all of a failed alternative, the met ones of a met alternative.
pub(super) fn explain(
    view: &Evaluator<'_, '_>,
    expr: ExprId,
    instance: usize,
    negated: bool,
    into: &mut Vec<ExplanationLine>,
) {
    let book = view.book;
    let node = &book.nodes[expr];
    let truth = view.truth(expr, instance);
    let own = if negated { truth.negate() } else { truth };
    match node {
        Node::And(a, b) | Node::Or(a, b) => {
            // What is settled is settled by the parts that stand like the whole; the others would only distract.
            let parts = [*a, *b].into_iter().filter(|part| view.truth(*part, instance) == truth);
            // A figure that is not asked because of what was chosen fails with the choice.
            let fails_both = matches!(node, Node::And(..)) && truth == Truth::False;
            let idle = |part: &ExprId| fails_both && is_idle(view, *part, instance);
            let all: Vec<ExprId> = parts.collect();
            let some_count = all.iter().any(|part| !idle(part));
            for part in all.into_iter().filter(|part| !(some_count && idle(part))) {
                explain(view, part, instance, negated, into);
            }
        }
        Node::Implies(a, b) => {
            if view.truth(*a, instance) == Truth::False {
                let sentence = format!("您不属于“{}”，此项不作要求。", condition(book, *a));
                into.push(ExplanationLine {
                    truth: own,
                    actual: String::new(),
                    required: String::new(),
                    gap: String::new(),
                    sentence,
                });
                return;
            }
            if view.truth(*a, instance) == Truth::Unknown {
                explain(view, *a, instance, negated, into);
            }
            let first = into.len();
            explain(view, *b, instance, negated, into);
            // A test that only some companies have says which.
            if view.truth(*a, instance) == Truth::True {
                for line in into.iter_mut().skip(first).filter(|line| !line.required.is_empty()) {
                    line.sentence = format!("{}的，{}", condition(book, *a), line.sentence);
                }
            }
        }
        Node::Not(inner) => explain(view, *inner, instance, !negated, into),
        Node::Confirm(inner) => match view.truth(*inner, instance) {
            Truth::False => {}
            Truth::True => into.push(ExplanationLine {
                truth: Truth::Unknown,
                actual: String::new(),
                required: String::new(),
                gap: String::new(),
                sentence: format!("{}，文件没有写明能否享受，请向主管部门确认。", condition(book, *inner)),
            }),
            Truth::Unknown => explain(view, *inner, instance, negated, into),
        },
        Node::Compare(how, left, right) => into.push(compared(view, *how, *left, *right, instance, own)),
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            into.push(chosen(view, expr, *fact, instance, (own, negated)));
        }
        _ => {}
    }
}

pub(super) fn is_idle(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> bool {
    let mut facts = Vec::new();
    if matches!(&view.book.nodes[expr], Node::Compare(..)) {
        collect_facts(view.book, expr, &mut facts);
    }
    facts.iter().any(|fact| view.standing(*fact, instance) == FactStatus::NotApplicable)
}

pub(super) fn label<'a>(book: &RuleBook<'a>, fact: FactId) -> &'a str {
    book.facts[fact].label
}

fn unanswered(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> Option<String> {
    let name = quoted(label(view.book, fact));
    match view.standing(fact, instance) {
        FactStatus::Answered | FactStatus::NotApplicable => None,
        FactStatus::NotAsked => Some(not_asked(view, fact, instance)),
        FactStatus::Unsure => Some(format!("{name}您选了不清楚，查清后再定。")),
        FactStatus::Askable | FactStatus::Blocked => match view.answers.unreadable_at(fact, instance) {
            Some(typed) => Some(format!("{name}填写的内容读不出来：{}。", typed.shown(Scale::name))),
            None => Some(format!("{UNFILLED}{name}。")),
        },
    }
}

fn chosen(
    view: &Evaluator<'_, '_>,
    expr: ExprId,
    fact: FactId,
    instance: usize,
    (truth, negated): (Truth, bool),
) -> ExplanationLine {
    let book = view.book;
    let (name, node) = (quoted(label(book, fact)), &book.nodes[expr]);
    let line = |actual: &str, sentence: String| ExplanationLine {
        truth,
        actual: actual.to_owned(),
        required: String::new(),
        gap: String::new(),
        sentence,
    };
    if truth == Truth::Unknown
        && let Some(waiting) = unanswered(view, fact, instance)
    {
        return line("", waiting);
    }
    match (view.answers.get(book, fact, instance), node) {
        (Some(Answer::YesNo(yes)), _) => {
            let said = if yes { "是" } else { "否" };
            line(said, format!("{name}填的是“{said}”。"))
        }
        (Some(Answer::Choice(place)), Node::Is(_, wanted)) => {
            let said = option_names(book, fact, OptionSet::one(usize::from(place)));
            let names: Vec<&str> = names_of(book, fact, *wanted).collect();
            if names.len() > NAMED {
                return line(&said, format!("{}为{said}。", label(book, fact)));
            }
            let required = format!("{}{}", if negated { "不是" } else { "为" }, names.join("或"));
            let sentence = format!("{}为{said}，要求{required}。", label(book, fact));
            ExplanationLine { required, ..line(&said, sentence) }
        }
        (Some(Answer::Several(options)), Node::HasAny(_, wanted)) => {
            let has = options.intersection(*wanted);
            if has.is_empty() {
                line("没有选", format!("{name}中没有选{}。", none_of(book, fact, *wanted)))
            } else {
                line(&option_names(book, fact, has), format!("{name}中选了{}。", all_of(book, fact, has)))
            }
        }
        (Some(Answer::Several(options)), Node::HasAll(_, wanted)) => {
            let (has, lacks) = (options.intersection(*wanted), OptionSet(wanted.0 & !options.0));
            let actual = if has.is_empty() { "没有选".to_owned() } else { option_names(book, fact, has) };
            let (how, which) = if lacks.is_empty() { ("选了", has) } else { ("还没有选", lacks) };
            line(&actual, format!("{name}中{how}{}。", all_of(book, fact, which)))
        }
        _ => {
            let sentence = match view.standing(fact, instance) {
                FactStatus::NotApplicable | FactStatus::NotAsked => not_asked(view, fact, instance),
                _ if truth == Truth::True && !negated => format!("{name}还没有填写，暂按符合计算。"),
                _ => format!("{name}还没有填写，暂按没有计算。"),
            };
            line("", sentence)
        }
    }
}

fn names_of<'b>(book: &'b RuleBook<'_>, fact: FactId, options: OptionSet) -> impl Iterator<Item = &'b str> {
    let fact = &book.facts[fact];
    options.iter().filter_map(move |place| fact.options.get(place)).map(|option| option.label)
}

fn all_of(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> String {
    names_of(book, fact, options).map(quoted).collect()
}

// The most options that are named one by one in a sentence.
const NAMED: usize = 3;

fn none_of(book: &RuleBook<'_>, fact: FactId, wanted: OptionSet) -> String {
    match wanted.iter().count() {
        1 => all_of(book, fact, wanted),
        count if count <= NAMED => format!("{}中的任何一项", all_of(book, fact, wanted)),
        count => {
            let first: String = names_of(book, fact, wanted).take(1).map(quoted).collect();
            format!("{first}等{count}项中的任何一项")
        }
    }
}

pub(super) fn option_names(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> String {
    names_of(book, fact, options).collect::<Vec<_>>().join("、")
}

fn compared(
    view: &Evaluator<'_, '_>,
    how: Relation,
    left: ExprId,
    right: ExprId,
    instance: usize,
    truth: Truth,
) -> ExplanationLine {
    let book = view.book;
    let name = super::number(book, left);
    let (actual, required) = (view.range(left, instance).as_point(), view.range(right, instance).as_point());
    let shown = shown_of(book, left);
    let is_constant = matches!(&book.nodes[right], Node::Constant(..));
    let required_text = if how == Relation::MoreThan && is_constant && required.is_some_and(|sum| sum.is_zero()) {
        "大于0".to_owned()
    } else if is_constant {
        format!("{}{}", relation(how), super::number(book, right))
    } else {
        let value = required.map(|required| format!("（{}）", figure(required, &shown))).unwrap_or_default();
        format!("{}{}{value}", relation(how), super::number(book, right))
    };
    let line = |actual: String, gap: String, sentence: String| ExplanationLine {
        truth,
        actual,
        required: required_text.clone(),
        gap,
        sentence,
    };
    if let Some(fact) = super::unasked::unasked_figure(view, left, instance) {
        return line(String::new(), String::new(), not_asked(view, fact, instance));
    }
    let Some(actual) = actual else {
        return line(String::new(), String::new(), why_unknown(view, left, right, instance, &name));
    };
    let actual_text = match shown {
        NumberFormat::Ratio => percent_beside(actual, required),
        _ => figure(actual, &shown),
    };
    let gap = required
        .filter(|_| truth == Truth::False)
        .map(|required| gap(how, actual, required, &shown))
        .unwrap_or_default();
    let sentence = if gap.is_empty() {
        format!("{name}{actual_text}，要求{required_text}。")
    } else {
        format!("{name}{actual_text}，要求{required_text}，{gap}。")
    };
    line(actual_text, gap, sentence)
}

fn why_unknown(view: &Evaluator<'_, '_>, left: ExprId, right: ExprId, instance: usize, name: &str) -> String {
    let mut missing = Vec::new();
    view.missing(left, instance, &mut missing);
    view.missing(right, instance, &mut missing);
    // What cannot be read comes first, so that questions without an answer are still gathered behind it.
    missing.sort_by_key(|FactInstance { fact, instance }| view.answers.unreadable_at(*fact, *instance).is_none());
    let waits: Vec<String> =
        missing.iter().filter_map(|FactInstance { fact, instance }| unanswered(view, *fact, *instance)).collect();
    if !waits.is_empty() {
        return waits.concat();
    }
    let undefined = match &view.book.nodes[left] {
        Node::Derived(derived) => view.book.derived[*derived].undefined,
        _ => "",
    };
    if undefined.is_empty() {
        format!("“{name}”算不出来，请向主管部门确认。")
    } else {
        undefined.to_owned()
    }
}

pub(super) fn shown_of<'a>(book: &RuleBook<'a>, expr: ExprId) -> NumberFormat<'a> {
    match &book.nodes[expr] {
        Node::Figure(fact) => super::shown(book, &book.facts[*fact].kind),
        Node::Derived(derived) => book.derived[*derived].shown.clone(),
        Node::Constant(_, Unit::Money) => NumberFormat::Money,
        Node::Constant(_, Unit::Ratio) => NumberFormat::Ratio,
        Node::Add(a, _) | Node::Subtract(a, _) => shown_of(book, *a),
        Node::Divide(..) => NumberFormat::Ratio,
        _ => NumberFormat::Number(""),
    }
}

// What is missing to the required number. Below an exclusive bound any smallest step does, so no figure is given.
fn gap(how: Relation, actual: Decimal, required: Decimal, shown: &NumberFormat<'_>) -> String {
    let (word, distance) = match how {
        Relation::AtLeast | Relation::MoreThan => ("还差", subtract(required, actual)),
        Relation::AtMost | Relation::LessThan => ("超出", subtract(actual, required)),
        Relation::Equal | Relation::NotEqual => return String::new(),
    };
    let Some(distance) = distance else { return String::new() };
    if distance.is_zero() {
        return if required.is_zero() { String::new() } else { "不含本数".into() };
    }
    let text = match shown {
        NumberFormat::Money => short_money(distance),
        NumberFormat::Ratio => {
            let points = multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance);
            format!("{}个百分点", points_text(points))
        }
        NumberFormat::Number(_) => figure(distance, shown),
    };
    format!("{word}{text}")
}

// Two decimals are enough to act on; a gap smaller than that keeps its first digits.
pub(super) fn points_text(points: Decimal) -> String {
    for places in [1, 2, 4, 8] {
        let near = points.round_dp_with_strategy(places, RoundingStrategy::AwayFromZero);
        if near == points || (!near.is_zero() && places >= 2 && near < points.saturating_mul(Decimal::TWO)) {
            return near.normalize().to_string();
        }
    }
    points.normalize().to_string()
}
