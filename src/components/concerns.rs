//! Concerns that the user did not tick and because of which this topic skips questions, with a way to tick them.

use crate::app::AppState;
use crate::dom::{empty_view, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::slot;
use crate::state::form::RawAnswer;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use huiqi_engine::book::Fact;
use leptos::prelude::*;

fn concerns(book: &'static RuleBook<'static>) -> Option<&'static Fact<'static>> {
    Some(&book.facts[book.document.concerns_fact?])
}

/// The unticked concerns that would open questions of this topic; empty if none is skipped.
pub fn left_out(app: AppState, topic: usize) -> AnyView {
    if app.book().document.concerns_fact.is_none() {
        return empty_view();
    }
    let places = memo(move || {
        app.evaluation.with(|evaluation| evaluation.unticked_concerns(app.book(), topic)).iter().collect::<Vec<_>>()
    });
    let lead = move || {
        places.with(|places| !places.is_empty()).then(|| {
            let list = concerns(app.book()).map_or("", |fact| fact.label);
            html::p().class("hint").child(say!("您在“{}”里没有选下面这些，相应的题就没有问：", list)).into_any()
        })
    };
    html::div()
        .class("leftout")
        .child(lead)
        .child(for_each_keyed(move || places.get(), move |place| row(app, place)))
        .into_any()
}

fn row(app: AppState, place: usize) -> AnyView {
    let asked = concerns(app.book()).and_then(|fact| Some((fact, fact.options.get(place)?)));
    let Some((fact, option)) = asked else { return empty_view() };
    let slot = slot(app.book(), fact, 0);
    let tick = move |_| {
        let chosen = app.session.with_untracked(|session| session.case.record.get(slot).cloned());
        if let Some(RawAnswer::Several(mut ids)) = chosen {
            ids.push(option.id.into());
            app.dispatch(Event::Answered(slot, RawAnswer::Several(ids)));
            platform::request_animation_frame(|| platform::focus("h1"));
        }
    };
    let button = html::button().attr("type", "button").class("text").on(ev::click, tick).child(t("补选"));
    html::p()
        .child(format!("{} ", option.label))
        .child(button.child(html::span().class("vh").child(option.label)))
        .into_any()
}
