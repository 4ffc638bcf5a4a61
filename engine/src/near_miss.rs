//! Near misses: for a measure whose conditions fail, the smallest change of one answer that makes it eligible. It is
//! found by evaluating the rules, never written by hand. Also compares two assessments. Knows no words: see
//! [`crate::explain`].

mod change;
mod figure;
mod trial;

pub use change::{OutcomeChange, compare};
pub use figure::step;

use crate::answer::{Answer, Answers};
use crate::assess::{Amount, Assessment, Verdict, assessment_date, evaluate_measures};
use crate::book::{ExprId, FactId, FactType, Measure, MeasureId, Node, OptionSet, RuleBook, collect_facts};
use crate::evaluate::{Evaluator, FactInstance, FactStatus, PartialValue};
use crate::number::{Truth, divide, subtract};
use rust_decimal::Decimal;
use trial::Candidate;

/// One changed answer that makes a measure eligible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The measure.
    pub measure: MeasureId,
    /// The fact to change.
    pub fact: FactId,
    /// The instance of its group; 0 outside groups.
    pub instance: usize,
    /// The current answer.
    pub from: Answer,
    /// The answer that makes the measure eligible. For a figure it is the nearest one: with a [`step`] less, the
    /// measure is not eligible.
    pub to: Answer,
    /// Other options of a choice or list that also make it eligible.
    pub others: OptionSet,
    /// Whether the applicant can change this by its own effort, according to the rule book.
    pub changeable: bool,
    /// The payout of the measure after the change, in 元.
    pub amount: Option<Amount>,
    /// The payout with the best-paid of `others`, in 元; equal to `amount` if none pays more.
    pub most: Option<Amount>,
}

/// The total effect of one change, over all measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// Increase of the exact payments, in 元; negative if the change costs another measure.
    pub exact: Decimal,
    /// Increase of the upper end of the payments that the department decides on, in 元; `None` if there is no upper end
    /// before or after the change.
    pub assessed_high: Option<Decimal>,
    /// Increase of tax and fee relief, in 元.
    pub relief: Decimal,
    /// Increase of the upper end of payments to persons, in 元.
    pub persons_high: Decimal,
    /// Increase of the maximum that is still open, in 元, as far as it is bounded.
    pub possible: Decimal,
    /// Every measure whose verdict or amount changes, in the order of the document, including the measure of the near
    /// miss.
    pub changes: Vec<OutcomeChange>,
}

impl NearMiss {
    /// Whether the change gives something up: a yes becomes a no, or an option is dropped.
    pub fn gives_up(&self) -> bool {
        match (self.from, self.to) {
            (_, Answer::YesNo(yes)) => !yes,
            (Answer::Several(from), Answer::Several(to)) => !from.is_subset(to),
            _ => false,
        }
    }

    /// The option that is added, dropped or chosen.
    pub fn option(&self) -> OptionSet {
        match (self.from, self.to) {
            (Answer::Several(from), Answer::Several(to)) => OptionSet(from.0 ^ to.0),
            (_, Answer::Several(to)) => to,
            (_, Answer::Choice(to)) => OptionSet::one(usize::from(to)),
            _ => OptionSet::NONE,
        }
    }

    /// Size of the change: for a figure, relative to the current figure (0.15: by 15 %); 1 for all other answers.
    /// `None`, which counts as largest, if the current figure is 0.
    pub fn size(&self) -> Option<Decimal> {
        match (self.from, self.to) {
            (Answer::Number(from), Answer::Number(to)) => {
                divide(subtract(to, from)?.abs(), from.abs()).filter(|_| !from.is_zero())
            }
            _ => Some(Decimal::ONE),
        }
    }

    // Order: changes that the applicant can make itself, then changes that give nothing up, then the smaller change.
    fn is_nearer(&self, other: &Self) -> Option<bool> {
        if self.changeable != other.changeable {
            return Some(self.changeable);
        }
        if self.gives_up() != other.gives_up() {
            return Some(other.gives_up());
        }
        match (self.size(), other.size()) {
            (Some(mine), Some(theirs)) if mine != theirs => Some(mine < theirs),
            (mine, theirs) if mine.is_some() != theirs.is_some() => Some(mine.is_some()),
            _ => None,
        }
    }
}

fn payout_rank(amount: Option<Amount>) -> (bool, Decimal) {
    amount.map_or((false, Decimal::ZERO), |amount| (amount.high.is_none(), amount.high.unwrap_or(amount.low)))
}

