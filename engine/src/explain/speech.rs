//! Renders explanations with a catalog, for the app and the commands. The book must be in the language of the catalog.

use super::finding::Line;
use super::{Gauge, GaugeMarks, MoneyStyle, fact_style, money, short_money};
use super::{calculation, condition, counted, enquiry, finding, headline, input, nearly, number, rule, standing};
use crate::answer::{Answers, Unreadable};
use crate::assess::{Amount, Assessment, Finding, HeadlinePart, Outcome, Totals, Verdict};
use crate::book::{Benefit, ExprId, FactType, Frequency, Measure, MeasureId, Mode, RuleBook};
use crate::case::link::LinkError;
use crate::evaluate::Evaluator;
use crate::message::{Arg, Catalog, MessageId};
use crate::near_miss::{NearMiss, OutcomeChange};
use crate::number::{Date, Truth};
use crate::number_input::{Doubt, ExpectedInput, ParseNumberError, Scale};
use rust_decimal::Decimal;

/// A rendered finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The condition.
    pub condition: String,
    /// Its truth.
    pub truth: Truth,
    /// Whether it is unknown only because questions were not asked.
    pub not_asked: bool,
    /// The deciding parts, one line each.
    pub lines: Vec<ExplanationLine>,
}

/// One part of a rendered finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplanationLine {
    /// The truth of this part.
    pub truth: Truth,
    /// The answer or the value computed from answers; empty if unknown.
    pub actual: String,
    /// The required value; empty if the condition already states it.
    pub required: String,
    /// The distance to the required value; empty if it is met or not measurable.
    pub gap: String,
    /// The gauge of a comparison of two known figures, unless zero is required.
    pub gauge: Option<Gauge>,
    /// The whole line as a sentence.
    pub sentence: String,
}

/// Names of verdicts, modes and other properties of a measure.
impl<'a> Catalog<'a> {
    /// The name of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> &'a str {
        self.text(super::verdict(verdict))
    }

    /// The name of the way in which a measure is obtained.
    pub fn mode(&self, mode: Mode) -> &'a str {
        self.text(super::mode(mode))
    }

    /// The name of a truth value: met, unmet or open.
    pub fn truth(&self, truth: Truth) -> &'a str {
        self.text(super::truth(truth))
    }

    /// The name of a payment frequency.
    pub fn frequency(&self, frequency: Frequency) -> &'a str {
        self.text(super::frequency(frequency))
    }

    /// The name of a kind of benefit.
    pub fn benefit(&self, benefit: Benefit) -> &'a str {
        self.text(super::benefit(benefit))
    }

    /// The name of a scale, for the selector beside a money field.
    pub fn scale(&self, scale: Scale) -> &'a str {
        self.text(super::scale(scale))
    }

    /// The error message for a link.
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
    /// A date.
    pub fn date(&self, date: Date) -> String {
        self.say(None, date)
    }

    /// Money in 元, written in full.
    pub fn money(&self, value: Decimal) -> String {
        self.say(None, money(value))
    }

    /// Money in short form, as in spoken language.
    pub fn short_money(&self, value: Decimal) -> String {
        self.say(None, short_money(value))
    }

    /// A figure of the company, in full.
    pub fn figure(&self, book: &RuleBook<'_>, value: Decimal, kind: &FactType) -> String {
        self.say(Some(book), Arg::Figure(value, fact_style(kind)))
    }

    /// An amount with its certainty.
    pub fn amount(&self, amount: &Amount) -> String {
        self.say(None, super::amount(amount))
    }

    /// The payout of an eligible measure.
    pub fn paid(&self, measure: &Measure<'_>, paid: &Amount) -> String {
        self.say(None, super::paid(measure, paid))
    }

    /// The echo of a typed figure, in full.
    pub fn echo(&self, value: Decimal, wanted: ExpectedInput<'_>) -> String {
        self.say(None, input::echo(value, wanted))
    }

    /// The error message for a typed figure; `wanted` has the unit in the language of the catalog.
    pub fn input_error(&self, error: &ParseNumberError, wanted: ExpectedInput<'_>) -> String {
        self.say(None, input::input_error(&error.wrong, wanted))
    }

    /// A figure with its unit, as it is typed to mean this value and no other.
    pub fn settled_figure(&self, value: Decimal, wanted: ExpectedInput<'_>) -> String {
        self.say(None, input::settled(value, wanted))
    }

    /// The question that a doubtful figure raises, with its values as [`Catalog::settled_figure`] writes them, the one
    /// that was read last. `None` if the error message already says it.
    pub fn doubt(&self, doubt: Doubt, wanted: ExpectedInput<'_>) -> Option<String> {
        input::doubt(doubt, wanted).map(|message| self.say(None, message))
    }

    /// A text that could not be parsed, with its selected unit.
    pub fn unreadable(&self, text: &Unreadable) -> String {
        self.say(None, standing::typed(text))
    }
}

