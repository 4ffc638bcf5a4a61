//! What the eligible measures pay together. Knows no conditions.

use super::{Amount, Assessment, Outcome, Verdict};
use crate::answer::Answers;
use crate::book::{Book, Frequency, Measure, MeasureIx, Mode, Promise};
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
    /// Eligible measures without a figure; like the next three, of those that exclude each other or are the same thing
    /// only one.
    pub without_figure: usize,
    /// Eligible measures granted without an application.
    pub automatic: usize,
    /// Eligible measures that are applied for.
    pub applied: usize,
    /// Eligible measures on which the department decides.
    pub reviewed: usize,
    /// Eligible measures in all.
    pub eligible: usize,
    /// Undecided measures.
    pub undecided: usize,
    /// What the undecided could still add at most: those whose amount has an end.
    pub possible: Decimal,
    /// Undecided measures whose amount has no end in the text; they are not in `possible`.
    pub endless: usize,
    /// Undecided measures of which `possible` reckons one instance, see [`one_stands_for_all`].
    pub by_one: usize,
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

/// What counts instead of a measure that is left out of the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// The measure that counts.
    pub measure: MeasureIx,
    /// By how much its upper end is higher, in 元; `None` where it has no upper end.
    pub more: Option<Decimal>,
}

// How an eligible measure enters the totals. Of measures that exclude each other or are the same thing the one that may
// pay most counts, from the highest of their lower ends up; where that is up to the department, the best exact amount
// among them is certain all the same.
enum Part {
    // With this amount.
    Whole(Amount),
    // With this amount, on top of what is certain by this other one.
    Above(Amount, usize),
    // As what is certain.
    Certain(Amount),
    // Without a figure.
    Bare,
    // Not at all, because of this one.
    Left(usize),
}

// What an eligible measure promises, and nobody else is promised: a pool is no one's amount.
fn promised(book: &Book<'_>, outcomes: &[Outcome], ix: usize) -> Option<Option<Amount>> {
    let measure = book.measures.get(ix)?;
    let outcome = outcomes.get(ix).filter(|outcome| outcome.verdict == Verdict::Eligible)?;
    Some(outcome.amount.filter(|_| !measure.pool))
}

fn alternatives<'m>(measure: &'m Measure<'_>) -> impl Iterator<Item = usize> + 'm {
    measure.either.iter().chain(&measure.same_as).map(|other| usize::from(*other))
}

// Which of two pays more: one with an amount more than one without, and of equals the earlier in the document.
fn pays_more((ix, one): (usize, Option<Amount>), (other, than): (usize, Option<Amount>)) -> bool {
    let worth = |amount: Option<Amount>| amount.map(|a| (a.high.is_none(), a.high.unwrap_or(a.low), a.low));
    let (one, than) = (worth(one), worth(than));
    one > than || (one == than && ix < other)
}

fn part(book: &Book<'_>, outcomes: &[Outcome], ix: usize) -> Option<Part> {
    let mine = promised(book, outcomes, ix)?;
    let others = alternatives(book.measures.get(ix)?);
    let all = others.filter_map(|other| Some((other, promised(book, outcomes, other)?))).chain([(ix, mine)]);
    let mut best = (ix, mine);
    let mut certain: Option<(usize, Option<Amount>)> = None;
    let mut low = Decimal::ZERO;
    for one in all {
        low = low.max(one.1.map_or(Decimal::ZERO, |amount| amount.low));
        if pays_more(one, best) {
            best = one;
        }
        if one.1.is_some_and(|amount| amount.is_exact()) && certain.is_none_or(|known| pays_more(one, known)) {
            certain = Some(one);
        }
    }
    let base = certain.and_then(|(at, amount)| Some((at, amount?.low)));
    Some(match mine {
        Some(amount) if best.0 != ix => match base {
            Some((at, _)) if at == ix => Part::Certain(amount),
            _ => Part::Left(best.0),
        },
        None if best.0 != ix => Part::Left(best.0),
        None => Part::Bare,
        Some(amount) => match base.filter(|(at, _)| *at != ix) {
            None => Part::Whole(Amount { low, ..amount }),
            Some((other, sum)) => {
                let above = |end: Decimal| subtract(end, sum).unwrap_or_default();
                Part::Above(Amount { low: above(low), high: amount.high.map(above) }, other)
            }
        },
    })
}

/// Whether a measure is in the totals, or left out because another one that excludes it, or is the same thing, counts.
pub fn is_counted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> bool {
    counted_instead(book, assessment, measure).is_none()
}

