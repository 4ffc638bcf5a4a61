//! The sheet that is printed: eligible measures by department with amount, conditions, sentence and evidence; all
//! answers; the readings; the disclaimer.

use super::results::{Heading, beside, headline, more, under};
use crate::app::App;
use crate::book::{book, fingerprint};
use crate::browser;
use crate::judgement::Judgement;
use crate::parts::{amount, evidence, findings};
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::{Measure, MeasureIx};
use huiqi_engine::evaluate::View;
use huiqi_engine::words;
use leptos::prelude::*;

/// The page: as it will be printed, with the button above it.
pub fn page(app: App) -> AnyView {
    let document = &book().document;
    let judgement = app.judgement.get_untracked();
    let name = app.session.with_untracked(|session| session.record.name.trim().to_owned());
    let totals = &judgement.assessment.totals;
    let parts = [(Heading::Eligible, "可以申报"), (Heading::Assessed, "由部门评审"), (Heading::Automatic, "自动享受")];
    let parts = parts.map(|(heading, title)| (under(app, heading), title));
    let shown: Vec<MeasureIx> = parts.iter().flat_map(|(measures, _)| measures.iter().copied()).collect();
    let period = format!("{}至{}", words::date(document.in_force.0), words::date(document.in_force.1));
    view! {
        <div class="columns plain">
            <main id="main">
                <p class="buttons noprint">
                    <button type="button" class="button" on:click=|_| browser::print()>"打印"</button>
                    <a class="button quiet" href="#/results">"返回结果"</a>
                </p>
                <p class="hint noprint">"纸张选A4；要存成文件的，打印机选“另存为PDF”。单位名称在“核对答案”中填写。"</p>
                <article class="packet">
                    <header class="letterhead">
                        <div>
                            <h1 tabindex="-1">"惠企政策自评结果"</h1>
                            <p class="lead">{name}</p>
                            <dl class="facts">
                                <div><dt>"依据文件"</dt><dd>{format!("{}《{}》", document.number, inner_title(document.title))}</dd></div>
                                <div><dt>"评估时点"</dt><dd>{format!("{}（文件施行期：{period}）", words::date(judgement.assessment.date))}</dd></div>
                                <div><dt>"打印日期"</dt><dd>{browser::today().map(words::date)}</dd></div>
                                <div><dt>"规则版本"</dt><dd>{format!("{} · {:016x}", document.id, fingerprint())}</dd></div>
                            </dl>
                        </div>
                    </header>
                    <p class="lead">{headline(totals)}"。"{more(totals)}</p>
                    {beside(totals).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                    <p class="source">"按填写的情况推算，以主管部门审核为准。"</p>
                    {shown.is_empty().then(|| view! { <p>"按目前的回答，还没有确定符合的措施。"</p> })}
                    {parts.into_iter().map(|(measures, title)| part(&judgement, &measures, title)).collect_view()}
                    {undecided(app)}
                    {papers(&shown)}
                    {answers(&judgement)}
                    {notes()}
                </article>
            </main>
        </div>
    }
    .into_any()
}

// A title within 《》 takes 〈〉 inside, as Chinese punctuation has it.
fn inner_title(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

fn part(judgement: &Judgement, shown: &[MeasureIx], title: &'static str) -> Option<AnyView> {
    if shown.is_empty() {
        return None;
    }
    let mut names: Vec<&'static str> = Vec::new();
    for measure in shown.iter().filter_map(|ix| book().measures.get(usize::from(*ix))) {
        if !names.contains(&measure.department) {
            names.push(measure.department);
        }
    }
    let view = View::new(book(), &judgement.answers, true);
    let departments = names
        .into_iter()
        .map(|department| {
            let items: Vec<_> = shown
                .iter()
                .filter_map(|ix| {
                    let measure = book().measures.get(usize::from(*ix))?;
                    let outcome = judgement.assessment.outcomes.get(usize::from(*ix))?;
                    (measure.department == department).then(|| item(&view, measure, outcome))
                })
                .collect();
            view! { <h3>{department}" "<small>{format!("{} 项", items.len())}</small></h3>{items} }
        })
        .collect_view();
    Some(view! { <section><h2>{title}</h2>{departments}</section> }.into_any())
}

fn item(view: &View<'_, '_>, measure: &'static Measure<'static>, outcome: &Outcome) -> AnyView {
    let working = words::calculation(view, measure, outcome, 0);
    let papers = evidence(measure)
        .into_iter()
        .map(|paper| view! { <span class="paper"><span class="tick"></span>{paper}</span>" " })
        .collect_view();
    view! {
        <article class="item">
            <h4><span class="tick"></span>" "{measure.title}" "{amount(measure, outcome)}</h4>
            <p class="source">{format!("依据 {}第{}条 · {} · 措施 {}", book().document.number, measure.article, words::mode(measure.mode), measure.id)}</p>
            {working.map(|line| view! { <p>{line}</p> })}
            {(!measure.support.is_empty()).then(|| view! { <p>{measure.support}</p> })}
            {findings(view, &outcome.findings)}
            <blockquote class="quote">{measure.quote.iter().map(|piece| view! { <p>{*piece}</p> }).collect_view()}</blockquote>
            {(!measure.reading.is_empty()).then(|| view! { <p class="source">{format!("如何理解：{}", measure.reading.concat())}</p> })}
            <p class="papers-line">"材料 "{papers}</p>
        </article>
    }
    .into_any()
}

fn undecided(app: App) -> Option<AnyView> {
    let open = under(app, Heading::Undecided);
    if open.is_empty() {
        return None;
    }
    let asked: Vec<_> = app.judgement.with_untracked(|judgement| {
        open.iter()
            .filter(|ix| judgement.assessment.outcomes.get(usize::from(**ix)).is_some_and(|outcome| outcome.missing.is_empty()))
            .filter_map(|ix| book().measures.get(usize::from(*ix)))
            .collect()
    });
    let rest = open.len() - asked.len();
    let rows = asked
        .into_iter()
        .map(|measure| view! { <li>{format!("{}（第{}条，{}）：文件没有写明，请向主管部门确认。", measure.title, measure.article, measure.department)}</li> })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>"待定"</h2>
                <ul class="readings">
                    {rows}
                    {(rest > 0).then(|| view! { <li>{format!("另有 {rest} 项因问题没有答完而待定，没有列出。")}</li> })}
                </ul>
            </section>
        }
        .into_any(),
    )
}