/// Rules and their results.
impl Catalog<'_> {
    /// A condition.
    pub fn condition(&self, book: &RuleBook<'_>, condition: ExprId) -> String {
        self.say(Some(book), condition::condition(book, condition))
    }

    /// A number expression of a rule.
    pub fn number(&self, book: &RuleBook<'_>, number: ExprId) -> String {
        self.say(Some(book), number::number(book, number))
    }

    /// The payout rule of a measure: amount, cap and per what.
    pub fn amount_rule(&self, book: &RuleBook<'_>, measure: &Measure<'_>) -> String {
        self.say(Some(book), rule::amount_rule(book, measure))
    }

    /// Explains a finding for a company.
    pub fn finding(&self, view: &Evaluator<'_, '_>, finding: &Finding) -> Explanation {
        let messages = finding::finding(view, finding);
        let text = |arg: Arg| self.say(Some(view.book), arg);
        let line = |line: Line| ExplanationLine {
            truth: line.truth,
            sentence: text(line.message()),
            gauge: line.figures.and_then(|figures| {
                let marks = GaugeMarks::of(figures.actual, figures.required)?;
                Some(Gauge { comparison: figures.comparison, name: text(figures.name), marks })
            }),
            actual: text(line.actual),
            required: text(line.required),
            gap: text(line.gap),
        };
        let mut lines: Vec<ExplanationLine> = Vec::new();
        for line in messages.lines.into_iter().map(line) {
            // Different facts may have the same label, so two lines may be equal.
            if !lines.iter().any(|one| one.sentence == line.sentence) {
                lines.push(line);
            }
        }
        let (truth, not_asked) = (finding.truth, finding.not_asked);
        Explanation { condition: text(messages.condition), truth, not_asked, lines }
    }

    /// The calculation of the amount of an eligible measure.
    pub fn calculations(&self, view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
        let lines = calculation::calculations(view, measure, outcome);
        lines.into_iter().map(|line| self.say(Some(view.book), line)).collect()
    }

    /// The calculation of the amount of one instance.
    pub fn calculation(
        &self,
        view: &Evaluator<'_, '_>,
        measure: &Measure<'_>,
        outcome: &Outcome,
        instance: usize,
    ) -> Option<String> {
        calculation::calculation(view, measure, outcome, instance).map(|line| self.say(Some(view.book), line))
    }

    /// How an eligible measure counts in the totals if other measures are paid for the same thing.
    pub fn uncounted(&self, view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> {
        counted::uncounted(view, assessment, measure).map(|message| self.say(Some(view.book), message))
    }

    /// What no further answer of the company can settle about a measure, as a sentence to read aloud to the department.
    /// `None` if nothing.
    pub fn enquiry(&self, view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> {
        enquiry::enquiry(view, assessment, measure).map(|message| self.say(Some(view.book), message))
    }

    /// The question of how a measure is applied for, as a sentence to read aloud.
    pub fn application(&self, view: &Evaluator<'_, '_>, measure: MeasureId) -> String {
        self.say(Some(view.book), enquiry::application(view, measure))
    }

    /// The amount that the undecided instances could still add.
    pub fn still_open(&self, book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String> {
        counted::still_open(book, measure, outcome).map(|message| self.say(Some(book), message))
    }

    /// The note that an amount assumes a single instance although there may be several.
    pub fn by_one(&self, book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
        counted::by_one(answers, measure).map(|message| self.say(Some(book), message))
    }

    /// The same note for the sum over all undecided measures; empty if it applies to none of them.
    pub fn some_by_one(&self, totals: &Totals) -> String {
        headline::some_by_one(totals).map_or(String::new(), |message| self.say(None, message))
    }

    /// The result of an assessment in one sentence without a full stop.
    pub fn headline(&self, book: &RuleBook<'_>, assessment: &Assessment) -> String {
        self.say(None, headline::headline(book, assessment))
    }

    /// One part of a headline. `day`: the assessment date.
    pub fn part(&self, part: &HeadlinePart, day: Date, style: MoneyStyle) -> String {
        self.say(None, headline::part(part, day, style))
    }

    /// A near miss: the change and its effect. `answers` are those before the change.
    pub fn nearly(&self, book: &RuleBook<'_>, answers: &Answers, near_miss: &NearMiss) -> String {
        self.say(Some(book), nearly::nearly(book, answers, near_miss))
    }

    /// The change of a measure's outcome.
    pub fn change(&self, book: &RuleBook<'_>, change: &OutcomeChange) -> String {
        self.say(Some(book), nearly::change(change))
    }
}
