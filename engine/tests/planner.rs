//! The questionnaire, run by a thousand companies of all kinds: every asked question can matter, none is missing, the
//! number of remaining questions is an upper bound, and the order does not matter.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and says its figures"
)]

#[path = "planner/applicant_profiles.rs"]
mod applicant_profiles;
#[path = "planner/company.rs"]
mod company;
#[path = "properties/kept.rs"]
mod kept;
#[path = "planner/removals.rs"]
mod removals;
#[path = "planner/witness.rs"]
mod witness;

use applicant_profiles::{APPLICANT_PROFILES, ApplicantProfile};
use company::{Manner, company, complete};
use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Amount, Assessment, Totals};
use huiqi_engine::book::OptionSet;
use huiqi_engine::case::{Case, link};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers, RuleBook, Verdict, assess};
use rust_decimal::Decimal;
use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;
use witness::Witness;

const OF_EACH_KIND: u64 = 50;
// The number of digits that fits a QR code of 30 mm; see the tests of the app's `qr`.
const LARGEST_REALISTIC: usize = 400;

fn book() -> &'static RuleBook<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let binary = BINARY.get_or_init(|| {
            let folder = "../policies/jiaxing-2023-3";
            let sources =
                read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
            compile(&sources).expect("a rule book without mistakes").binary
        });
        RuleBook::decode(binary).expect("what was just compiled")
    })
}

// Every company with its kind and its true answers.
fn companies() -> &'static [(&'static ApplicantProfile, Answers)] {
    static COMPANIES: OnceLock<Vec<(&'static ApplicantProfile, Answers)>> = OnceLock::new();
    COMPANIES.get_or_init(|| {
        let of_kind = |(place, kind): (u64, &'static ApplicantProfile)| {
            (0..OF_EACH_KIND).map(move |no| (kind, company(book(), kind, &mut TestRng::new(place << 32 | no))))
        };
        (0..).zip(&APPLICANT_PROFILES).flat_map(of_kind).collect()
    })
}

fn assessed(answers: &Answers) -> Assessment {
    assess(book(), answers, book().document.assess_on)
}

/// The promised verdict and amount of each measure.
type Promised = Vec<(Verdict, Option<Amount>)>;

fn promised(assessment: &Assessment) -> Promised {
    let no = |verdict| match verdict {
        // If there are several reasons for a no, the order decides which one is found first.
        Verdict::NotForYou | Verdict::NotAsked => Verdict::Ineligible,
        other => other,
    };
    assessment.outcomes.iter().map(|outcome| (no(outcome.verdict), outcome.amount)).collect()
}

// One run of the questionnaire: the asked questions, and the state at each.
struct QuestionnaireRun {
    asked: Vec<FactInstance>,
    left: Vec<usize>,
    answers: Answers,
    end: Assessment,
}

// Asks the questions that `choose` picks until none is left, and answers truthfully. `before` sees the answers before
// each question.
fn walk(
    truth: &Answers,
    mut choose: impl FnMut(&[FactInstance]) -> usize,
    mut before: impl FnMut(&Answers, FactInstance),
) -> QuestionnaireRun {
    let mut answers = Answers::empty(book());
    let (mut asked, mut left) = (Vec::new(), Vec::new());
    loop {
        let assessment = assessed(&answers);
        left.push(assessment.max_remaining);
        let Some(slot) = assessment.pending_questions.get(choose(&assessment.pending_questions)).copied() else {
            return QuestionnaireRun { asked, left, answers, end: assessment };
        };
        before(&answers, slot);
        assert!(!asked.contains(&slot), "{} is asked twice", named(slot));
        asked.push(slot);
        let FactInstance { fact, instance } = slot;
        // The first question of a repeated group also answers the number of instances, which may be zero.
        if let Some((group, _)) = book().facts[fact].group
            && answers.instances(group).is_none()
        {
            let count = truth.instances(group).expect("every group is known");
            answers.set_instances(book(), group, count);
            let more = count.saturating_sub(1) * book().group_facts(group).count();
            // A further card is added by the company, so it raises the bounds.
            left.iter_mut().for_each(|bound| *bound += more);
            if count == 0 {
                continue;
            }
        }
        let answer = truth.get(book(), fact, instance);
        assert!(answer.is_some(), "{} is asked though its gate is closed", named(slot));
        answers.set(book(), fact, instance, answer);
    }
}

// The run of every company that always answers the first question.
fn walks() -> &'static [(&'static ApplicantProfile, &'static Answers, QuestionnaireRun)] {
    static WALKS: OnceLock<Vec<(&'static ApplicantProfile, &'static Answers, QuestionnaireRun)>> = OnceLock::new();
    WALKS
        .get_or_init(|| companies().iter().map(|(kind, truth)| (*kind, truth, walk(truth, |_| 0, |_, _| {}))).collect())
}

