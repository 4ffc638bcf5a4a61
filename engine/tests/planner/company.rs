//! Generates companies with complete true answers, one to every question that can be asked.

use crate::applicant_profiles::ApplicantProfile;
use huiqi_engine::book::{ExprId, Fact, FactId, FactType, Node, OptionSet, Unit};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers, RuleBook};
use rust_decimal::Decimal;

/// How answers are generated.
pub struct Manner<'k> {
    /// The typical answers of the applicant; `None`: no profile.
    pub kind: Option<&'k ApplicantProfile>,
    /// The percentage of questions answered 不清楚.
    pub unsure: usize,
    /// The percentage of options held; `None`: none or a few of each list, as for most companies.
    pub held: Option<usize>,
    /// Whether figures are often at the ends of their range.
    pub extreme: bool,
    /// Only these facts are answered; `None`: all.
    pub only: Option<&'k [FactId]>,
}

/// The complete true answers of a company of this kind.
pub fn company(book: &RuleBook<'_>, kind: &ApplicantProfile, random: &mut TestRng) -> Answers {
    let mut truth = Answers::empty(book);
    let applicant = book.document.applicant_fact;
    let options = &book.facts[applicant].options;
    let option = options.iter().position(|option| option.id == kind.applicant).expect("a kind of applicant");
    truth.set(book, applicant, 0, Some(Answer::Choice(u8::try_from(option).expect("some ten options"))));
    for (group, group_info) in book.groups.iter_enumerated() {
        let some = 1 + random.gen_range(2);
        let count = match (kind.has.contains(&group_info.id), kind.lacks.contains(&group_info.id)) {
            (_, true) => 0,
            (true, _) => some,
            _ => random.gen_range(2) * some,
        };
        truth.set_instances(book, group, count);
    }
    let unsure = if random.chance(25) { 10 } else { 0 };
    complete(
        book,
        &mut truth,
        &Manner { kind: Some(kind), unsure, held: None, extreme: false, only: None },
        random.gen_range(1 << 40),
    );
    truth
}

/// Answers every question that is still open, in the order of the book, and none with a closed gate. The same seed
/// gives the same answer to a question, whatever was asked before.
pub fn complete(book: &RuleBook<'_>, answers: &mut Answers, manner: &Manner<'_>, seed: usize) {
    for (ix, fact) in book.facts.iter_enumerated() {
        if ix == book.document.date_fact || manner.only.is_some_and(|only| !only.contains(&ix)) {
            continue;
        }
        let count = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(1));
        for instance in 0..count {
            if answers.get(book, ix, instance).is_some() {
                continue;
            }
            let guarded = fact.ask_if.is_some() || fact.options.iter().any(|option| option.only_if.is_some());
            let offered = if guarded {
                let view = Evaluator::new(book, answers);
                if view.is_closed(ix, instance) {
                    continue;
                }
                offered(&view, fact, instance)
            } else {
                OptionSet::all(fact.options.len())
            };
            let key = (seed, ix, instance);
            let answer = answer(book, fact, offered, manner, &mut TestRng::new(mixed(key)));
            answers.set(book, ix, instance, Some(answer));
        }
    }
}

fn mixed((seed, fact, instance): (usize, FactId, usize)) -> u64 {
    u64::try_from(seed).unwrap_or_default() << 20
        | u64::from(fact.number()) << 4
        | u64::try_from(instance).unwrap_or_default()
}

/// The options that are offered.
pub fn offered(view: &Evaluator<'_, '_>, fact: &Fact<'_>, instance: usize) -> OptionSet {
    let shown = |only_if: Option<ExprId>| only_if.is_none_or(|only_if| view.truth(only_if, instance) != Truth::False);
    let places = fact.options.iter().enumerate().filter(|(_, option)| shown(option.only_if)).map(|(place, _)| place);
    places.fold(OptionSet::NONE, |all, place| all.union(OptionSet::one(place)))
}

fn answer(
    book: &RuleBook<'_>,
    fact: &Fact<'_>,
    offered: OptionSet,
    manner: &Manner<'_>,
    random: &mut TestRng,
) -> Answer {
    let typical = |of: fn(&ApplicantProfile) -> &'static [(&'static str, &'static str)], place: usize| {
        let option = fact.options[place].id;
        manner.kind.is_some_and(|kind| of(kind).contains(&(fact.id, option)))
    };
    if random.chance(manner.unsure) {
        return Answer::Unsure;
    }
    match fact.kind {
        FactType::Bool => Answer::YesNo(random.chance(50)),
        FactType::Choice => {
            let places: Vec<usize> = offered.iter().collect();
            Answer::Choice(u8::try_from(places[random.gen_range(places.len())]).expect("at most 128 options"))
        }
        FactType::MultiChoice => {
            let places: Vec<usize> = offered.iter().collect();
            let some = |place: &usize| typical(|kind| kind.always, *place) || typical(|kind| kind.often, *place);
            let mut held = OptionSet::NONE;
            for place in places.iter().filter(|place| some(place)) {
                if typical(|kind| kind.always, *place) || random.chance(50) {
                    held = held.union(OptionSet::one(*place));
                }
            }
            let closed = manner.kind.is_some_and(|kind| kind.nothing_else.contains(&fact.id));
            match manner.held {
                Some(rate) => places.iter().filter(|_| random.chance(rate)).for_each(|place| held.0 |= 1 << place),
                None if closed || places.is_empty() => {}
                None => {
                    for _ in 0..[0, 0, 0, 1, 1, 2][random.gen_range(6)] {
                        held = held.union(OptionSet::one(places[random.gen_range(places.len())]));
                    }
                }
            }
            Answer::Several(held)
        }
        _ => Answer::Number(figure(book, fact, manner.extreme, random)),
    }
}

// Zero, a figure of the rule book or one step beside it, or a figure of any size.
fn figure(book: &RuleBook<'_>, fact: &Fact<'_>, extreme: bool, random: &mut TestRng) -> Decimal {
    let value = match random.gen_range(3) {
        _ if extreme && random.chance(30) => fact.range.map_or(Decimal::ONE, |(_, high)| high.0),
        0 => Decimal::ZERO,
        1 => {
            let all = thresholds(book, fact);
            all[random.gen_range(all.len())]
        }
        _ if fact.kind == FactType::Ratio => Decimal::new(i64::try_from(random.gen_range(1000)).expect("small"), 3),
        _ => (0..random.gen_range(7)).fold(Decimal::from(random.gen_range(1000)), |value, _| value * Decimal::TEN),
    };
    fact.range.map_or(value, |(low, high)| value.clamp(low.0, high.0))
}

/// Boundary values: the figures of the rule book with the same unit, at, just below and just above.
pub fn thresholds(book: &RuleBook<'_>, fact: &Fact<'_>) -> Vec<Decimal> {
    let same = |counts: &Unit| match (&fact.kind, counts) {
        (FactType::Number(Some(unit)), Unit::Unit(other)) => unit == other,
        (FactType::Money, Unit::Money) | (FactType::Ratio, Unit::Ratio) | (FactType::Number(None), Unit::Plain) => true,
        _ => false,
    };
    let step = Decimal::new(1, if fact.kind == FactType::Ratio { 4 } else { 2 });
    let mut values = vec![Decimal::ZERO, Decimal::ONE];
    for node in &book.nodes {
        if let Node::Constant(figure, counts) = node
            && same(counts)
        {
            values.extend([figure.0 - step, figure.0, figure.0 + step]);
        }
    }
    let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    values.extend([low, high]);
    values.retain(|value| low <= *value && *value <= high);
    values.sort_unstable();
    values.dedup();
    values
}
