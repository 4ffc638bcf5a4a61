//! The computation after a changed answer, callable from a script: the same [`IncrementalAssessor`] that the app uses.
//! Knows no clock: the page measures.

use huiqi_engine::assess::{DependencyGraph, IncrementalAssessor};
use huiqi_engine::book::{FactId, FactType, MeasureId, OptionSet};
use huiqi_engine::{Answer, Answers, RuleBook, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use wasm_bindgen::prelude::wasm_bindgen;

/// A company with changing answers.
#[wasm_bindgen]
#[derive(Debug)]
pub struct BenchCompany {
    book: &'static RuleBook<'static>,
    assessor: IncrementalAssessor<'static>,
}

#[wasm_bindgen]
impl BenchCompany {
    /// A company without answers, under the rule book in this binary; `None` if the binary is invalid.
    pub fn unknown(binary: Vec<u8>) -> Option<BenchCompany> {
        // The page uses a few books, which live as long as the page: leaking them is harmless.
        let book: &'static RuleBook<'static> = Box::leak(Box::new(RuleBook::decode(binary.leak()).ok()?));
        let index: &'static DependencyGraph = Box::leak(Box::new(DependencyGraph::new(book)));
        let assessor = IncrementalAssessor::new(book, index, Answers::empty(book), book.document.assess_on);
        Some(Self { book, assessor })
    }

    /// Answers a question as the `turn`th of several different companies, and updates everything: verdicts, amounts,
    /// findings, missing facts, totals and next questions.
    pub fn answer(&mut self, fact: u16, turn: u32) {
        let fact = FactId::new(fact);
        if let Some(answer) = made_up(self.book, fact, turn) {
            self.assessor.set(fact, 0, Some(answer));
            self.assessor.recompute();
        }
    }

    /// Answers every question with an open gate, in the order of the book.
    #[wasm_bindgen(js_name = answerAll)]
    pub fn answer_all(&mut self, turn: u32) {
        for fact in self.book.facts.ids() {
            if let Some(answer) = made_up(self.book, fact, turn).filter(|_| !self.assessor.is_closed(fact, 0)) {
                self.assessor.set(fact, 0, Some(answer));
            }
        }
        self.assessor.recompute();
    }

    /// An answer in the notation of the scripts: 0 or 1, the index of the option, indices joined by commas, a number;
    /// empty if there is none.
    pub fn said(&self, fact: u16) -> String {
        match self.assessor.answers.get(self.book, FactId::new(fact), 0) {
            Some(Answer::YesNo(yes)) => u8::from(yes).to_string(),
            Some(Answer::Choice(place)) => place.to_string(),
            Some(Answer::Several(options)) => {
                options.iter().map(|place| place.to_string()).collect::<Vec<_>>().join(",")
            }
            Some(Answer::Number(number)) => number.to_string(),
            Some(Answer::Date(_) | Answer::Unsure) | None => String::new(),
        }
    }

    /// The verdict of a measure: `e`, `i`, `u`, `a` (not asked), `o` (out of force) or `n` (not for you).
    pub fn verdict(&self, measure: usize) -> char {
        match self.assessor.assessment.outcomes.get(MeasureId::at(measure)).map(|outcome| outcome.verdict) {
            Some(Verdict::Eligible) => 'e',
            Some(Verdict::Ineligible) => 'i',
            Some(Verdict::Undecided) | None => 'u',
            Some(Verdict::NotAsked) => 'a',
            Some(Verdict::OutOfForce) => 'o',
            Some(Verdict::NotForYou) => 'n',
        }
    }

    /// The upper end of the amount of an eligible measure, in 元; NaN if there is none.
    pub fn pays(&self, measure: usize) -> f64 {
        let outcome = self.assessor.assessment.outcomes.get(MeasureId::at(measure));
        let high = outcome.and_then(|outcome| outcome.amount).and_then(|amount| amount.high);
        high.and_then(|high| high.to_f64()).unwrap_or(f64::NAN)
    }

    /// The number of pending questions: read after each change, so that the optimizer does not remove their
    /// computation.
    #[wasm_bindgen(js_name = nextCount)]
    pub fn next_count(&self) -> usize {
        self.assessor.assessment.pending_questions.len()
    }
}

// Answers differ between turns and are deterministic per turn. Dates stay unanswered.
fn made_up(book: &RuleBook<'_>, ix: FactId, turn: u32) -> Option<Answer> {
    let fact = book.facts.get(ix)?;
    let mixed = (u32::from(ix.number()) + 1).wrapping_mul(2_654_435_761).rotate_left(turn * 7 % 32) ^ turn;
    let count = u32::try_from(fact.options.len()).ok()?;
    Some(match fact.kind {
        FactType::Bool => Answer::YesNo(turn.is_multiple_of(2)),
        // Most measures are for companies, the first kind of applicant.
        FactType::Choice if ix == book.document.applicant_fact && !turn.is_multiple_of(8) => Answer::Choice(0),
        FactType::Choice => Answer::Choice(u8::try_from((u32::from(ix.number()) + turn) % count.max(1)).ok()?),
        FactType::MultiChoice if Some(ix) == book.document.concerns_fact => {
            Answer::Several(OptionSet::all(fact.options.len()))
        }
        FactType::MultiChoice => {
            let chosen = OptionSet(u128::from(mixed) | u128::from(mixed) << 32 | u128::from(mixed) << 64);
            Answer::Several(chosen.intersection(OptionSet::all(fact.options.len())))
        }
        FactType::Money | FactType::Ratio | FactType::Number(_) => {
            let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
            let most = if matches!(fact.kind, FactType::Money) { Decimal::from(100_000_000) } else { high };
            let part = Decimal::new(i64::from(mixed % 97 + 1), 2);
            Answer::Number((low + (high.min(most) - low).max(Decimal::ZERO) * part).round_dp(2))
        }
        FactType::Date => return None,
    })
}
