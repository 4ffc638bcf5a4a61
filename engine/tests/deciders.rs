//! What decides undecided measures: each is in one group, and a group waits for what it says.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::cases::{self, WorkedCase};
use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Decider, Tie, beside, by_decider, decider_of};
use huiqi_engine::book::MeasureId;
use huiqi_engine::evaluate::{Evaluator, FactStatus};
use huiqi_engine::message::chinese;
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::{Answers, Assessment, RuleBook, Verdict, assess, case};
use std::path::Path;

// The rule book of the app, and its worked cases.
fn with_book(check: impl FnOnce(&RuleBook<'_>, &[WorkedCase])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
    let sources = read_folder(&folder, "policies/jiaxing-2023-3").expect("a rule book");
    let compiled = compile(&sources).expect("no mistakes");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let worked = cases::read(&book, &sources).unwrap_or_else(|problems| panic!("{problems:?}"));
    check(&book, &worked);
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

// What is asked names an open condition, or the date if the period is open.
fn assert_asks_what_is_open(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) {
    let measure = &view.book.measures[ix];
    let says = chinese().enquiry(view, assessment, ix).expect("what to ask");
    let open = assessment.outcomes[ix].findings.iter().filter(|finding| finding.truth == Truth::Unknown);
    let mut open: Vec<String> = open.map(|finding| chinese().finding(view, finding).condition).collect();
    if measure.applies_on(assessment.date) == Truth::Unknown {
        open.push(chinese().date(assessment.date));
    }
    assert!(!open.is_empty() && open.iter().all(|part| says.contains(part)), "{}: {says} {open:?}", measure.id);
}

#[test]
fn open_period_is_asked_by_its_date() {
    with_book(|book, worked| {
        let mut asked = 0;
        for case in worked {
            let day = Date::new(2024, 1, 1).expect("a day");
            let assessment = assess(book, &case.answers, day);
            let view = Evaluator::new(book, &case.answers);
            for (ix, outcome) in assessment.outcomes.iter_enumerated() {
                if outcome.verdict == Verdict::Undecided
                    && decider_of(&view, &assessment, outcome) == Decider::Department
                {
                    assert_asks_what_is_open(&view, &assessment, ix);
                    asked += 1;
                }
            }
        }
        assert!(asked > 0);
    });
}

// Ties are not transitive: each pair is named, and by one measure only.
#[test]
fn each_silent_tie_is_asked_about_once() {
    with_book(|book, worked| {
        let mut ties = 0;
        for case in worked {
            let assessment = assess(book, &case.answers, case.date);
            let view = Evaluator::new(book, &case.answers);
            for ix in book.measures.ids() {
                for other in beside(&view, &assessment.outcomes, ix) {
                    if other.tie != Tie::Perhaps || !other.missing.is_empty() {
                        continue;
                    }
                    let names = |one: MeasureId, two: MeasureId| {
                        let says = chinese().enquiry(&view, &assessment, one).unwrap_or_default();
                        says.contains(book.measures[two].title)
                    };
                    let (first, second) = (ix.min(other.measure), ix.max(other.measure));
                    assert!(names(first, second), "{} beside {}", book.measures[first].id, book.measures[second].id);
                    assert!(!names(second, first), "{} again", book.measures[second].id);
                    ties += 1;
                }
            }
        }
        assert!(ties > 0);
    });
}

#[test]
fn each_undecided_measure_is_in_one_group() {
    with_book(|book, _| {
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
                        Decider::Department => assert_asks_what_is_open(&view, &assessment, *ix),
                    }
                }
            }
        }
    });
}
