//! Explanations in the language of a catalog: what the app and the commands say. The book is one in the same language.

use super::finding::Line;
use super::{MoneyStyle, fact_style, money, short_money};
use super::{calculation, condition, counted, finding, headline, input, nearly, number, rule, standing};
use crate::answer::{Answers, Unreadable};
use crate::assess::{Amount, Assessment, Finding, HeadlinePart, Outcome, Totals, Verdict};
use crate::book::{Benefit, ExprId, FactType, Frequency, Measure, MeasureId, Mode, RuleBook};
use crate::case::link::LinkError;
use crate::evaluate::Evaluator;
use crate::message::{Arg, Catalog, MessageId};
use crate::near_miss::{NearMiss, OutcomeChange};
use crate::number::{Date, Truth};
use crate::number_input::{ExpectedInput, ParseNumberError, Scale};
use rust_decimal::Decimal;

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The condition.
    pub condition: String,
    /// How it stands.
    pub truth: Truth,
    /// Whether it is open only because nobody was asked.
    pub not_asked: bool,
    /// What decides it, one line for each part that matters.
    pub lines: Vec<ExplanationLine>,
}

/// One part of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplanationLine {
    /// How this part stands.
    pub truth: Truth,
    /// What the company said or what follows from it; empty where nothing is known.
    pub actual: String,
    /// What is required; empty where the condition says it.
    pub required: String,
    /// What is missing to it; empty where it is met or has no measure.
    pub gap: String,
    /// The whole line as a sentence.
    pub sentence: String,
}

/// Words of a measure and of its standing.
impl<'a> Catalog<'a> {
    /// A verdict.
    pub fn verdict(&self, verdict: Verdict) -> &'a str {
        self.text(super::verdict(verdict))
    }

    /// How one comes to a measure.
    pub fn mode(&self, mode: Mode) -> &'a str {
        self.text(super::mode(mode))
    }

    /// Met, unmet or open.
    pub fn truth(&self, truth: Truth) -> &'a str {
        self.text(super::truth(truth))
    }

    /// How often a measure is paid.
    pub fn frequency(&self, frequency: Frequency) -> &'a str {
        self.text(super::frequency(frequency))
    }

    /// A kind of benefit.
    pub fn benefit(&self, benefit: Benefit) -> &'a str {
        self.text(super::benefit(benefit))
    }

    /// What a bare figure of money counts, on the selector beside its field.
    pub fn scale(&self, scale: Scale) -> &'a str {
        self.text(super::scale(scale))
    }

    /// What is wrong with a link.
    pub fn link_error(&self, error: LinkError) -> &'a str {
        self.text(match error {
            LinkError::Damaged => MessageId::LinkDamaged,
            LinkError::Newer => MessageId::LinkNewer,
            LinkError::TooLong => MessageId::LinkTooLong,
            LinkError::OtherDocument => MessageId::LinkOtherDocument,
        })
    }
}

/// Figures and amounts.
impl Catalog<'_> {
    /// A day.
    pub fn date(&self, date: Date) -> String {
        self.say(None, date)
    }

    /// Money in 元 in full.
    pub fn money(&self, value: Decimal) -> String {
        self.say(None, money(value))
    }

    /// Money the way people speak of it.
    pub fn short_money(&self, value: Decimal) -> String {
        self.say(None, short_money(value))
    }

    /// A company's own figure, in full.
    pub fn figure(&self, book: &RuleBook<'_>, value: Decimal, kind: &FactType) -> String {
        self.say(Some(book), Arg::Figure(value, fact_style(kind)))
    }

    /// An amount with its certainty.
    pub fn amount(&self, amount: &Amount) -> String {
        self.say(None, super::amount(amount))
    }

    /// What an eligible measure pays.
    pub fn paid(&self, measure: &Measure<'_>, paid: &Amount) -> String {
        self.say(None, super::paid(measure, paid))
    }

    /// A figure in full, said back to who typed it.
    pub fn echo(&self, value: Decimal, wanted: ExpectedInput<'_>) -> String {
        self.say(None, input::echo(value, wanted))
    }

    /// What is wrong with a typed figure; `wanted` has the unit in the language of the catalog.
    pub fn input_error(&self, error: &ParseNumberError, wanted: ExpectedInput<'_>) -> String {
        self.say(None, input::input_error(&error.wrong, wanted))
    }

    /// A text that could not be read, with its selected unit.
    pub fn unreadable(&self, text: &Unreadable) -> String {
        self.say(None, standing::typed(text))
    }
}

