//! The open case as a file that can be carried elsewhere: offered, and taken in. Knows no page.

use super::cases::file_name;
use crate::app::App;
use crate::book::book;
use crate::browser;
use crate::exchange;
use crate::language::t;
use crate::route::Route;
use crate::session::{Event, Notice, Reasons};
use crate::store;
use crate::words;
use huiqi_engine::case;
use leptos::prelude::*;

/// Offers the case as a file.
pub fn export(app: App) {
    let case = app.session.with_untracked(|session| {
        app.judgement.with_untracked(|judgement| exchange::case_of(&session.case.record, judgement))
    });
    browser::download(&file_name(&case), "application/json", &case::write(book(), &case));
    store::settle(&app.session.with_untracked(|session| session.case.key.clone()));
    browser::ask_to_persist();
}

/// Takes in the case of a file as one of its own; what was there before stays.
pub fn open(app: App, text: Option<String>) {
    let Some(text) = text else {
        app.happen(Event::Noticed(Notice::BadFile(Reasons::new(|| t("文件太大，或读不出来。").into()))));
        return;
    };
    match case::read(book(), &text) {
        Ok(case) => {
            app.open_as_new(exchange::record_of(&case));
            browser::go(&Route::Results.write(book()));
        }
        Err(mistakes) => {
            let says = move || words::sentences(mistakes.iter().map(words::case_mistake));
            app.happen(Event::Noticed(Notice::BadFile(Reasons::new(says))));
        }
    }
}
