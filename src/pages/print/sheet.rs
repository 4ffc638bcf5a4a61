//! The sheet of one department: each measure with amount, calculation, conditions, the answers relied on, papers and room
//! for a remark.

use super::cover::remark_line;
use super::packet::{Content, measures};
use crate::book::book;
use crate::dom::{Child, all, el, nothing};
use crate::parts::{amount, evidence, findings, official, summary_in_english};
use crate::words;
use huiqi_engine::assess::{facts_of, facts_of_measure};
use huiqi_engine::book::{FactIx, Measure, MeasureIx};
use huiqi_engine::evaluate::View;
use leptos::prelude::*;

/// The sheet of a department.
pub fn sheet(content: &Content<'_>, department: &'static str) -> AnyView {
    let parts = measures(content.app, content.wanted, Some(department));
    let count: usize = parts.iter().map(|(_, measures)| measures.len()).sum();
    let view = content.judgement.view(book());
    let parts: Vec<AnyView> = parts
        .into_iter()
        .map(|(title, measures)| {
            let items: Vec<AnyView> = measures.into_iter().map(|ix| item(content, &view, ix)).collect();
            all(vec![el("h3").child(title).done(), items.view()])
        })
        .collect();
    el("section")
        .class("sheet")
        .child(el("h2").child(department).child(" ").child(el("small").child(say!("{} 项", count))))
        .child(parts)
        .done()
}

fn item(content: &Content<'_>, view: &View<'_, '_>, ix: MeasureIx) -> AnyView {
    let place = usize::from(ix);
    let Some(measure) = book().measures.get(place) else { return nothing() };
    let Some(outcome) = content.judgement.assessment.outcomes.get(place) else { return nothing() };
    let working: Vec<AnyView> =
        words::calculations(view, measure, outcome).into_iter().map(|line| el("p").child(line).done()).collect();
    let head = el("h4")
        .child(el("span").class("tick"))
        .child(" ")
        .child(measure.title)
        .child(" ")
        .child(amount(measure, outcome));
    let source = say!(
        "依据 {}第{}条 · {} · 措施 {}",
        book().document.number,
        measure.article,
        words::mode(measure.mode),
        measure.id
    );
    let quote = measure.quote.iter().map(|piece| official(el("p")).child(*piece).done()).collect::<Vec<_>>();
    let reading = (!measure.reading.is_empty())
        .then(|| el("p").class("source").child(say!("如何理解：{}", measure.reading.concat())));
    el("article")
        .class("item")
        .child(head)
        .child(el("p").class("source").child(source))
        .child(working)
        .child(words::still_open(book(), measure, outcome).map(|line| el("p").child(line)))
        .child(words::uncounted(view, &content.judgement.assessment, ix).map(|line| el("p").child(line)))
        .child((!measure.support.is_empty()).then(|| el("p").child(measure.support)))
        .child(findings(view, &outcome.findings))
        .child(relied_on(content, measure))
        .child(summary_in_english(ix))
        .child(el("blockquote").class("quote").child(quote))
        .child(reading)
        .child(papers(measure))
        .child(remark_line("窗口备注"))
        .done()
}

// The answers from which the verdict follows, as they were given.
fn relied_on(content: &Content<'_>, measure: &Measure<'_>) -> Option<AnyView> {
    let mut facts: Vec<FactIx> = facts_of_measure(book(), measure);
    for common in book().common(measure) {
        facts_of(book(), common.when, &mut facts);
    }
    let said: Vec<AnyView> = facts
        .into_iter()
        .flat_map(|ix| content.answers_to(ix))
        .map(|(label, said)| el("span").class("paper").child(say!("{}：", label)).child(said).child("；").done())
        .collect();
    (!said.is_empty()).then(|| el("p").class("papers-line").child("所填 ").child(said).done())
}

fn papers(measure: &Measure<'static>) -> AnyView {
    let papers: Vec<AnyView> = evidence(measure)
        .into_iter()
        .map(|paper| {
            all(vec![el("span").class("paper").child(el("span").class("tick")).child(paper).done(), " ".view()])
        })
        .collect();
    el("p").class("papers-line").child("材料 ").child(papers).done()
}
