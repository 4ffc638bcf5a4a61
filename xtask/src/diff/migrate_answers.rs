//! Migrates a company's answers from one edition of a rule book to another by public ids. Answers to questions that the
//! other edition does not ask are dropped.

use crate::company_generator::GeneratedCompany;
use huiqi_engine::answer::{Answer, Answers};
use huiqi_engine::book::{Fact, OptionSet, RuleBook};

/// The same company with answers for the other edition.
pub fn company(from: &RuleBook<'_>, to: &RuleBook<'_>, company: &GeneratedCompany) -> GeneratedCompany {
    GeneratedCompany { name: company.name.clone(), answers: answers(from, to, &company.answers), date: company.date }
}

fn answers(from: &RuleBook<'_>, to: &RuleBook<'_>, old: &Answers) -> Answers {
    let mut new = Answers::empty(to);
    for (id, group) in from.groups.iter_enumerated() {
        if let (Some(to_group), Some(count)) = (to.group(group.id), old.instances(id)) {
            new.set_instances(to, to_group, count);
        }
    }
    for (ix, fact) in from.facts.iter_enumerated() {
        let Some(to_ix) = to.fact(fact.id) else { continue };
        let to_fact = &to.facts[to_ix];
        let count = fact.group.map_or(1, |(group, _)| old.instances(group).unwrap_or(0));
        let kept = if to_fact.group.is_some() { count } else { count.min(1) };
        for instance in 0..kept {
            let answer = old.get(from, ix, instance).and_then(|answer| carried(fact, to_fact, answer));
            if answer.is_some() {
                new.set(to, to_ix, instance, answer);
            }
        }
    }
    new
}

fn carried(from: &Fact<'_>, to: &Fact<'_>, answer: Answer) -> Option<Answer> {
    let option = |place: usize| {
        let id = from.options.get(place)?.id;
        to.options.iter().position(|option| option.id == id)
    };
    // A fact of another type under the same id is another question; only 不清楚 can be migrated.
    if core::mem::discriminant(&from.kind) != core::mem::discriminant(&to.kind) {
        return (answer == Answer::Unsure).then_some(answer);
    }
    Some(match answer {
        Answer::Choice(index) => Answer::Choice(u8::try_from(option(usize::from(index))?).ok()?),
        Answer::Several(held) => {
            let places = held.iter().filter_map(option);
            Answer::Several(places.fold(OptionSet::NONE, |all, index| all.union(OptionSet::one(index))))
        }
        other => other,
    })
}