fn named(FactInstance { fact, instance }: FactInstance) -> String {
    format!("{}[{instance}]", book().facts[fact].id)
}

#[test]
fn asked_questions_can_change_an_outcome() {
    let mut witness = Witness::new(book());
    let (mut in_vain, mut all, mut after_unsure) = (Vec::new(), 0_usize, 0_usize);
    for (kind, truth) in companies() {
        walk(
            truth,
            |_| 0,
            |answers, slot| {
                all += 1;
                if witness.matters(answers, slot) {
                    return;
                }
                let answers_text = answers_text(answers);
                // Beside a figure that is 不清楚 another one rarely decides a comparison; this case is not examined.
                after_unsure += usize::from(answers_text.contains("Unsure"));
                if !answers_text.contains("Unsure") {
                    in_vain.push(format!("{}: {} after {answers_text}", kind.name, named(slot)));
                }
            },
        );
    }
    println!("{all} questions, {after_unsure} in vain because something else is 不清楚");
    assert!(
        in_vain.is_empty(),
        "{} questions in vain:\n{}",
        in_vain.len(),
        in_vain[..in_vain.len().min(20)].join("\n")
    );
    assert!(after_unsure * 1000 <= all, "{after_unsure} of {all} questions in vain");
}

fn answers_text(answers: &Answers) -> String {
    let mut text = String::new();
    for (ix, fact) in book().facts.iter_enumerated() {
        for instance in 0..fact.group.map_or(1, |_| 2) {
            if let Some(answer) = answers.get(book(), ix, instance) {
                write!(text, "{} {answer:?}, ", fact.id).expect("text");
            }
        }
    }
    text
}

#[test]
fn no_pending_questions_implies_final_outcome() {
    for (number, (kind, _, end)) in (0..).zip(walks()) {
        let mut random = TestRng::new(number);
        for held in [None, Some(25), Some(90)] {
            let mut later = end.answers.clone();
            for group in book().groups.ids() {
                if later.instances(group).is_none() {
                    later.set_instances(book(), group, random.gen_range(3));
                }
            }
            complete(
                book(),
                &mut later,
                &Manner { kind: None, unsure: 5, held, extreme: false, only: None },
                random.gen_range(1 << 40),
            );
            let after = assessed(&later);
            for (measure, (one, other)) in book().measures.iter().zip(promised(&end.end).iter().zip(&promised(&after)))
            {
                assert_eq!(
                    one,
                    other,
                    "{}: {} changed\n{}\nthen {}",
                    kind.name,
                    measure.id,
                    answers_text(&end.answers),
                    answers_text(&later)
                );
            }
        }
    }
}

#[test]
fn remaining_question_count_is_a_decreasing_bound() {
    for (kind, _, walk) in walks() {
        for (index, pair) in walk.left.windows(2).enumerate() {
            assert!(
                pair[1] <= pair[0],
                "{}: {} left, {} after {}",
                kind.name,
                pair[0],
                pair[1],
                named(walk.asked[index])
            );
        }
        for (index, left) in walk.left.iter().enumerate() {
            assert!(walk.asked.len() - index <= *left, "{}: {left} left, {} came", kind.name, walk.asked.len() - index);
        }
        assert_eq!(walk.left.last(), Some(&0), "{}", kind.name);
    }
}

#[test]
fn question_order_does_not_matter() {
    for (number, (kind, truth, usual)) in (0..).zip(walks()) {
        let mut random = TestRng::new(number);
        let other = walk(truth, |next| random.gen_range(next.len().max(1)), |_, _| {});
        for (measure, (one, other)) in
            book().measures.iter().zip(promised(&usual.end).iter().zip(&promised(&other.end)))
        {
            assert_eq!(one, other, "{}: {} depends on the order", kind.name, measure.id);
        }
        // The possible additions of undecided measures depend on how many questions were asked about them.
        let settled = |end: &Assessment| Totals { possible: Decimal::ZERO, endless: 0, ..end.totals.clone() };
        assert_eq!(settled(&usual.end), settled(&other.end), "{}", kind.name);
    }
}

