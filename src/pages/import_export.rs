//! Cases as files that can be carried elsewhere: offered, and taken in. Knows no page.

use super::cases::file_name;
use crate::app::AppState;
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform::{self, FileReadError};
use crate::state::case_conversion;
use crate::state::route::Route;
use crate::state::session::{Event, LazyMessage, Notice};
use crate::store;
use huiqi_engine::case::encoding::{encoding_of, not_a_text, too_large};
use huiqi_engine::case::{self, MAX_BYTES};
use huiqi_engine::sentence::ErrorMessage;
use leptos::prelude::*;

/// Offers the case as a file.
pub fn export(app: AppState) {
    let case = app.session.with_untracked(|session| {
        app.evaluation
            .with_untracked(|evaluation| case_conversion::form_to_case(app.rules, &session.case.record, evaluation))
    });
    platform::download(&file_name(&case), "application/json", &case::write(app.book(), &case));
    store::flush_strict(&app.session.with_untracked(|session| session.case.key.clone()));
    platform::request_persistence();
}

/// Takes in the case of a file as one of its own; what was there before stays.
pub fn open(app: AppState, file: platform::File) {
    leptos::task::spawn_local(async move {
        let case = match text_of(&file).await {
            Ok(text) => case::read(app.book(), &text),
            Err(unread) => return refuse(app, move || unread.says()),
        };
        match case {
            Ok(case) => {
                app.open_as_new(case_conversion::case_to_form(app.book(), &case));
                platform::navigate(&Route::Results.to_hash(app.book()));
            }
            Err(mistakes) => {
                refuse(app, move || engine_text::sentences(mistakes.iter().map(engine_text::case_mistake)))
            }
        }
    });
}

fn refuse(app: AppState, says: impl Fn() -> String + Send + Sync + 'static) {
    app.dispatch(Event::NoticeRaised(Notice::BadFile(LazyMessage::new(says))));
}

/// Why a file has no text to be read.
#[derive(Clone, Debug)]
pub enum NoText {
    /// It cannot be had any more, or must not be read.
    Gone,
    /// This is wrong with what it holds.
    Wrong(ErrorMessage),
}

impl NoText {
    /// In the language of the pages.
    pub fn says(&self) -> String {
        match self {
            Self::Gone => t("这个文件读不出来，可能已经改名、移走，或正被别的程序占用。").to_owned(),
            Self::Wrong(sentence) => engine_text::sentence(sentence),
        }
    }
}

/// The text of a file of cases, in whatever encoding an editor has saved it.
///
/// # Errors
/// Where it is too large, damaged or no text.
pub async fn text_of(file: &platform::File) -> Result<String, NoText> {
    // Whole bytes of this size fit without loss.
    let size = file.size() as usize;
    if size > MAX_BYTES {
        return Err(NoText::Wrong(too_large()));
    }
    let bytes = platform::read_slice(file, 0, size).await.map_err(|_| NoText::Gone)?;
    let encoding = encoding_of(&bytes.to_vec()).map_err(NoText::Wrong)?;
    platform::decoded(&bytes, encoding.label()).map_err(|unread| match unread {
        FileReadError::Gone => NoText::Gone,
        FileReadError::Foreign => NoText::Wrong(not_a_text()),
    })
}
