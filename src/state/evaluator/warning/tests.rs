//! Doubts about answers: which are raised, and what settles them.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::state::evaluator::{evaluate, value};
use crate::state::form::Form;
use crate::state::rule_book::{test_book, test_rules};
use huiqi_engine::Answer;
use huiqi_engine::number_input::Scale;

fn typed(text: &str, scale: u8) -> RawAnswer {
    RawAnswer::Typed { text: text.into(), scale, unsure: false }
}

fn company(entries: &[(&str, RawAnswer)]) -> Form {
    let profile = [
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("district", RawAnswer::Choice("nanhu".into())),
        ("rd_superdeduction", RawAnswer::YesNo(true)),
        ("hnte", RawAnswer::YesNo(true)),
        ("above_scale", RawAnswer::YesNo(true)),
    ];
    let mut form = Form::default();
    profile.iter().chain(entries).for_each(|(id, entry)| form.entries.insert((*id).to_owned(), entry.clone()));
    form
}

fn at(form: &Form, id: &str) -> Option<FieldWarning> {
    evaluate(test_rules(), form).warning(test_book(), FactInstance::first(test_book().fact(id).unwrap()))
}

fn texts(form: &Form, id: &str) -> Vec<String> {
    at(form, id).map(|warning| warning.suggestions).unwrap_or_default().into_iter().map(|one| one.text).collect()
}

#[test]
fn figure_in_wrong_unit_is_asked_and_settled_by_choice() {
    let form = company(&[("rd_expense_cur", typed("3450000", 1))]);
    assert_eq!(at(&form, "rd_expense_cur").unwrap().says, "是 345万元，还是 345亿元？");
    assert_eq!(texts(&form, "rd_expense_cur"), ["345万元", "345亿元"]);
    for (text, value) in [("345万元", "3450000"), ("345亿元", "34500000000")] {
        let form = company(&[("rd_expense_cur", typed(text, 1))]);
        assert_eq!(at(&form, "rd_expense_cur"), None, "{text}");
        let judged = evaluate(test_rules(), &form);
        let fact = test_book().fact("rd_expense_cur").unwrap();
        let read = judged.answers.get(test_book(), fact, 0);
        assert_eq!(read, Some(Answer::Number(rust_decimal::Decimal::from_str_exact(value).unwrap())));
    }
}

#[test]
fn common_figure_raises_no_doubt() {
    for text in ["20", "345", "2400", "200000", "1.2亿", "¥3,450,000.00"] {
        let form = company(&[("rd_expense_cur", typed(text, 1))]);
        let asked = texts(&form, "rd_expense_cur");
        // 20亿元 or 20万元: both ends of the usual range.
        assert_eq!(asked.len(), if text == "200000" { 2 } else { 0 }, "{text}");
    }
}

#[test]
fn stored_answer_keeps_its_unit() {
    let book = test_book();
    let fee = book.fact("guarantee_fee_paid").unwrap();
    assert_eq!(book.facts[fee].scale, Scale::One);
    let read = |scale| value(test_rules(), &book.facts[fee], &typed("3000", scale));
    assert_eq!(read(0), Ok(Some(Answer::Number(3000.into()))));
    assert_eq!(read(1), Ok(Some(Answer::Number(30_000_000.into()))));
}

#[test]
fn share_between_zero_and_one_is_asked() {
    let tags = RawAnswer::Several(vec!["mixed_use_plot".into()]);
    let concerns = RawAnswer::Several(vec!["land".into()]);
    let with = |text: &str| {
        company(&[
            ("concerns", concerns.clone()),
            ("land_tags", tags.clone()),
            ("mixed_industrial_ratio", typed(text, 0)),
        ])
    };
    assert_eq!(texts(&with("0.85"), "mixed_industrial_ratio"), ["85%", "0.85%"]);
    for settled in ["85%", "0.85%", "85", "1", "0"] {
        assert_eq!(texts(&with(settled), "mixed_industrial_ratio"), [""; 0], "{settled}");
    }
}

#[test]
fn stroke_offers_zero_beside_its_error() {
    let form = company(&[("rd_expense_prev", typed("—", 1))]);
    let judged = evaluate(test_rules(), &form);
    assert_eq!(judged.field_errors()[0].1, "没有的填 0；还不知道的，可以空着不填。");
    let warning = at(&form, "rd_expense_prev").unwrap();
    assert_eq!((warning.says.as_str(), warning.suggestions[0].label.as_str()), ("", "填 0"));
    assert_eq!(texts(&form, "rd_expense_prev"), ["0"]);
}

#[test]
fn last_years_expenses_are_compared_with_revenue() {
    let form = company(&[("rd_expense_prev", typed("6000", 1)), ("operating_revenue", typed("5000", 1))]);
    let warning = at(&form, "rd_expense_prev").unwrap();
    assert_eq!(warning.says, "上年度研发费用高于本年度营业收入，请核对两个数的单位和所在行。");
    assert!(warning.suggestions.is_empty());
    let form = company(&[("rd_expense_prev", typed("5000", 1)), ("operating_revenue", typed("5000", 1))]);
    assert_eq!(at(&form, "rd_expense_prev"), None);
    let form = company(&[("rd_expense_prev", typed("3000", 1)), ("rd_expense_cur", typed("299.99", 1))]);
    assert_eq!(
        at(&form, "rd_expense_prev").unwrap().says,
        "上年度研发费用超过本年度的10倍，请核对两年的单位是否一致。"
    );
    let form = company(&[("rd_expense_prev", typed("3000", 1)), ("rd_expense_cur", typed("300", 1))]);
    assert_eq!(at(&form, "rd_expense_prev"), None);
}

#[test]
fn ignored_answer_raises_no_doubt() {
    let mut form = company(&[("rd_expense_cur", typed("3450000", 1))]);
    form.entries.insert("rd_superdeduction".into(), RawAnswer::YesNo(false));
    assert_eq!(at(&form, "rd_expense_cur"), None);
}

#[test]
fn every_amount_of_the_book_has_a_usual_range() {
    for fact in test_book().facts.iter().filter(|fact| fact.kind == FactType::Money) {
        let (low, high) = fact.usual.unwrap_or_else(|| unreachable!("{} has none", fact.id));
        let span = high.0 / low.0;
        assert!(span <= rust_decimal::Decimal::from(10_000), "{} is usual in two units", fact.id);
    }
}
