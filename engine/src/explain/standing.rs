//! Finds the parts of a condition that decide it, and the answer to each. Knows nothing of figures.

use super::comparison::compared;
use super::condition::condition;
use super::finding::Line;
use super::unasked::not_asked;
use super::{fact_label, option_labels, scale};
use crate::answer::{Answer, Unreadable};
use crate::book::collect_facts;
use crate::book::{ExprId, FactId, Node, OptionSet, RuleBook};
use crate::evaluate::{Evaluator, FactStatus};
use crate::message::{Arg, Label, Message, messages as say};
use crate::number::Truth;
use crate::number_node;

/// Collects the deciding parts: all parts of a failed alternative, the fulfilled parts of a fulfilled one.
pub(super) fn explain(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize, negated: bool, into: &mut Vec<Line>) {
    let truth = view.truth(expr, instance);
    let own = if negated { truth.negate() } else { truth };
    match &view.book.nodes[expr] {
        Node::And(a, b) | Node::Or(a, b) => {
            for part in deciding(view, expr, [*a, *b], instance) {
                explain(view, part, instance, negated, into);
            }
        }
        Node::Implies(a, b) => implied(view, (*a, *b), instance, (negated, own), into),
        Node::Not(inner) => explain(view, *inner, instance, !negated, into),
        Node::Confirm(inner) => match view.truth(*inner, instance) {
            Truth::False => {}
            Truth::True => into.push(Line::sentence(Truth::Unknown, say::to_confirm(condition(view.book, *inner)))),
            Truth::Unknown => explain(view, *inner, instance, negated, into),
        },
        Node::Compare(how, left, right) => into.push(compared(view, expr, (*how, *left, *right), instance, own)),
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            into.push(chosen(view, expr, *fact, instance, (own, negated)));
        }
        number_node!() => {}
    }
}

// The parts with the same truth as the whole decide it; the others would only distract.
fn deciding(view: &Evaluator<'_, '_>, whole: ExprId, parts: [ExprId; 2], instance: usize) -> Vec<ExprId> {
    let truth = view.truth(whole, instance);
    // A figure that was not asked because of a choice fails together with the choice; only the choice is shown.
    let fails_both = matches!(&view.book.nodes[whole], Node::And(..)) && truth == Truth::False;
    let idle = |part: &ExprId| fails_both && is_idle(view, *part, instance);
    let all: Vec<ExprId> = parts.into_iter().filter(|part| view.truth(*part, instance) == truth).collect();
    let some_count = all.iter().any(|part| !idle(part));
    all.into_iter().filter(|part| !(some_count && idle(part))).collect()
}

