//! The bounds of partial answers hold for the complete ones, whichever answers are removed.

use crate::applicant_profiles::APPLICANT_PROFILES;
use crate::company::{Manner, company, complete};
use crate::kept::{broken, most};
use crate::{answers_text, assessed, book};
use huiqi_engine::assess::{Totals, assumes_single_instance};
use huiqi_engine::book::FactId;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers, Assessment};
use rust_decimal::Decimal;

// The environment variable `REMOVAL_COMPANIES` sets a larger number.
const COMPANIES: u64 = 2000;
// The percentage of answers removed in each partial version of a company; 0: exactly one answer.
const LEFT_OUT: [usize; 5] = [0, 10, 30, 60, 90];

#[test]
fn full_answers_stay_within_partial_bounds() {
    let company_count = std::env::var("REMOVAL_COMPANIES").ok().and_then(|count| count.parse().ok());
    let mut left = Vec::new();
    for no in 0..company_count.unwrap_or(COMPANIES) {
        let mut random = TestRng::new(0x5eed << 32 | no);
        let full = full_answers(no, &mut random);
        let after = assessed(&full);
        for percent in LEFT_OUT {
            let partial = without_some(&full, percent, &mut random);
            let before = assessed(&partial);
            let ways = ways_left(&partial, &before, &after);
            if !ways.is_empty() {
                left.push(format!("{ways:#?}\npartial {}\nfull {}", answers_text(&partial), answers_text(&full)));
            }
        }
    }
    assert!(left.is_empty(), "{} times:\n{}", left.len(), left[..left.len().min(5)].join("\n\n"));
}

// Typical companies of every kind, and companies with many options and extreme figures.
fn full_answers(no: u64, random: &mut TestRng) -> Answers {
    let kinds = u64::try_from(APPLICANT_PROFILES.len()).expect("some kinds");
    let kind = &APPLICANT_PROFILES[usize::try_from(no % kinds).expect("some kinds")];
    if no.is_multiple_of(3) {
        return company(book(), kind, random);
    }
    let mut full = Answers::empty(book());
    let applicant = book().document.applicant_fact;
    let mut options = book().facts[applicant].options.iter();
    let option = options.position(|option| option.id == kind.applicant).expect("a kind of applicant");
    let answer = Answer::Choice(u8::try_from(option).expect("some ten options"));
    full.set(book(), applicant, 0, Some(answer));
    for group in book().groups.ids() {
        full.set_instances(book(), group, random.gen_range(3));
    }
    let manner =
        Manner { kind: Some(kind), unsure: 5, held: Some([15, 40][random.gen_range(2)]), extreme: true, only: None };
    complete(book(), &mut full, &manner, random.gen_range(1 << 40));
    full
}

fn without_some(full: &Answers, percent: usize, random: &mut TestRng) -> Answers {
    let mut partial = full.clone();
    let answered = answered(full);
    if percent == 0 {
        let FactInstance { fact, instance } = answered[random.gen_range(answered.len())];
        partial.set(book(), fact, instance, None);
        return partial;
    }
    for FactInstance { fact, instance } in answered {
        if random.chance(percent) {
            partial.set(book(), fact, instance, None);
        }
    }
    for group in book().groups.ids() {
        if random.chance(percent / 3) {
            partial.clear_instances(group);
        }
    }
    partial
}

fn answered(answers: &Answers) -> Vec<FactInstance> {
    let instances = |fact: FactId| {
        let group = book().facts[fact].group;
        group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0))
    };
    let facts = book().facts.ids();
    let slots = facts.flat_map(|fact| (0..instances(fact)).map(move |at| FactInstance::new(fact, at)));
    slots.filter(|slot| answers.get(book(), slot.fact, slot.instance).is_some()).collect()
}

// The bounds that the fuller answers break. Measures that assume one instance of an unanswered group are flagged and
// exempt.
fn ways_left(partial: &Answers, before: &Assessment, after: &Assessment) -> Vec<String> {
    let outcomes = before.outcomes.iter().zip(&after.outcomes);
    let measures =
        book().measures.iter().zip(outcomes).filter(|(measure, _)| !assumes_single_instance(partial, measure));
    let mut ways: Vec<String> =
        measures.filter_map(|(m, (one, other))| broken(one, other).map(|how| format!("{}: {how}", m.id))).collect();
    for (name, certain) in CERTAIN {
        let (was, is) = (certain(&before.totals), certain(&after.totals));
        if was > is {
            ways.push(format!("{name}: {was} was certain, then {is}"));
        }
    }
    if let (0, Some(was), Some(is)) = (before.totals.single_instance_count, most(&before.totals), most(&after.totals))
        && is > was
    {
        ways.push(format!("{was} at most, then {is}"));
    }
    ways
}

type TotalOf = fn(&Totals) -> Decimal;
// One more project can turn a measure's figure into a range (a cap that may apply to all together), so that its certain
// part moves from `exact` to `assessed_low`; the certain amount is the sum of both.
const CERTAIN: [(&str, TotalOf); 2] =
    [("exact and assessed_low", |totals| totals.exact + totals.assessed_low), ("relief", |totals| totals.relief)];
