//! The official text, article by article, with the measures of each and the company's verdict beside it; the annex.

use super::measure::mark;
use crate::app::AppState;
use crate::components::{amount, explained, heading_in_english, meaning, official, sign, switches, topbar};
use crate::dom::{Child, all, el, memo};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::route::Route;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Article, Chapter, MeasureId, TextLocation};
use leptos::prelude::*;

/// The page, scrolled to an article if one is named.
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
            el("li")
                .child(
                    el("a")
                        .attr("href", format!("#/document/{}", chapter.articles.0))
                        .on("click", move |_| list_open.set(false))
                        .child(chapter.title),
                )
                .done()
        })
        .collect::<Vec<_>>();
    let found = memo(move || {
        let wanted = search.get();
        let wanted = wanted.trim();
        app.book().articles.iter().map(|piece| wanted.is_empty() || holds(piece, wanted)).collect::<Vec<bool>>()
    });
    let count = move || {
        let searching = search.with(|text| !text.trim().is_empty());
        searching.then(|| say!("找到 {} 处", found.with(|found| found.iter().filter(|found| **found).count())))
    };
    let nothing_found = move || {
        let none = found.with(|found| !found.contains(&true));
        none.then(|| {
            let wanted = search.with(|text| text.trim().to_owned());
            el("div")
                .class("notice")
                .child(el("p").child(say!("没有找到“{}”。", wanted)))
                .child(el("p").child("文件里的说法可能不同：换个说法，或只输入其中两个字再试。"))
                .child(
                    el("button")
                        .class("text")
                        .attr("type", "button")
                        .on("click", move |_| {
                            search.set(String::new());
                            platform::clear_input(".filter");
                        })
                        .child("显示全文"),
                )
        })
    };
    let piece = move |place: TextLocation| {
        let at = app.book().articles.iter().position(|piece| piece.place == place);
        at.and_then(|at| app.book().articles.get(at).map(|article| (at, article))).map(|(at, article)| {
            el("div")
                .live_flag("hidden", move || !found.with(|found| found.get(at).copied().unwrap_or(true)))
                .child(one(app, at, article))
                .done()
        })
    };
    let chapter = move |chapter: &'static Chapter<'static>| {
        let articles =
            (chapter.articles.0..=chapter.articles.1).map(|no| piece(TextLocation::Article(no))).collect::<Vec<_>>();
        el("section")
            .child(el("h2").child(say!("{}（由{}牵头实施）", chapter.title, chapter.department)))
            .child(piece(TextLocation::Chapter(chapter.no)))
            .child(articles)
            .done()
    };
    el("div")
        .class("columns")
        .child(topbar(app, Route::Start, "政策原文", "目录", list_open))
        .child(
            el("nav")
                .live_attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", "章")
                .child(el("ol").child(outline).child(el("li").child(
                    el("a").attr("href", "#/document").on("click", |_| platform::scroll_to("#annex")).child("附件"),
                )))
                .child(el("ul").child(el("li").child(el("a").attr("href", "#/results").child("判定结果"))))
                .child(switches(app)),
        )
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").child(document.title))
                .child(el("p").class("source").child(say!(
                    "{} · {} · {}印发",
                    document.number,
                    document.issuer,
                    engine_text::date(document.issued)
                )))
                .child(
                    el("input")
                        .class("filter")
                        .attr("type", "search")
                        .attr("autocomplete", "off")
                        .attr("aria-label", "在文件中查找")
                        .attr("placeholder", "在文件中查找")
                        .on("input", move |event| search.set(event_target_value(&event))),
                )
                .child(el("p").class("count").attr("role", "status").live(count))
                .live(nothing_found)
                .child(piece(TextLocation::Preamble))
                .child(document.chapters.iter().map(chapter).collect::<Vec<_>>())
                .child(piece(TextLocation::Closing))
                .child(annex(app.book())),
        )
        .done()
}

fn holds(article: &Article<'_>, wanted: &str) -> bool {
    article.text.contains(wanted) || article.title.contains(wanted)
}

fn one(app: AppState, place: usize, article: &'static Article<'static>) -> AnyView {
    let no = match article.place {
        TextLocation::Article(no) => Some(no),
        _ => None,
    };
    let paragraphs = article
        .text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .enumerate()
        .map(|(at, line)| paragraph(app, line, &format!("t{place}-{at}")))
        .collect::<Vec<_>>();
    let heading = no.map(|no| {
        el("h3")
            .attr("id", format!("a{no}"))
            .child(el("a").attr("href", format!("#/document/{no}")).child(say!(
                "第{}条 {}",
                no,
                heading_in_english(place).unwrap_or(article.title)
            )))
            .done()
    });
    let measures: Vec<MeasureId> = app
        .book()
        .measures
        .iter_enumerated()
        .filter(|(_, measure)| Some(measure.article) == no)
        .map(|(ix, _)| ix)
        .collect();
    let marks = (!measures.is_empty()).then(|| {
        el("ul").class("marks").child(measures.into_iter().map(|ix| measure(app, ix)).collect::<Vec<_>>()).done()
    });
    el("section").class("statute").child(heading).child(paragraphs).child(marks).done()
}

fn paragraph(app: AppState, line: &'static str, id: &str) -> AnyView {
    let unfolded = RwSignal::new(None);
    all(vec![official(el("p")).child(explained(app, line, id, unfolded)).done(), meaning(app, id, unfolded)])
}

fn measure(app: AppState, ix: MeasureId) -> Option<AnyView> {
    let measure = &app.book().measures[ix];
    let verdict = move || {
        app.judgement.with(|judgement| {
            let outcome = &judgement.assessment.outcomes[ix];
            Some(all(vec![
                (engine_text::verdict(outcome.verdict)).view(),
                " ".view(),
                (amount(measure, outcome)).view(),
            ]))
        })
    };
    let signed = move || {
        app.judgement.with(|judgement| {
            let outcome = &judgement.assessment.outcomes[ix];
            Some(sign(mark(measure.mode, outcome.verdict)))
        })
    };
    let link = format!("#/measure/{}", measure.id);
    Some(
        el("li")
            .live(signed)
            .child(" ")
            .child(el("a").attr("href", link).child(measure.title))
            .child(" ")
            .child(el("small").live(verdict))
            .done(),
    )
}

fn annex(book: &'static RuleBook<'static>) -> AnyView {
    let rows = book
        .annex
        .iter()
        .map(|item| {
            let serves = item
                .serves
                .iter()
                .map(|ix| &book.measures[*ix])
                .map(|measure| {
                    all(vec![
                        el("a").attr("href", format!("#/measure/{}", measure.id)).child(measure.id).done(),
                        " ".view(),
                    ])
                })
                .collect::<Vec<_>>();
            el("tr")
                .child(el("td").child(usize::from(item.no)))
                .child(el("th").attr("scope", "row").child(item.title))
                .child(official(el("td")).child(item.goal))
                .child(el("td").child(item.responsible.join(t("、"))))
                .child(el("td").child(serves))
                .done()
        })
        .collect::<Vec<_>>();
    el("section")
        .attr("id", "annex")
        .child(el("h2").child("附件"))
        .child(
            el("div").class("scroll").child(
                el("table")
                    .child(
                        el("thead").child(
                            el("tr")
                                .child(el("th").child("序号"))
                                .child(el("th").child("事项"))
                                .child(el("th").child("目标"))
                                .child(el("th").child("责任单位"))
                                .child(el("th").child("相关措施")),
                        ),
                    )
                    .child(el("tbody").child(rows)),
            ),
        )
        .done()
}