fn is_idle(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> bool {
    let mut facts = Vec::new();
    if matches!(&view.book.nodes[expr], Node::Compare(..)) {
        collect_facts(view.book, expr, &mut facts);
    }
    facts.iter().any(|fact| view.standing(*fact, instance) == FactStatus::NotApplicable)
}

fn implied(
    view: &Evaluator<'_, '_>,
    (test, demand): (ExprId, ExprId),
    instance: usize,
    (negated, own): (bool, Truth),
    into: &mut Vec<Line>,
) {
    let applies = view.truth(test, instance);
    match applies {
        Truth::False => return into.push(Line::sentence(own, say::not_required(condition(view.book, test)))),
        Truth::Unknown => explain(view, test, instance, negated, into),
        Truth::True => {}
    }
    let first = into.len();
    explain(view, demand, instance, negated, into);
    // A requirement for some companies only is shown with its condition.
    if applies == Truth::True {
        for line in into.iter_mut().skip(first).filter(|line| !line.required.is_nothing()) {
            line.sentences = vec![say::where_applies(condition(view.book, test), line.message()).into()];
        }
    }
}

/// Why a question has no answer; `None` if it has one or does not apply.
pub(super) fn unanswered(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> Option<Message> {
    match view.standing(fact, instance) {
        FactStatus::Answered | FactStatus::NotApplicable => None,
        FactStatus::NotAsked => Some(not_asked(view, fact, instance)),
        FactStatus::Unsure => Some(say::unsure(fact_label(fact))),
        FactStatus::Askable | FactStatus::Blocked => match view.answers.unreadable_at(fact, instance) {
            Some(text) => Some(say::unreadable(fact_label(fact), typed(text))),
            None => Some(say::unfilled(vec![fact_label(fact)])),
        },
    }
}

/// An unreadable text, with the selected unit if the text has none.
pub(super) fn typed(unreadable: &Unreadable) -> Arg {
    let text = Arg::Text(unreadable.visible_text());
    if unreadable.names_unit() {
        text
    } else {
        say::typed_in_scale(text, Message::plain(scale(unreadable.scale))).into()
    }
}

fn chosen(
    view: &Evaluator<'_, '_>,
    expr: ExprId,
    fact: FactId,
    instance: usize,
    (truth, negated): (Truth, bool),
) -> Line {
    if truth == Truth::Unknown
        && let Some(waiting) = unanswered(view, fact, instance)
    {
        return Line::sentence(truth, waiting);
    }
    let book = view.book;
    let line = |actual: Arg, sentence: Message| Line { actual, ..Line::sentence(truth, sentence) };
    match (view.answers.get(book, fact, instance), &book.nodes[expr]) {
        (Some(Answer::YesNo(yes)), _) => {
            let answer = if yes { say::answer_yes() } else { say::answer_no() };
            line(answer.clone().into(), say::answered(fact_label(fact), answer))
        }
        (Some(Answer::Choice(place)), Node::Is(_, wanted)) => {
            chose(book, fact, usize::from(place), *wanted, (truth, negated))
        }
        (Some(Answer::Several(options)), Node::HasAny(_, wanted)) => {
            let has = options.intersection(*wanted);
            if has.is_empty() {
                line(say::nothing_chosen().into(), say::has_none_of(fact_label(fact), none_of(book, fact, *wanted)))
            } else {
                line(some_options(book, fact, has), say::has_options(fact_label(fact), labels(book, fact, has)))
            }
        }
        (Some(Answer::Several(options)), Node::HasAll(_, wanted)) => {
            let (has, lacks) = (options.intersection(*wanted), OptionSet(wanted.0 & !options.0));
            let actual = if has.is_empty() { say::nothing_chosen().into() } else { some_options(book, fact, has) };
            if lacks.is_empty() {
                line(actual, say::has_options(fact_label(fact), labels(book, fact, has)))
            } else {
                line(actual, say::lacks_options(fact_label(fact), labels(book, fact, lacks)))
            }
        }
        _ => {
            let sentence = match view.standing(fact, instance) {
                FactStatus::NotApplicable | FactStatus::NotAsked => not_asked(view, fact, instance),
                _ if truth == Truth::True && !negated => say::assumed_met(fact_label(fact)),
                _ => say::assumed_none(fact_label(fact)),
            };
            Line::sentence(truth, sentence)
        }
    }
}

// Maximum number of options that a sentence lists individually.
const NAMED: usize = 3;

// A choice was answered, but other options are required (or these are excluded).
fn chose(book: &RuleBook<'_>, fact: FactId, place: usize, wanted: OptionSet, (truth, negated): (Truth, bool)) -> Line {
    let actual = some_options(book, fact, OptionSet::one(place));
    let option = Label::Option(fact, place);
    let wanted = labels(book, fact, wanted);
    if wanted.len() > NAMED {
        return Line { actual, ..Line::sentence(truth, say::chose_option(fact_label(fact), option)) };
    }
    let required = if negated { say::required_other_option(wanted) } else { say::required_option(wanted) };
    let sentence = say::chose_instead(fact_label(fact), option, required.clone());
    Line { actual, required: required.into(), ..Line::sentence(truth, sentence) }
}

fn labels(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> Vec<Arg> {
    option_labels(fact, &book.facts[fact], options)
}

fn some_options(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> Arg {
    say::chosen_options(labels(book, fact, options)).into()
}

fn none_of(book: &RuleBook<'_>, fact: FactId, wanted: OptionSet) -> Message {
    let mut names = labels(book, fact, wanted);
    match wanted.iter().count() {
        1 => say::options_alone(names),
        count if count <= NAMED => say::any_of(names),
        count => {
            names.truncate(1);
            say::any_of_many(names, count)
        }
    }
}
