//! The results of a session as CSV: a row for every measure that the company gets, then the sums. Knows no page.
//!
//! A byte order mark tells Excel and WPS that the file is UTF-8, and rows end as these programs write them. Cells that
//! would be formulas are escaped as text.

use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Amount, Contribution, Counted, Outcome, counted, shares};
use huiqi_engine::batch::CsvRow;
use huiqi_engine::book::{Measure, MeasureId};
use huiqi_engine::evaluate::Evaluator;
use rust_decimal::Decimal;

// The number of columns.
const WIDE: usize = 11;
const HEAD: [&str; WIDE] = [
    "条",
    "措施",
    "部门",
    "办理方式",
    "判定",
    "金额下限（元）",
    "金额上限（元）",
    "是否计入合计",
    "计入合计的下限（元）",
    "计入合计的上限（元）",
    "计算过程",
];

/// A sum at the end of the table.
pub struct TableTotal {
    /// Its label, as on the page.
    pub says: String,
    /// Its ends in 元; `None` if there is no figure or no end.
    pub ends: (Option<Decimal>, Option<Decimal>),
}

/// Writes the table: the measures in the order of the document, the sums, then further facts by name.
pub fn write(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    sums: &[TableTotal],
    facts: &[(&'static str, String)],
) -> String {
    let mut text = String::new();
    row(&mut text, HEAD.map(|title| t(title).to_owned()));
    let view = evaluation.view(book);
    let outcomes = &evaluation.assessment.outcomes;
    let measures = book.measures.iter_enumerated().zip(outcomes);
    for (((ix, measure), outcome), share) in measures.zip(shares(&view, outcomes)) {
        if outcome.verdict == Verdict::Eligible {
            row(&mut text, cells(evaluation, &view, ix, (measure, outcome), share));
        }
    }
    let mut line = |name: &'static str, says: &str, ends: (Option<Decimal>, Option<Decimal>)| {
        let mut cells: [String; WIDE] = Default::default();
        cells[0] = t(name).to_owned();
        cells[1] = says.to_owned();
        (cells[5], cells[6]) = (digits(ends.0), digits(ends.1));
        row(&mut text, cells);
    };
    sums.iter().for_each(|sum| line(t("合计"), &sum.says, sum.ends));
    facts.iter().for_each(|(name, says)| line(name, says, (None, None)));
    text
}

fn cells(
    evaluation: &Evaluation,
    view: &Evaluator<'_, '_>,
    ix: MeasureId,
    (measure, outcome): (&Measure<'_>, &Outcome),
    share: Option<Contribution>,
) -> [String; WIDE] {
    let amount = outcome.amount;
    let counted = counted(view, &evaluation.assessment.outcomes, ix);
    // Contributions that are not paid, or paid to a person, are in separate sums.
    let counts = match share {
        Some(Contribution::Exact(amount)) => Some(Amount { low: amount, high: Some(amount) }),
        Some(Contribution::Assessed(amount)) => Some(amount),
        Some(Contribution::Relief(_) | Contribution::Persons(_)) | None => None,
    };
    [
        say!("第{}条", measure.article),
        measure.title.to_owned(),
        measure.department.to_owned(),
        engine_text::mode(measure.mode).to_owned(),
        engine_text::verdict(outcome.verdict).to_owned(),
        digits(amount.map(|amount| amount.low)),
        digits(amount.and_then(|amount| amount.high)),
        t(says_counted(measure, outcome, counted, counts)).to_owned(),
        digits(counts.map(|amount| amount.low)),
        digits(counts.and_then(|amount| amount.high)),
        engine_text::calculations(view, measure, outcome).join(t("；")),
    ]
}

// Consistent with the computation of the sums.
fn says_counted(
    measure: &Measure<'_>,
    outcome: &Outcome,
    counted: Option<Counted>,
    counts: Option<Amount>,
) -> &'static str {
    match (outcome.amount, counts) {
        _ if matches!(counted, Some(Counted::Elsewhere(_))) => t("否（与另一条是同一件事）"),
        (None, _) => t("否（没有数额）"),
        (Some(_), None) if measure.pool => t("否（全市资金总额）"),
        (Some(_), None) if measure.kind.is_relief() => t("另列（少付的税费）"),
        (Some(_), None) => t("另列（给个人的资金）"),
        (whole, counts) if whole == counts => t("是"),
        (Some(whole), Some(counts)) if whole.high == counts.high => t("是（能否与另一项都给，文件没有写，下限不计）"),
        _ => t("部分（与另一条是同一件事，只计超出的部分）"),
    }
}

fn digits(value: Option<Decimal>) -> String {
    value.map_or(String::new(), |value| value.normalize().to_string())
}

fn row(text: &mut String, cells: [String; WIDE]) {
    let mut row = if text.is_empty() { CsvRow::first() } else { CsvRow::later() };
    cells.iter().for_each(|cell| row.quoted_text(cell));
    text.push_str(&row.end());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::evaluator::evaluate;
    use crate::state::form::{FieldKey, Form, RawAnswer};
    use crate::state::rule_book::{test_book, test_rules};

    fn cell(text: &str) -> String {
        let mut row = CsvRow::later();
        row.quoted_text(text);
        row.end().trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn cell_text_is_kept_and_never_a_formula() {
        assert_eq!(cell("第12条"), "第12条");
        assert_eq!(cell("10% × 2,000元"), "\"10% × 2,000元\"");
        assert_eq!(cell("称“甲\"乙”\n丙"), "\"称“甲\"\"乙”\n丙\"");
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1"] {
            assert_eq!(cell(formula), format!("\"'{formula}\""));
        }
    }

    #[test]
    fn result_table_has_a_row_per_measure_and_sum_last() {
        let typed = |text: &str| RawAnswer::Typed { text: text.into(), scale: 1, unsure: false };
        let mut record = Form::default();
        for (fact, entry) in [
            ("applicant_type", RawAnswer::Choice("enterprise".into())),
            ("district", RawAnswer::Choice("nanhu".into())),
            ("above_scale", RawAnswer::YesNo(true)),
            ("hnte", RawAnswer::YesNo(true)),
            ("rd_superdeduction", RawAnswer::YesNo(true)),
            ("rd_expense_cur", typed("1200.005")),
            ("rd_expense_prev", typed("1000")),
            ("operating_revenue", typed("2.5亿")),
        ] {
            record.set_answer(FieldKey::of(fact), entry);
        }
        let judged = evaluate(test_rules(), &record);
        let totals = &judged.assessment.totals;
        let sum = TableTotal { says: "可得".into(), ends: (Some(totals.exact), Some(totals.exact)) };
        let text = write(test_book(), &judged, &[sum], &[("单位名称", "=甲".into())]);
        let rows: Vec<&str> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
        let eligible = judged.assessment.outcomes.iter().filter(|o| o.verdict == Verdict::Eligible).count();
        assert_eq!(rows.len(), 1 + eligible + 2, "{text}");
        // Titles and departments are in the lazily loaded texts, which are absent in such tests.
        let research = rows.iter().find(|row| row.starts_with("第12条,"));
        assert!(research.is_some_and(|row| row.contains(",200005,200005,是,200005,200005,\"10% × ")), "{text}");
        assert_eq!(rows.last(), Some(&"单位名称,\"'=甲\",,,,,,,,,"));
    }
}
