//! What every condition of every measure of the real book is said to be where it is met, unmet and open, and how every
//! amount is reckoned, in both languages against `golden/words.txt` and `golden/words.en.txt`; and that every kind of
//! expression is said. Knows no measure by name.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::assess::{Finding, collect_facts};
use huiqi_engine::book::{ExprId, MeasureId};
use huiqi_engine::case::fingerprint;
use huiqi_engine::compile::cases::{self, WorkedCase};
use huiqi_engine::compile::english::translate;
use huiqi_engine::compile::{Source, compile, read_folder};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese};
use huiqi_engine::number::Truth;
use huiqi_engine::translation::Translation;
use huiqi_engine::{Answers, Assessment, RuleBook, Verdict, assess};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

fn sources() -> Vec<Source> {
    let folder = "../policies/jiaxing-2023-3";
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book")
}

struct Said<'b> {
    catalog: &'b Catalog<'b>,
    book: &'b RuleBook<'b>,
    cases: &'b [(WorkedCase, Assessment)],
    text: String,
}

impl Said<'_> {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("text");
    }

    // Cases that were written for the measure first: their sentences are the ones that people think of.
    fn cases_for(&self, measure: MeasureId) -> Vec<&(WorkedCase, Assessment)> {
        let is_for = |(case, _): &&(WorkedCase, Assessment)| case.expect.iter().any(|one| one.measure == measure);
        let (own, others): (Vec<_>, Vec<_>) = self.cases.iter().partition(is_for);
        own.into_iter().chain(others).collect()
    }

    fn measure(&mut self, place: MeasureId) {
        let measure = &self.book.measures[place];
        self.line(&format!("\n{} {}", measure.id, measure.title));
        self.line(&format!("  给什么：{}", self.catalog.amount_rule(self.book, measure)));
        for condition in &measure.when {
            self.line(&format!("  须{}", self.catalog.condition(self.book, *condition)));
            for (truth, sign) in [(Truth::True, '✓'), (Truth::False, '✗'), (Truth::Unknown, '？')] {
                match self.rendering(place, *condition, truth) {
                    Some(said) => self.line(&format!("    {sign} {said}")),
                    None => self.line(&format!("    {sign} ——")),
                }
            }
        }
        self.amounts(place);
    }

    // Of the first case in which the condition stands like this; an open one is made by taking its answers away.
    fn rendering(&self, place: MeasureId, condition: ExprId, truth: Truth) -> Option<String> {
        self.cases_for(place).into_iter().find_map(|(case, _)| match truth {
            Truth::Unknown => {
                let mut facts = Vec::new();
                collect_facts(self.book, condition, &mut facts);
                let mut answers = case.answers.clone();
                facts.iter().for_each(|fact| answers.set(self.book, *fact, 0, None));
                self.said(&answers, condition, 0, truth)
            }
            _ => {
                let group = self.book.measures[place].group;
                let instances = group.and_then(|group| case.answers.instances(group)).unwrap_or(1);
                (0..instances).find_map(|instance| self.said(&case.answers, condition, instance, truth))
            }
        })
    }

    fn said(&self, answers: &Answers, condition: ExprId, instance: usize, truth: Truth) -> Option<String> {
        let view = Evaluator::new(self.book, answers);
        let finding = Finding { condition, instance, truth, not_asked: false };
        let said = self.catalog.finding(&view, &finding);
        (view.truth(condition, instance) == truth).then(|| said.lines.into_iter().map(|line| line.sentence).collect())
    }

    // The amount where it is reckoned in another way than before: other steps, other figures only once.
    fn amounts(&mut self, place: MeasureId) {
        let mut known: Vec<String> = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for (case, assessment) in self.cases_for(place) {
            let outcome = &assessment.outcomes[place];
            let Some(amount) = outcome.amount.filter(|_| outcome.verdict == Verdict::Eligible) else { continue };
            let view = Evaluator::new(self.book, &case.answers);
            let lines = self.catalog.calculations(&view, &self.book.measures[place], outcome).join("；");
            let steps: String =
                lines.chars().filter(|letter| !letter.is_ascii_digit() && !",.".contains(*letter)).collect();
            if !known.contains(&steps) && known.len() < 4 {
                known.push(steps);
                let lines = if lines.is_empty() { String::new() } else { format!("：{lines}") };
                said.push(format!("  {}{lines}", self.catalog.paid(&self.book.measures[place], &amount)));
            }
        }
        said.iter().for_each(|line| self.line(line));
    }
}

// Everything that is said of a book, in the language of both.
fn everything(catalog: &Catalog<'_>, book: &RuleBook<'_>, cases: &[WorkedCase]) -> String {
    let assessed = |case: &WorkedCase| (case.clone(), assess(book, &case.answers, case.date));
    let cases: Vec<_> = cases.iter().map(assessed).collect();
    let mut said = Said { catalog, book, cases: &cases, text: String::new() };
    book.measures.ids().for_each(|place| said.measure(place));
    said.text.trim_start().to_owned()
}

// `UPDATE_EXPECT=1` renews the golden file; the difference is for review.
fn compare_with_golden(said: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, said).expect("a golden file that can be written");
    }
    let renew = "to renew it: UPDATE_EXPECT=1 cargo test --package huiqi-engine --features compile --test words";
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (is, was)) in said.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, was, "{}:{}; {renew}", path.display(), line + 1);
    }
    assert_eq!(said.lines().count(), golden.lines().count(), "lines of {}; {renew}", path.display());
}

// The rule book and its English; the binaries live as long as the test.
fn books(sources: &[Source]) -> (RuleBook<'static>, Translation<'static>) {
    let rules: Vec<Source> = sources.iter().filter(|source| !source.path.contains("/cases/")).cloned().collect();
    let compiled = compile(&rules).expect("a rule book without mistakes");
    let english = translate(&rules, &compiled, &[]).expect("an English version without mistakes").expect("one");
    let of = fingerprint(&compiled.binary);
    let book = RuleBook::decode(compiled.binary.leak()).expect("what was just compiled");
    (book, Translation::decode(english.leak(), of).expect("what was just translated"))
}

#[test]
fn every_condition_and_every_amount_is_said_as_in_the_golden_file() {
    let sources = sources();
    let (book, english) = books(&sources);
    let cases = cases::read(&book, &sources).expect("the worked cases");
    compare_with_golden(&everything(chinese(), &book, &cases), "words.txt");
    let catalog = english.catalog().expect("English templates");
    compare_with_golden(&everything(&catalog, &english.book, &cases), "words.en.txt");
}

#[test]
fn every_expression_is_said_in_every_language() {
    let (book, english) = books(&sources());
    let catalog = english.catalog().expect("English templates");
    let mut kinds = BTreeSet::new();
    for (catalog, book) in [(chinese(), &book), (&catalog, &english.book)] {
        for (expr, node) in book.nodes.iter_enumerated() {
            let said = [catalog.condition(book, expr), catalog.number(book, expr)];
            assert_eq!(said.iter().filter(|text| text.is_empty()).count(), 1, "{node:?}: {said:?}");
            kinds.insert(format!("{node:?}").split('(').next().unwrap_or_default().to_owned());
        }
    }
    assert!(kinds.len() > 20, "{kinds:?}");
}
