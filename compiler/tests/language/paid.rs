//! The `paid` examples of LANGUAGE.md: the payment of a measure with these keys for these answers.

use super::{LANGUAGE, example_book, range};
use huiqi_compiler::{Source, cases, compile, render_diagnostics};
use huiqi_engine::assess::{Outcome, bases, paying};
use huiqi_engine::book::Measure;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese, languages};
use huiqi_engine::number::Interval;
use huiqi_engine::{Answers, RuleBook, assess};
use std::fmt::Write;

// A measure and what follows for companies with some answers.
#[derive(Default)]
struct PaidExample {
    line: usize,
    keys: String,
    // Answers as a worked case has them, and what follows.
    tried: Vec<(String, String)>,
}

fn blocks() -> Vec<PaidExample> {
    let mut blocks: Vec<PaidExample> = Vec::new();
    let mut open = false;
    let mut given = String::new();
    for (index, line) in LANGUAGE.lines().enumerate() {
        match line {
            "```paid" => {
                blocks.push(PaidExample { line: index + 1, ..PaidExample::default() });
                (open, given) = (true, String::new());
            }
            "```" => open = false,
            line if open => {
                let block = blocks.last_mut().expect("a block");
                if let Some(answer) = line.strip_prefix("given ") {
                    writeln!(given, "{answer}").expect("text");
                } else if let Some(result) = line.strip_prefix("=> ") {
                    block.tried.push((std::mem::take(&mut given), result.to_owned()));
                } else {
                    writeln!(block.keys, "{line}").expect("text");
                }
            }
            _ => {}
        }
    }
    blocks
}

/// The keys of all examples that pay something.
pub fn expressions() -> Vec<String> {
    let pays = |block: &PaidExample| block.tried.iter().all(|(_, result)| !result.starts_with("mistake"));
    blocks().into_iter().filter(pays).map(|block| block.keys).collect()
}

fn with(block: &PaidExample) -> Vec<Source> {
    let mut sources = example_book();
    let head = "title = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\nsupport = \"例\"";
    let quote = "quote = [\"按增量的10%给予补助\"]";
    let text = format!("[[measure]]\nid = \"1-99\"\n{head}\n{quote}\n{}", block.keys);
    sources.push(Source { path: "book/measures/paid.toml".into(), text });
    sources
}

fn answers(book: &RuleBook<'_>, given: &str) -> Result<Answers, String> {
    let table = format!(
        "[[case]]\nname = \"例\"\n[case.given]\napplicant = \"company\"\nplace = \"town\"\n{given}[case.expect]\n"
    );
    let sources = [Source { path: "book/cases/paid.toml".into(), text: table }];
    let mut cases = cases::read(book, &sources).map_err(|problems| render_diagnostics(&sources, &problems))?;
    Ok(cases.remove(0).answers)
}

fn pays(book: &RuleBook<'_>, given: &str, result: &str) -> Result<(), String> {
    let answers = answers(book, given)?;
    let measure = book.measure("1-99").expect("the measure");
    let outcome = &assess(book, &answers, book.document.assess_on).outcomes[measure];
    let view = Evaluator::new(book, &answers);
    if let Some(expected) = result.strip_prefix("base ") {
        let actual = bases(&view, &book.measures[measure], outcome);
        let expected: Vec<_> = expected.split(", ").map(|one| range(book, one).as_point()).collect();
        return if actual == expected { Ok(()) } else { Err(format!("{actual:?}")) };
    }
    assert!(!paying(&view, &book.measures[measure]).is_empty(), "the example pays nothing: {:?}", outcome.findings);
    let amount = outcome.amount.ok_or("no amount")?;
    let actual = Interval { low: Some(amount.low), high: amount.high, undefined: false };
    if actual == range(book, result) { Ok(()) } else { Err(format!("{amount:?}")) }
}

