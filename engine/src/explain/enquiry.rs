//! What a company asks a department about a measure, as sentences to read aloud. Knows titles and conditions.

use super::counted::{silent_ties, thing, titles};
use super::finding::finding;
use crate::assess::{Assessment, Decider, Verdict, decider_of};
use crate::book::MeasureId;
use crate::evaluate::Evaluator;
use crate::message::{Arg, Label, Message, messages as say};
use crate::number::Truth;

/// What no further answer of the company can settle: whether an undecided measure is met, and whether an eligible one is
/// granted beside others that are paid for the same thing. Each pair is asked about once, by the earlier measure. `None`
/// if nothing.
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
    let mut sentences: Vec<Message> = Vec::new();
    if !conditions.is_empty() {
        let [number, article] = source(view, ix);
        sentences.push(say::enquiry_conditions(number, article, Label::Title(ix), conditions));
    }
    if view.book.measures[ix].applies_on(assessment.date) == Truth::Unknown {
        let [number, article] = source(view, ix);
        sentences.push(say::enquiry_period(number, article, Label::Title(ix), assessment.date));
    }
    (!sentences.is_empty()).then(|| say::sentences(sentences))
}

fn whether_beside(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) -> Option<Message> {
    let mut later = silent_ties(view, assessment, ix);
    later.retain(|other| other.measure > ix);
    let first = later.first()?;
    let [number, article] = source(view, ix);
    let others = titles(later.iter().map(|other| other.measure));
    Some(say::enquiry_beside(number, article, Label::Title(ix), thing(view.book, ix, first.measure), others))
}
