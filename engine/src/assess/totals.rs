//! What the eligible measures pay together. Knows no conditions.

use super::{Amount, Assessment, Outcome, Verdict};
use crate::answer::Answers;
use crate::book::{Book, Frequency, Measure, MeasureIx, Mode};
use crate::evaluate::{Possible, View};
use crate::number::{add, subtract};
use rust_decimal::Decimal;

/// Sums over the eligible measures, counted so that nothing is promised twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the exact payments to the applicant.
    pub exact: Decimal,
    /// How many measures that are.
    pub exact_count: usize,
    /// How much of `exact` the text reckons by the year.
    pub yearly: Decimal,
    /// How much of `exact` the text pays once; of the rest it does not say how often.
    pub once: Decimal,
    /// Lower ends of the payments the department decides on.
    pub assessed_low: Decimal,
    /// Their upper ends; `None` where one has no end.
    pub assessed_high: Option<Decimal>,
    /// How many measures that are.
    pub assessed_count: usize,
    /// Exact tax and fees not paid, never added to payments.
    pub relief: Decimal,
    /// Upper ends of money that goes to persons and not to the company.
    pub persons_high: Decimal,
    /// Eligible measures without a figure.
    pub without_figure: usize,
    /// Eligible measures granted without an application.
    pub automatic: usize,
    /// Eligible measures in all.
    pub eligible: usize,
    /// Undecided measures.
    pub undecided: usize,
    /// What the undecided could still add at most: those whose amount has an end.
    pub possible: Decimal,
    /// Undecided measures whose amount has no end in the text; they are not in `possible`.
    pub endless: usize,
}

/// What an eligible measure adds to the totals, in 元. What counts with another measure is not in it a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// An exact payment to the applicant.
    Exact(Decimal),
    /// A payment whose amount the department decides on.
    Assessed(Amount),
    /// Tax and fees not paid.
    Relief(Decimal),
    /// The upper end of money that goes to persons and not to the company.
    Persons(Decimal),
}

/// What counts instead of a measure whose amount is left out of the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// The measure that counts.
    pub measure: MeasureIx,
    /// By how much its upper end is higher, in 元; `None` where it has no upper end.
    pub more: Option<Decimal>,
}

// How an eligible amount enters the totals. Of measures that exclude each other or are the same thing the one that may
// pay most counts; where that is up to the department, the best exact amount among them is certain all the same.
enum Part {
    // With this amount, on top of what is certain.
    Whole(Amount),
    // As what is certain.
    Certain,
    // Not at all, because of this one.
    Left(usize),
}

fn eligible_amount(book: &Book<'_>, outcomes: &[Outcome], ix: usize) -> Option<Amount> {
    let pool = book.measures.get(ix).is_none_or(|measure| measure.pool);
    outcomes.get(ix).filter(|outcome| outcome.verdict == Verdict::Eligible && !pool)?.amount
}

fn alternatives<'m>(measure: &'m Measure<'_>) -> impl Iterator<Item = usize> + 'm {
    measure.either.iter().chain(&measure.same_as).map(|other| usize::from(*other))
}

fn part(book: &Book<'_>, outcomes: &[Outcome], ix: usize) -> Option<Part> {
    let mine = eligible_amount(book, outcomes, ix)?;
    let worth = |amount: &Amount| (amount.high.is_none(), amount.high.unwrap_or(amount.low), amount.low);
    let (mut best, mut low) = ((ix, mine), mine.low);
    let mut certain = Some((ix, mine.low)).filter(|_| mine.is_exact());
    for other in alternatives(book.measures.get(ix)?) {
        let Some(amount) = eligible_amount(book, outcomes, other) else { continue };
        low = low.max(amount.low);
        let (known, theirs) = (worth(&best.1), worth(&amount));
        if theirs > known || (theirs == known && other < best.0) {
            best = (other, amount);
        }
        let higher = |(known, sum): (usize, Decimal)| amount.low > sum || (amount.low == sum && other < known);
        if amount.is_exact() && certain.is_none_or(higher) {
            certain = Some((other, amount.low));
        }
    }
    if best.0 != ix {
        return Some(if certain.is_some_and(|(at, _)| at == ix) { Part::Certain } else { Part::Left(best.0) });
    }
    let base = certain.filter(|(at, _)| *at != ix).map_or(Decimal::ZERO, |(_, sum)| sum);
    let above = |end: Decimal| subtract(end, base).unwrap_or_default();
    Some(Part::Whole(Amount { low: above(low), high: mine.high.map(above) }))
}

/// Whether a measure's amount is in the totals, or left out because another one that excludes it counts.
pub fn is_counted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> bool {
    counted_instead(book, assessment, measure).is_none()
}

