//! Compares two cases side by side: differing answers, and the verdicts and amounts that differ because of them.

use super::{gathered, name_of};
use crate::app::AppState;
use crate::dom::{empty_view, ev, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::pages::label;
use crate::pages::unreadable::told;
use crate::state::case_conversion::instance_count;
use crate::state::evaluation::Evaluation;
use crate::state::evaluator::evaluate;
use crate::state::form::Form;
use crate::state::rule_book::RuleBooks;
use crate::store::{self, LoadOutcome};
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::Measure;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// A checkbox that selects a case for comparison.
pub fn tick(chosen: RwSignal<Vec<String>>, key: String) -> AnyView {
    let mine = key.clone();
    let input = html::input()
        .attr("type", "checkbox")
        .bool_prop("checked", move || chosen.with(|chosen| chosen.contains(&mine)))
        .on(ev::change, move |event| {
            let on = event_target_checked(&event);
            chosen.update(|chosen| {
                chosen.retain(|one| *one != key);
                if on {
                    // At most two cases are compared: selecting a third one drops the first.
                    if chosen.len() > 1 {
                        chosen.remove(0);
                    }
                    chosen.push(key.clone());
                }
            });
        });
    html::label().class("choice").child(input).child(html::span().child(t("对比"))).into_any()
}

/// The comparison of the two selected cases.
pub fn chosen(app: AppState, chosen: RwSignal<Vec<String>>) -> AnyView {
    app.kept_at.track();
    let read = |key: &String| match store::load(key) {
        LoadOutcome::Case(saved) => Some(gathered(app.book(), &saved)),
        _ => None,
    };
    let records: Vec<Form> = chosen.with(|chosen| chosen.iter().filter_map(read).collect());
    match records.as_slice() {
        [one, other] => compared(app.rules, one, other),
        [_] => html::p().class("hint").attr("role", "status").child(t("再选一份，就能对比两份自评。")).into_any(),
        _ => empty_view(),
    }
}

fn compared(rules: &'static RuleBooks, one: &Form, other: &Form) -> AnyView {
    let judged = [one, other].map(|record| evaluate(rules, record));
    let names = [one, other].map(name_of);
    let totals = judged.each_ref().map(|judged| engine_text::headline(rules.book(), &judged.assessment));
    let mut rows = vec![row(t("合计"), totals)];
    for (measure, (a, b)) in
        rules.book().measures.iter().zip(judged[0].assessment.outcomes.iter().zip(&judged[1].assessment.outcomes))
    {
        let said = [a, b].map(|outcome| said(measure, outcome));
        let is_granted = [a, b].iter().any(|outcome| outcome.verdict == Verdict::Eligible);
        if is_granted && said[0] != said[1] {
            rows.push(row(measure.title, said));
        }
    }
    let answers = answers(rules.book(), [one, other], &judged);
    let head = |title: &'static str| {
        html::thead().child(
            html::tr()
                .child(html::th().attr("scope", "col").child(title))
                .child(Vec::from(names.clone().map(|name| html::th().attr("scope", "col").child(name).into_any()))),
        )
    };
    let same = answers.is_empty().then(|| html::p().child(t("两份自评的答案完全一样。")));
    html::section()
        .class("group")
        .child(html::h2().child(t("对比")))
        .child(html::table().class("answers compare").child(head(t("措施"))).child(html::tbody().child(rows)))
        .child(same)
        .child((!answers.is_empty()).then(|| {
            html::table().class("answers compare").child(head(t("答案不同的题"))).child(html::tbody().child(answers))
        }))
        .into_any()
}

fn row(title: impl Into<String>, said: [String; 2]) -> AnyView {
    let cells = Vec::from(said.map(|said| html::td().child(said).into_any()));
    html::tr().child(html::th().attr("scope", "row").child(title.into())).child(cells).into_any()
}

/// A verdict and its amount in one phrase.
pub fn said(measure: &Measure<'_>, outcome: &Outcome) -> String {
    let verdict = engine_text::verdict(outcome.verdict);
    match outcome.amount.as_ref().filter(|_| !measure.pool) {
        Some(amount) => say!("{}，{}", verdict, engine_text::amount(amount)),
        None => verdict.to_owned(),
    }
}

fn answers(book: &'static RuleBook<'static>, records: [&Form; 2], judged: &[Evaluation; 2]) -> Vec<AnyView> {
    let mut rows = Vec::new();
    for (ix, fact) in book.facts.iter_enumerated() {
        let most = records.map(|record| instance_count(book, record, fact)).into_iter().max().unwrap_or(0);
        let longer = if instance_count(book, records[0], fact) == most { records[0] } else { records[1] };
        for instance in 0..most {
            let given = judged.each_ref().map(|judged| told(book, judged, fact, FactInstance::new(ix, instance)));
            if given[0] != given[1] {
                let said = given.map(|said| said.unwrap_or_else(|| t("未答").into()));
                rows.push(row(label(book, longer, fact, instance), said));
            }
        }
    }
    rows
}
