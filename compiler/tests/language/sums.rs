//! The examples of LANGUAGE.md for the total of several measures for one thing.

use super::{LANGUAGE, example_book, range};
use huiqi_compiler::{Source, cases, compile, render_diagnostics};
use huiqi_engine::assess::{Contribution, shares};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Interval;
use huiqi_engine::{RuleBook, assess};
use rust_decimal::Decimal;
use std::fmt::Write;

// A relation, the instances of the group, and what all comes to.
fn lines() -> Vec<(usize, &'static str, &'static str, &'static str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (line, text) in LANGUAGE.lines().enumerate() {
        match text {
            "```sums" => inside = true,
            "```" => inside = false,
            text if inside => {
                let (case, sum) = text.rsplit_once("=>").expect("a sum");
                let (relation, instances) = case.split_once('|').expect("instances");
                lines.push((line + 1, relation.trim(), instances.trim(), sum.trim()));
            }
            _ => {}
        }
    }
    lines
}

fn measure(id: &str, when: &str, amount: &str, relation: &str) -> String {
    format!(
        "[[measure]]\nid = \"{id}\"\ntitle = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\n\
         quote = [\"按增量的10%给予补助\"]\nwhen = [\"{when}\"]\namount = \"{amount}\"\n{relation}\n\n"
    )
}

fn with(relation: &str) -> Vec<Source> {
    let mut sources = example_book();
    let first = measure("1-90", "project_kind in [renewal]", "10% * equipment", relation);
    let text = first + &measure("1-91", "renewal_kind in [robots]", "2万元", "");
    sources.push(Source { path: "book/measures/sums.toml".into(), text });
    sources
}

fn sum(book: &RuleBook<'_>, instances: &str) -> Interval {
    let instances = instances.replace("{ ", "{ project_kind = \"renewal\", ");
    let text = format!(
        "[[case]]\nname = \"例\"\n[case.given]\napplicant = \"company\"\nplace = \"town\"\nprojects = [{instances}]\n[case.expect]\n"
    );
    let sources = [Source { path: "book/cases/example.toml".into(), text }];
    let cases =
        cases::read(book, &sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    // Alone, so that no other measure of the book adds to it.
    let only = |id: &str| book.measure(id).expect("its measure");
    let outcomes = assess(book, &cases[0].answers, book.document.assess_on).outcomes;
    let view = Evaluator::new(book, &cases[0].answers);
    let shares = shares(&view, &outcomes);
    let ends = [only("1-90"), only("1-91")].map(|ix| match shares[ix] {
        Some(Contribution::Exact(amount)) => Interval::point(amount),
        Some(Contribution::Assessed(amount)) => Interval { low: Some(amount.low), high: amount.high, undefined: false },
        _ => Interval::point(Decimal::ZERO),
    });
    ends[0].plus(ends[1])
}

#[test]
fn sum_examples_hold() {
    let lines = lines();
    assert!(lines.len() >= 8, "LANGUAGE.md has only {} sums", lines.len());
    let mut wrong = String::new();
    for (line, relation, instances, expected) in lines {
        let sources = with(relation);
        let compiled =
            compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        let actual = sum(&book, instances);
        if actual != range(&book, expected) {
            writeln!(wrong, "LANGUAGE.md:{line}: {relation} is {actual:?}, not {expected}").expect("text");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
