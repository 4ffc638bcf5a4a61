//! Properties of every assessment, checked on generated companies over the real rule book.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

#[path = "properties/changes.rs"]
mod changes;
#[path = "properties/company_facts.rs"]
mod company_facts;
#[path = "properties/kept.rs"]
mod kept;
#[path = "properties/world.rs"]
mod world;

use company_facts::{all_ticked, depends_on, described, open_slots};
use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Contribution, assumes_single_instance, shares};
use huiqi_engine::book::{FactId, GroupId, Measure, OptionSet, Payout};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::{Answer, Answers, Assessment, RuleBook, Verdict, assess};
use kept::{broken, is_no, most};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;
use world::{MOST_INSTANCES, Round, StaticBook, World, answers_to, slots, worlds};

// The real rule book, and two that have features it lacks: the example book of the language has gates before choices and
// before figures that cannot be 0, the book of shapes has tiers, steps and figures below 0.
fn binaries() -> &'static [Vec<u8>; 3] {
    static BINARIES: OnceLock<[Vec<u8>; 3]> = OnceLock::new();
    BINARIES.get_or_init(|| {
        ["../policies/jiaxing-2023-3", "../compiler/tests/language/book", "../tests/shapes"].map(|folder| {
            let sources =
                read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
            compile(&sources).expect("a rule book without mistakes").binary
        })
    })
}

fn books() -> &'static [RuleBook<'static>] {
    static BOOKS: OnceLock<Vec<RuleBook<'static>>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        binaries().iter().map(|binary| RuleBook::decode(binary).expect("what was just compiled")).collect()
    })
}

fn assessed(book: StaticBook, answers: &Answers) -> Assessment {
    assess(book, answers, book.document.assess_on)
}

fn companies() -> impl Strategy<Value = (StaticBook, World)> {
    companies_of(books().iter().collect())
}

fn companies_of(books: Vec<StaticBook>) -> impl Strategy<Value = (StaticBook, World)> {
    proptest::sample::select(books).prop_flat_map(|book| (Just(book), worlds(book)))
}

// A company with an answer to every question.
fn companies_that_reply() -> impl Strategy<Value = (StaticBook, World, Vec<(FactInstance, Answer)>)> {
    proptest::sample::select(books().iter().collect::<Vec<_>>())
        .prop_flat_map(|book| (Just(book), worlds(book), answers_to(book)))
}

// The assessment date is a parameter of the assessment: both sides of a comparison have the same one.
fn is_date(book: StaticBook, fact: FactId) -> bool {
    fact == book.document.date_fact
}