// A city-wide pool is not an amount of the applicant.
fn paid(book: &RuleBook<'_>, nearly: &NearMiss) -> (bool, Decimal) {
    let pool = book.measures[nearly.measure].pool;
    payout_rank(nearly.amount.filter(|_| !pool))
}

/// The smallest change of one answer for every failed measure that one answer can make eligible. Sorted by: changes
/// that the applicant can make itself first, then changes that give nothing up, then the smaller change (of a figure
/// relative to the current one; other answers count as 1; a figure that is 0 now comes last), then the higher payout,
/// then the order of the document. `assessment` must be the assessment of these answers.
pub fn nearly(book: &RuleBook<'_>, answers: &Answers, assessment: &Assessment) -> Vec<NearMiss> {
    let view = Evaluator::new(book, answers);
    let mut all: Vec<NearMiss> = Vec::new();
    for ix in book.measures.ids() {
        if let Some(one) = search(&view, assessment, ix) {
            let place = insertion_index(book, &all, &one);
            all.insert(place, one);
        }
    }
    all
}

/// The insertion index of `one` in a list in the order of [`nearly`]. All items of the list must precede it in the
/// order of the document. For callers that search measure by measure.
pub fn insertion_index(book: &RuleBook<'_>, sorted: &[NearMiss], one: &NearMiss) -> usize {
    // Insertion by hand: there are a few dozen items at most, and a general sort is a large download.
    sorted.partition_point(|other| {
        let nearer = other.is_nearer(one);
        nearer.unwrap_or_else(|| paid(book, other) >= paid(book, one))
    })
}

