//! What decides undecided measures: each is in one group, and a group waits for what it says.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Decider, by_decider};
use huiqi_engine::evaluate::{Evaluator, FactStatus};
use huiqi_engine::message::chinese;
use huiqi_engine::{Answers, RuleBook, Verdict, assess, case};
use std::path::Path;

fn with_book(check: impl FnOnce(&RuleBook<'_>)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
    let compiled = compile(&read_folder(&folder, "jiaxing").expect("a rule book")).expect("no mistakes");
    check(&RuleBook::decode(&compiled.binary).expect("what was just compiled"));
}

// The answers of every example, cut off after each fact.
fn begun(book: &RuleBook<'_>) -> Vec<Answers> {
    let mut all = vec![Answers::empty(book)];
    for example in &book.examples {
        let whole = case::read(book, example).expect("an example").answers;
        for step in [5, 20, 60] {
            let mut answers = whole.clone();
            for (fact, known) in book.facts.iter_enumerated().skip(step) {
                let instances = known.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(1));
                (0..instances).for_each(|instance| answers.set(book, fact, instance, None));
            }
            all.push(answers);
        }
        all.push(whole);
    }
    all
}

#[test]
fn each_undecided_measure_is_in_one_group() {
    with_book(|book| {
        for answers in begun(book) {
            let assessment = assess(book, &answers, book.document.assess_on);
            let view = Evaluator::new(book, &answers);
            let groups = by_decider(&view, &assessment);
            let mut grouped: Vec<_> = groups.iter().flat_map(|group| group.measures.iter().copied()).collect();
            grouped.sort_unstable();
            let outcomes = assessment.outcomes.iter_enumerated();
            let undecided: Vec<_> =
                outcomes.filter(|(_, outcome)| outcome.verdict == Verdict::Undecided).map(|(ix, _)| ix).collect();
            assert_eq!(grouped, undecided);
            for group in &groups {
                for ix in &group.measures {
                    let missing = &assessment.outcomes[*ix].missing;
                    match group.decider {
                        Decider::Answer(question) => {
                            assert!(missing.contains(&question) && assessment.pending_questions.contains(&question));
                        }
                        Decider::Unsure(question) => {
                            assert!(missing.contains(&question));
                            assert_eq!(view.standing(question.fact, question.instance), FactStatus::Unsure);
                        }
                        Decider::Department => {
                            let says = chinese().enquiry(&view, &assessment, *ix);
                            assert!(says.is_some_and(|says| says.contains("？")), "what to ask");
                        }
                    }
                }
            }
        }
    });
}
