//! The sheet of one department: each measure with amount, calculation, conditions, the answers relied on, papers and
//! space for a remark.

#[cfg(test)]
mod tests;

use super::cover::remark_line;
use super::packet::{Content, measures, on_sheet, open_at};
use crate::components::{amount, findings, official, summary_in_english};
use crate::dom::{IntoChild, fragment, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Finding, Outcome};
use huiqi_engine::book::{FactId, MeasureId, NeededPaper, collect_facts, facts_of_measure, issued_papers};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use leptos::prelude::*;

/// The sheet of a department.
pub fn sheet(content: &Content<'_>, department: &'static str) -> AnyView {
    let parts = on_sheet(content.app, content.wanted, Some(department));
    let view = content.evaluation.view(content.app.book());
    let all: Vec<MeasureId> = parts.iter().flat_map(|(_, measures)| measures.iter().copied()).collect();
    let parts: Vec<AnyView> = parts
        .into_iter()
        .map(|(title, measures)| {
            let items: Vec<AnyView> = measures.into_iter().map(|ix| item(content, &view, ix)).collect();
            fragment(vec![html::h3().child(title).into_any(), items.into_child()])
        })
        .collect();
    html::section()
        .class("sheet")
        .child(html::h2().child(department).child(" ").child(html::small().child(counts(content, department))))
        .child(shared(department))
        .child(in_common(content, &all))
        .child(parts)
        .child(relied_on(content, &all))
        .child(papers(content.app.book(), &all))
        .into_any()
}

/// The number of measures that the department grants, and the number that it has to be asked about.
pub fn counts(content: &Content<'_>, department: &str) -> String {
    let granted: usize =
        measures(content.app, content.wanted, Some(department)).iter().map(|(_, list)| list.len()).sum();
    let open = open_at(content.app, content.wanted, Some(department)).len();
    match (granted, open) {
        (granted, 0) => say!("{} 项", granted),
        (0, open) => say!("待定 {} 项", open),
        (granted, open) => say!("{} 项，待定 {} 项", granted, open),
    }
}

// Measures that the document assigns to two departments together have one shared sheet.
fn shared(department: &str) -> Option<AnyView> {
    let is_shared = department.contains(t("、"));
    is_shared.then(|| html::p().class("source").child(t("文件写明由这几个部门一起牵头，所以印在同一张上。")).into_any())
}

fn item(content: &Content<'_>, view: &Evaluator<'_, '_>, ix: MeasureId) -> AnyView {
    let measure = &content.app.book().measures[ix];
    let outcome = &content.evaluation.assessment.outcomes[ix];
    let working: Vec<AnyView> = engine_text::calculations(view, measure, outcome)
        .into_iter()
        .map(|line| html::p().child(line).into_any())
        .collect();
    let head = html::h4()
        .child(html::span().class("tick"))
        .child(" ")
        .child(measure.title)
        .child(" ")
        .child(amount(measure, outcome));
    let source = say!(
        "依据 {}第{}条 · {} · 措施 {}",
        content.app.book().document.number,
        measure.article,
        engine_text::mode(measure.mode),
        measure.id
    );
    let quote = measure.quote.iter().map(|piece| official(html::p()).child(*piece).into_any()).collect::<Vec<_>>();
    let reading = (!measure.reading.is_empty())
        .then(|| html::p().class("source").child(say!("如何理解：{}", measure.reading.concat())));
    html::article()
        .class("item")
        .child(head)
        .child(html::p().class("source").child(source))
        .child(working)
        .child(engine_text::still_open(content.app.book(), measure, outcome).map(|line| html::p().child(line)))
        .child(engine_text::uncounted(view, &content.evaluation.assessment, ix).map(|line| html::p().child(line)))
        .child(to_ask(content, view, ix))
        .child((!measure.support.is_empty()).then(|| html::p().child(measure.support)))
        .child(findings(view, &own_findings(content, outcome)))
        .child(summary_in_english(ix))
        .child(html::blockquote().class("quote").child(quote))
        .child(reading)
        .child(remark_line(t("窗口备注")))
        .into_any()
}

