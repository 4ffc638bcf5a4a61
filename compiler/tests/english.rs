//! The English of the real rule book is complete and has the figures of the Chinese; sentences of a worked company.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::english::translate;
use huiqi_compiler::{Compiled, Source, compile, read_folder, render_diagnostics};
use huiqi_engine::case::fingerprint;
use huiqi_engine::translation::Translation;
use std::path::Path;

const REAL: &str = "../policies/jiaxing-2023-3";

fn sources(folder: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = read_folder(&folder, "book").expect("a rule book");
    all.into_iter().filter(|source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md")).collect()
}

fn compiled(sources: &[Source]) -> Compiled {
    compile(sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(sources, &problems)))
}

fn english(sources: &[Source], compiled: &Compiled) -> Vec<u8> {
    let translated = translate(sources, compiled, &[]);
    translated
        .unwrap_or_else(|problems| panic!("{}", render_diagnostics(sources, &problems)))
        .expect("an English version")
}

#[test]
fn real_book_english_is_complete() {
    let sources = sources(REAL);
    let compiled = compiled(&sources);
    let binary = english(&sources, &compiled);
    let read = Translation::decode(&binary, fingerprint(&compiled.binary)).expect("a translation");
    assert_eq!(read.summaries.len(), read.book.measures.len());
    assert_eq!(read.headings.iter().filter(|heading| !heading.is_empty()).count(), 60, "one heading for each article");
    assert!(Translation::decode(&binary, 1).is_err(), "of another edition");
}

// What is missing of the example book's English, as lines of a file; the Chinese stands in for the English.
fn lines(sources: &[Source], compiled: &Compiled) -> Vec<String> {
    let mut with_nothing = sources.to_vec();
    with_nothing.push(Source { path: "book/en.toml".into(), text: "# Nothing yet.\n".into() });
    let missing = translate(&with_nothing, compiled, &[]).expect_err("nothing is in English");
    let line = |message: &str| {
        let (address, rest) = message.strip_prefix("缺少英文 `")?.split_once('`')?;
        let chinese = rest.strip_prefix("（“").and_then(|rest| rest.strip_suffix("”）")).unwrap_or("示例");
        let (owner, key) = address.rsplit_once('.')?;
        let quoted = |key: &str| key.split('.').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(".");
        Some(format!("{}.{} = {chinese:?}", quoted(owner), quoted(key)))
    };
    missing.iter().map(|problem| line(&problem.message).unwrap_or_else(|| panic!("{problem:?}"))).collect()
}

#[test]
fn english_errors_are_all_reported_with_position() {
    let mut sources = sources("tests/language/book");
    let compiled = compiled(&sources);
    assert_eq!(translate(&sources, &compiled, &[]), Ok(None), "a rule book may have no English");
    let mut lines = lines(&sources, &compiled);
    let line_of = |lines: &[String], address: &str| {
        lines.iter().position(|line| line.starts_with(address)).unwrap_or_else(|| panic!("no {address}"))
    };
    sources.push(Source { path: "book/en.toml".into(), text: lines.join("\n") });
    english(&sources, &compiled);
    let issuer = line_of(&lines, "\"document\".\"issuer\"");
    lines[issuer] = "document.issuer = \" \"".into();
    let number = line_of(&lines, "\"document\".\"number\"");
    lines[number] = "document.number = \"Example [2024] No. 1\"".into();
    let label = line_of(&lines, "\"fact\".\"rd\".\"label\"");
    lines[label] = "fact.rd.lable = \"R&D expenses\"".into();
    lines.push("shared.\"没有的词\" = \"no such word\"".into());
    lines.push("document.notes = 3".into());
    sources.last_mut().expect("the English").text = lines.join("\n");
    let problems = translate(&sources, &compiled, &[]).expect_err("an English version with mistakes");
    let output = render_diagnostics(&sources, &problems);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/bad/english.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&golden, &output).expect("a golden file that can be written");
    }
    let golden_text = std::fs::read_to_string(&golden).unwrap_or_default();
    let renew = "UPDATE_EXPECT=1 cargo test --package huiqi-compiler --test english";
    assert_eq!(output, golden_text, "the report differs from {}; to renew it: {renew}", golden.display());
}

