//! A field for a figure: text as typed, the scale, what it was read as, 不清楚. It never rewrites what is being typed.

use super::sign::{Sign, sign};
use crate::app::App;
use crate::book::book;
use crate::judgement::{value, wanted};
use crate::session::{Entry, Event};
use huiqi_engine::Answer;
use huiqi_engine::book::{FactIx, Kind};
use huiqi_engine::typed::{Scale, echo};
use leptos::prelude::*;

fn parts(entry: Option<&Entry>) -> (String, Option<u8>, bool) {
    match entry {
        Some(Entry::Typed { text, scale, unsure }) => (text.clone(), Some(*scale), *unsure),
        Some(Entry::Unsure) => (String::new(), None, true),
        _ => (String::new(), None, false),
    }
}

/// A sentence beside a field that must be put right.
pub fn error(mistake: String) -> AnyView {
    view! { <p class="error">{sign(Sign::No)}<span><span class="vh">"错误："</span>{mistake}</span></p> }.into_any()
}

/// The field of a figure or date.
pub fn figure_field(app: App, ix: FactIx) -> AnyView {
    let Some(fact) = book().facts.get(usize::from(ix)) else { return ().into_any() };
    let id = fact.id;
    let entry = Memo::new(move |_| app.session.with(|session| session.record.entries.get(id).cloned()));
    let money = fact.kind == Kind::Money;
    let date = fact.kind == Kind::Date;
    let first_scale = if money { 1 } else { 0 };
    let now = move || {
        let (text, scale, unsure) = parts(entry.get_untracked().as_ref());
        (text, scale.unwrap_or(first_scale), unsure)
    };
    let put = move |text: String, scale: u8, unsure: bool| {
        let event = if text.is_empty() && !unsure && scale == first_scale {
            Event::TakenBack(id.into())
        } else {
            Event::Answered(id.into(), Entry::Typed { text, scale, unsure })
        };
        app.happen(event);
    };
    // An error is said once the field is left, not in the middle of a figure.
    let left = RwSignal::new(!now().0.is_empty());
    let reading = Memo::new(move |_| entry.get().map(|entry| value(book(), fact, &entry)));
    let said = move || match reading.get() {
        Some(Ok(Some(Answer::Number(number)))) => {
            let scale = parts(entry.get().as_ref()).1.unwrap_or(first_scale);
            Some(format!("= {}", echo(number, wanted(book(), fact, scale))))
        }
        _ => None,
    };
    let wrong = Memo::new(move |_| match reading.get() {
        Some(Err(mistake)) if left.get() => Some(mistake),
        _ => None,
    });
    let unsure = move || parts(entry.get().as_ref()).2;
    let unit = match fact.kind {
        Kind::Ratio => "%",
        Kind::Number(Some(unit)) => book().units.get(usize::from(unit)).copied().unwrap_or(""),
        _ => "",
    };
    let initial = if date && now().0.is_empty() { book().document.assess_on.to_string() } else { now().0 };
    view! {
        <div class="field">
            <input
                id=format!("q-{id}")
                class=if date { "" } else { "figure" }
                type=if date { "date" } else { "text" }
                inputmode=if date { "" } else { "decimal" }
                autocomplete="off"
                aria-describedby=format!("e-{id} m-{id}")
                aria-invalid=move || if wrong.get().is_some() { "true" } else { "false" }
                prop:value=initial
                disabled=unsure
                on:input=move |event| { let (_, scale, _) = now(); put(event_target_value(&event), scale, false); }
                on:focus=move |_| left.set(false)
                on:blur=move |_| left.set(true)
            />
            {money.then(|| {
                view! {
                    <select
                        aria-label=format!("{}的单位", fact.label)
                        disabled=unsure
                        on:change=move |event| {
                            let (text, _, unsure) = now();
                            put(text, event_target_value(&event).parse().unwrap_or(first_scale), unsure);
                        }
                    >
                        {Scale::ALL
                            .iter()
                            .zip(0u8..)
                            .map(|(scale, place)| {
                                view! { <option value=place.to_string() selected={now().1 == place}>{scale.name()}</option> }
                            })
                            .collect_view()}
                    </select>
                }
            })}
            {(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}
            {(!date).then(|| {
                view! {
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=unsure
                            on:change=move |event| { let (text, scale, _) = now(); put(text, scale, event_target_checked(&event)); }
                        />
                        <span>"不清楚"</span>
                    </label>
                }
            })}
        </div>
        <output class="echo" id=format!("e-{id}")>{said}</output>
        <div id=format!("m-{id}") role="alert">{move || wrong.get().map(error)}</div>
    }
    .into_any()
}
