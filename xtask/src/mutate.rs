//! `cargo xtask mutate`: mutation-tests the rules, one mutant at a time, and reports the survivors, which no worked
//! case kills. Knows the mutations, not the rules.

pub mod mutation;
mod period_mutations;
mod test_runner;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;
mod totals_mutations;

pub use mutation::MutationLevel;

use crate::book::{self, RuleBookFolder, expression};
use crate::coverage::Evidence;
use crate::terminal;
use anyhow::{Result, bail};
use huiqi_compiler::{MeasureSource, cases, render_diagnostics};
use huiqi_engine::book::{Cap, CapScope, ExprId, Measure, MeasureId, Node, Payout, RuleBook};
use huiqi_engine::index::IndexVec;
use lexopt::prelude::*;
use mutation::mutations;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use test_runner::{MutantCandidate, TestRunner};

const HELP: &str = "\
cargo xtask mutate [FOLDER] [--fast]

  Makes small wrongs in the rules below policies/ (or FOLDER), one at a time and in memory only: a measure or a condition
  left out, a figure one step off, 以上 without its number, an option forgotten, two amounts added that exclude each other.
  Prints every wrong that no worked case notices; there must be none.
  --fast   measures, conditions, figures and bounds only
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, the rule book has mistakes, or a mutant survives.
pub fn command(mut args: lexopt::Parser) -> Result<ExitCode> {
    let (mut folder, mut level): (Option<PathBuf>, MutationLevel) = (None, MutationLevel::Words);
    while let Some(arg) = args.next()? {
        match arg {
            Value(path) if folder.is_none() => folder = Some(path.into()),
            Long("fast") => level = MutationLevel::Figures,
            Long("help") | Short('h') => {
                terminal::print(HELP)?;
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let mut unnoticed = 0;
    for folder in book::folders(&folder.unwrap_or_else(book::policies))? {
        let started = Instant::now();
        let counts = of_folder(&folder, level)?;
        for survivor in &counts.survivors {
            terminal::print(&format!("{}：{}\n", survivor.place, survivor.change))?;
        }
        let seconds = started.elapsed().as_secs_f64();
        terminal::print(&format!("{}：{}，用时{seconds:.1}秒\n", folder.display(), summary(&counts)))?;
        unnoticed += counts.survivors.len();
    }
    if unnoticed > 0 {
        bail!("有{unnoticed}处改错没有算例发现，请补算例");
    }
    Ok(ExitCode::SUCCESS)
}

fn of_folder(folder: &std::path::Path, level: MutationLevel) -> Result<MutationCounts> {
    let opened = RuleBookFolder::open(folder)?;
    let book = opened.book()?;
    let cases = match cases::read(&book, &opened.cases) {
        Ok(cases) => cases,
        Err(problems) => bail!("{}", render_diagnostics(&opened.cases, &problems)),
    };
    let counts = run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases }, level);
    match counts.failing.as_slice() {
        [] => Ok(counts),
        failing => bail!("这些措施的算例本来就不通过，请先运行 cargo xtask check：{}", failing.join("、")),
    }
}

const SCOPES: [(CapScope, &str); 3] =
    [(CapScope::Each, "按每一个"), (CapScope::Together, "合计"), (CapScope::Unclear, "按每一个或者合计，两种读法")];

/// A mutant that no worked case kills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    /// The measure, with its file and line.
    pub place: String,
    /// The original and the mutated text.
    pub change: String,
}

/// The number of mutants, and the survivors.
#[derive(Clone, Debug, Default)]
pub struct MutationCounts {
    /// All mutants.
    pub tried: usize,
    /// The mutants that pass every worked case.
    pub survivors: Vec<Survivor>,
    /// Measures whose cases fail without a mutation, so that they prove nothing.
    pub failing: Vec<String>,
}

impl MutationCounts {
    fn add(&mut self, part: Self) {
        self.tried += part.tried;
        self.survivors.extend(part.survivors);
        self.failing.extend(part.failing);
    }
}