/// Rules and what they come to.
impl Catalog<'_> {
    /// A condition.
    pub fn condition(&self, book: &RuleBook<'_>, condition: ExprId) -> String {
        self.say(Some(book), condition::condition(book, condition))
    }

    /// A number as a rule computes it.
    pub fn number(&self, book: &RuleBook<'_>, number: ExprId) -> String {
        self.say(Some(book), number::number(book, number))
    }

    /// What a measure pays: amount, cap and per what.
    pub fn amount_rule(&self, book: &RuleBook<'_>, measure: &Measure<'_>) -> String {
        self.say(Some(book), rule::amount_rule(book, measure))
    }

    /// How a condition stands for a company.
    pub fn finding(&self, view: &Evaluator<'_, '_>, finding: &Finding) -> Explanation {
        let messages = finding::finding(view, finding);
        let text = |arg: Arg| self.say(Some(view.book), arg);
        let line = |line: Line| ExplanationLine {
            truth: line.truth,
            sentence: text(line.message()),
            actual: text(line.actual),
            required: text(line.required),
            gap: text(line.gap),
        };
        let mut lines: Vec<ExplanationLine> = Vec::new();
        for line in messages.lines.into_iter().map(line) {
            // Different facts may have the same name.
            if !lines.iter().any(|one| one.sentence == line.sentence) {
                lines.push(line);
            }
        }
        let (truth, not_asked) = (finding.truth, finding.not_asked);
        Explanation { condition: text(messages.condition), truth, not_asked, lines }
    }

    /// How the amount of an eligible measure was reckoned.
    pub fn calculations(&self, view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
        let lines = calculation::calculations(view, measure, outcome);
        lines.into_iter().map(|line| self.say(Some(view.book), line)).collect()
    }

    /// How the amount of one instance was reckoned.
    pub fn calculation(
        &self,
        view: &Evaluator<'_, '_>,
        measure: &Measure<'_>,
        outcome: &Outcome,
        instance: usize,
    ) -> Option<String> {
        calculation::calculation(view, measure, outcome, instance).map(|line| self.say(Some(view.book), line))
    }

    /// How an eligible measure counts beside others that are paid for the same thing.
    pub fn uncounted(&self, view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> {
        counted::uncounted(view, assessment, measure).map(|message| self.say(Some(view.book), message))
    }

    /// What the instances that are not decided could still add.
    pub fn still_open(&self, book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String> {
        counted::still_open(book, measure, outcome).map(|message| self.say(Some(book), message))
    }

    /// That an amount is reckoned for one where there may be several.
    pub fn by_one(&self, book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
        counted::by_one(answers, measure).map(|message| self.say(Some(book), message))
    }

    /// The same of the sum over all undecided measures; empty where none is so.
    pub fn some_by_one(&self, totals: &Totals) -> String {
        headline::some_by_one(totals).map_or(String::new(), |message| self.say(None, message))
    }

    /// What an assessment comes to, in one sentence without a full stop.
    pub fn headline(&self, book: &RuleBook<'_>, assessment: &Assessment) -> String {
        self.say(None, headline::headline(book, assessment))
    }

    /// One thing that there is. `day`: the date of assessment.
    pub fn part(&self, part: &HeadlinePart, day: Date, style: MoneyStyle) -> String {
        self.say(None, headline::part(part, day, style))
    }

    /// What to change and what it brings. `answers` are those before the change.
    pub fn nearly(&self, book: &RuleBook<'_>, answers: &Answers, near_miss: &NearMiss) -> String {
        self.say(Some(book), nearly::nearly(book, answers, near_miss))
    }

    /// What changes for a measure.
    pub fn change(&self, book: &RuleBook<'_>, change: &OutcomeChange) -> String {
        self.say(Some(book), nearly::change(change))
    }
}
