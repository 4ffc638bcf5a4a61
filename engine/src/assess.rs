//! Verdicts, amounts, findings, missing facts, totals and the next question. Knows no words: see [`crate::words`].

use crate::answer::{Answer, Answers};
use crate::book::{Book, Expr, FactIx, Measure, MeasureIx, Mode, Node, Promise};
use crate::evaluate::{Missing, Possible, Standing, View};
use crate::number::{Date, Range, Truth, add};
use rust_decimal::Decimal;

/// What can be said of a measure for this company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every condition holds.
    Eligible,
    /// At least one condition fails.
    Ineligible,
    /// It depends on facts that are missing or on what the text leaves to the department.
    Undecided,
    /// The assessment date is outside its period.
    OutOfForce,
    /// It is for other kinds of applicants.
    NotForYou,
}

/// How certain an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Exactly this.
    Exact,
    /// 最高: from zero to this.
    AtMost,
    /// 不低于: this or more, without an upper end.
    AtLeast,
    /// Between the two.
    Between,
}

/// What an eligible measure pays, in 元, rounded half up to the fen, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The lower end.
    pub low: Decimal,
    /// The upper end; `None` where the text has none.
    pub high: Option<Decimal>,
}

impl Amount {
    fn of(range: Range) -> Self {
        let range = range.as_payment();
        Self { low: range.low.unwrap_or(Decimal::ZERO), high: range.high }
    }

    /// How certain it is.
    pub fn certainty(&self) -> Certainty {
        match self.high {
            Some(high) if high == self.low => Certainty::Exact,
            Some(_) if self.low.is_zero() => Certainty::AtMost,
            Some(_) => Certainty::Between,
            None => Certainty::AtLeast,
        }
    }

    fn plus(self, other: Self) -> Option<Self> {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(add(a, b)?),
            _ => None,
        };
        Some(Self { low: add(self.low, other.low)?, high })
    }
}

/// One condition and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The condition.
    pub condition: Expr,
    /// The instance of the measure's group; 0 outside groups.
    pub instance: usize,
    /// Met, unmet or open.
    pub truth: Truth,
}

/// What follows for one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// The amount of an eligible measure; `None` where it pays nothing or the text has no figure.
    pub amount: Option<Amount>,
    /// The most that an undecided measure could pay; `None` where that is nothing or has no end.
    pub stake: Option<Decimal>,
    /// Whether an undecided measure could pay an amount without an end in the text.
    pub endless: bool,
    /// One per condition and instance, with those that hold everywhere first.
    pub findings: Vec<Finding>,
    /// What it waits for; gates first.
    pub missing: Vec<Missing>,
}

/// Sums over the eligible measures, counted so that nothing is promised twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the exact payments to the applicant.
    pub exact: Decimal,
    /// How many measures that are.
    pub exact_count: usize,
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

/// Everything that follows from a company's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The date as of which it was assessed.
    pub date: Date,
    /// One outcome per measure, in the book's order.
    pub outcomes: Vec<Outcome>,
    /// The sums.
    pub totals: Totals,
    /// Questions whose answer can still change something, the best first.
    pub next: Vec<Missing>,
    /// The most questions that can still be asked; it never grows unless an earlier answer is changed.
    pub most_left: usize,
}

/// The date as of which to assess: the answer to the date question, or `date`.
pub fn assessment_date(book: &Book<'_>, answers: &Answers, date: Date) -> Date {
    match answers.get(book, book.document.date_fact, 0) {
        Some(Answer::Date(answered)) => answered,
        _ => date,
    }
}

/// Assesses a company. Cannot fail: what cannot be decided is open.
pub fn assess(book: &Book<'_>, answers: &Answers, date: Date) -> Assessment {
    let date = assessment_date(book, answers, date);
    let view = View::new(book, answers, true);
    let outcomes: Vec<Outcome> = book.measures.iter().map(|m| outcome(&view, m, date)).collect();
    let totals = total(&view, &outcomes);
    let (next, most_left) = next_questions(book, answers, date, &outcomes);
    Assessment { date, outcomes, totals, next, most_left }
}

