//! All cases stored on this device: open, rename, copy, delete, export, import, compare.

mod compare;

pub use compare::said;

use super::check::cleaned_text;
use super::import_export::{self, NoText};
use crate::app::AppState;
use crate::components::{CASE_FILES, button, file_button};
use crate::components::{left_text, official, progress, relative_time};
use crate::dom::{empty_view, ev, for_each_keyed, html, memo};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::platform::{File, dropped_files};
use crate::state::case_conversion;
use crate::state::evaluation::group_of;
use crate::state::evaluator::evaluate;
use crate::state::form::Form;
use crate::state::route::Route;
use crate::state::rule_book::RuleBooks;
use crate::state::session::{Event, LazyMessage, Notice};
use crate::state::stored_case::StoredCase;
use crate::store::safety::{no_case_yet, of_cases};
use crate::store::{self, Durability, LoadOutcome};
use huiqi_engine::RuleBook;
use huiqi_engine::case::{self, CaseError, MOST_NAME, clean_name};
use leptos::prelude::*;

/// A case as shown in the list.
#[derive(Clone, Debug, PartialEq)]
struct CaseRow {
    key: String,
    name: String,
    answered: usize,
    left: usize,
    unreadable: usize,
    headline: String,
    kept_at: u64,
    standing: Durability,
    is_open: bool,
    // Whether the case was saved under another edition of the rules.
    other_edition: bool,
}

/// The page.
#[derive(Clone, Copy)]
struct Cases {
    app: AppState,
    // Counts storage operations of this page; the list is re-read whenever it changes.
    done: RwSignal<usize>,
    chosen: RwSignal<Vec<String>>,
    // Whether invisible characters were removed from the name typed last.
    cleaned: RwSignal<bool>,
}

/// The page.
pub fn page(app: AppState) -> AnyView {
    let page = Cases { app, done: RwSignal::new(0), chosen: RwSignal::new(Vec::new()), cleaned: RwSignal::new(false) };
    let cleaned = move || page.cleaned.get().then(cleaned_text);
    let rows = memo(move || {
        page.done.track();
        app.kept_at.track();
        app.durability.track();
        rows(app)
    });
    let list = move || rows.with(|rows| (0..rows.len()).collect());
    let none =
        move || rows.with(Vec::is_empty).then(|| html::p().class("notice").child(no_case_yet(app.durability.get())));
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .on(ev::dragover, |event| event.prevent_default())
                .on(ev::drop, move |event| page.take_in(dropped_files(&event)))
                .child(html::h1().attr("tabindex", "-1").child(t("保存的自评")))
                .child(html::p().class("lead").child(move || of_cases(app.durability.get())))
                .child(
                    html::p()
                        .class("buttons")
                        .child(button(t("新建自评"), "button", move || page.start_new()))
                        .child(open_files(page))
                        .child(move || {
                            (rows.with(Vec::len) > 1)
                                .then(|| button(t("全部导出"), "button quiet", move || export_all(app)))
                        }),
                )
                .child(html::p().class("hint").child(t("导出的文件也可以直接拖到这一页。")))
                .child(
                    html::p()
                        .child(t("有许多家企业要看？用一张表"))
                        .child(html::a().attr("href", Route::Batch.to_hash(app.book())).child(t("批量自评")))
                        .child(t("。")),
                )
                .child(none)
                .child(html::div().attr("role", "status").child(cleaned))
                .child(html::div().class("cases").child(move || {
                    // The list is re-rendered when its rows are replaced, because names and figures may all have
                    // changed.
                    rows.track();
                    for_each_keyed(list, move |at| rows.with_untracked(|rows| row(page, rows.get(at).cloned())))
                }))
                .child(move || compare::chosen(app, page.chosen))
                .child(examples(app)),
        )
        .into_any()
}

fn rows(app: AppState) -> Vec<CaseRow> {
    let open = app.session.with_untracked(|session| session.case.key.clone());
    let row = |key: String| {
        let LoadOutcome::Case(saved) = store::load(&key) else { return None };
        let judged = evaluate(app.rules, &gathered(app.book(), &saved));
        Some(CaseRow {
            name: name_of(&saved.record),
            answered: saved.record.answered(),
            left: judged.assessment.max_remaining,
            unreadable: judged.unreadable().len(),
            headline: engine_text::headline(app.book(), &judged.assessment),
            kept_at: saved.saved_at,
            standing: store::standing(&key),
            is_open: key == open,
            other_edition: saved.book != app.rules.fingerprint_hex(),
            key,
        })
    };
    let mut rows: Vec<CaseRow> = Vec::new();
    // Newest first. Sorted by hand, because a general sort adds much to the download.
    for row in store::keys().into_iter().filter_map(row) {
        let place = rows.partition_point(|other| other.kept_at >= row.kept_at);
        rows.insert(place, row);
    }
    rows
}

