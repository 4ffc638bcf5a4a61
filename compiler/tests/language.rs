//! The examples of LANGUAGE.md hold, and all errors of a rule book are reported at once. The rule books are in
//! `tests/language`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "language/guidance.rs"]
mod guidance;
#[path = "language/paid.rs"]
mod paid;
#[path = "language/pair.rs"]
mod pair;
#[path = "language/picture.rs"]
mod picture;
#[path = "language/profile.rs"]
mod profile;
#[path = "language/sums.rs"]
mod sums;
#[path = "language/typed.rs"]
mod typed;
#[path = "language/worked.rs"]
mod worked;

use huiqi_compiler::{KEYWORDS, Source, cases, compile, read_folder, render_diagnostics};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::{Interval, Truth};
use huiqi_engine::{Answers, RuleBook};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const LANGUAGE: &str = include_str!("../../policies/LANGUAGE.md");
const SIGNS: [&str; 10] = [">=", ">", "<=", "<", "==", "!=", "+", "-", "*", "/"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language").join(name)
}

fn example_book() -> Vec<Source> {
    read_folder(&folder("book"), "book").expect("the example book")
}

/// The lines of the example block of this kind: what is written, and what comes of it.
fn examples(kind: &str) -> Vec<(&'static str, &'static str)> {
    let (_, block) = LANGUAGE.split_once(&format!("\n```{kind}\n")).expect("the examples");
    let (block, _) = block.split_once("\n```").expect("their end");
    let halves = |line: &'static str| line.split_once("=>").unwrap_or_else(|| panic!("no =>: {line}"));
    block.lines().map(halves).map(|(written, result)| (written.trim(), result.trim())).collect()
}

/// Checks that a book compiles, or has a mistake whose report has the words behind `mistake: `.
fn expect_result(sources: &[Source], result: &str, line: &str) {
    let report = report(sources);
    match result.strip_prefix("mistake: ") {
        Some(words) => assert!(report.contains(words), "{line}\n{report}"),
        None => assert_eq!(report, "", "{line}"),
    }
}

// The report of all mistakes; empty if there are none.
fn report(sources: &[Source]) -> String {
    compile(sources).err().map(|problems| render_diagnostics(sources, &problems)).unwrap_or_default()
}

/// A line of an example block.
struct ExampleLine {
    number: usize,
    given: &'static str,
    expression: &'static str,
    result: &'static str,
}

fn lines() -> Vec<ExampleLine> {
    let mut lines = Vec::new();
    let mut given = None;
    for (index, text) in LANGUAGE.lines().enumerate() {
        match (text, given) {
            ("```example", _) => given = Some(""),
            ("```", _) => given = None,
            (text, Some(answers)) => match text.strip_prefix("given ") {
                Some(answers) => given = Some(answers),
                None => {
                    let (expression, result) =
                        text.split_once("=>").unwrap_or_else(|| panic!("line {}: no =>", index + 1));
                    let (expression, result) = (expression.trim(), result.trim());
                    lines.push(ExampleLine { number: index + 1, given: answers, expression, result });
                }
            },
            (_, None) => {}
        }
    }
    lines
}

impl ExampleLine {
    fn is_condition(&self) -> bool {
        matches!(self.result, "yes" | "no" | "open")
    }
}

// The example book with one more measure per condition, or one more derived value per number.
fn with(lines: &[&ExampleLine]) -> Vec<Source> {
    let mut sources = example_book();
    let mut measures = String::new();
    let mut derived = String::new();
    for line in lines {
        let expression = line.expression;
        if line.is_condition() || (line.result.starts_with("mistake") && !expression.starts_with("if")) {
            let head = "title = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\nsupport = \"例\"";
            let quote = "quote = [\"按增量的10%给予补助\"]";
            let id = line.number;
            writeln!(measures, "[[measure]]\nid = \"1-{id}\"\n{head}\n{quote}\nwhen = [\"{expression}\"]\n")
                .expect("text");
        } else {
            let rest = "label = \"例\"\nundefined = \"例\"";
            writeln!(derived, "[[derived]]\nid = \"line_{}\"\n{rest}\nis = \"{expression}\"\n", line.number)
                .expect("text");
        }
    }
    let questions = sources.iter_mut().find(|source| source.path.ends_with("questions.toml")).expect("questions");
    questions.text.push_str(&derived);
    sources.push(Source { path: "book/measures/examples.toml".into(), text: measures });
    sources
}

