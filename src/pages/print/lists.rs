//! The lists after the sheets: measures not asked about, measures not granted, all papers, all answers, the readings.

use super::options::PrintSection;
use super::packet::{Content, on_sheet};
use super::sheet::articles;
use crate::components::by_concern;
use crate::dom::{IntoChild, fragment, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::pages::results::measures_under;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::Section;
use huiqi_engine::book::{FactId, Measure, MeasureId, NeededPaper, issued_papers};
use huiqi_engine::near_miss::nearest_change;
use huiqi_engine::number::Truth;
use leptos::prelude::*;

/// The selected lists.
pub fn lists(content: &Content<'_>) -> AnyView {
    let wants = |part| content.wanted.has(part);
    fragment(vec![
        wants(PrintSection::NotAsked).then(|| not_asked(content)).flatten().into_child(),
        wants(PrintSection::Ineligible).then(|| ineligible(content)).flatten().into_child(),
        wants(PrintSection::Papers).then(|| papers(content)).flatten().into_child(),
        wants(PrintSection::Answers).then(|| answers(content)).into_child(),
        wants(PrintSection::Readings).then(|| readings(content)).into_child(),
    ])
}

fn measure(book: &'static RuleBook<'static>, ix: MeasureId) -> &'static Measure<'static> {
    &book.measures[ix]
}

// Grouped by the concern that was not ticked, so that its questions can still be asked.
fn not_asked(content: &Content<'_>) -> Option<AnyView> {
    let rows: Vec<AnyView> = by_concern(content.app.book(), content.evaluation)
        .into_iter()
        .map(|(concern, measures)| {
            let titles: Vec<&str> = measures.iter().map(|ix| measure(content.app.book(), *ix).title).collect();
            let count = html::td().class("count").child(say!("{} 项", titles.len()));
            let row = html::tr().child(html::td().child(concern.label)).child(count);
            row.child(html::td().child(titles.join(t("、")))).into_any()
        })
        .collect();
    let column = |name: &'static str| html::th().attr("scope", "col").child(name).into_any();
    (!rows.is_empty()).then(|| {
        let head = html::thead().child(html::tr().child(vec![
            column(t("没有选的事项")),
            column(t("项数")),
            column(t("措施")),
        ]));
        html::section()
            .child(html::h2().child(t("没涉及")))
            .child(html::p().child(t("没有选下面这些事项，相应的措施就没有问到；没有问到不等于不符合。")))
            .child(html::table().class("contents").child(head).child(html::tbody().child(rows)))
            .into_any()
    })
}

// Each measure with its first failing condition and, if changing one answer would be enough, that change.
fn ineligible(content: &Content<'_>) -> Option<AnyView> {
    let view = content.evaluation.view(content.app.book());
    let rows: Vec<AnyView> = measures_under(content.app, Section::Ineligible)
        .into_iter()
        .filter_map(|ix| {
            let outcome = &content.evaluation.assessment.outcomes[ix];
            let unmet = outcome.findings.iter().find(|finding| finding.truth == Truth::False)?;
            let said = engine_text::finding(&view, unmet);
            let line = said.lines.iter().find(|line| line.truth == Truth::False);
            let mut why = line.map_or(said.condition.clone(), |line| line.sentence.clone());
            let evaluation = content.evaluation;
            if let Some(one) = nearest_change(&view, &evaluation.assessment, ix) {
                why.push_str(&engine_text::nearly(content.app.book(), &evaluation.answers, &one));
            }
            let measure = measure(content.app.book(), ix);
            let row = html::tr().child(html::td().child(say!("第{}条", measure.article)));
            let row = row.child(html::td().child(measure.title)).child(html::td().child(measure.department));
            Some(row.child(html::td().child(why)).into_any())
        })
        .collect();
    let column = |name: &'static str| html::th().attr("scope", "col").child(name).into_any();
    (!rows.is_empty()).then(|| {
        let head = html::thead().child(html::tr().child(vec![
            column(t("条")),
            column(t("措施")),
            column(t("部门")),
            column(t("原因")),
        ]));
        // Starts a new page, so that no part of the list is on the sheet of a department.
        html::section()
            .class("sheet list")
            .child(html::h2().child(t("不符合的措施")))
            .child(html::table().class("contents").child(head).child(html::tbody().child(rows)))
            .into_any()
    })
}

// Every paper once, by issuer, with the number of printed measures that require it.
fn papers(content: &Content<'_>) -> Option<AnyView> {
    let book = content.app.book();
    let shown: Vec<MeasureId> =
        on_sheet(content.app, content.wanted, None).into_iter().flat_map(|(_, measures)| measures).collect();
    let lists: Vec<AnyView> = issued_papers(book, &shown)
        .into_iter()
        .map(|list| {
            let rows: Vec<AnyView> = list.papers.iter().map(|paper| paper_row(book, paper)).collect();
            let name = if list.issuer.is_empty() { t("其他") } else { list.issuer };
            fragment(vec![html::h3().child(name).into_any(), html::ul().class("ticks").child(rows).into_any()])
        })
        .collect();
    (!lists.is_empty())
        .then(|| html::section().class("sheet list").child(html::h2().child(t("要带的材料"))).child(lists).into_any())
}

fn paper_row(book: &'static RuleBook<'static>, paper: &NeededPaper<'static>) -> AnyView {
    let used = say!("{} 项用到：{}", paper.measures.len(), articles(book, paper));
    html::li()
        .child(html::span().class("tick"))
        .child(" ")
        .child(paper.name)
        .child(" ")
        .child(html::small().child(used))
        .into_any()
}

fn answers(content: &Content<'_>) -> AnyView {
    let topic = |place: usize, title: &'static str| {
        let here = content
            .app
            .book()
            .facts
            .iter_enumerated()
            .filter(|(_, fact)| usize::from(fact.topic) == place)
            .map(|(ix, _)| ix);
        let rows: Vec<AnyView> = here.flat_map(|ix| rows(content, ix)).collect();
        (!rows.is_empty()).then(|| {
            let head = html::th().attr("colspan", "2").attr("scope", "rowgroup").child(title);
            html::tbody().child(html::tr().child(head)).child(rows).into_any()
        })
    };
    let topics: Vec<AnyView> =
        content.app.book().topics.iter().enumerate().filter_map(|(place, known)| topic(place, known.title)).collect();
    let column = |name: &'static str| html::th().attr("scope", "col").child(name).into_any();
    let head = html::thead().child(html::tr().child(vec![column(t("题目")), column(t("回答"))]));
    html::section()
        .class("sheet list")
        .child(html::h2().child(t("填写的全部情况")))
        .child(html::table().class("answers").child(head).child(topics))
        .into_any()
}

fn rows(content: &Content<'_>, ix: FactId) -> Vec<AnyView> {
    let none = content.none_of(ix);
    none.into_iter()
        .chain(content.answers_to(ix))
        .map(|(label, said)| html::tr().child(html::td().child(label)).child(html::td().child(said)).into_any())
        .collect()
}

fn readings(content: &Content) -> AnyView {
    let document = &content.app.book().document;
    let view = content.evaluation.view(content.app.book());
    let remarks =
        document.remarks.iter().filter(|(when, _)| view.truth(*when, 0) == Truth::True).map(|(_, says)| *says);
    let says =
        document.notes.iter().copied().chain(remarks).chain(document.everywhere.iter().map(|common| common.reading));
    let rows: Vec<AnyView> = says.map(|says| html::li().child(says).into_any()).collect();
    html::section()
        .class("list")
        .child(html::h2().child(t("说明")))
        .child(html::ul().class("readings").child(rows))
        .into_any()
}
