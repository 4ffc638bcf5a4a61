//! Why an amount is not in the totals, and for how many it is reckoned, as English sentences. Knows titles, not conditions.

use super::money;
use crate::Verdict;
use crate::answer::Answers;
use crate::assess::{Assessment, Totals, certain_beside, counted_instead, one_stands_for_all};
use crate::book::{Book, Measure, MeasureIx};

/// Why an eligible measure is left out of the totals, or part of it, and what counts instead. `None` where all of it counts.
pub fn uncounted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<String> {
    let own = book.measures.get(usize::from(measure))?;
    let outcome = assessment.outcomes.get(usize::from(measure))?;
    if outcome.verdict != Verdict::Eligible {
        return None;
    }
    if own.pool && outcome.amount.is_some() {
        return Some(
            "This is a total for all applicants, not what one applicant gets, and is not in the totals.".to_owned(),
        );
    }
    let title = |ix: MeasureIx| book.measures.get(usize::from(ix)).map_or("", |measure| measure.title);
    if let Some(other) = certain_beside(book, assessment, measure) {
        let title = title(other);
        return Some(format!(
            "Only one of this and “{title}” is reckoned; the amount of “{title}” is certain, so the totals hold of this \
             one only what goes beyond it."
        ));
    }
    let instead = counted_instead(book, assessment, measure)?;
    let title = title(instead.measure);
    let same = own.same_as.contains(&instead.measure);
    let how = if same {
        format!("This is the same thing as “{title}” and counts once")
    } else {
        format!("Only one of this and “{title}” is reckoned")
    };
    let bare = |ix: MeasureIx| assessment.outcomes.get(usize::from(ix)).is_none_or(|one| one.amount.is_none());
    let what = match instead.more {
        _ if bare(measure) && bare(instead.measure) => "it is counted there".to_owned(),
        None => "the totals hold the other, which has no ceiling".to_owned(),
        Some(more) if more.is_zero() => "the amounts are equal, and the totals hold the other".to_owned(),
        Some(more) => format!("the totals hold the other, which is larger by {}", money(more)),
    };
    Some(format!("{how}; {what}."))
}

/// That an amount is reckoned for one where there may be several. `None` where it was said how many there are, or it makes
/// no difference.
pub fn by_one(book: &Book<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
    let group = book.groups.get(usize::from(measure.group.filter(|_| one_stands_for_all(answers, measure))?))?;
    Some(format!("You have not said yet how many there are of “{}”: reckoned for one; several bring more.", group.name))
}

/// The same of the sum over all undecided measures. Empty where none is so.
pub fn some_by_one(totals: &Totals) -> String {
    match totals.by_one {
        0 => String::new(),
        1 => "; 1 of them is reckoned for one, because you have not said how many there are".to_owned(),
        count => format!("; {count} of them are reckoned for one each, because you have not said how many there are"),
    }
}
