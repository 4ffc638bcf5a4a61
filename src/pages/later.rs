//! What the second program consists of. Nothing of the first names what is named here.

use super::{
    batch, carry, cases, check, clerk, document, embed, measure, plain, print, privacy, results, rivals, travel, whatif,
};
use crate::app::App;
use crate::english;
use crate::judging::judge;
use crate::more::More;
use crate::parts::{
    certain, find, glossary, group_cards, news, papers, reading, reasons, start_tour, tally, term, to_find_out, tour,
    why_needless,
};
use crate::places;
use crate::route::Route;
use leptos::prelude::AnyView;

/// The second program, for the one place that hands it out.
pub static MORE: More = More {
    page,
    reasons,
    find,
    papers,
    english: english::read,
    news,
    small_print: embed::below_the_start,
    export: carry::export,
    open: carry::open,
    needless: why_needless,
    place: places::at,
    cards: group_cards,
    rivals: rivals::rivals,
    unsure: to_find_out,
    glossary,
    term,
    judge,
    reading,
    tally,
    certain,
    begin_tour: start_tour,
    tour,
};

fn page(app: App, route: &Route) -> AnyView {
    match route {
        Route::Check => check::page(app),
        Route::Results => results::page(app),
        Route::Measure(measure) => measure::page(app, *measure),
        Route::Document(article) => document::page(app, *article),
        Route::WhatIf => whatif::page(app),
        Route::Print => print::page(app),
        Route::Cases => cases::page(app),
        Route::Batch => batch::page(app),
        Route::Case(digits) => travel::page(app, digits),
        Route::Clerk => clerk::page(app),
        Route::Embed => embed::page(),
        Route::Privacy => privacy::page(app),
        Route::Start | Route::Topic(_) | Route::Kiosk | Route::Lost => plain::lost(),
    }
}
