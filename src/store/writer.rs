//! Takes what is kept in memory into the journal, one key after the other, and takes over what other windows and earlier
//! visits have put there. Knows no page.

use super::ruling::{Ruling, rule};
use super::{OPEN, Place, Said, aside_key, guard, is_case, tell, with, write_local};
use crate::browser::{self, Journal, NotSaved};
use crate::saved::Saved;

// A journal that has not come by then is not waited for any longer.
const PATIENCE_MILLISECONDS: i32 = 3_000;
// What could not be written is tried again after this.
const AGAIN_MILLISECONDS: i32 = 5_000;

/// Opens the journal and compares it with what is in memory.
pub fn start() {
    leptos::task::spawn_local(async { have(browser::journal().await, true).await });
    browser::after(PATIENCE_MILLISECONDS, || {
        if with(|store| matches!(store.journal, Place::Coming)) {
            with(|store| store.journal = Place::Gone(NotSaved::Failed));
            tell(Said::Standing(super::open_key()));
        }
    });
    // What other windows say may be missed while this one sleeps.
    browser::on_return(|| {
        if let Some(journal) = here() {
            leptos::task::spawn_local(async move { compare(&journal, false).await });
        }
    });
}

fn here() -> Option<Journal> {
    with(|store| match &store.journal {
        Place::Here(journal) => Some(journal.clone()),
        _ => None,
    })
}

async fn have(journal: Result<Journal, NotSaved>, first: bool) {
    match journal {
        Ok(journal) => {
            compare(&journal, first).await;
            with(|store| store.journal = Place::Here(journal));
            write();
        }
        Err(why) => with(|store| store.journal = Place::Gone(why)),
    }
    tell(Said::Standing(super::open_key()));
}

// Takes over what is newer in the journal; what is newer here, or only here, is due.
async fn compare(journal: &Journal, first: bool) {
    let Ok(stored) = journal.all().await else { return };
    let opened = stored.iter().find(|(key, _)| key == OPEN).map(|(_, key)| key.clone());
    let only_here = |key: &String| !stored.iter().any(|(stored, _)| stored == key);
    let texts = || with(|store| store.texts.iter().map(|text| text.key.clone()).collect::<Vec<_>>());
    texts().iter().filter(|key| only_here(key)).for_each(|key| due(key, false));
    for (key, text) in &stored {
        if key != OPEN {
            take_over(key, text, Some(first));
        }
    }
    if let Some(key) = opened.filter(|key| first && *key != super::open_key() && super::text(key).is_some()) {
        tell(Said::Open(key));
    }
    write();
}

/// Hears what another window has put into the journal; an empty text where it removed one.
pub fn hear(key: String, text: String) {
    if is_case(&key) || key.starts_with(super::DAMAGED) {
        take_over(&key, &text, None);
    }
}

// `read` where the text was read from the journal, and whether for the first time.
fn take_over(key: &str, stored: &str, read: Option<bool>) {
    if with(|store| store.writing.as_deref() == Some(key)) {
        // The next transaction sees it in the order in which it came.
        return due(key, false);
    }
    if stored.is_empty() {
        return gone(key, read);
    }
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone())));
    let (base, ours) = known.unwrap_or_default();
    if !is_case(key) {
        with(|store| store.add(key, stored.to_owned(), stored.to_owned()).base = stored.to_owned());
        return;
    }
    match rule(&base, &ours, stored) {
        Ruling::Ours if ours == stored => with(|store| {
            if let Some(text) = store.text(key) {
                stored.clone_into(&mut text.base);
            }
        }),
        Ruling::Ours | Ruling::Damaged => {
            if read.is_some() {
                due(key, false);
            }
        }
        Ruling::Newer => leave_to_the_newer(key, stored),
        Ruling::Theirs(saved) => {
            become_of(key, &ours, &saved, stored.to_owned(), stored);
            if read.is_some() {
                write_local(key, stored);
            }
        }
        Ruling::Joined(saved) => {
            let text = saved.write();
            write_local(key, &text);
            become_of(key, &ours, &saved, text, stored);
            due(key, false);
        }
    }
}

// Removed in another window, or, where the journal is read for the first time, before local storage could know.
fn gone(key: &str, read: Option<bool>) {
    let is_here = with(|store| store.text(key).is_some_and(|text| text.now == text.base || read.is_none()));
    if !is_here || read == Some(false) {
        return;
    }
    with(|store| store.texts.retain(|text| text.key != key));
    if read.is_some() {
        browser::remove(key);
        tell(Said::Gone(key.to_owned()));
    }
}

fn leave_to_the_newer(key: &str, stored: &str) {
    if super::text(key).is_none() {
        with(|store| store.add(key, stored.to_owned(), stored.to_owned()).guarded = true);
    }
    guard(key);
    tell(Said::Newer(key.to_owned()));
}

