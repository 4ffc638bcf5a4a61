use super::*;
use crate::number_input::{self, ExpectedInput, Scale};
use rust_decimal::Decimal;

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or(Decimal::MAX)
}

#[test]
fn money_is_grouped_and_keeps_fen() {
    assert_eq!(money(dec("12000000")), "CNY 12,000,000");
    assert_eq!(money(dec("999999.9")), "CNY 999,999.90");
    assert_eq!(money(dec("0")), "CNY 0");
}

#[test]
fn short_money_form_is_used_only_if_exact() {
    assert_eq!(short_money(dec("3000000")), "CNY 3 million");
    assert_eq!(short_money(dec("1200000000")), "CNY 1.2 billion");
    assert_eq!(short_money(dec("1000000000000")), "CNY 1 trillion");
    assert_eq!(short_money(dec("25000")), "CNY 25,000");
    assert_eq!(short_money(dec("29999999")), "CNY 29,999,999");
}

#[test]
fn dates_are_formatted_in_english() {
    assert_eq!(Date::parse("2023-06-30").map(date).as_deref(), Some("30 June 2023"));
    assert_eq!(Date::parse("2023-01-01").map(date).as_deref(), Some("1 January 2023"));
}

#[test]
fn figure_echo_is_complete() {
    let money = ExpectedInput::Money(Scale::One);
    assert_eq!(echo(dec("12000000"), money), "CNY 12,000,000 (CNY 12 million)");
    assert_eq!(echo(dec("500"), money), "CNY 500");
    assert_eq!(echo(dec("0.15"), ExpectedInput::Ratio), "15%");
    assert_eq!(echo(dec("1200"), ExpectedInput::Number("mu")), "1,200 mu");
}

#[test]
fn error_says_what_to_type() {
    let said =
        |text: &str, zh: ExpectedInput<'_>, en: ExpectedInput<'_>, range| match number_input::parse(text, zh, range) {
            Ok(value) => value.to_string(),
            Err(wrong) => mistake(&wrong, en),
        };
    let money = ExpectedInput::Money(Scale::TenThousand);
    assert_eq!(
        said("lots", money, money, None),
        "“lots” is not understood. Please enter an amount in digits, such as 12,000,000 or 12 million."
    );
    let range = Some((Decimal::ZERO, dec("100000")));
    assert_eq!(
        said("200000", ExpectedInput::Number("亩"), ExpectedInput::Number("mu"), range),
        "Please enter a quantity in mu from 0 mu to 100,000 mu. You entered 200,000 mu: please check digits and unit."
    );
    assert_eq!(
        said("-1", ExpectedInput::Ratio, ExpectedInput::Ratio, Some((Decimal::ZERO, Decimal::ONE))),
        "This cannot be negative. Please enter a percentage of 0 or more, such as 15% or 15."
    );
}

#[test]
fn english_scales_parse_in_both_languages() {
    let read = |text: &str| {
        number_input::parse(text, ExpectedInput::Money(Scale::TenThousand), None).map(|value| value.normalize())
    };
    assert_eq!(read("12 million"), Ok(dec("12000000")));
    assert_eq!(read("1.5 Billion"), Ok(dec("1500000000")));
    assert_eq!(read("CNY 10,000,000"), Ok(dec("10000000")), "and not ten thousand times as much");
    assert_eq!(read("CNY 3 million"), Ok(dec("3000000")));
    assert_eq!(read("500 thousand yuan"), Ok(dec("500000")));
    assert_eq!(read("500000 CNY"), Ok(dec("500000")));
    assert!(read("12 millions of things").is_err());
}
