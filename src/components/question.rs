//! One question: its text, its field, why it is asked, which papers to bring, where to find the answer.

use super::choices::{any_of, one_of, yes_no};
use super::glossary_term::{Unfolded, explained, meaning, terms_in};
use super::loading_fallback::lazy_view;
use super::number_field::{error, figure_field};
use crate::app::AppState;
use crate::app::lazy::{FoldedView, LazyModule};
use crate::dom::{Element, ev, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::slot;
use crate::state::form::{FieldKey, RawAnswer};
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::book::{Fact, FactId, FactType, collect_facts, facts_of_measure};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// Where a question stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum QuestionPlace {
    /// It is a step of its own: its text is the heading of the page.
    Step,
    /// In a step, beside other questions or below the name of an instance.
    StepPart,
    /// On a page with all questions of its kind.
    WholePage,
}

/// A question with its field and everything else shown with it.
pub fn question(app: AppState, FactInstance { fact: ix, instance }: FactInstance, asked_at: QuestionPlace) -> AnyView {
    let fact = &app.book().facts[ix];
    let slot = slot(app.book(), fact, instance);
    let id = slot.name();
    let hint = format!("{id}-hint");
    let field = match fact.kind {
        FactType::Bool => yes_no(app, slot),
        FactType::Choice => one_of(app, ix, slot),
        FactType::MultiChoice if fact.earlier.is_some() => {
            let folds = asked_at != QuestionPlace::WholePage;
            lazy_view(app, move |more| (more.ladders)(app, ix, folds))
        }
        FactType::MultiChoice => any_of(app, ix, slot, asked_at != QuestionPlace::WholePage),
        _ => figure_field(app, ix, slot, true),
    };
    let help =
        (!fact.help.is_empty()).then(|| html::p().class("hint").attr("id", hint.clone()).child(fact.help).into_any());
    let mistake = move || {
        let chosen = matches!(fact.kind, FactType::Bool | FactType::Choice | FactType::MultiChoice);
        let mistake = app.evaluation.with(|evaluation| evaluation.mistake(FactInstance::new(ix, instance)));
        mistake.filter(|_| chosen).map(error)
    };
    let more = fragment(vec![unsure_part(app, ix, slot), explanations(app, vec![ix])]);
    let unfolded = Unfolded::new(None);
    let title = |name: Element| {
        let ask = explained(app, fact.ask, &id, unfolded);
        match asked_at {
            QuestionPlace::Step => name.child(html::h1().attr("tabindex", "-1").child(ask)),
            QuestionPlace::StepPart | QuestionPlace::WholePage => name.child(ask),
        }
    };
    match fact.kind {
        FactType::Bool | FactType::Choice | FactType::MultiChoice => html::fieldset()
            .class("question")
            .attr("id", format!("f-{id}"))
            .attr("aria-describedby", move || (!fact.help.is_empty()).then(|| hint.clone()))
            .child(title(html::legend()))
            .child(meaning(app, &id, unfolded))
            .child(help)
            .child(field)
            .child(move || app.lazy().map(|more| (more.proposal)(app, slot)))
            .child(mistake)
            .child(more)
            .into_any(),
        _ => html::div()
            .class("question")
            .attr("id", format!("f-{id}"))
            .child(title(html::label().attr("for", format!("q-{id}"))))
            .child(meaning(app, &id, unfolded))
            .child(help)
            .child(field)
            .child(more)
            .into_any(),
    }
}

/// Where to find out the answer, once it is 不清楚.
pub(super) fn unsure_part(app: AppState, ix: FactId, slot: FieldKey) -> AnyView {
    let unsure =
        memo(move || app.session.with(|session| session.case.record.get(slot).is_some_and(RawAnswer::is_unsure)));
    reactive(move || unsure.get().then(|| lazy_view(app, move |more| (more.unsure)(app, ix))))
}