#[test]
fn payment_examples_hold() {
    let mut wrong = String::new();
    let blocks = blocks();
    assert!(blocks.len() >= 8, "{} blocks", blocks.len());
    for block in blocks {
        let sources = with(&block);
        let compiled = compile(&sources);
        assert!(!block.tried.is_empty(), "LANGUAGE.md:{}: no result", block.line);
        for (given, result) in &block.tried {
            let outcome = match (result.strip_prefix("mistake: "), &compiled) {
                (Some(expected), Err(problems)) => {
                    let message = render_diagnostics(&sources, problems);
                    if message.contains(expected) { Ok(()) } else { Err(message) }
                }
                (Some(_), Ok(_)) => Err("no mistake".to_owned()),
                (None, Err(problems)) => Err(render_diagnostics(&sources, problems)),
                (None, Ok(compiled)) => {
                    pays(&RuleBook::decode(&compiled.binary).expect("what was just compiled"), given, result)
                }
            };
            if let Err(found) = outcome {
                writeln!(wrong, "LANGUAGE.md:{}: {result} is not so: {found}", block.line).expect("text");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What is said, in Chinese and in English, of a measure with these keys for a company with these answers.
pub fn said(keys: &str, given: &str) -> (Vec<String>, Vec<String>) {
    of_company(keys, given, |catalog, view, rule, outcome| {
        let mut lines = catalog.calculations(view, rule, outcome);
        lines.push(catalog.amount_rule(view.book, rule));
        lines
    })
}

/// The findings of such a measure.
pub fn found(keys: &str, given: &str) -> (Vec<String>, Vec<String>) {
    of_company(keys, given, |catalog, view, _, outcome| {
        let lines = outcome.findings.iter().flat_map(|finding| catalog.finding(view, finding).lines);
        lines.map(|line| line.sentence).collect()
    })
}

/// The conditions of the findings of such a measure.
pub fn found_conditions(keys: &str, given: &str) -> (Vec<String>, Vec<String>) {
    of_company(keys, given, |catalog, view, _, outcome| {
        outcome.findings.iter().map(|finding| catalog.finding(view, finding).condition).collect()
    })
}

fn of_company(
    keys: &str,
    given: &str,
    lines: impl Fn(&Catalog<'_>, &Evaluator<'_, '_>, &Measure<'_>, &Outcome) -> Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let block = PaidExample { keys: keys.to_owned(), ..PaidExample::default() };
    let sources = with(&block);
    let compiled = compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let answers = answers(&book, given).unwrap_or_else(|wrong| panic!("{wrong}"));
    let measure = book.measure("1-99").expect("the measure");
    let outcome = &assess(&book, &answers, book.document.assess_on).outcomes[measure];
    let (view, rule) = (Evaluator::new(&book, &answers), &book.measures[measure]);
    let english = Catalog::new(languages::EN.messages, languages::EN.formats).expect("English templates");
    (lines(chinese(), &view, rule, outcome), lines(&english, &view, rule, outcome))
}

#[test]
fn readings_are_explained_with_their_figures() {
    let keys = r#"
when = ["titles has any [national, city]"]
amount = "readings(highest of titles { national: 50万元 }, highest of titles { national: 50万元 } - 10万元)""#;
    let (chinese, english) = said(keys, "titles = [\"national\"]\n");
    assert_eq!(
        chinese,
        [
            "按一种读法500,000元；按另一种读法500,000元 − 10万元 = 400,000元。请向示例局确认按哪一种读法。",
            "按一种读法按所获最高一档：国家级50万元；按另一种读法按所获最高一档：国家级50万元 − 10万元",
        ]
    );
    assert_eq!(
        english[0],
        "By one reading CNY 500,000; by the other CNY 500,000 − CNY 100,000 = CNY 400,000. Ask 示例局 which reading applies."
    );
}

#[test]
fn uncertain_cap_is_explained_per_reading() {
    let keys =
        "when = [\"rd > 0元\"]\namount = \"20% * rd\"\nat_most = \"readings(30万元, unlimited)\"\nper = \"每家企业\"";
    let (chinese, english) = said(keys, "rd = \"200万元\"\n");
    assert_eq!(
        chinese,
        [
            "按一种读法20% × 2,000,000元 = 400,000元，超过每家企业上限，按30万元计；\
             按另一种读法20% × 2,000,000元 = 400,000元，不封顶。请向示例局确认按哪一种读法。",
            "20% × 本年度研发费用；每家企业封顶：按一种读法30万元；按另一种读法不封顶",
        ]
    );
    assert!(english[0].contains("above the cap, so CNY 300,000"), "{english:?}");
    assert!(english[0].contains("; no cap. Ask 示例局 which reading applies."), "{english:?}");
    // Below the cap the readings are one.
    let (chinese, _) = said(keys, "rd = \"100万元\"\n");
    assert_eq!(chinese[0], "20% × 1,000,000元 = 200,000元，未超过每家企业上限30万元");
}

#[test]
fn cap_scope_is_explained_per_reading() {
    let keys = r#"
when = ["equipment >= 1万元"]
amount = "10% * equipment"
at_most = "15万元"
at_most_for = "unclear""#;
    let project = |equipment: &str| format!("{{ project_kind = \"renewal\", equipment = \"{equipment}\" }}");
    let two = format!("projects = [{}, {}]\n", project("100万元"), project("200万元"));
    let (chinese, english) = said(keys, &two);
    let last = |lines: &[String]| lines.iter().rev().nth(1).cloned().unwrap_or_default();
    assert_eq!(
        last(&chinese),
        "按一种读法分别封顶，合计250,000元；按另一种读法合计封顶，150,000元。请向示例局确认按哪一种读法。"
    );
    assert_eq!(
        last(&english),
        "By one reading a cap on each, together CNY 250,000; by the other a cap on all together, CNY 150,000. \
         Ask 示例局 which reading applies."
    );
}

#[test]
fn computed_unpaid_amount_is_explained() {
    let keys = "when = [\"rd > 0元\"]\nbase = [{ label = \"免征\", is = \"min(rd, 500万元)\" }]";
    let (chinese, english) = said(keys, "rd = \"800万元\"\n");
    assert_eq!(chinese[0], "免征：5,000,000元");
    assert_eq!(english[0], "免征: CNY 5,000,000");
}
