//! Export of cases to files and import from files. Knows no page.

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

/// Offers the case as a file to download.
pub fn export(app: AppState) {
    let case = app.session.with_untracked(|session| {
        app.evaluation
            .with_untracked(|evaluation| case_conversion::form_to_case(app.rules, &session.case.record, evaluation))
    });
    platform::download(&file_name(&case), "application/json", &case::write(app.book(), &case));
    store::flush_strict(&app.session.with_untracked(|session| session.case.key.clone()));
    platform::request_persistence();
}

/// Imports the case in a file as a new case; the previous case stays.
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

/// Why a file yields no text.
#[derive(Clone, Debug)]
pub enum NoText {
    /// The file no longer exists, or may not be read.
    Gone,
    /// The content of the file is invalid for this reason.
    Wrong(ErrorMessage),
}

impl NoText {
    /// The reason in the current locale.
    pub fn says(&self) -> String {
        match self {
            Self::Gone => t("这个文件读不出来，可能已经改名、移走，或正被别的程序占用。").to_owned(),
            Self::Wrong(sentence) => engine_text::sentence(sentence),
        }
    }
}

/// The text of a case file, in whichever encoding an editor has saved it.
///
/// # Errors
/// Returns an error if the file is too large, damaged or not text.
pub async fn text_of(file: &platform::File) -> Result<String, NoText> {
    // The size is a whole number of bytes; sizes up to the limit convert without loss.
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
