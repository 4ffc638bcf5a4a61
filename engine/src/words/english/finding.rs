//! How a condition stands for this company, in English: what was said, what is required, what is missing to it.

use super::condition::{condition, relation};
use super::{capital, figure, listed, number, quoted, short_money};
use crate::answer::Answer;
use crate::assess::Finding;
use crate::book::{ExprId, FactId, Node, NumberFormat, OptionSet, Relation, RuleBook};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::{Truth, multiply, subtract};
use crate::words::finding::{is_idle, owner, points_text, shown_of};
use crate::words::unasked::{UnaskedReason, unasked_figure, why};
use crate::words::{Explanation, ExplanationLine, percent_beside};
use rust_decimal::Decimal;

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
        said.condition = format!("{group} {number}: {}", said.condition);
        said.lines.iter_mut().for_each(|line| line.sentence = format!("{group} {number}: {}", line.sentence));
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

// How a question without an answer is said; several of them in one sentence.
const UNFILLED: &str = "Not answered yet: ";

// Each sentence once, and questions without an answer together.
fn gathered(lines: Vec<ExplanationLine>) -> Vec<ExplanationLine> {
    let mut kept: Vec<ExplanationLine> = Vec::new();
    for line in lines {
        if kept.iter().any(|one| one.sentence == line.sentence) {
            continue;
        }
        let labels = line.sentence.strip_prefix(UNFILLED).and_then(|rest| rest.strip_suffix('.'));
        let before = kept.last_mut().filter(|one| one.sentence.starts_with(UNFILLED));
        match (labels, before) {
            (Some(labels), Some(before)) => {
                before.sentence.truncate(before.sentence.trim_end_matches('.').len());
                for label in labels.split_inclusive('”').map(|label| label.trim_start_matches(", ")) {
                    if !before.sentence.contains(label) {
                        before.sentence.push_str(", ");
                        before.sentence.push_str(label);
                    }
                }
                before.sentence.push('.');
            }
            _ => kept.push(line),
        }
    }
    kept
}

fn plain(truth: Truth, sentence: String) -> ExplanationLine {
    ExplanationLine { truth, actual: String::new(), required: String::new(), gap: String::new(), sentence }
}

// Collects the parts that decide: all of a failed alternative, the met ones of a met alternative.
fn explain(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize, negated: bool, into: &mut Vec<ExplanationLine>) {
    let book = view.book;
    let node = &book.nodes[expr];
    let truth = view.truth(expr, instance);
    let own = if negated { truth.negate() } else { truth };
    match node {
        Node::And(a, b) | Node::Or(a, b) => {
            // What is settled is settled by the parts that stand like the whole; the others would only distract.
            let parts: Vec<ExprId> = [*a, *b].into_iter().filter(|part| view.truth(*part, instance) == truth).collect();
            // A figure that is not asked because of what was chosen fails with the choice.
            let fails_both = matches!(node, Node::And(..)) && truth == Truth::False;
            let idle = |part: &ExprId| fails_both && is_idle(view, *part, instance);
            let some_count = parts.iter().any(|part| !idle(part));
            for part in parts.into_iter().filter(|part| !(some_count && idle(part))) {
                explain(view, part, instance, negated, into);
            }
        }
        Node::Implies(a, b) => implied(view, (*a, *b), instance, (negated, own), into),
        Node::Not(inner) => explain(view, *inner, instance, !negated, into),
        Node::Confirm(inner) => match view.truth(*inner, instance) {
            Truth::False => {}
            Truth::True => {
                let said = capital(&condition(book, *inner));
                let asks = "the document does not say whether this is granted; please ask the department.";
                into.push(plain(Truth::Unknown, format!("{said}: {asks}")));
            }
            Truth::Unknown => explain(view, *inner, instance, negated, into),
        },
        Node::Compare(how, left, right) => into.push(compared(view, *how, *left, *right, instance, own)),
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            into.push(chosen(view, expr, *fact, instance, (own, negated)));
        }
        _ => {}
    }
}