fn gathered(book: &'static RuleBook<'static>, saved: &StoredCase) -> Form {
    saved.record.clone().migrate_to_groups(|fact| group_of(book, fact))
}

/// The name of a case as shown in the list.
pub fn name_of(record: &Form) -> String {
    match record.name.trim() {
        "" => t("未写名称").to_owned(),
        name => name.to_owned(),
    }
}

fn row(page: Cases, row: Option<CaseRow>) -> AnyView {
    let Some(row) = row else { return empty_view() };
    let renaming = RwSignal::new(false);
    let share = format!("{}%", row.answered * 100 / (row.answered + row.left).max(1));
    let (name, key) = (row.name.clone(), row.key.clone());
    let title = move || {
        let (name, key) = (name.clone(), key.clone());
        if renaming.get() { name_field(page, &name, key, renaming) } else { html::h2().child(name).into_any() }
    };
    let says = say!("已答 {} 题。{}{}。", row.answered, left_text(row.left, row.unreadable), row.headline);
    let chosen = row.key.clone();
    let act = move |what: fn(Cases, &str)| {
        let key = row.key.clone();
        move || what(page, &key)
    };
    html::section()
        .class("notice saved")
        .child(title)
        .child(progress(move || share.clone()))
        .child(
            html::p()
                .child(says)
                .child(html::br())
                .child(html::small().child(relative_time(row.standing, row.kept_at)))
                .child(row.other_edition.then(|| html::small().child(t(" 规则库已更新，打开时会列出变化。"))))
                .child(row.is_open.then(|| html::small().child(t(" 现在打开的就是这一份。")))),
        )
        .child(
            html::p()
                .class("buttons")
                .child(button(t("打开"), "button quiet", act(open)))
                .child(button(t("改名"), "text", move || renaming.set(true)))
                .child(button(t("复制"), "text", act(copy)))
                .child(button(t("导出"), "text", act(export)))
                .child(button(t("删除"), "text", act(delete)))
                .child(compare::tick(page.chosen, chosen)),
        )
        .into_any()
}

fn name_field(page: Cases, name: &str, key: String, renaming: RwSignal<bool>) -> AnyView {
    let done = move |event: platform::Event| {
        let typed = event_target_value(&event);
        page.cleaned.set(clean_name(&typed) != typed);
        rename(page, &key, &typed);
        renaming.set(false);
    };
    html::p()
        .child(html::label().class("vh").attr("for", "rename").child(t("单位名称")))
        .child(
            html::input()
                .attr("id", "rename")
                .attr("type", "text")
                .attr("maxlength", "60")
                .prop("value", if name == t("未写名称") { String::new() } else { name.to_owned() })
                .on(ev::change, done),
        )
        .into_any()
}

impl Cases {
    fn changed(self) {
        self.done.update(|done| *done += 1);
    }

    fn start_new(self) {
        self.app.open_as_new(Form::default());
        platform::navigate(&Route::Topic(0).to_hash(self.app.book()));
    }

    // Files are read independently, so that one unreadable file does not delay the others.
    fn take_in(self, files: Vec<File>) {
        for file in files {
            leptos::task::spawn_local(async move {
                let text = import_export::text_of(&file).await;
                self.take_in_text(&file.name(), text);
            });
        }
    }

    fn take_in_text(self, file: &str, text: Result<String, NoText>) {
        // The errors, each with the number of its case counted from 1; 0 stands for the file as a whole.
        let mut wrong = Vec::new();
        let mut note = |number, mistakes: Vec<CaseError>| {
            wrong.extend(mistakes.into_iter().map(|mistake| (number, CaseFileError::Case(mistake))));
        };
        match text.map(|text| case::read_all(self.app.book(), &text)) {
            Err(unread) => wrong.push((0, CaseFileError::File(unread))),
            Ok(Err(mistakes)) => note(0, mistakes),
            Ok(Ok(cases)) => {
                for (number, case) in (1..).zip(cases) {
                    match case {
                        Ok(case) => self.keep_new(case_conversion::case_to_form(self.app.book(), &case)),
                        Err(mistakes) => note(number, mistakes),
                    }
                }
            }
        }
        if !wrong.is_empty() {
            let file = file.to_owned();
            let says = move || engine_text::sentences(wrong.iter().map(|one| says_wrong(&file, one)));
            self.app.dispatch(Event::NoticeRaised(Notice::BadFile(LazyMessage::new(says))));
        }
        platform::request_animation_frame(move || self.changed());
    }
}

enum CaseFileError {
    File(NoText),
    Case(CaseError),
}

fn says_wrong(file: &str, (number, wrong): &(usize, CaseFileError)) -> String {
    let says = match wrong {
        CaseFileError::File(unread) => unread.says(),
        CaseFileError::Case(mistake) => engine_text::case_mistake(mistake),
    };
    if *number == 0 { say!("{}：{}", file, says) } else { say!("{} 第 {} 份：{}", file, number, says) }
}

