//! How measures that pay for the same thing count in the totals. Knows no totals of a company.
//!
//! A claim is the payment of one measure for one thing: an instance of its group, or the applicant. Of two claims on
//! one thing both are paid, perhaps both, or only one. The lower end of the sum treats "perhaps" as no, the upper end
//! as yes, so both ends only move closer together as more is answered.

use super::{Amount, Outcomes};
use crate::book::{GroupId, Measure, MeasureId, Payout, RuleBook};
use crate::evaluate::{Evaluator, FactInstance};
use crate::number::{Truth, add, subtract};
use rust_decimal::Decimal;

/// Maximum number of measures in one family; all their combinations are tried.
pub const MOST_RELATED: usize = 8;

// Larger than any payment; stands for a missing upper end.
const ENDLESS: Decimal = Decimal::from_parts(0xa4c6_8000, 0x0003_8d7e, 0, false, 0);

/// Relation of two measures that are eligible for the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Both are paid.
    Apart,
    /// Unknown whether both are paid: the text does not state it, or it is unknown whether both are about the same
    /// thing.
    Perhaps,
    /// They are the same thing, which is paid once.
    One,
}

/// A measure that is eligible for the same thing as another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The other measure.
    pub measure: MeasureId,
    /// The tie between the two; the closest one if they share several things. Never [`Tie::Apart`].
    pub tie: Tie,
    /// The unanswered facts that decide whether the two are about the same thing.
    pub missing: Vec<FactInstance>,
}

/// The (possible) payment of a measure for one instance of its group, or for the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Truth of the conditions.
    pub truth: Truth,
    /// The payment if the conditions hold; zero if they fail.
    pub amount: Amount,
}

/// The tie of two measures for one instance of the group that both have, or for the applicant.
pub(super) fn tie(view: &Evaluator<'_, '_>, measure: &Measure<'_>, other: MeasureId, instance: usize) -> Tie {
    let Some((link, same)) = measure.link_to(other) else { return Tie::Apart };
    let is_one = link.when.map_or(Truth::True, |when| view.truth(when, instance));
    match (is_one, same) {
        (Truth::False, _) => Tie::Apart,
        (Truth::True, true) => Tie::One,
        _ => Tie::Perhaps,
    }
}

// Whether two measures have the same group and so share its instances. Otherwise they can only share the applicant.
fn share_instances(one: &Measure<'_>, other: &Measure<'_>) -> bool {
    one.group == other.group
}

/// Which claims of a measure count: those that are met, or also those that are still possible.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Met,
    Possible,
}

/// A family: all measures that are directly or indirectly related to one, in the order of the document.
pub(super) struct Family<'f, 'e, 'a> {
    view: &'f Evaluator<'e, 'a>,
    outcomes: &'f Outcomes,
    members: Vec<MeasureId>,
}

/// A selection of the claims of a family with its sum.
#[derive(Clone)]
struct FamilyChoice {
    worth: Worth,
    // Per member, per instance.
    claims: Vec<Vec<bool>>,
}

impl FamilyChoice {
    fn holds(&self, member: usize, instance: usize) -> bool {
        self.claims.get(member).and_then(|claims| claims.get(instance)).copied().unwrap_or_default()
    }

    fn take(&mut self, member: usize, instance: usize) {
        if let Some(chosen) = self.claims.get_mut(member).and_then(|claims| claims.get_mut(instance)) {
            *chosen = true;
        }
    }
}

// Value of a claim, compared lexicographically: its amount, then its exact part, then its upper end.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
struct Worth(Decimal, Decimal, Decimal);

impl Worth {
    fn plus(self, other: Self) -> Self {
        let sum = |a: Decimal, b: Decimal| add(a, b).unwrap_or(ENDLESS);
        Self(sum(self.0, other.0), sum(self.1, other.1), sum(self.2, other.2))
    }
}

fn high(amount: &Amount) -> Decimal {
    amount.high.unwrap_or(ENDLESS)
}

