//! Whether the assessment of more complete answers keeps the bounds of the partial ones.

use huiqi_engine::Verdict;
use huiqi_engine::assess::{Amount, Outcome, Totals};
use rust_decimal::Decimal;

/// Whether a no remains a no: that a measure is for others may become known after another reason for the no, and a
/// reason may become known after the measure was not asked about.
pub fn is_no(earlier: &Outcome, later: &Outcome) -> bool {
    use Verdict::{Ineligible, NotAsked, NotForYou, OutOfForce};
    match later.verdict {
        NotForYou => matches!(earlier.verdict, Ineligible | OutOfForce | NotAsked),
        Ineligible => earlier.verdict == NotAsked,
        _ => false,
    }
}

/// How the later outcome breaks a bound of the earlier one; `None` if it keeps them.
pub fn broken(earlier: &Outcome, later: &Outcome) -> Option<String> {
    use Verdict::{Eligible, Undecided};
    if earlier.verdict != Undecided && earlier.verdict != later.verdict && !is_no(earlier, later) {
        return Some(format!("{:?} became {:?}", earlier.verdict, later.verdict));
    }
    match (earlier.verdict, later.verdict) {
        (Eligible, Eligible) => {
            let holds = match (earlier.amount, later.amount) {
                (None, None) => true,
                (Some(_), Some(_)) => within(with_open(later), with_open(earlier)),
                _ => false,
            };
            let all = |outcome: &Outcome| (outcome.amount, outcome.max_payout, outcome.is_unbounded);
            (!holds).then(|| format!("amount {:?} became {:?}", all(earlier), all(later)))
        }
        (Undecided, Eligible) => {
            let most = with_open(later).high;
            let holds = match (earlier.max_payout, most) {
                (Some(stake), Some(most)) => most <= stake,
                (Some(_), None) => false,
                (None, most) => {
                    earlier.is_unbounded || later.amount.is_none() || most.is_some_and(|most| most.is_zero())
                }
            };
            (!holds).then(|| format!("at most {:?} became {:?}", earlier.max_payout, later.amount))
        }
        (Undecided, Undecided) => {
            let holds = earlier.is_unbounded
                || (!later.is_unbounded
                    && later.max_payout.unwrap_or_default() <= earlier.max_payout.unwrap_or_default());
            (!holds).then(|| format!("at most {:?} became at most {:?}", earlier.max_payout, later.max_payout))
        }
        _ => None,
    }
}

// The payment of an eligible measure, plus the possible addition of its open instances.
fn with_open(outcome: &Outcome) -> Amount {
    let amount = outcome.amount.unwrap_or(Amount { low: Decimal::ZERO, high: Some(Decimal::ZERO) });
    let high = amount.high.filter(|_| !outcome.is_unbounded).map(|high| high + outcome.max_payout.unwrap_or_default());
    Amount { high, ..amount }
}

fn within(inner: Amount, outer: Amount) -> bool {
    let below = match (inner.high, outer.high) {
        (_, None) => true,
        (Some(inner), Some(outer)) => inner <= outer,
        (None, Some(_)) => false,
    };
    outer.low <= inner.low && below
}

/// The maximum of all payments; `None` if it is unbounded.
pub fn most(totals: &Totals) -> Option<Decimal> {
    let certain = totals.exact + totals.assessed_high? + totals.relief_high? + totals.persons_high;
    (totals.endless == 0).then_some(certain + totals.possible)
}