pub(crate) fn outcome(view: &View<'_, '_>, measure: &Measure<'_>, date: Date) -> Outcome {
    let settled = |verdict| Outcome {
        verdict,
        amount: None,
        stake: None,
        endless: false,
        findings: Vec::new(),
        missing: Vec::new(),
    };
    let mine = view.truth(measure.applicants, 0);
    if mine == Truth::No {
        return settled(Verdict::NotForYou);
    }
    if date < measure.period.0 || date > measure.period.1 {
        return settled(Verdict::OutOfForce);
    }
    let mut result = settled(Verdict::Undecided);
    let mut common = mine;
    if mine == Truth::Open {
        view.missing(measure.applicants, 0, &mut result.missing);
    }
    for everywhere in &view.book.document.everywhere {
        let condition = &everywhere.when;
        let truth = view.truth(*condition, 0);
        common = common.and(truth);
        result.findings.push(Finding { condition: *condition, instance: 0, truth });
        if truth == Truth::Open {
            view.missing(*condition, 0, &mut result.missing);
        }
    }
    weigh_instances(view, measure, common, &mut result);
    if result.verdict == Verdict::Ineligible {
        result.missing.clear();
    }
    result
}

// A measure about something a company has several of is eligible when one instance is, and pays for each that is.
fn weigh_instances(view: &View<'_, '_>, measure: &Measure<'_>, common: Truth, result: &mut Outcome) {
    let count = measure.group.map_or(1, |group| view.instances(usize::from(group)));
    let mut any = Truth::No;
    let mut paid: Option<Range> = None;
    let mut could_pay: Option<Range> = None;
    for instance in 0..count {
        let truth = weigh(view, measure, common, instance, result);
        any = any.or(truth);
        if truth == Truth::No {
            continue;
        }
        let Promise::Amount(amount) = measure.promise else { continue };
        let range = capped(view, measure, amount, instance, true);
        could_pay = Some(could_pay.map_or(range, |sum| sum.plus(range)));
        if truth == Truth::Yes {
            paid = Some(paid.map_or(range, |sum| sum.plus(range)));
            if range.exact().is_none() {
                view.missing(amount, instance, &mut result.missing);
            }
        }
    }
    let whole = |range: Range| match &measure.cap {
        Some(cap) if !cap.each => range.min(view.range(cap.at_most, 0)),
        _ => range,
    };
    let high = could_pay.and_then(|range| whole(range).as_payment().high).filter(|high| !high.is_zero());
    match any {
        Truth::Yes => {
            result.verdict = Verdict::Eligible;
            // An instance that is still open adds nothing for certain and all of its amount at most.
            let range = paid.zip(could_pay).map(|(paid, could_pay)| Range { high: could_pay.high, ..paid });
            result.amount = range.map(|range| Amount::of(whole(range)));
        }
        Truth::No => result.verdict = Verdict::Ineligible,
        Truth::Open => {
            result.stake = high;
            result.endless = could_pay.is_some_and(|range| whole(range).high.is_none());
        }
    }
}

fn weigh(view: &View<'_, '_>, measure: &Measure<'_>, common: Truth, instance: usize, result: &mut Outcome) -> Truth {
    let mut truth = common;
    for condition in &measure.when {
        let one = view.truth(*condition, instance);
        truth = truth.and(one);
        result.findings.push(Finding { condition: *condition, instance, truth: one });
    }
    if truth == Truth::Open {
        for condition in &measure.when {
            if view.truth(*condition, instance) == Truth::Open {
                view.missing(*condition, instance, &mut result.missing);
            }
        }
    }
    truth
}

fn capped(view: &View<'_, '_>, measure: &Measure<'_>, amount: Expr, instance: usize, each: bool) -> Range {
    let range = view.range(amount, instance);
    let range = match &measure.cap {
        Some(cap) if cap.each == each => range.min(view.range(cap.at_most, instance)),
        _ => range,
    };
    range.max(Range::exactly(Decimal::ZERO))
}