fn implied(
    view: &Evaluator<'_, '_>,
    (a, b): (ExprId, ExprId),
    instance: usize,
    how: (bool, Truth),
    into: &mut Vec<ExplanationLine>,
) {
    let (negated, own) = how;
    let said = condition(view.book, a);
    match view.truth(a, instance) {
        Truth::False => {
            return into.push(plain(own, format!("“{said}” does not apply to you, so this is not required.")));
        }
        Truth::Unknown => explain(view, a, instance, negated, into),
        Truth::True => {}
    }
    let first = into.len();
    explain(view, b, instance, negated, into);
    // A test that only some companies have says which.
    if view.truth(a, instance) == Truth::True {
        for line in into.iter_mut().skip(first).filter(|line| !line.required.is_empty()) {
            line.sentence = format!("Because “{said}” applies: {}", line.sentence);
        }
    }
}

fn label<'a>(book: &RuleBook<'a>, fact: FactId) -> &'a str {
    book.facts[fact].label
}

fn unanswered(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> Option<String> {
    let name = quoted(label(view.book, fact));
    match view.standing(fact, instance) {
        FactStatus::Answered | FactStatus::NotApplicable => None,
        FactStatus::NotAsked => Some(not_asked(view, fact, instance)),
        FactStatus::Unsure => Some(format!("You are unsure about {name}; decide once you know.")),
        FactStatus::Askable | FactStatus::Blocked => match view.answers.unreadable_at(fact, instance) {
            Some(typed) => Some(format!("What was entered at {name} cannot be read: {}.", typed.shown(super::scale))),
            None => Some(format!("{UNFILLED}{name}.")),
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
    let (name, node) = (label(book, fact), &book.nodes[expr]);
    let line = |actual: &str, sentence: String| ExplanationLine { actual: actual.to_owned(), ..plain(truth, sentence) };
    if truth == Truth::Unknown
        && let Some(waiting) = unanswered(view, fact, instance)
    {
        return plain(truth, waiting);
    }
    match (view.answers.get(book, fact, instance), node) {
        (Some(Answer::YesNo(yes)), _) => {
            let said = if yes { "yes" } else { "no" };
            line(said, format!("{name}: you answered “{said}”."))
        }
        (Some(Answer::Choice(place)), Node::Is(_, wanted)) => {
            let said = option_names(book, fact, OptionSet::one(usize::from(place)));
            let names: Vec<&str> = names_of(book, fact, *wanted).collect();
            if names.len() > NAMED {
                return line(&said, format!("{name}: {said}."));
            }
            let required = format!("{}{}", if negated { "not " } else { "" }, listed(&names, "or"));
            let sentence = format!("{name}: {said}; required: {required}.");
            ExplanationLine { required, ..line(&said, sentence) }
        }
        (Some(Answer::Several(options)), Node::HasAny(_, wanted)) => {
            let has = options.intersection(*wanted);
            if has.is_empty() {
                line("not chosen", format!("{name}: you did not choose {}.", none_of(book, fact, *wanted)))
            } else {
                line(&option_names(book, fact, has), format!("{name}: you chose {}.", all_of(book, fact, has)))
            }
        }
        (Some(Answer::Several(options)), Node::HasAll(_, wanted)) => {
            let (has, lacks) = (options.intersection(*wanted), OptionSet(wanted.0 & !options.0));
            let actual = if has.is_empty() { "not chosen".to_owned() } else { option_names(book, fact, has) };
            let (how, which) = if lacks.is_empty() { ("you chose", has) } else { ("you have not chosen", lacks) };
            line(&actual, format!("{name}: {how} {}.", all_of(book, fact, which)))
        }
        _ => {
            let name = quoted(name);
            plain(
                truth,
                match view.standing(fact, instance) {
                    FactStatus::NotApplicable | FactStatus::NotAsked => not_asked(view, fact, instance),
                    _ if truth == Truth::True && !negated => format!("{name} is not answered; counted as met for now."),
                    _ => format!("{name} is not answered; counted as none for now."),
                },
            )
        }
    }
}

fn names_of<'b>(book: &'b RuleBook<'_>, fact: FactId, options: OptionSet) -> impl Iterator<Item = &'b str> {
    let fact = &book.facts[fact];
    options.iter().filter_map(move |place| fact.options.get(place)).map(|option| option.label)
}

fn all_of(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> String {
    names_of(book, fact, options).map(quoted).collect::<Vec<_>>().join(", ")
}

// The most options that are named one by one in a sentence.
const NAMED: usize = 3;

fn none_of(book: &RuleBook<'_>, fact: FactId, wanted: OptionSet) -> String {
    match wanted.iter().count() {
        1 => all_of(book, fact, wanted),
        count if count <= NAMED => format!("any of {}", all_of(book, fact, wanted)),
        count => {
            let first: String = names_of(book, fact, wanted).take(1).map(quoted).collect();
            format!("{first} or another of {count}")
        }
    }
}

// Why a question was not asked: what was not ticked, what was answered instead.
fn not_asked(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> String {
    let name = quoted(label(view.book, fact));
    let gate = |view: &Evaluator<'_, '_>, gate, instance, lines: &mut Vec<ExplanationLine>| {
        explain(view, gate, instance, false, lines)
    };
    match why(view, fact, instance, gate) {
        UnaskedReason::Concerns(concerns, options) => {
            format!("{name} was not asked: you did not choose {}.", any_of(view.book, concerns, options))
        }
        UnaskedReason::NoneOf(group) => {
            format!("{name} was not asked: you said that there is none of {}.", quoted(group))
        }
        UnaskedReason::Gate(lines) => match lines.first() {
            // A question that was not asked itself says why.
            Some(line) => {
                let why = line.sentence.split_once("” was not asked. ").map_or(line.sentence.as_str(), |(_, why)| why);
                format!("{name} was not asked. {why}")
            }
            None => format!("{name} does not concern you."),
        },
    }
}

fn any_of(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> String {
    let names: Vec<String> = names_of(book, fact, options).map(quoted).collect();
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>(), "or")
}

fn option_names(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> String {
    names_of(book, fact, options).collect::<Vec<_>>().join("; ")
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
    let name = number(book, left);
    let (actual, required) = (view.range(left, instance).as_point(), view.range(right, instance).as_point());
    let shown = shown_of(book, left);
    let is_constant = matches!(&book.nodes[right], Node::Constant(..));
    let value = required.filter(|_| !is_constant).map(|required| format!(" ({})", figure(required, &shown)));
    let is_zero = how == Relation::MoreThan && is_constant && required.is_some_and(|required| required.is_zero());
    let required_text = if is_zero {
        "more than 0".to_owned()
    } else {
        format!("{} {}{}", relation(how), number(book, right), value.unwrap_or_default())
    };
    if let Some(fact) = unasked_figure(view, left, instance) {
        let sentence = not_asked(view, fact, instance);
        return ExplanationLine { truth, actual: String::new(), required: required_text, gap: String::new(), sentence };
    }
    let Some(actual) = actual else {
        let sentence = why_unknown(view, left, right, instance, &name);
        return ExplanationLine { truth, actual: String::new(), required: required_text, gap: String::new(), sentence };
    };
    let actual_text = match shown {
        NumberFormat::Ratio => percent_beside(actual, required),
        _ => figure(actual, &shown),
    };
    let gap = required
        .filter(|_| truth == Truth::False)
        .map(|required| gap(how, actual, required, &shown))
        .unwrap_or_default();
    let is_short = if gap.is_empty() { String::new() } else { format!("; {gap}") };
    let sentence = format!("{}: {actual_text}; required: {required_text}{is_short}.", capital(&name));
    ExplanationLine { truth, actual: actual_text, required: required_text, gap, sentence }
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
        return waits.join(" ");
    }
    let undefined = match &view.book.nodes[left] {
        Node::Derived(derived) => view.book.derived[*derived].undefined,
        _ => "",
    };
    if undefined.is_empty() {
        format!("“{name}” cannot be computed; please ask the department.")
    } else {
        undefined.to_owned()
    }
}

// What is missing to the required number. Below an exclusive bound any smallest step does, so no figure is given.
fn gap(how: Relation, actual: Decimal, required: Decimal, shown: &NumberFormat<'_>) -> String {
    let (word, distance) = match how {
        Relation::AtLeast | Relation::MoreThan => ("short", subtract(required, actual)),
        Relation::AtMost | Relation::LessThan => ("too much", subtract(actual, required)),
        Relation::Equal | Relation::NotEqual => return String::new(),
    };
    let Some(distance) = distance else { return String::new() };
    if distance.is_zero() {
        let more = matches!(how, Relation::MoreThan);
        let says = if more { "it has to be more than this" } else { "it has to be less than this" };
        return if required.is_zero() { String::new() } else { says.into() };
    }
    let text = match shown {
        NumberFormat::Money => short_money(distance),
        NumberFormat::Ratio => {
            let points = points_text(multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance));
            let many = if points == "1" { "" } else { "s" };
            format!("{points} percentage point{many}")
        }
        NumberFormat::Number(_) => figure(distance, shown),
    };
    format!("{text} {word}")
}
