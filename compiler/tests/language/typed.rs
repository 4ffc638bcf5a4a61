//! The examples of answers as typed: the units, scales and usual ranges of LANGUAGE.md hold.

use super::{example_book, examples, figure};
use huiqi_compiler::compile;
use huiqi_engine::RuleBook;
use huiqi_engine::case::wanted;
use huiqi_engine::number_input::{Doubt, doubt, parse};

#[test]
fn documented_answers_are_read_and_asked_about() {
    let compiled = compile(&example_book()).expect("the example book");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    for (written, expected) in examples("typed") {
        let line = &format!("{written} => {expected}");
        let (fact, text) = written.split_once(": ").expect(line);
        let (value, asked) = expected.split_once(", asked ").unwrap_or((expected, ""));
        let fact = &book.facts[book.fact(fact).expect(line)];
        let wanted = wanted(&book, fact, fact.scale);
        let offered = doubt(text, wanted, None, fact.usual.map(|(low, high)| (low.0, high.0)));
        let expected: Vec<_> =
            asked.split(" or ").filter(|one| !one.is_empty()).map(|one| figure(&book, one.trim())).collect();
        assert_eq!(parse(text, wanted, None), Ok(figure(&book, value.trim())), "{line}");
        assert_eq!(offered.map(Doubt::values).unwrap_or_default(), expected, "{line}");
    }
}
