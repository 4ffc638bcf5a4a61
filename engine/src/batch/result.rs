//! Results as a table that spreadsheet programs open: one company a row, one measure a column. Knows no storage.

use super::Company;
use super::write::Row;
use crate::answer::{Answer, Answers};
use crate::assess::{Amount, Assessment, Certainty, Outcome, Verdict, is_counted};
use crate::book::{Book, Measure, MeasureIx, Mode, Options};
use crate::words;
use rust_decimal::Decimal;

// Before the measures, and after them.
const BEFORE: [&str; 12] = [
    "行号",
    "单位名称",
    "判断日期",
    "金额已确定（元）",
    "金额待定，最低（元）",
    "金额待定，最高（元）",
    "少缴税费（元）",
    "归个人，最高（元）",
    "符合（项）",
    "其中自动享受（项）",
    "待定（项）",
    "不符合（项）",
];
const AFTER: &str = "最多还要回答（题）";

/// The first row: the company, its sums, every measure in the order of the document, and how many questions are left.
///
/// It begins with the mark by which spreadsheet programs know UTF-8, and ends with a line break.
pub fn head(book: &Book<'_>) -> String {
    let mut row = Row::first();
    BEFORE.iter().for_each(|title| row.own(title));
    for measure in &book.measures {
        // An id alone would be taken for a day: 12-1 is the first of December.
        let mut title = String::from(measure.id);
        title.push(' ');
        title.push_str(measure.title);
        row.text(&title);
    }
    row.own(AFTER);
    row.end()
}

/// A company's row, ended by a line break.
///
/// Money is in 元, plain figures without grouping. Of the measures, those figures alone that are in the sum of settled
/// payments are bare, so that adding them up in the spreadsheet gives just that sum; all else is said in words.
pub fn line(book: &Book<'_>, company: &Company, assessment: &Assessment) -> String {
    let mut row = Row::later();
    let totals = &assessment.totals;
    row.own(&company.row.to_string());
    row.text(company.case.name.as_deref().unwrap_or_default());
    row.own(&assessment.date.to_string());
    row.own(&figure(totals.exact));
    row.own(&figure(totals.assessed_low));
    row.own(&totals.assessed_high.map_or_else(|| "无上限".to_owned(), figure));
    row.own(&figure(totals.relief));
    row.own(&figure(totals.persons_high));
    let refused = assessment.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Ineligible).count();
    for count in [totals.eligible, totals.automatic, totals.undecided, refused] {
        row.own(&count.to_string());
    }
    let person = is_person(book, &company.case.answers);
    for ((ix, measure), outcome) in (0..).zip(&book.measures).zip(&assessment.outcomes) {
        row.own(&said(book, assessment, ix, measure, outcome, person));
    }
    row.own(&assessment.most_left.to_string());
    row.end()
}

fn figure(value: Decimal) -> String {
    value.normalize().to_string()
}

fn is_person(book: &Book<'_>, answers: &Answers) -> bool {
    match answers.get(book, book.document.applicant_fact, 0) {
        Some(Answer::Choice(place)) => Options::one(usize::from(place)).within(book.document.persons),
        _ => false,
    }
}

fn said(
    book: &Book<'_>,
    assessment: &Assessment,
    ix: MeasureIx,
    measure: &Measure<'_>,
    outcome: &Outcome,
    person: bool,
) -> String {
    match outcome.verdict {
        Verdict::Eligible => {}
        Verdict::NotForYou => return "不适用".to_owned(),
        other => return words::verdict(other).to_owned(),
    }
    let automatic = measure.mode == Mode::Automatic;
    let Some(amount) = &outcome.amount else {
        return if automatic { words::mode(measure.mode) } else { words::verdict(outcome.verdict) }.to_owned();
    };
    let note = if measure.pool {
        "（全市资金总额）"
    } else if !is_counted(book, assessment, ix) {
        "（与另一项只算一次）"
    } else if measure.to_person && !person {
        "（归个人）"
    } else {
        ""
    };
    let relief = measure.kind.is_relief();
    if note.is_empty() && !relief && amount.certainty() == Certainty::Exact {
        return figure(amount.low);
    }
    let mut text = String::new();
    if automatic {
        text.push_str(words::mode(measure.mode));
        text.push('，');
    }
    text.push_str(&in_words(amount, relief));
    text.push_str(note);
    text
}

fn in_words(amount: &Amount, relief: bool) -> String {
    match (relief, amount.certainty()) {
        (true, Certainty::Exact) => format!("少缴 {}", words::money(amount.low)),
        (true, _) => format!("少缴，{}", words::amount(amount)),
        (false, _) => words::amount(amount),
    }
}