mod sentences {
    use super::*;
    use huiqi_compiler::cases::{self, WorkedCase};
    use huiqi_engine::assess::Outcome;
    use huiqi_engine::book::MeasureId;
    use huiqi_engine::evaluate::Evaluator;
    use huiqi_engine::message::Catalog;
    use huiqi_engine::{RuleBook, assess};

    // What is said in English of a measure, for a worked case of chapter 2.
    fn explanation(
        name: &str,
        measure: &str,
        say: impl Fn(&Catalog<'_>, &Evaluator<'_, '_>, MeasureId, &Outcome) -> Vec<String>,
    ) -> Vec<String> {
        let sources = sources(REAL);
        let compiled = compiled(&sources);
        let binary = english(&sources, &compiled);
        let read = Translation::decode(&binary, fingerprint(&compiled.binary)).expect("a translation");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
        let all = read_folder(&folder, "book").expect("a rule book");
        let chinese = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        let worked: Vec<WorkedCase> = cases::read(&chinese, &all).expect("the worked cases");
        let case = worked.iter().find(|case| case.name.contains(name)).unwrap_or_else(|| panic!("no case {name}"));
        let assessment = assess(&read.book, &case.answers, case.date);
        let ix = read.book.measure(measure).expect("the measure");
        let catalog = read.catalog().expect("its templates");
        say(&catalog, &Evaluator::new(&read.book, &case.answers), ix, &assessment.outcomes[ix])
    }

    fn findings(name: &str, measure: &str) -> Vec<String> {
        explanation(name, measure, |english, view, _, outcome| {
            let lines = outcome.findings.iter().flat_map(|finding| english.finding(view, finding).lines);
            lines.map(|line| line.sentence).collect()
        })
    }

    #[test]
    fn growth_below_threshold_says_what_is_missing() {
        let explanation = findings("研发1149万元比1000万元，只差增幅", "12-1");
        let growth = "R&D expense growth: 14.9%; required: at least 15%; 0.1 percentage points short.";
        assert!(explanation.iter().any(|line| line == growth), "{explanation:#?}");
    }

    #[test]
    fn calculation_is_explained_with_figures() {
        let explanation =
            explanation("12-1 增量1亿元，按500万元上限", "12-1", |english, view, ix, outcome| {
                english.calculation(view, &view.book.measures[ix], outcome, 0).into_iter().collect()
            });
        assert_eq!(explanation.len(), 1);
        assert!(
            explanation[0].starts_with("10% × (CNY ")
                && explanation[0].ends_with("; above the cap, so CNY 5 million per enterprise"),
            "{explanation:?}"
        );
    }

    #[test]
    fn rule_is_explained_in_words() {
        let explanation = explanation("12-1 增量1亿元，按500万元上限", "12-1", |english, view, ix, _| {
            let measure = &view.book.measures[ix];
            let mut explanation: Vec<String> =
                measure.when.iter().map(|when| english.condition(view.book, *when)).collect();
            explanation.push(english.amount_rule(view.book, measure));
            explanation
        });
        assert_eq!(
            explanation,
            [
                "Qualifies for the super-deduction of R&D expenses",
                "R&D expenses this year: at least CNY 1 million",
                "R&D expense growth: at least 15%",
                "If “Enterprise above designated size” applies: Share of R&D expenses in operating revenue: at least 3%",
                "If “National High and New Technology Enterprise (HNTE), valid now” applies: Share of R&D expenses in \
                 operating revenue: at least 4%",
                "10% × (R&D expenses this year − R&D expenses last year); at most CNY 5 million per enterprise",
            ]
        );
    }
}
