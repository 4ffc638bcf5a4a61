//! One question: its words, its field, why it is asked, what to bring, where to find it.

use super::choices::{any_of, one_of, yes_no};
use super::figure::{error, figure_field};
use crate::app::App;
use crate::book::book;
use huiqi_engine::Verdict;
use huiqi_engine::assess::facts_of_measure;
use huiqi_engine::book::{FactIx, Kind};
use huiqi_engine::words;
use leptos::prelude::*;

/// A question with everything that belongs to it.
pub fn question(app: App, ix: FactIx) -> AnyView {
    let Some(fact) = book().facts.get(usize::from(ix)) else { return ().into_any() };
    let id = fact.id;
    let field = match fact.kind {
        Kind::YesNo => yes_no(app, id),
        Kind::Choice => one_of(app, ix, id),
        Kind::Several => any_of(app, ix, id),
        _ => figure_field(app, ix),
    };
    let help = (!fact.help.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{fact.help}</p> });
    let mistake = move || {
        let chosen = matches!(fact.kind, Kind::YesNo | Kind::Choice | Kind::Several);
        let mistake = app.judgement.with(|judgement| judgement.mistakes.get(&ix).cloned());
        mistake.filter(|_| chosen).map(error)
    };
    let more = more(app, ix);
    match fact.kind {
        Kind::YesNo | Kind::Choice | Kind::Several => view! {
            <fieldset class="question" id=format!("f-{id}") aria-describedby=format!("{id}-hint")>
                <legend>{fact.ask}</legend>
                {help}
                {field}
                {mistake}
                {more}
            </fieldset>
        }
        .into_any(),
        _ => view! {
            <div class="question" id=format!("f-{id}")>
                <label for=format!("q-{id}")>{fact.ask}</label>
                {help}
                {field}
                {more}
            </div>
        }
        .into_any(),
    }
}

// Which measures it can decide is worked out when it is asked for, not with every answer.
fn more(app: App, ix: FactIx) -> AnyView {
    let Some(fact) = book().facts.get(usize::from(ix)) else { return ().into_any() };
    let open = RwSignal::new(false);
    let why = move || open.get().then(|| reasons(app, ix));
    view! {
        <div class="mores">
            <details class="more" on:toggle=move |_| open.set(true)>
                <summary>"为什么问"</summary>
                {why}
            </details>
            {(!fact.find.is_empty()).then(|| view! { <details class="more"><summary>"在哪里找"</summary><p>{fact.find}</p></details> })}
            {(!fact.evidence.is_empty())
                .then(|| {
                    let papers = fact.evidence.iter().map(|paper| view! { <li>{*paper}</li> }).collect_view();
                    view! { <details class="more"><summary>"带什么材料"</summary><ul class="papers">{papers}</ul></details> }
                })}
        </div>
    }
    .into_any()
}

fn reasons(app: App, ix: FactIx) -> AnyView {
    let measures: Vec<_> = app.judgement.with(|judgement| {
        book()
            .measures
            .iter()
            .zip(&judgement.assessment.outcomes)
            .filter(|(measure, outcome)| {
                !matches!(outcome.verdict, Verdict::NotForYou | Verdict::OutOfForce)
                    && facts_of_measure(book(), measure).contains(&ix)
            })
            .map(|(measure, _)| measure)
            .collect()
    });
    if measures.is_empty() {
        return view! { <p>"用来判断哪些政策适用于您，以及按哪一天判断。"</p> }.into_any();
    }
    let list = measures
        .into_iter()
        .map(|measure| {
            view! {
                <li>
                    <a href=format!("#/measure/{}", measure.id)>{measure.title}</a>
                    " "<small>{format!("第{}条 · {}", measure.article, words::amount_rule(book(), measure))}</small>
                </li>
            }
        })
        .collect_view();
    view! { <div><p>"它影响这些政策："</p><ul class="papers">{list}</ul></div> }.into_any()
}