/// The measure that counts instead of this one, which is eligible and left out of the totals; `None` where it counts, or
/// has no amount that could.
pub fn counted_instead(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<Instead> {
    let ix = usize::from(measure);
    let Some(Part::Left(other)) = part(book, &assessment.outcomes, ix) else { return None };
    let [mine, theirs] = [ix, other].map(|ix| eligible_amount(book, &assessment.outcomes, ix).and_then(|a| a.high));
    let more = theirs.map(|theirs| mine.and_then(|mine| subtract(theirs, mine)).unwrap_or_default());
    Some(Instead { measure: MeasureIx::try_from(other).ok()?, more })
}

// What an undecided measure could add: nothing up to where its alternatives reach already.
fn could_add(book: &Book<'_>, outcomes: &[Outcome], ix: usize, stake: Decimal) -> Decimal {
    let Some(measure) = book.measures.get(ix) else { return Decimal::ZERO };
    let mut reached = Decimal::ZERO;
    for other in alternatives(measure) {
        let Some(outcome) = outcomes.get(other) else { continue };
        if let Some(amount) = eligible_amount(book, outcomes, other) {
            let Some(high) = amount.high else { return Decimal::ZERO };
            reached = reached.max(high);
        } else if let Some(theirs) = outcome.stake.filter(|_| outcome.verdict == Verdict::Undecided)
            && (theirs > stake || (theirs == stake && other < ix))
        {
            reached = reached.max(theirs);
        }
    }
    subtract(stake, reached).unwrap_or_default().max(Decimal::ZERO)
}

/// What each measure adds to the totals, in the order of the document; nothing where it is not eligible, has no figure,
/// or another one counts instead.
pub fn shares(book: &Book<'_>, answers: &Answers, assessment: &Assessment) -> Vec<Option<Share>> {
    let person = is_person(&View::new(book, answers, true));
    (0..book.measures.len()).map(|ix| share(book, &assessment.outcomes, ix, person)).collect()
}

// Whether the applicant is certainly a natural person.
fn is_person(view: &View<'_, '_>) -> bool {
    match view.possible(view.book.document.applicant_fact, 0) {
        Possible::Choice(left) => !left.is_empty() && left.within(view.book.document.persons),
        _ => false,
    }
}

fn share(book: &Book<'_>, outcomes: &[Outcome], ix: usize, person: bool) -> Option<Share> {
    let measure = book.measures.get(ix)?;
    let to_others = measure.to_person && !person;
    let amount = match part(book, outcomes, ix)? {
        Part::Left(_) => return None,
        // What goes to persons is a sum of upper ends, and the larger alternative reaches further.
        Part::Certain if to_others => return None,
        Part::Whole(amount) if !to_others => amount,
        Part::Certain | Part::Whole(_) => eligible_amount(book, outcomes, ix)?,
    };
    Some(if measure.kind.is_relief() {
        Share::Relief(amount.low)
    } else if to_others {
        Share::Persons(amount.high.unwrap_or(amount.low))
    } else if amount.is_exact() {
        Share::Exact(amount.low)
    } else {
        Share::Assessed(amount)
    })
}

pub(super) fn total(view: &View<'_, '_>, outcomes: &[Outcome]) -> Totals {
    let book = view.book;
    let person = is_person(view);
    let mut totals = Totals { assessed_high: Some(Decimal::ZERO), ..Totals::default() };
    let mut assessed = Amount { low: Decimal::ZERO, high: Some(Decimal::ZERO) };
    let grow = |sum: &mut Decimal, more: Decimal| *sum = add(*sum, more).unwrap_or(*sum);
    for (ix, (measure, outcome)) in book.measures.iter().zip(outcomes).enumerate() {
        match outcome.verdict {
            Verdict::Undecided => {
                totals.undecided += 1;
                totals.endless += usize::from(outcome.endless);
                if let Some(stake) = outcome.stake.filter(|_| !measure.pool) {
                    grow(&mut totals.possible, could_add(book, outcomes, ix, stake));
                }
                continue;
            }
            Verdict::Eligible => totals.eligible += 1,
            _ => continue,
        }
        if measure.mode == Mode::Automatic {
            totals.automatic += 1;
        }
        if eligible_amount(book, outcomes, ix).is_none() {
            totals.without_figure += 1;
        }
        match share(book, outcomes, ix, person) {
            None => {}
            Some(Share::Relief(relief)) => grow(&mut totals.relief, relief),
            Some(Share::Persons(high)) => grow(&mut totals.persons_high, high),
            Some(Share::Exact(exact)) => {
                totals.exact_count += 1;
                grow(&mut totals.exact, exact);
                match measure.frequency {
                    Some(Frequency::Yearly) => grow(&mut totals.yearly, exact),
                    Some(Frequency::Once) => grow(&mut totals.once, exact),
                    None => {}
                }
            }
            Some(Share::Assessed(amount)) => {
                totals.assessed_count += 1;
                assessed = assessed.plus(amount).unwrap_or(assessed);
            }
        }
    }
    totals.assessed_low = assessed.low;
    totals.assessed_high = assessed.high;
    totals
}
