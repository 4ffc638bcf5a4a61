//! Curves: the sum over one figure. Jumps are exact to the step of the figure, and every point is what the rules give.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::DependencyGraph;
use huiqi_engine::book::{FactId, FactType};
use huiqi_engine::curve::{CurveSum, VariedFigure};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::{Answer, Answers, RuleBook, assess, case};
use rust_decimal::{Decimal, RoundingStrategy};
use std::path::Path;

fn with_book(check: impl FnOnce(&RuleBook<'_>, &DependencyGraph)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
    let compiled = compile(&read_folder(&folder, "jiaxing").expect("a rule book")).expect("no mistakes");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let graph = DependencyGraph::new(&book);
    check(&book, &graph);
}

fn example(book: &RuleBook<'_>) -> Answers {
    case::read(book, book.examples[0]).expect("an example").answers
}

fn yuan(figure: i64) -> Decimal {
    Decimal::from(figure)
}

#[test]
fn jumps_and_points_are_what_the_rules_give() {
    with_book(|book, graph| {
        let answers = book.examples.iter().map(|text| case::read(book, text).expect("an example").answers);
        let fact = book.fact("rd_expense_cur").expect("a fact");
        let date = book.document.assess_on;
        let mut located = 0;
        for answers in answers {
            let question = FactInstance::first(fact);
            let mut varied = VariedFigure::new(book, graph, (answers.clone(), date), question);
            let Some(curve) = varied.curve((Decimal::ZERO, yuan(60_000_000))) else { continue };
            assert_eq!(curve.sum, CurveSum::Exact);
            let sum = |figure: Decimal| {
                let mut answers = answers.clone();
                answers.set(book, fact, 0, Some(Answer::Number(figure)));
                assess(book, &answers, date).totals.exact
            };
            for (figure, expected) in &curve.points {
                assert_eq!(sum(*figure), *expected, "{figure}");
            }
            for jump in &curve.jumps {
                located += 1;
                assert_eq!((sum(jump.at - Decimal::new(1, 2)), sum(jump.at)), jump.sums, "{}", jump.at);
                assert!(!jump.measures.is_empty());
            }
        }
        assert!(located > 0);
    });
}

// The machine-tool maker spent 10,000,000 the year before: 15 % more are 11,500,000, and 10 % of the increase 150,000.
#[test]
fn threshold_of_rd_growth_is_a_jump() {
    with_book(|book, graph| {
        let fact = book.fact("rd_expense_cur").expect("a fact");
        let answers = example(book);
        let date = book.document.assess_on;
        let range = (Decimal::ZERO, yuan(60_000_000));
        let curve = VariedFigure::new(book, graph, (answers, date), FactInstance::first(fact)).curve(range);
        let curve = curve.expect("the sum depends on it");
        let growth = book.measures.position(|measure| measure.id == "12-1").expect("a measure");
        let jump = curve.jumps.iter().find(|jump| jump.measures.contains(&growth)).expect("a jump");
        assert_eq!(jump.at, yuan(11_500_000));
        assert_eq!(jump.sums.1 - jump.sums.0, yuan(150_000));
    });
}

// Where a measure is decided otherwise between two points that no jump separates, the sum does not jump.
#[test]
fn no_jump_of_a_money_figure_is_missed() {
    with_book(|book, graph| {
        let date = book.document.assess_on;
        let fen = Decimal::new(1, 2);
        let mut curves = 0;
        for text in &book.examples {
            let answers = case::read(book, text).expect("an example").answers;
            let is_money =
                |fact: &&FactId| book.facts[**fact].kind == FactType::Money && book.facts[**fact].group.is_none();
            for fact in book.facts.ids().collect::<Vec<_>>().iter().filter(is_money) {
                let at = |figure: Decimal| {
                    let mut answers = answers.clone();
                    answers.set(book, *fact, 0, Some(Answer::Number(figure)));
                    assess(book, &answers, date)
                };
                let mut varied = VariedFigure::new(book, graph, (answers.clone(), date), FactInstance::first(*fact));
                let Some(curve) = varied.curve((Decimal::ZERO, yuan(2_000_000_000))) else { continue };
                curves += 1;
                for pair in curve.points.windows(2) {
                    let (mut low, mut high) = (pair[0].0, pair[1].0);
                    let verdicts =
                        |figure| at(figure).outcomes.iter().map(|outcome| outcome.verdict).collect::<Vec<_>>();
                    let first = verdicts(low);
                    if curve.jumps.iter().any(|jump| jump.at == high) || verdicts(high) == first {
                        continue;
                    }
                    while high - low > fen {
                        let middle = ((low + high) / Decimal::TWO).round_dp_with_strategy(2, RoundingStrategy::ToZero);
                        if verdicts(middle) == first { low = middle } else { high = middle }
                    }
                    let [before, after] = [low, high].map(|figure| at(figure).totals.exact);
                    assert!(
                        (after - before).abs() <= Decimal::ONE,
                        "{}: {before} to {after} at {high}",
                        book.facts[*fact].id
                    );
                }
            }
        }
        assert!(curves > 3, "{curves}");
    });
}

#[test]
fn sum_that_does_not_depend_has_no_curve() {
    with_book(|book, graph| {
        let fact = book.fact("rd_expense_cur").expect("a fact");
        let answers = Answers::empty(book);
        let date = book.document.assess_on;
        let curve =
            VariedFigure::new(book, graph, (answers, date), FactInstance::first(fact)).curve((yuan(0), yuan(9)));
        assert_eq!(curve, None);
    });
}
