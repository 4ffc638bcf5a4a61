//! Writes results as a table for spreadsheet programs: one company per row, one measure per column. Knows no storage.

use super::BatchCompany;
use super::write::CsvRow;
use crate::answer::{Answer, Answers};
use crate::assess::{
    Amount, Assessment, Certainty, Counted, HeadlinePart, Outcome, Section, SectionCounts, Verdict, counted,
    headline_parts,
};
use crate::book::{Measure, Mode, OptionSet, RuleBook};
use crate::evaluate::Evaluator;
use crate::message::{Catalog, chinese};
use core::cell::LazyCell;
use rust_decimal::Decimal;

/// The words of a table in one language.
#[derive(Clone, Copy)]
pub struct Labels {
    /// Translates a word or sentence that is written in Chinese in this module.
    pub word: fn(&'static str) -> &'static str,
    /// The templates of verdicts, amounts and headlines.
    pub catalog: &'static Catalog<'static>,
}

impl Labels {
    /// The labels in the language of the document.
    pub fn chinese() -> Self {
        Self { word: |word| word, catalog: chinese() }
    }

    fn word(&self, chinese: &'static str) -> &'static str {
        (self.word)(chinese)
    }
}

/// A cell of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResultCell {
    /// Nothing, where 0 would say something else.
    Empty,
    /// A number.
    Number(Decimal),
    /// A text of the rule book or of this program.
    Text(String),
    /// A text that someone else wrote, which a spreadsheet must not run.
    Untrusted(String),
}

impl ResultCell {
    fn count(count: usize) -> Self {
        Self::Number(Decimal::from(count))
    }

    fn write(&self, row: &mut CsvRow) {
        match self {
            Self::Empty => row.own(""),
            Self::Number(value) => row.own(&value.to_string()),
            Self::Text(text) => row.own(text),
            Self::Untrusted(text) => row.text(text),
        }
    }
}

/// The number of columns before those of the measures.
pub const COLUMNS_BEFORE: usize = 19;

/// The titles of the columns: of the row and its sums, of each measure, and the last one.
pub fn result_titles(book: &RuleBook<'_>, words: &Labels) -> Vec<String> {
    let before: [&str; COLUMNS_BEFORE] = [
        words.word("行号"),
        words.word("单位名称"),
        words.word("判断日期"),
        words.word("结论"),
        words.word("金额已确定（元）"),
        words.word("金额待定，最低（元）"),
        words.word("金额待定，最高（元）"),
        words.word("少缴税费，最低（元）"),
        words.word("少缴税费，最高（元）"),
        words.word("归个人，最高（元）"),
        words.word("可得（项）"),
        words.word("由部门定（项）"),
        words.word("少付（项）"),
        words.word("没有写金额（项）"),
        words.word("待定（项）"),
        words.word("没涉及（项）"),
        words.word("不符合（项）"),
        words.word("不在执行期内（项）"),
        words.word("不适用（项）"),
    ];
    let mut titles: Vec<String> = before.map(str::to_owned).into();
    // A spreadsheet would take a bare id for a date: 12-1 for the first of December.
    titles.extend(book.measures.iter().map(|measure| [measure.id, " ", measure.title].concat()));
    titles.push(words.word("最多还要回答（题）").to_owned());
    titles
}

/// The cells of a company, in the order of [`result_titles`].
pub fn result_cells(
    book: &RuleBook<'_>,
    company: &BatchCompany,
    assessment: &Assessment,
    words: &Labels,
) -> Vec<ResultCell> {
    let mut cells = vec![
        ResultCell::count(company.row),
        ResultCell::Untrusted(company.case.name.clone().unwrap_or_default()),
        ResultCell::Text(assessment.date.to_string()),
        ResultCell::Text(words.catalog.headline(book, assessment)),
    ];
    cells.extend(words.sums(book, assessment));
    let counts = SectionCounts::of(book, &assessment.outcomes);
    cells.extend(Section::ALL.map(|section| ResultCell::count(counts.get(section))));
    let person = is_person(book, &company.case.answers);
    // Evaluates the answers lazily: only a measure with related measures needs it.
    let view = LazyCell::new(|| Evaluator::new(book, &company.case.answers));
    for ((ix, measure), outcome) in book.measures.iter_enumerated().zip(&assessment.outcomes) {
        let counted = || match measure.links().next() {
            Some(_) => counted(&view, &assessment.outcomes, ix),
            None => outcome.amount.map(Counted::Amount),
        };
        cells.push(words.said(&counted, (measure, outcome), person));
    }
    cells.push(ResultCell::count(assessment.max_remaining));
    cells
}

/// The header row of a text file.
pub fn header_row(book: &RuleBook<'_>, words: &Labels) -> String {
    let mut row = CsvRow::first();
    result_titles(book, words).iter().for_each(|title| row.text(title));
    row.end()
}

/// The row of a company in a text file.
pub fn result_row(book: &RuleBook<'_>, company: &BatchCompany, assessment: &Assessment, words: &Labels) -> String {
    let mut row = CsvRow::later();
    result_cells(book, company, assessment, words).iter().for_each(|cell| cell.write(&mut row));
    row.end()
}

fn figure(value: Decimal) -> ResultCell {
    ResultCell::Number(value.normalize())
}

fn is_person(book: &RuleBook<'_>, answers: &Answers) -> bool {
    match answers.get(book, book.document.applicant_fact, 0) {
        Some(Answer::Choice(place)) => OptionSet::one(usize::from(place)).is_subset(book.document.persons),
        _ => false,
    }
}

impl Labels {
    // The cells of the totals. An empty total is an empty cell, so that 0 is never ambiguous.
    fn sums(&self, book: &RuleBook<'_>, assessment: &Assessment) -> [ResultCell; 6] {
        let [mut exact, mut low, mut high, mut saved, mut saved_high, mut persons] = [const { ResultCell::Empty }; 6];
        let end = |high: Option<Decimal>| high.map_or_else(|| ResultCell::Text(self.word("无上限").to_owned()), figure);
        for part in headline_parts(book, assessment) {
            match part {
                HeadlinePart::Sure(sum) => exact = figure(sum),
                HeadlinePart::Decided { amount, .. } => (low, high) = (figure(amount.low), end(amount.high)),
                HeadlinePart::Saved { amount, .. } => (saved, saved_high) = (figure(amount.low), end(amount.high)),
                HeadlinePart::Persons(most) => persons = figure(most),
                _ => {}
            }
        }
        [exact, low, high, saved, saved_high, persons]
    }