/// The smallest change of one answer that makes this measure eligible. `None` if the measure does not fail, or if no
/// single answer makes it eligible. `assessment` must be the assessment of these answers.
///
/// Of several changes it is the first in the order of [`nearly`]. Of several options it is the one with the lowest
/// payout, because it is the easiest to obtain if the options are ranks of one title; then the order of the question
/// decides.
pub fn nearest_change(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<NearMiss> {
    search(view, assessment, measure)
}

/// The total effect of the change on all measures.
pub fn gain(book: &RuleBook<'_>, answers: &Answers, assessment: &Assessment, nearly: &NearMiss) -> Impact {
    impact(book, answers, assessment, FactInstance::new(nearly.fact, nearly.instance), Some(nearly.to))
}

/// The total effect of another answer to one question, or of none, on all measures. `assessment` must be the assessment
/// of these answers.
pub fn impact(
    book: &RuleBook<'_>,
    answers: &Answers,
    assessment: &Assessment,
    FactInstance { fact, instance }: FactInstance,
    to: Option<Answer>,
) -> Impact {
    let mut changed = answers.clone();
    changed.set(book, fact, instance, to);
    // The pending questions are not computed: they change no total and are most of the work of an assessment.
    let (outcomes, totals) =
        evaluate_measures(&Evaluator::new(book, &changed), assessment_date(book, &changed, assessment.date));
    let after = Assessment { date: assessment.date, outcomes, totals, pending_questions: Vec::new(), max_remaining: 0 };
    let (old, new) = (&assessment.totals, &after.totals);
    let more = |new: Decimal, old: Decimal| subtract(new, old).unwrap_or_default();
    Impact {
        exact: more(new.exact, old.exact),
        assessed_high: new.assessed_high.zip(old.assessed_high).map(|(new, old)| more(new, old)),
        relief: more(new.relief, old.relief),
        persons_high: more(new.persons_high, old.persons_high),
        possible: more(new.possible, old.possible),
        changes: compare(book, assessment, &after),
    }
}

fn search(view: &Evaluator<'_, '_>, assessment: &Assessment, ix: MeasureId) -> Option<NearMiss> {
    let (book, answers) = (view.book, view.answers);
    let measure = &book.measures[ix];
    let now = &assessment.outcomes[ix];
    if now.verdict != Verdict::Ineligible {
        return None;
    }
    let instances = measure.group.map_or(1, |group| view.instances(group));
    let mut best: Option<NearMiss> = None;
    let mut tried: Vec<FactInstance> = Vec::new();
    for at in 0..instances {
        let holds_everywhere =
            |condition: ExprId| book.document.everywhere.iter().any(|common| common.when == condition);
        let unmet: Vec<ExprId> = now
            .findings
            .iter()
            .filter(|f| f.truth != Truth::True && (f.instance == at || holds_everywhere(f.condition)))
            .map(|f| f.condition)
            .collect();
        let unmet: Vec<Vec<ExprId>> = unmet.into_iter().map(|condition| behind(view, condition, at)).collect();
        for fact in shared_facts(book, &unmet) {
            let instance = book.facts[fact].group.map_or(0, |_| at);
            if tried.contains(&FactInstance::new(fact, instance)) || view.is_closed(fact, instance) {
                continue;
            }
            tried.push(FactInstance::new(fact, instance));
            let trial = Candidate { book, answers, date: assessment.date, measure, fact, instance };
            let found = turned(view, &trial, ix, &unmet);
            if let Some(one) = found.filter(|one| best.as_ref().is_none_or(|best| one.is_nearer(best) == Some(true))) {
                best = Some(one);
            }
        }
    }
    best
}

// The condition, and the gates of its unanswered facts, because a gate decides how an unanswered fact counts.
fn behind(view: &Evaluator<'_, '_>, condition: ExprId, instance: usize) -> Vec<ExprId> {
    let book = view.book;
    let mut all = vec![condition];
    let mut facts = Vec::new();
    let (mut looked_at, mut at) = (0, 0);
    while let Some(expr) = all.get(looked_at).copied() {
        looked_at += 1;
        collect_facts(book, expr, &mut facts);
        while let Some(fact) = facts.get(at).copied() {
            at += 1;
            let known = &book.facts[fact];
            if view.answers.get(book, fact, instance).is_none() {
                all.extend(known.ask_if);
            }
        }
    }
    all
}

// A single answer can make a measure eligible only if every unmet condition depends on it.
fn shared_facts(book: &RuleBook<'_>, conditions: &[Vec<ExprId>]) -> Vec<FactId> {
    let mut shared: Option<Vec<FactId>> = None;
    for condition in conditions {
        let mut facts = Vec::new();
        condition.iter().for_each(|expr| collect_facts(book, *expr, &mut facts));
        shared = Some(match shared {
            None => facts,
            Some(known) => known.into_iter().filter(|fact| facts.contains(fact)).collect(),
        });
    }
    shared.unwrap_or_default()
}

fn turned(
    view: &Evaluator<'_, '_>,
    trial: &Candidate<'_, '_>,
    measure: MeasureId,
    unmet: &[Vec<ExprId>],
) -> Option<NearMiss> {
    let fact = &trial.book.facts[trial.fact];
    // An unanswered fact already has all its possible values, so no answer to it turns a failed condition.
    if view.standing(trial.fact, trial.instance) != FactStatus::Answered {
        return None;
    }
    let from = view.answers.get(trial.book, trial.fact, trial.instance)?;
    let plain = |to: Answer| {
        let amount = trial.outcome(to).amount;
        let changeable = !fact.is_fixed(0);
        let (fact, instance) = (trial.fact, trial.instance);
        NearMiss { measure, fact, instance, from, to, others: OptionSet::NONE, changeable, amount, most: amount }
    };
    let chosen = |best: Best| NearMiss {
        others: OptionSet(best.alike.0 & !OptionSet::one(best.place).0),
        changeable: !best.standing.0,
        amount: best.amount,
        most: best.most,
        ..plain(best.to)
    };
    match (&fact.kind, view.possible(trial.fact, trial.instance)) {
        (FactType::Bool, PartialValue::Truth(now)) => {
            let to = Answer::YesNo(now != Truth::True);
            trial.makes_eligible(to).then(|| plain(to))
        }
        (FactType::Choice, _) => {
            let answer = |place: usize| u8::try_from(place).ok().map(Answer::Choice);
            let places = OptionSet::all(fact.options.len());
            best_option(view, trial, places, answer).map(chosen)
        }
        (FactType::MultiChoice, PartialValue::Several { sure, .. }) => {
            let mut wanted = OptionSet::NONE;
            unmet.iter().flatten().for_each(|expr| wanted_options(trial.book, *expr, trial.fact, &mut wanted));
            let answer = |place: usize| Some(Answer::Several(OptionSet(sure.0 ^ OptionSet::one(place).0)));
            best_option(view, trial, wanted, answer).map(chosen)
        }
        (FactType::Money | FactType::Ratio | FactType::Number(_), PartialValue::Range(now)) => {
            figure::nearest(view, trial, now.as_point()?).map(|to| plain(Answer::Number(to)))
        }
        _ => None,
    }
}

// The best option found so far.
struct Best {
    to: Answer,
    place: usize,
    // Whether the option is fixed, and whether it is dropped.
    standing: (bool, bool),
    amount: Option<Amount>,
    // All options with this `standing`, and the payout of the best-paid of them.
    alike: OptionSet,
    most: Option<Amount>,
}

// Order of the options that make the measure eligible: changes that the applicant can make itself, then adding before
// dropping, then the lower payout, then the order of the question.
fn best_option(
    view: &Evaluator<'_, '_>,
    trial: &Candidate<'_, '_>,
    places: OptionSet,
    answer: impl Fn(usize) -> Option<Answer>,
) -> Option<Best> {
    let fact = &trial.book.facts[trial.fact];
    let held = match view.answers.get(trial.book, trial.fact, trial.instance) {
        Some(Answer::Several(held)) => held,
        _ => OptionSet::NONE,
    };
    let mut best: Option<Best> = None;
    for place in places.iter() {
        let Some(option) = fact.options.get(place) else { continue };
        let drops = OptionSet::one(place).is_subset(held);
        let hidden = option.only_if.is_some_and(|only_if| view.truth(only_if, trial.instance) == Truth::False);
        let Some(to) = answer(place).filter(|_| drops || !hidden) else { continue };
        let outcome = trial.outcome(to);
        if outcome.verdict != Verdict::Eligible {
            continue;
        }
        let (standing, amount) = ((fact.is_fixed(place), drops), outcome.amount);
        match &mut best {
            Some(known) if known.standing < standing => {}
            Some(known) if known.standing == standing => {
                known.alike = known.alike.union(OptionSet::one(place));
                if payout_rank(amount) > payout_rank(known.most) {
                    known.most = amount;
                }
                if payout_rank(amount) < payout_rank(known.amount) {
                    (known.to, known.place, known.amount) = (to, place, amount);
                }
            }
            _ => best = Some(Best { to, place, standing, amount, alike: OptionSet::one(place), most: amount }),
        }
    }
    best
}

// The options of a list that a condition refers to.
fn wanted_options(book: &RuleBook<'_>, expr: ExprId, fact: FactId, into: &mut OptionSet) {
    let node = &book.nodes[expr];
    if node.fact() == Some(fact) {
        *into = into.union(named_options(node));
    }
    book.children(node).for_each(|part| wanted_options(book, part, fact, into));
}

// The options that a node refers to.
fn named_options(node: &Node) -> OptionSet {
    match node {
        Node::Is(_, options) | Node::HasAny(_, options) | Node::HasAll(_, options) | Node::Count(_, options) => {
            *options
        }
        Node::Highest(_, tiers) => {
            tiers.iter().map(|(place, _)| OptionSet::one(usize::from(*place))).fold(OptionSet::NONE, OptionSet::union)
        }
        Node::Yes(_)
        | Node::Compare(..)
        | Node::Not(_)
        | Node::And(..)
        | Node::Or(..)
        | Node::Implies(..)
        | Node::Confirm(_)
        | Node::Constant(..)
        | Node::Figure(_)
        | Node::Derived(_)
        | Node::Add(..)
        | Node::Subtract(..)
        | Node::Multiply(..)
        | Node::Divide(..)
        | Node::Min(..)
        | Node::Max(..)
        | Node::If(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | Node::Steps(..)
        | Node::Round(..)
        | Node::Tiers(..)
        | Node::Portions(..) => OptionSet::NONE,
    }
}

// The comparisons of a measure that depend on a fact.
fn comparisons(book: &RuleBook<'_>, measure: &Measure<'_>, fact: FactId) -> Vec<(ExprId, ExprId)> {
    let mut found = Vec::new();
    let common = book.intersection(measure).iter().map(|common| common.when);
    for condition in measure.when.iter().copied().chain(common) {
        collect_comparisons(book, condition, fact, &mut found);
    }
    found
}

fn collect_comparisons(book: &RuleBook<'_>, expr: ExprId, fact: FactId, into: &mut Vec<(ExprId, ExprId)>) {
    let node = &book.nodes[expr];
    if let Node::Compare(_, left, right) = node {
        let mut facts = Vec::new();
        collect_facts(book, expr, &mut facts);
        if facts.contains(&fact) && !into.contains(&(*left, *right)) {
            into.push((*left, *right));
        }
        return;
    }
    node.children().for_each(|part| collect_comparisons(book, part, fact, into));
}