/// What explains a question, folded. `facts`: two for a figure of two years.
pub(super) fn explanations(app: AppState, facts: Vec<FactId>) -> AnyView {
    let book = app.book();
    let any = |has: fn(&'static RuleBook<'static>, &Fact<'static>) -> bool| {
        facts.iter().any(|ix| has(book, &book.facts[*ix]))
    };
    let fold = |title, part| fold(app, facts.clone(), title, part);
    html::div()
        .class("mores")
        .child(fold(t("为什么问"), |more| more.reasons))
        .child(any(|_, fact| !fact.find.is_empty()).then(|| fold(t("在哪里找"), |more| more.find)))
        .child(any(|_, fact| !fact.evidence.is_empty()).then(|| fold(t("带什么材料"), |more| more.papers)))
        .child(
            any(|book, fact| !terms_beside(book, fact).is_empty())
                .then(|| fold(t("名词解释"), |more| more.glossary)),
        )
        .into_any()
}

// The content is rendered by the lazy module when the fold is first opened, not with every answer.
fn fold(app: AppState, facts: Vec<FactId>, title: &'static str, part: fn(&LazyModule) -> FoldedView) -> AnyView {
    let open = RwSignal::new(false);
    let facts = StoredValue::new(facts);
    html::details()
        .class("more")
        .on(ev::toggle, move |_| open.set(true))
        .child(html::summary().child(title))
        .child(move || open.get().then(|| lazy_view(app, move |more| facts.with_value(|facts| part(more)(app, facts)))))
        .into_any()
}

// The terms in the help and options. Terms in the question itself are explained there.
fn terms_beside(book: &'static RuleBook<'static>, fact: &Fact<'static>) -> Vec<usize> {
    let own = terms_in(book, std::iter::once(fact.ask));
    let options = fact.options.iter().flat_map(|option| [option.label, option.help, option.group]);
    let mut terms = terms_in(book, std::iter::once(fact.help).chain(options));
    terms.retain(|term| !own.contains(term));
    terms
}

/// Explains the terms in a question's help and options. Part of the lazy module.
pub fn glossary(app: AppState, facts: &[FactId]) -> AnyView {
    let book = app.book();
    let mut terms: Vec<usize> = Vec::new();
    for term in facts.iter().flat_map(|ix| terms_beside(book, &book.facts[*ix])) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    super::glossary_term::glossary(book, &terms)
}

/// Where to find the answer to a question. Part of the lazy module.
pub fn find(app: AppState, facts: &[FactId]) -> AnyView {
    fragment(facts.iter().map(|ix| html::p().child(app.book().facts[*ix].find).into_any()).collect())
}

/// Papers to bring for a question. Part of the lazy module.
pub fn papers(app: AppState, facts: &[FactId]) -> AnyView {
    let papers = facts.iter().flat_map(|ix| &app.book().facts[*ix].evidence);
    let papers: Vec<AnyView> = papers.map(|paper| html::li().child(*paper).into_any()).collect();
    html::ul().class("papers").child(papers).into_any()
}

/// Why a question is asked. Part of the lazy module.
pub fn reasons(app: AppState, facts: &[FactId]) -> AnyView {
    let measures: Vec<_> = app.evaluation.with(|evaluation| {
        app.book()
            .measures
            .iter()
            .zip(&evaluation.assessment.outcomes)
            .filter(|(measure, outcome)| {
                !matches!(outcome.verdict, Verdict::NotForYou | Verdict::OutOfForce)
                    && facts_of_measure(app.book(), measure).iter().any(|fact| facts.contains(fact))
            })
            .map(|(measure, _)| measure)
            .collect()
    });
    let everyone = facts.contains(&app.book().document.applicant_fact) || {
        let mut common = Vec::new();
        app.book()
            .document
            .everywhere
            .iter()
            .for_each(|common_one| collect_facts(app.book(), common_one.when, &mut common));
        facts.iter().any(|fact| common.contains(fact))
    };
    if everyone {
        return html::p().child(t("它决定每一项政策是否适用于您。")).into_any();
    }
    if measures.is_empty() {
        return html::p().child(t("用来判断哪些政策适用于您，以及按哪一天判断。")).into_any();
    }
    let list = measures
        .into_iter()
        .map(|measure| {
            html::li()
                .child(html::a().attr("href", format!("#/measure/{}", measure.id)).child(measure.title))
                .child(" ")
                .child(html::small().child(say!(
                    "第{}条 · {}",
                    measure.article,
                    engine_text::amount_rule(app.book(), measure)
                )))
                .into_any()
        })
        .collect::<Vec<_>>();
    html::div().child(html::p().child(t("它影响这些政策："))).child(html::ul().class("papers").child(list)).into_any()
}
