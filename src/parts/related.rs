//! The measures that belong together with one: of which only the larger counts, which are the same thing, and which are
//! worth a look. Says which of them counts in the totals, and by how much the other one is less.

use super::amount::amount;
use super::measure::source;
use crate::app::App;
use crate::book::book;
use crate::dom::{el, nothing};
use crate::judgement::Judgement;
use crate::language::t;
use crate::words::{self, money};
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Instead, counted_instead};
use huiqi_engine::book::{Measure, MeasureIx};
use leptos::prelude::*;

/// The list; nothing where the measure stands alone.
pub fn related(app: App, ix: MeasureIx) -> AnyView {
    let Some(measure) = book().measures.get(usize::from(ix)) else { return nothing() };
    let kinds =
        [(&measure.either, "只计较大的一项"), (&measure.same_as, "同一件事，只计一次"), (&measure.see, "也可以看看")];
    let rows: Vec<AnyView> = app.judgement.with(|judgement| {
        let others = kinds.iter().flat_map(|(list, says)| list.iter().map(move |other| (*other, *says)));
        others.filter_map(|(other, says)| row(judgement, ix, other, says)).collect()
    });
    if rows.is_empty() {
        return nothing();
    }
    el("div")
        .class("related")
        .child(el("p").child(el("b").child("相关措施")))
        .child(el("ul").class("papers").child(rows))
        .done()
}

fn row(judgement: &Judgement, ix: MeasureIx, other: MeasureIx, says: &'static str) -> Option<AnyView> {
    let known: &Measure<'static> = book().measures.get(usize::from(other))?;
    let outcome = judgement.assessment.outcomes.get(usize::from(other))?;
    let verdict = (outcome.verdict != Verdict::Eligible).then(|| words::verdict(outcome.verdict));
    let counts = counts(judgement, ix, other).map(|line| el("span").class("gap").child(line));
    let row = el("li")
        .child(el("span").class("source").child(say!("{}：", t(says))))
        .child(el("a").attr("href", format!("#/measure/{}", known.id)).child(known.title))
        .child(" ")
        .child(el("span").class("source").child(source(known)))
        .child(" ")
        .child(verdict)
        .child(amount(known, outcome))
        .child(" ")
        .child(counts);
    Some(row.done())
}

// Which of the two counts, where both could.
fn counts(judgement: &Judgement, ix: MeasureIx, other: MeasureIx) -> Option<String> {
    let less = |instead: Instead| match instead.more {
        Some(more) => say!("少 {}", money(more)),
        None => t("没有上限的一项更多").to_owned(),
    };
    let instead = |one: MeasureIx, of: MeasureIx| {
        counted_instead(book(), &judgement.assessment, one).filter(|instead| instead.measure == of)
    };
    if let Some(instead) = instead(ix, other) {
        return Some(say!("计入合计的是这一项；本项{}，没有计入。", less(instead)));
    }
    instead(other, ix).map(|instead| say!("计入合计的是本项；这一项{}，没有计入。", less(instead)))
}
