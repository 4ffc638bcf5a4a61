//! The worked cases of every rule book (`policies/*/cases`) give the expected verdicts, amounts and unmet conditions.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::cases::{self, Expectation, WorkedCase};
use huiqi_compiler::{Compiled, MeasureSource, Source, compile, read_folder, render_diagnostics};
use huiqi_engine::assess::bases;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use huiqi_engine::{Assessment, RuleBook, Verdict, assess};
use rust_decimal::Decimal;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let policies = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies"));
    let entries = std::fs::read_dir(policies).expect("the folder policies");
    let mut folders: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

fn compiled(folder: &Path) -> (Vec<Source>, Compiled) {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let sources = read_folder(folder, &format!("policies/{name}")).expect("a readable rule book");
    let compiled = compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    (sources, compiled)
}

fn worked(book: &RuleBook<'_>, sources: &[Source]) -> Vec<WorkedCase> {
    cases::read(book, sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(sources, &problems)))
}

#[test]
fn worked_cases_give_expected_results() {
    let mut wrong = String::new();
    for folder in folders() {
        let (sources, compiled) = compiled(&folder);
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        for case in worked(&book, &sources) {
            let assessment = assess(&book, &case.answers, case.date);
            for stated in case.totals.iter().filter(|stated| !stated.fits(&assessment.totals)) {
                let (name, expected, actual) = (stated.name, stated.expected, stated.found(&assessment.totals));
                writeln!(wrong, "{} {}\n    {name}: expected {expected}, got {actual}", case.place, case.name)
                    .expect("text");
            }
            for expected in &case.expect {
                let source = &compiled.sources[expected.measure.index()];
                let view = Evaluator::new(&book, &case.answers);
                for difference in differences(&view, &assessment, expected, source) {
                    writeln!(wrong, "{} {}\n    {}：{difference}", case.place, case.name, source.id).expect("text");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn book_without_texts_evaluates_the_same() {
    for folder in folders() {
        let (sources, compiled) = compiled(&folder);
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        let lean = book.clone().strip_prose().encode().expect("enough memory");
        assert!(lean.len() * 3 < compiled.binary.len(), "{} of {}", lean.len(), compiled.binary.len());
        let lean = RuleBook::decode(&lean).expect("a sound book");
        for case in worked(&book, &sources) {
            assert_eq!(
                assess(&lean, &case.answers, case.date),
                assess(&book, &case.answers, case.date),
                "{}",
                case.name
            );
        }
        for (lean, whole) in lean.facts.iter().zip(&book.facts) {
            assert_eq!((lean.ask, lean.help, &lean.options), (whole.ask, whole.help, &whole.options));
            assert_eq!(lean.find.is_empty(), whole.find.is_empty(), "{}", whole.id);
            assert_eq!(lean.evidence.is_empty(), whole.evidence.is_empty(), "{}", whole.id);
        }
    }
}

fn differences(
    view: &Evaluator<'_, '_>,
    assessment: &Assessment,
    expected: &Expectation,
    source: &MeasureSource,
) -> Vec<String> {
    let book = view.book;
    let outcome = &assessment.outcomes[expected.measure];
    let mut differences = Vec::new();
    if outcome.verdict != expected.verdict {
        differences.push(format!("expected {:?}, got {:?}", expected.verdict, outcome.verdict));
    }
    let amount = outcome.amount.map(|amount| (amount.low, amount.high));
    if expected.verdict == Verdict::Eligible && amount != expected.amount {
        differences.push(format!("expected {}, got {}", said(expected.amount), said(amount)));
    }
    let actual = bases(view, &book.measures[expected.measure], outcome);
    if expected.bases.as_ref().is_some_and(|bases| !bases.iter().copied().map(Some).eq(actual.iter().copied())) {
        differences.push(format!("expected bases {:?}, got {actual:?}", expected.bases));
    }
    if expected.possible.is_some() && outcome.max_payout != expected.possible {
        differences.push(format!("expected possible {:?}, got {:?}", expected.possible, outcome.max_payout));
    }
    if let Some(because) = &expected.because {
        let unmet = unmet(book, assessment, expected, source);
        let same = unmet.len() == because.len() && because.iter().all(|line| unmet.contains(&line.as_str()));
        if !same {
            differences.push(format!("expected because {because:?}, got {unmet:?}"));
        }
    }
    differences
}

// The texts of the conditions that fail for some instance.
fn unmet<'s>(
    book: &RuleBook<'_>,
    assessment: &Assessment,
    expected: &Expectation,
    source: &'s MeasureSource,
) -> Vec<&'s str> {
    let measure = &book.measures[expected.measure];
    let findings = &assessment.outcomes[expected.measure].findings;
    let fails = |condition| findings.iter().any(|f| f.condition == condition && f.truth == Truth::False);
    let lines = measure.when.iter().zip(&source.when);
    lines.filter(|(condition, _)| fails(**condition)).map(|(_, line)| line.as_str()).collect()
}

fn said(amount: Option<(Decimal, Option<Decimal>)>) -> String {
    match amount {
        None => "no figure".into(),
        Some((low, None)) => format!("at least {low}元"),
        Some((low, Some(high))) if low == high => format!("{low}元"),
        Some((low, Some(high))) => format!("{low}元 to {high}元"),
    }
}

#[test]
fn conditions_are_stored_as_written() {
    for folder in folders() {
        let (sources, compiled) = compiled(&folder);
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        assert_eq!(book.measures.len(), compiled.sources.len());
        for (measure, source) in book.measures.iter().zip(&compiled.sources) {
            assert_eq!((measure.id, measure.when.len()), (source.id.as_str(), source.when.len()));
            let file = sources.iter().find(|file| file.path == source.file).expect("the file of the measure");
            let below = file.text.lines().skip(source.line - 1).take(3).collect::<Vec<_>>().join("\n");
            assert!(below.starts_with("[[measure]]") && below.contains(&format!("\"{}\"", source.id)), "{below}");
        }
    }
}

// All sample companies of the first document, whose figures two people checked, have a case.
#[test]
fn sample_companies_are_complete() {
    let (sources, compiled) = compiled(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/jiaxing-2023-3")));
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let cases = worked(&book, &sources);
    let companies: Vec<_> = cases.iter().filter(|case| case.place.contains("companies.toml")).collect();
    assert_eq!(companies.len(), 14);
    assert_eq!(companies.iter().map(|case| case.expect.len()).sum::<usize>(), EXPECTATIONS);
}

const EXPECTATIONS: usize = 66;

#[test]
fn binary_round_trip_of_real_book() {
    for folder in folders() {
        let (_, compiled) = compiled(&folder);
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        assert_eq!(book.encode().as_ref(), Ok(&compiled.binary));
        let lean = book.clone().strip_prose();
        let binary = lean.encode().expect("a binary");
        assert_eq!(RuleBook::decode(&binary), Ok(lean));
        for cut in 0..binary.len() {
            assert!(RuleBook::decode(&binary[..cut]).is_err(), "cut after {cut} bytes");
        }
    }
}
