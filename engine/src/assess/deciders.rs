//! What decides the undecided measures: an answer that is still missing, one that was given as 不清楚, or the department.

use super::{Assessment, Outcome, Verdict};
use crate::book::MeasureId;
use crate::evaluate::{Evaluator, FactInstance, FactStatus};

/// What an undecided measure waits for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The answer to this question, which can be given.
    Answer(FactInstance),
    /// The answer to this question, which was given as 不清楚.
    Unsure(FactInstance),
    /// The department: no answer of the company can settle the measure.
    Department,
}

/// The undecided measures that wait for the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingMeasures {
    /// What they wait for.
    pub decider: Decider,
    /// The measures, in document order.
    pub measures: Vec<MeasureId>,
}

/// The undecided measures by what decides them: first the questions, the most useful one first, then the answers given
/// as 不清楚, then the department. Each measure is in exactly one group.
pub fn by_decider(view: &Evaluator<'_, '_>, assessment: &Assessment) -> Vec<WaitingMeasures> {
    let mut groups: Vec<WaitingMeasures> = Vec::new();
    for (ix, outcome) in assessment.outcomes.iter_enumerated() {
        if outcome.verdict != Verdict::Undecided {
            continue;
        }
        let decider = decider_of(view, assessment, outcome);
        match groups.iter_mut().find(|group| group.decider == decider) {
            Some(group) => group.measures.push(ix),
            None => groups.push(WaitingMeasures { decider, measures: vec![ix] }),
        }
    }
    let mut sorted: Vec<WaitingMeasures> = Vec::new();
    for group in groups {
        let rank = rank(assessment, group.decider);
        let place = sorted.partition_point(|other| self::rank(assessment, other.decider) <= rank);
        sorted.insert(place, group);
    }
    sorted
}

/// What an undecided measure waits for: of the missing answers the most useful question, the list of concerns only if
/// there is no other; otherwise the first answer given as 不清楚.
pub fn decider_of(view: &Evaluator<'_, '_>, assessment: &Assessment, outcome: &Outcome) -> Decider {
    let waits_for = |question: &&FactInstance| outcome.missing.contains(question);
    let asked = || assessment.pending_questions.iter().filter(waits_for);
    // The list of concerns opens questions, but decides nothing itself.
    let is_concerns = |question: &&FactInstance| Some(question.fact) == view.book.document.concerns_fact;
    let asked = asked().find(|question| !is_concerns(question)).or_else(|| asked().next()).copied();
    let unsure = || {
        let is_unsure = |one: &FactInstance| view.standing(one.fact, one.instance) == FactStatus::Unsure;
        outcome.missing.iter().copied().find(is_unsure)
    };
    asked.map(Decider::Answer).or_else(|| unsure().map(Decider::Unsure)).unwrap_or(Decider::Department)
}

fn rank(assessment: &Assessment, decider: Decider) -> (u8, usize) {
    match decider {
        Decider::Answer(question) => {
            let place = assessment.pending_questions.iter().position(|one| *one == question);
            (0, place.unwrap_or(usize::MAX))
        }
        Decider::Unsure(_) => (1, 0),
        Decider::Department => (2, 0),
    }
}