/// Tests every mutant of every measure.
pub fn run(evidence: &Evidence<'_, '_>, level: MutationLevel) -> MutationCounts {
    let mut counts = MutationCounts::default();
    for id in evidence.book.measures.ids() {
        if let Some(bench) = Bench::new(evidence, id) {
            counts.add(bench.run(level));
        }
    }
    counts.add(of_the_document(evidence));
    if level == MutationLevel::Words {
        counts.add(totals_mutations::run(evidence));
    }
    counts
}

// One measure alone in a book of its own, and its test runner.
struct Bench<'e, 'a> {
    book: RuleBook<'a>,
    right: Measure<'a>,
    source: &'e MeasureSource,
    runner: TestRunner<'e>,
    counts: MutationCounts,
}

impl<'e, 'a> Bench<'e, 'a> {
    fn new(evidence: &Evidence<'e, 'a>, id: MeasureId) -> Option<Self> {
        let source = evidence.sources.get(id.index())?;
        // Drops the relations: the other measures are not in this book.
        let right =
            Measure { either: Vec::new(), same_as: Vec::new(), see: Vec::new(), ..evidence.book.measures[id].clone() };
        let book = RuleBook { measures: vec![right.clone()].into(), ..without_lists(evidence.book) };
        let runner = TestRunner::new(evidence.cases, id, &source.when);
        Some(Self { book, right, source, runner, counts: MutationCounts::default() })
    }

    fn run(mut self, level: MutationLevel) -> MutationCounts {
        let places: Vec<usize> = (0..self.right.when.len()).collect();
        if !self.runner.passes(&MutantCandidate { book: &self.book, places: &places }) {
            self.counts.failing.push(self.right.id.to_owned());
            return self.counts;
        }
        let unnoticed = self.runner.passes_without();
        self.note(unnoticed, || "删去整项措施".into());
        self.conditions(level);
        if let Payout::Amount(amount) = self.right.promise {
            self.expression(amount, level, "金额", |rule, expr| rule.promise = Payout::Amount(expr));
        }
        if let Some(cap) = self.right.cap.clone() {
            self.attempt(|rule| rule.cap = None, || "删去封顶".into());
            let with = |expr| Some(Cap { at_most: expr, ..cap.clone() });
            self.expression(cap.at_most, level, "封顶", |rule, expr| rule.cap = with(expr));
            if self.right.group.is_some() {
                // If the amount begins at 0, a cap that may apply to all instances together has no effect on its lower
                // end.
                let from_zero = matches!(self.right.promise, Payout::Amount(amount)
                    if matches!(&self.book.nodes[amount], Node::UpTo(_)));
                let same = |scope: CapScope| scope == cap.scope || (from_zero && scope == CapScope::Unclear);
                for (scope, says) in SCOPES.into_iter().filter(|(scope, _)| !same(*scope)) {
                    let other = Cap { scope, ..cap.clone() };
                    self.attempt(|rule| rule.cap = Some(other), || format!("封顶改为{says}"));
                }
            }
        }
        for index in 0..self.right.bases.len() {
            let is = self.right.bases[index].is;
            self.attempt(
                |rule| {
                    rule.bases.remove(index);
                },
                || "删去一项基数".into(),
            );
            self.expression(is, level, "基数", |rule, expr| rule.bases[index].is = expr);
        }
        if self.right.period != self.book.document.in_force {
            for (period, change) in period_mutations::shifts(self.right.period) {
                self.attempt(|rule| rule.period = period, || change);
            }
        }
        if self.right.anywhere {
            self.attempt(|rule| rule.anywhere = false, || "删去 anywhere".into());
        }
        if let Some(sure_to) = self.right.sure_to {
            self.attempt(|rule| rule.sure_to = None, || "删去 sure_to".into());
            for (change, day) in period_mutations::beside(sure_to) {
                self.attempt(|rule| rule.sure_to = Some(day), || change);
            }
        }
        self.counts
    }