/// A measure and all that are directly or indirectly related to it, in the order of the document.
pub(super) fn family_members(book: &RuleBook<'_>, ix: MeasureId) -> Vec<MeasureId> {
    let mut members = vec![ix];
    let mut at = 0;
    while let Some(measure) = members.get(at).map(|ix| &book.measures[*ix]) {
        at += 1;
        for link in measure.links() {
            if members.len() < MOST_RELATED && !members.contains(&link.measure) {
                members.push(link.measure);
            }
        }
    }
    members.sort_unstable();
    members
}

impl<'f, 'e, 'a> Family<'f, 'e, 'a> {
    /// The family of a measure; `None` if it has no relations.
    pub(super) fn of(view: &'f Evaluator<'e, 'a>, outcomes: &'f Outcomes, ix: MeasureId) -> Option<Self> {
        view.book.measures[ix].links().next()?;
        Some(Self { view, outcomes, members: family_members(view.book, ix) })
    }

    fn measure(&self, member: usize) -> Option<&'e Measure<'a>> {
        self.members.get(member).map(|ix| &self.view.book.measures[*ix])
    }

    // A pool is not an amount of the applicant.
    fn claims(&self, member: usize) -> &'f [Claim] {
        let outcome = self.members.get(member).map(|ix| &self.outcomes[*ix]);
        let is_own = self.measure(member).is_some_and(|one| !one.pool && matches!(one.promise, Payout::Amount(_)));
        outcome.filter(|_| is_own).map_or(&[], |outcome| &outcome.claims)
    }

    fn claim(&self, member: usize, instance: usize, held: Held) -> Option<&'f Claim> {
        let claim = self.claims(member).get(instance)?;
        let counts = match (claim.truth, held) {
            (Truth::True, _) => true,
            (Truth::Unknown, Held::Possible) => claim.amount.high.is_some(),
            _ => false,
        };
        counts.then_some(claim)
    }

    fn tie(&self, one: usize, other: usize, instance: usize) -> Tie {
        match (self.measure(one), self.members.get(other)) {
            (Some(measure), Some(other)) => tie(self.view, measure, *other, instance),
            _ => Tie::Apart,
        }
    }

    // The selection of claims with the highest value in which no two are tied at least as closely as `closest`.
    fn best(&self, closest: Tie, worth: &dyn Fn(usize, usize) -> Option<Worth>) -> FamilyChoice {
        self.best_of(u32::MAX, closest, worth)
    }

    // If two tied members have different groups, one of them is dropped completely; both choices are tried.
    fn best_of(&self, alive: u32, closest: Tie, worth: &dyn Fn(usize, usize) -> Option<Worth>) -> FamilyChoice {
        let lives = |member: usize| alive >> member & 1 == 1;
        let claims = |member: usize| (0..self.claims(member).len()).any(|at| worth(member, at).is_some());
        let count = self.members.len();
        for one in (0..count).filter(|one| lives(*one) && claims(*one)) {
            for other in (one + 1..count).filter(|other| lives(*other) && claims(*other)) {
                let (Some(a), Some(b)) = (self.measure(one), self.measure(other)) else { continue };
                if !share_instances(a, b) && self.tie(one, other, 0) >= closest {
                    let kept = self.best_of(alive & !(1 << other), closest, worth);
                    let instead = self.best_of(alive & !(1 << one), closest, worth);
                    return if instead.worth > kept.worth { instead } else { kept };
                }
            }
        }
        let nothing = (0..count).map(|member| vec![false; self.claims(member).len()]).collect();
        let mut all = FamilyChoice { worth: Worth::default(), claims: nothing };
        let mut seen: Vec<Option<GroupId>> = Vec::new();
        for member in (0..count).filter(|member| lives(*member)) {
            let Some(group) = self.measure(member).map(|measure| measure.group) else { continue };
            if seen.contains(&group) {
                continue;
            }
            seen.push(group);
            let of_group = |other: &usize| lives(*other) && self.measure(*other).is_some_and(|one| one.group == group);
            let together: Vec<usize> = (0..count).filter(of_group).collect();
            let instances = together.iter().map(|member| self.claims(*member).len()).max().unwrap_or_default();
            for instance in 0..instances {
                self.best_of_instance(&together, instance, closest, worth, &mut all);
            }
        }
        all
    }

    fn best_of_instance(
        &self,
        members: &[usize],
        instance: usize,
        closest: Tie,
        worth: &dyn Fn(usize, usize) -> Option<Worth>,
        into: &mut FamilyChoice,
    ) {
        let claims: Vec<(usize, Worth)> =
            members.iter().filter_map(|member| Some((*member, worth(*member, instance)?))).collect();
        let mut ties = vec![0u32; claims.len()];
        for (at, (one, _)) in claims.iter().enumerate() {
            for (other_at, (other, _)) in claims.iter().enumerate().skip(at + 1) {
                if self.tie(*one, *other, instance) >= closest {
                    ties[at] |= 1 << other_at;
                }
            }
        }
        let mut best = (Worth::default(), 0u32);
        for chosen in 1u32..1 << claims.len() {
            let is_in = |at: &usize| chosen >> at & 1 == 1;
            if (0..claims.len()).filter(is_in).any(|at| ties.get(at).is_some_and(|ties| ties & chosen != 0)) {
                continue;
            }
            let worths = (0..claims.len()).filter(is_in).filter_map(|at| claims.get(at).map(|(_, worth)| *worth));
            let sum = worths.fold(Worth::default(), Worth::plus);
            if sum > best.0 {
                best = (sum, chosen);
            }
        }
        into.worth = into.worth.plus(best.0);
        let chosen = claims.iter().enumerate().filter(|(at, _)| best.1 >> at & 1 == 1);
        chosen.for_each(|(_, (member, _))| into.take(*member, instance));
    }

    /// The part of a member's amount that counts in the totals; `None` if it has no amount.
    ///
    /// Of claims that are perhaps not both paid, the one with the highest lower end counts with its amount. Each of the
    /// others counts from zero to what remains of the highest possible sum.
    pub(super) fn counted(&self, ix: MeasureId) -> Option<Amount> {
        let met = |member: usize, instance: usize| self.claim(member, instance, Held::Met).map(|claim| claim.amount);
        let lows = self.best(Tie::Perhaps, &|member, instance| {
            let amount = met(member, instance)?;
            let exact = if amount.is_exact() { amount.low } else { Decimal::ZERO };
            Some(Worth(amount.low, exact, high(&amount)))
        });
        let highs = self.highest(self.members.len(), Held::Met);
        let mut left = subtract(highs.worth.0, lows.worth.2).unwrap_or_default();
        let mut counted: Option<Amount> = None;
        for (member, own) in self.members.iter().enumerate() {
            for instance in 0..self.claims(member).len() {
                let Some(amount) = met(member, instance) else { continue };
                let part = if lows.holds(member, instance) {
                    amount
                } else {
                    let may = highs.holds(member, instance);
                    let more = if may { high(&amount).min(left) } else { Decimal::ZERO };
                    left = subtract(left, more).unwrap_or_default();
                    Amount { low: Decimal::ZERO, high: (more < ENDLESS).then_some(more) }
                };
                if *own == ix {
                    counted = Some(counted.map_or(part, |sum| sum.plus(part)));
                }
            }
        }
        counted
    }

    // The highest sum in which the first `first` members have claims as in `held` and the others only claims that are
    // met.
    fn highest(&self, first: usize, held: Held) -> FamilyChoice {
        self.best(Tie::One, &|member, instance| {
            let held = if member < first { held } else { Held::Met };
            let amount = self.claim(member, instance, held)?.amount;
            Some(Worth(high(&amount), amount.low, Decimal::ZERO))
        })
    }

    /// The most that the open claims of a member could add to the claims that are met and the open claims of earlier
    /// members, as far as it is bounded.
    pub(super) fn could_add(&self, ix: MeasureId) -> Decimal {
        let Some(member) = self.members.iter().position(|member| *member == ix) else { return Decimal::ZERO };
        let most = |first: usize| self.highest(first, Held::Possible).worth.0;
        subtract(most(member + 1), most(member)).unwrap_or_default()
    }
}