fn open(page: Cases, key: &str) {
    page.app.open_case(key);
    platform::navigate(&Route::Start.to_hash(page.app.book()));
}

fn rename(page: Cases, key: &str, name: &str) {
    if page.app.session.with_untracked(|session| session.case.key == key) {
        page.app.dispatch(Event::Named(clean_name(name)));
        platform::request_animation_frame(move || page.changed());
        return;
    }
    if let LoadOutcome::Case(mut saved) = store::load(key) {
        saved.record.name = clean_name(name);
        saved.revision += 1;
        page.keep(key, &saved);
    }
}

fn copy(page: Cases, key: &str) {
    if let LoadOutcome::Case(mut saved) = store::load(key) {
        saved.record.name = copied(saved.record.name.trim());
        saved.saved_at = platform::now();
        page.keep(&store::new_key(), &saved);
    }
}

// A long name is truncated, so that the copy mark at its end remains.
fn copied(name: &str) -> String {
    let mark = say!("{}（副本）", "");
    let most = MOST_NAME.saturating_sub(mark.chars().count());
    let name: String = name.chars().take(most).collect();
    say!("{}（副本）", name.trim())
}

impl Cases {
    // When several cases are imported at once, each is stored without being opened.
    fn keep_new(self, record: Form) {
        let saved = StoredCase {
            document: self.app.book().document.id.into(),
            book: self.app.rules.fingerprint_hex(),
            revision: 1,
            saved_at: platform::now(),
            verdicts: evaluate(self.app.rules, &record).verdicts(self.app.book()),
            record,
            before: None,
            rivals: Vec::new(),
        };
        self.keep(&store::new_key(), &saved);
    }

    fn keep(self, key: &str, saved: &StoredCase) {
        store::save(key, saved);
        self.changed();
    }
}

fn export(page: Cases, key: &str) {
    if let LoadOutcome::Case(saved) = store::load(key) {
        let case = public(page.app.rules, &saved);
        platform::download(&file_name(&case), "application/json", &case::write(page.app.book(), &case));
    }
}

fn public(rules: &'static RuleBooks, saved: &StoredCase) -> case::Case {
    let record = gathered(rules.book(), saved);
    case_conversion::form_to_case(rules, &record, &evaluate(rules, &record))
}

/// The file name of an exported case.
pub fn file_name(case: &case::Case) -> String {
    say!("惠企-{}-{}.json", case.name.as_deref().unwrap_or(t("自评")), case.date)
}

fn export_all(app: AppState) {
    let cases: Vec<case::Case> = rows(app)
        .into_iter()
        .filter_map(|row| match store::load(&row.key) {
            LoadOutcome::Case(saved) => Some(public(app.rules, &saved)),
            _ => None,
        })
        .collect();
    let name = say!("惠企-全部自评-{}.json", platform::today().map_or(String::new(), |today| today.to_string()));
    platform::download(&name, "application/json", &case::write_all(app.book(), &cases));
}

fn delete(page: Cases, key: &str) {
    let Some(text) = store::text(key) else { return };
    let name = match StoredCase::read(&text) {
        Ok(saved) => name_of(&saved.record),
        Err(_) => String::new(),
    };
    store::remove(key);
    page.chosen.update(|chosen| chosen.retain(|one| one != key));
    if page.app.session.with_untracked(|session| session.case.key == key) {
        let next = store::keys().into_iter().next().unwrap_or_else(store::new_key);
        page.app.open_case(&next);
    }
    page.app.dispatch(Event::NoticeRaised(Notice::Deleted { key: key.to_owned(), name, text }));
    page.changed();
}

// Invented example companies of several kinds: they show what results look like before the user has figures of their
// own.
fn examples(app: AppState) -> AnyView {
    let item = |json: &'static str| {
        let case = case::read(app.book(), json).ok()?;
        let name = case.name.clone().unwrap_or_default();
        let open = move || {
            app.open_as_new(case_conversion::case_to_form(app.book(), &case));
            platform::navigate(&Route::Results.to_hash(app.book()));
        };
        Some(
            html::li()
                .child(official(
                    html::button().attr("type", "button").class("text").on(ev::click, move |_| open()).child(name),
                ))
                .into_any(),
        )
    };
    let items: Vec<AnyView> = app.book().examples.iter().filter_map(|json| item(json)).collect();
    if items.is_empty() {
        return empty_view();
    }
    html::section()
        .class("group")
        .child(html::h2().child(t("先看个例子")))
        .child(html::p().child(t("都是虚构的。打开后另存为一份，不影响您已有的自评。")))
        .child(html::ul().class("examples").child(items))
        .into_any()
}

fn open_files(page: Cases) -> AnyView {
    file_button(t("打开导出的文件"), "button quiet", CASE_FILES, move |files| page.take_in(files))
}
