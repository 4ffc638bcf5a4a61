//! Properties of the evaluation over generated rule books: one measure with random conditions, amount and cap each.
//! Whatever the words of the language are combined to, no value lies outside its range and no question is hidden while
//! an answer to it could change the result.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "generated/company.rs"]
mod company;
#[path = "generated/expression.rs"]
mod expression;

use company::{any_answer, any_company, completed, described};
use expression::RuleGenerator;
use huiqi_compiler::{Source, compile, read_folder};
use huiqi_engine::book::{FactType, Payout};
use huiqi_engine::evaluate::{Evaluator, FactInstance, FactStatus};
use huiqi_engine::number::{Interval, Truth};
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answers, RuleBook, assess};
use std::path::Path;

/// More with the environment variable `GENERATED_BOOKS`.
const BOOKS: u64 = 250;
const COMPANIES: usize = 25;

// The example book of the language with one generated measure in place of its own.
fn sources(rng: &mut TestRng) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../compiler/tests/language/book");
    let mut sources = read_folder(&folder, "book").expect("the example book");
    sources.retain(|source| !source.path.contains("measures/"));
    let mut writer = RuleGenerator { rng };
    let when = [writer.condition(3), writer.condition(2)];
    let (amount, cap) = (writer.money(4), writer.money(1));
    let text = format!(
        "[[measure]]\nid = \"1-1\"\ntitle = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\n\
         quote = [\"按增量的10%给予补助\"]\nwhen = {when:?}\namount = {amount:?}\nat_most = {cap:?}\n"
    );
    sources.push(Source { path: "book/measures/1.toml".into(), text });
    sources
}

// Runs a check on generated books and companies; the text of the measure is told with each failure.
fn on_generated_books(check: impl Fn(&RuleBook<'_>, &Answers, &mut TestRng) -> Result<(), String>) {
    let count = std::env::var("GENERATED_BOOKS").ok().and_then(|count| count.parse().ok()).unwrap_or(BOOKS);
    let mut checked = 0;
    for seed in 0..count {
        let rng = &mut TestRng::new(seed);
        let sources = sources(rng);
        // A rule that always or never holds is a mistake of the rule book.
        let Ok(compiled) = compile(&sources) else { continue };
        let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
        for _ in 0..COMPANIES {
            let answers = any_company(&book, rng);
            if let Err(broken) = check(&book, &answers, rng) {
                let measure = sources.last().map_or("", |source| source.text.as_str());
                panic!("book {seed}: {broken}\n{measure}{:#?}", described(&book, &answers));
            }
        }
        checked += 1;
    }
    assert!(checked * 3 >= count, "only {checked} of {count} books compile");
}

fn contains(outer: &Interval, inner: &Interval) -> bool {
    // No value at all, or an overflow, for which the range had no end either.
    if *inner == Interval::ENTIRE {
        return outer.undefined || outer.high.is_none();
    }
    let low = outer.low.is_none_or(|low| inner.low.is_some_and(|inner| low <= inner));
    let high = outer.high.is_none_or(|high| inner.high.is_some_and(|inner| inner <= high));
    low && high && (outer.undefined || !inner.undefined || outer.high.is_none())
}

#[test]
fn ranges_contain_the_value_of_every_completion() {
    on_generated_books(|book, answers, rng| {
        let before = Evaluator::new(book, answers);
        let complete = completed(book, answers, rng);
        let after = Evaluator::new(book, &complete);
        for (expr, node) in book.nodes.iter_enumerated() {
            let holds = if node.is_condition() {
                let (before, after) = (before.truth(expr, 0), after.truth(expr, 0));
                before == Truth::Unknown || before == after
            } else {
                contains(&before.range(expr, 0), &after.range(expr, 0))
            };
            if !holds {
                let ranges = (before.range(expr, 0), after.range(expr, 0));
                return Err(format!("{node:?}: {ranges:?} with {:#?}", described(book, &complete)));
            }
        }
        Ok(())
    });
}

#[test]
fn hidden_question_never_changes_the_result() {
    on_generated_books(|book, answers, rng| {
        let date = book.document.assess_on;
        let before = assess(book, answers, date);
        let view = Evaluator::new(book, answers);
        for (fact, known) in book.facts.iter_enumerated().filter(|(_, known)| known.kind != FactType::Date) {
            let slot = FactInstance::first(fact);
            if view.standing(fact, 0) != FactStatus::Askable || before.pending_questions.contains(&slot) {
                continue;
            }
            for _ in 0..6 {
                let answer = any_answer(known, rng);
                let mut more = answers.clone();
                more.set(book, fact, 0, Some(answer));
                let after = assess(book, &more, date);
                for (one, other) in before.outcomes.iter().zip(&after.outcomes) {
                    if (one.verdict, one.amount) != (other.verdict, other.amount) {
                        let (one, other) = ((one.verdict, one.amount), (other.verdict, other.amount));
                        return Err(format!("{} = {answer:?} is hidden: {one:?}, then {other:?}", known.id));
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn generated_amounts_are_often_exact() {
    let exact = std::cell::Cell::new(0);
    on_generated_books(|book, answers, rng| {
        let complete = completed(book, answers, rng);
        let view = Evaluator::new(book, &complete);
        let Payout::Amount(amount) = book.measures.iter().next().expect("the measure").promise else { return Ok(()) };
        exact.set(exact.get() + usize::from(view.range(amount, 0).as_point().is_some()));
        Ok(())
    });
    assert!(exact.get() > 500, "{}", exact.get());
}
