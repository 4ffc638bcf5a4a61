//! `cargo xtask diff OLD NEW`: which measures decide or pay differently, over all worked cases and many generated
//! companies. Knows two editions of a rule book and nothing of their content.

mod edition;
mod migrate_answers;
mod report;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;

pub use edition::Edition;

use crate::company_generator::{GeneratedCompany, PopulationSize, companies};
use crate::terminal;
use anyhow::{Result, bail};
use huiqi_engine::assess::{Outcome, Verdict, assess};
use huiqi_engine::book::RuleBook;
use huiqi_engine::case;
use lexopt::prelude::*;
use std::collections::HashSet;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask diff OLD NEW

  Compares two editions of a rule book: over every worked case of both and made-up companies near every threshold, which
  measures change their verdict or amount, how often, with an example each. OLD and NEW are folders, or REVISION:FOLDER
  for a folder as it was in git: cargo xtask diff HEAD:policies/ID policies/ID
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, a folder is no rule book, or a rule book has mistakes.
pub fn command(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut editions = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Value(name) if editions.len() < 2 => editions.push(name.string()?),
            Long("help") | Short('h') => {
                terminal::print(HELP)?;
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let [old, new] = &editions[..] else { bail!("要两份规则库\n\n{HELP}") };
    let (old, new) = (Edition::open(old)?, Edition::open(new)?);
    terminal::print(&report::all(&old, &new, &compare(&old, &new, PopulationSize::USUAL)?)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The result of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Whether both compile to the same rules; then nothing was assessed.
    pub same_rules: bool,
    /// The number of worked cases.
    pub cases: usize,
    /// The number of generated companies.
    pub companies: usize,
    /// Measures in the new edition only, by id.
    pub added: Vec<String>,
    /// Measures in the old edition only, by id.
    pub removed: Vec<String>,
    /// Measures that decide or pay differently, in the order of the document.
    pub changes: Vec<MeasureDifference>,
}

/// The difference of a measure.
#[derive(Clone, Debug)]
pub struct MeasureDifference {
    /// Its id.
    pub measure: String,
    /// Old and new verdict if they differ, and the number of companies.
    pub verdicts: Vec<(Verdict, Verdict, usize)>,
    /// The number of companies for which both editions grant it with different amounts.
    pub amounts: usize,
    /// The first company with the difference, worked cases before generated companies.
    pub example: Example,
}

/// A company with a difference.
#[derive(Clone, Debug)]
pub struct Example {
    /// The company, in the new edition.
    pub company: GeneratedCompany,
    /// The old outcome.
    pub old: Outcome,
    /// The new outcome.
    pub new: Outcome,
}

/// Compares two editions.
///
/// # Errors
/// The worked cases have mistakes.
pub fn compare(old: &Edition, new: &Edition, size: PopulationSize) -> Result<Comparison> {
    if old.opened.compiled.binary == new.opened.compiled.binary {
        return Ok(Comparison { same_rules: true, ..Comparison::default() });
    }
    let (from, to) = (old.opened.book()?, new.opened.book()?);
    let mut result = Comparison { added: only_in(&to, &from), removed: only_in(&from, &to), ..Comparison::default() };
    let mut seen = HashSet::new();
    let into_new = |company: &GeneratedCompany| migrate_answers::company(&from, &to, company);
    let cases: Vec<GeneratedCompany> =
        new.cases(&to)?.into_iter().chain(old.cases(&from)?.iter().map(into_new)).collect();
    for company in cases.iter().filter(|company| seen.insert(key(&to, company))) {
        result.cases += 1;
        result.look_at(&from, &to, company);
    }
    let made =
        companies(&to, size).into_iter().chain(companies(&from, size).into_iter().map(|company| into_new(&company)));
    for company in made {
        if seen.insert(key(&to, &company)) {
            result.companies += 1;
            result.look_at(&from, &to, &company);
        }
    }
    let position = |id: &str| to.measure(id).unwrap_or_default();
    result.changes.sort_by_key(|change| position(&change.measure));
    Ok(result)
}

fn only_in(one: &RuleBook<'_>, other: &RuleBook<'_>) -> Vec<String> {
    let lacking = one.measures.iter().filter(|measure| other.measure(measure.id).is_none());
    lacking.map(|measure| measure.id.to_owned()).collect()
}

// Companies with the same answers and date count as one.
fn key(book: &RuleBook<'_>, company: &GeneratedCompany) -> String {
    let file = case::Case { name: None, date: company.date, fingerprint: None, answers: company.answers.clone() };
    case::write(book, &file)
}

impl Comparison {
    fn look_at(&mut self, old: &RuleBook<'_>, new: &RuleBook<'_>, company: &GeneratedCompany) {
        let before = assess(old, &migrate_answers::company(new, old, company).answers, company.date);
        let after = assess(new, &company.answers, company.date);
        for (measure, after) in new.measures.iter().zip(&after.outcomes) {
            let Some(before) = old.measure(measure.id).map(|id| &before.outcomes[id]) else {
                continue;
            };
            if before.verdict != after.verdict || before.amount != after.amount {
                self.note(measure.id, company, before, after);
            }
        }
    }

    fn note(&mut self, id: &str, company: &GeneratedCompany, old: &Outcome, new: &Outcome) {
        let index = self.changes.iter().position(|change| change.measure == id).unwrap_or_else(|| {
            let example = Example { company: company.clone(), old: old.clone(), new: new.clone() };
            self.changes.push(MeasureDifference { measure: id.to_owned(), verdicts: Vec::new(), amounts: 0, example });
            self.changes.len() - 1
        });
        let Some(change) = self.changes.get_mut(index) else { return };
        if old.verdict == new.verdict {
            change.amounts += 1;
            return;
        }
        match change.verdicts.iter_mut().find(|(from, to, _)| (*from, *to) == (old.verdict, new.verdict)) {
            Some((.., count)) => *count += 1,
            None => change.verdicts.push((old.verdict, new.verdict, 1)),
        }
    }
}