/// The measures that are eligible for the same thing as this one, unless both are certainly paid; in the order of the
/// document.
pub fn beside(view: &Evaluator<'_, '_>, outcomes: &Outcomes, measure: MeasureId) -> Vec<Beside> {
    let own = &view.book.measures[measure];
    let mut found: Vec<Beside> = Vec::new();
    for link in own.links() {
        let mut tie_of_all = Tie::Apart;
        let mut missing = Vec::new();
        for instance in shared(view.book, outcomes, measure, link.measure, |truth| truth == Truth::True) {
            tie_of_all = tie_of_all.max(tie(view, own, link.measure, instance));
            if let Some(when) = link.when.filter(|when| view.truth(*when, instance) == Truth::Unknown) {
                view.missing(when, instance, &mut missing);
            }
        }
        if tie_of_all != Tie::Apart {
            found.push(Beside { measure: link.measure, tie: tie_of_all, missing });
        }
    }
    found.sort_by_key(|one| one.measure);
    found
}

/// The eligible measure that counts instead of an eligible one without a figure, because both are the same thing: one
/// with a figure, or an earlier one.
pub(super) fn counts_elsewhere(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId) -> Option<MeasureId> {
    let own = &view.book.measures[ix];
    let bare = |ix: MeasureId| outcomes[ix].amount.is_none();
    if !bare(ix) {
        return None;
    }
    own.same_as.iter().map(|link| link.measure).find(|other| {
        let things = shared(view.book, outcomes, ix, *other, |truth| truth == Truth::True);
        let is_one = |instance: &usize| tie(view, own, *other, *instance) != Tie::Apart;
        (!bare(*other) || *other < ix) && !things.is_empty() && things.iter().all(is_one)
    })
}