    fn said(
        &self,
        counted: &dyn Fn() -> Option<Counted>,
        (measure, outcome): (&Measure<'_>, &Outcome),
        person: bool,
    ) -> ResultCell {
        let in_words = |words: &str| ResultCell::Text(words.to_owned());
        match outcome.verdict {
            Verdict::Eligible => {}
            Verdict::NotForYou => return in_words(self.word("不适用")),
            other => return in_words(self.catalog.verdict(other)),
        }
        let automatic = measure.mode == Mode::Automatic;
        let Some(amount) = &outcome.amount else {
            let verdict = self.catalog.verdict(outcome.verdict);
            return in_words(if automatic { self.catalog.mode(measure.mode) } else { verdict });
        };
        let note = if measure.pool {
            self.word("（全市资金总额）")
        } else if let Some(Counted::Elsewhere(_)) = counted() {
            self.word("（与另一项只算一次）")
        } else if measure.to_person && !person {
            self.word("（归个人）")
        } else if matches!(counted(), Some(Counted::Amount(part)) if part != *amount) {
            self.word("（与另一项能否都给，文件没有写）")
        } else {
            ""
        };
        let relief = measure.kind.is_relief();
        let open = self.still_open(measure, outcome);
        if note.is_empty() && open.is_empty() && !relief && amount.certainty() == Certainty::Exact {
            return figure(amount.low);
        }
        let mut text = String::new();
        if automatic {
            text.push_str(self.catalog.mode(measure.mode));
            text.push_str(self.word("，"));
        }
        text.push_str(&self.in_words(amount, relief));
        text.push_str(note);
        text.push_str(&open);
        ResultCell::Text(text)
    }

    // The amount that the undecided instances could still add.
    fn still_open(&self, measure: &Measure<'_>, outcome: &Outcome) -> String {
        match outcome.max_payout {
            _ if measure.pool => String::new(),
            _ if outcome.is_unbounded => self.word("（没有填完的还会增加，没有上限）").to_owned(),
            Some(more) => self.word("（没有填完的还可能增加最多 {}）").replace("{}", &self.catalog.money(more)),
            None => String::new(),
        }
    }

    fn in_words(&self, amount: &Amount, relief: bool) -> String {
        match (relief, amount.certainty()) {
            (true, Certainty::Exact) => self.word("少缴 {}").replace("{}", &self.catalog.money(amount.low)),
            (true, _) => self.word("少缴，{}").replace("{}", &self.catalog.amount(amount)),
            (false, _) => self.catalog.amount(amount),
        }
    }
}
