//! Questions that the answers of a step made needless, with the reason: they would otherwise vanish without a word. Part
//! of the lazy module.

use super::needless::why_needless;
use crate::app::AppState;
use crate::dom::{effect, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::{Evaluation, slot};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

// More sentences than this would not be read.
const MAX_REASONS: usize = 3;

/// Which questions of a topic the answers of a step made needless, and why. What the step before made needless is said
/// until this step does the same: a choice goes on by itself before one can read it. `found` receives the questions.
pub fn dropped_questions(
    app: AppState,
    topic: usize,
    own: Vec<FactInstance>,
    found: RwSignal<Vec<FactInstance>>,
) -> AnyView {
    let of_before = StoredValue::new(app.dropped.get_untracked());
    app.dropped.set(Vec::new());
    // Every question that was pending since the step was opened.
    let seen = StoredValue::new(Vec::<FactInstance>::new());
    let dropped = memo(move || {
        app.evaluation.with(|evaluation| {
            let pending = pending(app, evaluation, topic);
            let is_dropped = |question: &&FactInstance| {
                !pending.contains(question) && !own.contains(question) && is_blank(app, **question)
            };
            let dropped: Vec<FactInstance> = seen.with_value(|seen| seen.iter().filter(is_dropped).copied().collect());
            seen.update_value(|seen| {
                let new: Vec<_> = pending.into_iter().filter(|question| !seen.contains(question)).collect();
                seen.extend(new);
            });
            dropped
        })
    });
    effect(move |_| found.set(dropped.get()));
    let sentences = memo(move || {
        let dropped = dropped.get();
        let shown = if dropped.is_empty() { of_before.get_value() } else { dropped };
        app.evaluation.with(|evaluation| sentences(app, evaluation, &shown))
    });
    reactive(move || sentences.with(|sentences| (!sentences.is_empty()).then(|| lines(sentences))))
}

fn pending(app: AppState, evaluation: &Evaluation, topic: usize) -> Vec<FactInstance> {
    let is_here = |question: &&FactInstance| usize::from(app.book().facts[question.fact].topic) == topic;
    evaluation.assessment.pending_questions.iter().filter(is_here).copied().collect()
}

fn is_blank(app: AppState, question: FactInstance) -> bool {
    let field = slot(app.book(), &app.book().facts[question.fact], question.instance);
    app.session.with_untracked(|session| session.case.record.get(field).is_none())
}

// One sentence for all questions with the same reason.
fn sentences(app: AppState, evaluation: &Evaluation, dropped: &[FactInstance]) -> Vec<String> {
    let mut reasons: Vec<(String, String)> = Vec::new();
    for question in dropped {
        let why = why_needless(app.book(), evaluation, *question);
        let why = why.unwrap_or_else(|| t("按其他回答，它已不影响结果").to_owned());
        let name = format!("“{}”", app.book().facts[question.fact].label);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push_str(&name),
            None => reasons.push((why, name)),
        }
    }
    let sentence = |(why, names)| say!("{}不用再问，因为{}。", engine_text::add_english_separators(names), why);
    reasons.into_iter().map(sentence).collect()
}

fn lines(sentences: &[String]) -> AnyView {
    let shown: Vec<AnyView> =
        sentences.iter().take(MAX_REASONS).map(|sentence| html::p().child(sentence.clone()).into_any()).collect();
    html::div()
        .class("needless")
        .attr("role", "status")
        .child(shown)
        .child((sentences.len() > MAX_REASONS).then(|| html::p().child(t("还有一些题也不用再问。"))))
        .into_any()
}
