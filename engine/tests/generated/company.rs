//! Random answers, near the figures that generated rules use.

use huiqi_engine::book::{Fact, FactType, OptionSet, RuleBook};
use huiqi_engine::evaluate::{Evaluator, FactStatus};
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers};
use rust_decimal::Decimal;

/// An answer that the question accepts.
pub fn any_answer(fact: &Fact<'_>, rng: &mut TestRng) -> Answer {
    let options = fact.options.len();
    match fact.kind {
        FactType::Bool => Answer::YesNo(rng.chance(50)),
        FactType::Choice => Answer::Choice(u8::try_from(rng.gen_range(options)).expect("an option")),
        FactType::MultiChoice => {
            let ticked = (0..options).filter(|_| rng.chance(50)).map(OptionSet::one);
            Answer::Several(ticked.fold(OptionSet::NONE, OptionSet::union))
        }
        FactType::Date => Answer::Unsure,
        FactType::Money | FactType::Ratio | FactType::Number(_) => Answer::Number(any_figure(fact, rng)),
    }
}

// The ends of the range, figures near the thresholds, and figures of any magnitude.
fn any_figure(fact: &Fact<'_>, rng: &mut TestRng) -> Decimal {
    let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    let near = [0, 1, 3, 10, 50, 200_000, 1_000_000, 2_000_000, 100_000_000];
    let mut figure = match rng.gen_range(8) {
        0 => low,
        1 => high,
        2 => Decimal::new(i64::try_from(rng.gen_range(100_000_000_000)).expect("small"), 2),
        3 => Decimal::from(near[rng.gen_range(near.len())]) + Decimal::new(1, 2),
        _ => Decimal::from(near[rng.gen_range(near.len())]),
    };
    if low.is_sign_negative() && rng.chance(50) {
        figure = -figure;
    }
    figure.clamp(low, high)
}

/// A company that left some questions open and answered some with 不清楚.
pub fn any_company(book: &RuleBook<'_>, rng: &mut TestRng) -> Answers {
    let mut answers = Answers::empty(book);
    let (answered, unsure) = ([30, 60, 90][rng.gen_range(3)], [0, 20, 50][rng.gen_range(3)]);
    for (ix, fact) in book.facts.iter_enumerated() {
        if fact.id == "applicant" {
            answers.set(book, ix, 0, Some(Answer::Choice(0)));
        } else if fact.kind != FactType::Date && rng.chance(answered) {
            let answer = if rng.chance(unsure) { Answer::Unsure } else { any_answer(fact, rng) };
            answers.set(book, ix, 0, Some(answer));
        }
    }
    answers
}

/// The same company when it knows everything: open questions that are asked, and those answered with 不清楚.
pub fn completed(book: &RuleBook<'_>, answers: &Answers, rng: &mut TestRng) -> Answers {
    let mut all = answers.clone();
    for (ix, fact) in book.facts.iter_enumerated() {
        let standing = Evaluator::new(book, &all).standing(ix, 0);
        if matches!(standing, FactStatus::Askable | FactStatus::Unsure | FactStatus::Blocked) {
            all.set(book, ix, 0, Some(any_answer(fact, rng)));
        }
    }
    all
}

/// The answers, by the ids of the facts.
pub fn described(book: &RuleBook<'_>, answers: &Answers) -> Vec<String> {
    let given = book.facts.iter_enumerated().filter_map(|(ix, fact)| Some((fact.id, answers.get(book, ix, 0)?)));
    given.map(|(id, answer)| format!("{id} = {answer:?}")).collect()
}
