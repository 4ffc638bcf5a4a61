//! Parses `guidance.toml`: what a company does after the result, and who issues the papers that it brings.

use super::interner::ExprInterner;
use super::lower::{Lower, Scope};
use super::measures::MODES;
use super::source::{Diagnostic, meant};
use super::symbols::SymbolTable;
use super::toml_reader::{Diagnostics, SpannedStr, Table};
use huiqi_engine::book::{Advice, Benefit, Fact, FactId, Guidance, Issuer, Measure, MeasureId};
use huiqi_engine::index::IndexVec;

/// Parses the file.
pub fn read<'t>(
    file: &Table<'t>,
    facts: &IndexVec<FactId, Fact<'t>>,
    measures: &IndexVec<MeasureId, Measure<'t>>,
    (names, nodes): (&SymbolTable<'t>, &mut ExprInterner),
    problems: &'t Diagnostics,
) -> Guidance<'t> {
    let mut advice = Vec::new();
    for table in file.tables("advice") {
        let (modes, benefits) = (each_of(&table, "modes", &MODES), each_of(&table, "benefits", &Benefit::NAMES));
        let (when, says) = (table.maybe_text("when"), table.str("says"));
        let is_common_knowledge = table.flag("common_knowledge");
        table.finish();
        let when =
            when.map(|when| Lower { names, nodes, problems, before: None, scope: Scope::Group(None) }.condition(&when));
        // A condition with an error is reported.
        if !matches!(when, Some(None)) {
            advice.push(Advice { modes, benefits, when: when.flatten(), says, is_common_knowledge });
        }
    }
    Guidance { advice, issuers: issuers(file, facts, measures, problems) }
}

fn each_of<T: Copy>(table: &Table<'_>, key: &'static str, names: &[(&'static str, T)]) -> Vec<T> {
    let known = |text: &SpannedStr<'_>| names.iter().find(|(name, _)| *name == text.text).map(|(_, one)| *one);
    let mut found = Vec::new();
    for text in table.texts(key) {
        match known(&text) {
            Some(one) => found.push(one),
            None => table.add(advised(&text, format!("没有 `{}`", text.text), names.iter().map(|(name, _)| *name))),
        }
    }
    found
}

fn advised<'n>(text: &SpannedStr<'_>, says: String, names: impl IntoIterator<Item = &'n str>) -> Diagnostic {
    let problem = text.at.problem(says);
    match meant(text.text, names) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

// Every paper has one issuer, if the file names issuers at all.
fn issuers<'t>(
    file: &Table<'t>,
    facts: &IndexVec<FactId, Fact<'t>>,
    measures: &IndexVec<MeasureId, Measure<'t>>,
    problems: &Diagnostics,
) -> Vec<Issuer<'t>> {
    let mut listed: Vec<&str> = Vec::new();
    let mut issuers: Vec<Issuer<'t>> = Vec::new();
    for table in file.tables("issuer") {
        let (name, papers) = (table.str("name"), table.texts("papers"));
        table.finish();
        let mut issuer = Issuer { name, of_facts: Vec::new(), of_measures: Vec::new() };
        for paper in papers {
            let places = (issuer.of_facts.len(), issuer.of_measures.len());
            if listed.contains(&paper.text) {
                problems.add(paper.at.problem(format!("材料“{}”已经写过", paper.text)));
                continue;
            }
            listed.push(paper.text);
            issuer
                .of_facts
                .extend(facts.iter_enumerated().flat_map(|(ix, fact)| places_of(ix, &fact.evidence, paper.text)));
            issuer.of_measures.extend(
                measures.iter_enumerated().flat_map(|(ix, measure)| places_of(ix, &measure.evidence, paper.text)),
            );
            if places == (issuer.of_facts.len(), issuer.of_measures.len()) {
                let says = format!("没有哪个问题或措施要“{}”这份材料", paper.text);
                problems.add(advised(&paper, says, all_papers(facts, measures)));
            }
        }
        issuers.push(issuer);
    }
    if !issuers.is_empty() {
        for paper in all_papers(facts, measures).into_iter().filter(|paper| !listed.contains(paper)) {
            file.add(file.at().problem(format!("没有写“{paper}”由谁出具：在一个 [[issuer]] 的 `papers` 中加上")));
        }
    }
    issuers
}

fn places_of<I: Copy>(ix: I, evidence: &[&str], paper: &str) -> Vec<(I, u8)> {
    let here = evidence.iter().enumerate().filter(|(_, known)| **known == paper);
    here.filter_map(|(at, _)| Some((ix, u8::try_from(at).ok()?))).collect()
}

// Every paper once.
fn all_papers<'t>(facts: &IndexVec<FactId, Fact<'t>>, measures: &IndexVec<MeasureId, Measure<'t>>) -> Vec<&'t str> {
    let of_facts = facts.iter().flat_map(|fact| &fact.evidence);
    let of_measures = measures.iter().flat_map(|measure| &measure.evidence);
    let mut papers: Vec<&str> = Vec::new();
    for paper in of_facts.chain(of_measures) {
        if !papers.contains(paper) {
            papers.push(paper);
        }
    }
    papers
}
