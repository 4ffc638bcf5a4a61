//! The papers to bring, by who issues them.

use crate::dom::{empty_view, fragment, html};
use crate::i18n::t;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{IssuedPapers, MeasureId, NeededPaper, issued_papers};
use leptos::prelude::*;

/// The papers of these measures by issuer; `counts`: with the number of measures that need a paper, if there are several.
pub fn papers_by_issuer(book: &'static RuleBook<'static>, measures: &[MeasureId], counts: bool) -> AnyView {
    let lists = issued_papers(book, measures);
    if lists.is_empty() {
        return empty_view();
    }
    fragment(lists.iter().map(|list| issuer(list, counts)).collect())
}

/// The number of different papers of these measures.
pub fn paper_count(book: &'static RuleBook<'static>, measures: &[MeasureId]) -> usize {
    issued_papers(book, measures).iter().map(|list| list.papers.len()).sum()
}

fn issuer(list: &IssuedPapers<'static>, counts: bool) -> AnyView {
    let papers: Vec<AnyView> = list.papers.iter().map(|paper| row(paper, counts)).collect();
    let name = if list.issuer.is_empty() { t("其他") } else { list.issuer };
    let heading = html::p().class("issuer").child(name).into_any();
    fragment(vec![heading, html::ul().class("papers").child(papers).into_any()])
}

fn row(paper: &NeededPaper<'static>, counts: bool) -> AnyView {
    let several = paper.measures.len() > 1 && counts;
    let used = several.then(|| html::small().child(say!("{} 项用到", paper.measures.len())));
    html::li().child(paper.name).child(" ").child(used).into_any()
}