    fn conditions(&mut self, level: MutationLevel) {
        for index in 0..self.right.when.len() {
            let line = self.source.when.get(index).cloned().unwrap_or_default();
            let places: Vec<usize> = (0..self.right.when.len()).filter(|other| *other != index).collect();
            self.attempt_at(
                |rule| {
                    rule.when.remove(index);
                },
                &places,
                || format!("删去条件 `{line}`"),
            );
            if let Some(condition) = self.right.when.get(index).copied() {
                let change = format!("条件 `{line}`");
                self.expression(condition, level, &change, |rule, expr| rule.when[index] = expr);
            }
        }
    }

    // Tests every mutation of one expression of the measure.
    fn expression(&mut self, expr: ExprId, level: MutationLevel, what: &str, put: impl Fn(&mut Measure<'a>, ExprId)) {
        let nodes = self.book.nodes.len();
        // The conditions tell which mutants of the amount change nothing.
        self.book.measures = vec![self.right.clone()].into();
        for edit in mutations(&self.book, expr, level) {
            let changed = edit.apply(&mut self.book, expr);
            let text = expression::text(&self.book, changed);
            self.attempt(|rule| put(rule, changed), || format!("{what} 改成 `{text}`"));
            self.book.nodes.truncate(nodes);
        }
    }

    fn attempt(&mut self, change: impl FnOnce(&mut Measure<'a>), says: impl FnOnce() -> String) {
        let places: Vec<usize> = (0..self.right.when.len()).collect();
        self.attempt_at(change, &places, says);
    }

    fn attempt_at(&mut self, change: impl FnOnce(&mut Measure<'a>), places: &[usize], says: impl FnOnce() -> String) {
        let mut wrong = self.right.clone();
        change(&mut wrong);
        self.book.measures = vec![wrong].into();
        let unnoticed = self.runner.passes(&MutantCandidate { book: &self.book, places });
        self.note(unnoticed, says);
    }

    fn note(&mut self, unnoticed: bool, says: impl FnOnce() -> String) {
        self.counts.tried += 1;
        if unnoticed {
            self.counts.survivors.push(Survivor { place: location(self.source), change: says() });
        }
    }
}

// Mutates what applies to all measures: the document's period, and the conditions of every measure.
fn of_the_document(evidence: &Evidence<'_, '_>) -> MutationCounts {
    let document = &evidence.book.document;
    let mut counts = MutationCounts::default();
    for (period, change) in period_mutations::shifts(document.in_force) {
        let mut noticed = false;
        let usual = |place: &MeasureId| evidence.book.measures[*place].period == document.in_force;
        for id in evidence.book.measures.ids().filter(usual) {
            let Some(mut bench) = Bench::new(evidence, id) else { continue };
            let edges = [document.in_force, period];
            bench.runner.keep_days(|day| edges.iter().any(|(from, to)| day == *from || day == *to), evidence.book);
            bench.attempt(|rule| rule.period = period, String::new);
            noticed |= bench.counts.survivors.is_empty();
        }
        counts.tried += 1;
        if !noticed {
            counts.survivors.push(Survivor { place: document.number.to_owned(), change });
        }
    }
    for index in 0..document.everywhere.len() {
        let noticed = evidence.book.measures.ids().any(|id| {
            Bench::new(evidence, id).is_some_and(|mut bench| {
                bench.book.document.everywhere.remove(index);
                bench.attempt(|_| {}, String::new);
                bench.counts.survivors.is_empty()
            })
        });
        counts.tried += 1;
        if !noticed {
            let change = format!("删去共同条件 {}", document.everywhere[index].says);
            counts.survivors.push(Survivor { place: document.number.to_owned(), change });
        }
    }
    counts
}

// The part of a book that assessing one measure needs; copying the rest would only cost time.
fn without_lists<'a>(book: &RuleBook<'a>) -> RuleBook<'a> {
    RuleBook { measures: IndexVec::new(), tasks: Vec::new(), annex: Vec::new(), articles: Vec::new(), ..book.clone() }
}

fn location(source: &MeasureSource) -> String {
    format!("{}:{} {}", source.file, source.line, source.id)
}

fn summary(counts: &MutationCounts) -> String {
    let left = counts.survivors.len();
    format!("共改错{}处，算例发现{}处，没有发现{left}处", counts.tried, counts.tried - left)
}
