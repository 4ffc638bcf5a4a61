//! What a company asks a department about a measure, as sentences to read aloud. Knows titles and conditions.

use super::counted::{silent_ties, thing, titles};
use super::finding::finding;
use crate::assess::{Assessment, Decider, Verdict, decider_of};
use crate::book::MeasureId;
use crate::evaluate::Evaluator;
use crate::message::{Arg, Label, Message, messages as say};
use crate::number::Truth;

/// What no further answer of the company can settle: whether an undecided measure is met, and whether an eligible one is granted
/// beside others that are paid for the same thing. The first of such measures asks for all of them. `None` if nothing.
pub(super) fn enquiry(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) -> Option<Message> {
    match assessment.outcomes[ix].verdict {
        Verdict::Undecided => whether_met(view, assessment, ix),
        Verdict::Eligible => whether_beside(view, assessment, ix),
        _ => None,
    }
}

/// How an eligible measure is applied for.
pub(super) fn application(view: &Evaluator<'_, '_>, ix: MeasureId) -> Message {
    let [number, article] = source(view, ix);
    say::enquiry_application(number, article, Label::Title(ix))
}

fn source(view: &Evaluator<'_, '_>, ix: MeasureId) -> [Arg; 2] {
    [view.book.document.number.to_owned().into(), u32::from(view.book.measures[ix].article).into()]
}

fn whether_met(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) -> Option<Message> {
    let outcome = &assessment.outcomes[ix];
    if matches!(decider_of(view, assessment, outcome), Decider::Answer(_)) {
        return None;
    }
    let mut conditions: Vec<Arg> = Vec::new();
    for open in outcome.findings.iter().filter(|finding| finding.truth == Truth::Unknown) {
        let condition = finding(view, open).condition;
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    }
    let [number, article] = source(view, ix);
    Some(if conditions.is_empty() {
        say::enquiry_amount(number, article, Label::Title(ix))
    } else {
        say::enquiry_conditions(number, article, Label::Title(ix), conditions)
    })
}

fn whether_beside(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) -> Option<Message> {
    let ties = silent_ties(view, assessment, ix);
    let first = ties.first()?;
    if ties.iter().any(|other| other.measure < ix) {
        return None;
    }
    let [number, article] = source(view, ix);
    let others = titles(ties.iter().map(|other| other.measure));
    Some(say::enquiry_beside(number, article, Label::Title(ix), thing(view.book, ix, first.measure), others))
}
