//! The official text by article, each article with its measures and their verdicts for the company, and the annex.

mod annex;
mod search;

use super::measure::mark;
use crate::app::AppState;
use crate::components::{amount, explained, heading_in_english, meaning, official, sign, switches, topbar};
use crate::dom::{IntoChild, ev, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::route::Route;
use huiqi_engine::book::{Article, Chapter, MeasureId, TextLocation};
use leptos::prelude::*;

/// The page; scrolls to the article if one is given.
pub fn page(app: AppState, article: Option<u16>) -> AnyView {
    let document = &app.book().document;
    if article.is_some_and(|no| !app.book().articles.iter().any(|piece| piece.place == TextLocation::Article(no))) {
        return super::not_found::not_found();
    }
    if let Some(no) = article {
        platform::request_animation_frame(move || {
            platform::request_animation_frame(move || platform::scroll_to(&format!("#a{no}")))
        });
    }
    let search = RwSignal::new(String::new());
    let list_open = RwSignal::new(false);
    let outline = document
        .chapters
        .iter()
        .map(|chapter| {
            html::li()
                .child(
                    html::a()
                        .attr("href", format!("#/document/{}", chapter.articles.0))
                        .on(ev::click, move |_| list_open.set(false))
                        .child(chapter.title),
                )
                .into_any()
        })
        .collect::<Vec<_>>();
    let wanted = memo(move || search.with(|text| text.trim().to_owned()));
    let found = memo(move || {
        wanted.with(|wanted| {
            app.book()
                .articles
                .iter()
                .map(|piece| wanted.is_empty() || search::holds_article(piece, wanted))
                .collect::<Vec<bool>>()
        })
    });
    let hits = memo(move || wanted.with(|wanted| search::count(app.book(), wanted)));
    let count = move || {
        let searching = wanted.with(|wanted| !wanted.is_empty());
        searching.then(|| say!("找到 {} 处", hits.get()))
    };
    let nothing_found = move || {
        let none = hits.get() == 0 && wanted.with(|wanted| !wanted.is_empty());
        none.then(|| {
            let wanted = search.with(|text| text.trim().to_owned());
            html::div()
                .class("notice")
                .child(html::p().child(say!("没有找到“{}”。", wanted)))
                .child(html::p().child(t("文件里的说法可能不同：换个说法，或只输入其中两个字再试。")))
                .child(
                    html::button()
                        .class("text")
                        .attr("type", "button")
                        .on(ev::click, move |_| {
                            search.set(String::new());
                            platform::clear_input(".filter");
                        })
                        .child(t("显示全文")),
                )
        })
    };
    let piece = move |place: TextLocation| {
        let at = app.book().articles.iter().position(|piece| piece.place == place);
        at.and_then(|at| app.book().articles.get(at).map(|article| (at, article))).map(|(at, article)| {
            html::div()
                .bool_prop("hidden", move || !found.with(|found| found.get(at).copied().unwrap_or(true)))
                .child(one(app, at, article, wanted))
                .into_any()
        })
    };
    let chapter = move |chapter: &'static Chapter<'static>| {
        let articles =
            (chapter.articles.0..=chapter.articles.1).map(|no| piece(TextLocation::Article(no))).collect::<Vec<_>>();
        let has_hit = memo(move || found.with(|found| search::is_in_chapter(app.book(), chapter, found)));
        html::section()
            .bool_prop("hidden", move || !has_hit.get())
            .child(html::h2().child(say!("{}（由{}牵头实施）", chapter.title, chapter.department)))
            .child(piece(TextLocation::Chapter(chapter.no)))
            .child(articles)
            .into_any()
    };
    html::div()
        .class("columns")
        .child(topbar(app, Route::Start, t("政策原文"), t("目录"), list_open))
        .child(
            html::nav()
                .attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", t("章"))
                .child(
                    html::ol().child(outline).child(
                        html::li().child(
                            html::a()
                                .attr("href", "#/document")
                                .on(ev::click, |_| platform::scroll_to("#annex"))
                                .child(t("附件")),
                        ),
                    ),
                )
                .child(html::ul().child(html::li().child(html::a().attr("href", "#/results").child(t("判定结果")))))
                .child(switches(app)),
        )
        .child(
            html::main()
                .attr("id", "main")
                .child(html::h1().attr("tabindex", "-1").child(document.title))
                .child(html::p().class("source").child(say!(
                    "{} · {} · {}印发",
                    document.number,
                    document.issuer,
                    engine_text::date(document.issued)
                )))
                .child(
                    html::input()
                        .class("filter")
                        .attr("type", "search")
                        .attr("autocomplete", "off")
                        .attr("aria-label", t("在文件中查找"))
                        .attr("placeholder", t("在文件中查找"))
                        .on(ev::input, move |event| search.set(event_target_value(&event))),
                )
                .child(html::p().class("count").attr("role", "status").child(count))
                .child(nothing_found)
                .child(piece(TextLocation::Preamble))
                .child(document.chapters.iter().map(chapter).collect::<Vec<_>>())
                .child(piece(TextLocation::Closing))
                .child(annex::annex(app.book(), wanted)),
        )
        .into_any()
}

fn one(app: AppState, place: usize, article: &'static Article<'static>, wanted: Memo<String>) -> AnyView {
    let no = match article.place {
        TextLocation::Article(no) => Some(no),
        _ => None,
    };
    let paragraphs = article
        .text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .enumerate()
        .map(|(at, line)| paragraph(app, line, format!("t{place}-{at}"), wanted))
        .collect::<Vec<_>>();
    let heading = no.map(|no| {
        html::h3()
            .attr("id", format!("a{no}"))
            .child(html::a().attr("href", format!("#/document/{no}")).child(say!(
                "第{}条 {}",
                no,
                heading_in_english(place).unwrap_or(article.title)
            )))
            .into_any()
    });
    let measures: Vec<MeasureId> = app
        .book()
        .measures
        .iter_enumerated()
        .filter(|(_, measure)| Some(measure.article) == no)
        .map(|(ix, _)| ix)
        .collect();
    let marks = (!measures.is_empty()).then(|| {
        html::ul().class("marks").child(measures.into_iter().map(|ix| measure(app, ix)).collect::<Vec<_>>()).into_any()
    });
    html::section().class("statute").child(heading).child(paragraphs).child(marks).into_any()
}

// While it contains what is searched for, the hits are marked; otherwise its terms can be looked up.
fn paragraph(app: AppState, line: &'static str, id: String, wanted: Memo<String>) -> AnyView {
    let unfolded = RwSignal::new(None);
    let hit = memo(move || wanted.with(|wanted| search::holds_text(line, wanted).then(|| wanted.clone())));
    let of_text = id.clone();
    let text = reactive(move || match hit.get() {
        Some(wanted) => search::marked(line, &wanted),
        None => explained(app, line, &of_text, unfolded),
    });
    fragment(vec![official(html::p()).child(text).into_any(), meaning(app, &id, unfolded)])
}

fn measure(app: AppState, ix: MeasureId) -> Option<AnyView> {
    let measure = &app.book().measures[ix];
    let verdict = move || {
        app.evaluation.with(|evaluation| {
            let outcome = &evaluation.assessment.outcomes[ix];
            Some(fragment(vec![
                (engine_text::verdict(outcome.verdict)).into_child(),
                " ".into_child(),
                (amount(measure, outcome)).into_child(),
            ]))
        })
    };
    let signed = move || {
        app.evaluation.with(|evaluation| {
            let outcome = &evaluation.assessment.outcomes[ix];
            Some(sign(mark(measure.mode, outcome.verdict)))
        })
    };
    let link = format!("#/measure/{}", measure.id);
    Some(
        html::li()
            .child(signed)
            .child(" ")
            .child(html::a().attr("href", link).child(measure.title))
            .child(" ")
            .child(html::small().child(verdict))
            .into_any(),
    )
}