// Among measures that exclude each other or are the same thing, only the one that pays most counts.
fn counts_once(book: &Book<'_>, outcomes: &[Outcome], ix: usize) -> bool {
    let worth = |at: usize| {
        let amount = outcomes.get(at).filter(|o| o.verdict == Verdict::Eligible).and_then(|o| o.amount);
        amount.map(|a| (a.high.is_none(), a.high.unwrap_or(a.low), a.low))
    };
    let Some(mine) = worth(ix) else { return true };
    let Some(measure) = book.measures.get(ix) else { return true };
    measure
        .either
        .iter()
        .chain(&measure.same_as)
        .map(|other| usize::from(*other))
        .all(|other| worth(other).is_none_or(|theirs| mine > theirs || (mine == theirs && ix < other)))
}

/// Whether a measure's amount is in the totals, or left out because another one that excludes it counts.
pub fn is_counted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> bool {
    counts_once(book, &assessment.outcomes, usize::from(measure))
}

fn total(view: &View<'_, '_>, outcomes: &[Outcome]) -> Totals {
    let book = view.book;
    let person = match view.possible(book.document.applicant_fact, 0) {
        Possible::Choice(left) => !left.is_empty() && left.within(book.document.persons),
        _ => false,
    };
    let mut totals = Totals { assessed_high: Some(Decimal::ZERO), ..Totals::default() };
    let mut assessed = Amount { low: Decimal::ZERO, high: Some(Decimal::ZERO) };
    let grow = |sum: &mut Decimal, more: Decimal| *sum = add(*sum, more).unwrap_or(*sum);
    for (ix, (measure, outcome)) in book.measures.iter().zip(outcomes).enumerate() {
        match outcome.verdict {
            Verdict::Undecided => {
                totals.undecided += 1;
                totals.endless += usize::from(outcome.endless);
                grow(&mut totals.possible, outcome.stake.filter(|_| !measure.pool).unwrap_or_default());
                continue;
            }
            Verdict::Eligible => totals.eligible += 1,
            _ => continue,
        }
        if measure.mode == Mode::Automatic {
            totals.automatic += 1;
        }
        let Some(amount) = outcome.amount.filter(|_| !measure.pool) else {
            totals.without_figure += 1;
            continue;
        };
        if !counts_once(book, outcomes, ix) {
            continue;
        }
        if measure.kind.is_relief() {
            grow(&mut totals.relief, amount.low);
        } else if measure.to_person && !person {
            grow(&mut totals.persons_high, amount.high.unwrap_or(amount.low));
        } else if amount.certainty() == Certainty::Exact {
            totals.exact_count += 1;
            grow(&mut totals.exact, amount.low);
        } else {
            totals.assessed_count += 1;
            assessed = assessed.plus(amount).unwrap_or(assessed);
        }
    }
    totals.assessed_low = assessed.low;
    totals.assessed_high = assessed.high;
    totals
}

// A question is worth asking while an unsettled measure waits for it. What is merely presumed is asked as well, so the
// measures are looked at without presumptions. Gates come before what they open, then the larger stake.
fn next_questions(book: &Book<'_>, answers: &Answers, date: Date, outcomes: &[Outcome]) -> (Vec<Missing>, usize) {
    let view = View::new(book, answers, false);
    let mut waiting: Vec<(Missing, Decimal)> = Vec::new();
    let mut left: Vec<Missing> = Vec::new();
    for (measure, presumed) in book.measures.iter().zip(outcomes) {
        let settled = matches!(presumed.verdict, Verdict::NotForYou | Verdict::OutOfForce);
        if settled {
            continue;
        }
        let open = outcome(&view, measure, date);
        if !open.missing.is_empty() {
            could_be_asked(&view, measure, &mut left);
        }
        for missing in open.missing {
            if view.standing(missing.0, missing.1) != Standing::Askable {
                continue;
            }
            let stake = open.stake.unwrap_or_default();
            match waiting.iter_mut().find(|(known, _)| *known == missing) {
                Some((_, sum)) => *sum = add(*sum, stake).unwrap_or(*sum),
                None => waiting.push((missing, stake)),
            }
        }
    }
    let gate = gate_facts(book);
    let opens = |fact: FactIx| gate.contains(&fact);
    let comes_before = |((a, i), stake_a): &(Missing, Decimal), ((b, j), stake_b): &(Missing, Decimal)| {
        opens(*b)
            .cmp(&opens(*a))
            .then_with(|| if opens(*a) { a.cmp(b) } else { stake_b.cmp(stake_a) })
            .then_with(|| (a, i).cmp(&(b, j)))
            .is_lt()
    };
    // Sorted by hand: there are some dozens at most, and a general sort is a large download.
    let mut sorted: Vec<(Missing, Decimal)> = Vec::with_capacity(waiting.len());
    for one in waiting {
        let place = sorted.partition_point(|other| comes_before(other, &one));
        sorted.insert(place, one);
    }
    (sorted.into_iter().map(|(missing, _)| missing).collect(), left.len())
}