// The case under a key is `saved` from now on, which reads `now`.
fn become_of(key: &str, ours: &str, saved: &Saved, now: String, stored: &str) {
    with(|store| {
        let text = store.add(key, now, String::new());
        text.base = stored.to_owned();
        text.revision = saved.revision;
    });
    let before = Saved::read(ours).ok().map(Box::new);
    tell(Said::Joined(key.to_owned(), before, Box::new(saved.clone())));
}

/// Lets the journal learn of what is under a key now.
pub fn due(key: &str, strict: bool) {
    with(|store| {
        if !matches!(store.journal, Place::Unwanted) {
            store.set_due(key, strict);
        }
    });
    write();
}

// Writes what is due until nothing is. One at a time: what changes meanwhile is written with the next one.
fn write() {
    let Some(journal) = here() else { return announce() };
    if with(|store| store.writing.is_some() || store.due.is_empty()) {
        return;
    }
    with(|store| store.writing = Some(String::new()));
    leptos::task::spawn_local(async move {
        let mut journal = journal;
        while let Some((key, strict)) = with(|store| store.due.first().cloned()) {
            with(|store| {
                store.due.remove(0);
                store.writing = Some(key.clone());
            });
            let mut went = write_one(&journal, &key, strict).await;
            // The browser may have closed it, as it does when somebody clears its data.
            if went == Err(NotSaved::Failed)
                && let Ok(opened) = browser::journal().await
            {
                went = write_one(&opened, &key, strict).await;
                journal = opened.clone();
                with(|store| store.journal = Place::Here(opened));
            }
            with(|store| store.text(&key).map(|text| text.journal = went));
            with(|store| store.writing = Some(String::new()));
            if went.is_err() {
                again(key.clone());
            }
            tell(Said::Standing(key));
        }
        with(|store| store.writing = None);
    });
}

// Without a journal the windows have only each other.
fn announce() {
    with(|store| {
        if !matches!(store.journal, Place::Gone(_)) {
            return;
        }
        for (key, _) in std::mem::take(&mut store.due) {
            let now = store.text(&key).map_or(String::new(), |text| {
                text.base.clone_from(&text.now);
                text.now.clone()
            });
            if let Some(windows) = &store.windows {
                windows.tell(&key, &now);
            }
        }
    });
}

fn again(key: String) {
    browser::after(AGAIN_MILLISECONDS, move || {
        if with(|store| store.text(&key).is_some_and(|text| text.journal.is_err())) {
            due(&key, false);
        }
    });
}

async fn write_one(journal: &Journal, key: &str, strict: bool) -> Result<(), NotSaved> {
    let mut put = None;
    let decide = |stored: Option<String>| {
        let texts = decide(key, &stored.unwrap_or_default());
        put = texts.last().cloned();
        texts
    };
    journal.change(key, strict, decide).await?;
    let Some((_, text)) = put else { return Ok(()) };
    with(|store| {
        if let Some(known) = store.text(key) {
            known.base = text.clone();
            if known.now != text {
                store.set_due(key, strict);
            }
        }
        if let Some(windows) = &store.windows {
            windows.tell(key, &text);
        }
    });
    Ok(())
}

// What comes into the journal under a key, as the last of these, where something stands there already.
fn decide(key: &str, stored: &str) -> Vec<(String, String)> {
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone(), text.guarded)));
    let (base, ours, guarded) = known.unwrap_or_default();
    let alone = vec![(key.to_owned(), ours.clone())];
    if guarded {
        return Vec::new();
    }
    if !is_case(key) {
        return alone;
    }
    match rule(&base, &ours, stored) {
        Ruling::Ours => alone,
        // It was deleted here.
        Ruling::Theirs(_) | Ruling::Newer if ours.is_empty() => alone,
        Ruling::Newer => {
            leave_to_the_newer(key, stored);
            Vec::new()
        }
        Ruling::Damaged => {
            let aside = aside_key();
            with(|store| store.add(&aside, stored.to_owned(), stored.to_owned()).base = stored.to_owned());
            tell(Said::Damaged(aside.clone()));
            vec![(aside, stored.to_owned()), (key.to_owned(), ours)]
        }
        Ruling::Theirs(saved) => {
            write_local(key, stored);
            become_of(key, &ours, &saved, stored.to_owned(), stored);
            vec![(key.to_owned(), stored.to_owned())]
        }
        Ruling::Joined(saved) => {
            let text = saved.write();
            write_local(key, &text);
            become_of(key, &ours, &saved, text.clone(), stored);
            vec![(key.to_owned(), text)]
        }
    }
}