fn papers(shown: &[MeasureIx]) -> Option<AnyView> {
    let mut list: Vec<(&'static str, Vec<u16>)> = Vec::new();
    for measure in shown.iter().filter_map(|ix| book().measures.get(usize::from(*ix))) {
        for paper in evidence(measure) {
            match list.iter_mut().find(|(known, _)| *known == paper) {
                Some((_, articles)) if articles.contains(&measure.article) => {}
                Some((_, articles)) => articles.push(measure.article),
                None => list.push((paper, vec![measure.article])),
            }
        }
    }
    if list.is_empty() {
        return None;
    }
    let rows = list
        .into_iter()
        .map(|(paper, articles)| {
            let articles: Vec<String> = articles.into_iter().map(|no| format!("第{no}条")).collect();
            view! { <li><span class="tick"></span>" "{paper}" "<small>{articles.join("、")}</small></li> }
        })
        .collect_view();
    Some(view! { <section><h2>"要带的材料"</h2><ul class="ticks">{rows}</ul></section> }.into_any())
}

fn answers(judgement: &Judgement) -> AnyView {
    let groups = (0..)
        .zip(&book().topics)
        .map(|(topic, known)| {
            let rows: Vec<_> = (0..)
                .zip(&book().facts)
                .filter(|(_, fact)| fact.topic == topic)
                .filter_map(|(ix, fact)| {
                    let answer = judgement.answers.get(book(), ix, 0)?;
                    Some(view! { <tr><td>{fact.label}</td><td>{super::answer_text(fact, answer)}</td></tr> })
                })
                .collect();
            (!rows.is_empty()).then(|| view! { <tbody><tr><th colspan="2" scope="rowgroup">{known.title}</th></tr>{rows}</tbody> })
        })
        .collect_view();
    view! {
        <section>
            <h2>"填写的全部情况"</h2>
            <table class="answers">
                <thead><tr><th scope="col">"题目"</th><th scope="col">"回答"</th></tr></thead>
                {groups}
            </table>
        </section>
    }
    .into_any()
}

fn notes() -> AnyView {
    let document = &book().document;
    let rows = document.notes.iter().map(|note| view! { <li>{*note}</li> }).collect_view();
    let common = document.everywhere.iter().map(|common| view! { <li>{common.reading}</li> }).collect_view();
    view! {
        <section>
            <h2>"说明"</h2>
            <ul class="readings">{rows}{common}</ul>
            <p class="disclaimer">
                {format!("本表由“惠企”按{}的文字和所填内容推算，供申报前自查，不是行政决定；以主管部门审核为准。", document.number)}
            </p>
        </section>
    }
    .into_any()
}