fn given(book: &RuleBook<'_>, answers: &str) -> Answers {
    let mut table = String::from("[[case]]\nname = \"例\"\n[case.given]\n");
    // A comma separates answers only where a name and `=` follow it: lists have commas too.
    for answer in answers.replace(", ", "\n").lines().fold(Vec::<String>::new(), |mut all, part| {
        match all.last_mut().filter(|_| !part.contains('=')) {
            Some(last) => last.push_str(&format!(", {part}")),
            None => all.push(part.to_owned()),
        }
        all
    }) {
        let (fact, value) = answer.split_once(" = ").unwrap_or_else(|| panic!("no answer: {answer}"));
        writeln!(table, "{fact} = {}", toml(value)).expect("text");
    }
    table.push_str("[case.expect]\n");
    let sources = [Source { path: "book/cases/example.toml".into(), text: table }];
    let mut cases =
        cases::read(book, &sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    cases.remove(0).answers
}

fn toml(value: &str) -> String {
    match value {
        "yes" => "true".into(),
        "no" => "false".into(),
        list if list.starts_with('[') => {
            let options = list.trim_matches(['[', ']']).split(", ").map(|option| format!("\"{option}\""));
            format!("[{}]", options.collect::<Vec<_>>().join(", "))
        }
        other => format!("\"{other}\""),
    }
}

fn figure(book: &RuleBook<'_>, text: &str) -> rust_decimal::Decimal {
    cases::literal(book, text).unwrap_or_else(|| panic!("not a figure: {text}"))
}

fn range(book: &RuleBook<'_>, text: &str) -> Interval {
    if let Some(low) = text.strip_suffix(" or more") {
        return Interval { low: Some(figure(book, low)), high: None, undefined: false };
    }
    match text.split_once(" to ") {
        Some((low, high)) => Interval::between(figure(book, low), figure(book, high)),
        None => Interval::point(figure(book, text)),
    }
}

fn result(book: &RuleBook<'_>, line: &ExampleLine) -> Result<(), String> {
    let answers = given(book, line.given);
    let view = Evaluator::new(book, &answers);
    if line.is_condition() {
        let measure = book.measures.iter().find(|m| m.id == format!("1-{}", line.number)).expect("its measure");
        let truth = match view.truth(measure.when[0], 0) {
            Truth::True => "yes",
            Truth::False => "no",
            Truth::Unknown => "open",
        };
        return if truth == line.result { Ok(()) } else { Err(truth.to_owned()) };
    }
    let derived = book.derived.iter().find(|d| d.id == format!("line_{}", line.number)).expect("its value");
    let value = view.range(derived.is, 0);
    if value == range(book, line.result) { Ok(()) } else { Err(format!("{value:?}")) }
}

#[test]
fn documented_examples_hold() {
    let lines = lines();
    let (mistakes, good): (Vec<&ExampleLine>, Vec<&ExampleLine>) =
        lines.iter().partition(|line| line.result.starts_with("mistake"));
    let sources = with(&good);
    let compiled = compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let mut wrong = String::new();
    for line in good {
        if let Err(actual) = result(&book, line) {
            writeln!(wrong, "LANGUAGE.md:{}: {} => {actual}, not {}", line.number, line.expression, line.result)
                .expect("text");
        }
    }
    for line in mistakes {
        let sources = with(&[line]);
        let message =
            compile(&sources).err().map(|problems| render_diagnostics(&sources, &problems)).unwrap_or_default();
        let expected = line.result.trim_start_matches("mistake:").trim();
        if !message.contains(expected) {
            writeln!(wrong, "LANGUAGE.md:{}: {} is reported as\n{message}", line.number, line.expression)
                .expect("text");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_keyword_and_operator_has_an_example() {
    let lines: Vec<ExampleLine> = lines().into_iter().filter(|line| !line.result.starts_with("mistake")).collect();
    let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
    // An amount that a measure pays stands in a block of its own.
    let paid = paid::expressions();
    let written = || lines.iter().map(|l| l.expression).chain(paid.iter().map(String::as_str));
    let has_word = |word: &str| written().any(|text| text.split(|c| !is_word(c)).any(|one| one == word));
    let has_sign = |sign: &str| lines.iter().any(|l| l.expression.split_whitespace().any(|one| one == sign));
    let without: Vec<&str> =
        KEYWORDS.into_iter().filter(|w| !has_word(w)).chain(SIGNS.into_iter().filter(|s| !has_sign(s))).collect();
    assert!(without.is_empty(), "LANGUAGE.md has no example of {without:?}");
}

// A word that is only reserved is reported as a name that may not stand there.
#[test]
fn every_reserved_word_is_parsed() {
    let parser = include_str!("../src/parse.rs");
    let unparsed: Vec<&str> =
        KEYWORDS.into_iter().filter(|word| parser.matches(&format!("\"{word}\"")).count() < 2).collect();
    assert!(unparsed.is_empty(), "compiler/src/parse.rs reserves {unparsed:?} but does not parse them");
}

#[test]
fn every_word_has_a_row_in_the_table_of_expressions() {
    let (_, rest) = LANGUAGE.split_once("\n## Expressions\n").expect("the section");
    let (section, _) = rest.split_once("\n## ").expect("the next section");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).collect();
    let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
    // Words and examples; what they mean stands behind them.
    let code = |row: &&str| row.split(" | ").take(2).collect::<Vec<_>>().join(" ");
    let has = |word: &str| rows.iter().any(|row| code(row).split(|c| !is_word(c)).any(|one| one == word));
    let missing: Vec<&str> = KEYWORDS.into_iter().filter(|word| !has(word)).collect();
    assert!(missing.is_empty(), "the table of expressions in LANGUAGE.md has no {missing:?}");
}

// The example book with the files of a bad one in place of its own.
fn bad_book(name: &str) -> Vec<Source> {
    let bad = read_folder(&folder("bad").join(name), "book").expect("a bad book");
    let mut sources = example_book();
    // What uses every kind of question says nothing about mistakes in a few.
    sources.retain(|source| !source.path.ends_with("kinds.toml") && bad.iter().all(|bad| bad.path != source.path));
    sources.extend(bad);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

// `UPDATE_EXPECT=1` renews the reports; a changed report is then read in the diff.
fn check_golden(name: &str, output: &str) {
    let golden = folder("bad").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&golden, output).expect("a golden file that can be written");
    }
    let golden_text = std::fs::read_to_string(&golden).unwrap_or_default();
    let renew = "UPDATE_EXPECT=1 cargo test --package huiqi-compiler --test language";
    assert_eq!(output, golden_text, "the report differs from {}; to renew it: {renew}", golden.display());
}

#[test]
fn rule_errors_are_all_reported_with_position() {
    for name in ["measures", "questions", "document", "syntax"] {
        let sources = bad_book(name);
        let problems = compile(&sources).expect_err(name);
        assert!(problems.len() >= 5, "{name}: {}", render_diagnostics(&sources, &problems));
        let located = problems.iter().filter(|problem| problem.line_and_column(&sources).is_some()).count();
        assert!(located >= 5, "{name}: {}", render_diagnostics(&sources, &problems));
        check_golden(name, &render_diagnostics(&sources, &problems));
    }
}

#[test]
fn too_deep_rule_is_rejected_with_position() {
    let with = |times: usize| {
        let mut sources = example_book();
        let measures = sources.iter_mut().find(|source| source.path.ends_with("measures/1.toml")).expect("measures");
        let deep = format!("{}large{}", "large or (high_tech and (".repeat(times), "))".repeat(times));
        measures.text = measures.text.replacen("\"rd >= 100万元\"", &format!("\"{deep}\""), 1);
        sources
    };
    assert!(compile(&with(40)).is_ok());
    let sources = with(60);
    let problems = compile(&sources).expect_err("a rule of 120 levels");
    let [problem] = problems.as_slice() else { panic!("{}", render_diagnostics(&sources, &problems)) };
    assert_eq!(problem.message, "这条规则太深：最多套100层，一共最多走1000步");
    assert_eq!(problem.line_and_column(&sources).map(|(line, _)| line), Some(8));
}

#[test]
fn case_errors_are_all_reported() {
    let sources = bad_book("cases");
    let compiled = compile(&sources).expect("a rule book without mistakes");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let problems = cases::read(&book, &sources).expect_err("cases with mistakes");
    check_golden("cases", &render_diagnostics(&sources, &problems));
}

#[test]
fn term_errors_are_all_reported() {
    let sources = bad_book("terms");
    let problems = compile(&sources).expect_err("terms with mistakes");
    check_golden("terms", &render_diagnostics(&sources, &problems));
}
