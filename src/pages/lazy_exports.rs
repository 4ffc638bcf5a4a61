//! Contents of the lazy module. Nothing in the main module refers to the items named here.

use super::{
    batch, cases, check, clerk, conflicts, document, embed, import_export, measure, not_found, print, privacy, results,
    shared_case, showcase, topic, whatif,
};
use crate::app::AppState;
use crate::app::lazy::LazyModule;
use crate::app::opening::{on_store_event, open_initial, undo_delete};
use crate::app::view_positions;
use crate::components::{
    card_step, consequences, dropped_questions, exact_total, field_warning, figure_pair, find, glossary, group_cards,
    ladders, missing_answers, news, nothing_asked, papers, pictogram, proposal, propose, reading, reasons, start_tour,
    tally, term, tour, unsure_hint, why_needless,
};
use crate::i18n::english;
use crate::state::evaluator::evaluate;
use crate::state::route::Route;
use crate::store;
use huiqi_engine::RuleBook;
use leptos::prelude::AnyView;

/// The entry points of the lazy module. Only `src/split.rs` uses this static.
pub static MORE: LazyModule = LazyModule {
    page,
    reasons,
    find,
    papers,
    decode_book: |binary| RuleBook::decode(binary).ok(),
    english: english::read,
    news,
    small_print: embed::in_footer,
    focal_panel: showcase::focal_panel,
    below_focal_panel: showcase::below_focal_panel,
    timeline: showcase::timeline,
    export: import_export::export,
    open: import_export::open,
    needless: why_needless,
    place: view_positions::at,
    cards: group_cards,
    card_step,
    figure_pair,
    consequences,
    propose,
    proposal,
    dropped_questions,
    ladders,
    pictogram,
    leave_example: AppState::leave_example,
    missing_answers,
    nothing_asked,
    rivals: conflicts::rivals,
    reader: store::READER,
    open_initial,
    on_store_event,
    undo_delete,
    unsure: unsure_hint,
    glossary,
    term,
    judge: evaluate,
    reading,
    warning: field_warning,
    tally,
    certain: exact_total,
    begin_tour: start_tour,
    tour,
};

fn page(app: AppState, route: &Route) -> AnyView {
    match route {
        Route::Check => check::page(app),
        Route::Results => results::page(app),
        Route::Measure(measure) => measure::page(app, *measure),
        Route::Document(article) => document::page(app, *article),
        Route::WhatIf => whatif::page(app),
        Route::Print => print::page(app),
        Route::Cases => cases::page(app),
        Route::Batch => batch::page(app),
        Route::Case(digits) => shared_case::page(app, digits),
        Route::Clerk => clerk::page(app),
        Route::Embed => embed::page(),
        Route::Privacy => privacy::page(app),
        Route::Topic(_) | Route::Question(_) => match route.topic(app.book()) {
            Some(topic) => topic::page(app, topic),
            None => not_found::not_found(),
        },
        Route::Start | Route::Kiosk | Route::NotFound => not_found::not_found(),
    }
}
