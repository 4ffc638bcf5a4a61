//! The official text, article by article, with the measures of each and the company's verdict beside it; the annex.

use crate::app::App;
use crate::book::book;
use crate::browser;
use super::measure::mark;
use crate::parts::{amount, sign};
use huiqi_engine::book::{Article, Chapter, MeasureIx, Place};
use huiqi_engine::words;
use leptos::prelude::*;

/// The page, scrolled to an article if one is named.
pub fn page(app: App, article: Option<u16>) -> AnyView {
    let document = &book().document;
    if article.is_some_and(|no| !book().articles.iter().any(|piece| piece.place == Place::Article(no))) {
        return super::plain::lost().into_any();
    }
    if let Some(no) = article {
        browser::after_paint(move || browser::after_paint(move || browser::scroll_to(&format!("#a{no}"))));
    }
    let search = RwSignal::new(String::new());
    let outline = document
        .chapters
        .iter()
        .map(|chapter| view! { <li><a href=format!("#/document/{}", chapter.articles.0)>{chapter.title}</a></li> })
        .collect_view();
    let found = Memo::new(move |_| {
        let wanted = search.get();
        let wanted = wanted.trim();
        book().articles.iter().map(|piece| wanted.is_empty() || holds(piece, wanted)).collect::<Vec<bool>>()
    });
    let count = move || {
        let searching = search.with(|text| !text.trim().is_empty());
        searching.then(|| format!("找到 {} 处", found.with(|found| found.iter().filter(|found| **found).count())))
    };
    let piece = move |place: Place| {
        let at = book().articles.iter().position(|piece| piece.place == place);
        at.and_then(|at| book().articles.get(at).map(|article| (at, article))).map(|(at, article)| {
            view! { <div hidden=move || !found.with(|found| found.get(at).copied().unwrap_or(true))>{one(app, article)}</div> }
        })
    };
    let chapter = move |chapter: &'static Chapter<'static>| {
        let articles = (chapter.articles.0..=chapter.articles.1).map(|no| piece(Place::Article(no))).collect_view();
        view! {
            <section>
                <h2>{format!("{}（由{}牵头实施）", chapter.title, chapter.department)}</h2>
                {piece(Place::Chapter(chapter.no))}
                {articles}
            </section>
        }
    };
    view! {
        <div class="columns">
            <nav class="topics" id="topics" aria-label="章">
                <ol>
                    {outline}
                    <li><a href="#/document" on:click=|_| browser::scroll_to("#annex")>"附件"</a></li>
                </ol>
                <ul><li><a href="#/results">"判定结果"</a></li></ul>
            </nav>
            <main id="main">
                <h1 tabindex="-1">{document.title}</h1>
                <p class="source">{format!("{} · {} · {}印发", document.number, document.issuer, words::date(document.issued))}</p>
                <input
                    class="filter"
                    type="search"
                    autocomplete="off"
                    aria-label="在文件中查找"
                    placeholder="在文件中查找"
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <p class="count" role="status">{count}</p>
                {piece(Place::Preamble)}
                {document.chapters.iter().map(chapter).collect_view()}
                {piece(Place::Closing)}
                {annex()}
            </main>
        </div>
    }
    .into_any()
}

fn holds(article: &Article<'_>, wanted: &str) -> bool {
    article.text.contains(wanted) || article.title.contains(wanted)
}

fn one(app: App, article: &'static Article<'static>) -> AnyView {
    let no = match article.place {
        Place::Article(no) => Some(no),
        _ => None,
    };
    let paragraphs = article.text.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line}</p> }).collect_view();
    let heading = no.map(|no| {
        view! { <h3 id=format!("a{no}")><a href=format!("#/document/{no}")>{format!("第{no}条 {}", article.title)}</a></h3> }
    });
    let measures: Vec<MeasureIx> =
        (0..).zip(&book().measures).filter(|(_, measure)| Some(measure.article) == no).map(|(ix, _)| ix).collect();
    let marks = (!measures.is_empty())
        .then(|| view! { <ul class="marks">{measures.into_iter().map(|ix| measure(app, ix)).collect_view()}</ul> });
    view! { <section class="statute">{heading}{paragraphs}{marks}</section> }.into_any()
}

fn measure(app: App, ix: MeasureIx) -> Option<AnyView> {
    let measure = book().measures.get(usize::from(ix))?;
    let verdict = move || {
        app.judgement.with(|judgement| {
            let outcome = judgement.assessment.outcomes.get(usize::from(ix))?;
            Some(view! { {words::verdict(outcome.verdict)}" "{amount(measure, outcome)} })
        })
    };
    let signed = move || {
        app.judgement.with(|judgement| {
            let outcome = judgement.assessment.outcomes.get(usize::from(ix))?;
            Some(sign(mark(measure.mode, outcome.verdict)))
        })
    };
    let link = format!("#/measure/{}", measure.id);
    Some(view! { <li>{signed}" "<a href=link>{measure.title}</a>" "<small>{verdict}</small></li> }.into_any())
}

fn annex() -> impl IntoView {
    let rows = book()
        .annex
        .iter()
        .map(|item| {
            let serves = item
                .serves
                .iter()
                .filter_map(|ix| book().measures.get(usize::from(*ix)))
                .map(|measure| view! { <a href=format!("#/measure/{}", measure.id)>{measure.id}</a>" " })
                .collect_view();
            view! {
                <tr>
                    <td>{item.no}</td>
                    <th scope="row">{item.title}</th>
                    <td>{item.goal}</td>
                    <td>{item.responsible.join("、")}</td>
                    <td>{serves}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section id="annex">
            <h2>"附件"</h2>
            <div class="wide">
                <table>
                    <thead><tr><th>"序号"</th><th>"争取事项"</th><th>"具体目标"</th><th>"责任单位"</th><th>"相关措施"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