/// The measure that counts instead of this one, which is eligible and left out of the totals; `None` where it counts.
pub fn counted_instead(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<Instead> {
    let ix = usize::from(measure);
    let Some(Part::Left(other)) = part(book, &assessment.outcomes, ix) else { return None };
    let high = |ix| match promised(book, &assessment.outcomes, ix).flatten() {
        Some(amount) => amount.high,
        None => Some(Decimal::ZERO),
    };
    let more = high(other).map(|theirs| high(ix).and_then(|mine| subtract(theirs, mine)).unwrap_or_default());
    Some(Instead { measure: MeasureIx::try_from(other).ok()?, more })
}

/// The exact measure that excludes this one and is certain all the same, so that only what this one may pay beyond it is
/// in the totals.
pub fn certain_beside(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<MeasureIx> {
    match part(book, &assessment.outcomes, usize::from(measure))? {
        Part::Above(_, other) => MeasureIx::try_from(other).ok(),
        _ => None,
    }
}

/// What of an eligible measure's amount is in the sums of payments, [`Totals::exact`] where it is one figure and
/// [`Totals::assessed_low`] and [`Totals::assessed_high`] where it is a range; `None` where nothing of it is.
pub fn counted_amount(view: &View<'_, '_>, assessment: &Assessment, ix: MeasureIx) -> Option<Amount> {
    match share_of(view.book, &assessment.outcomes, usize::from(ix), is_person(view))? {
        Share::Exact(amount) => Some(Amount { low: amount, high: Some(amount) }),
        Share::Assessed(amount) => Some(amount),
        Share::Relief(_) | Share::Persons(_) => None,
    }
}

/// What each measure adds to the totals, in the order of the document; nothing where it is not eligible, has no figure,
/// or another one counts instead.
pub fn shares(view: &View<'_, '_>, assessment: &Assessment) -> Vec<Option<Share>> {
    let (book, person) = (view.book, is_person(view));
    (0..book.measures.len()).map(|ix| share_of(book, &assessment.outcomes, ix, person)).collect()
}

// Whether the applicant is certainly a natural person.
fn is_person(view: &View<'_, '_>) -> bool {
    match view.possible(view.book.document.applicant_fact, 0) {
        Possible::Choice(left) => !left.is_empty() && left.within(view.book.document.persons),
        _ => false,
    }
}

fn share_of(book: &Book<'_>, outcomes: &[Outcome], ix: usize, person: bool) -> Option<Share> {
    let (measure, outcome) = (book.measures.get(ix)?, outcomes.get(ix)?);
    share(measure, outcome, &part(book, outcomes, ix)?, person)
}

fn share(measure: &Measure<'_>, outcome: &Outcome, part: &Part, person: bool) -> Option<Share> {
    let to_others = measure.to_person && !person;
    let amount = match *part {
        Part::Left(_) | Part::Bare => return None,
        // What goes to persons is a sum of upper ends, and the larger alternative reaches further.
        Part::Certain(_) if to_others => return None,
        Part::Whole(amount) | Part::Above(amount, _) if to_others => outcome.amount.unwrap_or(amount),
        Part::Certain(amount) | Part::Whole(amount) | Part::Above(amount, _) => amount,
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

/// Whether the amount of a measure is reckoned for one instance of its group because nothing was said of the group: were
/// there several, it could be more. It is said wherever such an amount is shown.
pub fn one_stands_for_all(answers: &Answers, measure: &Measure<'_>) -> bool {
    matches!(measure.promise, Promise::Amount(_))
        && measure.group.is_some_and(|group| answers.instances(usize::from(group)).is_none())
}

// What an undecided measure could add: nothing up to where its alternatives reach already.
fn could_add(book: &Book<'_>, outcomes: &[Outcome], ix: usize, stake: Decimal) -> Decimal {
    let Some(measure) = book.measures.get(ix) else { return Decimal::ZERO };
    let mut reached = Decimal::ZERO;
    for other in alternatives(measure) {
        let Some(outcome) = outcomes.get(other) else { continue };
        if let Some(amount) = promised(book, outcomes, other).flatten() {
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

/// The sums over these outcomes, one per measure in the book's order.
pub fn total(view: &View<'_, '_>, outcomes: &[Outcome]) -> Totals {
    let book = view.book;
    let person = is_person(view);
    let mut sums = Sums::default();
    for (ix, (measure, outcome)) in book.measures.iter().zip(outcomes).enumerate() {
        match outcome.verdict {
            Verdict::Undecided => {
                let could_add =
                    outcome.stake.filter(|_| !measure.pool).map(|stake| could_add(book, outcomes, ix, stake));
                let by_one = (outcome.endless || could_add.is_some_and(|more| !more.is_zero()))
                    && one_stands_for_all(view.answers, measure);
                sums.open(outcome, could_add, by_one);
            }
            Verdict::Eligible => {
                sums.totals.eligible += 1;
                if let Some(part) = part(book, outcomes, ix) {
                    sums.eligible(measure, &part, share(measure, outcome, &part, person));
                }
            }
            _ => {}
        }
    }
    sums.finish()
}

#[derive(Default)]
struct Sums {
    totals: Totals,
    low: Decimal,
    high: Decimal,
    unbounded: bool,
}

impl Sums {
    fn open(&mut self, outcome: &Outcome, could_add: Option<Decimal>, by_one: bool) {
        self.totals.undecided += 1;
        self.totals.endless += usize::from(outcome.endless);
        self.totals.by_one += usize::from(by_one);
        grow(&mut self.totals.possible, could_add.unwrap_or_default());
    }

    fn eligible(&mut self, measure: &Measure<'_>, part: &Part, share: Option<Share>) {
        let totals = &mut self.totals;
        if matches!(part, Part::Left(_)) {
            return;
        }
        match measure.mode {
            Mode::Automatic => totals.automatic += 1,
            Mode::Apply => totals.applied += 1,
            Mode::Assessed => totals.reviewed += 1,
        }
        totals.without_figure += usize::from(matches!(part, Part::Bare));
        match share {
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
                grow(&mut self.low, amount.low);
                grow(&mut self.high, amount.high.unwrap_or_default());
                self.unbounded |= amount.high.is_none();
            }
        }
    }

    fn finish(self) -> Totals {
        Totals { assessed_low: self.low, assessed_high: (!self.unbounded).then_some(self.high), ..self.totals }
    }
}

fn grow(sum: &mut Decimal, more: Decimal) {
    *sum = add(*sum, more).unwrap_or(*sum);
}