// The instances for which both claims satisfy `wanted`; 0, for the applicant, if the measures do not share instances.
fn shared(
    book: &RuleBook<'_>,
    outcomes: &Outcomes,
    one: MeasureId,
    other: MeasureId,
    wanted: fn(Truth) -> bool,
) -> Vec<usize> {
    let (a, b) = (&outcomes[one].claims, &outcomes[other].claims);
    let holds = |claim: &Claim| wanted(claim.truth);
    if share_instances(&book.measures[one], &book.measures[other]) {
        let both = a.iter().zip(b).map(|(one, other)| holds(one) && holds(other));
        both.enumerate().filter(|(_, both)| *both).map(|(at, _)| at).collect()
    } else if a.iter().any(holds) && b.iter().any(holds) {
        vec![0]
    } else {
        Vec::new()
    }
}

/// Collects the unanswered facts that decide whether a measure and others, which may also be paid, are about one thing.
pub(super) fn wait_for_ties(
    view: &Evaluator<'_, '_>,
    outcomes: &Outcomes,
    ix: MeasureId,
    into: &mut Vec<FactInstance>,
) {
    let pays = |measure: &Measure<'_>| matches!(measure.promise, Payout::Amount(_));
    let own = &view.book.measures[ix];
    if !pays(own) {
        return;
    }
    for link in own.links() {
        let Some(when) = link.when.filter(|_| pays(&view.book.measures[link.measure])) else { continue };
        for instance in shared(view.book, outcomes, ix, link.measure, |truth| truth != Truth::False) {
            if view.truth(when, instance) == Truth::Unknown {
                view.missing(when, instance, into);
            }
        }
    }
}
