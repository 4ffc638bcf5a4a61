//! What the second program consists of. Nothing of the first names what is named here.

use super::{batch, carry, cases, check, clerk, document, measure, plain, print, results, travel};
use crate::app::App;
use crate::more::More;
use crate::parts::{find, glossary, papers, reasons, start_tour, term, tour};
use crate::route::Route;
use leptos::prelude::AnyView;

/// The second program, for the one place that hands it out.
pub static MORE: More = More {
    page,
    reasons,
    find,
    papers,
    glossary,
    term,
    begin_tour: start_tour,
    tour,
    export: carry::export,
    open: carry::open,
};

fn page(app: App, route: &Route) -> AnyView {
    match route {
        Route::Check => check::page(app),
        Route::Results => results::page(app),
        Route::Measure(measure) => measure::page(app, *measure),
        Route::Document(article) => document::page(app, *article),
        Route::Print => print::page(app),
        Route::Cases => cases::page(app),
        Route::Batch => batch::page(app),
        Route::Case(digits) => travel::page(app, digits),
        Route::Clerk => clerk::page(app),
        Route::Privacy => plain::privacy(app),
        Route::Start | Route::Topic(_) | Route::Lost => plain::lost(),
    }
}