// Every unanswered fact that an unsettled measure mentions, with what opens it: nothing else can ever be asked for it.
fn could_be_asked(view: &View<'_, '_>, measure: &Measure<'_>, left: &mut Vec<Missing>) {
    let book = view.book;
    let mut facts = facts_of_measure(book, measure);
    facts_of(book, measure.applicants, &mut facts);
    for common in &book.document.everywhere {
        facts_of(book, common.when, &mut facts);
    }
    let mut at = 0;
    while let Some(fact) = facts.get(at).copied() {
        at += 1;
        let Some(known) = book.facts.get(usize::from(fact)) else { continue };
        if let Some(gate) = known.ask_if {
            facts_of(book, gate, &mut facts);
        }
        let instances = known.group.map_or(1, |(group, _)| view.instances(usize::from(group)));
        for instance in 0..instances {
            let open = matches!(view.standing(fact, instance), Standing::Askable | Standing::Waiting);
            if open && !left.contains(&(fact, instance)) {
                left.push((fact, instance));
            }
        }
    }
}

fn gate_facts(book: &Book<'_>) -> Vec<FactIx> {
    let mut facts = Vec::new();
    for fact in &book.facts {
        if let Some(gate) = fact.ask_if {
            facts_of(book, gate, &mut facts);
        }
    }
    facts
}

/// Collects the facts an expression uses, derived values included.
pub fn facts_of(book: &Book<'_>, expr: Expr, into: &mut Vec<FactIx>) {
    let Some(node) = book.nodes.get(usize::from(expr)) else { return };
    let mut note = |fact: &FactIx| {
        if !into.contains(fact) {
            into.push(*fact);
        }
    };
    match node {
        Node::Yes(f) | Node::Is(f, _) | Node::HasAny(f, _) | Node::HasAll(f, _) | Node::Figure(f) => note(f),
        Node::Highest(f, tiers) => {
            note(f);
            tiers.iter().for_each(|(_, amount)| facts_of(book, *amount, into));
        }
        Node::Derived(d) => {
            if let Some(derived) = book.derived.get(usize::from(*d)) {
                facts_of(book, derived.is, into);
            }
        }
        other => parts(other).into_iter().flatten().for_each(|part| facts_of(book, part, into)),
    }
}

/// The direct parts of an expression that is built from others.
pub fn parts(node: &Node) -> [Option<Expr>; 3] {
    match *node {
        Node::Compare(_, a, b)
        | Node::And(a, b)
        | Node::Or(a, b)
        | Node::Implies(a, b)
        | Node::Add(a, b)
        | Node::Subtract(a, b)
        | Node::Multiply(a, b)
        | Node::Divide(a, b)
        | Node::Min(a, b)
        | Node::Max(a, b)
        | Node::Between(a, b) => [Some(a), Some(b), None],
        Node::Not(a) | Node::Confirm(a) | Node::UpTo(a) | Node::AtLeast(a) => [Some(a), None, None],
        Node::If(a, b, c) => [Some(a), Some(b), Some(c)],
        _ => [None, None, None],
    }
}

/// The facts a measure depends on, in the order of its conditions, then its amount.
pub fn facts_of_measure(book: &Book<'_>, measure: &Measure<'_>) -> Vec<FactIx> {
    let mut facts = Vec::new();
    for condition in &measure.when {
        facts_of(book, *condition, &mut facts);
    }
    if let Promise::Amount(amount) = measure.promise {
        facts_of(book, amount, &mut facts);
    }
    facts
}
