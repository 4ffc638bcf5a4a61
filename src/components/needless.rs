//! Why a question is needless, in one sentence: the condition that closes it, or the one that has settled the measure
//! for which it was asked. Part of the lazy module.

use crate::i18n::engine_text;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Finding, Outcome};
use huiqi_engine::book::{FactId, Measure, collect_facts, facts_of_measure};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::number::Truth;

/// Why the answer to a question cannot change anything; `None` if no single condition explains it.
pub fn why_needless(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    question: FactInstance,
) -> Option<String> {
    let FactInstance { fact: ix, instance } = question;
    let view = evaluation.view(book);
    let fact = &book.facts[ix];
    // Evaluated as if every concern could still be ticked: any truth but `False` means that only the list of concerns
    // keeps the question closed.
    let closed = |gate| {
        let truth = view.supposing().truth(gate, instance);
        Finding { condition: gate, instance, truth, not_asked: truth != Truth::False }
    };
    if let Some(gate) = fact.ask_if.filter(|gate| view.truth(*gate, instance) == Truth::False) {
        return Some(sentence(&view, &closed(gate)));
    }
    let all = book.measures.iter().zip(&evaluation.assessment.outcomes);
    let here = all.filter(|(measure, outcome)| is_considered(outcome) && facts_of_measure(book, measure).contains(&ix));
    let mut said = here.filter_map(|(measure, outcome)| of_measure(book, &view, measure, outcome, question));
    said.next()
}

fn is_considered(outcome: &Outcome) -> bool {
    !matches!(outcome.verdict, Verdict::NotForYou | Verdict::OutOfForce)
}

// The reason from a measure: the condition that contains the question is decided without it, or another condition
// fails.
fn of_measure(
    book: &'static RuleBook<'static>,
    view: &Evaluator<'_, 'static>,
    measure: &Measure<'static>,
    outcome: &Outcome,
    FactInstance { fact: ix, instance }: FactInstance,
) -> Option<String> {
    let at = measure.group.map_or(0, |_| instance);
    let here = || outcome.findings.iter().filter(|finding| finding.instance == at || finding.instance == 0);
    let own = here().find(|finding| finding.truth != Truth::Unknown && speaks_of(book, finding, ix));
    let failed = here().find(|finding| finding.truth == Truth::False);
    let finding = own.or(failed)?;
    let says = sentence(view, finding);
    Some(if finding.truth == Truth::True {
        say!("“{}”的这一条已经符合：{}", measure.title, says)
    } else {
        say!("“{}”已经不符合：{}", measure.title, says)
    })
}

fn speaks_of(book: &'static RuleBook<'static>, finding: &Finding, fact: FactId) -> bool {
    let mut facts = Vec::new();
    collect_facts(book, finding.condition, &mut facts);
    facts.contains(&fact)
}

// The deciding condition in the wording of the results. A comparison is preferred, because its sentence is more
// informative than that of a checkbox.
fn sentence(view: &Evaluator<'_, 'static>, finding: &Finding) -> String {
    let said = engine_text::finding(view, finding);
    let decides = |line: &&engine_text::ExplanationLine| line.truth == finding.truth && !line.actual.is_empty();
    let compared = said.lines.iter().filter(decides).find(|line| !line.required.is_empty());
    let line = compared.or_else(|| said.lines.iter().find(decides));
    let text = line.map_or(said.condition.as_str(), |line| line.sentence.as_str());
    text.trim_end_matches(['。', '.']).to_owned()
}
