//! What a company does next: where to go and whom to ask, and who issues the papers that it brings.

use super::{Benefit, ExprId, FactId, Measure, MeasureId, Mode, RuleBook, facts_of_measure};
use serde::Serialize;

/// Guidance for the time after the result.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Guidance<'a> {
    /// What to do, in the order in which it is shown.
    pub advice: Vec<Advice<'a>>,
    /// Who issues papers, in the order in which they are listed.
    pub issuers: Vec<Issuer<'a>>,
}

/// One piece of advice, for the measures that it names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Advice<'a> {
    /// It is for measures obtained in one of these ways; empty: in any.
    pub modes: Vec<Mode>,
    /// It is for measures of these kinds; empty: of any.
    pub benefits: Vec<Benefit>,
    /// The condition under which it holds, if there is one.
    pub when: Option<ExprId>,
    /// The text; `{department}` stands for the department of the measure.
    pub says: &'a str,
    /// Whether it is common knowledge that the document does not state; pages mark it.
    pub is_common_knowledge: bool,
}

/// Who issues papers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Issuer<'a> {
    /// Its name, as a heading above the papers.
    pub name: &'a str,
    /// Papers of facts: the fact and the index of the paper among its evidence.
    pub of_facts: Vec<(FactId, u8)>,
    /// Papers of measures: the measure and the index of the paper among its evidence.
    pub of_measures: Vec<(MeasureId, u8)>,
}

/// The placeholder for the department of a measure in an advice.
pub const DEPARTMENT: &str = "{department}";

impl Advice<'_> {
    /// Whether the advice is for a measure, regardless of its condition.
    pub fn is_for(&self, measure: &Measure<'_>) -> bool {
        (self.modes.is_empty() || self.modes.contains(&measure.mode))
            && (self.benefits.is_empty() || self.benefits.contains(&measure.kind))
    }

    /// Whether the advice is the same for all measures.
    pub fn is_general(&self) -> bool {
        self.modes.is_empty() && self.benefits.is_empty() && !self.says.contains(DEPARTMENT)
    }

    /// The text for a measure.
    pub fn text(&self, measure: &Measure<'_>) -> String {
        self.says.replace(DEPARTMENT, measure.department)
    }
}

/// Papers of one issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedPapers<'a> {
    /// The name of the issuer; empty if the book names none.
    pub issuer: &'a str,
    /// The papers, each once.
    pub papers: Vec<NeededPaper<'a>>,
}

/// A paper to bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededPaper<'a> {
    /// Its name.
    pub name: &'a str,
    /// The measures that need it.
    pub measures: Vec<MeasureId>,
}

/// The papers of these measures by issuer, without repeats: those of the measures and those of the facts that they depend
/// on.
pub fn issued_papers<'a>(book: &RuleBook<'a>, measures: &[MeasureId]) -> Vec<IssuedPapers<'a>> {
    let issuers = &book.guidance.issuers;
    let names = issuers.iter().map(|issuer| issuer.name).chain(std::iter::once(""));
    let mut lists: Vec<IssuedPapers<'a>> = names.map(|issuer| IssuedPapers { issuer, papers: Vec::new() }).collect();
    for ix in measures.iter().copied() {
        let measure = &book.measures[ix];
        let numbered = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
        for (at, paper) in measure.evidence.iter().enumerate() {
            let issuer = issuers.iter().position(|issuer| issuer.of_measures.contains(&(ix, numbered(at))));
            need(&mut lists, issuer, paper, ix);
        }
        for fact in facts_of_measure(book, measure) {
            for (at, paper) in book.facts[fact].evidence.iter().enumerate() {
                let issuer = issuers.iter().position(|issuer| issuer.of_facts.contains(&(fact, numbered(at))));
                need(&mut lists, issuer, paper, ix);
            }
        }
    }
    lists.retain(|list| !list.papers.is_empty());
    lists
}

// A paper without an issuer is in the last list.
fn need<'a>(lists: &mut [IssuedPapers<'a>], issuer: Option<usize>, paper: &'a str, measure: MeasureId) {
    let place = issuer.unwrap_or(lists.len() - 1);
    let Some(list) = lists.get_mut(place) else { return };
    match list.papers.iter_mut().find(|known| known.name == paper) {
        Some(known) if known.measures.contains(&measure) => {}
        Some(known) => known.measures.push(measure),
        None => list.papers.push(NeededPaper { name: paper, measures: vec![measure] }),
    }
}
