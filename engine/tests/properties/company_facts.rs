//! The facts of a company: those a measure depends on, those that are open, those that were answered.

use super::world::{StaticBook, slots};
use huiqi_engine::book::{FactId, Measure, OptionSet, collect_facts, facts_of_measure};
use huiqi_engine::evaluate::{Evaluator, FactInstance, FactStatus};
use huiqi_engine::{Answer, Answers};

/// The facts that a measure depends on, with all their gates.
pub fn depends_on(book: StaticBook, measure: &Measure<'_>) -> Vec<FactId> {
    let mut facts = facts_of_measure(book, measure);
    collect_facts(book, measure.applicants, &mut facts);
    // The condition of a relation is missing while the related measures may be paid.
    for (link, when) in measure.links().filter_map(|link| Some((link, link.when?))) {
        collect_facts(book, when, &mut facts);
        let other = &book.measures[link.measure];
        facts.extend(facts_of_measure(book, other));
        collect_facts(book, other.applicants, &mut facts);
    }
    for common in &book.document.everywhere {
        collect_facts(book, common.when, &mut facts);
    }
    let mut index = 0;
    while let Some(fact) = facts.get(index).copied() {
        index += 1;
        if let Some(gate) = book.facts[fact].ask_if {
            collect_facts(book, gate, &mut facts);
        }
    }
    facts
}

/// The same answers with every concern of the list ticked; `None` if the list was not answered.
pub fn all_ticked(book: StaticBook, answers: &Answers) -> Option<Answers> {
    let concerns = book.document.concerns_fact?;
    let Some(Answer::Several(mut ticked)) = answers.get(book, concerns, 0) else { return None };
    let view = Evaluator::new(book, answers);
    for (index, option) in book.facts[concerns].options.iter().enumerate() {
        if option.only_if.is_none_or(|only_if| !view.fails(only_if)) {
            ticked = ticked.union(OptionSet::one(index));
        }
    }
    let mut all = answers.clone();
    all.set(book, concerns, 0, Some(Answer::Several(ticked)));
    Some(all)
}

/// The unanswered questions with open gates.
pub fn open_slots(book: StaticBook, answers: &Answers) -> Vec<FactInstance> {
    let view = Evaluator::new(book, answers);
    let exists = |FactInstance { fact, instance }: &FactInstance| {
        let group = book.facts[*fact].group;
        group.is_none_or(|(group, _)| *instance < answers.instances(group).unwrap_or(1))
    };
    let open = |FactInstance { fact, instance: at }: &FactInstance| {
        matches!(view.standing(*fact, *at), FactStatus::Askable | FactStatus::Blocked)
    };
    slots(book).into_iter().filter(exists).filter(open).collect()
}
/// The answers, by the ids of the facts.
pub fn described(book: StaticBook, answers: &Answers) -> Vec<String> {
    let given = slots(book)
        .into_iter()
        .filter_map(|FactInstance { fact, instance: at }| Some((fact, at, answers.get(book, fact, at)?)));
    let answer_text = |fact: FactId, answer: Answer| match answer {
        Answer::Choice(place) => book.facts[fact].options[usize::from(place)].id.to_owned(),
        Answer::Several(options) => {
            let ids = options.iter().map(|place| book.facts[fact].options[place].id);
            format!("{:?}", ids.collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    };
    given.map(|(fact, at, answer)| format!("{}[{at}] = {}", book.facts[fact].id, answer_text(fact, answer))).collect()
}