// One line per measure that breaks a guarantee.
fn all_broken(
    book: StaticBook,
    earlier: &Answers,
    later: &Answers,
    counts: impl Fn(&Measure<'_>) -> bool,
) -> Vec<String> {
    let (before, after) = (assessed(book, earlier), assessed(book, later));
    let outcomes = before.outcomes.iter().zip(&after.outcomes);
    let measures = book.measures.iter().zip(outcomes).filter(|(measure, _)| counts(measure));
    measures.filter_map(|(m, (one, other))| broken(one, other).map(|how| format!("{}: {how}", m.id))).collect()
}

// The environment variable `PROPTEST_CASES` sets a larger number of cases.
fn settings(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(100))]

    // More answers settle more verdicts and unsettle none; amounts and stakes only narrow.
    #[test]
    fn further_answers_keep_settled_verdicts((book, world) in companies()) {
        let first = world.first(book);
        let later = world.answer(book, &first, Round::Second, |FactInstance { fact, .. }| !is_date(book, fact));
        let broken = all_broken(book, &first, &later, |_| true);
        prop_assert!(broken.is_empty(), "{:#?}\nfirst {:#?}\nlater {:#?}", broken, described(book, &first), described(book, &later));
    }

    // An unticked concern is no reason for ineligibility: if it is ticked, the measure is open, and every other no
    // remains.
    #[test]
    fn unticked_concern_is_no_reason_for_ineligibility((book, world) in companies()) {
        let first = world.first(book);
        let Some(ticked) = all_ticked(book, &first) else { return Ok(()) };
        let (before, after) = (assessed(book, &first), assessed(book, &ticked));
        for (measure, (one, other)) in book.measures.iter().zip(before.outcomes.iter().zip(&after.outcomes)) {
            let fits = match one.verdict {
                Verdict::NotAsked => matches!(other.verdict, Verdict::Undecided | Verdict::Eligible),
                Verdict::Ineligible | Verdict::NotForYou | Verdict::OutOfForce => other.verdict == one.verdict,
                Verdict::Eligible | Verdict::Undecided => true,
            };
            let reasons = one.findings.iter().filter(|finding| finding.truth == Truth::False);
            let stay = reasons.into_iter().all(|reason| other.findings.contains(reason));
            prop_assert!(fits && stay, "{}: {:?}, then {:?}\nanswers {:#?}", measure.id, one, other, described(book, &first));
        }
    }

    // Facts that a measure does not list as missing cannot change it.
    #[test]
    fn measure_changes_only_with_its_missing_facts((book, world, replies) in companies_that_reply()) {
        let first = world.first(book);
        let before = assessed(book, &first);
        for slot in open_slots(book, &first) {
            if is_date(book, slot.fact) {
                continue;
            }
            let (_, reply) = replies.iter().find(|(candidate, _)| *candidate == slot).expect("an answer for every slot");
            let mut more = first.clone();
            more.set(book, slot.fact, slot.instance, Some(*reply));
            let after = assessed(book, &more);
            for (at, measure) in book.measures.iter_enumerated() {
                let (one, other) = (&before.outcomes[at], &after.outcomes[at]);
                let settled = !matches!(one.verdict, Verdict::Eligible | Verdict::Undecided);
                if settled || one.missing.contains(&slot) {
                    continue;
                }
                // The figures of an instance with open conditions are asked only when the conditions hold; until then
                // they may narrow the amount from above.
                let same_amount = one.amount == other.amount || measure.group.is_some() && broken(one, other).is_none();
                prop_assert!(one.verdict == other.verdict && same_amount, "{} changed by {}[{}] = {:?}: {:?} {:?}, then {:?} {:?}\nanswers {:#?}", measure.id,
                    book.facts[slot.fact].id, slot.instance, reply, one.verdict, one.amount, other.verdict, other.amount,
                    described(book, &first));
            }
        }
    }

    // If no question is left, no answer changes a verdict or an exact amount.
    #[test]
    fn no_question_left_implies_final_outcome((book, world, replies) in companies_that_reply()) {
        let mut answers = world.first(book);
        let reply = |slot: FactInstance| replies.iter().find(|(candidate, _)| *candidate == slot).map(|(_, reply)| *reply);
        for _ in 0..slots(book).len() {
            let Some(slot) = assessed(book, &answers).pending_questions.first().copied() else { break };
            let given = reply(slot).expect("an answer for every slot");
            answers.set(book, slot.fact, slot.instance, Some(given));
        }
        let end = assessed(book, &answers);
        prop_assert!(end.pending_questions.is_empty());
        for slot in open_slots(book, &answers).into_iter().filter(|FactInstance { fact, .. }| !is_date(book, *fact)) {
            let mut more = answers.clone();
            more.set(book, slot.fact, slot.instance, reply(slot));
            let after = assessed(book, &more);
            for (measure, (one, other)) in book.measures.iter().zip(end.outcomes.iter().zip(&after.outcomes)) {
                let same = one.verdict == other.verdict && broken(one, other).is_none();
                prop_assert!(same || is_no(one, other), "{} changed by {}[{}] = {:?}: {:?}, then {:?}\nanswers {:#?}", measure.id,
                    book.facts[slot.fact].id, slot.instance, reply(slot), one.verdict, other.verdict, described(book, &answers));
            }
        }
    }

    // The order of the answers does not matter.
    #[test]
    fn answering_order_does_not_matter((book, world) in companies(), keys in prop::collection::vec(any::<u32>(), 256)) {
        let answers = world.first(book);
        let mut given: Vec<(FactInstance, Answer)> = slots(book)
            .into_iter()
            .filter_map(|slot| Some((slot, answers.get(book, slot.fact, slot.instance)?)))
            .collect();
        let slot_index = |slot: &FactInstance| slots(book).iter().position(|candidate| candidate == slot).unwrap_or_default();
        given.sort_by_key(|(slot, _)| keys[slot_index(slot) % keys.len()]);
        let mut shuffled = Answers::empty(book);
        for (FactInstance { fact, instance: at }, answer) in given {
            shuffled.set(book, fact, at, Some(answer));
        }
        for (group, count) in book.groups.ids().zip(&world.instances) {
            if let Some(count) = count {
                shuffled.set_instances(book, group, *count);
            }
        }
        prop_assert_eq!(assessed(book, &shuffled), assessed(book, &answers));
    }

    // Totals only narrow: the possible maximum is never exceeded.
    #[test]
    fn totals_stay_below_possible_maximum((book, world) in companies()) {
        let first = world.first(book);
        let later = world.answer(book, &first, Round::Second, |FactInstance { fact, .. }| !is_date(book, fact));
        let most = |answers: &Answers| most(&assessed(book, answers).totals);
        if let (Some(before), Some(after)) = (most(&first), most(&later)) {
            prop_assert!(after <= before, "{} became {}\nfirst {:#?}\nlater {:#?}", before, after,
                described(book, &first), described(book, &later));
        }
    }

    // The certain total never decreases, even when a measure appears for which it is open whether it is paid besides
    // another. Which of the two is exact may change.
    #[test]
    fn certain_total_never_decreases((book, world) in companies()) {
        let first = world.first(book);
        let later = world.answer(book, &first, Round::Second, |FactInstance { fact, .. }| !is_date(book, fact));
        let certain = |answers: &Answers| {
            let totals = assessed(book, answers).totals;
            [totals.exact + totals.assessed_low, totals.relief]
        };
        let (before, after) = (certain(&first), certain(&later));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "{:?} became {:?}\nfirst {:#?}\nlater {:#?}",
            before, after, described(book, &first), described(book, &later));
    }

    // At both ends, the total is at least each single payment, and at most the sum of all.
    #[test]
    fn total_is_at_least_each_payment((book, world) in companies()) {
        let answers = world.first(book);
        let assessment = assessed(book, &answers);
        let view = Evaluator::new(book, &answers);
        let totals = &assessment.totals;
        let low = totals.exact + totals.assessed_low;
        let high = totals.assessed_high.map(|high| totals.exact + high);
        let shares = shares(&view, &assessment.outcomes);
        let (mut lows, mut highs) = (Decimal::ZERO, Some(Decimal::ZERO));
        for (measure, (outcome, share)) in book.measures.iter().zip(assessment.outcomes.iter().zip(shares)) {
            let is_own = !measure.pool && !measure.kind.is_relief() && !matches!(share, Some(Contribution::Persons(_)));
            let Some(amount) = outcome.amount.filter(|_| is_own) else { continue };
            prop_assert!(amount.low <= low, "{}: {:?} of {}\n{:#?}", measure.id, amount, low, described(book, &answers));
            let below = match (amount.high, high) {
                (_, None) => true,
                (Some(one), Some(all)) => one <= all,
                (None, Some(_)) => false,
            };
            prop_assert!(below, "{}: {:?} of {:?}\n{:#?}", measure.id, amount, high, described(book, &answers));
            lows += amount.low;
            highs = highs.zip(amount.high).map(|(sum, one)| sum + one);
        }
        prop_assert!(low <= lows, "{} of {}", low, lows);
        prop_assert!(highs.is_none_or(|highs| high.is_some_and(|high| high <= highs)), "{:?} of {:?}", high, highs);
    }

    // Correcting a figure changes only what depends on it, directly or through a gate.
    #[test]
    fn corrected_answer_changes_only_dependent_measures((book, world, replies) in companies_that_reply()) {
        let first = world.first(book);
        let before = assessed(book, &first);
        for (FactInstance { fact, instance: at }, reply) in replies {
            let Some(original) = first.get(book, fact, at).filter(|original| matches!(original, Answer::Number(_)) && *original != reply) else { continue };
            let mut corrected = first.clone();
            corrected.set(book, fact, at, Some(reply));
            let after = assessed(book, &corrected);
            for (measure, (one, other)) in book.measures.iter().zip(before.outcomes.iter().zip(&after.outcomes)) {
                let same = one == other || depends_on(book, measure).contains(&fact);
                prop_assert!(same, "{} changed by {}[{}]: {:?} became {:?}\nanswers {:#?}", measure.id, book.facts[fact].id, at,
                    original, reply, described(book, &first));
            }
        }
    }

    // A group without an answer is assumed to have one instance. With several instances, only measures flagged with
    // this assumption may exceed the possible maximum.
    #[test]
    fn more_instances_exceed_only_single_instance_bounds((book, world) in companies()) {
        let first = world.first(book);
        let unsaid = |group: &GroupId| first.instances(*group).is_none();
        let mut several = first.clone();
        for group in book.groups.ids().filter(unsaid) {
            several.set_instances(book, group, MOST_INSTANCES);
        }
        let later = world.answer(book, &several, Round::Second, |FactInstance { fact, .. }| !is_date(book, fact));
        let broken = all_broken(book, &first, &later, |measure| !assumes_single_instance(&first, measure));
        prop_assert!(broken.is_empty(), "{:#?}\nfirst {:#?}\nlater {:#?}", broken, described(book, &first), described(book, &later));
        let (before, after) = (assessed(book, &first).totals, assessed(book, &later).totals);
        if let (0, Some(most), Some(then)) = (before.single_instance_count, most(&before), most(&after)) {
            prop_assert!(then <= most, "{} became {}\nfirst {:#?}\nlater {:#?}", most, then, described(book, &first), described(book, &later));
        }
    }
}

