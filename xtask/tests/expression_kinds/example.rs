//! The rule book that contains every kind of expression, and companies with any answers to its questions.

use huiqi_engine::book::{Fact, FactType, Node, OptionSet, RuleBook};
use huiqi_engine::evaluate::{Evaluator, FactStatus};
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers};
use rust_decimal::Decimal;
use xtask::book::RuleBookFolder;

/// Its folder.
pub const FOLDER: &str = "compiler/tests/language/book";
const COMPANIES: u64 = 400;

/// The compiled rule book.
pub fn open() -> RuleBookFolder {
    RuleBookFolder::open(&xtask::root().join(FOLDER)).unwrap()
}

/// Runs a test with the rule book.
pub fn with_book<T>(test: impl FnOnce(RuleBook<'_>) -> T) -> T {
    let opened = open();
    let book = opened.book();
    test(book.expect("engine/src/book/binary.rs decodes every kind of expression that the compiler writes"))
}

/// The name of the kind of a node.
pub fn kind(node: &Node) -> String {
    let debug = format!("{node:?}");
    debug.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// Companies that answered every question they are asked, each with an earlier state with some of the answers.
pub fn companies(book: &RuleBook<'_>) -> Vec<(Answers, Answers)> {
    (0..COMPANIES).map(|seed| company(book, &mut TestRng::new(seed))).collect()
}

fn company(book: &RuleBook<'_>, rng: &mut TestRng) -> (Answers, Answers) {
    let mut all = Answers::empty(book);
    book.groups.ids().for_each(|group| all.set_instances(book, group, 1));
    let mut some = all.clone();
    let share = [20, 50, 80][rng.gen_range(3)];
    // The questions that decide whether another is asked precede it.
    for (ix, fact) in book.facts.iter_enumerated() {
        if Evaluator::new(book, &all).is_closed(ix, 0) {
            continue;
        }
        let answer = Some(any(fact, rng));
        all.set(book, ix, 0, answer);
        if rng.chance(share) && Evaluator::new(book, &some).standing(ix, 0) == FactStatus::Askable {
            some.set(book, ix, 0, answer);
        }
    }
    (all, some)
}

fn any(fact: &Fact<'_>, rng: &mut TestRng) -> Answer {
    let options = fact.options.len();
    match fact.kind {
        FactType::Bool => Answer::YesNo(rng.chance(50)),
        FactType::Choice => Answer::Choice(u8::try_from(rng.gen_range(options)).unwrap()),
        FactType::MultiChoice => {
            let ticked = (0..options).filter(|_| rng.chance(50)).map(OptionSet::one);
            Answer::Several(ticked.fold(OptionSet::NONE, OptionSet::union))
        }
        FactType::Money | FactType::Ratio | FactType::Number(_) => Answer::Number(figure(fact, rng)),
        FactType::Date => Answer::Unsure,
    }
}

// Of any magnitude, with two decimals: rounding and thresholds matter.
fn figure(fact: &Fact<'_>, rng: &mut TestRng) -> Decimal {
    let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    let most = 10_usize.pow(2 + u32::try_from(rng.gen_range(10)).unwrap());
    let hundredths = i64::try_from(rng.gen_range(most)).unwrap();
    (low + Decimal::new(hundredths, 2)).min(high)
}
