//! What a company does next about a measure: where to go, what to ask, whom to ask if in doubt.

use crate::app::AppState;
use crate::dom::{empty_view, html};
use crate::i18n::engine_text;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Decider, decider_of};
use huiqi_engine::book::{Advice, Measure, MeasureId, Mode};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use leptos::prelude::*;

/// A sentence to read aloud to a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enquiry {
    /// The measure.
    pub measure: MeasureId,
    /// The department to ask.
    pub department: &'static str,
    /// The sentence.
    pub says: String,
}

/// What the company has to ask departments, in document order. What it can find out itself is left out.
pub fn enquiries(book: &'static RuleBook<'static>, evaluation: &Evaluation) -> Vec<Enquiry> {
    let view = evaluation.view(book);
    let one = |(measure, known): (MeasureId, &'static Measure<'static>)| {
        let outcome = &evaluation.assessment.outcomes[measure];
        let is_undecided = outcome.verdict == Verdict::Undecided;
        if is_undecided && matches!(decider_of(&view, &evaluation.assessment, outcome), Decider::Unsure(_)) {
            return None;
        }
        let says = engine_text::enquiry(&view, &evaluation.assessment, measure)?;
        Some(Enquiry { measure, department: known.department, says })
    };
    book.measures.iter_enumerated().filter_map(one).collect()
}

/// A sentence to read aloud, with the department.
pub fn enquiry(one: &Enquiry) -> AnyView {
    html::li()
        .child(html::p().child(html::b().child(one.department)))
        .child(html::p().class("aloud").child(say!("“{}”", one.says)))
        .into_any()
}

/// The advice that is the same for all measures, with the mark of common knowledge.
pub fn general_advice(book: &'static RuleBook<'static>, evaluation: &Evaluation) -> Vec<String> {
    let view = evaluation.view(book);
    let advice = book.guidance.advice.iter().filter(|advice| advice.is_general() && holds(&view, advice));
    advice.map(|advice| marked(advice, advice.says.to_owned())).collect()
}

/// What to do about an eligible or undecided measure, step by step; empty for others.
pub fn steps_for(app: AppState, ix: MeasureId) -> AnyView {
    let steps = app.evaluation.with(|evaluation| steps(app.book(), evaluation, ix));
    if steps.is_empty() {
        return empty_view();
    }
    let steps: Vec<AnyView> = steps.into_iter().map(|step| html::li().child(step).into_any()).collect();
    html::ol().class("todo").child(steps).into_any()
}

fn steps(book: &'static RuleBook<'static>, evaluation: &Evaluation, ix: MeasureId) -> Vec<String> {
    let measure = &book.measures[ix];
    if !matches!(evaluation.assessment.outcomes[ix].verdict, Verdict::Eligible | Verdict::Undecided) {
        return Vec::new();
    }
    let view = evaluation.view(book);
    let advice = book.guidance.advice.iter().filter(|advice| advice.is_for(measure) && holds(&view, advice));
    let (general, own): (Vec<&Advice<'_>>, Vec<&Advice<'_>>) = advice.partition(|advice| advice.is_general());
    let text = |advice: &Advice<'_>| marked(advice, advice.text(measure));
    let asks = engine_text::enquiry(&view, &evaluation.assessment, ix)
        .or_else(|| (measure.mode != Mode::Automatic).then(|| engine_text::application(&view, ix)))
        .map(|says| say!("打电话或到窗口照着问：“{}”", says));
    own.into_iter().map(text).chain(asks).chain(general.into_iter().map(text)).collect()
}

fn holds(view: &Evaluator<'_, '_>, advice: &Advice<'_>) -> bool {
    advice.when.is_none_or(|when| view.truth(when, 0) == Truth::True)
}

fn marked(advice: &Advice<'_>, says: String) -> String {
    if advice.is_common_knowledge { say!("{}（一般常识，文件没有写。）", says) } else { says }
}
