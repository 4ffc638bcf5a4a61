//! Why not all of an amount is in the totals, what may still come on top, and for how many it is reckoned, as English
//! sentences. Knows titles, not conditions.

use super::super::instead::{asks, noun, open_instances, pays};
use super::money;
use crate::answer::Answers;
use crate::assess::{Assessment, Beside, Counted, Outcome, Tie, Totals, assumes_single_instance, beside, counted};
use crate::book::{Measure, MeasureId, RuleBook};
use crate::evaluate::Evaluator;
use crate::number::subtract;

/// How an eligible measure counts beside others. `None` where all of it counts, whatever else is paid.
pub fn uncounted(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> {
    let book = view.book;
    let own = &book.measures[measure];
    let outcome = &assessment.outcomes[measure];
    let part = match counted(view, &assessment.outcomes, measure)? {
        Counted::Pool => {
            return Some(
                "This is a total for all applicants, not what one applicant gets, and is not in the totals.".to_owned(),
            );
        }
        Counted::Elsewhere(other) => return Some(elsewhere(book, assessment, measure, other)),
        Counted::Amount(part) => Some(part),
        Counted::Bare => None,
    };
    let beside = beside(view, &assessment.outcomes, measure);
    let mut says: Vec<String> = Vec::new();
    let one: Vec<MeasureId> = beside.iter().filter(|other| other.tie == Tie::One).map(|other| other.measure).collect();
    if part != outcome.amount && !one.is_empty() {
        let titles = titles(book, one);
        says.push(format!(
            "This is the same thing as {titles} and counts once: {titles} is in the totals already, and of this one only \
             what goes beyond it."
        ));
    }
    let (unknown, silent): (Vec<Beside>, Vec<Beside>) =
        beside.into_iter().filter(|other| other.tie == Tie::Perhaps).partition(|other| !other.missing.is_empty());
    says.extend(unknown.iter().map(|other| not_known(book, own, other)));
    if let Some(first) = silent.first() {
        let thing = thing(book, own, first.measure);
        let titles = titles(book, silent.iter().map(|other| other.measure));
        let sums = match part.filter(|_| silent.iter().any(|other| pays(assessment, other.measure))) {
            Some(_) => ": the low end of the totals holds only one of them, the high end all",
            None => "",
        };
        says.push(format!(
            "The document does not say whether {thing} that also meets {titles} gets both{sums}. Ask {}: “Are this one and \
             {titles} both granted for {thing}?”",
            own.department
        ));
    }
    (!says.is_empty()).then(|| says.join(" "))
}

fn elsewhere(book: &RuleBook<'_>, assessment: &Assessment, measure: MeasureId, other: MeasureId) -> String {
    let amount = |ix: MeasureId| assessment.outcomes[ix].amount;
    let what = match (amount(measure), amount(other)) {
        (None, None) => "it is counted there".to_owned(),
        (Some(own), Some(other)) => match (own.high, other.high) {
            (_, None) => "the totals hold the other, which has no ceiling".to_owned(),
            (Some(own), Some(other)) if own == other => {
                "the amounts are equal, and the totals hold the other".to_owned()
            }
            (Some(own), Some(other)) => format!(
                "the totals hold the other, which is larger by {}",
                money(subtract(other, own).unwrap_or_default())
            ),
            (None, Some(_)) => "the totals hold the other".to_owned(),
        },
        _ => "the totals hold the other".to_owned(),
    };
    format!("This is the same thing as {} and counts once; {what}.", titles(book, [other]))
}

fn not_known(book: &RuleBook<'_>, own: &Measure<'_>, other: &Beside) -> String {
    format!(
        "Whether this one and {} are about {} depends on a question that is still open, “{}”: if so, it counts once, if \
         not, both count; until then the totals are a range.",
        titles(book, [other.measure]),
        thing(book, own, other.measure),
        asks(book, &other.missing)
    )
}

fn titles(book: &RuleBook<'_>, measures: impl IntoIterator<Item = MeasureId>) -> String {
    let title = |ix: MeasureId| book.measures[ix].title;
    measures.into_iter().map(|ix| format!("“{}”", title(ix))).collect::<Vec<_>>().join(" and ")
}

fn thing(book: &RuleBook<'_>, own: &Measure<'_>, other: MeasureId) -> String {
    match noun(book, own, other) {
        "" => "the same thing".to_owned(),
        noun => format!("the same {}", noun.to_lowercase()),
    }
}

/// What the instances that are not decided could still add to the amount of an eligible measure. `None` where all are
/// decided.
pub fn still_open(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String> {
    let (open, waits) = open_instances(book, measure, outcome)?;
    let label = measure.group.map(|group| &book.groups[group]).map_or("", |group| group.label);
    let names: Vec<String> = open.iter().map(|instance| format!("{label} {}", instance + 1)).collect();
    let why = if waits { "not filled in yet" } else { "to be confirmed by the department" };
    let more = match outcome.max_payout {
        Some(more) if !outcome.is_unbounded => format!("up to {} more", money(more)),
        _ => "more, without a ceiling".to_owned(),
    };
    Some(format!("Possibly {more} ({}: {why}).", names.join(", ")))
}

/// That an amount is reckoned for one where there may be several. `None` where it was said how many there are, or it makes
/// no difference.
pub fn by_one(book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
    let group = &book.groups[measure.group.filter(|_| assumes_single_instance(answers, measure))?];
    Some(format!("You have not said yet how many there are of “{}”: reckoned for one; several bring more.", group.name))
}

/// The same of the sum over all undecided measures. Empty where none is so.
pub fn some_by_one(totals: &Totals) -> String {
    match totals.single_instance_count {
        0 => String::new(),
        1 => "; 1 of them is reckoned for one, because you have not said how many there are".to_owned(),
        count => format!("; {count} of them are reckoned for one each, because you have not said how many there are"),
    }
}