fn anything_at_all() -> impl Strategy<Value = Answer> {
    let extremes = vec![
        Decimal::MAX,
        Decimal::MIN,
        Decimal::ZERO,
        Decimal::new(1, 28),
        Decimal::new(-1, 28),
        Decimal::from(u64::MAX),
        Decimal::from_parts(u32::MAX, u32::MAX, u32::MAX, false, 28),
        Decimal::from_parts(u32::MAX, u32::MAX, u32::MAX, true, 14),
    ];
    let number = prop_oneof![
        proptest::sample::select(extremes),
        (any::<i64>(), 0u32..=28).prop_map(|(digits, scale)| Decimal::new(digits, scale))
    ];
    prop_oneof![
        4 => number.prop_map(Answer::Number),
        1 => any::<bool>().prop_map(Answer::YesNo),
        1 => any::<u8>().prop_map(Answer::Choice),
        1 => any::<u128>().prop_map(|bits| Answer::Several(OptionSet(bits))),
        1 => (1900u32..3000, 1u32..13).prop_map(|(year, month)| Answer::Date(Date::new(year, month, 1).unwrap_or(Date::FIRST))),
        1 => Just(Answer::Unsure),
    ]
}

// Amounts are ordered, never negative, and never above the cap.
fn check_amounts(book: StaticBook, answers: &Answers) -> Result<(), TestCaseError> {
    let view = Evaluator::new(book, answers);
    for (measure, outcome) in book.measures.iter().zip(assessed(book, answers).outcomes) {
        let Some(amount) = outcome.amount else { continue };
        prop_assert!(matches!(measure.promise, Payout::Amount(_)));
        prop_assert!(amount.low >= Decimal::ZERO, "{}: {:?}", measure.id, amount);
        prop_assert!(amount.high.is_none_or(|high| amount.low <= high), "{}: {:?}", measure.id, amount);
        let Some(cap) = &measure.cap else { continue };
        let all = measure.group.map_or(1, |group| view.instances(group));
        let times = if cap.scope.holds_for_each() { all } else { 1 };
        // A cap that may not apply gives no upper bound.
        let limits: Option<Vec<Decimal>> = (0..times).map(|instance| view.range(cap.at_most, instance).high).collect();
        let Some(most) = limits.map(|limits| limits.into_iter().sum::<Decimal>()) else { continue };
        prop_assert!(amount.high.is_some_and(|high| high <= most), "{}: {:?} above {}", measure.id, amount, most);
    }
    Ok(())
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn amounts_stay_between_zero_and_cap((book, world) in companies()) {
        check_amounts(book, &world.first(book))?;
    }

    // Answers of the wrong type, nonexistent options and extreme figures never cause a panic.
    #[test]
    fn arbitrary_answers_never_panic(
        answers in prop::collection::vec((any::<prop::sample::Index>(), anything_at_all()), 0..80),
        (book, world) in companies(),
    ) {
        let all = slots(book);
        let mut strange = world.first(book);
        for (index, answer) in answers {
            let FactInstance { fact, instance } = all[index.index(all.len())];
            strange.set(book, fact, instance, Some(answer));
        }
        check_amounts(book, &strange)?;
    }

    // A damaged binary is rejected, or is a valid book that can be assessed.
    #[test]
    fn damaged_binary_never_panics(
        cut in prop::option::weighted(0.3, any::<prop::sample::Index>()),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut bytes = binaries()[0].clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(book) = RuleBook::decode(&bytes) {
            assess(&book, &Answers::empty(&book), book.document.assess_on);
        }
    }
}

#[test]
fn binary_round_trip() {
    for (book, binary) in books().iter().zip(binaries()) {
        let again = book.encode().expect("memory");
        assert_eq!(&again, binary);
        assert_eq!(&RuleBook::decode(&again).expect("what was just written"), book);
    }
}

#[test]
fn truncated_binary_is_rejected() {
    let binary = &binaries()[0];
    for end in (0..binary.len()).step_by(97) {
        assert!(RuleBook::decode(&binary[..end]).is_err(), "cut at {end}");
    }
}