// Bounds only narrow: no answer reduces the certain total or raises the possible maximum, unless it adds a further
// card.
#[test]
fn totals_narrow_monotonically() {
    let book = book();
    let most = |totals: &Totals| {
        let sum = totals.exact + totals.assessed_high? + totals.relief_high? + totals.persons_high + totals.possible;
        (totals.endless == 0).then_some(sum)
    };
    for (kind, truth, _) in walks().iter().step_by(4) {
        let mut before: Option<(Totals, FactInstance)> = None;
        walk(
            truth,
            |_| 0,
            |answers, slot| {
                let now = assessed(answers).totals;
                if let Some((earlier, asked)) = before.take() {
                    let (was, is) = (earlier.exact + earlier.assessed_low, now.exact + now.assessed_low);
                    assert!(was <= is, "{}: {was} was certain, {is} after {}", kind.name, named(asked));
                    if let (Some(was), Some(is)) = (most(&earlier), most(&now)) {
                        assert!(is <= was, "{}: {was} at most, {is} after {}", kind.name, named(asked));
                    }
                }
                let group = book.facts[slot.fact].group;
                let adds = group.is_some_and(|(group, _)| answers.instances(group).is_none());
                before = (!adds).then_some((now, slot));
            },
        );
    }
}

// A concern that is not offered to an applicant must not close anything the applicant could get: with all offered
// concerns ticked, the possible maximum is the same as without an answer.
#[test]
fn unoffered_concern_closes_nothing() {
    let book = book();
    let fact = |id: &str| book.fact(id).expect("a fact of the rule book");
    let (concerns, industry) = (fact("concerns"), fact("industry_tags"));
    let kinds = book.facts[book.document.applicant_fact].options.len();
    let trades = book.facts[industry].options.len();
    for (applicant, trade) in (0..kinds).flat_map(|kind| (0..=trades).map(move |trade| (kind, trade))) {
        let mut open = Answers::empty(book);
        let option = u8::try_from(applicant).expect("some ten options");
        open.set(book, book.document.applicant_fact, 0, Some(Answer::Choice(option)));
        let held = if trade == trades { OptionSet::NONE } else { OptionSet::one(trade) };
        open.set(book, industry, 0, Some(Answer::Several(held)));
        let offered = company::offered(&Evaluator::new(book, &open), &book.facts[concerns], 0);
        let mut ticked = open.clone();
        ticked.set(book, concerns, 0, Some(Answer::Several(offered)));
        assert_eq!(
            promised(&assessed(&open)),
            promised(&assessed(&ticked)),
            "applicant {applicant}, trade {trade}: an option that is not offered closes something"
        );
    }
}

// The percentile of sorted numbers.
fn percentile(sorted: &[usize], percent: usize) -> usize {
    sorted[(sorted.len() - 1) * percent / 100]
}

#[test]
fn questionnaire_length_is_bounded() {
    let mut too_long = Vec::new();
    println!("{} questions in all", book().facts.len());
    for kind in &APPLICANT_PROFILES {
        let mut counts: Vec<usize> = Vec::new();
        let mut first = 0;
        let mut often = vec![0; book().facts.len()];
        for (_, _, walk) in walks().iter().filter(|(of, ..)| std::ptr::eq(*of, kind)) {
            counts.push(walk.asked.len());
            first = walk.left[1];
            walk.asked.iter().for_each(|FactInstance { fact, .. }| often[fact.index()] += 1);
        }
        counts.sort_unstable();
        let (median, most) = (percentile(&counts, 50), percentile(&counts, 90));
        println!("{}: median {median}, 90% {most}, at most {first} after the first question", kind.name);
        if std::env::var_os("PLANNER_SHOWS").is_some() {
            let question_counts = book().facts.iter().zip(&often).filter(|(_, times)| **times > 0);
            let question_counts: Vec<String> =
                question_counts.map(|(fact, times)| format!("{} {times}", fact.id)).collect();
            println!("    {}", question_counts.join(", "));
        }
        if kind.half_within.is_some_and(|most| median > most) {
            too_long.push(kind.name);
        }
    }
    assert!(too_long.is_empty(), "longer than before: {too_long:?}");
}

// The length of the link of a company that answered every question, as it saves its case: with a name and the rule
// book's fingerprint.
fn digits(answers: &Answers) -> usize {
    let name = Some("嘉兴市南湖区某某精密机械制造（集团）有限公司".to_owned());
    let fingerprint = Some(u64::MAX / 3);
    let date = book().document.assess_on;
    link::write(book(), &Case { name, date, fingerprint, answers: answers.clone() }).len()
}

#[test]
fn company_link_length_is_bounded() {
    let mut lengths: Vec<usize> = walks().iter().map(|(.., walk)| digits(&walk.answers)).collect();
    lengths.sort_unstable();
    let [median, most] = [50, 99].map(|percent| percentile(&lengths, percent));
    println!("digits of a link: median {median}, 99% {most}, longest {:?}", lengths.last());
    assert!(most <= LARGEST_REALISTIC, "{most} digits");
}