// What to ask the department about an undecided measure.
fn to_ask(content: &Content<'_>, view: &Evaluator<'_, '_>, ix: MeasureId) -> Option<AnyView> {
    let assessment = &content.evaluation.assessment;
    let says =
        engine_text::enquiry(view, assessment, ix).filter(|_| assessment.outcomes[ix].verdict == Verdict::Undecided)?;
    Some(
        html::p()
            .child(html::b().child(say!("请向{}确认：{}", content.app.book().measures[ix].department, says)))
            .into_any(),
    )
}

// Shared conditions that are met stand once on a sheet; another one is shown with each measure.
fn is_common(content: &Content<'_>, finding: &Finding) -> bool {
    let everywhere = &content.app.book().document.everywhere;
    finding.truth == Truth::True && everywhere.iter().any(|common| common.when == finding.condition)
}

fn own_findings(content: &Content<'_>, outcome: &Outcome) -> Vec<Finding> {
    outcome.findings.iter().copied().filter(|finding| !is_common(content, finding)).collect()
}

fn in_common(content: &Content<'_>, measures: &[MeasureId]) -> Option<AnyView> {
    let mut common: Vec<Finding> = Vec::new();
    for ix in measures {
        for finding in content.evaluation.assessment.outcomes[*ix].findings.iter().copied() {
            if is_common(content, &finding) && !common.contains(&finding) {
                common.push(finding);
            }
        }
    }
    let view = content.evaluation.view(content.app.book());
    (!common.is_empty()).then(|| {
        html::div()
            .class("in-common")
            .child(html::p().class("source").child(t("各项共同的条件")))
            .child(findings(&view, &common))
            .into_any()
    })
}

// The answers on which the verdicts of a sheet depend, as they were given, each once.
fn relied_on(content: &Content<'_>, measures: &[MeasureId]) -> Option<AnyView> {
    let book = content.app.book();
    let mut facts: Vec<FactId> = Vec::new();
    for measure in measures.iter().map(|ix| &book.measures[*ix]) {
        let mut own = facts_of_measure(book, measure);
        for common in book.intersection(measure) {
            collect_facts(book, common.when, &mut own);
        }
        own.retain(|fact| !facts.contains(fact));
        facts.extend(own);
    }
    facts.sort_unstable();
    let said: Vec<AnyView> = facts
        .into_iter()
        .flat_map(|ix| content.answers_to(ix))
        .map(|(label, said)| {
            html::span().class("paper").child(say!("{}：", label)).child(said).child(t("；")).into_any()
        })
        .collect();
    (!said.is_empty()).then(|| html::p().class("papers-line relied").child(t("所填 ")).child(said).into_any())
}

// The papers of a sheet, each once, with the articles if there are several measures.
fn papers(book: &'static RuleBook<'static>, measures: &[MeasureId]) -> AnyView {
    let is_single = measures.len() == 1;
    let papers: Vec<AnyView> = issued_papers(book, measures)
        .into_iter()
        .flat_map(|list| list.papers)
        .map(|paper| {
            let articles = (!is_single).then(|| html::small().child(articles(book, &paper)));
            let tick = html::span().class("paper").child(html::span().class("tick"));
            fragment(vec![tick.child(paper.name).child(" ").child(articles).into_any(), " ".into_child()])
        })
        .collect();
    html::p().class("papers-line").child(t("材料 ")).child(papers).into_any()
}

/// The articles for which a paper is needed: 第11条、第12条.
pub fn articles(book: &RuleBook<'_>, paper: &NeededPaper<'_>) -> String {
    let mut articles: Vec<u16> = Vec::new();
    for article in paper.measures.iter().map(|ix| book.measures[*ix].article) {
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    articles.into_iter().map(|no| say!("第{}条", no)).collect::<Vec<_>>().join(t("、"))
}
